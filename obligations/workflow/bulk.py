"""Verbs over many commitments (批量): each in its own transaction, so that one that is refused holds up no other, and
every row is told what became of it. `obstacles` says beforehand which can't, in a fixed number of queries; the verbs
decide in the end.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from obligations.errors import Conflict, NotAllowed, Refused
from obligations.models import Commitment, Event, Extension, Listing, Membership, Notice, Progress, User
from obligations.phrases import say_date
from obligations.rights import RIGHTS
from obligations.steps import COMMITMENT
from obligations.workflow.taking import why_not

Verb = Event.Verb
# More at once would hold a request for longer than a person waits.
MOST = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """A commitment (key) with the state in which the person saw it."""

    pk: int
    seen: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one: `refusal` empty where it was done."""

    pk: int
    refusal: str = ""


def do_each(chosen: Iterable[Chosen], deed: Callable[[int], object]) -> list[Result]:
    """Each in turn. What changed since it was seen is left alone and told; a second click finds all changed."""
    return [_try(one, deed) for one in chosen]


def _try(one: Chosen, deed: Callable[[int], object]) -> Result:
    try:
        _unchanged(one)
        deed(one.pk)
    except NotAllowed as refusal:
        return Result(one.pk, refusal.message)
    except Refused as refusal:
        return Result(one.pk, refusal.message)
    return Result(one.pk)


def _unchanged(one: Chosen) -> None:
    state = Commitment.objects.filter(pk=one.pk).values_list("state", flat=True).first()
    if state is None:
        raise Conflict("该事项已不存在。")
    if state != one.seen:
        raise Conflict(f"该事项刚刚有变化，现为“{Commitment.State(state).label}”，没有处理。")


def obstacles(rows: Sequence[Commitment], verb: Event.Verb, actor: User, at: datetime | None = None) -> dict[int, str]:
    """For those that can't be done (key) why not, as far as it shows beforehand. Two queries at most."""
    if not actor.may(verb.value):
        return dict.fromkeys((row.pk for row in rows), RIGHTS[verb.value].refusal)
    known = {row.pk: why_not(row) for row in rows if not _possible(row, verb)}
    left = [row for row in rows if row.pk not in known]
    return known | _more(left, verb, actor, at or timezone.now())


def _possible(row: Commitment, verb: Event.Verb) -> bool:
    # its task's step, which takes what is live of it along
    return row.is_live if verb == Verb.TASK_WITHDRAWN else COMMITMENT.allows(verb, row.state)


def _more(rows: Sequence[Commitment], verb: Event.Verb, actor: User, at: datetime) -> dict[int, str]:
    match verb:
        case Verb.URGED:
            return _cannot_be_urged(rows, at)
        case Verb.CLOSED:
            return _own_hand_ins(rows, actor)
        case Verb.EXTENSION_GRANTED | Verb.EXTENSION_REFUSED:
            asked = Extension.objects.filter(commitment__in=rows, state=Extension.State.PENDING)
            return _without(rows, set(asked.values_list("commitment_id", flat=True)), "没有待审批的延期申请。")
        case Verb.LISTED:
            listed = _listed(rows)
            return {row.pk: "已在挂牌督办。" for row in rows if row.pk in listed}
        case Verb.DELISTED:
            return _without(rows, _listed(rows), "没有挂牌督办。")
    return {}


def _without(rows: Sequence[Commitment], having: set[int], said: str) -> dict[int, str]:
    return {row.pk: said for row in rows if row.pk not in having}


def _listed(rows: Sequence[Commitment]) -> set[int]:
    found = Listing.objects.filter(commitment__in=rows, ended_on__isnull=True)
    return set(found.values_list("commitment_id", flat=True))


def _cannot_be_urged(rows: Sequence[Commitment], at: datetime) -> dict[int, str]:
    peopled = Membership.objects.filter(unit__in={row.unit_id for row in rows}, user__is_active=True)
    units = set(peopled.values_list("unit_id", flat=True))
    urged = Notice.objects.filter(commitment__in=rows, kind=Notice.Kind.URGE).order_by()
    last = dict(urged.values_list("commitment").annotate(last=Max("created_at")))
    day, said = timezone.localtime(at).date(), {}
    for row in rows:
        if row.unit_id not in units:
            said[row.pk] = f"{row.unit}还没有联络员。"
        elif row.pk in last:
            before = timezone.localtime(last[row.pk]).date()
            if day < before + timedelta(days=settings.URGE_GAP_DAYS):
                said[row.pk] = f"{say_date(before)}已催办过。"
    return said


def _own_hand_ins(rows: Sequence[Commitment], actor: User) -> dict[int, str]:
    """Whoever handed it in can't close it."""
    waiting = [row.pk for row in rows if row.state == Commitment.State.HANDED_IN]
    reports = Progress.objects.filter(commitment__in=waiting, asks_to_close=True).order_by("reported_at", "pk")
    last = dict(reports.values_list("commitment_id", "reported_by_id"))
    return {pk: "由您申请办结，须由他人审核。" for pk, by in last.items() if by == actor.pk}
