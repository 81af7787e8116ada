"""Bulk decisions on tasks: what they will change is said on a page before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from obligations import foretelling, owing, review, schedule
from obligations.admin.bases import ModelAdmin, actor
from obligations.errors import NotAllowed, Refused
from obligations.models import Task

# Each task is a transaction of its own; more at once would outlast a web server's patience.
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    task: Task
    foretold: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks: `lines` will be changed, `unable` can't be, `decided` others were decided before."""

    action: str
    button: str
    promise: str
    lines: list[Line]
    unable: list[Line]
    decided: int
    asks_reason: bool = False


def confirm_selected(
    modeladmin: ModelAdmin[Task], request: HttpRequest, queryset: QuerySet[Task]
) -> HttpResponse | None:
    chosen = chosen_tasks(request, queryset)
    if not chosen:
        return None
    if "apply" in request.POST:
        result = review.confirm_many([task.pk for task in chosen], actor(request))
        say(request, f"已确认 {result.done} 项，生成 {result.commitments_made} 个承办事项。", result)
        return None
    on, groups = timezone.localdate(), owing.GroupTree()
    waiting = [task for task in chosen if task.state == Task.State.SUGGESTED]
    made = {task.pk: len(schedule.plan(task, on, groups)) for task in waiting}
    able = [task for task in waiting if made[task.pk]]
    unable = [Line(task, foretelling.preview(task, on, groups)) for task in waiting if not made[task.pk]]
    question = Question(
        action="confirm_selected",
        button="确认立项",
        promise=f"将确认 {len(able)} 项任务，共生成 {sum(made.values())} 个承办事项。",
        lines=[Line(task, foretelling.preview(task, on, groups)) for task in able],
        unable=unable,
        decided=len(chosen) - len(waiting),
    )
    return ask(modeladmin, request, question)


def reject_selected(
    modeladmin: ModelAdmin[Task], request: HttpRequest, queryset: QuerySet[Task]
) -> HttpResponse | None:
    chosen = chosen_tasks(request, queryset)
    if not chosen:
        return None
    if "apply" in request.POST:
        result = review.reject_many([task.pk for task in chosen], actor(request), request.POST.get("reason", ""))
        say(request, f"{result.done} 项作不予立项处理。", result)
        return None
    waiting = [task for task in chosen if task.state == Task.State.SUGGESTED]
    question = Question(
        action="reject_selected",
        button="不予立项",
        promise=f"{len(waiting)} 项任务将不予立项，以后可以撤回。",
        lines=[Line(task, "") for task in waiting],
        unable=[],
        decided=len(chosen) - len(waiting),
        asks_reason=True,
    )
    return ask(modeladmin, request, question)


def reopen_selected(_modeladmin: ModelAdmin[Task], request: HttpRequest, queryset: QuerySet[Task]) -> None:
    """One by one: a task that units have reported on stays as it is."""
    result = review.BulkResult()
    for task in chosen_tasks(request, queryset):
        try:
            review.reopen(task.pk, actor(request))
        except NotAllowed:
            raise
        except Refused as refusal:
            result.refused.append((task, refusal.message))
        else:
            result.done += 1
    say(request, f"已撤回 {result.done} 项，回到待确认。", result)


def chosen_tasks(request: HttpRequest, queryset: QuerySet[Task]) -> list[Task]:
    tasks = list(queryset[: MOST_AT_ONCE + 1])
    if len(tasks) > MOST_AT_ONCE:
        messages.error(request, f"一次最多处理 {MOST_AT_ONCE} 项，请先按文件筛选。")
        return []
    return tasks


def ask(modeladmin: ModelAdmin[Task], request: HttpRequest, question: Question) -> HttpResponse:
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": question.button,
        "opts": modeladmin.model._meta,
        "question": question,
        "checkbox_name": ACTION_CHECKBOX_NAME,
    }
    return render(request, "admin/obligations/task/decide.html", context)


def say(request: HttpRequest, done: str, result: review.BulkResult) -> None:
    if result.done:
        messages.success(request, done)
    for task, reason in result.refused:
        messages.warning(request, f"{task.title}：{reason}")


def described(action: Callable[..., object], description: str) -> Callable[..., object]:
    """As Django's admin wants an action: with its words and the right that it needs."""
    return admin.action(description=description, permissions=["view"])(action)


ACTIONS: tuple[Any, ...] = (
    described(confirm_selected, "确认立项"),
    described(reject_selected, "不予立项"),
    described(reopen_selected, "撤回审核"),
)
