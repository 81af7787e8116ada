"""Urging (催办): a supervisor's message to the unit's people, in the inbox and by e-mail, with a gap in between.

政府督查工作条例 (国务院令第733号) asks to keep the frequency down; the gap is the setting URGE_GAP_DAYS.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from obligations.errors import Conflict
from obligations.models import Commitment, Event, Notice, User
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.workflow.taking import limited, take
from obligations.workflow.telling import notices, people_of


@recorded()
def urge(commitment_id: int, actor: User, message: str = "", at: datetime | None = None) -> list[Notice]:
    """The notices that were made; those for the inbox are there at once, e-mails wait for the sending job."""
    at = at or timezone.now()
    commitment = take(commitment_id, actor, Event.Verb.URGED)
    _keep_gap(commitment, at)
    people = people_of(commitment)
    if not people:
        raise Conflict(f"{commitment.unit}还没有联络员，请先在单位人员中添加。")
    message = limited("message", message, 1000)
    title = f"催办：{commitment.matter}"
    body = message or _standard_message(commitment)
    stage = f"urge:{at.isoformat()}"  # URGE_GAP_DAYS may be 0: a second one on the day is another message
    made = notices(commitment, people, Notice.Kind.URGE, title, body, stage=stage, at=at)
    by_mail = [person for person in people if person.email]
    for notice in notices(commitment, by_mail, Notice.Kind.URGE, title, body, stage=stage, at=at):
        notice.channel, notice.state, notice.sent_at = Notice.Channel.EMAIL, Notice.State.WAITING, None
        made.append(notice)
    Notice.objects.bulk_create(made)
    record(Event.Verb.URGED, commitment, actor, at=at, note=body, after={"people": [str(person) for person in people]})
    return made


def _keep_gap(commitment: Commitment, at: datetime) -> None:
    urged = Notice.objects.filter(commitment=commitment, kind=Notice.Kind.URGE).order_by("-created_at").first()
    if urged is None:
        return
    day, last = timezone.localtime(at).date(), timezone.localtime(urged.created_at).date()
    free_from = last + timedelta(days=settings.URGE_GAP_DAYS)
    if day < free_from:
        raise Conflict(f"{say_date(last)}已催办过，{say_date(free_from)}起可再次催办。")


def _standard_message(commitment: Commitment) -> str:
    limit = f"，完成时限为{say_date(commitment.due_on)}" if commitment.due_on else ""
    return f"请抓紧办理{limit}，并及时反馈进展。"
