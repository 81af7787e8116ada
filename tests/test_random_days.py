"""Sixty days on which people do what comes to their minds, from a seeded generator: whatever is refused changes
nothing, whatever is done leaves all as it must be."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from obligations import supporting, withdrawing
from obligations.errors import Refused
from obligations.models import Assignment, Commitment, Deadline, Event, Extension, Task, Unit, User
from obligations.register import changing, members
from obligations.review import confirm, reject, reopen
from obligations.schedule import record_event, set_due_date
from obligations.workflow import (
    ask_extension,
    close,
    decide_extension,
    hand_in,
    recall,
    recall_extension,
    report_progress,
    resume,
    return_,
    shorten,
    sign,
    urge,
)
from obligations.workflow.listing import delist, list_
from obligations.workflow.reassigning import reassign
from obligations.workflow.suspending import restart, suspend
from tests.scene import everything
from tests.year import papers
from tests.year.clock import clock_at, days
from tests.year.story import Story

FIRST = date(2026, 1, 5)
DAYS = 60
A_DAY = 12


class Chance:
    """Somebody, something, some day: chosen by the generator alone."""

    def __init__(self, story: Story, seed: int) -> None:
        self.story = story
        self.random = Random(seed)

    def of(self, rows: Any) -> Any:
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.get(pk=self.random.choice(keys)) if keys else None

    def day(self, about: date | None, least: int = -10, most: int = 40) -> date:
        return (about or self.story.clock.today) + timedelta(days=self.random.randint(least, most))

    def commitment(self) -> Commitment:
        """One that is open more often than not."""
        live = Commitment.objects.live()
        return self.of(live if live.exists() and self.random.random() < 0.85 else Commitment.objects.all())

    def person(self, row: Commitment) -> User:
        """Whose it is, most often; else anybody."""
        mine = User.objects.filter(memberships__unit=row.unit_id).distinct()
        return self.of(mine if mine.exists() and self.random.random() < 0.9 else User.objects.all())

    def unit(self) -> Unit:
        owing = Unit.objects.filter(commitments__isnull=False).distinct()
        return self.of(owing if self.random.random() < 0.8 else Unit.objects.all())


def acts(chance: Chance) -> dict[str, Callable[[], Any]]:
    boss, admin, of = chance.story.cast.supervisor, chance.story.cast.administrator, chance.of
    row, task = chance.commitment(), of(Task.objects.all())
    who, some, extension = chance.person(row), of(Assignment.objects.all()), of(Extension.objects.all())
    limit, unit, other = of(Deadline.objects.filter(kind="relative")), chance.unit(), chance.unit()
    group = of(Unit.objects.filter(kind="group"))
    deeds: dict[str, Callable[[], Any]] = {
        "sign": lambda: sign(row.pk, who),
        "report": lambda: report_progress(row.pk, who, percent=chance.random.randint(0, 101), done_so_far="正在推进"),
        "hand in": lambda: hand_in(row.pk, who, done_so_far="已完成"),
        "recall": lambda: recall(row.pk, who),
        "ask": lambda: ask_extension(row.pk, who, chance.day(row.due_on), "流标"),
        "close": lambda: close(row.pk, boss, chance.random.choice(["", "核实"])),
        "return": lambda: return_(row.pk, boss, "缺材料"),
        "resume": lambda: resume(row.pk, boss, "有误"),
        "urge": lambda: urge(row.pk, boss),
        "shorten": lambda: shorten(row.pk, boss, chance.day(row.due_on, -40, 5), "提前"),
        "suspend": lambda: suspend(row.pk, boss, "待批"),
        "restart": lambda: restart(row.pk, boss),
        "list": lambda: list_(row.pk, boss, "久拖未决"),
        "delist": lambda: delist(row.pk, boss, "已见成效"),
        "due date": lambda: set_due_date(row.pk, boss, chance.day(None)),
        "reassign": lambda: reassign(row.pk, other.pk, boss, "调整", whole=chance.random.random() < 0.5),
        "confirm": lambda: confirm(task.pk, boss),
        "reject": lambda: reject(task.pk, boss),
        "reopen": lambda: reopen(task.pk, boss),
        "withdraw": lambda: withdrawing.withdraw(task.pk, boss, "不再需要"),
        "restore": lambda: withdrawing.restore(task.pk, boss),
        "ask support": lambda: supporting.ask_support(some.pk, boss),
        "release support": lambda: supporting.release_support(some.pk, boss),
        "event": lambda: record_event(limit.pk, chance.day(None, -10, 0), boss),
        "leave": lambda: members.leave_group(group.pk, unit.pk, chance.day(None), admin),
        "join": lambda: members.join_group(group.pk, unit.pk, chance.day(None), admin),
    }
    if extension is not None:
        granted = chance.random.choice([None, chance.day(extension.wanted_on)])
        deeds["decide"] = lambda: decide_extension(extension.pk, boss, granted, "已阅")
        deeds["take back"] = lambda: recall_extension(extension.pk, who)
    # what makes the town smaller is rare
    if chance.random.random() < 0.05:
        deeds["reorganise"] = lambda: changing.reorganise(unit.pk, other.pk, chance.day(None, -3, 20), admin)
    return deeds


def some_deeds(chance: Chance, done: Counter[str]) -> None:
    for _ in range(A_DAY):
        name, deed = chance.random.choice(sorted(acts(chance).items()))
        look = chance.random.random() < 0.05
        before = everything() if look else None
        try:
            with transaction.atomic():
                deed()
        except Refused:
            done[f"{name} refused"] += 1
            assert before is None or everything() == before, f"{name} was refused and changed something"
        else:
            done[name] += 1
        chance.story.clock.tick()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1])
def test_whatever_people_do_every_day_holds(settings: Any, seed: int) -> None:
    settings.HORIZON_MONTHS = 2
    with clock_at(FIRST) as clock:
        story, done = Story(clock), Counter[str]()
        chance = Chance(story, seed)
        story.office.take_in("供热保障.txt", papers.HEATING)
        story.office.take_in_sample("14", 6)
        story.office.review(most=14)
        for today in days(FIRST, FIRST + timedelta(days=DAYS)):
            # some days without a job, some days with two
            problems = []
            if chance.random.random() < 0.9:
                story.machinery.run(today, again=chance.random.random() < 0.1)
                problems = story.year.check_notices(today)
            else:
                story.year.morning.clear()
            clock.to(today, 9)
            some_deeds(chance, done)
            clock.to(today, 18)
            last_run = story.machinery.last_run or today
            problems += story.year.check(today, last_run)
            last = list(Event.objects.order_by("-number")[:A_DAY].values_list("verb", "commitment", "task", "note"))
            assert not problems, f"{today}: {problems[:9]}\n{last}"
        assert not story.year.check_record()
    assert sum(count for name, count in done.items() if not name.endswith("refused")) > DAYS * A_DAY / 4, done
