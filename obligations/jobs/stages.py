"""At which stage of reminding a commitment stands on a day. Computed as "due and not yet sent": a worker that was
down finds the stage still there, and a stage that was sent is never made again."""

from dataclasses import dataclass
from datetime import date, timedelta

from obligations.models import Commitment, Notice
from obligations.models.lights import near_until
from obligations.workdays import Special, add_workdays, next_workday, previous_workday

OVERDUE_AGAIN_DAYS = 7
# Under special supervision (挂牌督办).
LISTED_AGAIN_DAYS = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """`key` is what makes a notice the same notice: it holds the due date, so a granted extension starts anew."""

    kind: Notice.Kind
    key: str


def stage_of(due_on: date, on: date, special: Special | None = None, *, listed: bool = False) -> Stage | None:
    """The latest stage reached on the day `on`, None while the due date is far.

    临期 once when it comes near and once on the last working day before the due date; 逾期 on the first day overdue,
    then every week, of what is listed every third day. Only the latest is sent: who was not told for a while needs no
    heap of old reminders.
    """
    if on > due_on:
        again = LISTED_AGAIN_DAYS if listed else OVERDUE_AGAIN_DAYS
        return Stage(Notice.Kind.OVERDUE, f"overdue:{overdue_since(due_on, on, again).isoformat()}")
    if on >= last_call_on(due_on, special):
        return Stage(Notice.Kind.DUE_SOON, f"last_call:{due_on.isoformat()}")
    if on >= due_soon_on(due_on, special):
        return Stage(Notice.Kind.DUE_SOON, f"due_soon:{due_on.isoformat()}")
    return None


def due_soon_on(due_on: date, special: Special | None = None) -> date:
    """When it comes near; on a day off nobody reads, so the working day before."""
    return previous_workday(due_on - (near_until(due_on) - due_on), special)


def reminded_until(on: date, special: Special | None = None) -> date:
    """The last due date for which a reminder falls on the day `on`: on a Friday also what comes near at the weekend."""
    return near_until(next_workday(on + timedelta(days=1), special).day - timedelta(days=1))


def last_call_on(due_on: date, special: Special | None = None) -> date:
    """The last working day before the due date: a reminder on a day off is read too late."""
    return add_workdays(due_on, -1, special).day


def overdue_since(due_on: date, on: date, again: int = OVERDUE_AGAIN_DAYS) -> date:
    """The first day of the span of `again` days overdue in which `on` lies."""
    spans = (on - due_on - timedelta(days=1)).days // again
    return due_on + timedelta(days=1 + spans * again)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A commitment that stands at a stage of reminding."""

    commitment: Commitment
    stage: Stage
