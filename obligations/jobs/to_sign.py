"""Reminds of what is to be signed for (签收): when it was given, on the last day, and when the time is over.

One notice a person and date, however many commitments: a directive that was confirmed may give a unit fifty at once.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from obligations.channels.links import unsigned_link
from obligations.jobs import wording
from obligations.jobs.reminders import people_of
from obligations.jobs.stages import overdue_since
from obligations.models import CalendarYear, Commitment, Notice, User
from obligations.workdays import Special, add_workdays, previous_workday


def make_sign_notices(on: date) -> list[int]:
    """Makes what is due on that day and not made yet; returns the people (keys) who were told something new."""
    told = []
    for user_id, counts in sorted(_waiting(on).items()):
        with transaction.atomic():
            # a second worker sees what the first made
            person = User.objects.select_for_update().get(pk=user_id)
            mine = Notice.objects.filter(recipient=person, kind=Notice.Kind.SIGN, channel=Notice.Channel.INBOX)
            known = set(mine.values_list("stage", flat=True))
            new = [_notice(person, last, stage, n, on) for (last, stage), n in counts.items() if stage not in known]
            Notice.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            told.append(user_id)
    return told


def stage_of(sign_by: date, on: date, special: Special | None = None) -> str:
    """Which notice is the latest due on that day; its name holds the day until which is to be signed."""
    if on > sign_by:
        return f"sign_late:{overdue_since(sign_by, on).isoformat()}"
    if on >= previous_workday(sign_by, special):
        return f"sign_call:{sign_by.isoformat()}"
    return f"to_sign:{sign_by.isoformat()}"


def _waiting(on: date) -> dict[int, dict[tuple[date, str], int]]:
    """For each person how many of their units' commitments wait, by day and stage."""
    special = CalendarYear.objects.special()
    # what begins later was laid out ahead, and is not asked for yet
    until = add_workdays(on, max(settings.SIGN_DAYS, 1), special).day
    rows = Commitment.objects.running().filter(signed_at__isnull=True, sign_by__lte=until).order_by("sign_by")
    by_unit: dict[int, list[date]] = defaultdict(list)
    for unit_id, sign_by in rows.values_list("unit_id", "sign_by"):
        if sign_by is not None:
            by_unit[unit_id].append(sign_by)
    found: dict[int, dict[tuple[date, str], int]] = defaultdict(lambda: defaultdict(int))
    for user_id, unit_id in people_of(list(by_unit), on):
        for sign_by in by_unit[unit_id]:
            found[user_id][sign_by, stage_of(sign_by, on, special)] += 1
    return {user_id: dict(_each_stage_once(counts)) for user_id, counts in found.items()}


def _each_stage_once(counts: dict[tuple[date, str], int]) -> Iterator[tuple[tuple[date, str], int]]:
    """Late ones of several days whose weekly reminder falls on one day are one notice, of the earliest day."""
    by_stage: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for (sign_by, stage), n in counts.items():
        by_stage[stage].append((sign_by, n))
    for stage, several in by_stage.items():
        yield (min(day for day, _ in several), stage), sum(n for _, n in several)


def _notice(person: User, sign_by: date, stage: str, n: int, on: date) -> Notice:
    now = timezone.now()
    return Notice(
        recipient=person,
        kind=Notice.Kind.SIGN,
        stage=stage,
        channel=Notice.Channel.INBOX,
        title=wording.sign_title(n, sign_by, on),
        body=wording.sign_body(n, sign_by, on),
        link=unsigned_link(),
        state=Notice.State.SENT,
        created_at=now,
        sent_at=now,
    )
