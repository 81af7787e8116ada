"""The rows of a list of commitments, ready to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from obligations.models import Commitment, Extension, Light, Unit, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.web.actions import Action, actions_for
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
    actions: list[Action]
    paragraphs: list[Paragraph]
    extension: Extension | None
    signing: Signing | None = None
    # the person's unit has begun a report and not sent it
    is_drafted: bool = False

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
    own_units = set(Unit.objects.of(person).order_by().values_list("pk", flat=True))
    return [_row(commitment, person, own_units, on) for commitment in commitments]


def _row(commitment: Commitment, person: User, own_units: set[int], on: date) -> Row:
    light = commitment.light(on)
    pending: list[Extension] = commitment.pending_extensions  # type: ignore[attr-defined]
    return Row(
        commitment=commitment,
        light=light,
        words=say_light(commitment, light, on),
        place=say_place(commitment.task.path),
        actions=actions_for(commitment, person, own_units),
        paragraphs=read_task(commitment.task),
        extension=pending[0] if pending else None,
        signing=_signing(commitment, on),
        is_drafted=_is_drafted(commitment, own_units),
    )


def _is_drafted(commitment: Commitment, own_units: set[int]) -> bool:
    drafted: bool = commitment.draft_at is not None  # type: ignore[attr-defined]
    return drafted and commitment.is_live and commitment.unit_id in own_units


def _signing(commitment: Commitment, on: date) -> Signing | None:
    if commitment.signed_at is not None or not commitment.is_live:
        return None
    left = commitment.sign_days_left(on)
    return Signing(say_signing(left), left is not None and left < 0)
