"""From tasks in force to commitments: who owes what by when, ahead of time and never twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import (
    CalendarYear,
    Commitment,
    Deadline,
    Directive,
    Event,
    Suspension,
    Task,
    Unit,
    User,
)
from obligations.offsets import after_event
from obligations.owing import GroupTree, by_day, heir_keys, passed_on, waits_for_choice
from obligations.phrases import say_date
from obligations.recording import event_of, record, record_many, recorded
from obligations.recurrence import Occurrence, Rule, next_occurrence, occurrences, parse
from obligations.rights import RIGHTS
from obligations.signing import sign_by
from obligations.steps import COMMITMENT, TASK

Kind = Deadline.Kind

# A daily duty is laid out one month ahead: a year of it would bury every other row of a to-do list.
DAILY_HORIZON = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class PlannedCommitment:
    """What confirming would make. `occurrence` is the key that keeps it from being made twice."""

    unit: Unit
    role: str
    deadline: Deadline | None
    occurrence: str
    start_on: date | None
    due_on: date | None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One date (or the lack of one) of a deadline."""

    occurrence: str
    start_on: date | None = None
    due_on: date | None = None
    is_provisional: bool = False


def plan(
    task: Task, on: date, groups: "GroupTree | None" = None, laid_out: Mapping[int, str] | None = None
) -> list[PlannedCommitment]:
    """Every commitment that the task asks for on the day `on`: owing units × dates. Changes nothing.

    Nothing as long as somebody has to say whom 有关部门 means. A limit without a date makes nothing by itself; a task
    that has no other is owed without a date. Groups expand to the members that they have on the date. A unit named
    twice owes once, as lead where it leads. Who plans many tasks gives them one tree of `groups`, which is then read
    once. `laid_out`: for a recurring deadline (key) the last occurrence that is there already; what fell due since
    while nobody ran the job is made up for.
    """
    if task.state == Task.State.SUGGESTED and waits_for_choice(task):
        return []
    groups = groups or GroupTree()
    units = by_day(task, groups)
    dated = [deadline for deadline in task.deadlines.all() if not deadline.is_undated]
    deadlines: list[Deadline | None] = [*dated] or [None]
    return [
        PlannedCommitment(unit, role, deadline, slot.occurrence, slot.start_on, slot.due_on, slot.is_provisional)
        for deadline in deadlines
        for slot in slots(deadline, task.directive, _since(deadline, laid_out or {}, on), on)
        for unit, role in units(slot.due_on or on)
    ]


def make_commitments(task: Task, on: date) -> int:
    """Makes what `plan` says and is not there yet; returns how many. May be run again at any time, by anybody."""
    return make_planned(task, plan(task, on), on)


def slots(deadline: Deadline | None, directive: Directive, first: date, on: date) -> list[Slot]:
    """The dates of one deadline that are to be laid out on the day `on`; recurring ones from the day `first`."""
    if deadline is None:
        return [Slot("")]
    if deadline.kind == Kind.RECURRING:
        found = _recurring(deadline, directive, first, on)
        return [Slot(one.key, one.start_on, one.due_on, one.is_provisional) for one in found]
    if deadline.kind == Kind.RELATIVE:
        if deadline.event_on is None:
            return [Slot("")]
        window = after_event(deadline.offset, deadline.event_on, CalendarYear.objects.special())
        return [Slot("", window.start_on, window.due_on, window.provisional)]
    key = deadline.due_on or deadline.start_on
    return [Slot(key.isoformat() if key else "", deadline.start_on, deadline.due_on)]


def _since(deadline: Deadline | None, laid_out: Mapping[int, str], on: date) -> date:
    """The first day not laid out yet, if the horizon ended before today; else today."""
    last = laid_out.get(deadline.pk) if deadline is not None else None
    return min(on, date.fromisoformat(last) + timedelta(days=1)) if last else on


def horizon(on: date, rule: Rule) -> date:
    """The last day for which occurrences are laid out."""
    if rule.freq == "DAILY":
        return on + DAILY_HORIZON - timedelta(days=1)
    return on + relativedelta(months=settings.HORIZON_MONTHS) - timedelta(days=1)


