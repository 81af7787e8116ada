"""Handing notices over: once, by whoever claims them, and again after a failure."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from obligations.channels import CHANNELS, NotDeliverable
from obligations.channels.base import Channel
from obligations.jobs import sending
from obligations.models import Notice, User
from tests.conftest import People, moment

DAY = date(2026, 10, 22)


class Waiting:
    """Makes notices that wait since 08:00 of DAY."""

    def __init__(self, person: User) -> None:
        self.person = person
        self.number = 0

    def __call__(self, channel: str = "email", **values: object) -> Notice:
        self.number += 1
        values = {"kind": "news", "stage": f"n{self.number}", "title": f"第{self.number}封", **values}
        return Notice.objects.create(recipient=self.person, channel=channel, created_at=moment(DAY, 8), **values)


@pytest.fixture
def waiting(people: People) -> Waiting:
    return Waiting(people.coordinator)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(DAY, 9), tick=False) as traveller:
        yield traveller


class Scripted(Channel):
    """A channel whose deliveries do what the test says."""

    def __init__(self, does: Callable[[Notice], None]) -> None:
        self.does = does

    def reaches(self, person: User) -> bool:
        return True

    @contextmanager
    def connected(self) -> Iterator[Callable[[Notice], None]]:
        yield self.does


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Notice], None]], None]:
    return lambda does: monkeypatch.setitem(CHANNELS, "email", Scripted(does))


def refuses(_notice: Notice) -> None:
    raise ConnectionResetError("gone")


def test_what_waits_is_sent_oldest_first_and_once(waiting: Waiting, clock: time_machine.Traveller) -> None:
    waiting()
    waiting()
    assert sending.run().sent == 2
    assert sending.run().sent == 0
    assert [message.subject for message in mail.outbox] == ["【督查督办】第1封", "【督查督办】第2封"]
    assert set(Notice.objects.values_list("state", "tries", "sent_at")) == {("sent", 1, moment(DAY, 9))}


def test_what_is_for_the_list_needs_no_transport(waiting: Waiting, clock: time_machine.Traveller) -> None:
    notice = waiting("inbox")
    sending.run()
    notice.refresh_from_db()
    assert notice.state == "sent"
    assert mail.outbox == []


def test_a_failed_mail_is_tried_again_after_a_pause_and_not_for_ever(
    waiting: Waiting, clock: time_machine.Traveller, channel
) -> None:
    channel(refuses)
    notice = waiting()
    states = []
    for _ in range(7):
        sending.run()
        sending.run()
        notice.refresh_from_db()
        states.append((notice.state, notice.tries))
        clock.shift(sending.PAUSE + timedelta(seconds=1))
    assert states == [("waiting", 1), ("waiting", 2), ("waiting", 3), ("waiting", 4)] + 3 * [("failed", 5)]
    assert notice.failure == "ConnectionResetError: gone"


def test_one_bad_address_does_not_hold_up_the_others(waiting: Waiting, clock: time_machine.Traveller, channel) -> None:
    def picky(notice: Notice) -> None:
        if notice.stage == "n1":
            raise NotDeliverable("收件人已停用或没有邮箱")

    channel(picky)
    waiting()
    waiting()
    done = sending.run()
    assert (done.sent, done.failed, done.postponed) == (1, 1, 0)
    assert Notice.objects.get(stage="n1").failure == "收件人已停用或没有邮箱"


def test_a_claim_of_a_living_worker_is_respected(waiting: Waiting, clock: time_machine.Traveller) -> None:
    waiting(state="sending", claimed_at=moment(DAY, 9) - timedelta(minutes=5), tries=1)
    assert sending.run().sent == 0


def test_a_claim_of_a_killed_worker_is_taken_over(waiting: Waiting, clock: time_machine.Traveller) -> None:
    waiting(state="sending", claimed_at=moment(DAY, 9) - timedelta(minutes=16), tries=1)
    assert sending.run().sent == 1
    assert Notice.objects.get().tries == 2


def test_a_notice_that_kills_its_worker_is_given_up(waiting: Waiting, clock: time_machine.Traveller) -> None:
    waiting(state="sending", claimed_at=moment(DAY, 8), tries=sending.MOST_TRIES)
    assert sending.run().failed == 1
    assert Notice.objects.get().failure == "发送中断5次"


def test_a_worker_killed_while_sending_leaves_its_claim(
    waiting: Waiting, clock: time_machine.Traveller, channel
) -> None:
    def killed(_notice: Notice) -> None:
        raise KeyboardInterrupt

    channel(killed)
    waiting()
    with pytest.raises(KeyboardInterrupt):
        sending.run()
    notice = Notice.objects.get()
    assert (notice.state, notice.tries, notice.claimed_at) == ("sending", 1, moment(DAY, 9))


def test_who_lost_the_race_leaves_the_notice_alone(
    waiting: Waiting, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the row and claiming it another worker claims it."""
    notice = waiting()
    real = sending.due

    def overtaken(channel: str, now: object):
        found = list(real(channel, now).select_related("recipient"))
        Notice.objects.filter(pk=notice.pk, state="waiting").update(state="sending", claimed_at=moment(DAY, 9))
        return Stale(found)

    class Stale:
        def __init__(self, rows: list[Notice]) -> None:
            self.rows = rows

        def select_related(self, *_names: str) -> "Stale":
            return self

        def first(self) -> Notice | None:
            return self.rows[0] if self.rows else None

    monkeypatch.setattr(sending, "due", overtaken)
    assert sending.claim_next("email") is None
    notice.refresh_from_db()
    assert notice.tries == 0


def test_a_server_that_is_down_costs_no_tries(
    waiting: Waiting, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down(Scripted):
        @contextmanager
        def connected(self) -> Iterator[Callable[[Notice], None]]:
            raise ConnectionRefusedError
            yield self.does

    monkeypatch.setitem(CHANNELS, "email", Down(refuses))
    waiting()
    assert sending.run().unreachable == ["email"]
    notice = Notice.objects.get()
    assert (notice.state, notice.tries) == ("waiting", 0)


def test_what_is_too_old_is_failed_with_a_reason_and_not_sent(waiting: Waiting, clock: time_machine.Traveller) -> None:
    waiting()
    clock.shift(sending.TOO_OLD)
    assert sending.run().failed == 1
    notice = Notice.objects.get()
    assert (notice.state, notice.failure) == ("failed", "超过3天未能发出，内容已过时")
    assert mail.outbox == []


def test_who_lost_the_address_meanwhile_is_told_of_in_the_failure(
    waiting: Waiting, clock: time_machine.Traveller, people: People
) -> None:
    waiting()
    User.objects.filter(pk=people.coordinator.pk).update(email="")
    assert sending.run().failed == 1
    assert Notice.objects.get().failure == "收件人已停用或没有邮箱"
