"""The time for signing (签收): counted in working days, shown, told in time and when it is over."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from obligations.jobs import daily, weekly
from obligations.models import Commitment, Notice, Slice, Task
from obligations.register import changing
from obligations.review import confirm
from obligations.schedule import make_commitments
from obligations.signing import sign_by
from obligations.workdays import is_workday
from obligations.workflow import sign
from tests.conftest import NOW, TODAY, People, Register, Suggested, moment
from tests.jobs.conftest import in_list, mails_of

# Given on Wednesday the 16th: Thursday, Friday, and the Sunday that is worked in exchange for the national holiday.
LAST = date(2026, 9, 20)


def on_day(day: date) -> None:
    with time_machine.travel(moment(day, 8), tick=False):
        daily.run()


@pytest.fixture
def given_out(suggested: Suggested, people: People) -> Commitment:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    return Commitment.objects.get(task=suggested.fixed, unit__name="云河市能源局")


class TestTheDay:
    def test_three_working_days_after_it_was_given(self, given_out: Commitment) -> None:
        assert given_out.sign_by == LAST

    def test_over_the_national_holiday(self) -> None:
        """2026-10-01 to 07 are free, the 10th (a Saturday) is worked."""
        assert sign_by(date(2026, 9, 29), None, None) == date(2026, 10, 9)

    def test_not_after_the_due_date(self) -> None:
        assert sign_by(TODAY, None, date(2026, 9, 17)) == date(2026, 9, 17)

    def test_what_is_late_already_has_its_days(self) -> None:
        assert sign_by(TODAY, None, date(2026, 9, 1)) == LAST

    def test_none_where_the_office_wants_none(self, settings: object) -> None:
        settings.SIGN_DAYS = 0  # type: ignore[attr-defined]
        assert sign_by(TODAY, None, date(2026, 9, 17)) is None

    def test_a_recurring_duty_is_signed_for_when_its_turn_begins(self, suggested: Suggested) -> None:
        Task.objects.filter(pk=suggested.recurring.pk).update(state=Task.State.IN_FORCE)
        make_commitments(suggested.recurring, TODAY)
        first, second, *_rest = Commitment.objects.filter(task=suggested.recurring).order_by("due_on")
        assert first.sign_by == LAST
        assert (second.due_on, second.sign_by) == (date(2026, 10, 25), sign_by(date(2026, 10, 1), None, None))

    @given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(-10, 30))
    def test_it_is_a_working_day_or_the_due_date(self, given_on: date, until_due: int) -> None:
        due_on = given_on + timedelta(days=until_due)
        last = sign_by(given_on, None, due_on)
        assert last is not None and last >= given_on
        assert is_workday(last) or last == due_on
        assert due_on < given_on or last <= due_on

    def test_for_the_heir_it_begins_anew_and_what_was_signed_stays(
        self, given_out: Commitment, register: Register, people: People
    ) -> None:
        with time_machine.travel(moment(date(2026, 9, 28)), tick=False):
            changing.merge(register.energy.pk, register.finance.pk, people.administrator)
        given_out.refresh_from_db()
        assert (given_out.unit, given_out.sign_by) == (register.finance, date(2026, 10, 8))


class TestWhoIsTold:
    def test_when_given_on_the_last_day_and_then_each_week(self, given_out: Commitment, people: People) -> None:
        day = TODAY
        while day <= date(2026, 9, 30):
            on_day(day)
            day += timedelta(days=1)
        told = [stage for stage in in_list("nengyuan") if "sign" in stage]
        assert told == [
            "to_sign:2026-09-20",
            "sign_call:2026-09-20",
            "sign_late:2026-09-21",
            "sign_late:2026-09-28",
        ]
        titles = list(Notice.objects.filter(recipient=people.coordinator, kind="sign", channel="inbox").order_by("pk"))
        assert titles[0].title == "签收提醒：1项承办事项待签收，剩4天（9月20日）"
        assert titles[2].title == "签收提醒：1项承办事项待签收，超期1天（9月20日）"
        assert titles[0].link == "/todo/?slice=unsigned"

    def test_many_at_once_are_one_notice_and_one_mail(self, suggested: Suggested, people: People) -> None:
        for task in (suggested.fixed, suggested.dateless):
            Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
            make_commitments(task, TODAY)
        on_day(TODAY)
        on_day(TODAY)
        assert in_list("nengyuan") == ["to_sign:2026-09-20"]
        [mail] = mails_of("nengyuan")
        assert "待签收和分办\n1. 2项承办事项待签收，剩4天（9月20日）" in mail.body

    def test_nothing_more_once_it_is_signed(self, given_out: Commitment, people: People) -> None:
        sign(given_out.pk, people.coordinator, at=NOW)
        on_day(LAST)
        assert in_list("nengyuan") == []

    def test_the_supervisors_weekly_report_names_the_units(self, given_out: Commitment, people: People) -> None:
        with time_machine.travel(moment(date(2026, 9, 28), 8), tick=False):
            result = weekly.run()
        assert result is not None and result.unsigned == 4
        body = Notice.objects.filter(recipient=people.supervisor, channel="inbox").get().body
        assert "超期未签收4项。" in body
        assert "一、超期未签收的单位\n1. 市能源局：1项" in body


class TestWhatIsShown:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (TODAY, "待签收 · 剩4天"),
            (LAST, "待签收 · 今天截止"),
            (date(2026, 9, 23), "超期3天未签收"),
        ],
    )
    def test_how_long_is_left(
        self, client: Client, given_out: Commitment, people: People, day: date, words: str
    ) -> None:
        with time_machine.travel(moment(day), tick=False):
            client.force_login(people.coordinator)
            assert words in client.get("/todo/?slice=unsigned").content.decode()

    def test_supervisors_see_who_has_not_signed(self, client: Client, given_out: Commitment, people: People) -> None:
        sign(given_out.pk, people.coordinator, at=NOW)
        with time_machine.travel(moment(date(2026, 9, 23)), tick=False):
            client.force_login(people.supervisor)
            page = client.get("/commitments/?slice=sign_late").content.decode()
        assert "清源区" in page and f'id="c-{given_out.pk}"' not in page
        counts = Commitment.objects.slice_counts([Slice.SIGN_LATE], date(2026, 9, 23))
        assert counts == {Slice.SIGN_LATE: 3}
