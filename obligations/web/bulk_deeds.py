"""What can be done to many commitments at once, and what is asked for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from obligations import withdrawing, workflow
from obligations.models import Commitment, Event, Extension, Task, User
from obligations.web.forms import commitments as asked
from obligations.web.forms.fields import PlainForm, day_field, text_field
from obligations.workflow.suspending import Dating

Verb = Event.Verb
Data = dict[str, Any]


class RefuseForm(PlainForm):
    reply = text_field(gettext_lazy("理由"), rows=3)


class GrantForm(PlainForm):
    reply = text_field(gettext_lazy("审批意见"), rows=3, required=False)


class RestartManyForm(PlainForm):
    dating = forms.ChoiceField(
        label=gettext_lazy("完成时限"),
        widget=forms.RadioSelect,
        initial=Dating.MOVED,
        choices=[
            (Dating.MOVED, gettext_lazy("按各自中止的天数顺延")),
            (Dating.KEPT, gettext_lazy("不变")),
            (Dating.GIVEN, gettext_lazy("统一另定日期")),
        ],
    )
    due_on = day_field(gettext_lazy("另定日期"), required=False)
    note = text_field(gettext_lazy("说明"), rows=3, required=False)


class WithdrawManyForm(PlainForm):
    reason = text_field(gettext_lazy("撤销依据"), rows=3)


@dataclass(frozen=True, slots=True)
class BulkDeed:
    """`do` does the verb on one commitment (key); `foretold` says what the button will change."""

    verb: Event.Verb
    label: str | Promise
    form_class: type[forms.Form]
    do: Callable[[int, User, Data], object]
    foretold: str | Promise


def _pending(pk: int) -> Extension | None:
    return Extension.objects.filter(commitment=pk, state=Extension.State.PENDING).first()


def _grant(pk: int, who: User, data: Data) -> object:
    extension = _pending(pk)
    key, day = (extension.pk, extension.wanted_on) if extension else (0, timezone.localdate())
    return workflow.decide_extension(key, who, day, data["reply"])


def _refuse(pk: int, who: User, data: Data) -> object:
    extension = _pending(pk)
    return workflow.decide_extension(extension.pk if extension else 0, who, None, data["reply"])


def _withdraw(pk: int, who: User, data: Data) -> object:
    """The task of the commitment; another one of it may have taken it along already."""
    row = Commitment.objects.select_related("task").get(pk=pk)
    if row.task.state == Task.State.WITHDRAWN:
        return None
    return withdrawing.withdraw(row.task_id, who, data["reason"])


DEEDS: dict[str, BulkDeed] = {
    "urge": BulkDeed(
        Verb.URGED,
        gettext_lazy("催办"),
        asked.UrgeForm,
        lambda pk, who, data: workflow.urge(pk, who, data["message"]),
        gettext_lazy("各承办单位的联络员会在站内和邮件中收到。"),
    ),
    "close": BulkDeed(
        Verb.CLOSED,
        gettext_lazy("销号"),
        asked.CloseForm,
        lambda pk, who, data: workflow.close(pk, who, data["note"]),
        gettext_lazy("销号后计入已办结。没有申请办结的须填写审核意见说明依据，否则不予销号。"),
    ),
    "return": BulkDeed(
        Verb.RETURNED,
        gettext_lazy("退回"),
        asked.ReasonForm,
        lambda pk, who, data: workflow.return_(pk, who, data["reason"]),
        gettext_lazy("退回后重新计时，联络员会收到提醒。"),
    ),
    "grant": BulkDeed(
        Verb.EXTENSION_GRANTED,
        gettext_lazy("同意延期"),
        GrantForm,
        _grant,
        gettext_lazy("按各自申请的日期同意；原定时限保留。要缩短的请逐项审批。"),
    ),
    "refuse": BulkDeed(
        Verb.EXTENSION_REFUSED,
        gettext_lazy("不同意延期"),
        RefuseForm,
        _refuse,
        gettext_lazy("时限不变，申请人会收到理由。"),
    ),
    "list": BulkDeed(
        Verb.LISTED,
        gettext_lazy("挂牌督办"),
        asked.ListForm,
        lambda pk, who, data: workflow.list_(pk, who, data["reason"], data["level"], data["finish_by"]),
        gettext_lazy("承办单位人员及上级单位分管领导会收到；逾期后每3天提醒一次。"),
    ),
    "delist": BulkDeed(
        Verb.DELISTED,
        gettext_lazy("摘牌"),
        asked.DelistForm,
        lambda pk, who, data: workflow.delist(pk, who, data["reason"]),
        gettext_lazy("不再挂牌督办，承办单位会收到通知。"),
    ),
    "suspend": BulkDeed(
        Verb.SUSPENDED,
        gettext_lazy("中止"),
        asked.SuspendForm,
        lambda pk, who, data: workflow.suspend(pk, who, data["reason"], data["until_on"]),
        gettext_lazy("中止期间停止计时，不提醒、不计逾期；待审批的延期申请视为不同意。"),
    ),
    "restart": BulkDeed(
        Verb.RESTARTED,
        gettext_lazy("解除中止"),
        RestartManyForm,
        lambda pk, who, data: workflow.restart(pk, who, Dating(data["dating"]), data["due_on"], data["note"]),
        gettext_lazy("恢复后重新计时和提醒；原定时限保留。"),
    ),
    "reassign": BulkDeed(
        Verb.REASSIGNED,
        gettext_lazy("改派"),
        asked.ReassignForm,
        lambda pk, who, data: workflow.reassign(pk, data["unit"].pk, who, data["reason"], data.get("due_on")),
        gettext_lazy("改由新单位承办并重新签收；不填时限的，各按现定的时限。"),
    ),
    "withdraw": BulkDeed(
        Verb.TASK_WITHDRAWN,
        gettext_lazy("撤销任务"),
        WithdrawManyForm,
        _withdraw,
        gettext_lazy("所选事项所在的任务整项撤销，包括其中没有选中的未办结事项；撤销后可以恢复。"),
    ),
}
