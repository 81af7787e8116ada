"""What a task gets from its twin when the two become one, and what of its own it gives up: the supervisor chooses.

Nothing is taken or given up unasked: the kept task stays as it is. Time limits, units and targets are offered alike.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import serializers

from obligations.errors import Conflict
from obligations.likeness.figures import SCALES
from obligations.models import Assignment, Deadline, Target, Task, Unit
from obligations.models.units import name_key
from obligations.pairing import due_value

NO_DATES = "保留的任务已按“无时限”交办。需要时限的，请在任务页为承办事项设定。"
CHANGED = "可选的单位、时限或指标刚刚有变化，请重新打开后再合并。"
# Longest first: 百万 is no 百.
SCALE_WORDS = sorted(filter(None, SCALES), key=len, reverse=True)
DEADLINE_FIELDS = ("kind", "text", "what", "start_on", "due_on", "rrule", "offset", "after", "event_on", "confidence")
TARGET_FIELDS = ("number", "number_to", "unit", "comparator", "change", "text", "what")

Row = TypeVar("Row", Assignment, Deadline, Target)


@dataclass(frozen=True, slots=True)
class Rows:
    """Keys of rows of a task."""

    assignments: frozenset[int] = frozenset()
    deadlines: frozenset[int] = frozenset()
    targets: frozenset[int] = frozenset()

    @classmethod
    def of(cls, assignments: Iterable[int] = (), deadlines: Iterable[int] = (), targets: Iterable[int] = ()) -> "Rows":
        return cls(frozenset(assignments), frozenset(deadlines), frozenset(targets))

    def __sub__(self, other: "Rows") -> "Rows":
        return Rows(
            self.assignments - other.assignments, self.deadlines - other.deadlines, self.targets - other.targets
        )

    def __bool__(self) -> bool:
        return bool(self.assignments or self.deadlines or self.targets)


NOTHING = Rows()


@dataclass(frozen=True, slots=True)
class Choice(Generic[Row]):
    """Rows of one kind in which the two tasks differ: what the kept one may get, and what of its own it may give up."""

    other: tuple[Row, ...] = ()
    own: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """`no_dates`: why time limits can't be offered, or "". A task in force gives up nothing: it is owed as it is."""

    assignments: Choice[Assignment]
    deadlines: Choice[Deadline]
    targets: Choice[Target]
    no_dates: str = ""

    def others(self) -> Rows:
        return _keys(self.assignments.other, self.deadlines.other, self.targets.other)

    def owns(self) -> Rows:
        return _keys(self.assignments.own, self.deadlines.own, self.targets.own)


def offer(kept: Task, merged: Task) -> Offer:
    """In what the two differ. Reads prefetched assignments, deadlines and targets."""
    fixed = kept.state == Task.State.IN_FORCE
    deadlines = _choice(kept.deadlines.all(), merged.deadlines.all(), due_value, fixed)
    no_dates = ""
    if deadlines.other and fixed and not kept.deadlines.all():
        # A dated row beside the one without a date would be the same thing owed twice.
        deadlines, no_dates = Choice(), NO_DATES
    return Offer(
        _choice_of_units(kept, merged, fixed),
        deadlines,
        _choice(kept.targets.all(), merged.targets.all(), target_value, fixed),
        no_dates,
    )


def target_value(target: Target) -> tuple[object, ...]:
    """What a target asks for, equal for equal ones: 1.2万户 is 12000户."""
    scale = next((word for word in SCALE_WORDS if target.unit.startswith(word)), "")
    times = int(SCALES[scale])
    upper = None if target.number_to is None else target.number_to * times
    return target.number * times, upper, target.unit.removeprefix(scale), target.comparator, target.change


