"""Hands waiting notices to their channels. Many workers may run this at once; no lock is held while a mail is sent."""

import logging
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import F, Q
from django.utils import timezone

from obligations.channels import CHANNELS, Channel, NotDeliverable
from obligations.channels.base import Deliver
from obligations.models import Notice
from obligations.models.notices import NoticeQuerySet

log = logging.getLogger(__name__)

UNSENT = (Notice.State.WAITING, Notice.State.SENDING)
MOST_TRIES = 5
# Between two tries of one notice. Also how long a claim stands: a worker killed while sending frees it after this.
PAUSE = timedelta(minutes=15)
# A reminder that could not leave for so long says wrong things; the next digest says the right ones.
TOO_OLD = timedelta(days=3)
# One run ends well before the queue's timeout; the next minute goes on. Seconds.
RUN_SECONDS = 300


@dataclass(slots=True)
class Sent:
    sent: int = 0
    failed: int = 0
    postponed: int = 0
    unreachable: list[str] = field(default_factory=list)


def run() -> Sent:
    """Sends what waits, oldest first."""
    done = Sent()
    done.failed += give_up_old(timezone.now())
    for name, channel in CHANNELS.items():
        if due(name, timezone.now()).exists():
            send_waiting(name, channel, done)
    return done


def due(channel: str, now: datetime) -> NoticeQuerySet:
    """Never tried, or tried a while ago: by a server that refused, or by a worker that died."""
    rested = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - PAUSE)
    unsent = Notice.objects.filter(state__in=UNSENT, channel=channel, tries__lt=MOST_TRIES)
    return unsent.filter(rested).order_by("created_at", "pk")


def give_up_old(now: datetime) -> int:
    """What is too old, or cost a worker its life too often, is said to be failed: neither dropped nor sent."""
    # A claim that stands is somebody's business until it has lapsed.
    lapsed = Q(state=Notice.State.WAITING) | Q(state=Notice.State.SENDING, claimed_at__lt=now - PAUSE)
    unsent = Notice.objects.filter(lapsed)
    old = unsent.filter(created_at__lt=now - TOO_OLD).exclude(channel=Notice.Channel.INBOX)
    given_up = old.update(state=Notice.State.FAILED, failure=f"超过{TOO_OLD.days}天未能发出，内容已过时")
    worn_out = unsent.filter(tries__gte=MOST_TRIES)
    return given_up + worn_out.update(state=Notice.State.FAILED, failure=f"发送中断{MOST_TRIES}次")


def send_waiting(name: str, channel: Channel, done: Sent) -> None:
    until = monotonic() + RUN_SECONDS
    with ExitStack() as stack:
        try:
            deliver = stack.enter_context(channel.connected())
        except Exception:
            # Nothing is claimed yet: everything keeps its place and its tries.
            log.exception("channel %s can't be reached", name)
            done.unreachable.append(name)
            return
        while monotonic() < until and (notice := claim_next(name)):
            send_one(notice, deliver, done)


def claim_next(channel: str) -> Notice | None:
    """The next notice, ours alone; None when nothing is left.

    The UPDATE repeats what was read: 0 rows mean that another worker was faster, and the next row is tried.
    """
    while notice := due(channel, timezone.now()).select_related("recipient").first():
        now = timezone.now()
        unchanged = Notice.objects.filter(pk=notice.pk, state=notice.state, claimed_at=notice.claimed_at)
        if unchanged.update(state=Notice.State.SENDING, claimed_at=now, tries=F("tries") + 1):
            notice.state, notice.claimed_at, notice.tries = Notice.State.SENDING, now, notice.tries + 1
            return notice
    return None


def send_one(notice: Notice, deliver: Deliver, done: Sent) -> None:
    try:
        deliver(notice)
    except NotDeliverable as reason:
        finish(notice, Notice.State.FAILED, str(reason))
        done.failed += 1
    except Exception as error:
        log.warning("notice %s not sent", notice.pk, exc_info=True)
        last = notice.tries >= MOST_TRIES
        finish(notice, Notice.State.FAILED if last else Notice.State.WAITING, f"{type(error).__name__}: {error}")
        done.failed += last
        done.postponed += not last
    else:
        finish(notice, Notice.State.SENT, "")
        done.sent += 1


def finish(notice: Notice, state: Notice.State, failure: str) -> None:
    """Only while the claim is still ours: after a pause longer than PAUSE somebody else may have taken it."""
    sent_at = timezone.now() if state == Notice.State.SENT else None
    ours = Notice.objects.filter(pk=notice.pk, state=Notice.State.SENDING, claimed_at=notice.claimed_at)
    ours.update(state=state, failure=failure[:300], sent_at=sent_at)
