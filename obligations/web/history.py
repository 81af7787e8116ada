"""办理过程: what happened to a task, the newest first: who, for which unit, when, what, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from obligations.models import Event, Progress, Task
from obligations.models.commitments import CommitmentQuerySet
from obligations.web.changes import Change, changes_of

REPORTS = (Event.Verb.REPORTED, Event.Verb.HANDED_IN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `report` is what a unit reported with it, with its files."""

    event: Event
    changes: list[Change]
    report: Progress | None = None


def timeline(found: Task, mine: CommitmentQuerySet, most: int) -> list[Entry]:
    """Events of the task and of those commitments that the person may look up. Four queries, however many entries."""
    ids = list(mine.order_by().values_list("pk", flat=True))
    events = Event.objects.filter(task=found)
    events = events.filter(commitment__isnull=True) | events.filter(commitment__in=ids)
    shown = list(events.order_by("-at", "-number")[:most])
    reports = _reports(shown)
    return [_entry(event, reports.get((event.commitment_id, event.at, event.note))) for event in shown]


def _entry(event: Event, report: Progress | None) -> Entry:
    report = report if event.verb in REPORTS else None
    # how far it is stands in the report's own head
    changes = [one for one in changes_of(event) if report is None or not one.after.endswith("%")]
    return Entry(event, changes, report)


def _reports(events: Sequence[Event]) -> dict[tuple[int | None, datetime, str], Progress]:
    """The reports that these events are about: written by the same verb at the same moment, with the same words."""
    told = [event for event in events if event.verb in REPORTS and event.commitment_id]
    rows = Progress.objects.filter(
        commitment__in={event.commitment_id for event in told}, reported_at__in={event.at for event in told}
    )
    rows = rows.prefetch_related("evidence").order_by("pk")
    return {(row.commitment_id, row.reported_at, row.done_so_far): row for row in rows}
