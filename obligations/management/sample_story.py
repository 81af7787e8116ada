"""The weeks before the day of loading, played with the verbs: so the sample city shows work in every state.

Everything goes through the same functions as the pages, dated back: nothing here writes a commitment itself.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from obligations.errors import Refused
from obligations.intake import read_source, receive
from obligations.joining import join
from obligations.models import (
    Commitment,
    Deadline,
    Directive,
    Membership,
    Notice,
    SourceFile,
    Task,
    TaskPair,
    Unit,
    User,
)
from obligations.parting import executing_units, report_part, sign_part, split
from obligations.registers import load_register
from obligations.review import confirm, reject
from obligations.sample_city import SAMPLE_ACCOUNTS, SAMPLE_REGISTER, sample_files
from obligations.schedule import plan, record_event
from obligations.workflow import (
    ask_extension,
    close,
    decide_extension,
    hand_in,
    list_,
    report_progress,
    return_,
    sign,
    suspend,
    urge,
)

# Directives of the last three weeks are left to review, and so is what the machine was not sure of.
FRESH = timedelta(days=21)
SURE = 0.7
# A task that would fill every list by itself is left to review as well: its preview says how much it makes.
MOST_COMMITMENTS = 160
# Work in progress is shown on what falls due soon; the far future is still untouched.
SOON = timedelta(days=20)

Step = Callable[["Story", Commitment], None]


@dataclass(slots=True)
class Loaded:
    sources: int = 0
    tasks: int = 0
    confirmed: int = 0
    rejected: int = 0
    commitments: int = 0


@transaction.atomic
def load_sample_city(day: date, say: Callable[[str], None] = lambda _line: None) -> Loaded:
    """Register, accounts, directives and their story as on `day`; all of it or nothing.

    A city that was loaded before, on whatever day, stays as it is.
    """
    register = load_register(SAMPLE_REGISTER)
    say(f"单位名录：{register.units} 个单位，新增 {register.new_units} 个")
    create_accounts(SAMPLE_ACCOUNTS)
    loaded = Loaded()
    for name, content in sample_files(day):
        if not SourceFile.objects.filter(name=name).exists():
            _take_in(name, content, day, loaded)
            say(f"已识别：{name}")
    if loaded.sources:
        Story(day).play(loaded)
    loaded.commitments = Commitment.objects.count()
    return loaded


def create_accounts(path: Path) -> list[str]:
    """Accounts of a file that are not there yet, all with its password; returns their names."""
    content = json.loads(path.read_text(encoding="utf-8"))
    made = []
    for account in content["accounts"]:
        if User.objects.filter(username=account["username"]).exists():
            continue
        user = User(
            username=account["username"],
            display_name=account["display_name"],
            role=account["role"],
            email=account.get("email", ""),
            is_staff=account["role"] == User.Role.ADMINISTRATOR,
            is_superuser=account["role"] == User.Role.ADMINISTRATOR,
        )
        user.set_password(content["password"])
        user.save()
        for unit in Unit.objects.filter(name__in=account.get("units", [])):
            Membership.objects.create(user=user, unit=unit)
        made.append(user.username)
    return made


def _take_in(name: str, content: bytes, day: date, loaded: Loaded) -> None:
    received = receive(name, content, None, at=_at(day, 8))
    source = read_source(received.source.pk)
    if source.state == SourceFile.State.FAILED:
        raise Refused(f"{name}：{source.message}")
    directives = Directive.objects.filter(source=source)
    first = directives.order_by("-issued_on").values_list("issued_on", flat=True).first()
    # It came in the day after it was issued.
    if first is not None and first < day:
        SourceFile.objects.filter(pk=source.pk).update(received_at=_at(first + timedelta(days=1), 9))
    loaded.sources += 1
    loaded.tasks += Task.objects.filter(directive__in=directives).count()


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Story:
    """What happened up to `day`. The same on every machine: nothing is left to chance."""

    day: date
    supervisor: User = field(init=False)
    administrator: User = field(init=False)
    speakers: dict[int, User] = field(init=False, default_factory=dict)
    turns: dict[int, int] = field(init=False, default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        people = User.objects.order_by("pk")
        self.supervisor = people.filter(role=User.Role.SUPERVISOR)[0]
        self.administrator = people.filter(role=User.Role.ADMINISTRATOR)[0]

    def play(self, loaded: Loaded) -> None:
        old = Directive.objects.filter(issued_on__lt=self.day - FRESH).order_by("issued_on", "pk")
        self._settle_twins()
        for directive in old:
            self._review(directive, loaded)
        self._record_an_event()
        due = Commitment.objects.filter(due_on__lte=self.day + SOON).select_related("unit", "task__directive")
        for commitment in due.order_by("due_on", "pk"):
            steps = LATE if commitment.due_on and commitment.due_on < self.day else COMING
            turn = self.turns[commitment.unit_id]
            self.turns[commitment.unit_id] += 1
            steps[turn % len(steps)](self, commitment)
        self._list_the_longest_overdue()
        self._hand_parts_on()
        # Mails of the past were sent in the past.
        Notice.objects.waiting().update(state=Notice.State.SENT, sent_at=F("created_at"))

    def _settle_twins(self) -> None:
        """A plan's table repeats its text: those of the past were made one. What came lately waits for a person."""
        past = {
            "first__directive__issued_on__lt": self.day - FRESH,
            "second__directive__issued_on__lt": self.day - FRESH,
        }
        for pair in TaskPair.objects.unresolved().filter(**past).with_tasks().order_by("pk"):
            if not TaskPair.objects.unresolved().filter(pk=pair.pk).exists():
                continue  # merged with another one meanwhile
            assert pair.first.directive.issued_on is not None
            join(pair.pk, pair.first_id, self.supervisor, at=_at(pair.first.directive.issued_on + timedelta(days=3), 9))

    def _review(self, directive: Directive, loaded: Loaded) -> None:
        assert directive.issued_on is not None
        at = _at(directive.issued_on + timedelta(days=3), 10)
        tasks = Task.objects.filter(directive=directive).with_details()
        for task in tasks.order_by("number"):
            if task.state != Task.State.SUGGESTED:
                continue
            if task.confidence < SURE:
                if task.basis == Task.Basis.NONE and not task.deadlines.all() and loaded.rejected < 5:
                    reject(task.pk, self.supervisor, "工作目标，已由下列任务分解", at)
                    loaded.rejected += 1
                continue
            if any(deadline.rrule.startswith("FREQ=DAILY") for deadline in task.deadlines.all()):
                continue  # 每日清扫: a routine that a supervisor would not have reported every day
            if 0 < len(plan(task, directive.issued_on)) <= MOST_COMMITMENTS:
                confirm(task.pk, self.supervisor, at)
                loaded.confirmed += 1

    def _record_an_event(self) -> None:
        """One awaited event has happened; the others are still waited for."""
        waiting = Deadline.objects.filter(kind=Deadline.Kind.RELATIVE, event_on=None, commitments__isnull=False)
        first = waiting.order_by("pk").first()
        if first is not None:
            record_event(first.pk, self.day - timedelta(days=4), self.supervisor, _at(self.day - timedelta(days=3), 9))

    def _list_the_longest_overdue(self) -> None:
        """Of each unit with a demo account the one: 挂牌督办."""
        late = Commitment.objects.filter(state=Commitment.State.OPEN, due_on__lt=self.day, unit__in=self._demo_units())
        for unit in self._demo_units():
            found = late.filter(unit=unit).order_by("due_on", "pk").first()
            if found is not None:
                at = self.moment(found, self.day - timedelta(days=1), 10)
                list_(found.pk, self.supervisor, "逾期较久，多次催办仍未办结。", at=at)

    def _hand_parts_on(self) -> None:
        """分办: what a unit has in hand goes to its offices in part; one has begun, the other has not looked yet."""
        running = Commitment.objects.filter(state=Commitment.State.OPEN, signed_at__isnull=False)
        for unit in self._demo_units():
            found = running.filter(unit=unit, due_on__gt=self.day).order_by("due_on", "pk").first()
            offices = list(executing_units(unit).exclude(pk=unit.pk).order_by("position", "pk")[:2])
            if found is None:
                continue
            at = self.moment(found, self.day - timedelta(days=3), 9)
            for office, what in zip(offices, PARTS, strict=False):
                made = split(found.pk, self.speaker_of(unit), office.pk, what, found.due_on, at=at)
                if office == offices[0]:
                    person = self.speaker_of(office)
                    sign_part(made.pk, person, at + timedelta(hours=2))
                    report_part(made.pk, person, percent=40, done_so_far="已核对一半点位。", at=at + timedelta(hours=8))

    def _demo_units(self) -> list[Unit]:
        """Those whose people can be logged in as."""
        people = User.objects.filter(role=User.Role.COORDINATOR).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return list(Unit.objects.filter(memberships__user__in=people).distinct().order_by("position", "pk"))

    def speaker(self, commitment: Commitment) -> User:
        return self.speaker_of(commitment.unit)

    def speaker_of(self, unit: Unit) -> User:
        """The unit's coordinator; units without a demo account get one that nobody can log in with."""
        if unit.pk not in self.speakers:
            person = User.objects.filter(memberships__unit=unit, role=User.Role.COORDINATOR).order_by("pk").first()
            if person is None:
                name = f"{unit}联络员"[:40]
                person = User.objects.create_user(f"unit{unit.pk}", password=None, display_name=name)
                Membership.objects.create(user=person, unit=unit)
            self.speakers[unit.pk] = person
        return self.speakers[unit.pk]

    def moment(self, commitment: Commitment, wanted: date, hour: int) -> datetime:
        """The wanted day, but not before the task was confirmed nor after yesterday."""
        reviewed = commitment.task.reviewed_at
        assert reviewed is not None
        earliest = timezone.localtime(reviewed).date()
        return _at(max(earliest, min(wanted, self.day - timedelta(days=1))), hour, commitment.pk % 60)


