"""The rows of a list of parts (分办), ready to be drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obligations.models import Event, Light, Part, Unit, User
from obligations.parting import FROM_ABOVE, why_over
from obligations.steps import PART
from obligations.web.actions import Action
from obligations.web.wording import say_days_left

Verb = Event.Verb
BUTTONS: dict[Event.Verb, tuple[str, str | Promise, bool]] = {
    Verb.PART_SIGNED: ("sign_part", gettext_lazy("签收"), True),
    Verb.PART_REPORTED: ("report_part", gettext_lazy("报进展"), False),
    Verb.PART_HANDED_IN: ("hand_in_part", gettext_lazy("报完成"), False),
    Verb.PART_RECALLED: ("recall_part", gettext_lazy("撤回"), True),
    Verb.PART_ACCEPTED: ("accept_part", gettext_lazy("验收"), False),
    Verb.PART_RETURNED: ("return_part", gettext_lazy("退回"), False),
    Verb.PART_CHANGED: ("change_part", gettext_lazy("调整"), False),
    Verb.PART_WITHDRAWN: ("withdraw_part", gettext_lazy("收回"), False),
}


@dataclass(frozen=True, slots=True)
class PartRow:
    part: Part
    light: Light
    words: str
    over: str
    actions: list[Action]
    # the person's unit stands above it, and does not do it itself
    is_ours: bool


def part_rows(parts: Iterable[Part], person: User, on: date) -> list[PartRow]:
    """Ready to be drawn. Reads `with_details`; two queries more, however many."""
    own = set(Unit.objects.of(person).order_by().values_list("pk", flat=True))
    parents = dict(Unit.objects.filter(parent__isnull=False).order_by().values_list("pk", "parent_id"))
    return [_row(part, own, parents, on) for part in parts]


def _row(part: Part, own: set[int], parents: Mapping[int, int | None], on: date) -> PartRow:
    light, limit = part.light(on), part.limit
    over = why_over(part, _above(part, parents))
    words = str(part.get_state_display()) if part.state in (Part.State.DONE, Part.State.WITHDRAWN) else ""
    words = words or (say_days_left(limit, part.handed_in_on or on) if limit else _("待定"))
    above, below = part.commitment.unit_id in own, part.unit_id in own
    actions = [] if over else _actions(part, above, below)
    return PartRow(part, light, words, over, actions, above and part.unit_id != part.commitment.unit_id)


def _above(part: Part, parents: Mapping[int, int | None]) -> list[int]:
    """As `Unit.above`, for many rows."""
    found, key = [part.unit_id], parents.get(part.unit_id)
    while key is not None and key not in found:
        found.append(key)
        key = parents.get(key)
    return found


def _actions(part: Part, above: bool, below: bool) -> list[Action]:
    found = []
    for verb, (name, label, at_once) in BUTTONS.items():
        if not (above if verb in FROM_ABOVE else below) or not PART.allows(verb, part.state):
            continue
        if verb is Verb.PART_SIGNED and part.signed_at is not None:
            continue
        is_first = verb in (Verb.PART_ACCEPTED, Verb.PART_SIGNED)
        found.append(Action(label, reverse(name, args=[part.pk]), is_first, at_once))
    return found
