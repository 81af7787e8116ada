"""Verbs on deputies (代办人): who stands in for whom in a unit, from which day to which.

A deputy has the to-do list, the notices and the rights of whom they stand in for; the record says for whom they act.
"""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Deputy, Event, Membership, Unit, User
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.register.absorbing import locked
from obligations.register.taking import allow
from obligations.rights import RIGHTS

Verb = Event.Verb


@recorded()
def name_deputy(
    unit_id: int, absent_id: int, deputy_id: int, first: date, last: date, actor: User, at: datetime | None = None
) -> Deputy:
    """`deputy` stands in for `absent` from the first day to the last. One at a time for each person and unit."""
    at = at or timezone.now()
    unit = _unit(unit_id)
    _allow(actor, Verb.DEPUTY_NAMED, unit)
    absent = people_of(unit).filter(pk=absent_id).first()
    if absent is None:
        raise BadInput("absent", f"请选择{unit}的人员。")
    deputy = candidates(unit, actor).filter(pk=deputy_id).first()
    if deputy is None or deputy == absent:
        raise BadInput("deputy", "请选择另一位可以代办的人员。")
    if last < first:
        raise BadInput("last", "结束日期不能早于开始日期。")
    if last < timezone.localtime(at).date():
        raise BadInput("last", "结束日期已过。")
    taken = Deputy.objects.filter(unit=unit, absent=absent, starts_on__lte=last, ends_on__gte=first)
    if other := taken.select_related("deputy").first():
        day = f"{say_date(other.starts_on)}至{say_date(other.ends_on)}"
        raise Conflict(f"{absent}{day}已由{other.deputy}代办。")
    made = Deputy.objects.create(unit=unit, absent=absent, deputy=deputy, starts_on=first, ends_on=last)
    after = {"absent": str(absent), "deputy": str(deputy), "from": first, "to": last}
    note = f"{say_date(first)}至{say_date(last)}由{deputy}代{absent}办理。"
    record(Verb.DEPUTY_NAMED, None, actor, at=at, unit=unit, note=note, after=after)
    return made


@recorded()
def end_deputy(key: int, actor: User, at: datetime | None = None) -> None:
    """From today on nobody stands in; who had begun did until yesterday."""
    at = at or timezone.now()
    row = (
        Deputy.objects.select_for_update(of=("self",)).select_related("unit", "absent", "deputy").filter(pk=key).first()
    )
    if row is None:
        raise Conflict("这项代办已结束。")
    _allow(actor, Verb.DEPUTY_ENDED, row.unit)
    today = timezone.localtime(at).date()
    if row.ends_on < today:
        raise Conflict("这项代办已结束。")
    before = {"absent": str(row.absent), "deputy": str(row.deputy), "from": row.starts_on, "to": row.ends_on}
    record(
        Verb.DEPUTY_ENDED,
        None,
        actor,
        at=at,
        unit=row.unit,
        note=f"{row.deputy}不再代{row.absent}办理。",
        before=before,
    )
    if row.starts_on >= today:
        row.delete()
    else:
        row.ends_on = today - timedelta(days=1)
        row.save(update_fields=["ends_on"])


def people_of(unit: Unit) -> QuerySet[User]:
    """Those with a part in the unit."""
    parts = Membership.objects.filter(unit=unit)
    return User.objects.filter(is_active=True, pk__in=parts.values("user")).order_by("pk")


def candidates(unit: Unit, actor: User) -> QuerySet[User]:
    """Who may stand in: people of the unit, of the one above and those below; a supervisor may take anybody."""
    people = User.objects.filter(is_active=True).order_by("pk")
    if actor.supervises:
        return people
    near = Unit.objects.filter(pk__in=[unit.pk, *unit.above()]) | Unit.objects.filter(parent=unit)
    return people.filter(pk__in=Membership.objects.filter(unit__in=near.values("pk")).values("user"))


def _unit(unit_id: int) -> Unit:
    unit = locked(unit_id).get(unit_id)
    if unit is None:
        raise Conflict("这个单位已不存在。")
    return unit


def _allow(actor: User, verb: Event.Verb, unit: Unit) -> None:
    """Who only stands in for somebody hands that on to nobody."""
    allow(actor, verb, unit)
    if actor.stands_in_for(unit):
        raise NotAllowed(RIGHTS[verb.value].refusal)
