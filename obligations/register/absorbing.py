"""One unit takes another over (合并、划入): everything of it that is open moves, everything that is closed stays.

Nothing is owed twice: where both owed the same task by the same date, one goes on and the other is withdrawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import (
    Assignment,
    CalendarYear,
    Commitment,
    Deputy,
    Event,
    GroupMember,
    Membership,
    Part,
    Task,
    Unit,
    UnitAlias,
    User,
)
from obligations.phrases import say_list
from obligations.recording import record
from obligations.register.aside import put_aside
from obligations.signing import sign_by
from obligations.steps import COMMITMENT
from obligations.workflow.closing import close_task
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
State = Commitment.State
OPEN_TASKS = (Task.State.SUGGESTED, Task.State.IN_FORCE)
DOUBLED = "两个单位承办同一事项，合并后只承办一次。"


@dataclass(slots=True)
class Absorbed:
    """What moved, in words of the screen: spellings, groups, people; how many places, tasks, commitments."""

    aliases: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    assignments: int = 0
    moved: list[Commitment] = field(default_factory=list)
    # withdrawn because the other unit's commitment goes on, or was done already
    doubled: list[Commitment] = field(default_factory=list)
    # what stays with the old unit
    closed: int = 0

    @property
    def values(self) -> dict[str, object]:
        """As an event keeps it."""
        return {
            "aliases": self.aliases,
            "groups": self.groups,
            "members": self.members,
            "people": self.people,
            "assignments": self.assignments,
            "commitments": len(self.moved),
            "doubled": len(self.doubled),
        }


def check(old: Unit, into: Unit) -> None:
    """Raises where one can't take the other over."""
    if old.pk == into.pk:
        raise BadInput("into", "请选择另一个单位。")
    if old.succeeded_by_id:
        raise Conflict(f"{old}已并入{old.succeeded_by}。")
    if into.succeeded_by_id or not into.is_active:
        raise BadInput("into", f"{into}已停用，请选择在用的单位。")
    if old.is_group != into.is_group:
        raise BadInput("into", "单位组只能与单位组合并。")


def locked(*keys: int) -> dict[int, Unit]:
    """Units for a verb that changes them, in one order for everybody. Who refers to them meanwhile is not held up."""
    rows = Unit.objects.select_for_update(of=("self",), no_key=True).select_related("succeeded_by").order_by("pk")
    return {unit.pk: unit for unit in rows.filter(pk__in=keys)}


def absorb(old: Unit, into: Unit, on: date, actor: User, at: datetime, until: date | None) -> Absorbed:
    """Moves everything. Both are locked and checked. `until`: documents from that day on mean by the old spellings
    this unit no longer; None for a merger of two entries that were one unit all along."""
    found = Absorbed()
    _move_names(old, into, until, found)
    _move_groups(old, into, on, found)
    _move_people(old, into, found)
    move_assignments(old, into, found)
    move_commitments(old, into, actor, at, found)
    Part.objects.filter(unit=old, state__in=Part.LIVE).update(unit=into)
    found.closed = Commitment.objects.filter(unit=old, state=State.DONE).count()
    old.is_active, old.succeeded_by, old.ended_on = False, into, on
    old.save(update_fields=["is_active", "succeeded_by", "ended_on"])
    return found


def _move_names(old: Unit, into: Unit, until: date | None, found: Absorbed) -> None:
    rows = old.aliases.order_by("pk")
    found.aliases = list(rows.values_list("spelling", flat=True))
    if until is not None:
        end_names(rows.filter(valid_until__isnull=True), until)
    UnitAlias.objects.filter(unit=old).update(unit=into)


def end_names(aliases: Iterable[UnitAlias], until: date) -> None:
    """From that day on they are none of the unit's. One spelling can end on one day for one unit only."""
    for alias in aliases:
        UnitAlias.objects.filter(key=alias.key, valid_until=until).exclude(pk=alias.pk).delete()
        UnitAlias.objects.filter(pk=alias.pk).update(valid_until=until)


def _move_groups(old: Unit, into: Unit, on: date, found: Absorbed) -> None:
    """Its places in groups from that day; members, where both are groups; sub-units."""
    coming = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    for link in old.group_links.filter(coming).select_related("group"):
        found.groups.append(str(link.group))
        begins, ends = max(on, link.valid_from or on), link.valid_to
        has = GroupMember.objects.filter(coming, group=link.group, member=into).exists()
        if link.valid_from and link.valid_from >= on:
            link.delete()
        else:
            link.valid_to = on - timedelta(days=1)
            link.save()
        if not has and link.group_id != into.pk:
            GroupMember.objects.create(group=link.group, member=into, valid_from=begins, valid_to=ends)
    for link in old.member_links.filter(coming).select_related("member"):
        if link.member_id == into.pk or GroupMember.objects.filter(coming, group=into, member=link.member).exists():
            continue
        found.members.append(str(link.member))
        begins, ends = max(on, link.valid_from or on), link.valid_to
        GroupMember.objects.create(group=into, member=link.member, valid_from=begins, valid_to=ends)
    if into.parent_id == old.pk:
        into.parent_id = old.parent_id
        into.save(update_fields=["parent"])
    below = Unit.objects.filter(parent=old).exclude(pk=into.pk)
    found.children = [str(unit) for unit in below]
    below.update(parent=into)


