"""Files are read in the background, and those that the queue forgot are queued again."""

from datetime import date, timedelta

import pytest
import time_machine

from obligations.jobs import reading
from obligations.models import SourceFile
from tests.conftest import moment

NOW = moment(date(2026, 10, 22), 9)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(reading, "async_task", lambda *args, **_options: calls.append(args))
    return calls


def waiting(age: timedelta, sha256: str = "a", **values: object) -> SourceFile:
    values = {"name": "a.txt", "sha256": sha256 * 64, "file": "a.txt", "size": 1, **values}
    return SourceFile.objects.create(received_at=NOW - age, **values)


@pytest.mark.django_db
def test_it_is_queued_only_once_the_file_is_written(queued, django_capture_on_commit_callbacks) -> None:
    source = waiting(timedelta(0))
    with django_capture_on_commit_callbacks(execute=True):
        reading.queue_reading(source)
        assert queued == []
    assert queued == [("obligations.jobs.reading.read", source.pk)]


@pytest.mark.django_db
def test_what_the_queue_forgot_is_queued_again(queued) -> None:
    forgotten = waiting(timedelta(hours=1))
    killed = waiting(timedelta(hours=2), "b", state="reading", claimed_at=NOW - timedelta(hours=1))
    waiting(timedelta(minutes=5), "c")
    waiting(timedelta(hours=1), "d", state="reading", claimed_at=NOW - timedelta(minutes=2))
    waiting(timedelta(hours=1), "e", state="done")
    waiting(timedelta(days=1), "f")
    with time_machine.travel(NOW, tick=False):
        assert reading.requeue() == 2
    assert {call[1] for call in queued} == {forgotten.pk, killed.pk}


@pytest.mark.django_db
def test_the_worker_reads_the_file_and_the_queue_keeps_one_word(source: SourceFile) -> None:
    SourceFile.objects.filter(pk=source.pk).update(state="waiting")
    assert reading.read(source.pk) == f"{source.pk} done"
    assert source.directives.count() == 1
