"""文件: what was taken in, one directive with its words and tasks, and the way in for more."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from obligations import intake
from obligations.errors import NotAllowed, Refused
from obligations.jobs.health import scheduler_silent
from obligations.jobs.reading import queue_reading
from obligations.models import Directive, SourceFile, Task
from obligations.models.sources import SOURCE_WORDS, SourceQuerySet
from obligations.readers.formats import FORMATS
from obligations.web.access import PersonRequest, signed_in, supervisors_only
from obligations.web.answers import refused
from obligations.web.asking import forbidden
from obligations.web.parameters import words
from obligations.web.source_view import read_directive
from obligations.withdrawing import why_ended

PER_PAGE = 40
MEGABYTE = 1024 * 1024
# What is read while the person waits, whose refusals are told at once: a file of ordinary size takes a second at most.
# Larger ones, and the rest of an upload that has taken so many seconds, are read by the worker.
AT_ONCE = MEGABYTE // 2
AT_ONCE_SECONDS = 3.0
# Files that were taken in lately stay in sight beside the upload.
RECENT = timedelta(hours=24)
MOST_RECENT = 10
# A worker that is there takes a file within seconds.
PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one uploaded file. Without a source it was refused, and `message` says why."""

    name: str
    source: SourceFile | None = None
    is_new: bool = True
    message: str = ""

    @property
    def is_big(self) -> bool:
        return self.source is not None and self.source.size > AT_ONCE


@signed_in
@require_safe
def directives(request: PersonRequest) -> HttpResponse:
    searched = words(request.GET.get("q", ""))
    found = Directive.objects.visible_to(request.user).matching(searched)
    # repealed or expired, with tasks that are still asked for
    ended = found.ended(timezone.localdate()).with_open_tasks()
    only_ended = bool(request.GET.get("ended"))
    found = ended if only_ended else found
    found = found.with_task_counts().defer("text").select_related("source").defer(*SOURCE_WORDS)
    context = {
        "page": Paginator(found.order_by("-issued_on", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "q": searched,
        "query": urlencode({**({"q": searched} if searched else {}), **({"ended": "1"} if only_ended else {})}),
        "only_ended": only_ended,
        "ended": ended.count() if request.user.supervises else 0,
        "uploads": _recent() if request.user.supervises else [],
        "limit": settings.UPLOAD_LIMIT_MB,
        "formats": FORMATS,
    }
    return render(request, "directives/list.html", context)


@signed_in
@require_safe
def directive(request: PersonRequest, directive_id: int) -> HttpResponse:
    mine = Directive.objects.visible_to(request.user).select_related("source", "replaced_by").defer("source__text")
    found = get_object_or_404(mine, pk=directive_id)
    tasks = Task.objects.visible_to(request.user).filter(directive=found).with_details()
    tasks = tasks.select_related("merged_into__directive").defer("merged_into__directive__text")
    shown = list(tasks.exclude(state=Task.State.REJECTED).order_by("number"))
    wanted = request.GET.get("state", "")
    context = {
        "directive": found,
        "tasks": [task for task in shown if not wanted or task.state == wanted],
        "wanted": Task.State(wanted).label if wanted in Task.State.values else "",
        "unread_pages": found.unread_pages(),
        "paragraphs": read_directive(found, shown),
        "ended": why_ended(found, timezone.localdate()),
        "in_force": sum(task.state == Task.State.IN_FORCE for task in shown),
        "replaces": Directive.objects.visible_to(request.user).filter(replaced_by=found).defer("text"),
        "suggested": sum(task.state == Task.State.SUGGESTED for task in shown),
    }
    return render(request, "directives/directive.html", context)


@supervisors_only
@require_POST
def upload(request: PersonRequest) -> HttpResponseBase:
    """Takes files in and has the worker read them. Each is told apart: one that is refused holds up no other."""
    files = request.FILES.getlist("files")
    try:
        until = time.monotonic() + AT_ONCE_SECONDS
        uploads = [_take(file, request, until) for file in files]
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    if not files:
        uploads = [Upload("", message=_("请先选择文件。"))]
    if not request.htmx:
        return render(request, "directives/uploaded.html", {"uploads": uploads})
    answer = render(request, "directives/_uploads.html", {"uploads": uploads})
    return _with_list(answer, [upload.source for upload in uploads if upload.source])


@supervisors_only
@require_safe
def source_state(request: PersonRequest, source_id: int) -> HttpResponse:
    """How far the reading is: asked every second or two until it is done."""
    source = get_object_or_404(_counted(), pk=source_id)
    answer = render(request, "directives/_source.html", {"upload": Upload(source.name, source), **_patience(source)})
    return _with_list(answer, [source])


@supervisors_only
@require_POST
def read_again(request: PersonRequest, source_id: int) -> HttpResponseBase:
    try:
        source = intake.read_again(source_id, request.user)
    except Refused as refusal:
        return refused(request, refusal.message)
    queue_reading(source)
    if not request.htmx:
        return redirect("directives")
    return render(request, "directives/_source.html", {"upload": Upload(source.name, source)})


@supervisors_only
@require_POST
def remove_source(request: PersonRequest, source_id: int) -> HttpResponseBase:
    try:
        name = intake.remove_source(source_id, request.user)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        return refused(request, refusal.message)
    messages.success(request, _("已移除：%s") % name)
    return HttpResponseClientRefresh() if request.htmx else redirect("directives")


def _take(file: UploadedFile, request: PersonRequest, until: float) -> Upload:
    name = file.name or ""
    if (file.size or 0) > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        return Upload(name, message=_("文件超过%sMB，没有收下。请拆分后再上传。") % settings.UPLOAD_LIMIT_MB)
    is_small = (file.size or 0) <= AT_ONCE and time.monotonic() < until
    try:
        receive = intake.receive if is_small else intake.receive_unread
        received = receive(name, file.read(), request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        return Upload(name, message=refusal.message)
    if received.is_new:
        queue_reading(received.source)
    return Upload(name, _counted().get(pk=received.source.pk), received.is_new)


def _with_list(answer: HttpResponse, sources: list[SourceFile]) -> HttpResponse:
    """What was read stands in the list below from now on."""
    read = any(source.state == SourceFile.State.DONE for source in sources)
    return trigger_client_event(answer, "source:read") if read else answer


def _counted() -> SourceQuerySet:
    return SourceFile.objects.with_counts().without_words()


def _recent() -> list[Upload]:
    """What was taken in lately, and what failed or is still being read however old."""
    now = timezone.now()
    unfinished = ~Q(state__in=[SourceFile.State.DONE, SourceFile.State.UNREADABLE])
    sources = _counted().filter(unfinished | Q(received_at__gte=now - RECENT)).order_by("-received_at")
    return [Upload(source.name, source) for source in sources[:MOST_RECENT]]


def _patience(source: SourceFile) -> dict[str, object]:
    """Somebody who waits for a worker that is not there should know it."""
    now = timezone.now()
    waiting = source.state == SourceFile.State.WAITING and now - source.received_at > PATIENCE
    return {"problem": scheduler_silent(now) if waiting else None}
