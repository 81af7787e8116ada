"""The verb that corrects a task in force (更正任务). A preview is the verb itself, done and taken back; what a person
confirms carries the fingerprint of what they saw, and is refused where that is not what would happen now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from obligations.amending.carrying import Carrier
from obligations.amending.lines import Line, fingerprint, in_order, summary
from obligations.amending.matching import Key, Turn
from obligations.amending.telling import tell
from obligations.drafts import DeadlineDraft, TaskDraft, checked
from obligations.errors import BadInput, Conflict
from obligations.models import CalendarYear, Commitment, Deadline, Event, Task, User
from obligations.owing import owing_units, waits_for_choice
from obligations.phrases import say_list
from obligations.recording import record, recorded
from obligations.review import as_values, draft_values, replace_assignments, replace_deadlines, replace_targets
from obligations.workflow.closing import close_task
from obligations.workflow.taking import required, take_task

Kind = Deadline.Kind
Verb = Event.Verb
VERB = Verb.AMENDED


@dataclass(frozen=True, slots=True)
class Amended:
    """What happens to each commitment, in the order of the preview."""

    lines: list[Line]
    fingerprint: str

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.is_changed]

    @property
    def unchanged(self) -> list[Line]:
        return [line for line in self.lines if not line.is_changed]

    @property
    def summary(self) -> str:
        return summary(self.lines)


@recorded()
def amend(
    task_id: int,
    draft: TaskDraft,
    actor: User,
    reason: str,
    at: datetime | None = None,
    *,
    seen: str | None = None,
) -> Amended:
    """Corrects title, units, time limits and targets of a task in force, and what its units owe.

    What is done stays. What is open and still asked for goes on with all that was reported, by its new date (the first
    one is kept); a later date that was granted stands. What is asked for no more is withdrawn, and comes back as it was
    when a correction asks for it again. `seen`: the fingerprint of the preview that is confirmed.
    """
    at = at or timezone.now()
    reason = required("reason", reason, "请填写更正理由。", 500)
    take_task(task_id, actor, Verb.AMENDED, "更正")
    old_limits = list(Deadline.objects.select_for_update(of=("self",)).filter(task=task_id).order_by("pk"))
    task = _read(task_id)
    before = as_values(TaskDraft.of(task))
    carrier = Carrier(task, timezone.localtime(at).date())
    new = checked(_kept(draft, old_limits))
    task = _rewrite(task, new, at)
    after = as_values(TaskDraft.of(task))
    if after == before:
        raise Conflict("内容没有变化，不需要更正。")
    _check(task)
    lines = in_order(carrier.carry(task, _turn(old_limits, task), actor, at, reason))
    if not Commitment.objects.filter(task=task).exclude(state=Commitment.State.WITHDRAWN).exists():
        raise Conflict("更正后没有任何承办事项，请检查时限和单位；不再要求的任务请用“撤销任务”。")
    mark = fingerprint([before, after], lines)
    if seen is not None and seen != mark:
        raise Conflict("预览之后情况有变化，请核对下面新的预览后再确认。")
    changed = {name: value for name, value in after.items() if value != before[name]}
    told = {name: before[name] for name in changed}
    carrier.record()
    said = f"（{summary(lines)}）" if lines else ""
    record(Verb.AMENDED, task, actor, at=at, note=f"{reason}{said}", before=told, after=changed)
    tell(task, lines, reason, at)
    close_task(task, actor, at)
    return Amended(lines, mark)


def _read(task_id: int) -> Task:
    return Task.objects.with_details().defer("directive__text", "suggestion").get(pk=task_id)


def _kept(draft: TaskDraft, old: Sequence[Deadline]) -> TaskDraft:
    """The day of an event that was recorded stays as long as the event does."""
    events = {one.pk: one for one in old if one.kind == Kind.RELATIVE and one.event_on}

    def with_event(one: DeadlineDraft) -> DeadlineDraft:
        known = events.get(one.id) if one.id is not None else None
        same = known is not None and one.kind == Kind.RELATIVE and one.after.strip() == known.after
        return replace(one, event_on=known.event_on) if known and same and one.event_on is None else one

    return replace(draft, deadlines=[with_event(one) for one in draft.deadlines])


def _rewrite(task: Task, draft: TaskDraft, at: datetime) -> Task:
    """The task as it is to be. A limit that goes stays as dropped where something is or was owed by it."""
    _revive(task, draft)
    task = _read(task.pk)
    if task.title != draft.title:
        Task.objects.filter(pk=task.pk).update(title=draft.title)
    replace_assignments(task, draft.units)
    gone = [one.pk for one in replace_deadlines(task, draft.deadlines)]
    Deadline.objects.filter(pk__in=gone).update(dropped_at=at)
    if draft.targets is not None:
        replace_targets(task, draft.targets)
    task = _read(task.pk)
    special = CalendarYear.objects.special()
    for one in task.deadlines.all():
        if one.kind == Kind.RELATIVE and one.event_on:
            one.count(special)
            one.save(update_fields=["counted_on", "is_provisional"])
    return task


def _revive(task: Task, draft: TaskDraft) -> None:
    """A limit that a correction took away and another one asks for again: what was done by it is done."""
    dropped = list(Deadline.with_dropped.filter(task=task, dropped_at__isnull=False).order_by("-pk"))
    for one in draft.deadlines:
        twin = next((row for row in dropped if one.id is None and _same(row, one)), None)
        if twin is not None:
            dropped.remove(twin)
            one.id, one.text = twin.pk, twin.text
            Deadline.with_dropped.filter(pk=twin.pk).update(dropped_at=None)


def _same(row: Deadline, draft: DeadlineDraft) -> bool:
    """Kind, matter and dates; how it is printed and the day of its event don't tell two limits apart."""
    rule = ("kind", "what", "start_on", "due_on", "rrule", "offset", "after")
    return all(getattr(row, name) == getattr(draft, name) for name in rule)


def _check(task: Task) -> None:
    if waiting := waits_for_choice(task):
        raise BadInput("units", f"“{say_list([one.name for one in waiting])}”没有写明是哪些单位，请写明具体单位。")
    if not owing_units(task):
        raise BadInput("units", "没有在名录中的牵头或责任单位，请先补充或匹配单位。")


def _turn(old: Sequence[Deadline], task: Task) -> Turn:
    before = {one.pk: one for one in old if not one.is_undated}
    after = {one.pk: one for one in task.deadlines.all() if not one.is_undated}
    differ = {key for key in before.keys() & after.keys() if _rule(before[key]) != _rule(after[key])}
    recurring: set[Key] = {key for key, one in after.items() if one.kind == Kind.RECURRING}
    nothing: frozenset[Key] = frozenset({None})
    return Turn(frozenset(before) or nothing, frozenset(after) or nothing, frozenset(differ), frozenset(recurring))


def _rule(one: Deadline) -> list[object]:
    """What its dates follow from."""
    kind, _text, _what, *rule = draft_values(one)
    return [kind, *rule]
