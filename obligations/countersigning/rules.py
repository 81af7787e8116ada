"""Verbs that switch countersigning on and off: everywhere, for a unit and what is below it, for one task.

What waits at a desk that is asked no more goes on at once; what already lies before the supervisor stays there.
"""

from datetime import datetime

from django.utils import timezone

from obligations.countersigning.passing import pass_all
from obligations.errors import Conflict
from obligations.models import Commitment, CountersignRule, Event, Task, Unit, User
from obligations.recording import record, recorded
from obligations.register.absorbing import locked
from obligations.register.taking import allow, foretold
from obligations.workflow.taking import take_task

Verb = Event.Verb
UNCHANGED = "没有变化：会签已是这样设定的。"


@recorded()
def set_rule(actor: User, *, head_signs: bool, lead_checks: bool, at: datetime | None = None) -> int:
    """For all units and tasks that say nothing of their own. Returns how many hand-ins went on."""
    allow(actor, Verb.COUNTERSIGN_SET)
    CountersignRule.objects.get_or_create(pk=1)
    rule = CountersignRule.objects.select_for_update().get(pk=1)
    before = {"head_signs": rule.head_signs, "lead_checks": rule.lead_checks}
    after = {"head_signs": head_signs, "lead_checks": lead_checks}
    if before == after:
        raise Conflict(UNCHANGED)
    CountersignRule.objects.filter(pk=1).update(**after)
    record(Verb.COUNTERSIGN_SET, None, actor, at=at, before=before, after=after)
    return pass_all(Commitment.objects.all(), actor, at or timezone.now())


@recorded()
def set_unit_rule(unit_id: int, actor: User, head_signs: bool | None, at: datetime | None = None) -> int:
    """For this unit and those below it that say nothing of their own; None: as above it, else as everywhere."""
    allow(actor, Verb.COUNTERSIGN_SET)
    unit = locked(unit_id).get(unit_id)
    if unit is None:
        raise Conflict("这个单位已不存在。")
    if unit.head_signs == head_signs:
        raise Conflict(UNCHANGED)
    before, after = {"head_signs": unit.head_signs}, {"head_signs": head_signs}
    Unit.objects.filter(pk=unit.pk).update(**after)
    record(Verb.COUNTERSIGN_SET, None, actor, at=at, unit=unit, before=before, after=after)
    below = Unit.objects.filter(pk=unit.pk).with_those_below()
    return pass_all(Commitment.objects.filter(unit__in=below), actor, at or timezone.now())


def foretell_unit_rule(unit_id: int, actor: User, head_signs: bool | None) -> int:
    """What `set_unit_rule` would return."""
    return foretold(lambda: set_unit_rule(unit_id, actor, head_signs))


@recorded()
def set_task_rule(task_id: int, actor: User, lead_checks: bool | None, at: datetime | None = None) -> int:
    """Whether the task's lead unit checks what the others hand in; None: as everywhere."""
    task = take_task(task_id, actor, Verb.LEAD_CHECK_SET, "设定牵头单位审核")
    if task.lead_checks == lead_checks:
        raise Conflict(UNCHANGED)
    before, after = {"lead_checks": task.lead_checks}, {"lead_checks": lead_checks}
    Task.objects.filter(pk=task.pk).update(**after)
    record(Verb.LEAD_CHECK_SET, task, actor, at=at, before=before, after=after)
    return pass_all(Commitment.objects.filter(task=task), actor, at or timezone.now())