def continues(deadline: Deadline, directive: Directive, after: date) -> bool:
    """Whether a recurring deadline falls due again after this day."""
    if deadline.kind != Kind.RECURRING:
        return False
    return _next(parse(deadline.rrule), deadline, directive, after + timedelta(days=1)) is not None


def _recurring(deadline: Deadline, directive: Directive, first: date, on: date) -> list[Occurrence]:
    """Occurrences up to the horizon; the next one in any case, so that a five-yearly duty is not forgotten."""
    rule = parse(deadline.rrule)
    first = max(first, directive.effective_from or first)
    last = min(horizon(max(first, on), rule), directive.expires_on or date.max)
    anchor = _anchor(deadline, directive)
    found = occurrences(rule, anchor=anchor, first=first, last=last, special=_special(rule))
    if found:
        return found
    coming = _next(rule, deadline, directive, first)
    return [coming] if coming else []


def _next(rule: Rule, deadline: Deadline, directive: Directive, first: date) -> Occurrence | None:
    coming = next_occurrence(rule, anchor=_anchor(deadline, directive), first=first, special=_special(rule))
    if coming is None or (directive.expires_on and coming.due_on > directive.expires_on):
        return None
    return coming


def _special(rule: Rule) -> dict[date, bool] | None:
    """The calendar, where the rule asks for it."""
    return CalendarYear.objects.special() if rule.is_workday else None


def _anchor(deadline: Deadline, directive: Directive) -> date:
    """A day that never moves: every-two-weeks must mean the same weeks on every day the job runs."""
    known = deadline.start_on or directive.issued_on
    return known or timezone.localtime(directive.source.received_at).date()


def make_planned(task: Task, planned: Iterable[PlannedCommitment], on: date | None = None) -> int:
    """Makes what is planned and not there yet; returns how many. Their time for signing begins on that day (today)."""
    on = on or timezone.localdate()
    special = CalendarYear.objects.special()
    rows = [
        Commitment(
            task=task,
            unit=item.unit,
            role=item.role,
            deadline=item.deadline,
            occurrence=item.occurrence,
            start_on=item.start_on,
            due_on=item.due_on,
            first_due_on=item.due_on,
            is_provisional=item.is_provisional,
            sign_by=sign_by(on, _begins(item), item.due_on, special),
        )
        for item in missing(task, planned)
    ]
    if not rows:
        return 0
    with transaction.atomic():
        before = Commitment.objects.filter(task=task).count()
        Commitment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        return Commitment.objects.filter(task=task).count() - before


def _begins(item: PlannedCommitment) -> date | None:
    """A recurring duty is laid out a year ahead, and signed for when its turn begins, at the latest with the month of
    its date; everything else when it is given."""
    if item.deadline is None or item.deadline.kind != Kind.RECURRING or item.due_on is None:
        return None
    return item.start_on or item.due_on.replace(day=1)


def missing(task: Task, planned: Iterable[PlannedCommitment]) -> list[PlannedCommitment]:
    """What of the plan is not there yet. A look only: the constraints decide when two make it at once.

    What a unit owed stands for the one that took it over, or to which its role was reassigned.
    """
    heirs = heir_keys()
    followers = passed_on(task, heirs)
    there = set()
    for unit_id, *slot in task.commitments.values_list("unit_id", "deadline_id", "occurrence"):
        unit = heirs.get(unit_id, unit_id)
        there |= {(unit, *slot), (followers.get(unit, unit), *slot)}
    return [
        item
        for item in planned
        if (item.unit.pk, item.deadline.pk if item.deadline else None, item.occurrence) not in there
    ]


