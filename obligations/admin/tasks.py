"""Review (审核立项): suggested tasks with their sentence, corrected and decided singly or in bulk."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from obligations import foretelling, review
from obligations.admin.bases import ModelAdmin, ModelForm, TabularInline, ToLookAt, actor
from obligations.admin.source_marks import marked
from obligations.admin.task_actions import ACTIONS
from obligations.admin.task_filters import UNSURE, ConfidenceFilter, DirectiveFilter, UnknownUnitFilter
from obligations.admin.task_forms import (
    AssignmentForm,
    AssignmentFormSet,
    DeadlineForm,
    DeadlineFormSet,
    TaskForm,
    draft_of,
)
from obligations.errors import Refused
from obligations.extraction.confidence import SURE
from obligations.models import Assignment, Deadline, Task

Role = Assignment.Role


class WhileSuggested(ToLookAt):
    """Looked at always, changed only before somebody decided."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request) and isinstance(obj, Task) and obj.state == Task.State.SUGGESTED


class PartOfSuggestion(WhileSuggested):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class AssignmentInline(PartOfSuggestion, TabularInline[Assignment, Task]):
    model = Assignment
    form = AssignmentForm
    formset = AssignmentFormSet
    autocomplete_fields = ("unit",)
    extra = 1
    ordering = ("position", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assignment]:
        return super().get_queryset(request).select_related("unit")


class DeadlineInline(PartOfSuggestion, TabularInline[Deadline, Task]):
    model = Deadline
    form = DeadlineForm
    formset = DeadlineFormSet
    extra = 1


@admin.register(Task)
class TaskAdmin(WhileSuggested, ModelAdmin[Task]):
    form = TaskForm
    inlines = (AssignmentInline, DeadlineInline)
    actions = ACTIONS
    list_display = ("title", "sentence", "leads", "responsible", "supports", "limits", "confidence_", "basis", "state")
    list_filter = ("state", DirectiveFilter, ConfidenceFilter, "basis", UnknownUnitFilter)
    list_per_page = 50
    search_fields = ("title", "text", "directive__title", "directive__doc_number")
    readonly_fields = ("directive", "place", "sentence", "confidence_", "basis", "state", "foretold", "decision")
    fields = ("directive", "place", "title", "sentence", "confidence_", "basis", "state", "foretold", "decision")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        return Task.objects.with_details().select_related("reviewed_by").defer("directive__text", "suggestion")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """As in the paper: one directive after the other, the newest first."""
        return ("-directive", "number")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Without a filter the list is what waits."""
        if request.method == "GET" and not request.GET:
            return HttpResponseRedirect(f"{request.path}?state__exact={Task.State.SUGGESTED}")
        return super().changelist_view(request, {"title": "审核任务", **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        """Nothing yet: title, units and deadlines are one correction."""

    def save_related(self, request: HttpRequest, form: ModelForm[Task], formsets: Any, change: bool) -> None:
        for formset in formsets:
            # Django lists the changes from this; the verb writes.
            formset.save(commit=False)
        if not form.has_changed() and not any(formset.has_changed() for formset in formsets):
            return
        try:
            review.correct(form.instance.pk, draft_of(form, formsets), actor(request))  # type: ignore[arg-type]
        except Refused as refusal:
            refuse(request, refusal)

    def response_change(self, request: HttpRequest, obj: Task) -> HttpResponse:
        """After a correction, or with its buttons a decision: then on to the next suggestion of the directive."""
        if was_refused(request):
            return HttpResponseRedirect(request.path)
        if "_confirm" not in request.POST and "_reject" not in request.POST:
            return super().response_change(request, obj)
        try:
            decide(request, obj)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(after(obj))

    @admin.display(description="所在章节")
    def place(self, task: Task) -> str:
        return " › ".join(map(str, task.path))

    @admin.display(description="原文")
    def sentence(self, task: Task) -> SafeString:
        return marked(task)

    @admin.display(description="牵头单位")
    def leads(self, task: Task) -> SafeString:
        return names(task, Role.LEAD)

    @admin.display(description="责任单位")
    def responsible(self, task: Task) -> SafeString:
        return names(task, Role.RESPONSIBLE)

    @admin.display(description="配合单位")
    def supports(self, task: Task) -> SafeString:
        return names(task, Role.SUPPORT)

    @admin.display(description="完成时限")
    def limits(self, task: Task) -> SafeString:
        rows = ((deadline.text or str(deadline), value(deadline)) for deadline in task.deadlines.all())
        return format_html_join("", '<div title="{1}">{0}</div>', rows)

    @admin.display(description="把握", ordering="confidence")
    def confidence_(self, task: Task) -> SafeString:
        word = "高" if task.confidence >= SURE else "低" if task.confidence < UNSURE else "中"
        low = " is-low" if task.confidence < UNSURE else ""
        return format_html('<span class="confidence{}">{} {}</span>', low, word, f"{task.confidence:.2f}")

    @admin.display(description="确认后")
    def foretold(self, task: Task) -> str:
        return foretelling.preview(task) if task.state == Task.State.SUGGESTED else "—"

    @admin.display(description="审核")
    def decision(self, task: Task) -> str:
        if not task.reviewed_by:
            return "—"
        return " ".join(filter(None, (str(task.reviewed_by), f"{task.reviewed_at:%Y-%m-%d}", task.reason)))


def names(task: Task, role: Role) -> SafeString:
    """The units in this role; a name that the register does not know stands out."""
    rows = (
        ("" if assignment.unit else "unknown-name", str(assignment.unit or assignment.name))
        for assignment in task.assignments.all()
        if assignment.role == role
    )
    return format_html_join("、", '<span class="{}">{}</span>', rows)


def value(deadline: Deadline) -> str:
    """What was read from the printed words, for comparing."""
    if deadline.is_undated:
        return "未写明日期"
    parts = (deadline.start_on, deadline.due_on, deadline.rrule, deadline.offset, deadline.after)
    return " ".join(str(part) for part in parts if part)


def decide(request: HttpRequest, task: Task) -> None:
    if "_reject" in request.POST:
        review.reject(task.pk, actor(request), request.POST.get("_reason", ""))
        messages.success(request, f"不予立项：{task.title}")
        return
    made = review.confirm(task.pk, actor(request))
    messages.success(request, f"已确认：{task.title}，生成 {made.commitments_made} 个承办事项。")


def after(task: Task) -> str:
    """The directive's next suggestion, else the list of what waits."""
    waiting = Task.objects.suggested().filter(directive=task.directive_id)
    following = waiting.filter(number__gt=task.number).order_by("number").first() or waiting.order_by("number").first()
    if following:
        return reverse("admin:obligations_task_change", args=[following.pk])
    return reverse("admin:obligations_task_changelist")


REFUSED = "_correction_refused"


def refuse(request: HttpRequest, refusal: Refused) -> None:
    """Said instead of "was changed successfully"."""
    messages.error(request, refusal.message)
    setattr(request, REFUSED, True)


def was_refused(request: HttpRequest) -> bool:
    return bool(getattr(request, REFUSED, False))
