"""The desks over which a hand-in goes before it reaches the supervisor: who sits there, and which is the next.

The order is the one in which papers are made: whoever else has a part in the matter is consulted first, the head of
the unit signs what is agreed (党政机关公文处理工作条例, 第二十条 and 第二十二条), and then it leaves the house.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from obligations.models import Commitment, Countersign, CountersignRule, Deputy, Event, Membership, Progress, Unit, User
from obligations.models.units import FLOORS

Desk = Commitment.Desk
Verb = Event.Verb
ORDER = (Desk.LEAD, Desk.HEAD)
AGREES = {Desk.LEAD: Verb.LEAD_CHECKED, Desk.HEAD: Verb.HEAD_SIGNED}
RETURNS = {Desk.LEAD: Verb.LEAD_RETURNED, Desk.HEAD: Verb.HEAD_RETURNED}
# What a commitment has that waits before nobody.
NOBODY: dict[str, object] = {"waits_for": Desk.SUPERVISOR, "waits_since": None}


@dataclass(frozen=True, slots=True)
class Seat:
    """A desk as one commitment meets it. `is_asked`: by the rules. `units`: for which it is signed there; `people`:
    who can sign today. `empty`: why nobody has to, though it is asked; "" where somebody has."""

    desk: Desk
    is_asked: bool
    units: tuple[Unit, ...] = ()
    people: tuple[User, ...] = ()
    empty: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether a hand-in has to stop here."""
        return self.is_asked and not self.empty


def seat(desk: Desk, commitment: Commitment) -> Seat:
    return seat_of_lead(commitment) if desk == Desk.LEAD else seat_of_head(commitment.unit)


def begin(commitment: Commitment, report: Progress, actor: User, at: datetime) -> tuple[dict[str, Any], list[str]]:
    """A hand-in sets out: the fields that say before whom it lies, and in words why desks were passed over.

    A desk for which whoever hands in can sign has their signature with it.
    """
    given = []
    for desk in ORDER:
        one = seat(desk, commitment)
        if one.is_taken and actor.may(AGREES[desk].value, commitment.unit, commitment.task):
            keep(report, desk, Countersign.Outcome.GIVEN, at, by=actor, unit=acts_for(one.units, actor))
            given.append(f"{SIGNATURES[desk]}：{actor}本人申报")
    new, waived = go_on(commitment, report, at)
    return new, given + waived


def go_on(
    commitment: Commitment, report: Progress, at: datetime, after: Desk | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The fields for the next desk at which somebody has to sign, else the supervisor; and which desks were empty.

    Only onwards: a desk before `after` that is asked since then has been passed.
    """
    signed = set(report.countersigns.values_list("desk", flat=True))
    waived: list[str] = []
    for desk in ORDER[ORDER.index(after) + 1 :] if after else ORDER:
        one = seat(desk, commitment)
        if desk in signed or not one.is_asked:
            continue
        if one.is_taken:
            return {"waits_for": desk, "waits_since": timezone.localtime(at).date()}, waived
        keep(report, desk, Countersign.Outcome.WAIVED, at, remark=one.empty)
        waived.append(f"{SIGNATURES[desk]}：{one.empty}")
    return {"waits_for": Desk.SUPERVISOR, "waits_since": timezone.localtime(at).date()}, waived


def say_way(commitment: Commitment, actor: User) -> str:
    """市住建局审核、分管领导审签: who must sign before the supervisor if this person hands it in now; "" for nobody."""
    said = []
    for desk in ORDER:
        one = seat(desk, commitment)
        if one.is_taken and not actor.may(AGREES[desk].value, commitment.unit, commitment.task):
            names = "、".join(map(str, one.units))
            said.append(f"牵头单位{names}审核" if desk == Desk.LEAD else "分管领导审签")
    return "、".join(said)


SIGNATURES = {Desk.LEAD: "牵头单位审核", Desk.HEAD: "分管领导审签"}


def keep(
    report: Progress,
    desk: Desk,
    outcome: Countersign.Outcome,
    at: datetime,
    *,
    by: User | None = None,
    unit: Unit | None = None,
    remark: str = "",
) -> None:
    Countersign.objects.create(
        commitment_id=report.commitment_id,
        report=report,
        desk=desk,
        outcome=outcome,
        unit=unit,
        signed_by=by,
        signed_at=at,
        remark=remark,
    )


def hand_in_of(commitment: Commitment) -> Progress | None:
    """The report that waits for the decision."""
    return commitment.progress.filter(asks_to_close=True).order_by("-reported_at", "-pk").first()


def acts_for(units: Collection[Unit], actor: User) -> Unit | None:
    """For which of these units the person signs: one with a part in it, or in one above it."""
    held = set(Membership.objects.held_by(actor).values_list("unit_id", flat=True))
    return next((one for one in units if held & {one.pk, *one.above()}), None)


def seat_of_lead(commitment: Commitment) -> Seat:
    task, rule = commitment.task, CountersignRule.objects.current()
    if not (rule.lead_checks if task.lead_checks is None else task.lead_checks):
        return Seat(Desk.LEAD, is_asked=False)
    leads = task.lead_units
    if commitment.unit in leads:
        return Seat(Desk.LEAD, is_asked=True, empty="本单位即牵头单位")
    if not leads:
        return Seat(Desk.LEAD, is_asked=True, empty="任务没有牵头单位")
    people = people_in([one.pk for one in leads])
    names = "、".join(map(str, leads))
    empty = "" if people else f"{names}还没有联络员"
    return Seat(Desk.LEAD, True, tuple(leads), tuple(people), empty)


def seat_of_head(unit: Unit) -> Seat:
    """Its own heads; an office without one is signed for by the head of the unit above it."""
    keys = [unit.pk, *unit.above()[:FLOORS]]
    units = Unit.objects.in_bulk(keys)
    chain = [units[key] for key in keys if key in units]
    own = next((one.head_signs for one in chain if one.head_signs is not None), None)
    if not (CountersignRule.objects.current().head_signs if own is None else own):
        return Seat(Desk.HEAD, is_asked=False)
    for one in chain:
        if people := people_in([one.pk], Membership.Part.HEAD):
            return Seat(Desk.HEAD, True, (one,), tuple(people))
    return Seat(Desk.HEAD, is_asked=True, empty=f"{unit}没有分管领导")


def people_in(unit_ids: Collection[int], part: str | None = None) -> list[User]:
    """Active people with a part (this part) in one of the units, and who stands in for one of them today."""
    parts = Membership.objects.filter(unit__in=unit_ids, user__is_active=True)
    parts = parts.filter(part=part) if part else parts
    found = set(parts.values_list("user_id", "unit_id"))
    deputies = Deputy.objects.on().filter(unit__in=unit_ids).values_list("absent_id", "unit_id", "deputy_id")
    ids = {user for user, _unit in found} | {who for absent, unit, who in deputies if (absent, unit) in found}
    return list(User.objects.filter(Q(pk__in=ids), is_active=True).order_by("pk"))
