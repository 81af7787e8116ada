"""单位: the register, and one unit with its spellings, people, members, matters and history."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.countersigning.desks import seat_of_head
from obligations.models import Commitment, Event, GroupMember, Membership, Slice, Unit, UnitChange
from obligations.models.units import UnitQuerySet
from obligations.register.names import unknown_names
from obligations.web.access import PersonRequest, signed_in, supervisors_only
from obligations.web.changes import changes_of
from obligations.web.history import Entry
from obligations.web.parameters import words

PER_PAGE = 50
MOST_EVENTS = 20
SLICES = (Slice.OVERDUE, Slice.NEAR, Slice.LIVE, Slice.DONE)


@supervisors_only
@require_safe
def units(request: PersonRequest) -> HttpResponse:
    searched, kind = words(request.GET.get("q", "")), request.GET.get("kind", "")
    found = Unit.objects.all()
    if kind in Unit.Kind.values:
        found = found.filter(kind=kind)
    for word in searched.split():
        named = Q(name__icontains=word) | Q(short_name__icontains=word)
        found = found.filter(named | Q(pk__in=Unit.objects.filter(aliases__spelling__icontains=word)))
    page = Paginator(_counted(found), PER_PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in (("q", searched), ("kind", kind)) if value}
    context = {
        "page": page,
        "q": searched,
        "kind": kind,
        "kinds": Unit.Kind.choices,
        "query": urlencode(query),
        "unknown": unknown_names().count() if request.user.administers else 0,
    }
    return render(request, "units/list.html", context)


@signed_in
@require_safe
def unit(request: PersonRequest, unit_id: int) -> HttpResponse:
    on = timezone.localdate()
    one = get_object_or_404(Unit.objects.visible_to(request.user).select_related("parent", "succeeded_by"), pk=unit_id)
    mine = Commitment.objects.visible_to(request.user).filter(unit=one)
    counts = mine.slice_counts(SLICES, on)
    links = GroupMember.objects.select_related("group", "member")
    context = {
        "unit": one,
        "on": on,
        "figures": [(slice_, counts[slice_]) for slice_ in SLICES],
        "aliases": one.aliases.order_by("valid_until", "pk"),
        "people": _people(one),
        "deputies": one.deputies.filter(ends_on__gte=on).select_related("absent", "deputy").order_by("starts_on"),
        "may_name": request.user.may("deputy_named", one) and not request.user.stands_in_for(one),
        "head_signs": _head_signs(one),
        "members": links.filter(group=one).order_by("valid_to", "member__position", "member__name"),
        "groups": links.filter(member=one).order_by("group__position", "group__name"),
        "children": one.children.filter(is_active=True),
        "planned": UnitChange.objects.waiting().filter(unit=one).select_related("into").first(),
        "changes": _changes(one),
        "timeline": _events(one) if request.user.supervises else [],
    }
    return render(request, "units/unit.html", context)


def _counted(found: UnitQuerySet) -> UnitQuerySet:
    live = Count("commitments", filter=Q(commitments__state__in=Commitment.LIVE), distinct=True)
    people = Prefetch("memberships", Membership.objects.filter(user__is_active=True).select_related("user"))
    links = GroupMember.objects.valid(timezone.localdate())
    counted = found.annotate(live=live, member_count=Count("member_links", Q(member_links__in=links), distinct=True))
    return counted.select_related("succeeded_by").prefetch_related(people).order_by("-is_active", "position", "name")


def _people(one: Unit) -> list[Membership]:
    """Heads first."""
    rows = one.memberships.filter(user__is_active=True).select_related("user")
    return sorted(rows, key=lambda row: (row.part != Membership.Part.HEAD, row.pk))


def _changes(one: Unit) -> list[UnitChange]:
    """What became of it, and what it took over."""
    done = UnitChange.objects.filter(done_at__isnull=False).select_related("unit", "into")
    return list(done.filter(Q(unit=one) | Q(into=one)).order_by("-on", "-pk"))


def _events(one: Unit) -> list[Entry]:
    """What was done about the unit itself; what it does about its commitments stands with these."""
    rows = Event.objects.filter(unit=one, commitment__isnull=True).order_by("-at", "-number")
    return [Entry(event, changes_of(event)) for event in rows[:MOST_EVENTS]]


def _head_signs(one: Unit) -> str:
    """What the unit's page says of its head's signature."""
    head = seat_of_head(one)
    if not head.is_asked:
        return _("办结申请不经分管领导审签。")
    if head.empty:
        return _("办结申请须经分管领导审签；%s，暂予免签。") % head.empty
    return _("办结申请须经分管领导审签：%s。") % "、".join(map(str, head.people))