def before(commitment: Commitment, days: int) -> date:
    assert commitment.due_on is not None
    return commitment.due_on - timedelta(days=days)


def signed(story: Story, commitment: Commitment) -> None:
    sign(commitment.pk, story.speaker(commitment), story.moment(commitment, before(commitment, 40), 11))


def half_way(story: Story, commitment: Commitment) -> None:
    signed(story, commitment)
    report_progress(
        commitment.pk,
        story.speaker(commitment),
        percent=30 + commitment.pk % 5 * 10,
        done_so_far=DONE_SO_FAR[commitment.pk % len(DONE_SO_FAR)],
        problems=PROBLEMS[commitment.pk % len(PROBLEMS)],
        next_steps=NEXT_STEPS[commitment.pk % len(NEXT_STEPS)],
        at=story.moment(commitment, before(commitment, 9), 15),
    )


def handed_in(story: Story, commitment: Commitment) -> None:
    half_way(story, commitment)
    at = story.moment(commitment, before(commitment, 2), 16)
    hand_in(commitment.pk, story.speaker(commitment), done_so_far="任务已全部完成，佐证材料已留存备查。", at=at)


def closed(story: Story, commitment: Commitment) -> None:
    handed_in(story, commitment)
    close(commitment.pk, story.supervisor, at=story.moment(commitment, before(commitment, 1), 17))


