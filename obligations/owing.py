"""Who owes a task on a day (谁承办): its lead and responsible units, groups opened to the members of that day."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from django.utils import timezone

from obligations.models import Assignment, GroupMember, Task, Unit


def owing_units(task: Task, groups: "GroupTree | None" = None, day: date | None = None) -> list[tuple[Unit, str]]:
    """Units that owe the task on that day (today) with their role, in printed order, leads first; groups opened."""
    return _owing(_assigned(task), groups or GroupTree(), day or timezone.localdate())


def by_day(task: Task, groups: "GroupTree") -> Callable[[date], list[tuple[Unit, str]]]:
    """The same for many days: only groups change."""
    assigned = _assigned(task)
    if not any(unit.is_group for units, _role in assigned for unit in units):
        always = _owing(assigned, groups, date.min)
        return lambda _day: always
    return lambda day: _owing(assigned, groups, day)


def waits_for_choice(task: Task) -> list[Assignment]:
    """Those that owe and leave open which units are meant, as long as nobody has said it."""
    return [a for a in task.assignments.all() if a.owes and a.asks_which and not a.chosen.all()]


def heir_keys() -> dict[int, int]:
    """Units that were taken over, and who has their matters now. One query."""
    heirs = dict(Unit.objects.filter(succeeded_by__isnull=False).order_by().values_list("pk", "succeeded_by_id"))
    return {key: _last(key, heirs) for key in heirs}


def passed_on(task: Task, heirs: Mapping[int, int]) -> dict[int, int]:
    """Units whose role in the task went to another one by reassignment, and who has it now. Reads `assignments`."""
    found: dict[int, int | None] = {}
    for assignment in task.assignments.all():
        for old, new in assignment.passed_on.items():
            found[heirs.get(int(old), int(old))] = heirs.get(new, new)
    return {key: _last(key, found) for key in found}


def _last(key: int, heirs: Mapping[int, int | None]) -> int:
    seen = {key}
    while (heir := heirs.get(key)) is not None and heir not in seen:
        seen.add(heir)
        key = heir
    return key


def _assigned(task: Task) -> list[tuple[list[Unit], str]]:
    found = [a for a in task.assignments.all() if a.owes and a.unit is not None]
    found.sort(key=lambda a: (a.role != Assignment.Role.LEAD, a.position, a.pk))
    return [(meant(assignment), assignment.role) for assignment in found]


def meant(assignment: Assignment) -> list[Unit]:
    """Those whom a person chose where 有关县(市、区) leaves it open, else the unit."""
    assert assignment.unit is not None
    return (assignment.asks_which and list(assignment.chosen.all())) or [assignment.unit]


def _owing(assigned: list[tuple[list[Unit], str]], groups: "GroupTree", day: date) -> list[tuple[Unit, str]]:
    roles: dict[Unit, str] = {}
    for units, role in assigned:
        for unit in units:
            for one in groups.open(unit, day):
                roles.setdefault(one, role)
    return list(roles.items())


class GroupTree:
    """Members of groups with their days, read once, when the first group comes up."""

    def __init__(self) -> None:
        self._links: dict[int, list[GroupMember]] | None = None
        self._heirs: dict[int, Unit] = {}

    def open(self, unit: Unit, day: date) -> Iterator[Unit]:
        """The unit itself, or a group's active members of that day, groups in it opened, each once."""
        yield from self._open(unit, day, set())

    def _open(self, unit: Unit, day: date, seen: set[int]) -> Iterator[Unit]:
        if unit.pk in seen:
            return
        seen.add(unit.pk)
        if not unit.is_group:
            yield unit
            return
        for link in self._loaded().get(unit.pk, []):
            if link.holds_on(day):
                member = self._heirs.get(link.member_id, link.member)
                if member.is_active:
                    yield from self._open(member, day, seen)

    def _loaded(self) -> dict[int, list[GroupMember]]:
        if self._links is None:
            self._links = {}
            links = GroupMember.objects.select_related("member")
            for link in links.order_by("member__position", "member__name"):
                self._links.setdefault(link.group_id, []).append(link)
            if any(not link.member.is_active for links_ in self._links.values() for link in links_):
                self._read_heirs()
        return self._links

    def _read_heirs(self) -> None:
        """A member of that day that was taken over since: its matters are the heir's."""
        keys = heir_keys()
        units = Unit.objects.in_bulk(set(keys.values()))
        self._heirs = {key: units[heir] for key, heir in keys.items()}
