"""What is asked for when a hand-in is countersigned, and when countersigning is set."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obligations.web.forms.fields import PlainForm, text_field
from obligations.web.forms.units import UnitForm


class CountersignForm(PlainForm):
    AGREE, RETURN = "agree", "return"
    decision = forms.ChoiceField(
        label=gettext_lazy("意见"),
        choices=[(AGREE, gettext_lazy("同意报送")), (RETURN, gettext_lazy("退回修改"))],
        widget=forms.RadioSelect,
        initial=AGREE,
    )
    remark = text_field(
        gettext_lazy("说明"), rows=3, required=False, hint=gettext_lazy("退回时必填：哪里不够，补什么材料")
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("decision") == self.RETURN and not found.get("remark"):
            self.add_error("remark", _("退回时请填写理由。"))
        return found


class RuleForm(PlainForm):
    lead_checks = forms.BooleanField(
        label=gettext_lazy("牵头单位审核"),
        required=False,
        help_text=gettext_lazy("责任单位申请办结时，先由任务的牵头单位审核。"),
    )
    head_signs = forms.BooleanField(
        label=gettext_lazy("分管领导审签"),
        required=False,
        help_text=gettext_lazy("联络员申请办结时，由本单位分管领导审签后报督查室。"),
    )


def rule_field() -> forms.TypedChoiceField:
    """On, off, or as everywhere (None)."""
    return forms.TypedChoiceField(
        label=gettext_lazy("设定"),
        choices=[("", gettext_lazy("按统一设置")), ("on", gettext_lazy("启用")), ("off", gettext_lazy("不启用"))],
        coerce=lambda value: value == "on",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def say(value: bool | None) -> str:
    return _("按统一设置") if value is None else _("启用") if value else _("不启用")


class _ShowsRule(PlainForm):
    """A form whose initial value is the rule itself."""

    rule: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = self.initial.get(self.rule)
        self.initial[self.rule] = "" if value is None else "on" if value else "off"


class UnitRuleForm(_ShowsRule, UnitForm):
    rule = "head_signs"
    head_signs = rule_field()


class TaskRuleForm(_ShowsRule):
    rule = "lead_checks"
    lead_checks = rule_field()
