"""Tells a unit's people what was decided about their commitment."""

from collections.abc import Sequence
from datetime import datetime

from obligations.models import Commitment, Notice, User

Channel = Notice.Channel


def people_of(commitment: Commitment) -> list[User]:
    """The active people of the unit that owes it."""
    people = User.objects.filter(is_active=True, memberships__unit=commitment.unit_id)
    return list(people.order_by("pk").distinct())


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
