"""Verbs on the members of groups (单位组成员): from which day to which. What a group is told to do by a date is owed by
the members of that date."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, GroupMember, Task, Unit, User
from obligations.models.tasks import TaskQuerySet
from obligations.owing import GroupTree, owing_units
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.register.absorbing import locked
from obligations.register.aside import put_aside
from obligations.register.taking import allow
from obligations.schedule import make_commitments
from obligations.workflow.closing import close_task

Verb = Event.Verb
# The job may have missed days.
CAUGHT_UP = timedelta(days=31)


@recorded()
def join_group(group_id: int, member_id: int, first: date, actor: User, at: datetime | None = None) -> int:
    """The unit is a member from that day on; returns how many commitments it got for dates from then."""
    at = at or timezone.now()
    allow(actor, Verb.MEMBER_JOINED)
    group, member = _two(group_id, member_id)
    if member.succeeded_by_id or not member.is_active:
        raise BadInput("member", f"{member}已停用，请选择在用的单位。")
    if member.is_group and group in _groups_in(member):
        raise BadInput("member", f"{member}包含{group}，不能互相包含。")
    still = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    if GroupMember.objects.filter(still, group=group, member=member).exists():
        raise Conflict(f"{member}在{say_date(first)}已是{group}的成员。")
    GroupMember.objects.create(group=group, member=member, valid_from=first)
    made = _make(group, timezone.localtime(at).date())
    after = {"member": member.name, "from": first, "commitments": made}
    record(Verb.MEMBER_JOINED, None, actor, at=at, unit=group, note=f"{member}", after=after)
    return made


@recorded()
def leave_group(group_id: int, member_id: int, last: date, actor: User, at: datetime | None = None) -> int:
    """The unit is a member until that day; returns how many of its commitments for later dates were withdrawn."""
    at = at or timezone.now()
    allow(actor, Verb.MEMBER_LEFT)
    group, member = _two(group_id, member_id)
    links = GroupMember.objects.filter(group=group, member=member, valid_to__isnull=True)
    link = links.select_for_update(of=("self",)).first()
    if link is None:
        raise Conflict(f"{member}不是{group}的成员，或已登记退出。")
    if link.valid_from and last < link.valid_from:
        raise BadInput("last", f"退出日期不能早于加入日期{say_date(link.valid_from)}。")
    link.valid_to = last
    link.save(update_fields=["valid_to"])
    gone = _withdraw(group, member, timezone.localtime(at).date(), actor, at)
    after = {"member": member.name, "to": last, "commitments": gone}
    record(Verb.MEMBER_LEFT, None, actor, at=at, unit=group, note=f"{member}", after=after)
    return gone


@recorded()
def catch_up(on: date) -> int:
    """What has no date goes by the members of today: made for those whose days have begun. The daily job runs it."""
    begun = GroupMember.objects.filter(valid_from__gt=on - CAUGHT_UP, valid_from__lte=on)
    return sum(_make(group, on) for group in Unit.objects.filter(member_links__in=begun).distinct())


def _two(group_id: int, member_id: int) -> tuple[Unit, Unit]:
    units = locked(group_id, member_id)
    if group_id not in units or member_id not in units:
        raise Conflict("这个单位已不存在。")
    if not units[group_id].is_group:
        raise Conflict(f"{units[group_id]}不是单位组。")
    if group_id == member_id:
        raise BadInput("member", "单位组不能是自己的成员。")
    return units[group_id], units[member_id]


def _groups_in(group: Unit) -> set[Unit]:
    """Groups that the group holds, at whatever depth and day."""
    found: set[Unit] = set()
    waiting = [group]
    while waiting:
        inner = Unit.objects.filter(kind=Unit.Kind.GROUP, group_links__group=waiting.pop())
        new = [unit for unit in inner if unit not in found]
        found.update(new)
        waiting += new
    return found


def _tasks(group: Unit) -> TaskQuerySet:
    """In force, and told to this group or to one that holds it; locked in one order for everybody."""
    keys, waiting = {group.pk}, [group.pk]
    while waiting:
        outer = GroupMember.objects.filter(member=waiting.pop()).values_list("group_id", flat=True)
        new = set(outer) - keys
        keys |= new
        waiting += new
    named = Task.objects.filter(state=Task.State.IN_FORCE, assignments__unit__in=keys)
    rows = Task.objects.filter(pk__in=named.order_by().values("pk")).select_for_update(of=("self",), no_key=True)
    rows = rows.order_by("pk").select_related("directive__source").defer("directive__text", "suggestion")
    return rows.prefetch_related("assignments__unit", "assignments__chosen", "deadlines")


def _make(group: Unit, on: date) -> int:
    return sum(make_commitments(task, on) for task in _tasks(group))


def _withdraw(group: Unit, member: Unit, on: date, actor: User, at: datetime) -> int:
    """Live commitments that the member does not owe by the date that they were made for."""
    groups, gone = GroupTree(), 0
    for task in _tasks(group):
        theirs = Q(unit=member, in_place_of__isnull=True) | Q(in_place_of=member)
        rows = Commitment.objects.live().select_for_update(of=("self",)).filter(theirs, task=task)
        for row in rows.order_by("pk").select_related("unit"):
            row.task = task
            owing = owing_units(task, groups, row.first_due_on or row.due_on or on)
            if member not in [unit for unit, _role in owing]:
                put_aside(row, actor, at, f"{member}退出{group}。")
                gone += 1
        if gone:
            close_task(task, actor, at)
    return gone