def extend_recurring(on: date) -> int:
    """Lays out what has come within the horizon since; returns how many. The daily job runs it; twice does no harm."""
    tasks = (
        Task.objects.filter(state=Task.State.IN_FORCE, deadlines__kind=Kind.RECURRING)
        .select_related("directive")
        .defer("directive__text")
        .prefetch_related("assignments__unit", "deadlines")
        .distinct()
    )
    groups, laid_out = GroupTree(), _laid_out()
    return sum(_extend(task, on, groups, laid_out) for task in tasks.iterator(chunk_size=200))


def _laid_out(**which: object) -> dict[int, str]:
    """For each recurring deadline in force the last occurrence that is there. One query."""
    rows = Commitment.objects.filter(deadline__kind=Kind.RECURRING, task__state=Task.State.IN_FORCE, **which)
    return dict(rows.order_by().values_list("deadline").annotate(last=Max("occurrence")))


def _extend(task: Task, on: date, groups: GroupTree, laid_out: Mapping[int, str]) -> int:
    if not _coming(task, on, groups, laid_out):
        return 0
    with recorded():
        # Somebody may be taking this task back at this moment, or be correcting it: planned again behind the lock.
        held = Task.objects.select_for_update(of=("self",), no_key=True).filter(pk=task.pk, state=Task.State.IN_FORCE)
        found = held.with_details().defer("directive__text", "suggestion").first()
        if found is None:
            return 0
        coming = _coming(found, on, groups, _laid_out(task=found))
        made = make_planned(found, coming, on)
        if made:
            _stand_still(found, coming, on)
            record(Event.Verb.CONTINUED, found, None, after={"commitments": made})
        return made


def _coming(task: Task, on: date, groups: GroupTree, laid_out: Mapping[int, str]) -> list[PlannedCommitment]:
    planned = plan(task, on, groups, laid_out)
    return missing(task, [one for one in planned if one.deadline is not None and one.deadline.kind == Kind.RECURRING])


def _stand_still(task: Task, coming: Iterable[PlannedCommitment], on: date) -> None:
    """What is laid out behind a suspended one stands still with it: a rhythm that rests does not begin by itself."""
    new = {(item.unit.pk, item.deadline.pk if item.deadline else None) for item in coming}
    made = {(item.unit.pk, item.occurrence) for item in coming}
    for unit_id, deadline_id in sorted(new, key=str):
        rows = Commitment.objects.filter(task=task, unit=unit_id, deadline=deadline_id)
        rows = rows.exclude(state=Commitment.State.WITHDRAWN).select_related("task", "unit").order_by("occurrence")
        before = [row for row in rows if (unit_id, row.occurrence) not in made]
        if not before or before[-1].state != Commitment.State.SUSPENDED:
            continue
        standing = before[-1].suspensions.filter(ended_on=None).first()
        still = [row for row in rows if (unit_id, row.occurrence) in made and row.state == Commitment.State.OPEN]
        if standing is None:
            continue
        Commitment.objects.filter(pk__in=[row.pk for row in still]).update(state=Commitment.State.SUSPENDED)
        Suspension.objects.bulk_create(
            Suspension(commitment=row, reason=standing.reason, started_on=on, until_on=standing.until_on)
            for row in still
        )
        old, new_state = {"state": Commitment.State.OPEN}, {"state": Commitment.State.SUSPENDED}
        record_many(
            event_of(Event.Verb.SUSPENDED, row, None, note=standing.reason, before=old, after=new_state)
            for row in still
        )


