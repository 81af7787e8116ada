"""What verbs and jobs wrote, to look at: sources, commitments, notices, events, runs of jobs."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from obligations.admin.bases import ForTheMachinery, ModelAdmin, ToLookAt
from obligations.models import Commitment, Event, JobRun, Notice, SourceFile


@admin.register(SourceFile)
class SourceAdmin(ToLookAt, ModelAdmin[SourceFile]):
    list_display = ["name", "state", "message", "directives_", "tasks_", "seconds", "received_by", "received_at"]
    list_filter = ["state"]
    list_select_related = ["received_by"]
    search_fields = ["name", "sha256"]
    fields = ["name", "state", "message", "size", "sha256", "received_by", "received_at", "read_at", "seconds"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceFile]:
        return SourceFile.objects.with_counts().without_words().order_by("-received_at")

    @admin.display(description="文件数", ordering="directive_count")
    def directives_(self, source: SourceFile) -> int:
        return int(getattr(source, "directive_count", 0))

    @admin.display(description="任务数", ordering="task_count")
    def tasks_(self, source: SourceFile) -> int:
        return int(getattr(source, "task_count", 0))


@admin.register(Commitment)
class CommitmentAdmin(ToLookAt, ModelAdmin[Commitment]):
    list_display = ["task", "unit", "role", "due_on", "first_due_on", "state", "light_", "percent", "done_on"]
    list_filter = ["state", "role"]
    list_select_related = ["task", "unit"]
    search_fields = ["task__title", "task__directive__doc_number", "unit__name", "unit__short_name"]
    date_hierarchy = "due_on"
    fields = [
        *("task", "unit", "role", "deadline", "start_on", "due_on", "first_due_on", "state", "percent"),
        *("signed_at", "signed_by", "handed_in_on", "done_on", "return_reason", "created_at"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commitment]:
        return super().get_queryset(request).defer("task__text", "task__suggestion")

    @admin.display(description="灯色")
    def light_(self, commitment: Commitment) -> str:
        return str(commitment.light(timezone.localdate()).label)


@admin.register(Notice)
class NoticeAdmin(ForTheMachinery, ModelAdmin[Notice]):
    list_display = ["title", "recipient", "channel", "kind", "stage", "state", "tries", "created_at", "sent_at"]
    list_filter = ["state", "channel", "kind"]
    list_select_related = ["recipient"]
    search_fields = ["title", "recipient__username", "recipient__display_name", "stage"]
    fields = [
        *("recipient", "channel", "kind", "stage", "title", "body", "commitment", "state", "tries", "failure"),
        *("created_at", "claimed_at", "sent_at", "read_at"),
    ]


@admin.register(Event)
class EventAdmin(ToLookAt, ModelAdmin[Event]):
    list_display = ["at", "actor_", "verb", "unit", "directive", "task", "note"]
    list_filter = ["verb"]
    list_select_related = ["actor", "unit", "directive", "task"]
    search_fields = ["note", "actor__username", "actor__display_name", "task__title", "directive__title"]
    date_hierarchy = "at"
    fields = ["at", "actor_", "unit", "verb", "directive", "task", "commitment", "note", "before", "after"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).defer("directive__text", "task__text", "task__suggestion")

    @admin.display(description="操作人", ordering="actor")
    def actor_(self, event: Event) -> str:
        return str(event.actor) if event.actor else "系统"


@admin.register(JobRun)
class JobRunAdmin(ForTheMachinery, ModelAdmin[JobRun]):
    list_display = ["job", "period", "started_at", "finished_at", "result", "failure"]
    list_filter = ["job"]
    fields = ["job", "period", "started_at", "finished_at", "result", "failure"]
