"""The e-mail of a notice."""

from datetime import date
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import get_connection

from obligations.channels import CHANNELS, NotDeliverable
from obligations.channels.email.transport import message
from obligations.channels.email.transport import send as send_mail
from obligations.models import Commitment, Notice, User
from tests.conftest import People, moment


@pytest.fixture
def notice(people: People) -> Notice:
    return Notice.objects.create(
        recipient=people.coordinator,
        channel="email",
        kind="overdue",
        stage="digest:2026-10-22",
        title="10月22日办理提醒：\n逾期1项",
        body="郭一鸣同志：\n1. <b>完成</b> & 验收\n\n请抓紧办理。",
        link="/todo/",
        created_at=moment(date(2026, 10, 22), 8),
    )


def test_subject_recipient_and_both_bodies(notice: Notice, settings) -> None:
    settings.SITE_URL = "https://duban.yunhe.example"
    sent = message(notice)
    assert sent.subject == "【督查督办】10月22日办理提醒： 逾期1项"
    assert sent.to == ["guo@yunhe.example"]
    assert sent.body.startswith(
        "郭一鸣同志：\n1. <b>完成</b> & 验收\n\n请抓紧办理。\n\n查看办理：https://duban.yunhe.example/todo/\n"
    )
    [html] = sent.alternatives
    assert html.mimetype == "text/html"
    assert "&lt;b&gt;完成&lt;/b&gt; &amp; 验收" in html.content
    assert 'href="https://duban.yunhe.example/todo/"' in html.content


def test_sent_again_it_is_the_same_message(notice: Notice, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "督查督办 <duban@yunhe.example>"
    first, second = (message(notice).message()["Message-ID"] for _ in range(2))
    assert first == second == f"<notice-{notice.pk}-1792627200@yunhe.example>"


def test_a_notice_without_link_leads_to_its_commitment(notice: Notice, commitment: Commitment) -> None:
    notice.link, notice.commitment = "", commitment
    assert f"/commitments/{commitment.pk}/" in message(notice).body


def test_it_goes_out_through_one_connection(notice: Notice) -> None:
    with CHANNELS["email"].connected() as deliver:
        deliver(notice)
        deliver(notice)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_can_not_be_reached_is_no_recipient(notice: Notice, change: dict[str, object]) -> None:
    User.objects.filter(pk=notice.recipient_id).update(**change)
    notice.recipient.refresh_from_db()
    assert not CHANNELS["email"].reaches(notice.recipient)
    with CHANNELS["email"].connected() as deliver, pytest.raises(NotDeliverable, match="收件人已停用或没有邮箱"):
        deliver(notice)


@pytest.mark.parametrize(("code", "error"), [(550, NotDeliverable), (451, SMTPRecipientsRefused)])
def test_a_final_refusal_is_told_from_a_passing_one(notice: Notice, code: int, error: type[Exception]) -> None:
    connection = get_connection()

    def refuse(_messages: object) -> int:
        raise SMTPRecipientsRefused({"guo@yunhe.example": (code, b"no")})

    connection.send_messages = refuse
    with pytest.raises(error):
        send_mail(notice, connection)


def test_a_broken_line_is_closed_so_that_the_next_mail_opens_a_new_one(notice: Notice) -> None:
    connection = get_connection()
    closed = []
    connection.close = lambda: closed.append(True)

    def break_(_messages: object) -> int:
        raise ConnectionResetError

    connection.send_messages = break_
    with pytest.raises(ConnectionResetError):
        send_mail(notice, connection)
    assert closed == [True]


def test_the_list_reaches_everybody_active(people: People) -> None:
    assert CHANNELS["inbox"].reaches(people.stranger)


def test_every_channel_of_a_notice_has_its_transport() -> None:
    assert set(CHANNELS) == set(Notice.Channel.values)
