"""待办: the commitments of one's own units; for a supervisor those of all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.models import Commitment, Directive, Light, Part, Slice, Task, Unit, User
from obligations.phrases import say_date
from obligations.web.access import PersonRequest, signed_in
from obligations.web.bulk_deeds import DEEDS
from obligations.web.part_rows import PartRow, part_rows
from obligations.web.rows import as_rows, row_queryset
from obligations.web.todo_filter import TodoFilter

PER_PAGE = 50
MOST_PARTS = 20
# Shown only while something is in them: most cities don't countersign, little is listed or stands still.
SELDOM = (Slice.TO_SIGN, Slice.COUNTERSIGN, Slice.LISTED, Slice.SUSPENDED)
TABS_OF_UNIT = [
    Slice.TO_SIGN,
    Slice.OVERDUE,
    Slice.WEEK,
    Slice.RETURNED,
    Slice.UNSIGNED,
    Slice.COUNTERSIGN,
    Slice.HANDED_IN,
    Slice.LISTED,
    Slice.SUSPENDED,
    Slice.LIVE,
    Slice.DONE,
]
TABS_OF_SUPERVISOR = [
    Slice.TO_SIGN,
    Slice.OVERDUE,
    Slice.NEAR,
    Slice.COUNTERSIGN,
    Slice.HANDED_IN,
    Slice.EXTENSION,
    Slice.CHECK,
    Slice.UNSIGNED,
    Slice.SIGN_LATE,
    Slice.LISTED,
    Slice.SUSPENDED,
    Slice.LIVE,
    Slice.DONE,
]


@dataclass(frozen=True, slots=True)
class Tab:
    slice: Slice
    count: int
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the filter that no tab shows, and the address without it."""

    label: str
    query: str


@signed_in
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    return redirect("dashboard" if request.user.supervises else "todo")


@signed_in
@require_safe
def todo(request: PersonRequest) -> HttpResponse:
    on = timezone.localdate()
    filter_ = TodoFilter.read(request.GET)
    page = _page(request, filter_, on)
    units = _units(request.user)
    chosen = next((unit for unit in units if unit.pk == filter_.unit), None)
    context = {
        "filter": filter_,
        "tabs": tabs(request.user, filter_, on),
        "chips": chips(filter_, request.user),
        "units": units,
        "unit": chosen or (units[0] if len(units) == 1 else None),
        "page": page,
        "rows": as_rows(page.object_list, request.user, on),
        "parts": _parts(request, filter_, on),
        "next": None if page.object_list else _next_due(request.user, filter_, on),
        "bulk_verbs": [(key, deed.label) for key, deed in DEEDS.items()],
        "hidden": [(name, value) for name, value in QueryDict(filter_.query).items() if name not in ("q", "unit")],
        "on": on,
    }
    return render(request, "todo/list.html", context)


def tabs(person: User, filter_: TodoFilter, on: date) -> list[Tab]:
    """The tabs with their counts. Two queries: what is to be signed may be another unit's."""
    slices = TABS_OF_SUPERVISOR if person.supervises else TABS_OF_UNIT
    counts = filter_.narrowed(filter_.in_tab(Slice.LIVE).rows_of(person)).slice_counts(slices, on)
    counts[Slice.TO_SIGN] = filter_.narrowed(filter_.in_tab(Slice.TO_SIGN).rows_of(person)).count()
    plain = filter_.in_tab(filter_.slice) == filter_
    return [
        Tab(slice_, counts[slice_], filter_.in_tab(slice_).query, plain and slice_ is filter_.slice)
        for slice_ in slices
        if slice_ not in SELDOM or counts[slice_] or slice_ is filter_.slice
    ]


def _page(request: PersonRequest, filter_: TodoFilter, on: date) -> Page[Commitment]:
    rows = row_queryset(filter_.chosen(filter_.rows_of(request.user), on))
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _parts(request: PersonRequest, filter_: TodoFilter, on: date) -> list[PartRow]:
    """What the person's units do for those above (分办), on the first page of all that is open."""
    if request.user.supervises or filter_.slice is not Slice.LIVE or filter_.light or "page" in request.GET:
        return []
    own = Part.objects.done_by(request.user).live().filter(state__in=[Part.State.OPEN, Part.State.RETURNED])
    others = own.exclude(commitment__unit__in=Unit.objects.of(request.user).order_by().values("pk"))
    mine = own.filter(Q(pk__in=others.order_by().values("pk")) | Q(person=request.user))
    if filter_.unit is not None:
        mine = mine.filter(unit=filter_.unit)
    return part_rows(mine.with_details().urgent_first()[:MOST_PARTS], request.user, on)


def _units(person: User) -> list[Unit]:
    """Those to choose from: the own ones, or all that owe something."""
    if person.supervises:
        return list(Unit.objects.filter(pk__in=Commitment.objects.of(person).order_by().values("unit")))
    return list(Unit.objects.of(person))


def _next_due(person: User, filter_: TodoFilter, on: date) -> Commitment | None:
    """What comes next when the list is empty."""
    rows = filter_.narrowed(filter_.in_tab(Slice.LIVE).rows_of(person)).live()
    rows = rows.filter(handed_in_on__isnull=True, due_on__gte=on)
    return rows.select_related("task").defer("task__text", "task__suggestion").order_by("due_on", "pk").first()


def chips(filter_: TodoFilter, person: User) -> list[Chip]:
    """The filter in words, as far as no tab says it."""
    found: list[Chip] = []

    def add(label: str, **without: Any) -> None:
        found.append(Chip(label, filter_.with_(**without).query))

    if filter_.light:
        add(_("灯色：%s") % Light(filter_.light).label, light="", slice=Slice.LIVE)
    if filter_.unit is not None:
        add(_("单位：%s") % _named(Unit.objects.all(), filter_.unit), unit=None)
    if filter_.task is not None:
        add(_("任务：%s") % _named(Task.objects.visible_to(person).defer("text"), filter_.task), task=None)
    if filter_.directive is not None:
        seen = Directive.objects.visible_to(person).defer("text")
        add(_("文件：%s") % _named(seen, filter_.directive), directive=None)
    if filter_.due_from or filter_.due_to:
        add(_("截止：%s") % _range(filter_.due_from, filter_.due_to), due_from=None, due_to=None)
    if filter_.done_from or filter_.done_to:
        add(_("办结：%s") % _range(filter_.done_from, filter_.done_to), done_from=None, done_to=None)
    if filter_.q:
        add(_("含“%s”") % filter_.q, q="")
    if filter_.slice not in (TABS_OF_SUPERVISOR if person.supervises else TABS_OF_UNIT) and not filter_.light:
        add(str(filter_.slice.label), slice=Slice.LIVE)
    return found


def _named(rows: "models.QuerySet[Any]", pk: int) -> str:
    found = rows.filter(pk=pk).first()
    return str(found) if found else f"#{pk}"


def _range(first: date | None, last: date | None) -> str:
    if first and first == last:
        return say_date(first)
    if first and last:
        return f"{say_date(first)}—{say_date(last)}"
    return _("%s起") % say_date(first) if first else _("%s前") % say_date(last) if last else ""
