"""What somebody can do about a row, now: the buttons that it shows. The verbs check again."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from obligations.models import Commitment, Deadline, Event, Extension, User
from obligations.steps import COMMITMENT

Verb = Event.Verb


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `at_once` posts without asking for anything more; the others open a form in the drawer.

    `is_more`: done seldom, so it stands in the menu at the end of the row.
    """

    label: str | Promise
    url: str
    is_first: bool = False
    at_once: bool = False
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person with the ids of the units for which they speak, and of those for which they sign as head."""

    person: User
    own_units: Collection[int]
    headed: Collection[int]


def actions_for(commitment: Commitment, speaker: Speaker) -> list[Action]:
    """Reads `pending_extensions` of `with_source`, and the task's assignments."""
    person, found = speaker.person, _of_signer(commitment, speaker)
    if commitment.unit_id in speaker.own_units:
        found += _of_unit(commitment)
    if person.supervises:
        found += _of_supervisor(commitment)
    return found


def _of_unit(commitment: Commitment) -> list[Action]:
    state, found = commitment.state, []
    signed = commitment.signed_at is not None
    if _can(Verb.RECALLED, state):
        found.append(_action(commitment, "recall", _("撤回办结申请"), at_once=True))
    if _can(Verb.SIGNED, state) and not signed:
        found.append(_action(commitment, "sign", _("签收"), is_first=True, at_once=True))
    if _can(Verb.REPORTED, state):
        found.append(_action(commitment, "report", _("报进展"), is_first=signed))
    # who waits for the decision takes the hand-in back first: one button less to mistake
    if _can(Verb.HANDED_IN, state) and not _can(Verb.RECALLED, state):
        found.append(_action(commitment, "hand_in", _("申请办结")))
    if _can(Verb.PART_MADE, state):
        found.append(_action(commitment, "split", _("分办")))
    if _can(Verb.EXTENSION_ASKED, state) and commitment.due_on and not _pending(commitment):
        found.append(_action(commitment, "ask_extension", _("申请延期")))
    for extension in _pending(commitment) if _can(Verb.EXTENSION_RECALLED, state) else []:
        url = reverse("recall_extension", args=[extension.pk])
        found.append(Action(_("撤回延期申请"), url, at_once=True))
    return found


def _of_signer(commitment: Commitment, speaker: Speaker) -> list[Action]:
    desk = commitment.waits_for if commitment.is_countersigned else ""
    if desk == Commitment.Desk.HEAD and commitment.unit_id in speaker.headed:
        return [_action(commitment, "sign_as_head", _("审签"), is_first=True)]
    leads = {one.pk for one in commitment.task.lead_units}
    if desk == Commitment.Desk.LEAD and leads.intersection(speaker.own_units):
        return [_action(commitment, "check_as_lead", _("审核"), is_first=True)]
    return []


def _of_supervisor(commitment: Commitment) -> list[Action]:
    state, found = commitment.state, []
    for extension in _pending(commitment) if _can(Verb.EXTENSION_REFUSED, state) else []:
        url = reverse("decide_extension", args=[extension.pk])
        found.append(Action(_("审批延期"), url, is_first=True))
    if _can(Verb.DUE_DATE_SET, state) and commitment.due_on is None and not _waits_for_event(commitment):
        found.append(_action(commitment, "set_due_date", _("定时限")))
    if _can(Verb.SHORTENED, state) and commitment.due_on:
        found.append(_action(commitment, "shorten", _("缩短时限"), is_more=True))
    if _can(Verb.URGED, state):
        found.append(_action(commitment, "urge", _("催办")))
    if _can(Verb.CLOSED, state):
        found.append(_action(commitment, "close", _("销号"), is_first=_is_decided_next(commitment)))
    if _can(Verb.RETURNED, state):
        found.append(_action(commitment, "return", _("退回")))
    if _can(Verb.REASSIGNED, state):
        found.append(_action(commitment, "reassign", _("改派"), is_more=True))
    if _can(Verb.SUSPENDED, state):
        found.append(_action(commitment, "suspend", _("中止"), is_more=True))
    if _can(Verb.RESTARTED, state):
        found.append(_action(commitment, "restart", _("解除中止"), is_first=True))
    listed = bool(commitment.open_listings)  # type: ignore[attr-defined]
    if _can(Verb.LISTED, state) and not listed:
        found.append(_action(commitment, "list", _("挂牌督办"), is_more=True))
    if _can(Verb.DELISTED, state) and listed:
        found.append(_action(commitment, "delist", _("摘牌"), is_more=True))
    if _can(Verb.RESUMED, state):
        found.append(_action(commitment, "resume", _("恢复办理")))
    return found


def _is_decided_next(commitment: Commitment) -> bool:
    return _can(Verb.RETURNED, commitment.state) and not commitment.is_countersigned


def _can(verb: Event.Verb, state: str) -> bool:
    return COMMITMENT.allows(verb, state)


def _action(
    commitment: Commitment,
    name: str,
    label: str | Promise,
    *,
    is_first: bool = False,
    at_once: bool = False,
    is_more: bool = False,
) -> Action:
    return Action(label, reverse(name, args=[commitment.pk]), is_first, at_once, is_more)


def _waits_for_event(commitment: Commitment) -> bool:
    return commitment.deadline is not None and commitment.deadline.kind == Deadline.Kind.RELATIVE


def _pending(commitment: Commitment) -> list[Extension]:
    found: list[Extension] = commitment.pending_extensions  # type: ignore[attr-defined]
    return found
