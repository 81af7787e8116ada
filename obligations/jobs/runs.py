"""The record of a periodic job's run, kept whether it goes well or not."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

from obligations.models import JobRun

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Result = TypeVar("Result", bound=DataclassInstance)
else:
    Result = TypeVar("Result")

NOTHING: dict[str, int] = {}

log = logging.getLogger(__name__)


def recorded(job: str, period: str, work: Callable[[], Result]) -> Result:
    """Does the work and leaves a JobRun with its counts, or with its failure, which goes on to the caller.

    The record claims nothing: the work itself may be done twice without harm. A later run of the same period
    overwrites the earlier one's.
    """
    started = {"started_at": timezone.now(), "finished_at": None, "result": NOTHING, "failure": ""}
    run, _ = JobRun.objects.update_or_create(job=job, period=period, defaults=started)
    try:
        result = work()
    except Exception as error:
        log.exception("%s of %s failed", job, period)
        JobRun.objects.filter(pk=run.pk).update(failure=f"{type(error).__name__}: {error}")
        raise
    JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), result=asdict(result), failure="")
    return result
