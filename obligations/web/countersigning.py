"""会签: the drawers in which a lead unit checks and a head signs, and the pages that switch this on and off."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from obligations.countersigning import rules, signing
from obligations.countersigning.desks import Desk, hand_in_of
from obligations.errors import NotAllowed, Refused
from obligations.models import Commitment, CountersignRule, Event, Progress, Task, Unit, User
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE
from obligations.web.asking import forbidden
from obligations.web.deeds import InDrawer, for_everybody, for_supervisors
from obligations.web.forms import countersigning as forms
from obligations.web.on_tasks import OnTask
from obligations.web.parameters import number
from obligations.web.unit_deeds import Data, UnitDeed

MOST_EXCEPTIONS = 100


class Countersigning(InDrawer):
    """One form for both answers, so that whoever has read it decides in one place."""

    desk: Desk
    form_class = forms.CountersignForm
    button = gettext_lazy("提交意见")

    def context(self, request: PersonRequest, form: Form) -> dict[str, Any]:
        return super().context(request, form) | {"hand_in": shown_hand_in(self.commitment)}

    def foretell(self) -> str:
        return _("同意后继续报送；退回的，承办单位补充后重新申请，重新计时。")

    def perform(self, data: dict[str, Any]) -> str:
        seen = number(self.request.POST.get("report", ""))
        if data["decision"] == forms.CountersignForm.RETURN:
            signing.send_back(self.commitment.pk, self.actor, self.desk, data["remark"], seen=seen)
            return _("已退回%s修改。") % self.commitment.unit
        done = signing.agree(self.commitment.pk, self.actor, self.desk, data["remark"], seen=seen)
        return _("已签署意见，现%s。") % done.get_waits_for_display()


@for_everybody
class CheckAsLead(Countersigning):
    desk = Desk.LEAD
    title = gettext_lazy("牵头单位审核")


@for_everybody
class SignAsHead(Countersigning):
    desk = Desk.HEAD
    title = gettext_lazy("分管领导审签")


@for_everybody
class SetUnitRule(UnitDeed):
    verb = Event.Verb.COUNTERSIGN_SET
    form_class = forms.UnitRuleForm
    title = gettext_lazy("分管领导审签")
    button = gettext_lazy("设定")

    def initial(self) -> Data:
        return {"head_signs": self.unit.head_signs}

    def tell(self, data: Data) -> list[str]:
        n = rules.foretell_unit_rule(self.unit.pk, self.actor, data["head_signs"])
        return [
            _("%(unit)s及下属单位：%(rule)s。") % {"unit": self.unit, "rule": forms.say(data["head_signs"])},
            passed(n),
        ]

    def perform(self, data: Data) -> str:
        rules.set_unit_rule(self.unit.pk, self.actor, data["head_signs"])
        return _("已设定。")


@for_supervisors
class SetTaskRule(OnTask):
    form_class = forms.TaskRuleForm
    title = gettext_lazy("牵头单位审核")
    button = gettext_lazy("保存")

    def initial(self) -> dict[str, Any]:
        return {"lead_checks": self.found.lead_checks}

    def foretell(self) -> str:
        leads = "、".join(map(str, self.found.lead_units))
        if not leads:
            return _("这项任务没有牵头单位，启用后也不需要审核。")
        return _("启用后，其他承办单位申请办结时先由%s审核，再报督查室；停用时正在等待的随即报送下一环节。") % leads

    def perform(self, data: dict[str, Any]) -> str:
        n = rules.set_task_rule(self.found.pk, self.actor, data["lead_checks"])
        return _("已设定：%s。") % forms.say(data["lead_checks"]) + (passed(n) if n else "")


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponseBase:
    """What holds everywhere, and who differs from it. Supervisors read it, administrators change it."""
    rule = CountersignRule.objects.current()
    if request.method != "POST":
        initial = {"head_signs": rule.head_signs, "lead_checks": rule.lead_checks}
        return _settings(request, rule, forms.RuleForm(initial=initial))
    form = forms.RuleForm(request.POST)
    if not form.is_valid():
        return _settings(request, rule, form, UNPROCESSABLE)
    try:
        n = rules.set_rule(request.user, **form.cleaned_data)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _settings(request, rule, form, UNPROCESSABLE)
    messages.success(request, _("会签设置已保存。") + (passed(n) if n else ""))
    return redirect("countersign_settings")


def _settings(request: PersonRequest, rule: CountersignRule, form: forms.RuleForm, status: int = 200) -> HttpResponse:
    waiting = Commitment.objects.filter(state=Commitment.State.HANDED_IN)
    at_lead, at_head = (waiting.filter(waits_for=desk).count() for desk in (Desk.LEAD, Desk.HEAD))
    context = {
        "rule": rule,
        "form": form,
        "units": Unit.objects.filter(head_signs__isnull=False).order_by("position", "name")[:MOST_EXCEPTIONS],
        "tasks": _tasks()[:MOST_EXCEPTIONS],
        "at_lead": at_lead,
        "at_head": at_head,
        "waiting": at_lead + at_head,
    }
    return render(request, "countersigning/settings.html", context, status=status)


def _tasks() -> "QuerySet[Task]":
    rows = Task.objects.filter(lead_checks__isnull=False, state=Task.State.IN_FORCE).select_related("directive")
    return rows.defer("text", "suggestion", "directive__text").order_by("directive", "number")


def passed(n: int) -> str:
    return _("%s个正在等待签署的办结申请随即报送下一环节。") % n if n else _("没有办结申请因此改变去向。")


def shown_hand_in(commitment: Commitment) -> Progress | None:
    """What whoever decides must read: the report with its files and signatures. Four queries."""
    found = hand_in_of(commitment) if commitment.state == Commitment.State.HANDED_IN else None
    if found is None:
        return None
    rows = commitment.progress.select_related("reported_by").prefetch_related(
        "evidence", "countersigns__signed_by", "countersigns__unit"
    )
    return rows.get(pk=found.pk)


def say_rule(task: Task, person: User) -> str:
    """What a task's page says of the check by its lead; "" where it says nothing to this person."""
    leads = "、".join(map(str, task.lead_units))
    if not leads or task.state != Task.State.IN_FORCE:
        return ""
    is_on = CountersignRule.objects.current().lead_checks if task.lead_checks is None else task.lead_checks
    if is_on:
        return _("其他单位的办结申请由%s审核") % leads
    return _("不经牵头单位审核") if person.supervises else ""