@recorded()
def record_event(deadline_id: int, event_on: date, actor: User, at: datetime | None = None) -> int:
    """Records the day of the event that a relative deadline counts from; returns how many commitments got a date.

    Recorded again, it corrects the date of those that are still as computed; an extension granted meanwhile stays.
    """
    if not actor.may(Event.Verb.EVENT_RECORDED.value):
        raise NotAllowed(RIGHTS[Event.Verb.EVENT_RECORDED.value].refusal)
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("task__directive")
    deadline = rows.filter(pk=deadline_id).first()
    if deadline is None:
        raise Conflict("这个时限已不存在，可能任务刚刚更正。")
    if deadline.kind != Kind.RELATIVE:
        raise BadInput("deadline_id", "这个时限不是按事件起算的，不需要登记日期。")
    if not TASK.allows(Event.Verb.EVENT_RECORDED, deadline.task.state):
        raise Conflict(f"这项任务{deadline.task.get_state_display()}，不能登记起算日期。")
    if deadline.event_on == event_on:
        raise Conflict(f"起算日期已登记为{say_date(event_on)}。")
    old = deadline.counted_on if deadline.event_on else None
    before = {"event_on": deadline.event_on, "due_on": old}
    deadline.event_on = event_on
    window = deadline.count(CalendarYear.objects.special())
    deadline.save(update_fields=["event_on", "counted_on", "is_provisional"])

    waiting = Commitment.objects.live().select_for_update(of=("self",)).filter(deadline=deadline, due_on=old)
    dated = list(waiting.select_related("task", "unit"))
    for row in dated:
        row.start_on, row.due_on = window.start_on, window.due_on
        row.is_provisional = window.provisional
        row.first_due_on = row.first_due_on or window.due_on
    Commitment.objects.bulk_update(dated, ["start_on", "due_on", "first_due_on", "is_provisional"], batch_size=500)

    after = {"event_on": event_on, "due_on": window.due_on}
    note = "途经年份的节假日安排尚未公布，暂按周末推算。" if window.provisional else ""
    record(Event.Verb.EVENT_RECORDED, deadline.task, actor, at=at, note=note, before=before, after=after)
    record_many(
        event_of(Event.Verb.DUE_DATE_SET, row, actor, at=at, before={"due_on": old}, after={"due_on": row.due_on})
        for row in dated
    )
    return len(dated)


def same_event(deadline: Deadline) -> list[Deadline]:
    """Other time limits of the same directive, of tasks in force, that wait for the same event by name."""
    if not deadline.after:
        return []
    rows = Deadline.objects.filter(kind=Kind.RELATIVE, after=deadline.after, event_on__isnull=True)
    rows = rows.filter(task__directive=deadline.task.directive_id, task__state=Task.State.IN_FORCE)
    return list(rows.exclude(pk=deadline.pk).order_by("task__number", "pk"))


def set_due_date(commitment_id: int, actor: User, due_on: date, at: datetime | None = None) -> Commitment:
    """Gives a date to a commitment that has none."""
    rows = _date_rows(Q(pk=commitment_id), actor, due_on, at)
    if not rows:
        raise Conflict("这个事项已有完成时限或已办结；要改时限请走延期申请。")
    return rows[0]


def set_task_due_date(task_id: int, actor: User, due_on: date, at: datetime | None = None) -> int:
    """Gives a date to all of a task's commitments that have none and wait for no event; returns how many."""
    waits = Q(deadline__kind=Kind.RELATIVE)
    rows = _date_rows(Q(task_id=task_id) & ~waits, actor, due_on, at)
    if not rows:
        raise Conflict("这项任务没有缺少时限的承办事项。")
    return len(rows)


@recorded()
def _date_rows(which: Q, actor: User, due_on: date, at: datetime | None) -> list[Commitment]:
    if not actor.may(Event.Verb.DUE_DATE_SET.value):
        raise NotAllowed(RIGHTS[Event.Verb.DUE_DATE_SET.value].refusal)
    possible = COMMITMENT.sources(Event.Verb.DUE_DATE_SET)
    dateless = Commitment.objects.filter(which, state__in=possible, due_on__isnull=True).select_related("task", "unit")
    rows = list(dateless.select_for_update(of=("self",)))
    if any(row.start_on and due_on < row.start_on for row in rows):
        raise BadInput("due_on", "完成时限不能早于开始日期。")
    Commitment.objects.filter(pk__in=[row.pk for row in rows]).update(due_on=due_on, first_due_on=due_on)
    for row in rows:
        row.due_on = row.first_due_on = due_on
    record_many(
        event_of(Event.Verb.DUE_DATE_SET, row, actor, at=at, before={"due_on": None}, after={"due_on": due_on})
        for row in rows
    )
    return rows
