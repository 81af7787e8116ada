"""Requests for a later date (延期申请), and a nearer one that a supervisor sets (缩短时限).

The first date is never lost: `first_due_on` and `due_before` keep it.
"""

from datetime import date, datetime

from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Extension, User
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.steps import EXTENSION
from obligations.workflow.taking import change, limited, refuse_past, required, take
from obligations.workflow.telling import tell_unit

Verb = Event.Verb


@recorded()
def ask_extension(
    commitment_id: int, actor: User, wanted_on: date, reason: str, at: datetime | None = None
) -> Extension:
    """Asks for a later date. Asked after the date it may still be granted; `asked_at` and `due_before` tell."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写延期理由。")
    commitment = take(commitment_id, actor, Verb.EXTENSION_ASKED)
    if commitment.due_on is None:
        raise Conflict("该事项没有完成时限，不需要申请延期。")
    if wanted_on <= commitment.due_on:
        raise BadInput("wanted_on", f"申请延至的日期应晚于原定的{say_date(commitment.due_on)}。")
    refuse_past("wanted_on", wanted_on, at)
    if Extension.objects.filter(commitment=commitment, state=Extension.State.PENDING).exists():
        raise Conflict("该事项已有延期申请正在审批。")
    extension = Extension.objects.create(
        commitment=commitment,
        asked_by=actor,
        asked_at=at,
        due_before=commitment.due_on,
        wanted_on=wanted_on,
        reason=reason,
    )
    before, after = {"due_on": commitment.due_on}, {"wanted_on": wanted_on}
    record(Verb.EXTENSION_ASKED, commitment, actor, at=at, note=reason, before=before, after=after)
    return extension


@recorded()
def recall_extension(extension_id: int, actor: User, at: datetime | None = None) -> Extension:
    """The unit takes its request back before it is decided; it may ask again."""
    at = at or timezone.now()
    commitment, extension = _take(extension_id, actor, Verb.EXTENSION_RECALLED)
    EXTENSION.hold(Verb.EXTENSION_RECALLED, extension.state, Extension.State.RECALLED)
    extension.state = Extension.State.RECALLED
    extension.save(update_fields=["state"])
    record(Verb.EXTENSION_RECALLED, commitment, actor, at=at, before={"wanted_on": extension.wanted_on})
    return extension


@recorded()
def decide_extension(
    extension_id: int, actor: User, granted_on: date | None, reply: str = "", at: datetime | None = None
) -> Extension:
    """Grants a date (not necessarily the one that was asked for), or refuses with None and a reply that says why."""
    at = at or timezone.now()
    verdict = Verb.EXTENSION_GRANTED if granted_on else Verb.EXTENSION_REFUSED
    commitment, extension = _take(extension_id, actor, verdict)
    if granted_on is None:
        reply = required("reply", reply, "不同意延期时，请填写理由。", 500)
    reply = limited("reply", reply, 500)
    # the date may have moved since it was asked for
    holds = commitment.due_on or extension.due_before
    if granted_on is not None and granted_on <= holds:
        raise BadInput("granted_on", f"批准的日期应晚于现定的{say_date(holds)}。")

    before = extension.state
    extension.state = Extension.State.GRANTED if granted_on else Extension.State.REFUSED
    EXTENSION.hold(verdict, before, extension.state)
    extension.granted_on, extension.reply = granted_on, reply
    extension.decided_by, extension.decided_at = actor, at
    extension.save()
    stage = f"extension:{extension.pk}"
    if granted_on is None:
        wanted = {"wanted_on": extension.wanted_on}
        record(verdict, commitment, actor, at=at, note=reply, before=wanted)
        tell_unit(commitment, f"延期申请未获同意：{commitment.matter}", reply, stage=stage, at=at)
        return extension
    new = {"due_on": granted_on, "is_provisional": False}
    asked = {"shortened_from": extension.wanted_on} if extension.is_shortened else None
    change(commitment, verdict, actor, at, new, note=reply, extra=asked)
    shorter = f"（申请延至{say_date(extension.wanted_on)}，予以缩短）" if extension.is_shortened else ""
    title = f"同意延至{say_date(granted_on)}{shorter}：{commitment.matter}"
    tell_unit(commitment, title, reply, stage=stage, at=at)
    return extension


@recorded()
def shorten(commitment_id: int, actor: User, due_on: date, reason: str, at: datetime | None = None) -> Commitment:
    """Sets a nearer date than the one that holds, granted or printed; not one in the past."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写缩短时限的理由。", 500)
    commitment = take(commitment_id, actor, Verb.SHORTENED)
    before = commitment.due_on
    if before is None:
        raise Conflict("该事项没有完成时限，请先定时限。")
    if due_on >= before:
        raise BadInput("due_on", f"缩短后的时限应早于现定的{say_date(before)}；要延后请走延期申请。")
    refuse_past("due_on", due_on, at)
    if commitment.start_on is not None and due_on < commitment.start_on:
        raise BadInput("due_on", f"完成时限不能早于开始日期{say_date(commitment.start_on)}。")
    change(commitment, Verb.SHORTENED, actor, at, {"due_on": due_on, "is_provisional": False}, note=reason)
    title = f"时限由{say_date(before)}提前至{say_date(due_on)}：{commitment.matter}"
    tell_unit(commitment, title, reason, stage=f"shortened:{at.isoformat()}", at=at)
    return commitment


def _take(extension_id: int, actor: User, verb: Event.Verb) -> tuple[Commitment, Extension]:
    """The request behind the lock of its commitment, in a state in which this is possible."""
    found = Extension.objects.filter(pk=extension_id).values_list("commitment_id", flat=True).first()
    if found is None:
        raise Conflict("该延期申请已不存在。")
    commitment = take(found, actor, verb)
    extension = Extension.objects.get(pk=extension_id)
    if not EXTENSION.allows(verb, extension.state):
        if extension.state == Extension.State.RECALLED:
            raise Conflict("该延期申请已由申请单位撤回。")
        raise Conflict(f"该延期申请已由{extension.decided_by}审批：{extension.get_state_display()}。")
    return commitment, extension
