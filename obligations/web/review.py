"""确认台: what the machine suggested beside the words it was read from, for a person to confirm, edit or reject."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh, reswap, retarget

from obligations import owing, review, schedule
from obligations.errors import BadInput, NotAllowed, Refused
from obligations.extraction.confidence import SURE
from obligations.models import Directive, Task, TaskPair, Unit
from obligations.models.sources import SOURCE_WORDS
from obligations.models.tasks import TaskQuerySet
from obligations.register.names import unknown_names
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE, refused
from obligations.web.asking import forbidden
from obligations.web.forms.review import TaskForm, empty_deadline, empty_target
from obligations.web.parameters import number, numbers, without_nul
from obligations.web.similar import similar_of
from obligations.web.source_view import read_directive

State = Task.State


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the review of a directive is."""

    total: int
    waiting: int
    confirmed: int
    rejected: int
    merged: int = 0

    @property
    def settled(self) -> int:
        return self.total - self.waiting


@supervisors_only
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """The directives that wait, the newest first."""
    waiting = Directive.objects.visible_to(request.user).awaiting_review().with_task_counts()
    source = number(request.GET.get("source", ""))
    if source is not None:
        waiting = waiting.filter(source=source)
    unknown = list(unknown_names()[:20])
    context = {
        "directives": waiting.defer("text").order_by("-source__received_at", "source", "number_in_source"),
        "unknown": unknown,
        "unknown_total": unknown_names().count(),
    }
    return render(request, "review/overview.html", context)


@supervisors_only
@require_safe
def review_directive(request: PersonRequest, directive_id: int) -> HttpResponse:
    mine = Directive.objects.visible_to(request.user).select_related("source").defer("source__text")
    found = get_object_or_404(mine, pk=directive_id)
    tasks = list(_tasks().filter(directive=found).order_by("number"))
    wanted = request.GET.get("state", "")
    shown = [task for task in tasks if not wanted or task.state == wanted]
    similar = similar_of(tasks)
    context = {
        "directive": found,
        "unread_pages": found.unread_pages(),
        "paragraphs": read_directive(found, tasks),
        "tasks": shown,
        "similar": similar,
        "wanted": wanted,
        "counts": _counts(found.pk),
        "register": Unit.objects.filter(is_active=True),
        "next_directive": _next_directive(found),
        "unknown": _unknown(tasks),
        "sure": SURE,
        "sure_count": sum(is_sure(task) for task in tasks if task.pk not in similar or not similar[task.pk].waiting),
        "states": [(State.SUGGESTED, _("待确认")), (State.IN_FORCE, _("已确认")), (State.REJECTED, _("不立项"))],
    }
    return render(request, "review/review.html", context)


@supervisors_only
@require_safe
def preview(request: PersonRequest, task_id: int) -> HttpResponse:
    """What confirming would make, said in a sentence."""
    return render(request, "review/_foretold.html", {"said": review.preview(_task(task_id))})


@supervisors_only
@require_POST
def confirm(request: PersonRequest, task_id: int) -> HttpResponseBase:
    try:
        result = review.confirm(task_id, request.user)
    except Refused as refusal:
        return not_settled(request, task_id, refusal)
    return settled(request, task_id, _("已确认，生成%s个承办事项。") % result.commitments_made)


@supervisors_only
@require_POST
def reject(request: PersonRequest, task_id: int) -> HttpResponseBase:
    try:
        review.reject(task_id, request.user, without_nul(request.POST.get("reason", "")))
    except Refused as refusal:
        return not_settled(request, task_id, refusal)
    return settled(request, task_id, _("已作不立项处理。"))


@supervisors_only
@require_POST
def reopen(request: PersonRequest, task_id: int) -> HttpResponseBase:
    try:
        review.reopen(task_id, request.user)
    except Refused as refusal:
        return not_settled(request, task_id, refusal)
    return settled(request, task_id, _("已撤回，建议重新等待确认。"))


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, task_id: int) -> HttpResponseBase:
    task = _task(task_id)
    if request.method != "POST":
        return _edit_form(request, task, TaskForm.of(task))
    form = TaskForm.entered(request.POST)
    if not form.is_valid():
        return _edit_form(request, task, form, status=UNPROCESSABLE)
    try:
        review.correct(task.pk, form.draft(task), request.user)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        form.error = refusal.message
        form.error_field = refusal.field if isinstance(refusal, BadInput) else ""
        return _edit_form(request, task, form, status=UNPROCESSABLE)
    return settled(request, task_id, _("已保存修改。"))


@supervisors_only
@require_safe
def bulk(request: PersonRequest, directive_id: int) -> HttpResponse:
    """Says what confirming the chosen ones would make, before it is done."""
    found = get_object_or_404(Directive.objects.visible_to(request.user).defer("text"), pk=directive_id)
    tasks = list(_tasks().filter(directive=found, state=State.SUGGESTED, pk__in=numbers(request.GET.getlist("task"))))
    on, groups = timezone.localdate(), owing.GroupTree()
    planned = {task.pk: len(schedule.plan(task, on, groups)) for task in tasks}
    alike = TaskPair.objects.unresolved().twins(planned)
    context = {
        "directive": found,
        "tasks": [task for task in tasks if task.pk not in alike],
        "alike": [(task, alike[task.pk]) for task in tasks if task.pk in alike],
        "made": sum(made for pk, made in planned.items() if pk not in alike),
        "empty": [task for task in tasks if not planned[task.pk] and task.pk not in alike],
    }
    return render(request, "review/bulk.html" if request.htmx else "review/bulk_page.html", context)


