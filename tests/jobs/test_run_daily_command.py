"""`manage.py run_daily`: the day's jobs by hand, or from cron where no worker runs."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from tests.conftest import People, Register, moment
from tests.jobs.conftest import Owe


def test_it_reminds_reports_and_sends(
    owe: Owe, register: Register, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    owe(register.energy, date(2026, 10, 20))
    with time_machine.travel(moment(date(2026, 10, 22), 9), tick=False):
        call_command("run_daily")
        call_command("run_daily")
    first, again = capsys.readouterr().out.split("新排承办事项")[1:]
    assert "提醒 1 人，站内 1 条，邮件 1 封" in first
    assert "逾期通报：逾期 1 项，发给 2 人" in first
    assert "提醒 0 人，站内 0 条，邮件 0 封" in again
    assert "逾期通报：本周已发或没有收件人" in again
    assert len(mail.outbox) == 2
    assert {message.to[0] for message in mail.outbox} == {"guo@yunhe.example", "fang@yunhe.example"}


def test_another_day_may_be_given(owe: Owe, register: Register, people: People, capsys) -> None:
    owe(register.energy, date(2026, 10, 20))
    with time_machine.travel(moment(date(2026, 10, 1), 9), tick=False):
        call_command("run_daily", on=date(2026, 10, 21))
    assert "站内 1 条" in capsys.readouterr().out
