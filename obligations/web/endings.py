"""What ends before it is done: a directive that is repealed, and tasks that are withdrawn with it or alone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from obligations import replacing, withdrawing
from obligations.errors import BadInput, NotAllowed, Refused
from obligations.models import Directive, Task
from obligations.phrases import say_list
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE
from obligations.web.asking import forbidden, put_beside
from obligations.web.forms.fields import PlainForm, day_field, text_field
from obligations.web.parameters import numbers


class WithdrawForm(PlainForm):
    reason = text_field(gettext_lazy("撤销依据"), rows=3, hint=gettext_lazy("例：文件已废止，有关工作不再要求"))


class ReplacedForm(PlainForm):
    by = forms.CharField(
        label=gettext_lazy("废止本文件的文号"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("新版本也在这里标明；留空表示没有废止"),
    )
    on = day_field(gettext_lazy("废止日期"), required=False, help_text=gettext_lazy("留空时按该文件的施行或成文日期"))


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_directive(request: PersonRequest, directive_id: int) -> HttpResponseBase:
    """The open tasks of a directive, each with what would be withdrawn with it, before it is done."""
    found = get_object_or_404(Directive.objects.select_related("replaced_by").defer("text"), pk=directive_id)
    on = timezone.localdate()
    why = withdrawing.why_ended(found, on)
    form = WithdrawForm(request.POST or None, initial={"reason": why})
    tasks = list(withdrawing.open_tasks(found).order_by("number"))
    elsewhere = {task.pk: withdrawing.printed_elsewhere(task, on) for task in tasks}
    # what another directive still asks for is left to a person to tick
    offered = {task.pk for task in tasks if not elsewhere[task.pk]}
    chosen = set(numbers(request.POST.getlist("task"))) if request.method == "POST" else offered
    context = {
        "directive": found,
        "tasks": tasks,
        "chosen": chosen,
        "elsewhere": elsewhere,
        "late": withdrawing.late_counts(found, on),
        "form": form,
        "why": why,
    }
    if request.method != "POST":
        return render(request, "directives/withdraw.html", context)
    wanted = [task.pk for task in tasks if task.pk in chosen]
    if not wanted:
        form.add_error(None, _("请先选择要撤销的任务。"))
    if not form.is_valid():
        return render(request, "directives/withdraw.html", context, status=UNPROCESSABLE)
    try:
        result = withdrawing.withdraw_many(wanted, request.user, form.cleaned_data["reason"])
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    said = _("已撤销%(n)s项任务、%(m)s个承办事项，已通知承办单位。")
    messages.success(request, said % {"n": result.done, "m": result.commitments_made})
    if result.refused:
        told = say_list([f"{task}（{why}）" for task, why in result.refused])
        messages.error(request, _("未能撤销：%s") % told)
    return redirect("directive", found.pk)


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_task(request: PersonRequest, task_id: int) -> HttpResponseBase:
    task = get_object_or_404(Task.objects.select_related("directive__replaced_by"), pk=task_id)
    counted = withdrawing.open_tasks(task.directive).filter(pk=task.pk).first()
    why = withdrawing.why_ended(task.directive, timezone.localdate())
    form = WithdrawForm(request.POST or None, initial={"reason": why})
    if request.method == "POST" and form.is_valid():
        try:
            gone = withdrawing.withdraw(task.pk, request.user, form.cleaned_data["reason"])
        except NotAllowed as refusal:
            return forbidden(request, refusal)
        except Refused as refusal:
            put_beside(form, refusal)
        else:
            messages.success(request, _("任务已撤销，%s个承办事项随之撤销，已通知承办单位。") % gone)
            return redirect("task", task.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "tasks/withdraw.html", {"task": task, "counted": counted, "form": form}, status=status)


@supervisors_only
@require_POST
def restore_task(request: PersonRequest, task_id: int) -> HttpResponseBase:
    task = get_object_or_404(Task, pk=task_id)
    try:
        back = withdrawing.restore(task.pk, request.user)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("任务已恢复，%s个承办事项继续办理。") % back)
    return redirect("task", task.pk)


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def replaced(request: PersonRequest, directive_id: int) -> HttpResponseBase:
    """Says which directive repeals this one, by its number."""
    found = get_object_or_404(Directive.objects.select_related("replaced_by").defer("text"), pk=directive_id)
    form = ReplacedForm(request.POST or None, initial=_as_said(found))
    if request.method == "POST" and form.is_valid():
        try:
            _replace(found, form, request)
        except NotAllowed as refusal:
            return forbidden(request, refusal)
        except Refused as refusal:
            put_beside(form, refusal)
        else:
            return redirect("directive", found.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "directives/replaced.html", {"directive": found, "form": form}, status=status)


def _as_said(directive: Directive) -> dict[str, Any]:
    return {"by": directive.replaced_by.doc_number if directive.replaced_by else "", "on": directive.replaced_on}


def _replace(found: Directive, form: ReplacedForm, request: PersonRequest) -> None:
    number = form.cleaned_data["by"].strip()
    by = replacing.by_number(number) if number else None
    if number and by is None:
        raise BadInput("by", _("系统中没有文号为“%s”的文件，请先上传。") % number)
    done = replacing.replace(found.pk, by.pk if by else None, request.user, form.cleaned_data["on"])
    said = _("已标明由%s废止。") % number if done.replaced_by_id else _("已取消废止标记。")
    messages.success(request, said)
