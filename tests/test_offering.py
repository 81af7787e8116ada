"""Where two sources of one task differ, a person chooses which dates, units and targets hold; unasked, none moves."""

from datetime import date
from decimal import Decimal

import pytest

from obligations import review
from obligations.errors import Conflict
from obligations.joining import join, take_back
from obligations.models import Assignment, Deadline, Directive, Event, Target, Task, TaskPair
from obligations.offering import Rows, offer
from tests.conftest import FIXED, NOW, People, Register, Suggested, TaskMaker

pytestmark = pytest.mark.usefixtures("today")
LATER = {"kind": "fixed", "text": "11月10日前", "due_on": date(2026, 11, 10), "what": "完成改造"}


@pytest.fixture
def kept(suggested: Suggested) -> Task:
    """10月31日前, 42公里 and 1.2万户."""
    target(suggested.fixed, 42, "公里")
    target(suggested.fixed, "1.2", "万户")
    return suggested.fixed


@pytest.fixture
def twin(directive: Directive, register: Register, kept: Task) -> Task:
    """The later text: 11月10日前, 56公里, 12000户; led by 市住建局."""
    later = Directive.objects.create(
        source=directive.source, number_in_source=2, start=0, end=9, text=directive.text, title="关于加快供热准备的通知"
    )
    task = TaskMaker(later)("完成供热管网改造", lead=register.housing, support=(register.finance,), deadlines=(LATER,))
    target(task, 56, "公里")
    target(task, 12_000, "户")
    return details(task)


@pytest.fixture
def pair(kept: Task, twin: Task) -> TaskPair:
    return TaskPair.objects.create(first=kept, second=twin, score=0.9)


def target(task: Task, number: object, unit: str, **values: object) -> Target:
    return Target.objects.create(task=task, number=Decimal(str(number)), unit=unit, text=f"{number}{unit}", **values)


def details(task: Task) -> Task:
    return Task.objects.with_details().get(pk=task.pk)


def said(task: Task) -> tuple[list[str], list[str], list[str]]:
    found = details(task)
    return (
        [str(one.due_on) for one in found.deadlines.all()],
        [f"{one.role} {one.unit.short_name}" for one in found.assignments.all() if one.role == "lead" and one.unit],
        sorted(one.amount for one in found.targets.all()),
    )


def test_what_differs_is_offered_with_both_values(kept: Task, twin: Task) -> None:
    offered = offer(details(kept), twin)
    assert [one.text for one in offered.deadlines.own] == ["10月31日前"]
    assert [one.text for one in offered.deadlines.other] == ["11月10日前"]
    # 1.2万户 is 12000户: nothing to choose.
    assert [one.amount for one in offered.targets.own] == ["42公里"]
    assert [one.amount for one in offered.targets.other] == ["56公里"]
    # 市财政局 supports both; the two leads and the counties are one's own.
    assert [one.unit.short_name for one in offered.assignments.other] == ["市住房城乡建设局"]
    assert {one.role for one in offered.assignments.own} == {"lead", "responsible"}


def test_nothing_is_up_for_choice_where_the_other_says_nothing_else(
    kept: Task, directive: Directive, register: Register
) -> None:
    maker = TaskMaker(directive)
    maker.number = 10
    offered = offer(details(kept), maker("改造", lead=register.energy, deadlines=(FIXED,)))
    assert not offered.others() and not offered.owns()


@pytest.mark.parametrize(
    ("amount", "other", "same"),
    [
        ((Decimal("1.2"), "万户"), (Decimal(12_000), "户"), True),
        ((Decimal(3), "亿元"), (Decimal(30_000), "万元"), True),
        ((Decimal(75), "%"), (Decimal("75.0"), "%"), True),
        ((Decimal(2), "百万立方米"), (Decimal(200), "万立方米"), True),
        ((Decimal(42), "公里"), (Decimal(56), "公里"), False),
        ((Decimal(42), "公里"), (Decimal(42), "处"), False),
    ],
)
def test_equal_amounts_however_printed_are_one_target(
    amount: tuple[Decimal, str],
    other: tuple[Decimal, str],
    same: bool,
    suggested: Suggested,
) -> None:
    first, second = suggested.fixed, suggested.dateless
    target(first, *amount)
    target(second, *other)
    assert (offer(details(first), details(second)).targets.other == ()) is same


def test_unasked_the_kept_one_stays_as_it_is(pair: TaskPair, kept: Task, people: People) -> None:
    before = said(kept)
    join(pair.pk, kept.pk, people.supervisor)
    assert said(kept) == before == (["2026-10-31"], ["lead 市能源局"], ["1.2万户", "42公里"])


