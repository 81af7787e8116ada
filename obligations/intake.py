"""Verbs of intake: take a file in, read it into directives and suggested tasks."""

import hashlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.extraction.findings import DirectiveFinding
from obligations.extraction.grids import Grid
from obligations.extraction.pipeline import extract as extract_text
from obligations.extraction.register import Register
from obligations.models import Event, SourceFile, User
from obligations.models.sources import WORDS
from obligations.pairing import propose_pairs
from obligations.readers import Reading, Unreadable, check_type, read_text
from obligations.recording import event_of, record, record_many, recorded
from obligations.registers import current_register
from obligations.replacing import note_repeals
from obligations.rights import RIGHTS
from obligations.suggesting import suggest

logger = logging.getLogger(__name__)

Extract = Callable[[str, Register, Sequence[Grid]], list[DirectiveFinding]]
State = SourceFile.State

# A reader that has not finished by then was killed: the queue's own limit for a job.
LEASE = timedelta(seconds=settings.Q_CLUSTER["timeout"])
MEGABYTE = 1024 * 1024

NOTHING_FOUND = "没有识别出文件。请确认内容是政府公文的正文。"
BROKE_DOWN = "识别时出错，文件已保存，没有生成任何任务。可以重新识别；若仍失败，请联系管理员。"


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` is False when the same content was taken in before; `source` is then the earlier one."""

    source: SourceFile
    is_new: bool


def receive(name: str, content: bytes, actor: User | None, at: datetime | None = None) -> Received:
    """Stores a file under its hash and queues nothing: the caller has it read. Refused when it has no readable text.

    Commands have no actor; people must be supervisors.
    """
    source = _source(name, content, actor, at)
    if known := SourceFile.objects.filter(sha256=source.sha256).first():
        return Received(known, is_new=False)
    try:
        source.hold(read_text(content, name, settings.UPLOAD_LIMIT_MB * MEGABYTE))
    except Unreadable as refusal:
        raise BadInput("content", refusal.message) from refusal
    return _store(source, content)


def receive_unread(name: str, content: bytes, actor: User | None, at: datetime | None = None) -> Received:
    """Like `receive`, for a file that takes too long to read while somebody waits: `read_source` reads it as well.

    What its first bytes tell is refused at once. Without readable text it ends as 无法读取, with the reader's message.
    """
    source = _source(name, content, actor, at)
    if known := SourceFile.objects.filter(sha256=source.sha256).first():
        return Received(known, is_new=False)
    try:
        check_type(content, name, settings.UPLOAD_LIMIT_MB * MEGABYTE)
    except Unreadable as refusal:
        raise BadInput("content", refusal.message) from refusal
    return _store(source, content)


def _source(name: str, content: bytes, actor: User | None, at: datetime | None) -> SourceFile:
    if actor is not None and not actor.may(Event.Verb.RECEIVED.value):
        raise NotAllowed(RIGHTS[Event.Verb.RECEIVED.value].refusal)
    return SourceFile(
        name=PurePath(name).name[-255:] or "未命名.txt",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        received_by=actor,
        received_at=at or timezone.now(),
    )


def _store(source: SourceFile, content: bytes) -> Received:
    suffix = PurePath(source.name).suffix.lower()[:10]
    source.file.save(f"{source.sha256}{suffix}", ContentFile(content), save=False)
    try:
        with recorded():
            source.save(force_insert=True)
            after = {"name": source.name, "sha256": source.sha256}
            record(Event.Verb.RECEIVED, None, source.received_by, at=source.received_at, note=source.name, after=after)
    except IntegrityError:
        # Somebody sent the same file at the same moment; theirs stays.
        source.file.storage.delete(source.file.name)
        return Received(SourceFile.objects.get(sha256=source.sha256), is_new=False)
    except BaseException:
        source.file.storage.delete(source.file.name)
        raise
    return Received(source, is_new=True)


def read_source(source_id: int, extract: Extract = extract_text) -> SourceFile:
    """Reads a source's file if nobody has yet, extracts it and stores its directives and suggested tasks, all or none.

    Safe to run twice and on two machines: one claims the source, the other finds nothing to do. A failure is told in
    `state` and `message`; it is no exception, since the queue would only try the same again.
    """
    claim = _claim(source_id)
    source = SourceFile.objects.get(pk=source_id)
    if claim is None:
        return source
    began = time.monotonic()
    try:
        is_unread = not source.text
        if is_unread:
            source.hold(_read_file(source))
        reading = source.reading
        findings = [one for one in extract(reading.text, current_register(), reading.grids) if _is_official(one)]
        with recorded():
            _hold(source, claim)
            if is_unread:
                source.save(update_fields=[*WORDS, "unread_pages"])
            created = suggest(source, findings)
            record_many(event_of(Event.Verb.READ, one, None, after={"tasks": n}) for one, n in created)
            message = "" if findings else NOTHING_FOUND
            _note_repeals(source)
            _propose_pairs(source)
            _finish(source, claim, State.DONE, message, time.monotonic() - began)
    except Unreadable as refusal:
        _give_up(source, claim, State.UNREADABLE, refusal.message, time.monotonic() - began)
    except Conflict:
        logger.warning("source %s was taken over by another reader", source_id)
    except Exception:
        logger.exception("source %s could not be read", source_id)
        _give_up(source, claim, State.FAILED, BROKE_DOWN, time.monotonic() - began)
    source.refresh_from_db()
    return source


def _read_file(source: SourceFile) -> Reading:
    """Raises Unreadable; OSError when the file is not where it was stored."""
    with source.file.open("rb") as file:
        return read_text(file.read(), source.name, settings.UPLOAD_LIMIT_MB * MEGABYTE)


def _propose_pairs(source: SourceFile) -> None:
    """Similar tasks are a help to the reviewer: where they can't be found, the file is read all the same."""
    try:
        propose_pairs(source)
    except Exception:
        logger.exception("similar tasks of source %s were not looked for", source.pk)


def _note_repeals(source: SourceFile) -> None:
    """A help as well: a person can say it."""
    try:
        note_repeals(source)
    except Exception:
        logger.exception("repeals of source %s were not looked for", source.pk)


def _is_official(found: DirectiveFinding) -> bool:
    """Any text can be read as one document; without a single mark of an official one it is none of ours."""
    return bool(found.doc_number or found.issuer or found.issued_on or found.kind or found.obligations)


def _claim(source_id: int) -> datetime | None:
    """Takes the source for this reader; None when it is done, failed, or in the hands of a living one."""
    now = timezone.now()
    stale = models.Q(state=State.READING, claimed_at__lt=now - LEASE)
    free = SourceFile.objects.filter(models.Q(state=State.WAITING) | stale, pk=source_id)
    return now if free.update(state=State.READING, claimed_at=now, message="") else None


def _hold(source: SourceFile, claim: datetime) -> None:
    """Locks the source, so that nobody takes it over between the first row and the last."""
    mine = SourceFile.objects.select_for_update(no_key=True).filter(pk=source.pk, state=State.READING, claimed_at=claim)
    if not mine.values_list("pk").first():
        raise Conflict("该文件已由另一个识别任务接手。")


@recorded()
def _give_up(source: SourceFile, claim: datetime, state: SourceFile.State, message: str, seconds: float) -> None:
    """A reading that came to nothing is in the record as well."""
    if _finish(source, claim, state, message, seconds):
        after = {"state": state, "sha256": source.sha256}
        record(Event.Verb.READ, None, None, note=f"{source.name}：{message}", after=after)


def _finish(source: SourceFile, claim: datetime, state: SourceFile.State, message: str, seconds: float) -> bool:
    """Whether the source was still in this reader's hands."""
    mine = SourceFile.objects.filter(pk=source.pk, state=State.READING, claimed_at=claim)
    return bool(mine.update(state=state, message=message, seconds=round(seconds, 3), read_at=timezone.now()))


@recorded()
def read_again(source_id: int, actor: User) -> SourceFile:
    """Puts a source that failed, or was left behind by a killed worker, back in the queue. The caller has it read."""
    if not actor.may(Event.Verb.READ_AGAIN.value):
        raise NotAllowed(RIGHTS[Event.Verb.READ_AGAIN.value].refusal)
    stale = models.Q(state=State.READING, claimed_at__lt=timezone.now() - LEASE)
    waiting = SourceFile.objects.filter(models.Q(state=State.FAILED) | stale, pk=source_id)
    if not waiting.update(state=State.WAITING, claimed_at=None, message=""):
        raise Conflict("该文件正在识别或已识别，不需要重新识别。")
    source = SourceFile.objects.get(pk=source_id)
    record(Event.Verb.READ_AGAIN, None, actor, note=source.name, after={"sha256": source.sha256})
    return source


@recorded()
def remove_source(source_id: int, actor: User) -> str:
    """Takes a file from which nothing could be read off the list, the file itself too; returns its name.

    The record keeps name and sha256. Sent once more, it is read as if for the first time.
    """
    if not actor.may(Event.Verb.SOURCE_REMOVED.value):
        raise NotAllowed(RIGHTS[Event.Verb.SOURCE_REMOVED.value].refusal)
    rows = SourceFile.objects.select_for_update(of=("self",)).without_words()
    source = rows.filter(pk=source_id).first()
    if source is None:
        raise Conflict("该文件已移除。")
    if source.state not in (State.FAILED, State.UNREADABLE) or source.directives.exists():
        raise Conflict(f"该文件现为“{source.get_state_display()}”，只能移除未能识别或无法读取的文件。")
    before = {"sha256": source.sha256, "size": source.size, "state": source.state}
    record(Event.Verb.SOURCE_REMOVED, None, actor, note=source.name, before=before)
    storage, path, name = source.file.storage, source.file.name, source.name
    source.delete()
    transaction.on_commit(lambda: storage.delete(path))
    return name


def unread_sources() -> models.QuerySet[SourceFile]:
    """What waits, and what a killed worker left behind: for a job that finds forgotten files."""
    stale = models.Q(state=State.READING, claimed_at__lt=timezone.now() - LEASE)
    return SourceFile.objects.filter(models.Q(state=State.WAITING) | stale).order_by("received_at")
