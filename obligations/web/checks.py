"""What a supervisor gives a task without a date: one date for all, or an interval at which it is looked at again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obligations import checking, schedule
from obligations.models import Task
from obligations.phrases import say_date
from obligations.web.deeds import for_supervisors
from obligations.web.forms.commitments import DueDateForm
from obligations.web.forms.fields import PlainForm, day_field, text_field
from obligations.web.on_tasks import OnTask


class CheckForm(PlainForm):
    every = forms.TypedChoiceField(
        label=gettext_lazy("调度周期"),
        choices=[*Task.CheckEvery.choices, ("", gettext_lazy("不再定期调度"))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    first_on = day_field(gettext_lazy("首次调度"), required=False, help_text=gettext_lazy("留空时从今天起隔一个周期"))


class CheckedForm(PlainForm):
    note = text_field(
        gettext_lazy("调度意见"), rows=4, required=False, help_text=gettext_lazy("填写后通知承办单位；可以留空")
    )


@for_supervisors
class SetTaskDueDate(OnTask):
    form_class = DueDateForm
    title = gettext_lazy("统一定时限")
    button = gettext_lazy("确定")

    def foretell(self) -> str:
        n = len(checking.dateless(self.found))
        return _("%s个没有时限的承办事项将按此计算灯色和提醒，今后更改须走延期审批。") % n

    def perform(self, data: dict[str, Any]) -> str:
        n = schedule.set_task_due_date(self.found.pk, self.actor, data["due_on"])
        return _("%(n)s个承办事项的完成时限定为%(day)s。") % {"n": n, "day": say_date(data["due_on"])}


@for_supervisors
class SetCheck(OnTask):
    form_class = CheckForm
    title = gettext_lazy("定期调度")
    button = gettext_lazy("保存")

    def initial(self) -> dict[str, Any]:
        return {"every": self.found.check_every or Task.CheckEvery.MONTH, "first_on": self.found.check_on}

    def foretell(self) -> str:
        return _("到期时提醒承办单位报最新进展，并列入督查室的“待调度”；逢休息日提前到前一个工作日。")

    def perform(self, data: dict[str, Any]) -> str:
        done = checking.set_check(self.found.pk, self.actor, data["every"], data["first_on"])
        return _("已设定%s。") % checking.say_every(done) if done.check_on else _("不再定期调度。")


@for_supervisors
class Check(OnTask):
    form_class = CheckedForm
    title = gettext_lazy("记录调度")
    button = gettext_lazy("完成本次调度")

    def foretell(self) -> str:
        return checking.say_every(self.found)

    def perform(self, data: dict[str, Any]) -> str:
        following = checking.check(self.found.pk, self.actor, data["note"])
        return _("已调度，下次%s。") % say_date(following)
