"""Names in directives that no unit bears: match them to a unit, or add the unit. One answer settles all its places."""

from difflib import SequenceMatcher

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from obligations.admin.bases import actor
from obligations.admin.unit_forms import UnitForm, keep_names
from obligations.errors import NotAllowed, Refused
from obligations.models import Assignment, Task, Unit, UnitAlias, User
from obligations.recording import recorded
from obligations.register import edits, names

PER_PAGE = 100
SENTENCES = 50
GUESSES = 5
# Below this two names have too little in common to offer one for the other.
LIKENESS = 0.5


def urls(site: AdminSite) -> list[URLPattern]:
    return [
        path("unknown-names/", site.admin_view(listed), name="unknown_names"),
        path("unknown-names/match/", site.admin_view(match), name="match_name"),
        path("unknown-names/dismiss/", site.admin_view(dismiss), name="dismiss_name"),
        path("unknown-names/restore/", site.admin_view(restore), name="restore_name"),
    ]


class MatchForm(forms.Form):
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True),
        label="单位",
        widget=AutocompleteSelect(Assignment._meta.get_field("unit"), admin.site),
    )


class NewUnitForm(UnitForm):
    class Meta:
        model = Unit
        fields = ("name", "short_name", "kind", "parent")
        widgets = {"parent": AutocompleteSelect(Unit._meta.get_field("parent"), admin.site)}


def listed(request: HttpRequest) -> HttpResponse:
    """Every unknown name with the number of its places, the most frequent first."""
    guard(request)
    page = Paginator(names.unknown_names(), PER_PAGE).get_page(request.GET.get("page"))
    context = {**admin.site.each_context(request), "title": "待匹配的单位名称", "page": page}
    context["dismissed"] = names.dismissed_names()
    return render(request, "admin/unknown_names.html", context)


def match(request: HttpRequest) -> HttpResponse:
    """One name with its sentences and two ways to settle it."""
    guard(request)
    name = request.GET.get("name", "").replace("\x00", "")
    places = Assignment.objects.unknown().filter(name=name)
    if not places.exists():
        messages.info(request, f"“{name}”已没有待匹配的地方。")
        return redirect("admin:unknown_names")
    adds = "add" in request.POST
    match_form = MatchForm(request.POST if request.method == "POST" and not adds else None)
    new_form = NewUnitForm(request.POST if adds else None, initial={"name": name})
    if request.method == "POST" and settle(request, name, new_form if adds else match_form):
        return redirect("admin:unknown_names")
    tasks = Task.objects.filter(assignments__in=places).distinct()
    sentences = tasks.select_related("directive").defer("directive__text").order_by("-state", "directive", "number")
    context = {
        **admin.site.each_context(request),
        "title": f"匹配“{name}”",
        "name": name,
        "count": places.count(),
        "tasks": sentences[:SENTENCES],
        "more": max(0, tasks.count() - SENTENCES),
        "in_force": tasks.filter(state=Task.State.IN_FORCE).count(),
        "guesses": guesses(name),
        "match_form": match_form,
        "new_form": new_form,
        "media": match_form.media + new_form.media,
    }
    return render(request, "admin/match_name.html", context)


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """The name is no unit."""
    name = request.POST.get("name", "")
    try:
        settled = names.dismiss_name(name, actor(request))
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, f"“{name}”已判为非单位名称，{settled.places} 处不再等待匹配。")
    return redirect("admin:unknown_names")


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Takes a dismissal back."""
    name = request.POST.get("name", "")
    try:
        settled = names.restore_name(name, actor(request))
    except Refused as refusal:
        return refused(request, refusal)
    messages.success(request, f"“{name}”重新等待匹配，共 {settled.places} 处。")
    return redirect("admin:unknown_names")


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(refusal.message)
    messages.error(request, refusal.message)
    return redirect("admin:unknown_names")


def guard(request: HttpRequest) -> None:
    if not actor(request).administers:
        raise PermissionDenied("单位名录由管理员维护。")


def settle(request: HttpRequest, name: str, form: "MatchForm | NewUnitForm") -> bool:
    """Matches the name to the unit that the form names or makes; says what was done, or puts the reason on the form."""
    if not form.is_valid():
        return False
    try:
        with recorded():
            unit = added(form, actor(request)) if isinstance(form, NewUnitForm) else form.cleaned_data["unit"]
            settled = names.match_name(name, unit, actor(request))
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    made = f"，补发 {settled.commitments} 个承办事项" if settled.commitments else ""
    messages.success(request, f"“{name}”已匹配为{unit}，更新 {settled.places} 处责任分工{made}。")
    return True


def added(form: NewUnitForm, by: User) -> Unit:
    """A new unit with its names as spellings."""
    with edits.editing_unit(None, by) as saved:
        unit = form.save()
        keep_names(unit)
        saved.append(unit)
    return unit


def guesses(name: str) -> list[Unit]:
    """Units with a spelling most like this one, the best first."""
    matcher = SequenceMatcher(b=name)
    scored: dict[int, float] = {}
    for unit_id, spelling in UnitAlias.objects.filter(unit__is_active=True).values_list("unit_id", "spelling"):
        matcher.set_seq1(spelling)
        if matcher.quick_ratio() < LIKENESS:
            continue
        scored[unit_id] = max(scored.get(unit_id, 0.0), matcher.ratio())
    best = sorted((unit_id for unit_id in scored if scored[unit_id] >= LIKENESS), key=lambda one: -scored[one])
    units = Unit.objects.in_bulk(best[:GUESSES])
    return [units[unit_id] for unit_id in best[:GUESSES]]
