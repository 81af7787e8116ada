"""Countersigning: what is done to a hand-in before the supervisor decides, and how it is switched on."""

from django.urls import reverse

from obligations.countersigning import rules, signing
from obligations.countersigning.desks import Desk
from obligations.models import Assignment, Commitment, Event, Membership, Progress, Task, Unit, User
from tests.conftest import NOW, TODAY, make_user
from tests.scene.deed import Deed, Verb, on
from tests.scene.rows import Scene


def led(scene: Scene, lead: Unit) -> None:
    """The commitment's task is led by another unit, which checks what is handed in."""
    task = Task.objects.get(pk=scene.commitment.task_id)
    task.assignments.filter(role="lead").update(role="responsible")
    Assignment.objects.create(task=task, unit=lead, name=str(lead), role="lead", position=9)
    Task.objects.filter(pk=task.pk).update(lead_checks=True)
    Commitment.objects.filter(task=task).update(role="responsible")


def wait(scene: Scene, desk: Desk) -> None:
    """The commitment as it stands lies before this desk, if it is handed in."""
    row = scene.commitment
    Progress.objects.get_or_create(
        commitment_id=row.pk,
        asks_to_close=True,
        defaults={"reported_by": scene.people.second_supervisor, "reported_at": NOW, "percent": 100},
    )
    Commitment.objects.filter(pk=row.pk, state="handed_in").update(waits_for=desk, waits_since=TODAY)
    if desk == Desk.LEAD and not Task.objects.get(pk=row.task_id).lead_checks:
        led(scene, scene.register.housing)
    Unit.objects.filter(pk=row.unit_id).update(head_signs=True)
    row.refresh_from_db()


def head(scene: Scene) -> User:
    found = User.objects.filter(username="head").first()
    if found is None:
        found = make_user("head", "coordinator", name="程立")
        Membership.objects.create(user=found, unit=scene.register.energy, part="head")
    return found


def _lead_waits(scene: Scene) -> None:
    wait(scene, Desk.LEAD)


def _head_waits(scene: Scene) -> None:
    head(scene)
    wait(scene, Desk.HEAD)


def _agrees(desk: Desk) -> Deed:
    return Deed(
        lambda s, who: signing.agree(s.commitment.pk, who, desk),
        on("check_as_lead" if desk == Desk.LEAD else "sign_as_head"),
        data={"decision": "agree"},
        ready=_lead_waits if desk == Desk.LEAD else _head_waits,
        state="handed_in",
        who=(lambda s: s.people.stranger) if desk == Desk.LEAD else head,
    )


def _returns(desk: Desk) -> Deed:
    return Deed(
        lambda s, who: signing.send_back(s.commitment.pk, who, desk, "缺材料"),
        on("check_as_lead" if desk == Desk.LEAD else "sign_as_head"),
        data={"decision": "return", "remark": "缺材料"},
        ready=_lead_waits if desk == Desk.LEAD else _head_waits,
        state="handed_in",
        who=(lambda s: s.people.stranger) if desk == Desk.LEAD else head,
    )


COUNTERSIGN_DEEDS: dict[Event.Verb, Deed] = {
    Verb.LEAD_CHECKED: _agrees(Desk.LEAD),
    Verb.LEAD_RETURNED: _returns(Desk.LEAD),
    Verb.HEAD_SIGNED: _agrees(Desk.HEAD),
    Verb.HEAD_RETURNED: _returns(Desk.HEAD),
}
RULE_DEEDS: dict[Event.Verb, Deed] = {
    Verb.COUNTERSIGN_SET: Deed(
        lambda s, who: rules.set_rule(who, head_signs=True, lead_checks=False),
        lambda s: reverse("countersign_settings"),
        data={"head_signs": "on"},
        noun="",
    ),
    Verb.LEAD_CHECK_SET: Deed(
        lambda s, who: rules.set_task_rule(s.waiting.task_id, who, True),
        lambda s: reverse("set_task_rule", args=[s.waiting.task_id]),
        data={"lead_checks": "on"},
        noun="waiting.task",
        state="in_force",
    ),
}
