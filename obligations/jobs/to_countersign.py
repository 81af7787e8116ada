"""Reminds those before whom hand-ins lie (会签): every other working day, one notice a person, however many wait."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from obligations.channels.links import to_countersign_link
from obligations.countersigning.desks import Desk, seat
from obligations.jobs import wording
from obligations.models import CalendarYear, Commitment, Notice, User
from obligations.workdays import Special, add_workdays

EVERY_WORKDAYS = 2


def make_countersign_notices(on: date) -> list[int]:
    """Makes what is due on that day and not made yet; returns the people (keys) who were told something new."""
    told = []
    special = CalendarYear.objects.special()
    for user_id, days in sorted(_waiting(on).items()):
        first = min(days)
        times = times_due(first, on, special)
        if not times:
            continue
        with transaction.atomic():
            # a second worker sees what the first made
            person = User.objects.select_for_update().get(pk=user_id)
            notice = _notice(person, first, len(days), f"countersign:{first.isoformat()}:{times}", on)
            known = Notice.objects.filter(recipient=person, stage=notice.stage, channel=notice.channel).exists()
            Notice.objects.bulk_create([] if known else [notice], ignore_conflicts=True)
        if not known:
            told.append(user_id)
    return told


def times_due(since: date, on: date, special: Special | None = None) -> int:
    """How often somebody was to be reminded by that day of what waits since the other."""
    times, day = 0, add_workdays(since, EVERY_WORKDAYS, special).day
    while day <= on:
        times, day = times + 1, add_workdays(day, EVERY_WORKDAYS, special).day
    return times


def _waiting(on: date) -> dict[int, list[date]]:
    """For each person since when each hand-in waits that they can sign."""
    rows = Commitment.objects.filter(state=Commitment.State.HANDED_IN, waits_since__lt=on)
    rows = rows.exclude(waits_for=Desk.SUPERVISOR).select_related("task", "unit").defer("task__text")
    found: dict[int, list[date]] = defaultdict(list)
    for row in rows.order_by("waits_since", "pk"):
        for person in seat(Desk(row.waits_for), row).people:
            if row.waits_since is not None:
                found[person.pk].append(row.waits_since)
    return found


def _notice(person: User, first: date, n: int, stage: str, on: date) -> Notice:
    now = timezone.now()
    return Notice(
        recipient=person,
        kind=Notice.Kind.COUNTERSIGN,
        stage=stage,
        channel=Notice.Channel.INBOX,
        title=f"会签提醒：{n}项办结申请待您签署，最早的自{wording.day(first, on)}起等待",
        body="请核对后签署意见：同意的继续报送，不同意的退回修改。",
        link=to_countersign_link(),
        state=Notice.State.SENT,
        created_at=now,
        sent_at=now,
    )
