"""The verbs of those who countersign: agree, and the hand-in goes on; or return it with a reason."""

from datetime import datetime

from django.utils import timezone

from obligations.countersigning.desks import AGREES, NOBODY, RETURNS, Desk, acts_for, go_on, hand_in_of, keep, seat
from obligations.errors import Conflict
from obligations.models import Commitment, Countersign, Event, Progress, Unit, User
from obligations.recording import recorded
from obligations.workflow.taking import change, limited, required, take
from obligations.workflow.telling import tell_signers, tell_unit

State = Commitment.State
Outcome = Countersign.Outcome


@recorded()
def agree(
    commitment_id: int,
    actor: User,
    desk: Desk,
    remark: str = "",
    at: datetime | None = None,
    *,
    seen: int | None = None,
) -> Commitment:
    """Signs the hand-in at this desk; it goes on to the next one, or to the supervisor.

    `seen` is the report (key) that the actor read: one that was handed in anew meanwhile is not signed unread.
    """
    at = at or timezone.now()
    remark = limited("remark", remark, 500)
    commitment, report, unit = _take(commitment_id, actor, desk, AGREES[desk], seen)
    keep(report, desk, Outcome.AGREED, at, by=actor, unit=unit, remark=remark)
    new, waived = go_on(commitment, report, at, desk)
    extra = {"passed": waived} if waived else None
    change(commitment, AGREES[desk], actor, at, new, note=remark, extra=extra, unit=unit)
    tell_signers(commitment, at)
    return commitment


@recorded()
def send_back(
    commitment_id: int, actor: User, desk: Desk, reason: str, at: datetime | None = None, *, seen: int | None = None
) -> Commitment:
    """Returns the hand-in to its unit for more work, as the supervisor does. The clock runs again."""
    at = at or timezone.now()
    reason = required("remark", reason, "请填写退回理由。", 500)
    commitment, report, unit = _take(commitment_id, actor, desk, RETURNS[desk], seen)
    keep(report, desk, Outcome.RETURNED, at, by=actor, unit=unit, remark=reason)
    new = {"state": State.RETURNED, "handed_in_on": None, "return_reason": reason, **NOBODY}
    change(commitment, RETURNS[desk], actor, at, new, note=reason, unit=unit)
    who = str(unit) if desk == Desk.LEAD and unit else "分管领导"
    title = f"{who}退回修改：{commitment.matter}"
    tell_unit(commitment, title, reason, stage=f"returned:{at.isoformat()}", at=at)
    return commitment


def _take(
    commitment_id: int, actor: User, desk: Desk, verb: Event.Verb, seen: int | None
) -> tuple[Commitment, Progress, Unit | None]:
    """The commitment, the report that is to be signed, and the unit for which the actor signs."""
    commitment = take(commitment_id, actor, verb)
    if commitment.waits_for != desk:
        raise Conflict(f"该事项现为“{commitment.get_waits_for_display()}”，请刷新后再看。")
    report = hand_in_of(commitment)
    if report is None or (seen is not None and report.pk != seen):
        raise Conflict("承办单位刚刚重新申请办结，请核对新的内容后再签署。")
    return commitment, report, acts_for(seat(desk, commitment).units, actor) or commitment.unit
