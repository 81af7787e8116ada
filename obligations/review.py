"""Verbs of review (审核立项): confirm, correct, reject what the machine suggested, and take that back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from django.utils import timezone

from obligations.drafts import DeadlineDraft, TargetDraft, TaskDraft, UnitDraft, checked
from obligations.errors import BadInput, Conflict, NotAllowed, Refused
from obligations.foretelling import preview
from obligations.models import (
    Assignment,
    CalendarYear,
    Commitment,
    Deadline,
    DismissedName,
    Event,
    Notice,
    Target,
    Task,
    TaskPair,
    User,
)
from obligations.models.targets import plain
from obligations.models.units import name_key
from obligations.owing import GroupTree, owing_units, waits_for_choice
from obligations.phrases import say_list
from obligations.recording import event_of, record, record_many, recorded
from obligations.rights import RIGHTS
from obligations.schedule import make_planned, plan
from obligations.steps import COMMITMENT, TASK

__all__ = [
    "BulkResult",
    "ConfirmResult",
    "DeadlineDraft",
    "TargetDraft",
    "TaskDraft",
    "UnitDraft",
    "confirm",
    "confirm_many",
    "correct",
    "preview",
    "reject",
    "reject_many",
    "reopen",
]

State = Task.State
Verb = Event.Verb
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class ConfirmResult:
    task: Task
    commitments_made: int


@dataclass(slots=True)
class BulkResult:
    """What a verb over many tasks did: how many it changed, and which it could not with the reason."""

    done: int = 0
    commitments_made: int = 0
    refused: list[tuple[Task, str]] = field(default_factory=list)


@recorded()
def confirm(task_id: int, actor: User, at: datetime | None = None) -> ConfirmResult:
    """Puts a suggested task in force and makes its commitments."""
    at = at or timezone.now()
    task = _take(task_id, actor, Verb.CONFIRMED)
    if twin := TaskPair.objects.unresolved().in_force_beside(task):
        raise Conflict(f"与执行中的任务“{twin}”相似，请先选择合并为一项，或判为不是同一项。")
    groups = GroupTree()
    if waiting := waits_for_choice(task):
        raise Conflict(f"“{say_list([one.name for one in waiting])}”没有写明是哪些单位，请先选定。")
    if not owing_units(task, groups):
        raise Conflict(_nobody_owes(task))
    planned = plan(task, timezone.localtime(at).date(), groups)
    if not planned:
        raise Conflict("文件有效期内已没有可以安排的日期，请先修改时限，或不予立项。")
    _count(task)
    _move(task, State.IN_FORCE, Verb.CONFIRMED, actor, at)
    return ConfirmResult(task, make_planned(task, planned, timezone.localtime(at).date()))


def _count(task: Task) -> None:
    """An event whose day was known before the confirmation: what was counted from it is kept, to be counted anew."""
    for deadline in task.deadlines.all():
        if deadline.kind == Deadline.Kind.RELATIVE and deadline.event_on:
            deadline.count(CalendarYear.objects.special())
            deadline.save(update_fields=["counted_on", "is_provisional"])


@recorded()
def correct(task_id: int, draft: TaskDraft, actor: User, at: datetime | None = None) -> Task:
    """Replaces title, units and deadlines of a suggested task. The machine's version stays in `suggestion`."""
    task = _take(task_id, actor, Verb.CORRECTED)
    before = as_values(TaskDraft.of(task))
    draft = checked(draft)
    task.title = draft.title
    task.save(update_fields=["title"])
    replace_assignments(task, draft.units)
    gone = replace_deadlines(task, draft.deadlines)
    Deadline.objects.filter(pk__in=[one.pk for one in gone]).delete()
    if draft.targets is not None:
        replace_targets(task, draft.targets)
    task = Task.objects.with_details().get(pk=task.pk)
    after = as_values(TaskDraft.of(task))
    if after != before:
        record(Verb.CORRECTED, task, actor, at=at, before=before, after=after)
    return task


@recorded()
def reject(task_id: int, actor: User, reason: str = "", at: datetime | None = None) -> Task:
    """Keeps a suggested task out of the ledger (不予立项)."""
    task = _take(task_id, actor, Verb.REJECTED)
    if len(reason) > 500:
        raise BadInput("reason", "理由不能超过500字。")
    _move(task, State.REJECTED, Verb.REJECTED, actor, at or timezone.now(), reason.strip())
    return task


@recorded()
def reopen(task_id: int, actor: User, at: datetime | None = None) -> Task:
    """Takes a confirmation or a rejection back. A confirmed task only while no unit has reported anything."""
    at = at or timezone.now()
    task = _take(task_id, actor, Verb.REOPENED)
    if task.state == State.IN_FORCE:
        _withdraw_commitments(task, actor, at)
    _move(task, State.SUGGESTED, Verb.REOPENED, actor, at)
    return task


