"""Suspending (中止): the clock stands still until a supervisor ends it (解除中止); the first date is kept."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from obligations.errors import BadInput
from obligations.models import Commitment, Event, Suspension, User
from obligations.phrases import say_date
from obligations.recording import recorded
from obligations.workflow.closing import refuse_pending
from obligations.workflow.taking import change, limited, refuse_past, required, take
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
State = Commitment.State

SUSPENDED_MEANWHILE = "事项已中止，恢复时一并核定时限。"


class Dating(StrEnum):
    """What becomes of the due date: later by the days that it stood still, as it was, or another day."""

    MOVED = "moved"
    KEPT = "kept"
    GIVEN = "given"


@recorded()
def suspend(
    commitment_id: int, actor: User, reason: str, until_on: date | None = None, at: datetime | None = None
) -> Suspension:
    """Stops the clock: no reminders, never overdue. What was handed in is decided first."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写中止原因。", 500)
    commitment = take(commitment_id, actor, Verb.SUSPENDED)
    if until_on is not None:
        refuse_past("until_on", until_on, at)
    day = timezone.localtime(at).date()
    made = Suspension.objects.create(
        commitment=commitment, reason=reason, state_before=commitment.state, by=actor, started_on=day, until_on=until_on
    )
    extra = {"until_on": until_on} if until_on else None
    # while that is still possible by the table of steps
    refuse_pending(commitment, actor, at, SUSPENDED_MEANWHILE)
    change(commitment, Verb.SUSPENDED, actor, at, {"state": State.SUSPENDED}, note=reason, extra=extra)
    tell_unit(commitment, f"已中止：{commitment.matter}", reason, stage=f"suspended:{at.isoformat()}", at=at)
    return made


@recorded()
def restart(
    commitment_id: int,
    actor: User,
    dating: Dating = Dating.MOVED,
    due_on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Commitment:
    """Lets the clock run again, in the state in which it was stopped. `due_on` only with `Dating.GIVEN`."""
    at = at or timezone.now()
    note = limited("note", note, 500)
    commitment = take(commitment_id, actor, Verb.RESTARTED)
    day = timezone.localtime(at).date()
    standing = commitment.suspensions.filter(ended_on=None).first()
    started_on = standing.started_on if standing else day
    if dating == Dating.GIVEN:
        if due_on is None:
            raise BadInput("due_on", "请填写恢复后的完成时限。")
        refuse_past("due_on", due_on, at)
        if commitment.start_on is not None and due_on < commitment.start_on:
            raise BadInput("due_on", f"完成时限不能早于开始日期{say_date(commitment.start_on)}。")
    new: dict[str, object] = {"state": standing.state_before if standing else State.OPEN}
    found = due_after(commitment, dating, due_on, started_on, day)
    if found != commitment.due_on:
        new |= {"due_on": found, "is_provisional": False}
        if commitment.first_due_on is None:
            new["first_due_on"] = found
    if commitment.sign_by is not None and commitment.signed_at is None:
        new["sign_by"] = max(commitment.sign_by + (day - started_on), day)
    before = commitment.due_on
    change(commitment, Verb.RESTARTED, actor, at, new, note=note, extra={"stood_days": (day - started_on).days})
    commitment.suspensions.filter(ended_on=None).update(ended_on=day)
    dated = f"，完成时限{say_date(found)}" if found is not None else ""
    moved = f"（由{say_date(before)}改定）" if before is not None and before != found else ""
    title = f"恢复办理{dated}{moved}：{commitment.matter}"
    tell_unit(commitment, title, note, stage=f"restarted:{at.isoformat()}", at=at)
    return commitment


def due_after(commitment: Commitment, dating: Dating, given: date | None, started_on: date, on: date) -> date | None:
    """The due date when it goes on, on the day `on`, after it has stood still since `started_on`.

    The dates of a rhythm that lie ahead stay where the rule put them: moved, they would fall on each other.
    """
    if dating == Dating.GIVEN:
        return given
    if commitment.due_on is None or dating == Dating.KEPT:
        return commitment.due_on
    if commitment.deadline_id and commitment.deadline and commitment.deadline.rrule and commitment.due_on >= on:
        return commitment.due_on
    return commitment.due_on + max(on - started_on, timedelta(0))


def stood_days(suspension: Suspension, on: date) -> int:
    """For how many days it has stood still on the day `on`."""
    return max(0, ((suspension.ended_on or on) - suspension.started_on).days)
