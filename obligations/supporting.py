"""Units that support a task (配合单位): they see it and may report; they owe it when the supervisor says so."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Assignment, Commitment, Event, Task, Unit, User
from obligations.owing import GroupTree, meant, owing_units
from obligations.recording import event_of, record, record_many, recorded
from obligations.rights import RIGHTS
from obligations.schedule import make_commitments
from obligations.steps import COMMITMENT, TASK
from obligations.workflow.closing import refuse_pending
from obligations.workflow.taking import required
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
State = Commitment.State

RELEASED_MEANWHILE = "不再由配合单位承办，无需延期。"


@recorded()
def ask_support(assignment_id: int, actor: User, at: datetime | None = None) -> int:
    """Makes a supporting unit, or each member of a supporting group, owe the task; returns how many commitments."""
    at = at or timezone.now()
    task, assignment = _take(assignment_id, actor, Verb.SUPPORT_ASKED)
    if assignment.is_asked:
        raise Conflict(f"{assignment}已由督查室要求承办。")
    if assignment.unit is None:
        raise Conflict(f"“{assignment.name}”不在单位名录中，请先匹配单位。")
    _set(assignment, task, True, Verb.SUPPORT_ASKED, actor, at)
    return make_commitments(_with_details(task), timezone.localtime(at).date())


@recorded()
def release_support(assignment_id: int, actor: User, at: datetime | None = None) -> int:
    """Takes that back: what the unit had not done is withdrawn, its place free for another time; returns how many."""
    at = at or timezone.now()
    task, assignment = _take(assignment_id, actor, Verb.SUPPORT_RELEASED)
    if not assignment.is_asked:
        raise Conflict(f"{assignment}没有承办这项任务。")
    _set(assignment, task, False, Verb.SUPPORT_RELEASED, actor, at)
    still = [unit.pk for unit, _role in owing_units(_with_details(task))]
    rows = Commitment.objects.live().filter(task=task, role=Assignment.Role.SUPPORT).exclude(unit__in=still)
    rows = rows.exclude(in_place_of__isnull=False, in_place_of__in=still)
    found = rows.select_for_update(of=("self",)).order_by("pk").with_deed().select_related("task__directive", "unit")
    return _withdraw(list(found.defer("task__directive__text")), actor, at)


@recorded()
def report_support(
    task_id: int, actor: User, text: str, unit_id: int | None = None, at: datetime | None = None
) -> Unit:
    """What a supporting unit has done for the task; who owes it is told. Returns the unit for which it was said.

    Without `unit_id` it is the actor's own one; a supervisor may enter it for any.
    """
    at = at or timezone.now()
    text = required("text", text, "请填写配合情况。")
    task = Task.objects.select_for_update(of=("self",), no_key=True).select_related("directive").filter(pk=task_id)
    found = task.defer("directive__text", "suggestion").first()
    if found is None:
        raise Conflict("这项任务已不存在。")
    units = [one for one in supporting_units(found) if actor.may(Verb.SUPPORT_REPORTED.value, one)]
    if unit_id is not None:
        units = [one for one in units if one.pk == unit_id]
    if not units:
        raise NotAllowed(RIGHTS[Verb.SUPPORT_REPORTED.value].refusal)
    _check_state(found, Verb.SUPPORT_REPORTED)
    unit = units[0]
    record(Verb.SUPPORT_REPORTED, found, actor, at=at, unit=unit, note=text)
    for row in _one_a_unit(found):
        tell_unit(row, f"{unit}反馈配合情况：{row.matter}", text, stage=f"support:{unit.pk}:{at.isoformat()}", at=at)
    return unit


def supporting_units(task: Task) -> list[Unit]:
    """Units that support the task, groups opened, each once, in printed order."""
    groups, today = GroupTree(), timezone.localdate()
    rows = task.assignments.filter(role=Assignment.Role.SUPPORT, unit__isnull=False).select_related("unit")
    return list(dict.fromkeys(unit for row in rows for one in meant(row) for unit in groups.open(one, today)))


def _take(assignment_id: int, actor: User, verb: Event.Verb) -> tuple[Task, Assignment]:
    """Task and assignment, the task locked: task before commitment is the order of all verbs."""
    if not actor.may(verb.value):
        raise NotAllowed(RIGHTS[verb.value].refusal)
    tasks = Task.objects.select_for_update(of=("self",), no_key=True).select_related("directive")
    task = tasks.defer("directive__text", "suggestion").filter(assignments=assignment_id).first()
    assignment = Assignment.objects.select_related("unit").filter(pk=assignment_id).first()
    if task is None or assignment is None:
        raise Conflict("这一分工已不存在，请刷新后再试。")
    if assignment.role != Assignment.Role.SUPPORT:
        raise BadInput("assignment_id", "牵头和责任单位本来就承办这项任务。")
    _check_state(task, verb)
    return task, assignment


def _check_state(task: Task, verb: Event.Verb) -> None:
    if not TASK.allows(verb, task.state):
        raise Conflict(f"这项任务现为“{task.get_state_display()}”，不能这样办理。")


def _set(assignment: Assignment, task: Task, is_asked: bool, verb: Event.Verb, actor: User, at: datetime) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(is_asked=is_asked)
    record(verb, task, actor, at=at, unit=assignment.unit, note=assignment.name)


def _with_details(task: Task) -> Task:
    return Task.objects.with_details().defer("directive__text", "suggestion").get(pk=task.pk)


def _withdraw(rows: list[Commitment], actor: User, at: datetime) -> int:
    events = []
    for row in rows:
        before, after = row.state, State.WITHDRAWN
        refuse_pending(row, actor, at, RELEASED_MEANWHILE)
        COMMITMENT.hold(Verb.WITHDRAWN, before, after)
        row.state, row.deadline, row.occurrence = after, None, f"withdrawn:{row.pk}"
        events.append(event_of(Verb.WITHDRAWN, row, actor, at=at, before={"state": before}, after={"state": after}))
    Commitment.objects.bulk_update(rows, ["state", "deadline", "occurrence"], batch_size=500)
    record_many(events)
    for row in rows:
        tell_unit(row, f"不再要求承办：{row.matter}", "", stage=f"released:{at.isoformat()}", at=at)
    return len(rows)


def _one_a_unit(task: Task) -> Iterable[Commitment]:
    """A live commitment of each unit that leads or is responsible: whom to tell."""
    rows = Commitment.objects.live().filter(task=task).exclude(role=Assignment.Role.SUPPORT)
    found: dict[int, Commitment] = {}
    for row in rows.select_related("task", "unit").order_by("due_on", "pk"):
        found.setdefault(row.unit_id, row)
    return found.values()
