"""Dates that were counted over a year without published holidays, counted anew when they are there (重新推算)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from obligations.errors import BadInput, NotAllowed
from obligations.holidays import read_holidays
from obligations.models import CalendarYear, Commitment, Deadline, Event, User
from obligations.phrases import say_date
from obligations.recording import event_of, record, record_many, recorded
from obligations.rights import RIGHTS
from obligations.workdays import Special
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
YEARS = range(2000, 2100)


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
    """Counts provisional dates anew, each in its own transaction; returns what changed. Twice does no harm.

    `all_of_them`: also dates that were counted over known years, since a year's table may have been corrected. The
    daily job runs it too: a newer release of the calendar brings the year as well. Nothing closed moves, nor what was
    granted meanwhile.
    """
    at = at or timezone.now()
    live = Commitment.objects.live().filter(deadline=OuterRef("pk"))
    counted = Deadline.objects.filter(Exists(live), kind=Deadline.Kind.RELATIVE, event_on__isnull=False)
    waiting = counted.filter(offset__contains="B") if all_of_them else counted.filter(is_provisional=True)
    special = CalendarYear.objects.special()
    deadlines = moved = 0
    for key in list(waiting.order_by("task", "pk").values_list("pk", flat=True)):
        done = _recount(key, special, at)
        deadlines += done is not None
        moved += done or 0
    return Recounted(deadlines, moved)


@recorded()
def _recount(deadline_id: int, special: Special, at: datetime) -> int | None:
    """How many commitments moved; None when nothing about the deadline changed."""
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("task__directive")
    deadline = rows.defer("task__directive__text", "task__suggestion").filter(pk=deadline_id).first()
    if deadline is None or deadline.event_on is None:
        return None
    old, was_provisional = deadline.counted_on, deadline.is_provisional
    window = deadline.count(special)
    if (deadline.counted_on, deadline.is_provisional) == (old, was_provisional):
        return None
    deadline.save(update_fields=["counted_on", "is_provisional"])
    before = {"due_on": old, "provisional": was_provisional}
    after = {"due_on": window.due_on, "provisional": window.provisional}
    note = "" if window.provisional else "节假日安排已公布。"
    record(Verb.RECOUNTED, deadline.task, None, at=at, note=note, before=before, after=after)
    return _move(deadline, old, window.start_on, window.due_on, at) if window.due_on != old else 0


def _move(deadline: Deadline, old: date | None, start_on: date | None, due_on: date, at: datetime) -> int:
    """Those that are still as counted; the first date stays on record."""
    waiting = Commitment.objects.live().select_for_update(of=("self",)).filter(deadline=deadline, due_on=old)
    rows = list(waiting.with_deed().select_related("task__directive", "unit").defer("task__directive__text"))
    for row in rows:
        row.start_on, row.due_on = start_on, due_on
    Commitment.objects.bulk_update(rows, ["start_on", "due_on"], batch_size=500)
    record_many(
        event_of(Verb.RECOUNTED, row, None, at=at, before={"due_on": old}, after={"due_on": due_on}) for row in rows
    )
    body = f"原按周末推算为{say_date(old)}，节假日安排公布后重新推算为{say_date(due_on)}。" if old else ""
    for row in rows:
        title = f"完成时限重新推算为{say_date(due_on)}：{row.matter}"
        tell_unit(row, title, body, stage=f"recounted:{due_on.isoformat()}:{at:%Y%m%d%H%M}"[:60], at=at)
    return len(rows)
