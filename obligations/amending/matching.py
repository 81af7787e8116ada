"""Which commitment answers for which date of the corrected task: nothing is asked twice, no report is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from obligations.models import Commitment, Deadline
from obligations.schedule import PlannedCommitment

Key = int | None
Kind = Deadline.Kind


@dataclass(frozen=True, slots=True)
class Turn:
    """How the time limits of the task become those of the corrected one. Keys of dated ones; None: no date at all.

    `changed`: the same limit, otherwise dated. `follows`: a limit that came (key) for the only one that went.
    """

    before: frozenset[Key]
    after: frozenset[Key]
    changed: frozenset[Key]
    recurring: frozenset[Key]

    @property
    def follows(self) -> dict[Key, Key]:
        gone, come = self.before - self.after, self.after - self.before
        return {next(iter(gone)): next(iter(come))} if len(gone) == len(come) == 1 else {}

    def leads_to(self, key: Key) -> Key | str:
        """The limit that answers now for what was owed by this one; "gone" where none does."""
        key = self.follows.get(key, key)
        return key if key in self.after else "gone"

    def is_new_rule(self, key: Key) -> bool:
        return key in self.changed or key not in self.before


@dataclass(slots=True)
class Matched:
    """Rows with the date that they are owed by now; `stay` with their own; `gone` are asked for no more; `left` is to
    be made."""

    pairs: list[tuple[Commitment, PlannedCommitment]] = field(default_factory=list)
    stay: list[Commitment] = field(default_factory=list)
    gone: list[Commitment] = field(default_factory=list)
    left: list[PlannedCommitment] = field(default_factory=list)


def match(
    rows: Sequence[Commitment], planned: Sequence[PlannedCommitment], owes: bool, turn: Turn, on: date
) -> Matched:
    """For the rows of one unit, done ones among them, and what is asked of it; nothing of who does not owe any more."""
    found = Matched()
    keys = turn.after if owes else frozenset()
    left = list(planned)
    waiting: list[Commitment] = []
    for row in rows:
        key = turn.leads_to(row.deadline_id)
        if key == "gone" or key not in keys:
            waiting.append(row)
    for key in sorted(keys, key=lambda key: key or 0):
        mine = [row for row in rows if turn.leads_to(row.deadline_id) == key]
        slots = [item for item in left if (item.deadline.pk if item.deadline else None) == key]
        taken = _match_limit(mine, slots, key, turn, on, found)
        left = [item for item in left if item not in taken]
    _by_date(waiting, left, turn, found)
    found.left = left
    return found


def _match_limit(
    rows: list[Commitment], slots: list[PlannedCommitment], key: Key, turn: Turn, on: date, found: Matched
) -> list[PlannedCommitment]:
    """Rows and dates of one limit; returns the dates that are answered for."""
    if not turn.is_new_rule(key):
        there = {row.occurrence for row in rows}
        found.stay += rows
        return [slot for slot in slots if slot.occurrence in there]
    if key not in turn.recurring:
        return _match_once(rows, slots, found)
    # what fell due by the old rule was owed by it
    past = [row for row in rows if row.due_on is not None and (row.first_due_on or row.due_on) < on]
    found.stay += past
    return _nearest([row for row in rows if row not in past], slots, found)


def _match_once(rows: list[Commitment], slots: list[PlannedCommitment], found: Matched) -> list[PlannedCommitment]:
    """A limit with one date: who has done it has done it; else the first that is open answers for it."""
    ordered = sorted(rows, key=lambda row: (row.is_live, _day(row) or date.max, row.pk))
    if not ordered or not slots:
        found.gone += ordered
        return []
    found.pairs.append((ordered[0], slots[0]))
    found.gone += ordered[1:]
    return slots


def _nearest(rows: list[Commitment], slots: list[PlannedCommitment], found: Matched) -> list[PlannedCommitment]:
    """Each row with the date that is closest, but not further than from one date to the next."""
    days = [day for row in rows if (day := _day(row))]
    reach = max(_gap(days), _gap([slot.due_on for slot in slots if slot.due_on]))
    close = [
        (abs(day - slot.due_on), day, i, j)
        for i, row in enumerate(rows)
        for j, slot in enumerate(slots)
        if (day := _day(row)) and slot.due_on and abs(day - slot.due_on) <= reach
    ]
    taken_rows: set[int] = set()
    taken: dict[int, PlannedCommitment] = {}
    for _distance, _day_of, i, j in sorted(close, key=lambda one: (one[0], one[1], one[2], one[3])):
        if i not in taken_rows and j not in taken:
            taken_rows.add(i)
            taken[j] = slots[j]
            found.pairs.append((rows[i], slots[j]))
    rest = [row for i, row in enumerate(rows) if i not in taken_rows]
    free = [slot for j, slot in enumerate(slots) if j not in taken]
    # one without a date goes on with the first that is free
    for row in [row for row in rest if _day(row) is None and row.is_live]:
        if free:
            slot = free.pop(0)
            found.pairs.append((row, slot))
            rest.remove(row)
            taken[slots.index(slot)] = slot
    found.gone += rest
    return list(taken.values())


def _by_date(waiting: list[Commitment], left: list[PlannedCommitment], turn: Turn, found: Matched) -> None:
    """Of several limits that went and came: who was asked for that very day before. Takes what it uses from `left`."""
    for row in waiting:
        fits = [
            item
            for item in left
            if turn.is_new_rule(item.deadline.pk if item.deadline else None) and item.due_on == _day(row) is not None
        ]
        if fits:
            found.pairs.append((row, fits[0]))
            left.remove(fits[0])
        else:
            found.gone.append(row)


def _day(row: Commitment) -> date | None:
    return row.first_due_on or row.due_on


def _gap(days: list[date]) -> timedelta:
    ordered = sorted(set(days))
    if len(ordered) < 2:
        return timedelta.max if ordered else timedelta(0)
    return min(later - earlier for earlier, later in pairwise(ordered))
