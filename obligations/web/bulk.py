"""批量处理: one verb over the commitments that were chosen in the list. What can be done and what can't, and why, is
shown first; then it is done, and every row is told its result."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obligations.models import Commitment, Event, User
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE, back_to
from obligations.web.bulk_deeds import DEEDS, BulkDeed
from obligations.web.parameters import number, numbers
from obligations.web.todo_filter import TodoFilter
from obligations.workflow.bulk import MOST, Chosen, do_each, obstacles

Verb = Event.Verb


@dataclass(frozen=True, slots=True)
class Line:
    row: Commitment
    why: str


@supervisors_only
@require_POST
def bulk(request: PersonRequest) -> HttpResponse:
    """From the list: what was chosen, and which verb; with `sure` it is done."""
    deed = DEEDS.get(request.POST.get("verb", ""))
    if deed is None:
        raise Http404
    back = back_to(request, reverse("commitments"))
    if "sure" in request.POST:
        return _do(request, deed, back)
    rows = _chosen(request)
    if not rows:
        messages.error(request, _("请先在列表中选择承办事项。"))
        return redirect(back)
    if len(rows) > MOST:
        messages.error(request, _("一次最多处理%s项，请先缩小筛选范围。") % MOST)
        return redirect(back)
    form = deed.form_class(initial={"due_on": None})
    return _show(request, deed, rows, form, back)


def _do(request: PersonRequest, deed: BulkDeed, back: str) -> HttpResponse:
    chosen = _read(request.POST.get("ids", ""))[:MOST]
    rows = _rows(request.user, [one.pk for one in chosen])
    form = deed.form_class(request.POST)
    if not form.is_valid():
        return _show(request, deed, rows, form, back, UNPROCESSABLE)
    results = do_each(chosen, lambda pk: deed.do(pk, request.user, form.cleaned_data))
    found = {row.pk: row for row in rows}
    lines = [Line(found[one.pk], one.refusal) for one in results if one.pk in found]
    refused = [line for line in lines if line.why]
    context = {
        "deed": deed,
        "lines": [*refused, *(line for line in lines if not line.why)],
        "done": len(lines) - len(refused),
        "refused": len(refused),
        "back": back,
    }
    return render(request, "todo/bulk_done.html", context)


def _show(
    request: PersonRequest, deed: BulkDeed, rows: list[Commitment], form: forms.Form, back: str, status: int = 200
) -> HttpResponse:
    why = obstacles(rows, deed.verb, request.user)
    can = [row for row in rows if row.pk not in why]
    context = {
        "deed": deed,
        "verb": request.POST["verb"],
        "form": form,
        "total": len(rows),
        "can": can,
        "cannot": [Line(row, why[row.pk]) for row in rows if row.pk in why],
        "ids": ",".join(f"{row.pk}:{row.state}" for row in can),
        "also": _also(deed, can),
        "back": back,
    }
    return render(request, "todo/bulk.html", context, status=status)


def _also(deed: BulkDeed, can: list[Commitment]) -> str:
    """What goes along though it was not chosen."""
    if deed.verb != Verb.TASK_WITHDRAWN:
        return ""
    tasks = {row.task_id for row in can}
    live = Commitment.objects.live().filter(task__in=tasks).count()
    said = _("将撤销%(tasks)s项任务，共%(all)s个未办结事项，其中%(more)s个没有选中。")
    return said % {"tasks": len(tasks), "all": live, "more": live - len(can)}


def _chosen(request: PersonRequest) -> list[Commitment]:
    if request.POST.get("all"):
        filter_ = TodoFilter.read(QueryDict(request.POST.get("query", "")))
        rows = filter_.chosen(Commitment.objects.visible_to(request.user), timezone.localdate())
        keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
    else:
        keys = numbers(request.POST.getlist("c"))
    return _rows(request.user, keys)


def _rows(person: User, keys: list[int]) -> list[Commitment]:
    """In their order; what is withdrawn by now is still told by its name."""
    seen = Commitment.objects.on_record_of(person).filter(pk__in=keys)
    seen = seen.with_deed().select_related("task__directive", "unit")
    found = {row.pk: row for row in seen.defer("task__text", "task__suggestion", "task__directive__text")}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _read(text: str) -> list[Chosen]:
    parts = [part.partition(":") for part in text.split(",")]
    return [Chosen(key, seen) for first, _colon, seen in parts if (key := number(first)) is not None]
