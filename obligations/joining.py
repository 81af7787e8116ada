"""Verbs on similar tasks (相似任务): make two one, keep them apart, take either back. Supervisors decide, never a job.

Of two tasks that become one, one is kept; the other stays as the record of the second place where the obligation is
printed and owes nothing. What only the other one says (a unit, a time limit) is added where the supervisor chose it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from obligations.errors import Conflict, NotAllowed
from obligations.models import Assignment, Deadline, Event, Task, TaskPair, User
from obligations.models.units import name_key
from obligations.pairing import due_value, reasons_for
from obligations.recording import record, recorded
from obligations.rights import RIGHTS
from obligations.schedule import make_commitments
from obligations.steps import PAIR, TASK

State = Task.State
Verb = Event.Verb


@dataclass(frozen=True, slots=True)
class Offer:
    """What the kept task lacks and the other one has. `no_dates`: why time limits can't be offered, or ""."""

    assignments: list[Assignment] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    no_dates: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    pair: TaskPair
    kept: Task
    merged: Task
    commitments_made: int


def offer(kept: Task, merged: Task) -> Offer:
    """What could be added to the kept task. Reads prefetched assignments and deadlines."""
    units = {a.unit_id for a in kept.assignments.all() if a.unit_id}
    names = {name_key(a.name) for a in kept.assignments.all()}
    assignments = [a for a in merged.assignments.all() if a.unit_id not in units and name_key(a.name) not in names]
    values = {due_value(deadline) for deadline in kept.deadlines.all()}
    deadlines = [deadline for deadline in merged.deadlines.all() if due_value(deadline) not in values]
    if deadlines and kept.state == State.IN_FORCE and not kept.deadlines.all():
        # A dated row beside the one without a date would be the same thing owed twice.
        return Offer(assignments, [], "保留的任务已按“无时限”交办。需要时限的，请在任务页为承办事项设定。")
    return Offer(assignments, deadlines)


@recorded()
def join(
    pair_id: int,
    kept_id: int,
    actor: User,
    assignments: Iterable[int] = (),
    deadlines: Iterable[int] = (),
    at: datetime | None = None,
) -> Joined:
    """Makes the two tasks one. `assignments`, `deadlines`: keys of the other task's rows that the kept one gets.

    The commitments of a kept task in force stay; it gets those that the additions ask for, none twice.
    """
    at = at or timezone.now()
    pair, tasks = _take(pair_id, actor, Verb.JOINED)
    if kept_id not in tasks:
        raise Conflict("要保留的任务不在这一对相似任务中。")
    kept = tasks.pop(kept_id)
    (merged,) = tasks.values()
    _check_states(kept, merged)
    added = _add(kept, merged, set(assignments), set(deadlines))
    moved = list(Task.objects.filter(merged_into=merged).values_list("pk", flat=True))
    Task.objects.filter(pk__in=moved).update(merged_into=kept)
    values: dict[str, object] = {
        "state": State.MERGED,
        "merged_into": kept,
        "reviewed_by": actor,
        "reviewed_at": at,
        "reason": "",
    }
    _set(merged, Verb.JOINED, values)
    _decide(pair, TaskPair.State.JOINED, actor, at, kept=kept, added={**added, "moved": moved})
    _pass_on(merged, kept)
    made = make_commitments(_with_details(kept), timezone.localtime(at).date()) if _in_force(kept) else 0
    # No document is named: whoever sees one of the tasks need not see the other's directive.
    record(Verb.JOINED, kept, actor, at=at, after={"pair": pair.pk, "kept": kept.pk, **added})
    record(Verb.JOINED, merged, actor, at=at, before={"state": State.SUGGESTED}, after={"state": State.MERGED})
    return Joined(pair, kept, merged, made)


@recorded()
def keep_apart(pair_id: int, actor: User, at: datetime | None = None) -> TaskPair:
    """Two tasks that are only alike: the pair is not shown again."""
    at = at or timezone.now()
    pair, tasks = _take(pair_id, actor, Verb.KEPT_APART)
    _decide(pair, TaskPair.State.APART, actor, at)
    for task in tasks.values():
        record(Verb.KEPT_APART, task, actor, at=at, after={"pair": pair.pk})
    return pair


@recorded()
def take_back(pair_id: int, actor: User, at: datetime | None = None) -> TaskPair:
    """Opens a decision again. A join can be undone while nothing that it added is owed by anybody."""
    at = at or timezone.now()
    pair, tasks = _take(pair_id, actor, Verb.TWIN_REOPENED)
    if pair.state == TaskPair.State.JOINED:
        _part(pair, tasks)
    _decide(pair, TaskPair.State.PROPOSED, None, None)
    for task in tasks.values():
        record(Verb.TWIN_REOPENED, task, actor, at=at, after={"pair": pair.pk, "state": task.state})
    return pair


def _part(pair: TaskPair, tasks: dict[int, Task]) -> None:
    """Undoes a join: what it added goes, what it moved goes back, the merged task waits for review again."""
    assert pair.kept_id is not None
    kept = tasks[pair.kept_id]
    merged = next(task for task in tasks.values() if task is not kept)
    if merged.state != State.MERGED or merged.merged_into_id != kept.pk:
        raise Conflict("保留的任务后来又并入了别的任务，请先拆开后一次合并。")
    if kept.state == State.CLOSED:
        raise Conflict("保留的任务已办结，不能再拆开。")
    added = pair.added
    if _in_force(kept) and (added.get("assignments") or added.get("deadlines")):
        raise Conflict("合并时加入的单位或时限已经交办。请先撤回保留任务的立项，再拆开。")
    Assignment.objects.filter(task=kept, pk__in=added.get("assignments", [])).delete()
    Deadline.objects.filter(task=kept, pk__in=added.get("deadlines", [])).delete()
    Task.objects.filter(merged_into=kept, pk__in=added.get("moved", [])).update(merged_into=merged)
    values: dict[str, object] = {
        "state": State.SUGGESTED,
        "merged_into": None,
        "reviewed_by": None,
        "reviewed_at": None,
    }
    _set(merged, Verb.TWIN_REOPENED, values)


