"""The register of units: every spelling that a city knows, and which unit it means.

File format (JSON, UTF-8)::

    {"place": {"name": "云河市", "kind": "city"},
     "units": [{"name": "云河市能源局", "short": "市能源局", "kind": "department",
                "aliases": ["市能源办"], "members": [], "parent": ""}]}

`kind` is department, locality, enterprise, office, group or organ; `members` (names of units) is for groups only.
Spellings that follow from the place are added: 云河市能源局 is also 市能源局, and the other way round.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from obligations.extraction.areas import area_group
from obligations.extraction.text import UNIFY, squeeze

LEVEL_OF_PLACE = "省市县区州盟旗"


@lru_cache(maxsize=4096)
def spelling_key(name: str) -> str:
    """A spelling as it is compared: no white space, punctuation in one width."""
    return squeeze(name).translate(UNIFY)


@dataclass(frozen=True, slots=True)
class RegisteredUnit:
    """One unit of the register. `spellings` are keys (`spelling_key`), the full name first."""

    name: str
    kind: str
    spellings: tuple[str, ...]
    members: tuple[str, ...] = ()
    parent: str = ""


@dataclass
class Register:
    """Spellings and the units they mean. Build it with `from_files` or `empty`; it does not change afterwards."""

    units: tuple[RegisteredUnit, ...] = ()
    place: str = ""
    _by_spelling: dict[str, RegisteredUnit] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_spelling = {}
        for unit in self.units:
            for spelling in unit.spellings:
                self._by_spelling.setdefault(spelling, unit)

    @classmethod
    def empty(cls) -> "Register":
        return cls()

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> "Register":
        """Reads one or more register files. Raises OSError, ValueError or KeyError for a file that is none."""
        units: list[RegisteredUnit] = []
        place = ""
        for path in paths:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
            here = content.get("place", {}).get("name", "")
            place = place or here
            units.extend(_read_unit(record, here) for record in content["units"])
        return cls(tuple(units), place)

    def __len__(self) -> int:
        return len(self.units)

    def __contains__(self, name: str) -> bool:
        return self.resolve(name) is not None

    def spells(self, key: str) -> bool:
        """Whether a key, squeezed and in one width as the text of a `SourceText` is, is a spelling."""
        return key in self._by_spelling

    def resolve(self, name: str) -> RegisteredUnit | None:
        """The unit that this spelling means; 各区县 is the group that a register calls 各县(市、区)人民政府."""
        if not self._by_spelling:
            return None
        return self._by_spelling.get(spelling_key(name)) or self._by_areas.get(area_group(name))

    def members(self, name: str) -> list[RegisteredUnit]:
        """The members of the group of this name, groups among them resolved; empty for what is no group."""
        group = self.resolve(name)
        found: dict[str, RegisteredUnit] = {}
        seen: set[str] = set()
        waiting = list(reversed(group.members)) if group else []
        while waiting:
            unit = self.resolve(waiting.pop())
            if unit is None or unit.name in seen:
                continue
            seen.add(unit.name)
            if unit.kind == "group":
                waiting.extend(reversed(unit.members))
            else:
                found[unit.name] = unit
        return list(found.values())

    def spelled(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where spellings stand in the text (one width, squeezed): start, end, kind of the unit; longest ones only."""
        if not self._by_spelling:
            return
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._kinds[number]

    @cached_property
    def _by_areas(self) -> dict[str, RegisteredUnit]:
        """Groups of counties and districts by what all their names have in common; without those that several share."""
        found: dict[str, list[RegisteredUnit]] = {}
        for spelling, unit in self._by_spelling.items():
            if unit.kind == "group" and (group := area_group(spelling)) and unit not in found.setdefault(group, []):
                found[group].append(unit)
        return {group: units[0] for group, units in found.items() if len(units) == 1}

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(list(self._by_spelling), matchkind=MatchKind.LeftmostLongest)

    @cached_property
    def _kinds(self) -> list[str]:
        return [unit.kind for unit in self._by_spelling.values()]


def _read_unit(record: dict[str, object], place: str) -> RegisteredUnit:
    name = str(record["name"])
    printed = [name, record.get("short") or "", *_names(record, "aliases")]
    keys = [spelling_key(str(spelling)) for spelling in printed if spelling]
    if record.get("kind") != "group":
        keys += [other for key in keys for other in _with_place(key, place)]
    return RegisteredUnit(
        name=name,
        kind=str(record.get("kind", "department")),
        spellings=tuple(dict.fromkeys(key for key in keys if len(key) > 1)),
        members=tuple(_names(record, "members")),
        parent=str(record.get("parent") or ""),
    )


def _names(record: dict[str, object], field_name: str) -> list[str]:
    value = record.get(field_name) or []
    if not isinstance(value, list):
        raise ValueError(f"{field_name} of {record['name']} is no list")
    return [str(item) for item in value]


def _with_place(key: str, place: str) -> list[str]:
    """云河市能源局 ↔ 市能源局: a body of the place is named with the place or with its level alone."""
    if not place or place[-1] not in LEVEL_OF_PLACE:
        return []
    if key.startswith(place) and len(key) > len(place) + 1:
        return [place[-1] + key[len(place) :]]
    if key.startswith(place[-1]) and len(key) > 3:
        return [place + key[1:]]
    return []
