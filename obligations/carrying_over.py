"""The verb that goes on with a new version of a directive (承接): what was reported of the old tasks goes along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from obligations.errors import Conflict, NotAllowed
from obligations.models import Commitment, Deadline, Directive, Event, Evidence, Part, Task, User
from obligations.owing import owing_units
from obligations.recording import event_of, record, record_many, recorded
from obligations.review import BulkResult, confirm, try_each
from obligations.rights import RIGHTS
from obligations.steps import COMMITMENT, TASK
from obligations.withdrawing import state_before, withdraw

Verb = Event.Verb
State = Task.State


@dataclass(frozen=True, slots=True)
class Carried:
    """What going on with the new task did: old commitments withdrawn, new ones made, those that took progress over, and
    those that were due already, for which the new version has no date of its own."""

    withdrawn: int
    made: int
    carried: int
    due: int = 0

    def __add__(self, other: "Carried") -> "Carried":
        return Carried(
            self.withdrawn + other.withdrawn,
            self.made + other.made,
            self.carried + other.carried,
            self.due + other.due,
        )


@recorded()
def carry_over(old_id: int, new_id: int, actor: User, at: datetime | None = None) -> Carried:
    """Goes on with the new version's task: withdraws the old one, confirms the new one, and gives its commitments what
    was signed, reported and proved for the same unit and date; where a unit has one date in both, for that one.

    What was due before today and has no date in the new version (a month of a report that begins anew) is still owed:
    it goes on under the new task as it stands.
    """
    at = at or timezone.now()
    if not actor.may(Verb.CARRIED.value):
        raise NotAllowed(RIGHTS[Verb.CARRIED.value].refusal)
    old, new = _locked(old_id, new_id)
    _check(old, new)
    owed = list(Commitment.objects.exclude(state="withdrawn").filter(task=old).values_list("pk", flat=True))
    withdrawn = withdraw(old.pk, actor, f"由{_name(new.directive)}的同一任务承接。"[:500], at)
    # read when the withdrawal holds their locks: a report of the last moment goes along
    before = list(
        Commitment.objects.filter(pk__in=owed).select_related("unit", "deadline", "in_place_of").order_by("pk")
    )
    made = confirm(new.pk, actor, at).commitments_made if new.state == State.SUGGESTED else 0
    Task.objects.filter(pk=new.pk).update(continues=old)
    rows = Commitment.objects.live().filter(task=new, progress=None).select_for_update(of=("self",)).order_by("pk")
    pairs = _same_owed(before, list(rows.select_related("task", "unit")))
    new_row = _taken_over(Commitment())
    was = {row.pk: _taken_over(row) for _source, row in pairs}
    for source, row in pairs:
        _take_over(source, row)
    due = _go_on_with_due(before, new, timezone.localtime(at).date())
    record(Verb.CARRIED, new, actor, at=at, note=_name(old.directive), after={"from": old.pk, "commitments": made})
    record_many(_carried(row, was.get(row.pk, new_row), actor, at) for _source, row in [*pairs, *due])
    return Carried(withdrawn, made, len(pairs), len(due))


def carry_many(pairs: Iterable[tuple[int, int]], actor: User, at: datetime | None = None) -> tuple[BulkResult, Carried]:
    """Each pair of (old, new) on its own: one that is refused does not hold up the others."""
    result, total = BulkResult(), Carried(0, 0, 0)
    for old_id, new_id in pairs:
        done = try_each(result, new_id, partial(carry_over, old_id, actor=actor, at=at))
        if done is not None:
            total += done
    return result, total


def _check(old: Task, new: Task) -> None:
    if old.directive.replaced_by_id != new.directive_id:
        raise Conflict("这两项任务不属于同一文件的新旧版本，请先在旧文件上标明新版本。")
    if new.continues_id is not None or Task.objects.filter(continues=old).exists():
        raise Conflict("这项任务已承接，不需要再次承接。")
    if not TASK.allows(Verb.CARRIED, new.state):
        raise Conflict(f"新版本的任务现为“{new.get_state_display()}”，不能承接。")
    if not TASK.allows(Verb.TASK_WITHDRAWN, old.state):
        raise Conflict(f"旧版本的任务现为“{old.get_state_display()}”，没有可以承接的事项。")


def _locked(old_id: int, new_id: int) -> tuple[Task, Task]:
    """Both, in the order of their keys, so that two of these never wait for each other."""
    rows = Task.objects.select_for_update(of=("self",), no_key=True).select_related("directive").order_by("pk")
    found = {task.pk: task for task in rows.defer("directive__text").filter(pk__in=[old_id, new_id])}
    if len(found) != 2:
        raise Conflict("任务已不存在，请刷新后再试。")
    return found[old_id], found[new_id]


def _same_owed(before: Sequence[Commitment], after: Sequence[Commitment]) -> list[tuple[Commitment, Commitment]]:
    """Old and new commitment of one unit: by the date of each, else the only one with the only one."""
    pairs = []
    for unit in dict.fromkeys(row.unit_id for row in after):
        olds = [row for row in before if row.unit_id == unit]
        news = [row for row in after if row.unit_id == unit]
        if len(olds) == len(news) == 1:
            pairs.append((olds[0], news[0]))
            continue
        dated = {row.first_due_on: row for row in olds if row.first_due_on is not None}
        pairs += [(dated[row.first_due_on], row) for row in news if row.first_due_on in dated]
    return [(old, new) for old, new in pairs if old.signed_at is not None or old.progress.exists()]


def _go_on_with_due(before: Sequence[Commitment], new: Task, today: date) -> list[tuple[Commitment, Commitment]]:
    """What a unit that owes the new task too had not done in time, by a date that the new task does not have for it."""
    new = Task.objects.with_details().defer("directive__text", "suggestion").get(pk=new.pk)
    owing = {unit.pk for unit, _role in owing_units(new)}
    limits = [one for one in new.deadlines.all() if not one.is_undated]
    rows = list(Commitment.objects.exclude(state="withdrawn").filter(task=new))
    pairs = []
    for source in before:
        mine = [row for row in rows if row.unit_id == source.unit_id]
        olds = [row for row in before if row.unit_id == source.unit_id]
        answered = source.first_due_on in {row.first_due_on for row in mine} or len(mine) == len(olds) == 1
        holder = source.in_place_of_id or source.unit_id
        if source.done_on or source.due_on is None or source.due_on >= today or answered or holder not in owing:
            continue
        pairs.append((source, _as_it_stands(source, new, _limit_for(source, limits))))
    for source, row in pairs:
        _take_over(source, row, as_it_stands=True)
    return pairs


def _limit_for(source: Commitment, limits: Sequence[Deadline]) -> Deadline | None:
    """The one of the same matter and kind, else the nearest to that."""
    old = source.deadline
    alike = [one for one in limits if old is not None and one.kind == old.kind]
    same = [one for one in alike if old is not None and one.what == old.what]
    return next(iter([*same, *alike, *limits]), None)


def _as_it_stands(source: Commitment, new: Task, limit: Deadline | None) -> Commitment:
    first = source.first_due_on or source.due_on
    assert first is not None
    key = first.isoformat()
    if Commitment.objects.filter(task=new, unit=source.unit_id, deadline=limit, occurrence=key).exists():
        key = f"{key}:{source.pk}"
    row = Commitment.objects.create(
        task=new,
        unit=source.unit,
        role=source.role,
        deadline=limit,
        occurrence=key,
        start_on=source.start_on,
        due_on=source.due_on,
        first_due_on=source.first_due_on,
        state=state_before(source),
        handed_in_on=source.handed_in_on,
        return_reason=source.return_reason,
        waits_for=source.waits_for,
        waits_since=source.waits_since,
        sign_by=source.sign_by,
        in_place_of=source.in_place_of,
    )
    COMMITMENT.hold(Verb.CARRIED, Commitment.State.OPEN, row.state)
    return row


def _keep_standing(source: Commitment, row: Commitment, *, as_it_stands: bool) -> None:
    """What is under special supervision stays so, and what stands still does where it goes on as it stood."""
    source.listings.filter(ended_on=None).update(commitment=row)
    if as_it_stands:
        source.suspensions.filter(ended_on=None).update(commitment=row)


def _take_over(source: Commitment, row: Commitment, *, as_it_stands: bool = False) -> None:
    """Reports stay where they were written; the new commitment gets copies, their files by reference."""
    row.signed_at, row.signed_by_id, row.percent = source.signed_at, source.signed_by_id, source.percent
    row.save(update_fields=["signed_at", "signed_by", "percent"])
    _keep_standing(source, row, as_it_stands=as_it_stands)
    # what others do of it they go on doing
    Part.objects.filter(commitment=source).update(commitment=row)
    for report in source.progress.prefetch_related("evidence").order_by("reported_at", "pk"):
        files = list(report.evidence.all())
        report.pk, report.commitment = None, row
        report.asks_to_close = report.asks_to_close and as_it_stands
        report._state.adding = True
        report.save()
        Evidence.objects.bulk_create(
            Evidence(progress=report, file=one.file.name, name=one.name, size=one.size, sha256=one.sha256)
            for one in files
        )


def _taken_over(row: Commitment) -> dict[str, object]:
    """What a commitment can have from the version before, by name."""
    keys = {"signed_by": "signed_by_id"}
    names = ("state", "percent", "signed_at", "signed_by", "handed_in_on", "return_reason", "waits_for", "waits_since")
    return {name: getattr(row, keys.get(name, name)) for name in names}


def _carried(row: Commitment, was: dict[str, object], actor: User, at: datetime) -> Event:
    after = {name: value for name, value in _taken_over(row).items() if value != was[name]}
    return event_of(Verb.CARRIED, row, actor, at=at, before={name: was[name] for name in after}, after=after)


def _name(directive: Directive) -> str:
    return directive.doc_number or f"《{directive.title}》"
