"""Reminds who does a part (分办) of its date: when it comes near, on the last working day, and each week it is late."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from obligations.jobs import wording
from obligations.jobs.stages import reminded_until, stage_of
from obligations.models import CalendarYear, Notice, Part, User
from obligations.workflow.telling import part_link, people_in

TITLE = 60


def make_part_notices(on: date) -> list[int]:
    """Makes what is due on that day and not made yet; returns the people (keys) who were told something new."""
    special = CalendarYear.objects.special()
    rows = Part.objects.live().filter(handed_in_on__isnull=True).with_details()
    until = reminded_until(on, special)
    rows = rows.filter(Q(due_on__lte=until) | Q(commitment__due_on__lte=until))
    told = set()
    for part in rows.order_by("pk"):
        limit = part.limit
        if limit is None or (stage := stage_of(limit, on, special)) is None:
            continue
        key = f"part:{part.pk}:{stage.key}"
        named = [part.person] if part.person is not None and part.person.is_active else []
        told |= {person.pk for person in named or people_in(part.unit_id) if _remind(person, part, limit, key, on)}
    return sorted(told)


def _remind(person: User, part: Part, limit: date, key: str, on: date) -> bool:
    with transaction.atomic():
        # a second worker sees what the first made
        User.objects.select_for_update().get(pk=person.pk)
        if Notice.objects.filter(recipient=person, stage=key, channel=Notice.Channel.INBOX).exists():
            return False
        now = timezone.now()
        what = wording.shortened(" ".join(part.what.split()), TITLE)
        Notice.objects.create(
            recipient=person,
            kind=Notice.Kind.PART,
            stage=key,
            channel=Notice.Channel.INBOX,
            title=f"分办提醒：{what}，{wording.days_left(limit, on)}（{wording.day(limit, on)}）",
            body=f"{part.commitment.unit}分办给{part.unit}，主办事项：{part.commitment.task.title}。请及时办理并报进展。",
            link=part_link(part),
            state=Notice.State.SENT,
            created_at=now,
            sent_at=now,
        )
        return True