def _take(pair_id: int, actor: User, verb: Event.Verb) -> tuple[TaskPair, dict[int, Task]]:
    """The pair and its tasks, locked in the order of their keys, so that two decisions never wait for each other."""
    if not actor.may(verb.value):
        raise NotAllowed(RIGHTS[verb.value].refusal)
    ids = TaskPair.objects.filter(pk=pair_id).values_list("first_id", "second_id").first()
    if ids is None:
        raise Conflict("这一对相似任务已不存在。")
    locked = Task.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    tasks = {task.pk: task for task in locked.with_details().defer("directive__text")}
    pair = TaskPair.objects.select_for_update(of=("self",), no_key=True).select_related("decided_by").get(pk=pair_id)
    if not PAIR.allows(verb, pair.state):
        raise Conflict(_decided(pair))
    return pair, tasks


def _decided(pair: TaskPair) -> str:
    who = f"由{pair.decided_by}" if pair.decided_by else ""
    match pair.state:
        case TaskPair.State.JOINED:
            return f"这两项任务已{who}合并为一项。"
        case TaskPair.State.APART:
            return f"这两项任务已{who}判为不是同一项。"
    return "这一对相似任务还没有判断，不需要撤回。"


def _check_states(kept: Task, merged: Task) -> None:
    if not TASK.allows(Verb.JOINED, kept.state):
        raise Conflict(f"要保留的任务{kept.get_state_display()}，不能再并入其他任务。")
    if merged.state == State.IN_FORCE:
        both = kept.state == State.IN_FORCE
        raise Conflict(
            "两项任务都已立项交办。请先撤回其中一项的立项，再合并。"
            if both
            else "另一项已立项交办，请保留已立项的那一项。"
        )
    if merged.state != State.SUGGESTED:
        raise Conflict(f"要并入的任务{merged.get_state_display()}，不能合并。")


def _add(kept: Task, merged: Task, assignments: set[int], deadlines: set[int]) -> dict[str, list[int]]:
    """Copies the chosen rows; returns the keys of the copies. They point into the other text, so they have no place."""
    offered = offer(kept, merged)
    if assignments - {a.pk for a in offered.assignments} or deadlines - {d.pk for d in offered.deadlines}:
        raise Conflict("可加入的单位或时限刚刚有变化，请重新打开后再合并。")
    last = max((a.position for a in kept.assignments.all()), default=0)
    new_units = [
        Assignment.objects.create(task=kept, unit=a.unit, name=a.name, role=a.role, position=last + n)
        for n, a in enumerate((a for a in offered.assignments if a.pk in assignments), start=1)
    ]
    new_dates = [_copy(kept, deadline) for deadline in offered.deadlines if deadline.pk in deadlines]
    return {"assignments": [a.pk for a in new_units], "deadlines": [d.pk for d in new_dates]}


COPIED = ("kind", "text", "what", "start_on", "due_on", "rrule", "offset", "after", "event_on", "confidence")


def _copy(kept: Task, deadline: Deadline) -> Deadline:
    return Deadline.objects.create(task=kept, **{name: getattr(deadline, name) for name in COPIED})


def _pass_on(merged: Task, kept: Task) -> None:
    """What else was like the merged task is like the one that covers it now."""
    waiting = TaskPair.objects.of([merged.pk]).filter(state=TaskPair.State.PROPOSED)
    for pair in waiting:
        other = pair.second_id if pair.first_id == merged.pk else pair.first_id
        if other == kept.pk:
            continue
        low, high = sorted((kept.pk, other))
        if TaskPair.objects.filter(first=low, second=high).exists():
            continue
        tasks = Task.objects.with_details().defer("directive__text").in_bulk([low, high])
        reasons = reasons_for(tasks[low], tasks[high])
        TaskPair.objects.create(first=tasks[low], second=tasks[high], score=pair.score, reasons=reasons)


def _decide(
    pair: TaskPair,
    state: TaskPair.State,
    actor: User | None,
    at: datetime | None,
    kept: Task | None = None,
    added: dict[str, list[int]] | None = None,
) -> None:
    """Changes the state, provided that it is still the one that was read."""
    values = {"state": state, "decided_by": actor, "decided_at": at, "kept": kept, "added": added or {}}
    if not TaskPair.objects.filter(pk=pair.pk, state=pair.state).update(**values):
        raise Conflict("这一对相似任务刚刚已由他人处理。")
    for name, value in values.items():
        setattr(pair, name, value)


def _set(task: Task, verb: Event.Verb, values: Mapping[str, object]) -> None:
    TASK.hold(verb, task.state, str(values["state"]))
    if not Task.objects.filter(pk=task.pk, state=task.state).update(**values):
        raise Conflict("这项任务刚刚已由他人处理。")
    for name, value in values.items():
        setattr(task, name, value)


def _in_force(task: Task) -> bool:
    return task.state == State.IN_FORCE


def _with_details(task: Task) -> Task:
    """As it stands in the database now, with what was just added."""
    return Task.objects.with_details().select_related("directive__source").get(pk=task.pk)
