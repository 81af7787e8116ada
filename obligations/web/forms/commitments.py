"""What is asked for when something is done about a commitment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from obligations.evidence import allowed_suffixes
from obligations.models import Unit
from obligations.web.forms.fields import ManyFilesField, ManyFilesInput, PlainForm, day_field, text_field

# hx-preserve: a form that comes back with a mistake keeps the files that were chosen.
evidence_input = ManyFilesInput(attrs={"multiple": True, "accept": ",".join(allowed_suffixes()), "hx-preserve": "true"})


class ProgressForm(PlainForm):
    percent = forms.IntegerField(
        label=_("完成比例（%）"), min_value=0, max_value=100, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    done_so_far = text_field(_("进展情况"), rows=5, hint=_("做了什么、到什么程度，用数字说明"))
    problems = text_field(_("存在问题"), rows=2, required=False)
    next_steps = text_field(_("下一步措施"), rows=2, required=False)
    # The verb's own name for them; the form's uploads are read before fields are.
    files = ManyFilesField(label=_("佐证材料"), required=False, widget=evidence_input)  # type: ignore[assignment]


class HandInForm(ProgressForm):
    field_order = ("done_so_far", "files", "percent", "problems", "next_steps")


class AskExtensionForm(PlainForm):
    wanted_on = day_field(_("申请延至"))
    reason = text_field(_("延期理由"))


class DecideExtensionForm(PlainForm):
    GRANT, REFUSE = "grant", "refuse"
    decision = forms.ChoiceField(
        label=_("审批"),
        choices=[(GRANT, _("同意延期")), (REFUSE, _("不同意"))],
        widget=forms.RadioSelect,
        initial=GRANT,
    )
    granted_on = day_field(_("批准延至"), required=False)
    reply = text_field(_("审批意见"), rows=3, required=False)

    def clean_granted_on(self) -> object:
        day = self.cleaned_data.get("granted_on")
        if day is None and self.cleaned_data.get("decision") == self.GRANT:
            raise forms.ValidationError(_("同意延期时请填写批准延至的日期。"))
        return day


class CloseForm(PlainForm):
    note = text_field(_("审核意见"), rows=3, required=False)


class CloseDirectlyForm(PlainForm):
    note = text_field(_("说明"), rows=3, hint=_("该事项尚未申请办结，请说明直接销号的依据"))


class ReasonForm(PlainForm):
    reason = text_field(_("退回理由"), rows=4, hint=_("哪里不够，补什么材料"))


class ResumeForm(PlainForm):
    reason = text_field(_("理由"), rows=3, required=False)


class UrgeForm(PlainForm):
    message = text_field(_("催办内容"), rows=4, required=False, hint=_("请抓紧办理，并及时反馈进展。"))


class ReassignForm(PlainForm):
    unit = forms.ModelChoiceField(Unit.objects.filter(is_active=True).exclude(kind=Unit.Kind.GROUP), label=_("改派给"))
    due_on = day_field(_("完成时限"), help_text=_("可另定；原定日期保留"), required=False)
    reason = text_field(_("改派理由"), rows=3)


class ReassignWholeForm(ReassignForm):
    """For a unit that owes more on the task than this."""

    whole = forms.BooleanField(
        label=_("一并改派"), help_text=_("该单位在本任务的其余未办结事项和责任分工，都改由新单位承担"), required=False
    )
    field_order = ("unit", "due_on", "whole", "reason")


class DueDateForm(PlainForm):
    due_on = day_field(_("完成时限"))
