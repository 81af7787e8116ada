"""What is asked for when something is done about a commitment."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from obligations.evidence import allowed_suffixes
from obligations.models import Listing, Unit
from obligations.phrases import say_date
from obligations.web.forms.fields import ManyFilesField, ManyFilesInput, PlainForm, day_field, text_field
from obligations.workflow.suspending import Dating

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
    AS_ASKED, OTHER, REFUSE = "as_asked", "other", "refuse"
    decision = forms.ChoiceField(label=_("审批"), widget=forms.RadioSelect, initial=AS_ASKED)
    granted_on = day_field(_("另定日期"), required=False, help_text=_("早于申请的日期即为缩短"))
    reply = text_field(_("审批意见"), rows=3, required=False, help_text=_("不同意时请说明理由"))

    def __init__(self, *args: Any, wanted_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["decision"]
        choice.choices = [
            (self.AS_ASKED, _("同意延至%s") % say_date(wanted_on)),
            (self.OTHER, _("同意延期，另定日期")),
            (self.REFUSE, _("不同意")),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == self.OTHER and data.get("granted_on") is None and "granted_on" not in self.errors:
            self.add_error("granted_on", _("请填写另定的日期。"))
        return data

    @classmethod
    def granted(cls, data: dict[str, Any], wanted_on: date) -> date | None:
        """The day that is granted; None: refused."""
        return {cls.AS_ASKED: wanted_on, cls.OTHER: data["granted_on"]}.get(data["decision"])


class ShortenForm(PlainForm):
    due_on = day_field(_("缩短至"))
    reason = text_field(_("理由"), rows=3)


class SuspendForm(PlainForm):
    reason = text_field(_("中止原因"), rows=3, hint=_("例：因行政区划调整，暂缓实施"))
    until_on = day_field(_("预计恢复"), required=False, help_text=_("只作提示，到期不自动恢复"))


class RestartForm(PlainForm):
    dating = forms.ChoiceField(label=_("完成时限"), widget=forms.RadioSelect, initial=Dating.MOVED)
    due_on = day_field(_("另定日期"), required=False)
    note = text_field(_("说明"), rows=3, required=False)

    def __init__(self, *args: Any, datings: list[tuple[str, str]], **kwargs: Any) -> None:
        """`datings`: what becomes of the date, in words; empty: there is none."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["dating"]
        choice.choices = datings
        if not datings:
            self.fields.pop("dating")
            self.fields.pop("due_on")


class ListForm(PlainForm):
    level = forms.ChoiceField(label=_("挂牌级别"), choices=Listing.Level, initial=Listing.Level.CITY)
    reason = text_field(_("挂牌原因"), rows=3)
    finish_by = day_field(_("限期解决"), required=False)


class DelistForm(PlainForm):
    reason = text_field(_("摘牌理由"), rows=3)


class CloseForm(PlainForm):
    note = text_field(_("审核意见"), rows=3, required=False)


class CloseDirectlyForm(PlainForm):
    note = text_field(_("说明"), rows=3, hint=_("该事项尚未申请办结，请说明直接销号的依据"))


class CloseUnsignedForm(PlainForm):
    note = text_field(_("说明"), rows=3, hint=_("尚未签署，请说明不等签署即销号的依据"))


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
