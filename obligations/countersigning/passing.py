"""What waits at a desk where nobody has to sign any more goes on: countersigning was switched off, the only head has
left, the lead is another unit. So nothing is stuck; the record says why."""

from datetime import datetime

from django.utils import timezone

from obligations.countersigning.desks import SIGNATURES, Desk, go_on, hand_in_of, keep, seat
from obligations.models import Commitment, Countersign, Event, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.recording import recorded
from obligations.workflow.taking import change, locked
from obligations.workflow.telling import tell_signers

OFF = "会签已停用"


def pass_all(rows: CommitmentQuerySet, actor: User | None, at: datetime) -> int:
    """How many of these went on."""
    waiting = rows.filter(state=Commitment.State.HANDED_IN).exclude(waits_for=Desk.SUPERVISOR)
    return sum(pass_on(key, actor, at) for key in waiting.order_by("pk").values_list("pk", flat=True))


def catch_up() -> int:
    """For the daily job: people leave and units change in many ways, and a hand-in may have met a rule as it ended."""
    return pass_all(Commitment.objects.all(), None, timezone.now())


@recorded()
def pass_on(commitment_id: int, actor: User | None, at: datetime) -> bool:
    """Looks again whether somebody has to sign where it lies."""
    commitment = locked(commitment_id)
    if not commitment.is_countersigned:
        return False
    desk, report = Desk(commitment.waits_for), hand_in_of(commitment)
    here = seat(desk, commitment)
    if report is not None and here.is_taken:
        return False
    why = here.empty or OFF
    new: dict[str, object] = {"waits_for": Desk.SUPERVISOR, "waits_since": timezone.localtime(at).date()}
    said = [f"{SIGNATURES[desk]}：{why}"]
    if report is not None:
        keep(report, desk, Countersign.Outcome.WAIVED, at, remark=why)
        new, waived = go_on(commitment, report, at, desk)
        said += waived
    change(commitment, Event.Verb.COUNTERSIGN_PASSED, actor, at, new, note="；".join(said))
    tell_signers(commitment, at)
    return True
