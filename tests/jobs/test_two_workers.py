"""Two machines at the same moment, on a database that lets them: PostgreSQL."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
import time_machine
from django.core import mail
from django.db import connection

from obligations.jobs import daily, sending, weekly
from obligations.models import JobRun, Notice
from tests.conftest import People, Register, moment
from tests.jobs.conftest import Owe

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time; needs PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]
DAY = date(2026, 10, 22)


def at_once(work: Callable[[], object], times: int = 2) -> list[object]:
    """The results of `times` threads that begin together. An exception in one is raised here."""
    barrier = Barrier(times)
    results: list[object] = []
    errors: list[BaseException] = []

    def one() -> None:
        try:
            barrier.wait()
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(times)]
    with time_machine.travel(moment(DAY, 9), tick=False):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    if errors:
        raise errors[0]
    return results


@pytest.fixture
def late(owe: Owe, register: Register, people: People) -> None:
    for number in range(30):
        owe(register.energy, date(2026, 10, 20), f"任务{number}")


def test_the_daily_job_makes_each_notice_once(late: None) -> None:
    results = at_once(daily.run, times=3)
    assert Notice.objects.filter(channel="inbox").count() == 30
    assert sum(result.notices for result in results) == 30
    [digest] = Notice.objects.filter(channel="email")
    assert "逾期事项（30项）" in digest.body


def test_the_weekly_report_goes_out_once(late: None) -> None:
    results = at_once(weekly.run, times=3)
    assert sum(result is not None for result in results) == 1
    assert JobRun.objects.count() == 1
    assert Notice.objects.filter(kind="overdue_report").count() == 3


def test_each_mail_leaves_once(people: People) -> None:
    Notice.objects.bulk_create(
        Notice(
            recipient=people.coordinator,
            channel="email",
            kind="news",
            stage=f"n{number}",
            title=f"第{number}封",
            created_at=moment(DAY, 8),
        )
        for number in range(40)
    )
    results = at_once(sending.run)
    assert sum(result.sent for result in results) == 40
    assert sorted(message.subject for message in mail.outbox) == sorted(f"【督查督办】第{n}封" for n in range(40))
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}