def _move_people(old: Unit, into: Unit, found: Absorbed) -> None:
    there = set(into.memberships.values_list("user_id", "part"))
    for part in old.memberships.select_related("user").order_by("pk"):
        found.people.append(f"{part.user}（{part.get_part_display()}）")
        if (part.user_id, part.part) in there:
            part.delete()
    Membership.objects.filter(unit=old).update(unit=into)
    Deputy.objects.filter(unit=old).update(unit=into)


def move_assignments(old: Unit, into: Unit, found: Absorbed) -> None:
    """In tasks that still count; what was settled keeps the unit that it had."""
    rows = Assignment.objects.filter(task__state__in=OPEN_TASKS)
    ids = list(rows.filter(unit=old).values_list("pk", flat=True))
    found.assignments = Assignment.objects.filter(pk__in=ids).update(unit=into)
    for one in rows.filter(chosen=old):
        one.chosen.remove(old)
        one.chosen.add(into)


def move_commitments(old: Unit, into: Unit, actor: User, at: datetime, found: Absorbed) -> None:
    """Tasks are locked before their commitments, as every verb does."""
    Commitment.objects.live().filter(in_place_of=old).exclude(unit=into).update(in_place_of=into)
    live = Commitment.objects.live().filter(unit=old)
    tasks = Task.objects.filter(pk__in=live.order_by().values("task"))
    tasks = tasks.select_for_update(of=("self",), no_key=True).order_by("pk").select_related("directive")
    held = {task.pk: task for task in tasks.defer("directive__text", "suggestion")}
    both = Commitment.objects.filter(unit__in=[old, into], task__in=held).exclude(state=State.WITHDRAWN)
    rows = list(both.select_for_update(of=("self",)).order_by("pk").select_related("unit"))
    for row in rows:
        row.task = held[row.task_id]
    theirs = {_matter(row): row for row in rows if row.unit_id == into.pk}
    for row in rows:
        if row.unit_id != old.pk or not row.is_live:
            continue
        other = theirs.get(_matter(row))
        if other is None:
            _move(row, old, into, actor, at)
            found.moved.append(row)
        elif other.is_live and _begun(row) and not _begun(other):
            put_aside(other, actor, at, DOUBLED)
            _move(row, old, into, actor, at, _higher(row.role, other.role))
            found.moved.append(row)
            found.doubled.append(other)
        else:
            if other.is_live and other.role != _higher(other.role, row.role):
                before, other.role = {"role": other.role}, row.role
                other.save(update_fields=["role"])
                record(Verb.MOVED, other, actor, at=at, before=before, after={"role": other.role})
            put_aside(row, actor, at, DOUBLED)
            found.doubled.append(row)
    for task in {row.task for row in found.doubled}:
        close_task(task, actor, at)
    _tell_heirs(found.moved, old, into, at)


def _tell_heirs(moved: Sequence[Commitment], old: Unit, into: Unit, at: datetime) -> None:
    """The people of the unit that took over, one notice each however much moved."""
    if not moved:
        return
    first = min(moved, key=lambda row: (row.due_on or date.max, row.pk))
    titles = say_list(list(dict.fromkeys(row.task.title for row in moved)))
    tell_unit(
        first,
        f"移交承办：{old}的{len(moved)}个承办事项",
        f"{old}并入{into}，未办结的承办事项由{into}继续办理：{titles}。",
        stage=f"moved:{old.pk}:{at.isoformat()}",
        at=at,
    )


def _matter(row: Commitment) -> tuple[int, int | None, str]:
    return row.task_id, row.deadline_id, row.occurrence


def _begun(row: Commitment) -> bool:
    """Whether somebody reported on it: such a row goes on before one that nobody has touched."""
    return row.state != State.OPEN or row.progress.exists()


def _move(row: Commitment, old: Unit, into: Unit, actor: User, at: datetime, role: str = "") -> None:
    COMMITMENT.hold(Verb.MOVED, row.state, row.state)
    # what the heir once handed on to the unit that it takes over
    Commitment.objects.filter(
        task=row.task_id, unit=into, deadline=row.deadline, occurrence=row.occurrence
    ).free_places()
    row.unit = into
    if row.in_place_of_id == into.pk:
        row.in_place_of = None
    if row.signed_at is None:
        # for whoever has it now the time begins anew
        row.sign_by = sign_by(timezone.localtime(at).date(), None, row.due_on, CalendarYear.objects.special())
    before, after = {"unit": str(old)}, {"unit": str(into)}
    if role and role != row.role:
        before["role"], after["role"] = row.role, role
        row.role = role
    row.save(update_fields=["unit", "role", "in_place_of", "sign_by"])
    record(Verb.MOVED, row, actor, at=at, before=before, after=after)


def _higher(one: str, other: str) -> str:
    """Who took over one that led, leads."""
    return Assignment.Role.LEAD if Assignment.Role.LEAD in (one, other) else one
