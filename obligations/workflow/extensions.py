"""Requests for a later date (延期申请). The first date is never lost: `first_due_on` and `due_before` keep it."""

from datetime import date, datetime

from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Extension, User
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.steps import EXTENSION
from obligations.workflow.taking import change, limited, required, take
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
    if wanted_on < timezone.localtime(at).date():
        raise BadInput("wanted_on", "申请延至的日期不能早于今天。")
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
    """Grants a date (not necessarily the one that was asked for), or refuses with None."""
    at = at or timezone.now()
    verdict = Verb.EXTENSION_GRANTED if granted_on else Verb.EXTENSION_REFUSED
    commitment, extension = _take(extension_id, actor, verdict)
    reply = limited("reply", reply, 500)
    if granted_on is not None and granted_on <= extension.due_before:
        raise BadInput("granted_on", f"批准的日期应晚于原定的{say_date(extension.due_before)}。")

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
    change(commitment, verdict, actor, at, {"due_on": granted_on, "is_provisional": False}, note=reply)
    tell_unit(commitment, f"同意延至{say_date(granted_on)}：{commitment.matter}", reply, stage=stage, at=at)
    return extension


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
