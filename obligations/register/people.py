"""Verbs on the people of a unit (单位人员): who is its 联络员, who its 分管领导."""

from datetime import datetime

from django.utils import timezone

from obligations.countersigning.passing import pass_all
from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Membership, Unit, User
from obligations.recording import record, recorded
from obligations.register.absorbing import locked
from obligations.register.taking import allow, once

Verb = Event.Verb
Part = Membership.Part


@recorded()
def name_person(unit_id: int, user_id: int, part: str, actor: User, at: datetime | None = None) -> Membership:
    """The person has this part in the unit from now on, with its to-do list, notices and rights."""
    allow(actor, Verb.PERSON_NAMED)
    unit = locked(unit_id).get(unit_id)
    if unit is None:
        raise Conflict("这个单位已不存在。")
    if not unit.is_active or unit.is_group:
        raise Conflict(f"{unit}已停用或是单位组，不能指定人员。")
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise BadInput("person", "请选择在用的账号。")
    if part not in Part.values:
        raise BadInput("part", "请选择身份。")
    said = f"{person}已是{unit}的{Part(part).label}。"
    if Membership.objects.filter(unit=unit, user=person, part=part).exists():
        raise Conflict(said)
    with once(said):
        made = Membership.objects.create(unit=unit, user=person, part=part)
    record(
        Verb.PERSON_NAMED, None, actor, at=at, unit=unit, note=_said(made), after={"person": str(person), "part": part}
    )
    return made


@recorded()
def relieve_person(membership_id: int, actor: User, at: datetime | None = None) -> Unit:
    """The person has this part no more; what waited for their signature alone goes on. Returns the unit."""
    at = at or timezone.now()
    allow(actor, Verb.PERSON_RELIEVED)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("unit", "user")
    row = rows.filter(pk=membership_id).first()
    if row is None:
        raise Conflict("这项身份已免去。")
    unit, before = row.unit, {"person": str(row.user), "part": row.part}
    record(Verb.PERSON_RELIEVED, None, actor, at=at, unit=unit, note=_said(row), before=before)
    row.delete()
    pass_all(Commitment.objects.all(), actor, at)
    return unit


def _said(row: Membership) -> str:
    return f"{row.user}（{row.get_part_display()}）"
