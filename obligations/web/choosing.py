"""Which units 有关县(市、区) means: the members of the group, to tick."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget, trigger_client_event

from obligations.choosing import candidates, choose_members
from obligations.errors import NotAllowed, Refused
from obligations.models import Assignment
from obligations.web import review
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE
from obligations.web.asking import forbidden
from obligations.web.parameters import numbers
from obligations.web.source_view import read_task


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: PersonRequest, assignment_id: int) -> HttpResponseBase:
    rows = Assignment.objects.select_related("unit", "task__directive").defer("task__directive__text")
    assignment = get_object_or_404(rows, pk=assignment_id, unit__isnull=False)
    if request.method != "POST":
        return _show(request, assignment)
    try:
        choose_members(assignment.pk, numbers(request.POST.getlist("units")), request.user)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        return _show(request, assignment, refusal.message)
    answer = review.settled(request, assignment.task_id, _("已选定。"))
    return trigger_client_event(answer, "drawer:close", after="swap") if request.htmx else answer


def _show(request: PersonRequest, assignment: Assignment, error: str = "") -> HttpResponse:
    context = {
        "assignment": assignment,
        "units": candidates(assignment, timezone.localdate()),
        "chosen": {unit.pk for unit in assignment.chosen.all()},
        "paragraphs": read_task(assignment.task),
        "error": error,
    }
    status = UNPROCESSABLE if error else 200
    if not request.htmx:
        return render(request, "review/choose_page.html", context, status=status)
    answer = render(request, "review/choose.html", context, status=status)
    return reswap(retarget(answer, "#drawer-body"), "innerHTML")
