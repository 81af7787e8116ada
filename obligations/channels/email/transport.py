"""E-mail through Django's backend (`EMAIL_URL`): plain text with an HTML twin."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from obligations.channels.base import Channel, Deliver, NotDeliverable, absolute
from obligations.channels.links import link_of
from obligations.models import Notice, User

SENDER = "【督查督办】"
# A mail server that hangs must not hold the worker: seconds.
PATIENCE = 30
# Replies of a mail server from here on are final (RFC 5321, 4.2.1).
PERMANENT = 500


class EmailChannel(Channel):
    def reaches(self, person: User) -> bool:
        return person.is_active and bool(person.email)

    @contextmanager
    def connected(self) -> Iterator[Deliver]:
        connection = get_connection(timeout=PATIENCE)
        connection.open()

        def deliver(notice: Notice) -> None:
            if not self.reaches(notice.recipient):
                raise NotDeliverable("收件人已停用或没有邮箱")
            send(notice, connection)

        try:
            yield deliver
        finally:
            connection.close()


def send(notice: Notice, connection: BaseEmailBackend) -> None:
    try:
        message(notice, connection).send()
    except SMTPRecipientsRefused as refusal:
        if all(code >= PERMANENT for code, _reply in refusal.recipients.values()):
            raise NotDeliverable(f"邮件服务器拒收：{notice.recipient.email}") from refusal
        raise
    except OSError:
        # The line may be broken; the next message opens a new one.
        connection.close()
        raise


def message(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail of a notice. A notice sent again after a crash has the same Message-ID: mail systems drop the double."""
    context = {"notice": notice, "url": absolute(link_of(notice)), "site": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=subject(notice.title),
        body=render_to_string("channels/email/notice.txt", context),
        to=[notice.recipient.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}-{notice.created_at.timestamp():.0f}@{sender_domain()}>",
            # Out-of-office replies to a machine help nobody (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    mail.attach_alternative(render_to_string("channels/email/notice.html", context), "text/html")
    return mail


def subject(title: str) -> str:
    """【督查督办】 and the title; a subject must not hold a line break."""
    return SENDER + " ".join(title.split())


def sender_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
