"""The daily job: new occurrences of recurring deadlines, then the reminders that are due."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from obligations import schedule
from obligations.jobs.reminders import make_reminders
from obligations.jobs.runs import recorded

JOB = "daily"


@dataclass(frozen=True, slots=True)
class DailyResult:
    commitments: int
    people: int
    notices: int
    digests: int


def run(on: date | None = None) -> DailyResult:
    """For today, or for the day `on`. Twice is as good as once; after days without a worker, once is enough."""
    day = on or timezone.localdate()
    return recorded(JOB, day.isoformat(), lambda: work(day))


def work(on: date) -> DailyResult:
    commitments = schedule.extend_recurring(on)
    reminded = make_reminders(on)
    return DailyResult(
        commitments=commitments, people=reminded.people, notices=reminded.notices, digests=reminded.digests
    )
