"""Verbs that change what a unit is, with a date: rename (更名), reorganise (划入), merge two entries (合并).

A change of a coming day is planned, and carried out by the daily job; the history keeps the names of its days.
"""

import logging
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from obligations.errors import BadInput, Conflict, Refused
from obligations.models import Commitment, Event, Unit, UnitAlias, UnitChange, User
from obligations.models.units import name_key
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.register.absorbing import (
    OPEN_TASKS,
    Absorbed,
    absorb,
    check,
    end_names,
    locked,
    move_assignments,
    move_commitments,
)
from obligations.register.taking import allow, once

logger = logging.getLogger(__name__)

Verb = Event.Verb
Kind = UnitChange.Kind
PLANNED = "按计划执行。"


@recorded()
def merge(old_id: int, into_id: int, actor: User, at: datetime | None = None) -> Absorbed:
    """Makes two entries of one unit one: everything of `old` that is open is `into`'s from now on."""
    at = at or timezone.now()
    allow(actor, Verb.UNITS_MERGED)
    old, into = _two(old_id, into_id)
    change = _change(old, Kind.MERGED, timezone.localtime(at).date(), actor, into=into)
    return _absorb(change, old, into, actor, at)


@recorded()
def reorganise(old_id: int, into_id: int, on: date, actor: User, at: datetime | None = None) -> Absorbed | None:
    """`into` takes `old` over on that day; None when the day is still to come, and the change is planned."""
    at = at or timezone.now()
    allow(actor, Verb.UNIT_REORGANISED)
    old, into = _two(old_id, into_id)
    change = _change(old, Kind.REORGANISED, on, actor, into=into)
    if on > timezone.localtime(at).date():
        _plan(change, Verb.UNIT_REORGANISED, actor, at)
        return None
    return _absorb(change, old, into, actor, at)


@recorded()
def rename(unit_id: int, name: str, short_name: str, on: date, actor: User, at: datetime | None = None) -> UnitChange:
    """The unit bears another name from that day. Spellings of the old one are good for documents from before."""
    at = at or timezone.now()
    allow(actor, Verb.UNIT_RENAMED)
    unit = _one(unit_id)
    name, short_name = name.strip(), short_name.strip()
    _check_names(unit, name, short_name)
    change = _change(unit, Kind.RENAMED, on, actor, new_name=name, new_short_name=short_name)
    if on > timezone.localtime(at).date():
        _plan(change, Verb.UNIT_RENAMED, actor, at)
    else:
        _rename(change, unit, actor, at)
    return change


@recorded()
def cancel(change_id: int, actor: User, at: datetime | None = None) -> None:
    """Gives up a change that is planned and not carried out."""
    allow(actor, Verb.CHANGE_CANCELLED)
    change = UnitChange.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=change_id).first()
    if change is None or change.done_at:
        raise Conflict("这项变更已执行或已取消。")
    before = {"kind": change.kind, "on": change.on, "new_name": change.new_name, "into": str(change.into or "")}
    record(Verb.CHANGE_CANCELLED, None, actor, at=at, unit=change.unit, note=str(change), before=before)
    change.delete()


def apply_due(on: date) -> int:
    """Carries out what was planned for the days up to this one; returns how many. The daily job runs it.

    A change that can't be carried out any more waits, and stands on the unit's page.
    """
    done = 0
    for pk in UnitChange.objects.due(on).values_list("pk", flat=True):
        try:
            done += _apply(pk)
        except Refused as refusal:
            logger.warning("planned change %s of a unit was not carried out: %s", pk, refusal.message)
    return done + _sweep()


@recorded()
def _apply(change_id: int) -> bool:
    """Two workers take turns: the second finds it done."""
    change = UnitChange.objects.waiting().select_for_update(of=("self",)).filter(pk=change_id).first()
    if change is None:
        return False
    at, actor = timezone.now(), change.asked_by
    if change.kind == Kind.RENAMED:
        unit = _one(change.unit_id)
        _check_names(unit, change.new_name, change.new_short_name)
        _rename(change, unit, actor, at, PLANNED)
    else:
        assert change.into_id is not None
        old, into = _two(change.unit_id, change.into_id)
        _absorb(change, old, into, actor, at, PLANNED)
    return True


@recorded()
def _sweep() -> int:
    """Moves what a job made for a unit at the very moment when it was taken over, and what a task brought back."""
    ended = Unit.objects.filter(succeeded_by__isnull=False)
    still = Q(commitments__state__in=Commitment.LIVE) | Q(assignments__task__state__in=OPEN_TASKS)
    for unit in ended.filter(still).distinct():
        change = unit.changes.exclude(into=None).order_by("-pk").first()
        if change is not None:
            hand_over(unit, change.asked_by, timezone.now())
    return 0


def hand_over(unit: Unit, actor: User, at: datetime) -> None:
    """What a unit that was taken over still has in tasks that count is its heir's."""
    heir = heir_of(unit)
    if heir is not None:
        found = Absorbed()
        move_assignments(unit, heir, found)
        move_commitments(unit, heir, actor, at, found)