def confirm_many(task_ids: Iterable[int], actor: User, at: datetime | None = None) -> BulkResult:
    """Each task on its own: one that is refused does not hold up the others.

    A task with a twin that nobody has looked at is refused: confirmed among many, one thing would be owed twice.
    """
    result = BulkResult()
    ids = list(task_ids)
    twins = TaskPair.objects.unresolved().twins(ids)
    for task_id in ids:
        if task_id in twins and actor.supervises:
            _refuse(result, task_id, f"有相似任务“{twins[task_id]}”，请逐条判断是否合并。")
            continue
        confirmed = try_each(result, task_id, lambda task_id: confirm(task_id, actor, at))
        if confirmed is not None:
            result.commitments_made += confirmed.commitments_made
    return result


def reject_many(task_ids: Iterable[int], actor: User, reason: str = "", at: datetime | None = None) -> BulkResult:
    result = BulkResult()
    for task_id in task_ids:
        try_each(result, task_id, lambda task_id: reject(task_id, actor, reason, at))
    return result


def try_each(result: BulkResult, task_id: int, verb: Callable[[int], Done]) -> Done | None:
    try:
        done = verb(task_id)
    except NotAllowed:
        raise
    except Refused as refusal:
        _refuse(result, task_id, refusal.message)
        return None
    result.done += 1
    return done


def _refuse(result: BulkResult, task_id: int, message: str) -> None:
    if task := Task.objects.filter(pk=task_id).first():
        result.refused.append((task, message))


def _take(task_id: int, actor: User, verb: Event.Verb) -> Task:
    """The task, locked: where two people decide at once, the second sees what the first did."""
    if not actor.may(verb.value):
        raise NotAllowed(RIGHTS[verb.value].refusal)
    rows = Task.objects.select_for_update(of=("self",), no_key=True).select_related("directive", "reviewed_by")
    rows = rows.defer("directive__text").prefetch_related("assignments__unit", "deadlines", "targets")
    task = rows.filter(pk=task_id).first()
    if task is None:
        raise Conflict("这项任务已不存在。")
    if not TASK.allows(verb, task.state):
        raise Conflict(_already(task))
    return task


def _already(task: Task) -> str:
    who = f"由{task.reviewed_by}" if task.reviewed_by else ""
    match task.state:
        case State.IN_FORCE:
            return f"这项任务已{who}确认立项。"
        case State.REJECTED:
            return f"这项任务已{who}作不予立项处理。"
        case State.SUGGESTED:
            return "这项任务还没有审核，不需要撤回。"
        case State.CLOSED:
            return "这项任务已办结。"
        case State.MERGED:
            return f"这项任务已{who}并入另一项任务。"
        case _:
            return "这项任务已撤销。"


def _nobody_owes(task: Task) -> str:
    names = [a.name for a in task.assignments.all() if a.owes and a.is_unknown]
    if names:
        return f"“{say_list(names)}”不在单位名录中，请先匹配或改选单位。"
    if vague := [a.name for a in task.assignments.all() if a.owes and a.is_dismissed]:
        return f"“{say_list(vague)}”不是具体单位，请先改选单位。"
    if any(a.owes for a in task.assignments.all()):
        return "所列单位组没有成员，请先在单位名录中添加成员。"
    return "没有牵头或责任单位，请先补充。"


def _move(task: Task, state: Task.State, verb: Event.Verb, actor: User, at: datetime, reason: str = "") -> None:
    """Changes the state, provided that it is still the one that was read."""
    before = task.state
    TASK.hold(verb, before, state)
    decided = state != State.SUGGESTED
    new = {
        "state": state,
        "reason": reason,
        "reviewed_by": actor if decided else None,
        "reviewed_at": at if decided else None,
    }
    if not Task.objects.filter(pk=task.pk, state=before).update(**new):
        raise Conflict("这项任务刚刚已由他人处理。")
    for name, value in new.items():
        setattr(task, name, value)
    record(verb, task, actor, at=at, note=reason, before={"state": before}, after={"state": state})


