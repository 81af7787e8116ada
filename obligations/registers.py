"""The register of the database, as the extractor wants it, and register files into the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from obligations.extraction.register import Register, RegisteredUnit, spelling_key
from obligations.models import Event, GroupMember, Unit, UnitAlias
from obligations.models.units import name_key
from obligations.recording import record, recorded

Record = dict[str, Any]


def current_register() -> Register:
    """What the extractor knows: the database's names first, then those of `settings.REGISTER_FILES`."""
    files = Register.from_files(settings.REGISTER_FILES)
    units = Unit.objects.filter(is_active=True).prefetch_related("aliases", "members")
    return Register((*map(_registered, units), *files.units), files.place)


def _registered(unit: Unit) -> RegisteredUnit:
    printed = [unit.name, unit.short_name, *(alias.spelling for alias in unit.aliases.all())]
    keys = dict.fromkeys(spelling_key(spelling) for spelling in printed)
    return RegisteredUnit(
        name=unit.name,
        kind=unit.kind,
        spellings=tuple(key for key in keys if len(key) > 1),
        members=tuple(member.name for member in unit.members.all()),
    )


@dataclass(slots=True)
class Loaded:
    """What loading a register file changed. `taken` are spellings that another unit bears already."""

    units: int = 0
    new_units: int = 0
    new_aliases: int = 0
    new_members: int = 0
    taken: list[str] = field(default_factory=list)
    # what is new, by the unit's name
    aliases: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


@recorded()
def load_register(path: Path) -> Loaded:
    """Adds the units of a register file with their spellings, parents and members.

    Run again it adds what is missing and takes nothing away: what an administrator changed or learned stays.
    Raises OSError, ValueError or KeyError for what is no register.
    """
    records = json.loads(path.read_text(encoding="utf-8"))["units"]
    spellings = {unit.name: unit.spellings for unit in Register.from_files([path]).units}
    loaded = Loaded(units=len(records))
    units: dict[str, Unit] = {}
    for position, one in enumerate(records, start=1):
        units[one["name"]] = _load_unit(one, 10 * position, loaded)
    for one in records:
        printed = [one["name"], one.get("short") or "", *(one.get("aliases") or []), *spellings[one["name"]]]
        _load_aliases(units[one["name"]], printed, loaded)
    for one in records:
        _load_relations(units[one["name"]], one, units, loaded)
    if loaded.names or loaded.aliases or loaded.members:
        after = {"units": loaded.names, "aliases": loaded.aliases, "members": loaded.members}
        record(Event.Verb.REGISTER_LOADED, None, None, note=path.name, after=after)
    return loaded


def _load_unit(record: Record, position: int, loaded: Loaded) -> Unit:
    kind = record.get("kind") or Unit.Kind.DEPARTMENT
    if kind not in Unit.Kind.values:
        raise ValueError(f"unknown kind {kind!r} of {record['name']}")
    defaults = {"short_name": record.get("short") or "", "kind": kind, "position": position}
    unit, is_new = Unit.objects.get_or_create(name=record["name"], defaults=defaults)
    if is_new:
        loaded.new_units += 1
        loaded.names.append(unit.name)
    return unit


def _load_aliases(unit: Unit, printed: Iterable[str], loaded: Loaded) -> None:
    by_key = {name_key(spelling): spelling for spelling in reversed(list(printed))}
    by_key.pop("", None)
    bearers = dict(UnitAlias.objects.filter(key__in=by_key, valid_until__isnull=True).values_list("key", "unit_id"))
    new = [UnitAlias(unit=unit, spelling=spelling, key=key) for key, spelling in by_key.items() if key not in bearers]
    UnitAlias.objects.bulk_create(new)
    loaded.new_aliases += len(new)
    if new:
        loaded.aliases[unit.name] = [alias.spelling for alias in new]
    loaded.taken += sorted(by_key[key] for key, bearer in bearers.items() if bearer != unit.pk)


def _load_relations(unit: Unit, record: Record, units: dict[str, Unit], loaded: Loaded) -> None:
    parent = units.get(record.get("parent") or "")
    if parent is not None and unit.parent_id is None:
        unit.parent = parent
        unit.save(update_fields=["parent"])
    # An administrator may have taken members out of a group on purpose: only an empty one is filled.
    if GroupMember.objects.filter(group=unit).exists():
        return
    names = record.get("members") or []
    members = units | Unit.objects.by_names([name for name in names if name not in units])
    links = [GroupMember(group=unit, member=members[name]) for name in dict.fromkeys(names) if name in members]
    GroupMember.objects.bulk_create(links)
    loaded.new_members += len(links)
    if links:
        loaded.members[unit.name] = [link.member.name for link in links]
