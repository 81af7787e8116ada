"""What was done, and what of it in time (按时办结)."""

from dataclasses import dataclass

from django.db.models import F, Q


@dataclass(frozen=True, slots=True)
class DoneCounts:
    """`in_time` by the date that held in the end, `by_first` by the first one, whatever was granted since."""

    done: int
    in_time: int
    by_first: int


def done_by(name: str) -> Q:
    """Handed in, or closed without a hand-in, by that date; what has none is never late."""
    in_time = Q(**{f"{name}__isnull": True}) | Q(handed_in_on__lte=F(name))
    return in_time | Q(handed_in_on__isnull=True, done_on__lte=F(name))
