"""What is done about one commitment: by its unit, and by the supervisors."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from obligations import schedule, workflow
from obligations.models import Commitment, Extension, Task
from obligations.phrases import say_date
from obligations.web.access import PersonRequest, signed_in
from obligations.web.countersigning import shown_hand_in
from obligations.web.deeds import AtOnce, InDrawer, for_everybody, for_supervisors, visible
from obligations.web.forms.commitments import (
    AskExtensionForm,
    CloseDirectlyForm,
    CloseForm,
    CloseUnsignedForm,
    DueDateForm,
    ReasonForm,
    ReassignForm,
    ReassignWholeForm,
    ResumeForm,
    UrgeForm,
)
from obligations.workflow import reassigning


@signed_in
@require_safe
def commitment(request: PersonRequest, commitment_id: int) -> HttpResponse:
    """A commitment is shown on the page of its task: where notices lead."""
    mine = Commitment.objects.on_record_of(request.user).filter(task__in=Task.objects.visible_to(request.user))
    found = get_object_or_404(mine.only("task"), pk=commitment_id)
    return redirect(f"{reverse('task', args=[found.task_id])}?commitment={found.pk}#c-{found.pk}")


@for_everybody
class Sign(AtOnce):
    def perform(self) -> str:
        workflow.sign(self.commitment.pk, self.actor)
        return _("已签收：%s") % self.commitment.matter


@for_everybody
class Recall(AtOnce):
    def perform(self) -> str:
        workflow.recall(self.commitment.pk, self.actor)
        return _("已撤回办结申请，可以继续报进展。")


@for_everybody
class AskExtension(InDrawer):
    form_class = AskExtensionForm
    title = gettext_lazy("申请延期")
    button = gettext_lazy("提交延期申请")

    def foretell(self) -> str:
        return _("批准前仍按原定的%s计算。") % say_date(self.commitment.due_on) if self.commitment.due_on else ""

    def perform(self, data: dict[str, Any]) -> str:
        workflow.ask_extension(self.commitment.pk, self.actor, data["wanted_on"], data["reason"])
        return _("已申请延至%s，等待审批。") % say_date(data["wanted_on"])


@for_everybody
class RecallExtension(AtOnce):
    def find(self, request: PersonRequest, **ids: int) -> None:
        self.extension = get_object_or_404(Extension, pk=ids["extension_id"])
        self.commitment = visible(request, self.extension.commitment_id)

    def perform(self) -> str:
        workflow.recall_extension(self.extension.pk, self.actor)
        return _("已撤回延期申请。")


@for_supervisors
class Close(InDrawer):
    title = gettext_lazy("销号")
    button = gettext_lazy("确认销号")

    def find(self, request: PersonRequest, **ids: int) -> None:
        super().find(request, **ids)
        handed_in = self.commitment.state == Commitment.State.HANDED_IN
        self.form_class = CloseForm if handed_in else CloseDirectlyForm
        if self.commitment.is_countersigned:
            self.form_class = CloseUnsignedForm

    def context(self, request: PersonRequest, form: Form) -> dict[str, Any]:
        return super().context(request, form) | {"hand_in": shown_hand_in(self.commitment)}

    def foretell(self) -> str:
        if self.commitment.handed_in_on is None:
            return _("该事项尚未申请办结，将直接销号。")
        if self.commitment.is_countersigned:
            return _("该事项%s，将不等签署直接销号。") % self.commitment.step
        return _("%(unit)s于%(day)s申请办结。销号后计入已办结。") % {
            "unit": self.commitment.unit,
            "day": say_date(self.commitment.handed_in_on),
        }

    def perform(self, data: dict[str, Any]) -> str:
        workflow.close(self.commitment.pk, self.actor, data["note"], seen=self.request.POST.get("seen"))
        return _("已销号：%s") % self.commitment.matter


@for_supervisors
class Return(InDrawer):
    form_class = ReasonForm
    title = gettext_lazy("退回修改")
    button = gettext_lazy("退回")

    def context(self, request: PersonRequest, form: Form) -> dict[str, Any]:
        return super().context(request, form) | {"hand_in": shown_hand_in(self.commitment)}

    def foretell(self) -> str:
        return _("退回后重新计时，联络员会收到提醒。")

    def perform(self, data: dict[str, Any]) -> str:
        workflow.return_(self.commitment.pk, self.actor, data["reason"])
        return _("已退回%s修改。") % self.commitment.unit


@for_supervisors
class Resume(InDrawer):
    form_class = ResumeForm
    title = gettext_lazy("恢复办理")
    button = gettext_lazy("恢复办理")

    def foretell(self) -> str:
        return _("销号有误时用：事项回到待审核，未申请办结的回到办理中。")

    def perform(self, data: dict[str, Any]) -> str:
        workflow.resume(self.commitment.pk, self.actor, data["reason"])
        return _("已恢复办理：%s") % self.commitment.matter


@for_supervisors
class Urge(InDrawer):
    form_class = UrgeForm
    title = gettext_lazy("催办")
    button = gettext_lazy("发出催办")

    def foretell(self) -> str:
        return _("%s的联络员会在站内和邮件中收到。") % self.commitment.unit

    def perform(self, data: dict[str, Any]) -> str:
        workflow.urge(self.commitment.pk, self.actor, data["message"])
        return _("已催办%s。") % self.commitment.unit


@for_supervisors
class Reassign(InDrawer):
    title = gettext_lazy("改派")
    button = gettext_lazy("确认改派")
    leaves_list = True

    def find(self, request: PersonRequest, **ids: int) -> None:
        super().find(request, **ids)
        self.outlook = reassigning.outlook(self.commitment)
        self.form_class = ReassignWholeForm if self.outlook.has_more else ReassignForm

    def initial(self) -> dict[str, Any]:
        return {"due_on": self.commitment.due_on}

    def foretell(self) -> str:
        row = self.commitment
        parts = [_("%s已报的进展和材料保留在办理过程，新单位可以查看；新单位重新签收，双方人员会收到通知。") % row.unit]
        if row.state == Commitment.State.HANDED_IN:
            parts.append(_("办结申请不再审核，由新单位重新办理。"))
        if row.pending_extensions:  # type: ignore[attr-defined]
            parts.append(_("待审批的延期申请视为不同意。"))
        if self.outlook.others:
            parts.append(_("该单位在本任务另有%s个未办结事项。") % self.outlook.others)
        if self.outlook.with_role:
            parts.append(_("责任分工随之变更。"))
        return "".join(parts)

    def perform(self, data: dict[str, Any]) -> str:
        whole = data.get("whole", False)
        done = workflow.reassign(
            self.commitment.pk, data["unit"].pk, self.actor, data["reason"], data["due_on"], whole=whole
        )
        said = _("已改派%(unit)s，共%(n)s个承办事项。") % {"unit": data["unit"], "n": len(done.rows)}
        return said + (_("责任分工已变更。") if done.with_role else "")


@for_supervisors
class SetDueDate(InDrawer):
    form_class = DueDateForm
    title = gettext_lazy("定时限")
    button = gettext_lazy("确定")

    def foretell(self) -> str:
        return _("文件没有写明完成时限；定下后按此计算灯色和提醒，今后更改须走延期审批。")

    def perform(self, data: dict[str, Any]) -> str:
        schedule.set_due_date(self.commitment.pk, self.actor, data["due_on"])
        return _("完成时限定为%s。") % say_date(data["due_on"])
