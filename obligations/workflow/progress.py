"""What a unit does: sign for, report progress with evidence, hand in, and take the hand-in back."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from obligations import evidence
from obligations.countersigning.desks import NOBODY, begin
from obligations.errors import Conflict
from obligations.models import Commitment, Event, Progress, User
from obligations.phrases import say_date
from obligations.recording import recorded
from obligations.workflow.report_drafts import Seen, settle
from obligations.workflow.reports import checked
from obligations.workflow.taking import change, take
from obligations.workflow.telling import tell_signers

State = Commitment.State
Verb = Event.Verb


@recorded()
def sign(commitment_id: int, actor: User, at: datetime | None = None) -> Commitment:
    """The unit has received the commitment (签收)."""
    at = at or timezone.now()
    commitment = take(commitment_id, actor, Verb.SIGNED)
    if commitment.signed_at:
        raise Conflict(f"该事项已于{say_date(timezone.localtime(commitment.signed_at).date())}签收。")
    change(commitment, Verb.SIGNED, actor, at, {"signed_at": at, "signed_by": actor})
    return commitment


def report_progress(
    commitment_id: int,
    actor: User,
    *,
    percent: int,
    done_so_far: str,
    problems: str = "",
    next_steps: str = "",
    files: Sequence[UploadedFile] = (),
    part_files: Sequence[int] = (),
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Progress:
    """One progress report (进展反馈). Reporting signs for what was not signed for yet.

    `part_files`: evidence (keys) of its parts that goes along. `seen`: what stood there when the form was opened;
    raises Outdated where somebody wrote since.
    """
    report = checked(Progress, percent, done_so_far, problems, next_steps)
    with evidence.accepted(files) as accepted, recorded():
        return _report(commitment_id, actor, report, accepted, at or timezone.now(), seen, part_files)


def hand_in(
    commitment_id: int,
    actor: User,
    *,
    percent: int = 100,
    done_so_far: str,
    problems: str = "",
    next_steps: str = "",
    files: Sequence[UploadedFile] = (),
    part_files: Sequence[int] = (),
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Progress:
    """Asks to close (申请办结). Handed in again while it waits, the newer report replaces the older; the date stays."""
    report = checked(Progress, percent, done_so_far, problems, next_steps)
    report.asks_to_close = True
    with evidence.accepted(files) as accepted, recorded():
        return _report(commitment_id, actor, report, accepted, at or timezone.now(), seen, part_files)


@recorded()
def recall(commitment_id: int, actor: User, at: datetime | None = None) -> Commitment:
    """Takes a hand-in back before the supervisor decides, before whomever it lies."""
    commitment = take(commitment_id, actor, Verb.RECALLED)
    new = {"state": State.OPEN, "handed_in_on": None, **NOBODY}
    change(commitment, Verb.RECALLED, actor, at or timezone.now(), new)
    return commitment


def _report(
    commitment_id: int,
    actor: User,
    report: Progress,
    files: "list[evidence.Accepted]",
    at: datetime,
    seen: Seen | None,
    part_files: Sequence[int],
) -> Progress:
    verb = Verb.HANDED_IN if report.asks_to_close else Verb.REPORTED
    commitment = take(commitment_id, actor, verb)
    settle(commitment, seen)
    report.commitment, report.reported_by, report.reported_at = commitment, actor, at
    report.save()
    evidence.attach(report, files)
    names = [file.name for file in files] + evidence.take_along(report, commitment, part_files)
    new: dict[str, object] = {"percent": report.percent}
    if not commitment.signed_at:
        new |= {"signed_at": at, "signed_by": actor}
    if report.asks_to_close:
        new |= {"state": State.HANDED_IN, "return_reason": ""}
        new["handed_in_on"] = commitment.handed_in_on or timezone.localtime(at).date()
    extra: dict[str, object] = {"files": names} if names else {}
    if report.asks_to_close:
        before_whom, passed = begin(commitment, report, actor, at)
        new |= before_whom
        extra |= {"passed": passed} if passed else {}
    change(commitment, verb, actor, at, new, note=report.done_so_far, extra=extra)
    tell_signers(commitment, at)
    return report
