"""看板: the whole picture for supervisors. Every number opens the list that it counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.jobs.health import problems
from obligations.models import LIGHT_ORDER, CalendarYear, Commitment, Directive, Light, Slice, Task
from obligations.models.commitments import CommitmentQuerySet
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.todo_filter import TodoFilter
from obligations.workdays import is_workday

MOST_UNITS = 12
DAYS_AHEAD = 14
FULL = 100


@dataclass(frozen=True, slots=True)
class Figure:
    light: Light
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is its length in percent of the longest."""

    label: str
    count: int
    share: float
    query: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    count: int
    share: float
    is_off: bool
    query: str


@dataclass(frozen=True, slots=True)
class Door:
    label: str
    count: int
    query: str


@supervisors_only
@require_safe
def dashboard(request: PersonRequest) -> HttpResponse:
    on = timezone.localdate()
    rows = Commitment.objects.visible_to(request.user)
    month = on.replace(day=1)
    done = rows.done_counts(month, on)
    units = list(rows.overdue_by_unit(on))
    context = {
        "on": on,
        "figures": _figures(rows, on),
        "done": done.done,
        "in_time": _percent(done.in_time, done.done),
        "by_first": _percent(done.by_first, done.done),
        "done_query": TodoFilter(slice=Slice.DONE, done_from=month, done_to=on).query,
        "waits": _waits(rows, on),
        "ended": Directive.objects.ended(on).with_open_tasks().count(),
        "suggested": Task.objects.visible_to(request.user).suggested().count(),
        "units": _unit_bars(units),
        "more_units": max(0, len(units) - MOST_UNITS),
        "days": _days(rows, on),
        "ages": _ages(rows, on),
        "problems": problems(),
    }
    return render(request, "dashboard/dashboard.html", context)


def _percent(part: int, whole: int) -> int | None:
    return round(FULL * part / whole) if whole else None


def _figures(rows: CommitmentQuerySet, on: date) -> list[Figure]:
    counts = rows.light_counts(on)
    return [
        Figure(light, counts[light], TodoFilter(slice=Slice.ALL, light=light.value).query)
        for light in LIGHT_ORDER
        if light not in (Light.DONE, Light.SUSPENDED)
    ]


def _waits(rows: CommitmentQuerySet, on: date) -> list[Door]:
    """What waits for a supervisor, or for a unit's first move."""
    slices = [Slice.HANDED_IN, Slice.COUNTERSIGN, Slice.EXTENSION, Slice.CHECK, Slice.RETURNED, Slice.UNSIGNED]
    slices += [Slice.SIGN_LATE, Slice.LISTED, Slice.EXTENDED, Slice.SUSPENDED]
    counts = rows.slice_counts(slices, on)
    return [
        Door(str(one.label), counts[one], TodoFilter(slice=one).query)
        for one in slices
        if one is not Slice.COUNTERSIGN or counts[one]
    ]


def _unit_bars(units: list[dict[str, object]]) -> list[Bar]:
    most = max((int(str(unit["late"])) for unit in units), default=1)
    return [
        Bar(
            label=str(unit["unit__short_name"] or unit["unit__name"]),
            count=int(str(unit["late"])),
            share=FULL * int(str(unit["late"])) / most,
            query=TodoFilter(slice=Slice.OVERDUE, unit=int(str(unit["unit_id"]))).query,
        )
        for unit in units[:MOST_UNITS]
    ]


def _days(rows: CommitmentQuerySet, on: date) -> list[Day]:
    """Today and the 14 days that follow."""
    last = on + timedelta(days=DAYS_AHEAD)
    counts = rows.due_by_day(on, last)
    most = max(counts.values(), default=1)
    days = [on + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]
    special = CalendarYear.objects.special()
    return [
        Day(
            day=day,
            count=counts.get(day, 0),
            share=FULL * counts.get(day, 0) / most,
            is_off=not is_workday(day, special),
            query=TodoFilter(slice=Slice.WORKING, due_from=day, due_to=day).query,
        )
        for day in days
    ]


def _ages(rows: CommitmentQuerySet, on: date) -> list[Door]:
    """Overdue by how long: 1–7 days, 8–30, more."""
    spans = [(_("1—7天"), 1, 7), (_("8—30天"), 8, 30), (_("30天以上"), 31, None)]
    doors = []
    for label, least, most in spans:
        chosen = TodoFilter(
            slice=Slice.OVERDUE,
            due_from=on - timedelta(days=most) if most else None,
            due_to=on - timedelta(days=least),
        )
        doors.append(Door(label, chosen.chosen(rows, on).count(), chosen.query))
    return doors
