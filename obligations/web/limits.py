"""What supervisors decide about the date of a commitment: requests for a later one, and nearer ones."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obligations import workflow
from obligations.models import Extension
from obligations.phrases import say_date
from obligations.web.access import PersonRequest
from obligations.web.deeds import InDrawer, for_supervisors, visible
from obligations.web.forms.commitments import DecideExtensionForm, ShortenForm


@for_supervisors
class DecideExtension(InDrawer):
    title = gettext_lazy("审批延期")
    button = gettext_lazy("提交审批")
    extension: Extension

    def find(self, request: PersonRequest, **ids: int) -> None:
        self.extension = get_object_or_404(Extension.objects.select_related("asked_by"), pk=ids["extension_id"])
        self.commitment = visible(request, self.extension.commitment_id)

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        return DecideExtensionForm(*args, wanted_on=self.extension.wanted_on, **kwargs)

    def foretell(self) -> str:
        said = _("同意后按批准的日期计算灯色和提醒；原定时限%s保留在台账和报表中。")
        late = _("该申请是在时限过后提出的。") if self.extension.was_late else ""
        return late + said % say_date(self.commitment.first_due_on or self.extension.due_before)

    def perform(self, data: dict[str, Any]) -> str:
        granted = DecideExtensionForm.granted(data, self.extension.wanted_on)
        done = workflow.decide_extension(self.extension.pk, self.actor, granted, data["reply"])
        if granted is None:
            return _("已答复：不同意延期。")
        shorter = _("（申请延至%s，已缩短）") % say_date(done.wanted_on) if done.is_shortened else ""
        return _("已同意延至%(day)s%(shorter)s。") % {"day": say_date(granted), "shorter": shorter}


@for_supervisors
class Shorten(InDrawer):
    form_class = ShortenForm
    title = gettext_lazy("缩短时限")
    button = gettext_lazy("缩短")

    def foretell(self) -> str:
        if self.commitment.due_on is None:
            return ""
        said = _("现定%(now)s，原定%(first)s（保留）。缩短后按新的日期计算灯色和提醒，承办单位会收到通知。")
        first = self.commitment.first_due_on or self.commitment.due_on
        return said % {"now": say_date(self.commitment.due_on), "first": say_date(first)}

    def perform(self, data: dict[str, Any]) -> str:
        workflow.shorten(self.commitment.pk, self.actor, data["due_on"], data["reason"])
        return _("时限已缩短至%s。") % say_date(data["due_on"])
