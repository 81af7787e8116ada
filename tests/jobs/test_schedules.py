"""The queue accepts a wrong path and one unparsable argument stops all: so each declaration is tried here."""

import ast
import inspect
from datetime import date, datetime

import pytest
import time_machine
from croniter import croniter
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_q.models import Schedule
from django_q.scheduler import scheduler

from obligations.jobs import heartbeat, reading, schedules
from obligations.jobs.schedules import SCHEDULES, Periodic
from tests.conftest import SHANGHAI, moment


@pytest.mark.parametrize("periodic", SCHEDULES, ids=lambda periodic: periodic.name)
def test_every_path_leads_to_a_function_that_needs_no_argument(periodic: Periodic) -> None:
    job = import_string(periodic.func)
    inspect.signature(job).bind()
    assert croniter.is_valid(periodic.cron)
    assert periodic.func.startswith(schedules.OURS)


def test_the_path_of_readings_leads_somewhere() -> None:
    inspect.signature(import_string(reading.READ)).bind(1)


def test_names_are_each_their_own() -> None:
    assert len({periodic.name for periodic in SCHEDULES}) == len(SCHEDULES)


@pytest.mark.django_db
def test_installed_arguments_parse_as_the_queue_parses_them() -> None:
    schedules.install()
    for row in Schedule.objects.all():
        assert ast.literal_eval(row.args or "()") == ()
        assert ast.literal_eval(row.kwargs or "{}") == {}
        assert row.repeats == -1


@pytest.mark.django_db
def test_times_are_those_of_the_office() -> None:
    with time_machine.travel(moment(date(2026, 10, 19), 6), tick=False):
        schedules.install()
    daily = Schedule.objects.get(name="daily")
    assert daily.next_run.astimezone(SHANGHAI) == datetime(2026, 10, 19, 7, 30, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_installing_again_changes_nothing_and_keeps_a_missed_run() -> None:
    schedules.install()
    missed = moment(date(2026, 10, 1))
    Schedule.objects.filter(name="daily").update(next_run=missed)
    done = schedules.install()
    assert (done.kept, done.changed, done.removed) == (len(SCHEDULES), 0, 0)
    assert Schedule.objects.get(name="daily").next_run == missed


@pytest.mark.django_db
def test_what_is_gone_is_removed_and_what_others_made_stays() -> None:
    Schedule.objects.create(name="old", func="obligations.jobs.gone.run", schedule_type=Schedule.DAILY)
    Schedule.objects.create(name="backup", func="shutil.disk_usage", args="'/'", schedule_type=Schedule.DAILY)
    assert schedules.install().removed == 1
    assert Schedule.objects.filter(name="backup").exists()
    assert not Schedule.objects.filter(name="old").exists()


@pytest.mark.django_db
def test_a_changed_or_doubled_schedule_is_put_right() -> None:
    schedules.install()
    Schedule.objects.filter(name="daily").update(cron="0 3 * * *", args="not, python(")
    Schedule.objects.create(name="daily", func="obligations.jobs.daily.run", schedule_type=Schedule.DAILY)
    assert schedules.install().changed == 1
    daily = Schedule.objects.get(name="daily")
    assert (daily.cron, daily.args) == ("30 7 * * *", None)


@pytest.mark.django_db
def test_four_days_late_the_queue_runs_a_job_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue's own scheduler, with its clock."""
    started: list[str] = []
    monkeypatch.setattr(
        "django_q.scheduler.async_task", lambda func, *_args, **_kwargs: started.append(func) or "0" * 32
    )
    with time_machine.travel(moment(date(2026, 10, 15), 12), tick=False):
        schedules.install()
    with time_machine.travel(moment(date(2026, 10, 19), 12), tick=False):
        scheduler(broker=object())
        scheduler(broker=object())
    assert sorted(started) == sorted(periodic.func for periodic in SCHEDULES)


@pytest.mark.django_db
def test_the_command_lists_what_it_installed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("install_schedules")
    out = capsys.readouterr().out
    assert f"0 项不变，{len(SCHEDULES)} 项更新，0 项移除" in out
    assert "每周逾期通报" in out


@pytest.mark.django_db
def test_the_heart_beats() -> None:
    for hour in (8, 9):
        with time_machine.travel(moment(date(2026, 10, 19), hour), tick=False):
            heartbeat.beat()
    assert heartbeat.last_beat() == moment(date(2026, 10, 19), 9)
