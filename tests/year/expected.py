"""What must be owed on a day, told from tasks, groups and rules alone, another way than `schedule.plan` does it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from obligations.models import Assignment, CalendarYear, Deadline, GroupMember, Task, Unit
from obligations.workdays import Special, is_workday
from tests.year.rules import due_days, parts

# Task, unit (who has its matters now), deadline, occurrence.
Key = tuple[int, int, int | None, str]
DAILY_HORIZON = 31
MONTHS_SHOWN = 30


def horizon(rule: str, on: date) -> date:
    """The last day that is laid out."""
    if parts(rule)["FREQ"] == "DAILY":
        return on + timedelta(days=DAILY_HORIZON - 1)
    return on + relativedelta(months=settings.HORIZON_MONTHS) - timedelta(days=1)


@dataclass
class Town:
    """The register of one day: read once."""

    units: dict[int, Unit] = field(init=False)
    links: dict[int, list[GroupMember]] = field(init=False)
    special: Special = field(init=False)

    def __post_init__(self) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        self.links = {}
        for link in GroupMember.objects.all():
            self.links.setdefault(link.group_id, []).append(link)
        self.special = CalendarYear.objects.special()

    def heir(self, key: int) -> int:
        while (into := self.units[key].succeeded_by_id) is not None:
            key = into
        return key

    def below(self, keys: set[int]) -> set[int]:
        """These units with those below them."""
        found = set(keys)
        while more := {unit.pk for unit in self.units.values() if unit.parent_id in found} - found:
            found |= more
        return found

    def open(self, key: int, day: date) -> set[int]:
        """Who owes what this unit or group is told to do by that day."""
        unit = self.units[key]
        if unit.kind != Unit.Kind.GROUP:
            return {key}
        held = [link for link in self.links.get(key, []) if _holds(link, day)]
        members = [self.units[self.heir(link.member_id)] for link in held]
        return {one for member in members if member.is_active for one in self.open(member.pk, day)}


def _holds(link: GroupMember, day: date) -> bool:
    return (link.valid_from is None or link.valid_from <= day) and (link.valid_to is None or day <= link.valid_to)


@dataclass
class Expected:
    """`on`: the day on which the jobs last ran; the horizon is as they left it."""

    town: Town
    on: date

    def keys(self, task: Task) -> Iterator[Key]:
        """Everything that a task in force asks for from this day to the horizon. Reads its prefetched rows."""
        dated = [one for one in task.deadlines.all() if one.kind != Deadline.Kind.UNDATED]
        for deadline in dated or [None]:
            for occurrence, due_on in self._slots(task, deadline):
                for unit in self._units(task, due_on or self.on):
                    yield task.pk, unit, deadline.pk if deadline else None, occurrence

    def continues(self, task: Task) -> bool:
        """Whether something of it falls due again after the day."""
        return any(
            day > self.on
            for one in task.deadlines.all()
            if one.kind == Deadline.Kind.RECURRING
            for _key, day in self._falls(task, one, self.on + relativedelta(months=MONTHS_SHOWN))
        )

    def _units(self, task: Task, day: date) -> set[int]:
        found: set[int] = set()
        for one in task.assignments.all():
            if one.unit_id is None or (one.role == Assignment.Role.SUPPORT and not one.is_asked):
                continue
            chosen = [unit.pk for unit in one.chosen.all()] if one.asks_which else []
            for key in chosen or [one.unit_id]:
                found |= self.town.open(key, day)
        return {self.town.heir(key) for key in found}

    def _slots(self, task: Task, deadline: Deadline | None) -> Iterator[tuple[str, date | None]]:
        match deadline.kind if deadline else "":
            case "":
                yield "", None
            case Deadline.Kind.RELATIVE:
                assert deadline is not None
                yield "", deadline.counted_on
            case Deadline.Kind.RECURRING:
                assert deadline is not None
                last = horizon(deadline.rrule, self.on)
                yield from ((key, day) for key, day in self._falls(task, deadline, last) if day >= self.on)
            case _:
                assert deadline is not None
                key = deadline.due_on or deadline.start_on
                yield (key.isoformat() if key else ""), deadline.due_on

    def _falls(self, task: Task, deadline: Deadline, last: date) -> Iterator[tuple[str, date]]:
        """Key and due day of each occurrence from the month of the day on, within the directive's own time."""
        first = self.on.replace(day=1)
        begins, ends = task.directive.effective_from or first, task.directive.expires_on or last
        anchor = deadline.start_on or task.directive.issued_on
        if anchor is None:
            anchor = timezone.localtime(task.directive.source.received_at).date()
        given = parts(deadline.rrule)
        if "BYSETPOS" in given:
            found = self._workdays_of_months(int(given["BYSETPOS"]), first, last)
        else:
            end = last.replace(day=28) + timedelta(days=31)
            found = [(day.isoformat(), day) for day in due_days(deadline.rrule, anchor, first, end)]
        return ((key, day) for key, day in found if begins <= day <= min(last, ends))

    def _workdays_of_months(self, nth: int, first: date, last: date) -> list[tuple[str, date]]:
        found = []
        month = first
        while month <= last:
            size = (month + relativedelta(months=1) - month).days
            days = [day for n in range(size) if is_workday(day := month + timedelta(days=n), self.town.special)]
            found.append((month.isoformat(), days[nth - 1 if nth > 0 else nth]))
            month += relativedelta(months=1)
        return found
