"""What is asked for when a unit hands a part on, and when that part is reported and accepted."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from obligations.models import Membership, Unit, User
from obligations.parting import executing_units
from obligations.web.forms.fields import PlainForm, day_field, text_field


class PartForm(PlainForm):
    unit_id = forms.TypedChoiceField(label=_("分办给"), coerce=int)
    person_id = forms.TypedChoiceField(
        label=_("经办人"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("可以不指定；分办给本单位人员时必填"),
    )
    what = text_field(_("分办内容"), rows=3, hint=_("做什么、到什么程度"))
    due_on = day_field(_("完成时限"), required=False)

    def offer(self, unit: Unit, latest: date | None, executing: Unit | None = None) -> None:
        """Units below the commitment's, their people; `executing`: the unit stays, only its people are offered."""
        units = [executing] if executing else list(executing_units(unit))
        names = {one.pk: str(one) for one in units}
        people = Membership.objects.filter(unit__in=names, user__is_active=True).select_related("user")
        found: dict[int, list[str]] = {}
        users: dict[int, User] = {}
        for one in people.order_by("unit__position", "pk"):
            users[one.user_id] = one.user
            found.setdefault(one.user_id, []).append(names[one.unit_id])
        said = [(pk, f"{users[pk]}（{'、'.join(dict.fromkeys(units_))}）") for pk, units_ in found.items()]
        self._choices("person_id", [("", _("不指定")), *said])
        if executing:
            self.fields.pop("unit_id")
        else:
            below = [(pk, name) for pk, name in names.items() if pk != unit.pk]
            self._choices("unit_id", [*below, (unit.pk, _("本单位（%s）") % unit)])
        if latest is not None:
            self.fields["due_on"].widget.attrs["max"] = latest.isoformat()

    def _choices(self, name: str, choices: list[Any]) -> None:
        choice: Any = self.fields[name]
        choice.choices = choices


class AcceptForm(PlainForm):
    note = text_field(_("验收意见"), rows=3, required=False)


class WithdrawForm(PlainForm):
    reason = text_field(_("收回理由"), rows=3)
