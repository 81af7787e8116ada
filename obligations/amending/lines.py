"""What a correction does to one commitment, for the preview, the notices and the answer alike."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from obligations.models import Assignment, Commitment, Unit
from obligations.phrases import say_date


class Fate(StrEnum):
    """In the order of the preview: what changes most stands first."""

    NEW = "new"
    RESTORED = "restored"
    MOVED = "moved"
    ROLE = "role"
    WITHDRAWN = "withdrawn"
    STAYS = "stays"
    DONE = "done"


LABELS = {
    Fate.NEW: "新增",
    Fate.RESTORED: "恢复",
    Fate.MOVED: "改期",
    Fate.ROLE: "改角色",
    Fate.WITHDRAWN: "撤回",
    Fate.STAYS: "不变",
    Fate.DONE: "已办结不变",
}
ORDER = list(Fate)
# What its unit's people are told of.
TOLD = (Fate.NEW, Fate.RESTORED, Fate.MOVED, Fate.ROLE, Fate.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment: `due_before` → `due_on`. `row` is None for a new one. `note`: what else to know."""

    fate: Fate
    unit: Unit
    role: str
    what: str
    due_before: date | None
    due_on: date | None
    row: Commitment | None = None
    note: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.fate]

    @property
    def role_label(self) -> str:
        return str(Assignment.Role(self.role).label)

    @property
    def is_changed(self) -> bool:
        return self.fate in TOLD

    @property
    def values(self) -> list[object]:
        """What tells two previews apart, without keys that differ from one look to the next."""
        row = self.row
        seen = [row.pk, row.state, row.percent] if row is not None and self.fate != Fate.NEW else []
        days = [day.isoformat() if day else "" for day in (self.due_before, self.due_on)]
        return [self.fate.value, self.unit.pk, self.role, self.what, *days, self.note, *seen]


def in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(
        lines, key=lambda one: (ORDER.index(one.fate), one.unit.position, one.unit.pk, one.due_on or date.max)
    )


def summary(lines: Sequence[Line]) -> str:
    """新增3项、改期12项、撤回2项、不变5项"""
    counts = Counter(line.fate for line in lines)
    return "、".join(f"{LABELS[fate]}{counts[fate]}项" for fate in ORDER if counts[fate])


def fingerprint(before: object, lines: Sequence[Line]) -> str:
    """Of what a person saw: another one, and what they confirm would not be what they saw."""
    seen = json.dumps([before, [line.values for line in lines]], ensure_ascii=False, default=str, sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()


def say_line(line: Line) -> str:
    """改期 10月31日→11月15日."""
    if line.fate == Fate.MOVED:
        return f"{line.label} {_day(line.due_before)}→{_day(line.due_on)}"
    return f"{line.label} {_day(line.due_on or line.due_before)}"


def _day(day: date | None) -> str:
    return say_date(day) if day else "无时限"
