"""`manage.py health`: what a monitoring system asks."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command

from obligations.jobs import health, heartbeat
from obligations.models import JobRun, Notice, SourceFile
from tests.conftest import People, moment

NOW = moment(date(2026, 10, 22), 9)


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        heartbeat.beat()
        yield


def codes() -> list[str]:
    return [problem.code for problem in health.problems()]


def source(**values: object) -> SourceFile:
    values = {"received_at": NOW - timedelta(hours=2), **values}
    return SourceFile.objects.create(name="a.txt", sha256="a" * 64, file="a.txt", size=1, **values)


def notice(people: People, **values: object) -> Notice:
    values = {"created_at": NOW - timedelta(hours=2), "channel": "email", "kind": "news", **values}
    return Notice.objects.create(recipient=people.coordinator, stage="n", title="n", **values)


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("health")
    assert "正常" in capsys.readouterr().out


def test_a_silent_scheduler_is_told_with_the_time_of_the_last_beat(capsys: pytest.CaptureFixture[str]) -> None:
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False), pytest.raises(SystemExit) as exit_:
        call_command("health")
    assert exit_.value.code == 1
    assert "scheduler_silent: 后台任务已停止：最后一次心跳在2026-10-22 09:00" in capsys.readouterr().err


def test_a_scheduler_that_never_ran_is_told() -> None:
    heartbeat.Heartbeat.objects.all().delete()
    assert codes() == ["scheduler_silent"]


def test_a_daily_job_that_did_not_come_is_told() -> None:
    JobRun.objects.create(
        job="daily",
        period="2026-10-20",
        started_at=NOW - timedelta(days=2),
        finished_at=NOW - timedelta(days=2),
    )
    assert codes() == ["daily_missed"]
    JobRun.objects.create(job="daily", period="2026-10-22", started_at=NOW, finished_at=NOW)
    assert codes() == []


def test_a_job_that_failed_is_told_for_a_day() -> None:
    run = JobRun.objects.create(job="daily", period="2026-10-22", started_at=NOW, failure="OSError: disk full")
    assert codes() == ["job_failed"]
    JobRun.objects.filter(pk=run.pk).update(started_at=NOW - timedelta(days=2))
    assert codes() == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"state": "failed", "read_at": NOW - timedelta(hours=1)}, "reading_failed"),
        ({"state": "failed"}, "reading_failed"),
        ({"state": "waiting"}, "reading_stuck"),
        ({"state": "reading"}, "reading_stuck"),
    ],
)
def test_files_that_were_not_read_are_told(values: dict[str, object], code: str) -> None:
    source(**values)
    assert codes() == [code]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "waiting", "received_at": NOW - timedelta(minutes=5)},
        {"state": "failed", "read_at": NOW - timedelta(days=2), "received_at": NOW - timedelta(days=2)},
    ],
    ids=["read", "just came", "failed long ago"],
)
def test_files_that_are_well_are_not_told(values: dict[str, object]) -> None:
    source(**values)
    assert codes() == []


@pytest.mark.parametrize(("state", "code"), [("waiting", "notices_unsent"), ("sending", "notices_unsent")])
def test_notices_that_do_not_leave_are_told(people: People, state: str, code: str) -> None:
    notice(people, state=state)
    assert codes() == [code]


def test_notices_that_failed_are_told_for_a_day(people: People) -> None:
    failed = notice(people, state="failed")
    assert codes() == ["notices_failed"]
    Notice.objects.filter(pk=failed.pk).update(created_at=NOW - timedelta(days=2))
    assert codes() == []
