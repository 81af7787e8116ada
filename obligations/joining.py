"""Verbs on similar tasks (相似任务): make two one, keep them apart, take either back. Supervisors decide, never a job.

Of two tasks that become one, one is kept; the other stays as the record of the second place where the obligation is
printed and owes nothing. Where the two differ (a unit, a time limit, a target), the supervisor chooses what holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from obligations.drafts import TaskDraft
from obligations.errors import Conflict, NotAllowed
from obligations.models import Event, Task, TaskPair, User
from obligations.offering import NOTHING, Rows, apply, offer, undo
from obligations.pairing import reasons_for
from obligations.recording import record, recorded
from obligations.review import as_values
from obligations.rights import RIGHTS
from obligations.schedule import make_commitments
from obligations.steps import PAIR, TASK

State = Task.State
Verb = Event.Verb


@dataclass(frozen=True, slots=True)
class Joined:
    pair: TaskPair
    kept: Task
    merged: Task
    commitments_made: int


@recorded()
def join(
    pair_id: int,
    kept_id: int,
    actor: User,
    take: Rows = NOTHING,
    drop: Rows = NOTHING,
    at: datetime | None = None,
) -> Joined:
    """Makes the two tasks one. `take`: rows of the other task that the kept one gets; `drop`: its own that it gives up.

    The commitments of a kept task in force stay; it gets those that the additions ask for, none twice, and gives up
    nothing.
    """
    at = at or timezone.now()
    pair, tasks = _take(pair_id, actor, Verb.JOINED)
    if kept_id not in tasks:
        raise Conflict("要保留的任务不在这一对相似任务中。")
    kept = tasks.pop(kept_id)
    (merged,) = tasks.values()
    _check_states(kept, merged)
    before = as_values(TaskDraft.of(kept))
    added = apply(kept, offer(kept, merged), take, drop)
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
    kept = _with_details(kept)
    made = make_commitments(kept, timezone.localtime(at).date()) if _in_force(kept) else 0
    after = as_values(TaskDraft.of(kept))
    changed = [name for name in after if after[name] != before[name]]
    # No document is named: whoever sees one of the tasks need not see the other's directive.
    record(
        Verb.JOINED,
        kept,
        actor,
        at=at,
        before={name: before[name] for name in changed},
        after={"pair": pair.pk, "kept": kept.pk, **{name: after[name] for name in changed}},
    )
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
    if _in_force(kept) and any(added.get(name) for name in ("assignments", "deadlines", "dropped")):
        raise Conflict("合并时选定的单位或时限已经交办。请先撤回保留任务的立项，再拆开。")
    undo(kept, added)
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
    added: dict[str, Any] | None = None,
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