@supervisors_only
@require_POST
def confirm_many(request: PersonRequest, directive_id: int) -> HttpResponseBase:
    return _many(request, directive_id, confirmed=True)


@supervisors_only
@require_POST
def reject_many(request: PersonRequest, directive_id: int) -> HttpResponseBase:
    return _many(request, directive_id, confirmed=False)


def _many(request: PersonRequest, directive_id: int, *, confirmed: bool) -> HttpResponseBase:
    verb = review.confirm_many if confirmed else review.reject_many
    mine = Task.objects.visible_to(request.user).filter(directive_id=directive_id)
    ids = list(
        mine.filter(pk__in=numbers(request.POST.getlist("task"))).order_by("number").values_list("pk", flat=True)
    )
    try:
        result = verb(ids, request.user)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    if not ids:
        messages.error(request, _("没有选中建议。"))
    elif confirmed:
        said = _("已确认%(n)s条，生成%(made)s个承办事项。")
        messages.success(request, said % {"n": result.done, "made": result.commitments_made})
    else:
        messages.success(request, _("%s条建议已作不立项处理。") % result.done)
    for task, reason in result.refused:
        messages.warning(request, f"{task.number}. {task.title}：{reason}")
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect("review_directive", directive_id)


def is_sure(task: Task) -> bool:
    return task.state == State.SUGGESTED and task.confidence >= SURE


def _unknown(tasks: list[Task]) -> set[str]:
    """Names in suggestions that the register does not know."""
    waiting = [task for task in tasks if task.state == State.SUGGESTED]
    return {a.name for task in waiting for a in task.assignments.all() if a.is_unknown}


def _tasks() -> TaskQuerySet:
    return (
        Task.objects.with_details()
        .select_related("directive__source", "reviewed_by")
        .defer("directive__text", *(f"directive__{name}" for name in SOURCE_WORDS))
    )


def _task(task_id: int) -> Task:
    return get_object_or_404(_tasks(), pk=task_id)


def settled(request: PersonRequest, task_id: int, said: str, others: Sequence[int] = ()) -> HttpResponse:
    """The suggestion as it stands now, and the counts; `others` are those of its directive that changed with it."""
    task = _task(task_id)
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"{reverse('review_directive', args=[task.directive_id])}#s-{task.pk}")
    beside = list(_tasks().filter(pk__in=others, directive=task.directive_id)) if others else []
    context = {
        "task": task,
        "directive": task.directive,
        "counts": _counts(task.directive_id),
        "said": said,
        "beside": beside,
        "similar": similar_of([task, *beside]),
    }
    return render(request, "review/settled.html", context)


def not_settled(request: PersonRequest, task_id: int, refusal: Refused) -> HttpResponse:
    """The suggestion as it stands now (somebody may have been faster), with what was said."""
    if isinstance(refusal, NotAllowed):
        return forbidden(request, refusal)
    task = _tasks().filter(pk=task_id).first()
    if task is None or not request.htmx:
        return refused(request, refusal.message)
    context = {
        "task": task,
        "directive": task.directive,
        "counts": _counts(task.directive_id),
        "error": refusal.message,
        "similar": similar_of([task]),
    }
    return render(request, "review/settled.html", context, status=UNPROCESSABLE)


def _edit_form(request: PersonRequest, task: Task, form: TaskForm, status: int = 200) -> HttpResponse:
    context = {"task": task, "directive": task.directive, "form": form, "empty_deadline": empty_deadline()}
    context["empty_target"] = empty_target()
    if not request.htmx:
        context["register"] = Unit.objects.filter(is_active=True)
    if not request.htmx:
        return render(request, "review/edit_page.html", context, status=status)
    answer = render(request, "review/_edit.html", context, status=status)
    # Saved, the form gives way to the whole suggestion; with a mistake it stays where it is.
    return reswap(retarget(answer, f"#edit-{task.pk}"), "innerHTML")


def _counts(directive_id: int) -> Counts:
    counts = Task.objects.filter(directive=directive_id).state_counts()
    return Counts(
        total=sum(counts.values()) - counts.get(State.WITHDRAWN, 0),
        waiting=counts.get(State.SUGGESTED, 0),
        confirmed=counts.get(State.IN_FORCE, 0) + counts.get(State.CLOSED, 0),
        rejected=counts.get(State.REJECTED, 0),
        merged=counts.get(State.MERGED, 0),
    )


def _next_directive(found: Directive) -> Directive | None:
    """Another directive that waits, the same file's first."""
    waiting = Directive.objects.awaiting_review().exclude(pk=found.pk).defer("text")
    same_file = waiting.filter(source=found.source_id).order_by("number_in_source").first()
    return same_file or waiting.order_by("-source__received_at", "source", "number_in_source").first()
