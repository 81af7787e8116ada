"""Verb of review: which units 有关县(市、区) means in a task. The words leave it open, so a person says it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Assignment, Event, Task, Unit, User
from obligations.owing import GroupTree
from obligations.recording import record, recorded
from obligations.rights import RIGHTS
from obligations.steps import TASK

VERB = Event.Verb.MEMBERS_CHOSEN


@recorded()
def choose_members(assignment_id: int, unit_ids: Iterable[int], actor: User, at: datetime | None = None) -> Assignment:
    """Says which units are meant. Chosen again, the later choice holds; an empty one takes it back."""
    if not actor.may(VERB.value):
        raise NotAllowed(RIGHTS[VERB.value].refusal)
    assignment = _locked(assignment_id)
    possible = {unit.pk: unit for unit in candidates(assignment, timezone.localtime(at).date())}
    wanted = list(dict.fromkeys(unit_ids))
    if not set(wanted) <= set(possible):
        raise BadInput("units", "所选单位不在可选范围内，请刷新后再选。")
    before = [str(unit) for unit in assignment.chosen.all()]
    assignment.chosen.set(wanted)
    after = [str(possible[key]) for key in possible if key in wanted]
    if before != after:
        note = f"“{assignment.name}”指{'、'.join(after)}。" if after else f"“{assignment.name}”待选定。"
        record(VERB, assignment.task, actor, at=at, note=note, before={"chosen": before}, after={"chosen": after})
    return assignment


def candidates(assignment: Assignment, on: date) -> "list[Unit] | QuerySet[Unit]":
    """Whom it can mean: the members of the group; where the register names none, any unit."""
    assert assignment.unit is not None
    members = list(GroupTree().open(assignment.unit, on))
    return members or Unit.objects.filter(is_active=True).exclude(kind=Unit.Kind.GROUP)


def _locked(assignment_id: int) -> Assignment:
    """Its task is locked: nobody confirms it while this is chosen."""
    found = Assignment.objects.select_related("unit").filter(pk=assignment_id).first()
    task = Task.objects.select_for_update(of=("self",), no_key=True).filter(assignments=assignment_id).first()
    if found is None or task is None:
        raise Conflict("这项责任分工刚刚已由他人修改，请刷新后再选。")
    if not TASK.allows(VERB, task.state):
        raise Conflict(f"这项任务现为“{task.get_state_display()}”，不能再选定单位。")
    if not found.asks_which:
        raise Conflict(f"“{found.name}”不需要选定单位。")
    found.task = task
    return found
