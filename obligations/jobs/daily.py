"""The daily job: new occurrences of recurring deadlines, the reminders that are due, similar tasks that were missed."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from obligations import pairing, recounting, schedule
from obligations.countersigning import passing
from obligations.jobs.checks import make_check_notices
from obligations.jobs.parts import make_part_notices
from obligations.jobs.reminders import make_reminders
from obligations.jobs.runs import recorded
from obligations.jobs.to_countersign import make_countersign_notices
from obligations.jobs.to_sign import make_sign_notices
from obligations.models import Chain
from obligations.register import changing, members

logger = logging.getLogger(__name__)

JOB = "daily"
# Files read since the last run but one: the job may have missed a day.
COMPARED_AGAIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class DailyResult:
    commitments: int
    recounted: int
    people: int
    notices: int
    digests: int
    pairs: int = 0
    checks: int = 0
    changes: int = 0
    passed: int = 0


def run(on: date | None = None) -> DailyResult:
    """For today, or for the day `on`. Twice is as good as once; after days without a worker, once is enough."""
    day = on or timezone.localdate()
    return recorded(JOB, day.isoformat(), lambda: work(day))


def work(on: date) -> DailyResult:
    # first: who owes from today on is what all the rest goes by
    changes = changing.apply_due(on) + members.catch_up(on)
    commitments = schedule.extend_recurring(on)
    passed = passing.catch_up()
    # before the reminders: they go by the dates that hold
    recounted = recounting.recount()
    apart = {*make_sign_notices(on), *make_part_notices(on), *make_countersign_notices(on)}
    reminded = make_reminders(on, apart)
    checks = make_check_notices(on)
    pairs = pairing.catch_up(timezone.now() - COMPARED_AGAIN)
    # The log lies outside the database: what was written there, `verify_events --known` can compare.
    logger.info("the record ends at %s", Chain.objects.first())
    return DailyResult(
        commitments=commitments,
        recounted=recounted.moved,
        people=reminded.people,
        notices=reminded.notices,
        digests=reminded.digests,
        pairs=pairs,
        checks=checks,
        changes=changes,
        passed=passed,
    )
