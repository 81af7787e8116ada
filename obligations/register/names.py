"""Names in directives that no unit bears: learn what they mean, or that they mean no unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Assignment, DismissedName, Event, Task, Unit, UnitAlias, User
from obligations.models.units import name_key
from obligations.recording import event_of, record, record_many, recorded
from obligations.register.taking import allow, once
from obligations.schedule import make_commitments

Verb = Event.Verb


@dataclass(frozen=True, slots=True)
class Settled:
    """What settling a name changed: how many places, in which tasks, and the commitments that tasks in force got."""

    places: int = 0
    tasks: list[Task] = field(default_factory=list)
    commitments: int = 0

    @property
    def suggested(self) -> list[Task]:
        return [task for task in self.tasks if task.state == Task.State.SUGGESTED]

    @property
    def in_force(self) -> list[Task]:
        return [task for task in self.tasks if task.state == Task.State.IN_FORCE]


def unknown_names() -> models.QuerySet[Assignment, dict[str, Any]]:
    """Rows of `name` and `count`: names that no unit bears, the most frequent first."""
    return Assignment.objects.unknown_names()


def dismissed_names() -> models.QuerySet[DismissedName]:
    """Names that somebody said are no units."""
    return DismissedName.objects.order_by("spelling")


@recorded()
def match_name(name: str, unit: Unit, actor: User, at: datetime | None = None) -> Settled:
    """Learns that `name` means `unit`, and applies it to every place that waits for it.

    Tasks in force get the commitments that were missing. Places that a person has settled otherwise stay as they are.
    """
    allow(actor, Verb.NAME_MATCHED)
    key = _key(name)
    is_new = _learn(name, key, unit)
    if DismissedName.objects.filter(key=key).delete()[0]:
        _set_dismissed(key, False)
    waiting = _waiting(key)
    if is_new or waiting:
        after = {"name": name, "unit": unit.name, "assignments": len(waiting)}
        record(Verb.NAME_MATCHED, None, actor, at=at, unit=unit, note=name, after=after)
    return _resolve(dict.fromkeys(waiting, unit), timezone.localdate(at))


@recorded()
def dismiss_name(name: str, actor: User, at: datetime | None = None) -> Settled:
    """Learns that `name` is no unit (各单位, 企业主管部门): its places owe nothing, and it fills no list any more."""
    allow(actor, Verb.NAME_DISMISSED)
    key = _key(name)
    bearer = UnitAlias.objects.filter(key=key, valid_until__isnull=True).select_related("unit").first()
    if bearer:
        raise Conflict(f"“{name}”是{bearer.unit}的写法，不能判为非单位名称。")
    _dismissed, is_new = DismissedName.objects.get_or_create(key=key, defaults={"spelling": name})
    if not is_new:
        raise Conflict(f"“{name}”已判为非单位名称。")
    waiting = _waiting(key)
    tasks = _tasks_of(waiting)
    _set_dismissed(key, True)
    after = {"name": name, "assignments": len(waiting)}
    record(Verb.NAME_DISMISSED, None, actor, at=at, note=name, after=after)
    return Settled(len(waiting), tasks)


@recorded()
def restore_name(name: str, actor: User, at: datetime | None = None) -> Settled:
    """Takes a dismissal back: the name waits for its unit again."""
    allow(actor, Verb.NAME_RESTORED)
    key = _key(name)
    if not DismissedName.objects.filter(key=key).delete()[0]:
        raise Conflict(f"“{name}”没有判为非单位名称。")
    _set_dismissed(key, False)
    waiting = _waiting(key)
    record(Verb.NAME_RESTORED, None, actor, at=at, note=name, after={"name": name, "assignments": len(waiting)})
    return Settled(len(waiting), _tasks_of(waiting))


@recorded()
def resolve_names(on: date | None = None) -> int:
    """Applies what the register knows by now to every name that still waits; returns how many were resolved.

    For after a register was loaded, or units and aliases were added.
    """
    waiting = list(Assignment.objects.unknown().select_related("task__directive").defer("task__directive__text"))
    book = Unit.objects.name_book(assignment.name for assignment in waiting)
    resolved: dict[Assignment, Unit] = {}
    for assignment in waiting:
        if unit := book.find(assignment.name, assignment.task.directive.issued_on):
            resolved[assignment] = unit
    matched: dict[Task, list[str]] = {}
    for assignment, unit in resolved.items():
        matched.setdefault(assignment.task, []).append(f"{assignment.name}：{unit}")
    record_many(
        event_of(Verb.NAME_MATCHED, task, None, note="；".join(dict.fromkeys(pairs))) for task, pairs in matched.items()
    )
    return _resolve(resolved, on or timezone.localdate()).places


def _key(name: str) -> str:
    if key := name_key(name):
        return key
    raise BadInput("name", "请填写名称。")


def _learn(name: str, key: str, unit: Unit) -> bool:
    """Whether the spelling is new. One that had ended for this unit holds without an end from now on."""
    bearers = UnitAlias.objects.filter(key=key).order_by(F("valid_until").desc(nulls_first=True))
    bearer = bearers.select_related("unit").first()
    if bearer is not None and bearer.unit_id == unit.pk:
        return bool(bearers.filter(pk=bearer.pk, valid_until__isnull=False).update(valid_until=None))
    if bearer is not None and bearer.valid_until is None:
        raise Conflict(f"“{name}”已是{bearer.unit}的别名，请先在单位名录中修改。")
    with once(f"“{name}”刚刚已由他人登记，请刷新后再试。"):
        UnitAlias.objects.create(unit=unit, spelling=name)
    return True


def _waiting(key: str) -> list[Assignment]:
    return [one for one in Assignment.objects.unknown().select_related("task") if name_key(one.name) == key]


def _set_dismissed(key: str, dismissed: bool) -> None:
    rows = Assignment.objects.filter(unit__isnull=True, is_dismissed=not dismissed)
    ids = [pk for pk, name in rows.values_list("pk", "name") if name_key(name) == key]
    Assignment.objects.filter(pk__in=ids, unit__isnull=True).update(is_dismissed=dismissed)


def _tasks_of(assignments: Iterable[Assignment]) -> list[Task]:
    return sorted({one.task for one in assignments}, key=lambda task: task.pk)


def _resolve(units: dict[Assignment, Unit], on: date) -> Settled:
    """Gives the places their units, and tasks in force the commitments that were missing.

    A place that somebody settled since it was read keeps what they decided.
    """
    by_unit: dict[int, list[int]] = {}
    for assignment, unit in units.items():
        by_unit.setdefault(unit.pk, []).append(assignment.pk)
    still = Assignment.objects.filter(unit__isnull=True, is_dismissed=False)
    places = sum(still.filter(pk__in=ids).update(unit_id=unit_id) for unit_id, ids in by_unit.items())
    made = sum(make_commitments(task, on) for task in _in_force(units))
    return Settled(places, _tasks_of(units), made)


def _in_force(assignments: Iterable[Assignment]) -> models.QuerySet[Task]:
    tasks = Task.objects.select_for_update(of=("self",), no_key=True)
    tasks = tasks.filter(pk__in={a.task_id for a in assignments}, state=Task.State.IN_FORCE)
    return tasks.order_by("pk").select_related("directive").prefetch_related("assignments__unit", "deadlines")
