"""Tells a unit's people what was decided about their commitment."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from obligations.models import Commitment, Deputy, Membership, Notice, User

Channel = Notice.Channel


def people_of(commitment: Commitment) -> list[User]:
    """The active people of the unit that owes it, and who stands in for one of them today."""
    parts = Membership.objects.filter(unit=commitment.unit_id, user__is_active=True)
    absent = Deputy.objects.on().filter(unit=commitment.unit_id, absent__in=parts.values("user"))
    people = Q(pk__in=parts.values("user")) | Q(pk__in=absent.values("deputy"))
    return list(User.objects.filter(people, is_active=True).order_by("pk"))


def tell_unit(commitment: Commitment, title: str, body: str, *, stage: str, at: datetime) -> None:
    """News in the inbox. It needs no transport, so it counts as sent."""
    Notice.objects.bulk_create(
        notices(commitment, people_of(commitment), Notice.Kind.NEWS, title, body, stage=stage, at=at),
        ignore_conflicts=True,
    )


def notices(
    commitment: Commitment,
    people: Sequence[User],
    kind: Notice.Kind,
    title: str,
    body: str,
    *,
    stage: str,
    at: datetime,
) -> list[Notice]:
    """One inbox notice a person, not saved yet."""
    return [
        Notice(
            recipient=person,
            commitment=commitment,
            kind=kind,
            stage=stage,
            channel=Channel.INBOX,
            title=title[:200],
            body=body,
            state=Notice.State.SENT,
            created_at=at,
            sent_at=at,
        )
        for person in people
    ]
