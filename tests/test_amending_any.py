"""Any correction of any task: nothing is owed twice or lost, what is done stays, and the preview is what happens."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.amending import Fate, amend
from obligations.drafts import DeadlineDraft, TaskDraft, UnitDraft
from obligations.errors import Refused
from obligations.models import Commitment, Task
from obligations.register.taking import foretold
from obligations.review import confirm
from obligations.schedule import extend_recurring, make_commitments
from obligations.verifying import verify
from obligations.workflow import ask_extension, close, decide_extension, hand_in, reassign, report_progress
from tests.conftest import FIXED, MONTHLY, TODAY, People, Register, TaskMaker

pytestmark = pytest.mark.usefixtures("today")

DAYS = st.sampled_from([date(2026, 9, 1), date(2026, 10, 31), date(2026, 11, 15), date(2027, 3, 31)])
RULES = st.sampled_from(
    [
        "FREQ=MONTHLY;BYMONTHDAY=25",
        "FREQ=MONTHLY;BYMONTHDAY=5",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    ]
)
LIMITS = st.one_of(
    st.builds(lambda day, what: DeadlineDraft("fixed", what=what, due_on=day), DAYS, st.sampled_from(["", "验收"])),
    st.builds(lambda rule: DeadlineDraft("recurring", rrule=rule), RULES),
    st.builds(lambda day: DeadlineDraft("relative", offset="P5D", after="核实", event_on=day), st.none() | DAYS),
    st.just(DeadlineDraft("undated", text="长期坚持")),
)
NAMES = ("energy", "housing", "finance", "all_counties")
UNITS = st.lists(st.sampled_from(NAMES), unique=True, min_size=1)
ROLES = st.lists(st.sampled_from(["lead", "responsible", "support"]), min_size=4, max_size=4)
# whether a limit that the task has is changed in place, taken away, or kept
FATES = st.lists(st.sampled_from(["change", "drop", "keep"]), min_size=3, max_size=3)


@st.composite
def corrections(draw: st.DrawFn) -> Callable[[Task, Register], TaskDraft]:
    units, roles, fates = draw(UNITS), draw(ROLES), draw(FATES)
    limits, added = draw(st.lists(LIMITS, min_size=3, max_size=3)), draw(st.lists(LIMITS, max_size=2))

    def draft(task: Task, register: Register) -> TaskDraft:
        found = TaskDraft.of(Task.objects.with_details().get(pk=task.pk))
        rows = [(role, getattr(register, name)) for role, name in zip(roles, units, strict=False)]
        found.units = [UnitDraft(role, str(unit), unit.pk) for role, unit in rows]
        kept = []
        for one, fate, limit in zip(found.deadlines, fates, limits, strict=False):
            if fate == "change":
                kept.append(DeadlineDraft(**{**vars_of(limit), "id": one.id}))
            elif fate == "keep":
                kept.append(one)
        found.deadlines = kept + [DeadlineDraft(**vars_of(limit)) for limit in added]
        return found

    return draft


def vars_of(limit: DeadlineDraft) -> dict[str, object]:
    return {name: getattr(limit, name) for name in DeadlineDraft.__slots__}


# what happened to some of the commitments before
HAPPENED = st.lists(
    st.tuples(st.sampled_from(["report", "hand_in", "close", "extend", "reassign"]), st.integers(0, 30)), max_size=4
)


def happen(task: Task, what: str, number: int, people: People, register: Register) -> None:
    rows = list(task.commitments.live().order_by("pk"))
    row = rows[number % len(rows)] if rows else None
    if row is None:
        return
    who = people.supervisor
    try:
        match what:
            case "report":
                report_progress(row.pk, who, percent=40, done_so_far="已开工")
            case "hand_in":
                hand_in(row.pk, people.second_supervisor, done_so_far="完工")
            case "close":
                close(row.pk, who, "核实")
            case "extend" if row.due_on:
                later = row.due_on + timedelta(days=40)
                decide_extension(ask_extension(row.pk, who, later, "流标").pk, who, later)
            case "reassign":
                reassign(row.pk, register.office.pk, who, "职责", whole=bool(number % 2))
    except Refused:
        pass


def seen(task: Task) -> dict[int, tuple[object, ...]]:
    rows = task.commitments.values_list("pk", "state", "due_on", "first_due_on", "percent", "done_on", "unit")
    return {row[0]: row[1:] for row in rows}


def check(task: Task, before: dict[int, tuple[object, ...]]) -> None:
    after = seen(task)
    assert before.keys() <= after.keys()
    for key, (state, _due, first, percent, *_rest) in before.items():
        if state == "done":
            assert after[key] == before[key]
        assert first is None or after[key][2] == first
        assert after[key][3] == percent
    rows = Commitment.objects.exclude(state="withdrawn").filter(task=task)
    held = Counter((row.in_place_of_id or row.unit_id, row.deadline_id, row.occurrence) for row in rows)
    assert max(held.values()) == 1
    assert not rows.filter(occurrence__startswith="amending:").exists()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(first=corrections(), second=corrections(), happened=HAPPENED, recurring=st.booleans())
def test_any_correction(
    first: Callable[[Task, Register], TaskDraft],
    second: Callable[[Task, Register], TaskDraft],
    happened: list[tuple[str, int]],
    recurring: bool,
    register: Register,
    people: People,
    make_task: TaskMaker,
) -> None:
    with transaction.atomic():
        task = make_task(
            "加强巡查",
            lead=register.energy,
            responsible=(register.all_counties,),
            deadlines=(MONTHLY if recurring else FIXED,),
        )
        confirm(task.pk, people.supervisor)
        for what, number in happened:
            happen(task, what, number, people, register)
        for correction in (first, second):
            before = seen(task)
            try:
                told = foretold(lambda c=correction: amend(task.pk, c(task, register), people.supervisor, "有误"))
            except Refused:
                assert seen(task) == before
                continue
            assert seen(task) == before
            draft = correction(task, register)
            done = amend(task.pk, draft, people.supervisor, "有误", seen=told.fingerprint)
            assert [line.values for line in done.lines] == [line.values for line in told.lines]
            check(task, before)
            live = [line for line in done.lines if line.fate not in (Fate.WITHDRAWN, Fate.DONE)]
            assert len(live) == task.commitments.live().count()
            for line in done.lines:
                if line.row is not None:
                    line.row.refresh_from_db()
                    assert (line.row.state == "withdrawn") == (line.fate == Fate.WITHDRAWN)
                    assert line.fate == Fate.WITHDRAWN or line.row.due_on == line.due_on
            # nobody asks for more than was told
            state = Task.objects.get(pk=task.pk).state
            assert state == "closed" or make_commitments(Task.objects.get(pk=task.pk), TODAY) == 0
            assert extend_recurring(TODAY) == 0
        assert not verify().problems
        transaction.set_rollback(True)