def test_the_later_values_may_hold_instead(pair: TaskPair, kept: Task, twin: Task, people: People) -> None:
    offered = offer(details(kept), twin)
    lead = [one.pk for one in offered.assignments.own if one.role == "lead"]
    drop = Rows.of(lead, (one.pk for one in offered.deadlines.own), (one.pk for one in offered.targets.own))
    join(pair.pk, kept.pk, people.supervisor, take=offered.others(), drop=drop)
    assert said(kept) == (["2026-11-10"], ["lead 市住房城乡建设局"], ["1.2万户", "56公里"])
    # The other text keeps its own words, and the record says what was given up.
    assert said(twin) == (["2026-11-10"], ["lead 市住房城乡建设局"], ["12000户", "56公里"])
    event = Event.objects.get(verb="joined", task=kept)
    assert [one[1] for one in event.before["deadlines"]] == ["10月31日前"]
    assert [one[1] for one in event.after["deadlines"]] == ["11月10日前"]
    assert [one[0] for one in event.before["targets"]] == ["42", "1.2"]
    assert [one[0] for one in event.after["targets"]] == ["1.2", "56"]
    assert ["lead", "市能源局"] in [one[:2] for one in event.before["units"]]
    assert "title" not in event.after
    assert review.confirm(kept.pk, people.supervisor, at=NOW).commitments_made == 4


def test_both_may_hold(pair: TaskPair, kept: Task, twin: Task, people: People) -> None:
    offered = offer(details(kept), twin)
    take = Rows.of(
        deadlines=(one.pk for one in offered.deadlines.other), targets=(one.pk for one in offered.targets.other)
    )
    join(pair.pk, kept.pk, people.supervisor, take=take)
    assert said(kept) == (["2026-10-31", "2026-11-10"], ["lead 市能源局"], ["1.2万户", "42公里", "56公里"])


def test_taking_the_join_back_brings_back_what_was_given_up(
    pair: TaskPair, kept: Task, twin: Task, people: People
) -> None:
    before = said(kept)
    places = [(one.start, one.end, one.by_machine) for one in details(kept).assignments.all()]
    offered = offer(details(kept), twin)
    join(pair.pk, kept.pk, people.supervisor, take=offered.others(), drop=offered.owns())
    take_back(pair.pk, people.supervisor)
    assert said(kept) == before
    assert [(one.start, one.end, one.by_machine) for one in details(kept).assignments.all()] == places
    assert details(twin).state == Task.State.SUGGESTED


def test_what_was_entered_again_meanwhile_is_not_doubled(
    pair: TaskPair, kept: Task, twin: Task, register: Register, people: People
) -> None:
    offered = offer(details(kept), twin)
    join(pair.pk, kept.pk, people.supervisor, drop=offered.owns())
    Assignment.objects.create(task=kept, unit=register.energy, name="云河市能源局", role="lead")
    Deadline.objects.create(task=kept, **FIXED)
    target(kept, 42, "公里")
    take_back(pair.pk, people.supervisor)
    assert said(kept) == (["2026-10-31"], ["lead 市能源局"], ["1.2万户", "42公里"])


def test_a_task_in_force_gives_up_nothing(pair: TaskPair, kept: Task, twin: Task, people: People) -> None:
    own = offer(details(kept), twin).owns()
    TaskPair.objects.all().delete()
    review.confirm(kept.pk, people.supervisor, at=NOW)
    pair.save(force_insert=True)
    offered = offer(details(kept), twin)
    assert not offered.owns() and offered.others()
    with pytest.raises(Conflict, match="重新打开"):
        join(pair.pk, kept.pk, people.supervisor, drop=own)
    join(pair.pk, kept.pk, people.supervisor, take=Rows.of(targets=offered.others().targets))
    assert said(kept)[2] == ["1.2万户", "42公里", "56公里"]


def test_what_nobody_offered_is_refused(pair: TaskPair, kept: Task, suggested: Suggested, people: People) -> None:
    strange = target(suggested.recurring, 5, "个").pk
    for rows in ({"take": Rows.of(targets=[strange])}, {"drop": Rows.of(targets=[strange])}):
        with pytest.raises(Conflict, match="重新打开"):
            join(pair.pk, kept.pk, people.supervisor, **rows)
    pair.refresh_from_db()
    assert pair.state == TaskPair.State.PROPOSED and Target.objects.filter(pk=strange).exists()