def closed_late(story: Story, commitment: Commitment) -> None:
    half_way(story, commitment)
    late = story.moment(commitment, before(commitment, -3), 16)
    hand_in(commitment.pk, story.speaker(commitment), done_so_far="任务已完成，因协调用地有所延误。", at=late)
    close(commitment.pk, story.supervisor, "已核实", story.moment(commitment, before(commitment, -5), 17))


def returned(story: Story, commitment: Commitment) -> None:
    handed_in(story, commitment)
    at = story.moment(commitment, before(commitment, 1), 18)
    return_(commitment.pk, story.supervisor, "缺少验收材料，请补充后重新报送。", at)


def urged(story: Story, commitment: Commitment) -> None:
    half_way(story, commitment)
    urge(commitment.pk, story.supervisor, at=story.moment(commitment, before(commitment, -1), 18))


def extension_asked(story: Story, commitment: Commitment) -> None:
    half_way(story, commitment)
    at = story.moment(commitment, before(commitment, 6), 17)
    ask_extension(commitment.pk, story.speaker(commitment), before(commitment, -20), "设备招标流标，需重新组织。", at)


def extended(story: Story, commitment: Commitment) -> None:
    extension_asked(story, commitment)
    extension = commitment.extensions.get()
    at = story.moment(commitment, before(commitment, 5), 18)
    decide_extension(extension.pk, story.supervisor, before(commitment, -15), "同意，请倒排工期。", at)


def suspended(story: Story, commitment: Commitment) -> None:
    half_way(story, commitment)
    suspend(
        commitment.pk,
        story.supervisor,
        "因机构调整，暂缓实施。",
        at=story.moment(commitment, before(commitment, 3), 10),
    )


def untouched(_story: Story, _commitment: Commitment) -> None:
    """Not even signed for."""


# What became of a unit's commitments in turn: those past their date, and those that are coming.
LATE: list[Step] = [
    closed,
    urged,
    closed,
    closed_late,
    closed,
    returned,
    closed,
    handed_in,
    closed,
    untouched,
    extended,
]
COMING: list[Step] = [half_way, signed, closed, untouched, half_way, handed_in, signed, extension_asked, suspended]

PARTS = ["核对点位清单，逐一现场查看。", "汇总各点位整改情况，起草进展材料。"]
DONE_SO_FAR = [
    "已制定工作方案，明确责任分工，完成摸底排查。",
    "已召开部署会，任务分解到科室和责任人，正在按计划推进。",
    "主体工作已完成过半，台账同步更新。",
    "已完成现场核查，发现的问题正在逐项整改。",
]
PROBLEMS = ["", "部分点位协调难度较大。", "", "资金拨付进度偏慢。", ""]
NEXT_STEPS = ["加快推进剩余工作，按期完成。", "会同有关部门开展一次联合检查。", "对未完成事项逐项销号。"]
