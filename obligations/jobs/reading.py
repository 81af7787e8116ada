"""Readings of source files in the queue."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from obligations.intake import read_source, unread_sources
from obligations.models import SourceFile

READ = "obligations.jobs.reading.read"
# Longer than the queue's own second attempt (`retry`), so that the two don't meet.
FORGOTTEN_AFTER = timedelta(minutes=30)
# A file that broke the worker for so long is left to a person: health shows it.
GIVEN_UP_AFTER = timedelta(hours=6)


def queue_reading(source: SourceFile) -> None:
    """Reads the file in the background once the caller's transaction is written."""
    source_id = source.pk
    transaction.on_commit(lambda: enqueue(source_id))


def read(source_id: int) -> str:
    """What the worker runs. The queue keeps what comes back for ever, so it is a word and not the whole file."""
    source = read_source(source_id)
    return f"{source.pk} {source.state}"


def enqueue(source_id: int) -> None:
    async_task(READ, source_id, group="reading", task_name=f"reading-{source_id}")


def requeue() -> int:
    """Queues again what the queue forgot (a worker or a server was killed); returns how many.

    Queued twice does no harm: `read_source` claims the file.
    """
    now = timezone.now()
    lost = unread_sources().filter(received_at__lt=now - FORGOTTEN_AFTER, received_at__gte=now - GIVEN_UP_AFTER)
    ids = list(lost.values_list("pk", flat=True))
    for source_id in ids:
        enqueue(source_id)
    return len(ids)
