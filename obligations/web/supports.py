"""What supporting units (配合单位) do, and what is asked of them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from obligations import supporting
from obligations.errors import NotAllowed, Refused
from obligations.models import Assignment, Event, User
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.asking import forbidden
from obligations.web.deeds import for_everybody
from obligations.web.forms.fields import PlainForm, text_field
from obligations.web.on_tasks import OnTask


class SupportForm(PlainForm):
    unit_id = forms.TypedChoiceField(label=gettext_lazy("配合单位"), coerce=int, empty_value=None, required=False)
    text = text_field(gettext_lazy("配合情况"), rows=5)


@for_everybody
class ReportSupport(OnTask):
    form_class = SupportForm
    title = gettext_lazy("反馈配合情况")
    button = gettext_lazy("提交")

    def make_form(self, data: Any) -> forms.Form:
        form = super().make_form(data)
        units = supporting.supporting_units(self.found)
        units = [one for one in units if self.actor.may(Event.Verb.SUPPORT_REPORTED.value, one)]
        field = form.fields["unit_id"]
        field.choices = [(one.pk, str(one)) for one in units]  # type: ignore[attr-defined]
        if len(units) < 2:
            form.fields.pop("unit_id")
        return form

    def foretell(self) -> str:
        return _("记入任务的办理过程，并通知牵头和责任单位。")

    def perform(self, data: dict[str, Any]) -> str:
        unit = supporting.report_support(self.found.pk, self.actor, data["text"], data.get("unit_id"))
        return _("已反馈%s的配合情况。") % unit


@supervisors_only
@require_POST
def ask(request: PersonRequest, assignment_id: int) -> HttpResponseBase:
    return _done(request, assignment_id, supporting.ask_support, _("已要求承办，新增%s个承办事项。"))


@supervisors_only
@require_POST
def release(request: PersonRequest, assignment_id: int) -> HttpResponseBase:
    return _done(request, assignment_id, supporting.release_support, _("不再要求承办，撤回%s个承办事项。"))


def _done(request: PersonRequest, assignment_id: int, verb: Callable[[int, User], int], said: str) -> HttpResponseBase:
    assignment = get_object_or_404(Assignment, pk=assignment_id)
    try:
        messages.success(request, said % verb(assignment.pk, request.user))
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("task", assignment.task_id)
