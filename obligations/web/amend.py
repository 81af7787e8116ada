"""更正任务: what is to be corrected, then what that does to each commitment, then it is done as it was shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from obligations import amending
from obligations.errors import BadInput, Conflict, NotAllowed, Refused
from obligations.models import Task, Unit
from obligations.register.taking import foretold
from obligations.steps import TASK
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE
from obligations.web.asking import forbidden
from obligations.web.forms.fields import PlainForm, text_field
from obligations.web.forms.review import TaskForm, empty_deadline, empty_target
from obligations.web.source_view import read_task

# what the page itself sends along, beside what was entered
OWN_FIELDS = ("csrfmiddlewaretoken", "seen", "again")


class ReasonForm(PlainForm):
    reason = text_field(gettext_lazy("更正理由"), rows=2, hint=gettext_lazy("例：文件印发有误，以更正通知为准"))


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: PersonRequest, task_id: int) -> HttpResponseBase:
    task = get_object_or_404(Task.objects.with_details().select_related("directive__source"), pk=task_id)
    if request.method != "POST":
        if not TASK.allows(amending.VERB, task.state):
            messages.error(request, _("这项任务现为“%s”，不能更正。") % task.get_state_display())
            return redirect("task", task.pk)
        return _form(request, task, TaskForm.of(task), ReasonForm())
    form, reason = TaskForm.entered(request.POST), ReasonForm(request.POST)
    if "again" in request.POST:
        return _form(request, task, form, ReasonForm(initial={"reason": request.POST.get("reason", "")}))
    if not (form.is_valid() & reason.is_valid()):
        return _form(request, task, form, reason, UNPROCESSABLE)
    error = ""
    try:
        if seen := request.POST.get("seen"):
            try:
                done = _amend(request, task, form, reason, seen)
            except Conflict as conflict:
                error = conflict.message
            else:
                messages.success(request, _("已更正：%s。已通知有变化的单位。") % done.summary)
                return redirect("task", task.pk)
        told = foretold(lambda: _amend(request, task, form, reason))
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        form.error = refusal.message
        form.error_field = refusal.field if isinstance(refusal, BadInput) else ""
        return _form(request, task, form, reason, UNPROCESSABLE)
    return _preview(request, task, form, told, error)


def _amend(
    request: PersonRequest, task: Task, form: TaskForm, reason: ReasonForm, seen: str | None = None
) -> amending.Amended:
    why = reason.cleaned_data["reason"]
    return amending.amend(task.pk, form.draft(task), request.user, why, seen=seen)


def _form(request: PersonRequest, task: Task, form: TaskForm, reason: ReasonForm, status: int = 200) -> HttpResponse:
    context = {
        "task": task,
        "directive": task.directive,
        "paragraphs": read_task(task),
        "form": form,
        "reason": reason,
        "empty_deadline": empty_deadline(),
        "empty_target": empty_target(),
        "register": Unit.objects.filter(is_active=True),
    }
    return render(request, "tasks/amend.html", context, status=status)


def _preview(request: PersonRequest, task: Task, form: TaskForm, told: amending.Amended, error: str) -> HttpResponse:
    entered = [(name, value) for name in request.POST if name not in OWN_FIELDS for value in request.POST.getlist(name)]
    context: dict[str, Any] = {
        "task": task,
        "title": form.title,
        "told": told,
        "entered": entered,
        "error": error,
        "on": timezone.localdate(),
    }
    return render(request, "tasks/amend_preview.html", context, status=UNPROCESSABLE if error else 200)
