"""What the supervisor decides: close (销号), return for more work (退回), or resume what was closed by mistake."""

from datetime import datetime

from django.utils import timezone

from obligations.countersigning.desks import NOBODY
from obligations.errors import Conflict, NotAllowed
from obligations.models import Commitment, Event, Extension, Task, User
from obligations.recording import record, recorded
from obligations.schedule import continues
from obligations.workflow.taking import change, limited, lock_task_of, required, take
from obligations.workflow.telling import tell_unit

State = Commitment.State
Verb = Event.Verb

CLOSED_WHILE_LISTED = "办结摘牌"
CLOSED_MEANWHILE = "事项已办结，无需延期。"


@recorded()
def close(
    commitment_id: int, actor: User, note: str = "", at: datetime | None = None, *, seen: str | None = None
) -> Commitment:
    """Closes a commitment that was handed in; without a hand-in, or before those who countersign have signed, only
    with a note that says why.

    Whoever handed it in can't close it: that takes a second person. `seen` is the state in which the actor saw it: a
    hand-in that was taken back or returned meanwhile is not closed as if that had been meant.
    """
    at = at or timezone.now()
    lock_task_of(commitment_id)
    commitment = take(commitment_id, actor, Verb.CLOSED)
    if seen is not None and commitment.state != seen:
        raise Conflict(f"该事项刚刚有变化，现为“{commitment.get_state_display()}”，请核对后再销号。")
    if commitment.state != State.HANDED_IN:
        note = required("note", note, "该事项尚未申请办结，直接销号请填写说明。", 500)
    elif _handed_in_by(commitment) == actor.pk:
        raise NotAllowed("申请办结的人不能自己销号，请由督查室其他人员审核。")
    elif commitment.is_countersigned:
        note = required("note", note, f"该事项{commitment.step}，不等签署即销号的请填写说明。", 500)
    note = limited("note", note, 500)
    day = timezone.localtime(at).date()
    new = {"state": State.DONE, "done_on": day, "percent": 100, "return_reason": "", **NOBODY}
    listed = commitment.listings.filter(ended_on=None).update(ended_on=day, end_reason=CLOSED_WHILE_LISTED)
    extra = {"level": CLOSED_WHILE_LISTED} if listed else None
    change(commitment, Verb.CLOSED, actor, at, new, note=note, extra=extra)
    commitment.suspensions.filter(ended_on=None).update(ended_on=day)
    refuse_pending(commitment, actor, at, CLOSED_MEANWHILE)
    tell_unit(commitment, f"已销号：{commitment.matter}", note, stage=f"closed:{at.isoformat()}", at=at)
    close_task(commitment.task, actor, at)
    return commitment


@recorded()
def return_(commitment_id: int, actor: User, reason: str, at: datetime | None = None) -> Commitment:
    """Sends a hand-in back for more work. The clock runs again."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写退回理由。", 500)
    commitment = take(commitment_id, actor, Verb.RETURNED)
    new = {"state": State.RETURNED, "handed_in_on": None, "return_reason": reason, **NOBODY}
    change(commitment, Verb.RETURNED, actor, at, new, note=reason)
    tell_unit(commitment, f"退回修改：{commitment.matter}", reason, stage=f"returned:{at.isoformat()}", at=at)
    return commitment


@recorded()
def resume(commitment_id: int, actor: User, reason: str = "", at: datetime | None = None) -> Commitment:
    """Takes a close-out back: the commitment waits for the decision again, or is open when it was closed directly."""
    at = at or timezone.now()
    lock_task_of(commitment_id)
    commitment = take(commitment_id, actor, Verb.RESUMED)
    last = commitment.progress.first()
    new = {
        "state": State.HANDED_IN if commitment.handed_in_on else State.OPEN,
        "done_on": None,
        "percent": last.percent if last else 0,
    }
    reason = limited("reason", reason, 500)
    change(commitment, Verb.RESUMED, actor, at, new, note=reason)
    tell_unit(commitment, f"恢复办理：{commitment.matter}", reason, stage=f"resumed:{at.isoformat()}", at=at)
    if Task.objects.filter(pk=commitment.task_id, state=Task.State.CLOSED).update(state=Task.State.IN_FORCE):
        before, after = {"state": Task.State.CLOSED}, {"state": Task.State.IN_FORCE}
        record(Verb.TASK_RESUMED, commitment.task, actor, at=at, before=before, after=after)
    return commitment


def _handed_in_by(commitment: Commitment) -> int | None:
    return commitment.progress.filter(asks_to_close=True).values_list("reported_by_id", flat=True).first()


def refuse_pending(commitment: Commitment, actor: User, at: datetime, why: str) -> None:
    """What was asked for and not decided has no object any more."""
    pending = Extension.objects.filter(commitment=commitment, state=Extension.State.PENDING)
    if pending.update(state=Extension.State.REFUSED, decided_by=actor, decided_at=at, reply=why):
        record(Verb.EXTENSION_REFUSED, commitment, actor, at=at, note=why)


def close_task(task: Task, actor: User, at: datetime) -> None:
    """Closes the task when nothing of it is left to do, now or later."""
    if task.commitments.filter(state__in=Commitment.LIVE).exists():
        return
    day = timezone.localtime(at).date()
    if any(continues(deadline, task.directive, day) for deadline in task.deadlines.all()):
        return
    if Task.objects.filter(pk=task.pk, state=Task.State.IN_FORCE).update(state=Task.State.CLOSED):
        before, after = {"state": Task.State.IN_FORCE}, {"state": Task.State.CLOSED}
        record(Verb.TASK_CLOSED, task, actor, at=at, before=before, after=after)
