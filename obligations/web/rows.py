"""The rows of a list of commitments, ready to be drawn."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from obligations.models import Commitment, Extension, Light, Listing, Suspension, Unit, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.models.parts import counts_of
from obligations.web.actions import Action, Speaker, actions_for
from obligations.web.source_view import Paragraph, read_task
from obligations.web.wording import say_light, say_place, say_signing


@dataclass(frozen=True, slots=True)
class Signing:
    """How long is left to sign for it."""

    words: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Row:
    commitment: Commitment
    light: Light
    words: str
    place: str
    waits: str
    # whether it says whose it is: the supervisors' list has a column for that
    names_unit: bool
    actions: list[Action]
    paragraphs: list[Paragraph]
    extension: Extension | None
    suspension: Suspension | None
    listing: Listing | None
    signing: Signing | None = None
    # the person's unit has begun a report and not sent it
    is_drafted: bool = False
    # how many parts of it the person's unit handed on, and how many are done
    parts: tuple[int, int] | None = None

    @property
    def usual_actions(self) -> list[Action]:
        return [action for action in self.actions if not action.is_more]

    @property
    def more_actions(self) -> list[Action]:
        return [action for action in self.actions if action.is_more]


def row_queryset(rows: CommitmentQuerySet) -> CommitmentQuerySet:
    """All that `as_rows` reads. Four queries, however many rows."""
    return rows.with_details().with_source()


def as_rows(commitments: Iterable[Commitment], person: User, on: date) -> list[Row]:
    found = list(commitments)
    above = dict(Unit.objects.of(person).order_by().values_list("pk", "parent"))
    own_units = set(above)
    # seldom asked: only where something waits for a head
    signs = any(one.is_countersigned and one.waits_for == Commitment.Desk.HEAD for one in found)
    headed = set(Unit.objects.headed_by(person).order_by().values_list("pk", flat=True)) if signs else set()
    speaker = Speaker(person, own_units, headed)
    split = counts_of([one.pk for one in found if one.unit_id in own_units])
    # the person's one unit needs no name in each row; those below it and a second one do
    tops = {unit for unit, parent in above.items() if parent not in above}
    unnamed = tops if len(tops) == 1 else set()
    return [_row(commitment, speaker, on, split.get(commitment.pk), unnamed) for commitment in found]


def _row(
    commitment: Commitment, speaker: Speaker, on: date, parts: tuple[int, int] | None, unnamed: Collection[int]
) -> Row:
    light = commitment.light(on)
    pending: list[Extension] = commitment.pending_extensions  # type: ignore[attr-defined]
    return Row(
        commitment=commitment,
        light=light,
        words=say_light(commitment, light, on),
        place=say_place(commitment.task.path),
        waits=_waits(commitment, speaker.person),
        names_unit=not speaker.person.supervises and commitment.unit_id not in unnamed,
        actions=actions_for(commitment, speaker),
        paragraphs=read_task(commitment.task),
        extension=pending[0] if pending else None,
        suspension=next(iter(commitment.open_suspensions), None),  # type: ignore[attr-defined]
        listing=next(iter(commitment.open_listings), None),  # type: ignore[attr-defined]
        signing=_signing(commitment, on),
        parts=parts,
        is_drafted=_is_drafted(commitment, speaker.own_units),
    )


def _is_drafted(commitment: Commitment, own_units: Collection[int]) -> bool:
    drafted: bool = commitment.draft_at is not None  # type: ignore[attr-defined]
    return drafted and commitment.is_live and commitment.unit_id in own_units


def _signing(commitment: Commitment, on: date) -> Signing | None:
    if commitment.signed_at is not None or not commitment.is_running:
        return None
    left = commitment.sign_days_left(on)
    return Signing(say_signing(left), left is not None and left < 0)


def _waits(commitment: Commitment, person: User) -> str:
    """Before whom what is handed in lies: 待牵头单位审核（市住建局）."""
    if commitment.state != Commitment.State.HANDED_IN:
        return ""
    if not commitment.is_countersigned:
        return str(commitment.step if person.supervises else commitment.get_waits_for_display())
    names = "、".join(map(str, commitment.task.lead_units)) if commitment.waits_for == Commitment.Desk.LEAD else ""
    return f"{commitment.step}（{names}）" if names else commitment.step
