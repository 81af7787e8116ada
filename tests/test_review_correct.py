"""Correcting what the machine suggested."""

from dataclasses import replace
from datetime import date

import pytest

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Deadline, Task
from obligations.review import DeadlineDraft, TaskDraft, UnitDraft, confirm, correct, reopen
from obligations.workflow import sign
from tests.conftest import NOW, People, Register, Suggested

pytestmark = pytest.mark.usefixtures("today")


def corrected(task: Task, people: People, **changes: object) -> Task:
    draft = replace(TaskDraft.of(task), **changes)  # type: ignore[arg-type]
    return correct(task.pk, draft, people.supervisor)


def test_an_unchanged_draft_changes_nothing_and_writes_no_event(suggested: Suggested, people: People) -> None:
    task = corrected(suggested.fixed, people)
    assert not task.events.exists()
    assert all(a.by_machine for a in task.assignments.all())
    assert all(d.by_machine for d in task.deadlines.all())


def test_a_new_title_keeps_the_old_in_the_event(suggested: Suggested, people: People) -> None:
    task = corrected(suggested.fixed, people, title=" 完成 供热管网改造 ")
    assert task.title == "完成 供热管网改造"
    event = task.events.get()
    assert (event.verb, event.before["title"], event.after["title"]) == (
        "corrected",
        "完成管网改造",
        "完成 供热管网改造",
    )


def test_units_are_replaced_and_kept_ones_keep_their_place(
    suggested: Suggested, register: Register, people: People
) -> None:
    lead = suggested.fixed.assignments.get(role="lead")
    type(lead).objects.filter(pk=lead.pk).update(start=40, end=44)
    units = [UnitDraft("responsible", "市住建局"), UnitDraft("lead", lead.name, register.energy.pk)]
    task = corrected(suggested.fixed, people, units=units)
    rows = [(a.role, a.unit, a.start, a.by_machine) for a in task.assignments.all()]
    assert rows == [("responsible", register.housing, None, False), ("lead", register.energy, 40, True)]


def test_an_unknown_name_is_kept_and_the_same_unit_counts_once(
    suggested: Suggested, register: Register, people: People
) -> None:
    units = [
        UnitDraft("lead", "市能源局"),
        UnitDraft("lead", "云河市能源局"),
        UnitDraft("responsible", "市老区建设促进会"),
        UnitDraft("responsible", "市老区 建设促进会"),
    ]
    task = corrected(suggested.fixed, people, units=units)
    assert [(a.name, a.unit) for a in task.assignments.all()] == [
        ("市能源局", register.energy),
        ("市老区建设促进会", None),
    ]


def test_a_changed_date_is_no_longer_the_machines(suggested: Suggested, people: People) -> None:
    deadline = replace(TaskDraft.of(suggested.fixed).deadlines[0], due_on=date(2026, 11, 30))
    task = corrected(suggested.fixed, people, deadlines=[deadline])
    row = task.deadlines.get()
    assert (row.due_on, row.by_machine, row.text) == (date(2026, 11, 30), False, "10月31日前")


def test_a_deadline_is_added_and_removed(suggested: Suggested, people: People) -> None:
    monthly = DeadlineDraft("recurring", rrule="FREQ=MONTHLY;BYMONTHDAY=5")
    task = corrected(suggested.fixed, people, deadlines=[monthly])
    assert [(d.kind, d.rrule, d.due_on) for d in task.deadlines.all()] == [
        ("recurring", "FREQ=MONTHLY;BYMONTHDAY=5", None)
    ]


def test_a_changed_kind_leaves_nothing_of_the_old_behind(suggested: Suggested, people: People) -> None:
    old = TaskDraft.of(suggested.fixed).deadlines[0]
    task = corrected(suggested.fixed, people, deadlines=[replace(old, kind="recurring", rrule="FREQ=MONTHLY")])
    assert task.deadlines.get().due_on is None


def test_the_machines_version_stays(suggested: Suggested, people: People) -> None:
    Task.objects.filter(pk=suggested.fixed.pk).update(suggestion={"title": "完成管网改造"})
    task = corrected(suggested.fixed, people, title="别的")
    assert task.suggestion == {"title": "完成管网改造"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "长" * 301}, "title"),
        ({"units": [UnitDraft("owner", "市能源局")]}, "units"),
        ({"units": [UnitDraft("lead", "  ")]}, "units"),
        ({"units": [UnitDraft("lead", "市能源局", 999_999)]}, "units"),
        ({"deadlines": [DeadlineDraft("fixed")]}, "deadlines"),
        ({"deadlines": [DeadlineDraft("sometime")]}, "deadlines"),
        ({"deadlines": [DeadlineDraft("period")]}, "deadlines"),
        (
            {"deadlines": [DeadlineDraft("period", start_on=date(2026, 2, 1), due_on=date(2026, 1, 1))]},
            "deadlines",
        ),
        ({"deadlines": [DeadlineDraft("recurring", rrule="每月")]}, "deadlines"),
        ({"deadlines": [DeadlineDraft("relative", offset="5天")]}, "deadlines"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(
    suggested: Suggested, people: People, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        corrected(suggested.fixed, people, **changes)
    assert refusal.value.field == field
    assert TaskDraft.of(Task.objects.get(pk=suggested.fixed.pk)) == TaskDraft.of(suggested.fixed)


def test_only_suggested_tasks_are_corrected_by_those_who_review(suggested: Suggested, people: People) -> None:
    with pytest.raises(NotAllowed):
        correct(suggested.fixed.pk, TaskDraft.of(suggested.fixed), people.coordinator)
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    with pytest.raises(Conflict):
        corrected(suggested.fixed, people, title="晚了")


def test_a_reopened_task_can_be_corrected_whole(suggested: Suggested, people: People) -> None:
    """Withdrawn commitments must not hold on to the deadlines that a correction takes away."""
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    sign(Commitment.objects.get(unit__name="云河市能源局").pk, people.coordinator)
    reopen(suggested.fixed.pk, people.supervisor)
    task = Task.objects.with_details().get(pk=suggested.fixed.pk)
    corrected(task, people, deadlines=[DeadlineDraft("fixed", due_on=date(2026, 12, 31))])
    assert Deadline.objects.filter(task=task).count() == 1
    assert confirm(task.pk, people.supervisor, at=NOW).commitments_made == 4


def test_a_deadline_taken_away_by_somebody_else_is_told(suggested: Suggested, people: People) -> None:
    draft = TaskDraft.of(suggested.fixed)
    corrected(suggested.fixed, people, deadlines=[])
    with pytest.raises(Conflict, match="刷新"):
        correct(suggested.fixed.pk, draft, people.supervisor)
