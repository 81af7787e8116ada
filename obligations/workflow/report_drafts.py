"""Drafts of progress reports, and the look that keeps one person from overwriting what another wrote meanwhile.

A form carries what its writer saw (`Seen`). Whoever saves or sends behind that look is told (`Outdated`), nothing is
overwritten. A draft is nobody's act: it leaves no Event.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from obligations.errors import Conflict
from obligations.models import Commitment, Event, Progress, ReportDraft, User
from obligations.workflow.taking import limited, take

TEXTS = ("done_so_far", "problems", "next_steps")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood there when the form was opened: the draft's mark ("" without one), the key of the last report (0
    without one); `pad` names the form itself, whose own saves are no surprise to it."""

    draft: str = ""
    report: int = 0
    pad: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a report says. `percent` None: nothing entered."""

    percent: int | None = None
    done_so_far: str = ""
    problems: str = ""
    next_steps: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.done_so_far, self.problems, self.next_steps)


class Outdated(Conflict):
    """Somebody saved another draft, or sent a report, since the form was opened."""

    def __init__(self, message: str, by: Literal["draft", "report"]) -> None:
        super().__init__(message)
        self.by = by


def draft_of(commitment_id: int) -> ReportDraft | None:
    return ReportDraft.objects.select_related("written_by").filter(commitment=commitment_id).first()


def last_report(commitment_id: int) -> Progress | None:
    rows = Progress.objects.filter(commitment=commitment_id).select_related("reported_by")
    return rows.order_by("-reported_at", "-pk").first()


def written(row: ReportDraft | Progress) -> Written:
    return Written(row.percent, row.done_so_far, row.problems, row.next_steps)


@transaction.atomic
def save_draft(
    commitment_id: int, actor: User, text: Written, seen: Seen, at: datetime | None = None
) -> ReportDraft | None:
    """Keeps what was typed. What says the same as the draft leaves it as it is; nothing typed and no draft: None."""
    commitment = take(commitment_id, actor, Event.Verb.HANDED_IN)
    check_seen(commitment, seen)
    draft = draft_of(commitment.pk)
    if draft is None:
        if not any(one.strip() for one in text.texts):
            return None
        draft = ReportDraft(commitment=commitment)
    elif written(draft) == text:
        return draft
    for name in TEXTS:
        setattr(draft, name, limited(name, getattr(text, name)))
    draft.percent = text.percent if text.percent is not None and 0 <= text.percent <= 100 else None
    draft.mark, draft.pad = uuid4().hex, seen.pad
    draft.written_by, draft.written_at = actor, at or timezone.now()
    draft.save()
    return draft


@transaction.atomic
def discard_draft(commitment_id: int, actor: User, seen: Seen) -> None:
    """Throws away the draft that the actor saw; one that somebody wrote since stays, and the actor is told."""
    commitment = take(commitment_id, actor, Event.Verb.HANDED_IN)
    check_seen(commitment, seen)
    ReportDraft.objects.filter(commitment=commitment).delete()


def settle(commitment: Commitment, seen: Seen | None) -> None:
    """For a report that is being sent, the commitment locked: it stands on what its writer saw, and the draft is done
    with. Without a look (`None`: entered elsewhere than in the form) nothing is checked and the draft stays."""
    if seen is not None:
        check_seen(commitment, seen)
        ReportDraft.objects.filter(commitment=commitment).delete()


def check_seen(commitment: Commitment, seen: Seen) -> None:
    """Raises Outdated where another wrote since. A draft that was thrown away or sent is nothing to overwrite."""
    last = last_report(commitment.pk)
    if last is not None and last.pk != seen.report:
        raise Outdated(f"{last.reported_by}刚刚报了进展，您的内容还没有提交。", "report")
    draft = draft_of(commitment.pk)
    if draft is not None and draft.mark != seen.draft and (not seen.pad or draft.pad != seen.pad):
        raise Outdated(f"{draft.written_by}刚刚保存了另一份草稿，您的内容还没有保存。", "draft")
