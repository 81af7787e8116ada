"""Special supervision (挂牌督办): marked everywhere, reminded more often, the heads above told; taken off (摘牌)."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Listing, Membership, Notice, User
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.workflow.taking import refuse_past, required, take
from obligations.workflow.telling import notices, people_of, tell_unit

Verb = Event.Verb


@recorded()
def list_(
    commitment_id: int,
    actor: User,
    reason: str,
    level: str = Listing.Level.CITY,
    finish_by: date | None = None,
    at: datetime | None = None,
) -> Listing:
    """Puts a commitment under special supervision; its people and the heads above are told, by e-mail too."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写挂牌原因。", 500)
    if level not in Listing.Level.values:
        raise BadInput("level", "请选择挂牌级别。")
    commitment = take(commitment_id, actor, Verb.LISTED)
    if finish_by is not None:
        refuse_past("finish_by", finish_by, at)
    if there := commitment.listings.filter(ended_on=None).first():
        raise Conflict(f"该事项已于{say_date(there.listed_on)}挂牌督办。")
    day = timezone.localtime(at).date()
    made = Listing.objects.create(
        commitment=commitment, level=level, reason=reason, finish_by=finish_by, by=actor, listed_on=day
    )
    after = {"level": str(made.get_level_display()), "finish_by": finish_by}
    record(Verb.LISTED, commitment, actor, at=at, note=reason, after=after)
    limit = f"，限{say_date(finish_by)}前解决" if finish_by else ""
    _tell(commitment, f"{made.get_level_display()}挂牌督办{limit}：{commitment.matter}", reason, at)
    return made


@recorded()
def delist(commitment_id: int, actor: User, reason: str, at: datetime | None = None) -> Listing:
    """Takes it off the list."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写摘牌理由。", 500)
    commitment = take(commitment_id, actor, Verb.DELISTED)
    listing = commitment.listings.filter(ended_on=None).first()
    if listing is None:
        raise Conflict("该事项没有挂牌督办。")
    listing.ended_on, listing.end_reason = timezone.localtime(at).date(), reason
    listing.save(update_fields=["ended_on", "end_reason"])
    before = {"level": str(listing.get_level_display())}
    record(Verb.DELISTED, commitment, actor, at=at, note=reason, before=before, after={"level": ""})
    tell_unit(commitment, f"已摘牌：{commitment.matter}", reason, stage=f"delisted:{at.isoformat()}", at=at)
    return listing


def heads_above(commitment: Commitment) -> list[User]:
    """The heads (分管领导) of the units above the one that owes it."""
    parts = Membership.objects.filter(unit__in=commitment.unit.above(), part=Membership.Part.HEAD)
    return list(User.objects.filter(Q(pk__in=parts.values("user")), is_active=True).order_by("pk"))


def _tell(commitment: Commitment, title: str, body: str, at: datetime) -> None:
    people = {person.pk: person for person in [*people_of(commitment), *heads_above(commitment)]}
    stage = f"listed:{at.isoformat()}"
    made = notices(commitment, list(people.values()), Notice.Kind.LISTED, title, body, stage=stage, at=at)
    by_mail = [person for person in people.values() if person.email]
    for notice in notices(commitment, by_mail, Notice.Kind.LISTED, title, body, stage=stage, at=at):
        notice.channel, notice.state, notice.sent_at = Notice.Channel.EMAIL, Notice.State.WAITING, None
        made.append(notice)
    Notice.objects.bulk_create(made, ignore_conflicts=True)
