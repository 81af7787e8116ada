"""What an event changed, in the words of the screen: label, before, after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from obligations.models import Assignment, Commitment, Deadline, Event, Part, Target, Task
from obligations.phrases import say_date
from obligations.steps import PART
from obligations.web.wording import say_deadline

# An event keeps a deadline and a target as lists of these fields (`review.DEADLINE_FIELDS`, `review.TARGET_FIELDS`).
DEADLINE_PARTS = ("kind", "text", "what", "start_on", "due_on", "rrule", "offset", "after", "event_on")
TARGET_PARTS = ("number", "number_to", "unit", "comparator", "change", "what")
# The date that is asked for, beside the one that holds until it is granted.
SETS_OUT_FROM = {"wanted_on": "due_on"}
# the old unit's row is withdrawn as it is reassigned
SAID_BY_THE_VERB = {(Event.Verb.REASSIGNED, "state")}
DATES = ("start_on", "due_on", "event_on")


@dataclass(frozen=True, slots=True)
class Change:
    """`before` is empty where there was nothing."""

    label: str | Promise
    before: str
    after: str


def changes_of(event: Event) -> list[Change]:
    """In a fixed order; fields that say nothing to a reader (keys, times that stand beside it anyway) are left out."""
    found = []
    for name, (label, say) in SAID.items():
        # what stands only in `before` was not changed: it says from where the verb set out
        unsaid = (event.verb, name) in SAID_BY_THE_VERB or (name == "waits_for" and _is_decided(event))
        if name not in event.after or unsaid:
            continue
        old = event.before.get(name, event.before.get(SETS_OUT_FROM.get(name, name)))
        if name == "waits_for" and event.verb == Event.Verb.HANDED_IN:
            old = None  # it lay before nobody
        before, after = _said(say, event, old), _said(say, event, event.after[name])
        if before != after:
            found.append(Change(label, before, after))
    return found


def _said(say: Callable[[Event, Any], str], event: Event, value: Any) -> str:
    return "" if (value is None and say is not _rule) or value == "" else say(event, value)


def _is_decided(event: Event) -> bool:
    """Before whom it lies says nothing once it is returned, taken back or closed."""
    return bool(event.after.get("state", Commitment.State.HANDED_IN) != Commitment.State.HANDED_IN)


def _state(event: Event, value: Any) -> str:
    states = dict((Commitment.State if event.commitment_id else Task.State).choices)
    if event.verb in PART.moves:
        states = dict(Part.State.choices)
    return str(states.get(value, value))


def _day(_event: Event, value: Any) -> str:
    return say_date(date.fromisoformat(value))


def _role(_event: Event, value: Any) -> str:
    return str(dict(Assignment.Role.choices).get(value, value))


def _percent(_event: Event, value: Any) -> str:
    return f"{value}%"


def _days(_event: Event, value: Any) -> str:
    return f"{value}天"


def _text(_event: Event, value: Any) -> str:
    return str(value)


def _every(_event: Event, value: Any) -> str:
    return str(dict(Task.CheckEvery.choices).get(value, value))


def _items(_event: Event, value: Any) -> str:
    return f"{value}项"


def _names(_event: Event, value: Any) -> str:
    return "、".join(map(str, value))


def _units(_event: Event, value: Any) -> str:
    """牵头 市能源局；配合 市财政局、市水利局."""
    roles = {role: [name for one, name, *_rest in value if one == role] for role in Assignment.Role.values}
    labels = dict(Assignment.Role.choices)
    return "；".join(f"{labels[role]} {'、'.join(names)}" for role, names in roles.items() if names)


def _lists(value: Any) -> list[Any]:
    """Earlier events of a join kept keys, which say nothing to a reader."""
    return [parts for parts in value if isinstance(parts, list)]


def _deadlines(_event: Event, value: Any) -> str:
    return "；".join(_deadline(dict(zip(DEADLINE_PARTS, parts, strict=False))) for parts in _lists(value))


def _deadline(values: dict[str, Any]) -> str:
    dates = {name: date.fromisoformat(values[name]) for name in DATES if values.get(name)}
    return say_deadline(Deadline(**{**values, **dict.fromkeys(DATES), **dates}))


def _targets(_event: Event, value: Any) -> str:
    return "；".join(_target(dict(zip(TARGET_PARTS, parts, strict=False))) for parts in _lists(value))


def _target(values: dict[str, Any]) -> str:
    upper = Decimal(values["number_to"]) if values.get("number_to") else None
    target = Target(**{**values, "number": Decimal(values["number"]), "number_to": upper})
    return f"{target.amount} {target.what}".strip()


def _desk(_event: Event, value: Any) -> str:
    return str(dict(Commitment.Desk.choices).get(value, value))


def _rule(_event: Event, value: Any) -> str:
    return "按统一设置" if value is None else "启用" if value else "不启用"


def _passed(_event: Event, value: Any) -> str:
    return "；".join(map(str, value))


SAID: dict[str, tuple[str | Promise, Callable[[Event, Any], str]]] = {
    "state": (gettext_lazy("状态"), _state),
    "unit": (gettext_lazy("承办单位"), _text),
    "chosen": (gettext_lazy("选定单位"), _names),
    "role": (gettext_lazy("角色"), _role),
    "title": (gettext_lazy("任务"), _text),
    "units": (gettext_lazy("责任分工"), _units),
    "deadlines": (gettext_lazy("时限"), _deadlines),
    "targets": (gettext_lazy("指标"), _targets),
    "part_unit": (gettext_lazy("分办单位"), _text),
    "person": (gettext_lazy("经办人"), _text),
    "what": (gettext_lazy("分办内容"), _text),
    "event_on": (gettext_lazy("起算日期"), _day),
    "due_on": (gettext_lazy("截止"), _day),
    "wanted_on": (gettext_lazy("申请延至"), _day),
    "until_on": (gettext_lazy("预计恢复"), _day),
    "stood_days": (gettext_lazy("中止天数"), _days),
    "level": (gettext_lazy("挂牌督办"), _text),
    "finish_by": (gettext_lazy("限期解决"), _day),
    "shortened_from": (gettext_lazy("缩短，申请的是"), _day),
    "percent": (gettext_lazy("完成比例"), _percent),
    "handed_in_on": (gettext_lazy("申请办结日期"), _day),
    "done_on": (gettext_lazy("办结日期"), _day),
    "waits_for": (gettext_lazy("去向"), _desk),
    "passed": (gettext_lazy("免予会签"), _passed),
    "lead_checks": (gettext_lazy("牵头单位审核"), _rule),
    "head_signs": (gettext_lazy("分管领导审签"), _rule),
    "check_every": (gettext_lazy("调度周期"), _every),
    "check_on": (gettext_lazy("下次调度"), _day),
    "replaced_by": (gettext_lazy("被其废止"), _text),
    "replaced_on": (gettext_lazy("废止日期"), _day),
    "moved": (gettext_lazy("日期有变"), _items),
    "commitments": (gettext_lazy("新增承办事项"), _items),
    "people": (gettext_lazy("送达"), _names),
}