def heir_of(unit: Unit) -> Unit | None:
    """Who has taken the unit over, through any number of reorganisations."""
    seen = {unit.pk}
    heir = unit.succeeded_by
    while heir is not None and heir.succeeded_by is not None and heir.pk not in seen:
        seen.add(heir.pk)
        heir = heir.succeeded_by
    return heir


def _one(unit_id: int) -> Unit:
    unit = locked(unit_id).get(unit_id)
    if unit is None:
        raise Conflict("这个单位已不存在。")
    if unit.succeeded_by:
        raise Conflict(f"{unit}已并入{unit.succeeded_by}。")
    return unit


def _two(old_id: int, into_id: int) -> tuple[Unit, Unit]:
    units = locked(old_id, into_id)
    if old_id not in units or into_id not in units:
        raise Conflict("这个单位已不存在。")
    check(units[old_id], units[into_id])
    return units[old_id], units[into_id]


def _change(unit: Unit, kind: UnitChange.Kind, on: date, actor: User, **values: Any) -> UnitChange:
    planned = UnitChange.objects.waiting().filter(unit=unit).first()
    if planned:
        raise Conflict(f"{unit}已有{say_date(planned.on)}生效的变更，请先取消。")
    names = {"old_name": unit.name, "old_short_name": unit.short_name}
    return UnitChange(unit=unit, kind=kind, on=on, asked_by=actor, **names, **values)


def _plan(change: UnitChange, verb: Event.Verb, actor: User, at: datetime) -> None:
    change.save()
    record(verb, None, actor, at=at, unit=change.unit, note=_said(change), after=_values(change))


def _absorb(change: UnitChange, old: Unit, into: Unit, actor: User, at: datetime, note: str = "") -> Absorbed:
    until = change.on if change.kind == Kind.REORGANISED else None
    found = absorb(old, into, change.on, actor, at, until)
    change.old_name, change.old_short_name, change.done_at = old.name, old.short_name, at
    change.save()
    verb = Verb.UNIT_REORGANISED if until else Verb.UNITS_MERGED
    after = _values(change) | found.values
    record(verb, None, actor, at=at, unit=old, note=f"{_said(change)}{note}", after=after)
    return found


def _rename(change: UnitChange, unit: Unit, actor: User, at: datetime, note: str = "") -> None:
    change.old_name, change.old_short_name, change.done_at = unit.name, unit.short_name, at
    new = {name_key(one): one for one in (change.new_name, change.new_short_name) if one}
    end_names(unit.aliases.filter(valid_until__isnull=True).exclude(key__in=new), change.on)
    for key, spelling in new.items():
        _learn(unit, key, spelling)
    before = {"name": unit.name, "short_name": unit.short_name}
    # the event stands under the name that the unit had until then
    after = {"name": change.new_name, "short_name": change.new_short_name, "on": change.on}
    said = f"{_said(change)}{note}"
    record(Verb.UNIT_RENAMED, None, actor, at=at, unit=unit, note=said, before=before, after=after)
    unit.name, unit.short_name = change.new_name, change.new_short_name
    with once(f"“{unit.name}”刚刚已由他人登记为另一单位的名称。"):
        unit.save(update_fields=["name", "short_name"])
    change.save()


def _learn(unit: Unit, key: str, spelling: str) -> None:
    values = {"unit": unit, "spelling": spelling}
    alias, _is_new = UnitAlias.objects.get_or_create(key=key, valid_until=None, defaults=values)
    if alias.unit_id != unit.pk:
        raise Conflict(f"“{spelling}”刚刚已由他人登记为{alias.unit}的写法。")


def _check_names(unit: Unit, name: str, short_name: str) -> None:
    if not name_key(name):
        raise BadInput("name", "请填写新的全称。")
    if (name, short_name) == (unit.name, unit.short_name):
        raise BadInput("name", "名称没有变化。")
    for field, spelling, most in (("name", name, 120), ("short_name", short_name, 60)):
        if len(spelling) > most:
            raise BadInput(field, f"名称不能超过{most}字。")
        others = UnitAlias.objects.filter(key=name_key(spelling), valid_until__isnull=True).exclude(unit=unit)
        if spelling and (bearer := others.select_related("unit").first()):
            raise BadInput(field, f"“{spelling}”已是{bearer.unit}的写法。")
    if Unit.objects.filter(name=name).exclude(pk=unit.pk).exists():
        raise BadInput("name", f"“{name}”是另一单位的全称。")


def _said(change: UnitChange) -> str:
    """市旅发委自9月1日起更名为市文旅局。"""
    old = change.old_short_name or change.old_name
    day = say_date(change.on)
    match change.kind:
        case Kind.RENAMED:
            return f"{old}自{day}起更名为{change.new_short_name or change.new_name}。"
        case Kind.REORGANISED:
            return f"{old}自{day}起划入{change.into}。"
        case _:
            return f"{old}与{change.into}合并为一个单位。"


def _values(change: UnitChange) -> dict[str, Any]:
    if change.kind == Kind.RENAMED:
        return {"name": change.new_name, "short_name": change.new_short_name, "on": change.on}
    return {"into": change.into.name if change.into else "", "on": change.on}