def apply(kept: Task, offered: Offer, take: Rows, drop: Rows) -> dict[str, Any]:
    """Copies the chosen rows and deletes the dropped ones; returns what `undo` needs. Copies have no place in the text.

    Raises Conflict for rows that are not offered (any more).
    """
    if take - offered.others() or drop - offered.owns():
        raise Conflict(CHANGED)
    dropped = [
        *(row for row in offered.assignments.own if row.pk in drop.assignments),
        *(row for row in offered.deadlines.own if row.pk in drop.deadlines),
        *(row for row in offered.targets.own if row.pk in drop.targets),
    ]
    before = serializers.serialize("json", dropped) if dropped else ""
    for row in dropped:
        row.delete()
    last = max((one.position for one in kept.assignments.all()), default=0)
    units = [one for one in offered.assignments.other if one.pk in take.assignments]
    return {
        "assignments": [
            Assignment.objects.create(task=kept, unit=one.unit, name=one.name, role=one.role, position=last + n).pk
            for n, one in enumerate(units, start=1)
        ],
        "deadlines": [
            Deadline.objects.create(task=kept, **_values(one, DEADLINE_FIELDS)).pk
            for one in offered.deadlines.other
            if one.pk in take.deadlines
        ],
        "targets": [
            Target.objects.create(task=kept, **_values(one, TARGET_FIELDS)).pk
            for one in offered.targets.other
            if one.pk in take.targets
        ],
        "dropped": before,
    }


def undo(kept: Task, added: dict[str, Any]) -> None:
    """Takes away what `apply` added and brings back what it dropped, as far as nobody has entered the same since."""
    Assignment.objects.filter(task=kept, pk__in=added.get("assignments", [])).delete()
    Deadline.objects.filter(task=kept, pk__in=added.get("deadlines", [])).delete()
    Target.objects.filter(task=kept, pk__in=added.get("targets", [])).delete()
    if not added.get("dropped"):
        return
    named = {(one.role, one.name) for one in kept.assignments.all()}
    known = {(one.role, one.unit_id) for one in kept.assignments.all() if one.unit_id}
    present = {due_value(one) for one in kept.deadlines.all()}, {target_value(one) for one in kept.targets.all()}
    for entry in serializers.deserialize("json", added["dropped"]):
        row = entry.object
        if isinstance(row, Assignment):
            if (row.role, row.name) in named or (row.role, row.unit_id) in known:
                continue
            if row.unit_id and not Unit.objects.filter(pk=row.unit_id).exists():
                row.unit_id = None
        if isinstance(row, Deadline) and due_value(row) in present[0]:
            continue
        if isinstance(row, Target) and target_value(row) in present[1]:
            continue
        entry.save()


def _choice(own: Iterable[Row], other: Iterable[Row], value: Callable[[Row], object], fixed: bool) -> Choice[Row]:
    """Own rows are up for choice only where the other one offers another of their kind."""
    ours, theirs = {value(one): one for one in own}, {value(one): one for one in other}
    offered = tuple(row for key, row in theirs.items() if key not in ours)
    return Choice(
        offered, tuple(row for key, row in ours.items() if key not in theirs) if offered and not fixed else ()
    )


def _choice_of_units(kept: Task, merged: Task, fixed: bool) -> Choice[Assignment]:
    """A unit counts once, in whatever role and by whatever name."""

    def lacks(rows: Iterable[Assignment], one: Assignment) -> bool:
        return all(
            (one.unit_id is None or one.unit_id != row.unit_id) and name_key(one.name) != name_key(row.name)
            for row in rows
        )

    ours, theirs = list(kept.assignments.all()), list(merged.assignments.all())
    offered = tuple(one for one in theirs if lacks(ours, one))
    return Choice(offered, tuple(one for one in ours if lacks(theirs, one)) if offered and not fixed else ())


def _keys(assignments: Iterable[Assignment], deadlines: Iterable[Deadline], targets: Iterable[Target]) -> Rows:
    return Rows.of((a.pk for a in assignments), (d.pk for d in deadlines), (t.pk for t in targets))


def _values(row: Deadline | Target, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
