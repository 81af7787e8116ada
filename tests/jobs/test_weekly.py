"""The weekly overdue report to supervisors."""

from datetime import date

import pytest
import time_machine
from django.core import mail

from obligations.jobs import sending, weekly
from obligations.models import Commitment, JobRun, Notice, User
from tests.conftest import People, Register, moment
from tests.jobs.conftest import Owe, in_list

MONDAY = date(2026, 10, 19)


def run_on(day: date) -> weekly.WeeklyResult | None:
    with time_machine.travel(moment(day, 8), tick=False):
        return weekly.run()


@pytest.fixture
def late(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, date(2026, 9, 30), "淘汰燃煤锅炉")
    owe(register.energy, date(2026, 10, 12), "更新应急预案")
    owe(register.housing, date(2026, 10, 9), "完成管网普查")
    owe(register.finance, date(2026, 10, 23), "拨付补助资金")
    owe(register.finance, date(2026, 9, 1), "已经办结", state="done", done_on=date(2026, 9, 3))


def test_it_counts_by_unit_and_names_the_longest_overdue(late: None) -> None:
    assert run_on(MONDAY) == weekly.WeeklyResult(overdue=3, units=2, near=1, people=2)
    notice = Notice.objects.filter(recipient__username="ducha", channel="inbox").get()
    assert notice.title == "逾期通报（2026年第43周）：逾期3项，涉及2个单位"
    assert notice.body == (
        "截至2026年10月19日，逾期3项，涉及2个单位。临期1项。\n\n"
        "一、逾期事项较多的单位\n1. 市能源局：2项\n2. 市住房城乡建设局：1项\n\n"
        "二、逾期时间最长的事项\n"
        "1. 逾期19天（9月30日） 淘汰燃煤锅炉（云政办发〔2026〕12号）：市能源局\n"
        "2. 逾期10天（10月9日） 完成管网普查（云政办发〔2026〕12号）：市住房城乡建设局\n"
        "3. 逾期7天（10月12日） 更新应急预案（云政办发〔2026〕12号）：市能源局"
    )
    assert notice.link == "/commitments/?slice=overdue"


def test_one_task_of_many_units_is_one_line(owe: Owe, register: Register, people: People) -> None:
    first = owe(register.energy, date(2026, 10, 10), "开展安全排查")
    for unit in (register.finance, register.housing, register.office):
        Commitment.objects.create(task=first.task, unit=unit, role="responsible", due_on=date(2026, 10, 10))
    Commitment.objects.create(
        task=first.task, unit=register.energy, role="responsible", due_on=date(2026, 10, 17), occurrence="2"
    )
    run_on(MONDAY)
    lines = Notice.objects.filter(recipient__username="ducha", channel="inbox").get().body.splitlines()
    assert lines[-2:] == [
        "1. 逾期9天（10月10日） 开展安全排查（云政办发〔2026〕12号）：市能源局、市财政局、市住房城乡建设局等4个单位",
        "2. 逾期2天（10月17日） 开展安全排查（云政办发〔2026〕12号）：市能源局",
    ]


def test_once_a_week_however_often_it_runs(late: None) -> None:
    results = [run_on(date(2026, 10, day)) for day in (19, 19, 20, 21, 22, 23, 24, 25)]
    assert [bool(result) for result in results] == [True] + 7 * [False]
    assert in_list("ducha") == ["overdue_report:2026-W43"]


def test_a_monday_without_a_worker_is_made_up_for_in_the_week(late: None) -> None:
    run_on(MONDAY)
    run_on(date(2026, 10, 29))
    run_on(date(2026, 10, 30))
    run_on(date(2026, 11, 2))
    assert in_list("ducha") == ["overdue_report:2026-W43", "overdue_report:2026-W44", "overdue_report:2026-W45"]


def test_it_compares_with_last_week(late: None, owe: Owe, register: Register) -> None:
    run_on(MONDAY)
    owe(register.housing, date(2026, 10, 20), "又一项")
    run_on(date(2026, 10, 26))
    last = Notice.objects.filter(recipient__username="ducha", channel="inbox").latest("pk")
    assert last.body.startswith("截至2026年10月26日，逾期5项，涉及3个单位，较上周增加2项。")


def test_nothing_overdue_is_news_too(register: Register, people: People) -> None:
    run_on(MONDAY)
    notice = Notice.objects.filter(recipient__username="ducha", channel="inbox").get()
    assert notice.title == "逾期通报（2026年第43周）：无逾期事项"
    assert notice.body == "截至2026年10月19日，无逾期事项。"


def test_only_supervisors_get_it(late: None) -> None:
    run_on(MONDAY)
    told = set(Notice.objects.values_list("recipient__username", "channel"))
    assert told == {("ducha", "inbox"), ("ducha", "email"), ("ducha2", "inbox")}
    with time_machine.travel(moment(MONDAY, 9), tick=False):
        sending.run()
    assert [message.to for message in mail.outbox] == [["fang@yunhe.example"]]


def test_without_readers_the_week_stays_open(late: None) -> None:
    User.objects.filter(role=User.Role.SUPERVISOR).update(is_active=False)
    assert run_on(MONDAY) is None
    assert not JobRun.objects.exists()


def test_a_worker_killed_in_the_middle_leaves_nothing(late: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("obligations.jobs.weekly.addressed", killed)
        run_on(MONDAY)
    assert not JobRun.objects.exists()
    assert run_on(MONDAY) is not None


def killed(*_args: object) -> list[Notice]:
    raise KeyboardInterrupt


def test_the_year_of_a_week_is_the_iso_year() -> None:
    assert weekly.iso_week(date(2027, 1, 1)) == "2026-W53"
    assert weekly.iso_week(date(2026, 11, 23)) == "2026-W48"
