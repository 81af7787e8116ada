"""The daily job: due and not yet sent, whatever happened to the worker meanwhile."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obligations.jobs import daily, sending
from obligations.models import Chain, Commitment, Deadline, JobRun, Membership, Notice, User
from obligations.workflow import sign
from tests.conftest import TODAY, People, Register, Suggested, moment
from tests.jobs.conftest import Owe, in_list, mails_of

DUE = date(2026, 10, 21)


def run_on(day: date) -> daily.DailyResult:
    with time_machine.travel(moment(day, 8), tick=False):
        return daily.run()


def run_daily(first: date, last: date) -> None:
    day = first
    while day <= last:
        run_on(day)
        day += timedelta(days=1)


def test_near_then_last_call_then_overdue_each_week(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    run_daily(date(2026, 10, 1), date(2026, 11, 6))
    assert in_list("nengyuan") == [
        "due_soon:2026-10-21",
        "last_call:2026-10-21",
        "overdue:2026-10-22",
        "overdue:2026-10-29",
        "overdue:2026-11-05",
    ]
    assert len(mails_of("nengyuan")) == 5


def test_twice_is_as_good_as_once(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    first, second = run_on(date(2026, 10, 14)), run_on(date(2026, 10, 14))
    assert (first.notices, first.digests, first.people) == (1, 1, 1)
    assert (second.notices, second.digests, second.people) == (0, 0, 0)
    assert in_list("nengyuan") == ["due_soon:2026-10-21"]
    assert len(mails_of("nengyuan")) == 1


def test_four_days_without_a_worker_lose_nothing_and_double_nothing(
    owe: Owe, register: Register, people: People
) -> None:
    owe(register.energy, DUE, "将要到期")
    owe(register.energy, date(2026, 10, 16), "其间逾期")
    owe(register.energy, date(2026, 10, 23), "其间临近")
    run_on(date(2026, 10, 13))
    assert in_list("nengyuan") == ["due_soon:2026-10-16"]
    run_daily(date(2026, 10, 17), date(2026, 10, 19))
    assert sorted(in_list("nengyuan")) == [
        "due_soon:2026-10-16",
        "due_soon:2026-10-21",
        "due_soon:2026-10-23",
        "overdue:2026-10-17",
    ]
    assert [notice.stage for notice in mails_of("nengyuan")] == ["digest:2026-10-13", "digest:2026-10-17"]


def test_who_was_not_told_for_a_month_gets_one_notice_not_five(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    run_on(date(2026, 11, 20))
    assert in_list("nengyuan") == ["overdue:2026-11-19"]


def test_a_granted_extension_starts_anew(owe: Owe, register: Register, people: People) -> None:
    late = owe(register.energy, DUE)
    run_on(date(2026, 10, 22))
    Commitment.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 20))
    run_daily(date(2026, 10, 23), date(2026, 11, 13))
    assert in_list("nengyuan") == ["overdue:2026-10-22", "due_soon:2026-11-20"]


@pytest.mark.parametrize(
    "quiet",
    [
        {"state": "done", "done_on": date(2026, 10, 10)},
        {"state": "withdrawn"},
        {"state": "handed_in", "handed_in_on": date(2026, 10, 10)},
        {"due_on": None},
        {"due_on": date(2026, 12, 31)},
        {"start_on": date(2026, 10, 25), "due_on": date(2026, 10, 26)},
    ],
    ids=["done", "withdrawn", "handed in", "without a date", "far", "not begun"],
)
def test_nothing_about_what_needs_nothing(
    owe: Owe, register: Register, people: People, quiet: dict[str, object]
) -> None:
    Commitment.objects.filter(pk=owe(register.energy, date(2026, 10, 20)).pk).update(**quiet)
    assert run_on(date(2026, 10, 22)).notices == 0


def test_handed_back_it_is_reminded_again(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE, state="returned")
    assert run_on(date(2026, 10, 22)).notices == 1


def test_others_hear_nothing(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    run_on(date(2026, 10, 22))
    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert told == {"nengyuan"}


def test_two_parts_in_one_unit_are_one_person(owe: Owe, register: Register, people: People) -> None:
    Membership.objects.create(user=people.coordinator, unit=register.energy, part=Membership.Part.HEAD)
    owe(register.energy, DUE)
    assert run_on(date(2026, 10, 22)).notices == 1


def test_who_left_hears_nothing(owe: Owe, register: Register, people: People) -> None:
    User.objects.filter(pk=people.coordinator.pk).update(is_active=False)
    owe(register.energy, DUE)
    assert run_on(date(2026, 10, 22)).notices == 0


def test_without_an_address_the_list_still_says_it(owe: Owe, register: Register, people: People) -> None:
    owe(register.housing, DUE)
    run_on(date(2026, 10, 22))
    assert in_list("zhujian") == ["overdue:2026-10-22"]
    assert mails_of("zhujian") == []


def test_one_mail_holds_all_of_a_day(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, date(2026, 10, 20), "完成散煤清零")
    owe(register.energy, date(2026, 10, 28), "更新应急预案")
    run_on(date(2026, 10, 21))
    [digest] = mails_of("nengyuan")
    assert digest.title == "10月21日办理提醒：逾期1项、临期1项"
    assert digest.body == (
        "郭一鸣同志：\n"
        "截至10月21日，您所在单位有以下承办事项需要抓紧办理（逾期1项、临期1项）。\n\n"
        "逾期事项（1项）\n"
        "1. 逾期1天（10月20日） 市能源局：完成散煤清零（云政办发〔2026〕12号）\n\n"
        "临期事项（1项）\n"
        "1. 剩7天（10月28日） 市能源局：更新应急预案（云政办发〔2026〕12号）\n\n"
        "请登录系统反馈进展；确需延期的，请在到期前提出延期申请。"
    )


def test_what_comes_after_the_mail_of_the_day_is_in_the_next(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, date(2026, 10, 20), "早上就在")
    run_on(date(2026, 10, 21))
    owe(register.energy, date(2026, 10, 26), "上午才确认")
    assert run_on(date(2026, 10, 21)).notices == 1
    assert len(mails_of("nengyuan")) == 1
    run_on(date(2026, 10, 22))
    [_first, second] = mails_of("nengyuan")
    assert "上午才确认" in second.body
    assert "早上就在" not in second.body
    assert "另有1项临期或逾期事项此前已提醒，尚未办结。" in second.body


def test_a_worker_killed_before_the_mail_was_made_makes_it_later(
    owe: Owe, register: Register, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(register.energy, DUE)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("obligations.jobs.reminders.make_digest", killed)
        run_on(date(2026, 10, 22))
    assert in_list("nengyuan") == []
    run_on(date(2026, 10, 22))
    assert in_list("nengyuan") == ["overdue:2026-10-22"]
    assert len(mails_of("nengyuan")) == 1


def killed(*_args: object) -> int:
    raise KeyboardInterrupt


def test_the_notice_says_it_like_an_office(owe: Owe, register: Register, people: People) -> None:
    owed = owe(register.energy, date(2026, 10, 31), "完成老旧供热管网改造")
    run_on(date(2026, 10, 26))
    notice = Notice.objects.get(channel=Notice.Channel.INBOX)
    assert notice.title == "临期提醒：完成老旧供热管网改造，剩5天（10月31日）"
    assert notice.body.splitlines() == [
        "承办单位：市能源局（责任）",
        "任务：完成老旧供热管网改造",
        "来源文件：《云河市人民政府办公室关于做好冬季清洁取暖工作的通知》云政办发〔2026〕12号",
        "完成时限：10月31日，剩5天",
        "请按时限抓紧办理，及时反馈进展；确需延期的，请在到期前提出延期申请。",
    ]
    assert notice.link == f"/commitments/{owed.pk}/"
    assert (notice.kind, notice.state, notice.commitment) == ("due_soon", "sent", owed)


def test_the_notice_names_the_deed_where_a_task_has_several(owe: Owe, register: Register, people: People) -> None:
    commitment = owe(register.energy, date(2026, 9, 19), "改造老旧管网")
    first, _second = [
        Deadline.objects.create(task=commitment.task, kind="fixed", what=what) for what in ("制定方案", "完成改造")
    ]
    Commitment.objects.filter(pk=commitment.pk).update(deadline=first)
    run_on(date(2026, 9, 16))
    notice = Notice.objects.get(recipient=people.coordinator, channel=Notice.Channel.INBOX)
    assert notice.title.startswith("临期提醒：改造老旧管网：制定方案，剩3天")


def test_the_run_is_recorded_with_its_counts(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    run_on(date(2026, 10, 22))
    run = JobRun.objects.get(job="daily", period="2026-10-22")
    told = {"people": 1, "notices": 1, "digests": 1}
    assert run.result == {"commitments": 0, "recounted": 0, "pairs": 0, "checks": 0, "changes": 0, "passed": 0, **told}
    assert run.finished_at is not None


def test_a_failure_is_recorded_and_does_not_hide(monkeypatch: pytest.MonkeyPatch, register: Register) -> None:
    def broken(_on: date, _also: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("obligations.jobs.daily.make_reminders", broken)
    with pytest.raises(RuntimeError):
        run_on(date(2026, 10, 22))
    run = JobRun.objects.get(job="daily")
    assert run.failure == "RuntimeError: disk full"
    assert run.finished_at is None


def test_recurring_commitments_are_extended_first(suggested: Suggested, people: People) -> None:
    suggested.recurring.state = "in_force"
    suggested.recurring.save()
    assert run_on(date(2026, 10, 20)).commitments == 12
    assert in_list("zhujian") == ["to_sign:2026-10-23", "due_soon:2026-10-25"]


def test_more_commitments_cost_no_more_queries(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    with CaptureQueriesContext(connection) as few:
        run_on(date(2026, 10, 22))
    for number in range(40):
        owe(register.energy, date(2026, 10, 22), f"任务{number}")
    with CaptureQueriesContext(connection) as many:
        assert run_on(date(2026, 10, 23)).notices == 40
    assert len(many) == len(few)


def test_the_mail_leaves_once(owe: Owe, register: Register, people: People) -> None:
    owe(register.energy, DUE)
    for hour in (8, 9):
        run_on(date(2026, 10, 22))
        with time_machine.travel(moment(date(2026, 10, 22), hour), tick=False):
            sending.run()
    [message] = mail.outbox
    assert message.subject == "【督查督办】10月22日办理提醒：逾期1项"
    assert message.to == ["guo@yunhe.example"]


def test_the_log_keeps_where_the_record_ends(
    commitment: Commitment, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    sign(commitment.pk, people.coordinator)
    with caplog.at_level("INFO"):
        daily.run(TODAY)
    assert f"the record ends at {Chain.objects.get()}" in caplog.text
