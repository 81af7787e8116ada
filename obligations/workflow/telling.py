"""Tells a unit's people what was decided about their commitment."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from obligations.countersigning.desks import SIGNATURES, Desk, seat
from obligations.models import Commitment, Deputy, Membership, Notice, Part, Unit, User
from obligations.phrases import say_date

Channel = Notice.Channel


def people_of(commitment: Commitment) -> list[User]:
    """The active people of the unit that owes it, and who stands in for one of them today."""
    return people_in(commitment.unit_id)


def people_in(unit: Unit | int) -> list[User]:
    """The active people of the unit, and who stands in for one of them today."""
    parts = Membership.objects.filter(unit=unit, user__is_active=True)
    absent = Deputy.objects.on().filter(unit=unit, absent__in=parts.values("user"))
    people = Q(pk__in=parts.values("user")) | Q(pk__in=absent.values("deputy"))
    return list(User.objects.filter(people, is_active=True).order_by("pk"))


def tell_unit(commitment: Commitment, title: str, body: str, *, stage: str, at: datetime) -> None:
    """News in the inbox. It needs no transport, so it counts as sent."""
    Notice.objects.bulk_create(
        notices(commitment, people_of(commitment), Notice.Kind.NEWS, title, body, stage=stage, at=at),
        ignore_conflicts=True,
    )
    # who does a part of it hears what becomes of it, each at the page of the part
    open_parts = commitment.parts.filter(state__in=Part.LIVE).select_related("unit").order_by("pk")
    for part in open_parts:
        tell_part(part, title, body, stage=f"{stage}:p{part.pk}", at=at)


def tell_part(part: Part, title: str, body: str, *, stage: str, at: datetime) -> None:
    """News for who does the part: the person named, else the people of its unit."""
    named = [part.person] if part.person is not None and part.person.is_active else []
    tell(named or people_in(part.unit_id), title, body, part, stage=stage, at=at)


def tell(people: Sequence[User], title: str, body: str, part: Part, *, stage: str, at: datetime) -> None:
    """News about a part. It leads to the part's page: the commitment is not for everybody who does a part of it."""
    values = {"kind": Notice.Kind.NEWS, "channel": Channel.INBOX, "state": Notice.State.SENT, "link": part_link(part)}
    made = [
        Notice(recipient=one, title=title[:200], body=body, stage=stage[:60], created_at=at, sent_at=at, **values)
        for one in people
    ]
    Notice.objects.bulk_create(made, ignore_conflicts=True)


def part_link(part: Part) -> str:
    return f"/parts/{part.pk}/"


def tell_signers(commitment: Commitment, at: datetime) -> None:
    """News in the inbox of all who can sign, when it reaches them. Nothing where it lies before the supervisor."""
    if not commitment.is_countersigned:
        return
    desk = Desk(commitment.waits_for)
    day = f"于{say_date(commitment.handed_in_on)}" if commitment.handed_in_on else ""
    title = f"待{SIGNATURES[desk]}：{commitment.matter}"
    body = f"{commitment.unit}{day}申请办结，请核对后签署意见；同意后继续报送，不同意的退回修改。"
    people, stage = seat(desk, commitment).people, f"{desk}:{at.isoformat()}"
    made = notices(commitment, people, Notice.Kind.NEWS, title, body, stage=stage, at=at)
    Notice.objects.bulk_create(made, ignore_conflicts=True)


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
