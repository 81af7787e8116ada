"""What is asked for when something is changed about a unit."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from obligations.models import Membership, Unit, User
from obligations.web.forms.fields import PlainForm, day_field


class UnitForm(PlainForm):
    """A form about `self.unit`."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def offer(self, field: str, units: Any) -> None:
        """The units to choose from, this one left out."""
        choice: Any = self.fields[field]
        choice.queryset = units.exclude(pk=self.unit.pk).order_by("position", "name")


def unit_field(label: Any, help_text: Any = "") -> forms.ModelChoiceField:  # type: ignore[type-arg]
    return forms.ModelChoiceField(Unit.objects.none(), label=label, help_text=help_text)


class RenameForm(UnitForm):
    name = forms.CharField(label=_("新全称"), max_length=120)
    short_name = forms.CharField(label=_("新简称"), max_length=60, required=False)
    on = day_field(_("生效日期"), help_text=_("以后的日期：到期自动执行。旧称用于识别此日之前的文件。"))


class MergeForm(UnitForm):
    into = unit_field(_("并入"), _("名录中重复登记的同一单位，合并为这一个。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("into", Unit.objects.filter(is_active=True))


class ReorganiseForm(MergeForm):
    into = unit_field(_("划入"), _("新设的单位请先在系统管理中添加。"))
    on = day_field(_("生效日期"), help_text=_("以后的日期：到期自动执行。旧称用于识别此日之前的文件。"))


class JoinForm(UnitForm):
    member = unit_field(_("加入的单位"))
    first = day_field(_("自"), help_text=_("完成时限在此日及以后的事项，由该单位承办。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("member", Unit.objects.filter(is_active=True))


class DeputyForm(UnitForm):
    absent = forms.ModelChoiceField(User.objects.none(), label=_("缺席人"))
    deputy = forms.ModelChoiceField(User.objects.none(), label=_("代办人"))
    first = day_field(_("自"))
    last = day_field(_("至"))

    def offer_people(self, absent: Any, deputies: Any) -> None:
        for name, people in (("absent", absent), ("deputy", deputies)):
            choice: Any = self.fields[name]
            choice.queryset = people


class PartForm(UnitForm):
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("display_name", "username"), label=_("人员")
    )
    part = forms.ChoiceField(label=_("身份"), choices=Membership.Part.choices, widget=forms.RadioSelect)


class LeaveForm(UnitForm):
    last = day_field(_("至"), help_text=_("完成时限在此日之后、因本组承办的事项，予以撤回。"))


def today() -> dict[str, Any]:
    return dict.fromkeys(("on", "first", "last"), timezone.localdate())