def _withdraw_commitments(task: Task, actor: User, at: datetime) -> None:
    """Deletes what nobody has touched; keeps the rest as withdrawn, its place free for a new confirmation."""
    live = Commitment.objects.filter(task=task).exclude(state=Commitment.State.WITHDRAWN)
    rows = list(live.select_for_update(of=("self",)).select_related("unit"))
    for row in rows:
        row.task = task
    ids = [row.pk for row in rows]
    handed_on = Commitment.objects.filter(task=task, reassigned_to__isnull=False)
    looked_at = [*ids, *handed_on.values_list("pk", flat=True)]
    acted = Commitment.objects.filter(pk__in=looked_at).exclude(progress=None, extensions=None, done_on=None)
    if acted.exists():
        raise Conflict("已有单位反馈进展或申请延期，不能再撤回立项。")
    touched = set(Event.objects.filter(commitment__in=ids).values_list("commitment_id", flat=True))
    touched |= set(Notice.objects.filter(commitment__in=ids).values_list("commitment_id", flat=True))
    kept = [row for row in rows if row.pk in touched]
    events = []
    for row in kept:
        before, after = {"state": row.state}, {"state": Commitment.State.WITHDRAWN}
        COMMITMENT.hold(Verb.WITHDRAWN, row.state, Commitment.State.WITHDRAWN)
        row.state, row.deadline, row.occurrence = Commitment.State.WITHDRAWN, None, f"withdrawn:{row.pk}"
        events.append(event_of(Verb.WITHDRAWN, row, actor, at=at, before=before, after=after))
    record_many(events)
    Commitment.objects.bulk_update(kept, ["state", "deadline", "occurrence"], batch_size=500)
    Commitment.objects.filter(pk__in=set(ids) - touched).delete()
    handed_on.free_places()


def replace_assignments(task: Task, drafts: list[UnitDraft]) -> None:
    """Rows that stay keep the place in the text that the machine found; one that changes its role keeps its name's."""
    existing = {(a.role, a.name): a for a in task.assignments.all()}
    kept = {(draft.role, draft.name) for draft in drafts}
    free = {name: existing[role, name] for role, name in existing if (role, name) not in kept}
    keys = {name_key(draft.name) for draft in drafts if draft.unit_id is None}
    no_units = set(DismissedName.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    for position, draft in enumerate(drafts):
        row = existing.get((draft.role, draft.name)) or free.pop(draft.name, None)
        row = row or Assignment(task=task, name=draft.name)
        existing.pop((row.role, row.name), None)
        if row.role != draft.role:
            row.role, row.by_machine, row.is_asked = draft.role, False, False
        row.unit_id = draft.unit_id
        row.is_dismissed = draft.unit_id is None and name_key(draft.name) in no_units
        row.position = position
        row.save()
    Assignment.objects.filter(pk__in=[row.pk for row in existing.values()]).delete()


def replace_deadlines(task: Task, drafts: list[DeadlineDraft]) -> list[Deadline]:
    """Returns those that are not wanted any more; they are still there."""
    existing = {deadline.pk: deadline for deadline in task.deadlines.all()}
    for draft in drafts:
        row = existing.pop(draft.id, None) if draft.id is not None else None
        if draft.id is not None and row is None:
            raise Conflict("时限刚刚已由他人修改，请刷新后再改。")
        row = row or Deadline(task=task)
        changed = row.pk is None or draft_values(row) != draft_values(draft)
        for name in DEADLINE_FIELDS:
            setattr(row, name, getattr(draft, name))
        row.by_machine = row.by_machine and not changed
        row.save()
    return list(existing.values())


def replace_targets(task: Task, drafts: list[TargetDraft]) -> None:
    """A target that is changed keeps its place in the text, and is no longer the machine's."""
    existing = {target.pk: target for target in task.targets.all()}
    for draft in drafts:
        row = existing.pop(draft.id, None) if draft.id is not None else None
        if draft.id is not None and row is None:
            raise Conflict("指标刚刚已由他人修改，请刷新后再改。")
        row = row or Target(task=task, number=draft.number)
        changed = row.pk is None or _target_values(row) != _target_values(draft)
        for name in TARGET_FIELDS:
            setattr(row, name, getattr(draft, name))
        row.by_machine = row.by_machine and not changed
        row.save()
    Target.objects.filter(pk__in=existing).delete()


TARGET_FIELDS = ("number", "number_to", "unit", "comparator", "change", "what")
DEADLINE_FIELDS = ("kind", "text", "what", "start_on", "due_on", "rrule", "offset", "after", "event_on")


def draft_values(deadline: Deadline | DeadlineDraft) -> list[object]:
    return [getattr(deadline, name) for name in DEADLINE_FIELDS]


def _target_values(target: Target | TargetDraft) -> list[object]:
    """Numbers as text, so that 60 and 60.0000 are the same."""
    values = [getattr(target, name) for name in TARGET_FIELDS]
    return [plain(value) if isinstance(value, Decimal) else value for value in values]


def as_values(draft: TaskDraft) -> dict[str, object]:
    """A draft as an event keeps it."""
    return {
        "title": draft.title,
        "units": [list(unit) for unit in draft.units],
        "deadlines": [draft_values(deadline) for deadline in draft.deadlines],
        "targets": [_target_values(target) for target in draft.targets or []],
    }
