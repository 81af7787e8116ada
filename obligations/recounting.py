"""Dates that were counted over a year without published holidays, counted anew when they are there (重新推算)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from obligations.errors import BadInput, NotAllowed
from obligations.holidays import read_holidays
from obligations.models import CalendarYear, Commitment, Deadline, Event, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.offsets import Window
from obligations.phrases import say_date
from obligations.recording import event_of, record, record_many, recorded
from obligations.recurrence import nth_workday, parse
from obligations.rights import RIGHTS
from obligations.workdays import Special
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
Kind = Deadline.Kind
YEARS = range(2000, 2100)
# Who got another date from a person keeps it.
SET_BY_HAND = (Verb.EXTENSION_GRANTED, Verb.SHORTENED, Verb.RESTARTED)


@dataclass(frozen=True, slots=True)
class Recounted:
    """`deadlines` are no longer provisional or have another date; `moved` commitments got another date."""

    deadlines: int = 0
    moved: int = 0


@recorded()
def publish_holidays(
    year: int, text: str, actor: User, source: str = "", at: datetime | None = None
) -> tuple[CalendarYear, Recounted]:
    """Stores a year's holidays, from the text of the notice, and counts again what waited for them."""
    if not actor.may(Verb.CALENDAR_SET.value):
        raise NotAllowed(RIGHTS[Verb.CALENDAR_SET.value].refusal)
    at = at or timezone.now()
    if year not in YEARS:
        raise BadInput("year", "请填写四位数的年份。")
    days = {day.isoformat(): worked for day, worked in sorted(read_holidays(year, text).items())}
    before = CalendarYear.objects.filter(year=year).values_list("days", flat=True).first() or {}
    new = {"days": days, "source": source.strip()[:120], "set_by": actor, "set_at": at}
    calendar, _ = CalendarYear.objects.update_or_create(year=year, defaults=new)
    record(Verb.CALENDAR_SET, None, actor, at=at, note=f"{year}年", before={"days": before}, after={"days": days})
    return calendar, recount(at, all_of_them=True)


def recount(at: datetime | None = None, *, all_of_them: bool = False) -> Recounted:
    """Counts provisional dates anew, a transaction for each deadline; returns what changed. Twice does no harm.

    `all_of_them`: also dates that were counted over known years, since a year's table may have been corrected. The
    daily job runs it too: a newer release of the calendar brings the year as well. Nothing closed moves, nor what was
    granted meanwhile.
    """
    at = at or timezone.now()
    counted = Q(kind=Kind.RELATIVE, event_on__isnull=False, offset__contains="B")
    counted |= Q(kind=Kind.RECURRING, rrule__contains="BYSETPOS")
    live = Commitment.objects.live().filter(deadline=OuterRef("pk"))
    waiting = live if all_of_them else live.filter(is_provisional=True)
    keys = Deadline.objects.filter(counted, Exists(waiting)).order_by("task", "pk").values_list("pk", flat=True)
    moved = [done for key in list(keys) if (done := _recount(key, at)) is not None]
    return Recounted(len(moved), sum(moved))


@recorded()
def _recount(deadline_id: int, at: datetime) -> int | None:
    """How many commitments moved; None when nothing about the deadline changed."""
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("task__directive")
    deadline = rows.defer("task__directive__text", "task__suggestion").filter(pk=deadline_id).first()
    if deadline is None:
        return None
    # read behind the lock: who waited for a publication must not count by the calendar of before
    special = CalendarYear.objects.special()
    windows = _recurring(deadline, special) if deadline.kind == Kind.RECURRING else _relative(deadline, special)
    changed = [(row, window) for row, window in windows if _differs(row, window)]
    if not changed:
        return None
    moved = [(row, row.due_on) for row, window in changed if row.due_on != window.due_on]
    for row, window in changed:
        row.start_on, row.due_on, row.is_provisional = window.start_on, window.due_on, window.provisional
    rows_changed = [row for row, _ in changed]
    Commitment.objects.bulk_update(rows_changed, ["start_on", "due_on", "is_provisional"], batch_size=500)
    note = "" if any(row.is_provisional for row in rows_changed) else "节假日安排已公布。"
    record(Verb.RECOUNTED, deadline.task, None, at=at, note=note, after={"moved": len(moved)})
    record_many(
        event_of(Verb.RECOUNTED, row, None, at=at, before={"due_on": old}, after={"due_on": row.due_on})
        for row, old in moved
    )
    for row, old in moved:
        _tell(row, old, at)
    return len(moved)


def _differs(row: Commitment, window: Window) -> bool:
    return (row.due_on, row.is_provisional) != (window.due_on, window.provisional)


def _relative(deadline: Deadline, special: Special) -> Iterator[tuple[Commitment, Window]]:
    """Those that still have the counted date, with the new one."""
    old, window = deadline.counted_on, deadline.count(special)
    deadline.save(update_fields=["counted_on", "is_provisional"])
    yield from ((row, window) for row in _live(deadline).filter(due_on=old))


def _recurring(deadline: Deadline, special: Special) -> Iterator[tuple[Commitment, Window]]:
    """Working days of a month (每月第一个工作日): the month stays, the day may be another."""
    rule = parse(deadline.rrule)
    by_hand = Event.objects.filter(commitment=OuterRef("pk"), verb__in=SET_BY_HAND)
    for row in _live(deadline).exclude(Exists(by_hand)):
        if row.due_on is not None:
            found = nth_workday(row.due_on, rule.nth, special)
            yield row, Window(row.start_on, found.day, found.provisional)


def _live(deadline: Deadline) -> CommitmentQuerySet:
    rows = Commitment.objects.live().select_for_update(of=("self",)).filter(deadline=deadline).order_by("pk")
    return rows.with_deed().select_related("task__directive", "unit").defer("task__directive__text")


def _tell(row: Commitment, old: date | None, at: datetime) -> None:
    assert row.due_on is not None
    title = f"完成时限重新推算为{say_date(row.due_on)}：{row.matter}"
    body = f"节假日安排公布后，由{say_date(old)}重新推算为{say_date(row.due_on)}。" if old else ""
    tell_unit(row, title, body, stage=f"recounted:{row.due_on.isoformat()}:{at:%Y%m%d%H%M}", at=at)
