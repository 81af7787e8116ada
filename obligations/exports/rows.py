"""The rows of the progress report: what a supervisor reads about one commitment, as labels, dates and numbers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import OuterRef, Subquery

from obligations.models import Assignment, Commitment, Light, Listing, Progress, Target
from obligations.models.commitments import CommitmentQuerySet

# Rows read at a time: a chunk costs five queries, and memory holds one chunk.
CHUNK = 1000
Role = Assignment.Role


@dataclass(frozen=True, slots=True)
class Row:
    """`percent` 0 to 100. `times_extended` None for never, `days_late` None when not late."""

    unit_id: int
    unit: str
    doc_number: str
    directive: str
    task: str
    role: str
    leads: str
    responsible: str
    supports: str
    limit: str
    targets: str
    due_on: date | None
    first_due_on: date | None
    times_extended: int | None
    provisional: str
    listed: str
    progress: str
    percent: int
    problems: str
    next_steps: str
    step: str
    light: Light
    done_on: date | None
    days_late: int | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the rows of some commitments need beside themselves, read at once."""

    reports: dict[int, Progress]
    names: dict[tuple[int, str], str]
    targets: dict[int, str]
    listed: dict[int, str]


def rows(commitments: CommitmentQuerySet, on: date) -> Iterator[Row]:
    """One row a commitment, late first. The caller has left in the queryset what the reader may see."""
    found = _with_all(commitments.late_first(on)).iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        task_ids = {one.task_id for one in some}
        chunk = Chunk(_last_reports(some), _names_by_task(task_ids), _targets_by_task(task_ids), _listed(some))
        for commitment in some:
            yield _row(commitment, chunk, on)


def _with_all(commitments: CommitmentQuerySet) -> CommitmentQuerySet:
    last = Progress.objects.filter(commitment=OuterRef("pk")).order_by("-reported_at", "-pk")
    return (
        commitments.with_deed()
        .with_extensions()
        .select_related("task__directive", "unit", "deadline")
        .defer("task__text", "task__suggestion", "task__path", "task__directive__text")
        .annotate(last_report_id=Subquery(last.values("pk")[:1]))
    )


def _last_reports(some: Iterable[Commitment]) -> dict[int, Progress]:
    """The last report by commitment."""
    ids = [pk for commitment in some if (pk := getattr(commitment, "last_report_id", None))]
    return {report.commitment_id: report for report in Progress.objects.filter(pk__in=ids)}


def _listed(some: Iterable[Commitment]) -> dict[int, str]:
    """For those under special supervision: 市级，限2026年10月31日."""
    ids = [commitment.pk for commitment in some]
    found = Listing.objects.filter(commitment__in=ids, ended_on__isnull=True)
    return {one.commitment_id: _say_listing(one) for one in found}


def _say_listing(one: Listing) -> str:
    day = one.finish_by
    return str(one.get_level_display()) + (f"，限{day.year}年{day.month}月{day.day}日" if day else "")


def _names_by_task(task_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """Units by task and role, joined: the register's short name before the printed one."""
    assignments = Assignment.objects.filter(task__in=list(task_ids)).order_by("position", "pk")
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    found = assignments.values_list("task_id", "role", "unit__short_name", "unit__name", "name")
    for task_id, role, short_name, full_name, printed in found:
        names[task_id, role].append(short_name or full_name or printed)
    return {key: "、".join(several) for key, several in names.items()}


def _targets_by_task(task_ids: Iterable[int]) -> dict[int, str]:
    """The targets of each task with the words that they stand in, one a line."""
    found: dict[int, list[str]] = defaultdict(list)
    for target in Target.objects.filter(task__in=list(task_ids)):
        found[target.task_id].append(f"{target.amount}（{target.what}）" if target.what else target.amount)
    return {task_id: "\n".join(several) for task_id, several in found.items()}


def _row(commitment: Commitment, chunk: Chunk, on: date) -> Row:
    task = commitment.task
    report = chunk.reports.get(commitment.pk)
    return Row(
        unit_id=commitment.unit_id,
        unit=str(commitment.unit),
        doc_number=task.directive.doc_number,
        directive=task.directive.title,
        task=commitment.matter,
        role=commitment.get_role_display(),
        leads=chunk.names.get((task.pk, Role.LEAD), ""),
        responsible=chunk.names.get((task.pk, Role.RESPONSIBLE), ""),
        supports=chunk.names.get((task.pk, Role.SUPPORT), ""),
        limit=commitment.deadline.text if commitment.deadline else "",
        targets=chunk.targets.get(task.pk, ""),
        due_on=commitment.due_on,
        first_due_on=commitment.first_due_on,
        listed=chunk.listed.get(commitment.pk, ""),
        times_extended=getattr(commitment, "times_extended", 0) or None,
        provisional="暂定" if commitment.is_live and commitment.is_provisional else "",
        progress=report.done_so_far if report else "",
        percent=commitment.percent,
        problems=report.problems if report else "",
        next_steps=report.next_steps if report else "",
        step=commitment.step,
        light=commitment.light(on),
        done_on=commitment.done_on,
        days_late=days_late(commitment, on),
    )


def days_late(commitment: Commitment, on: date) -> int | None:
    """Days after the due date: until it was handed in, else done, else until `on`. None when in time or undated."""
    if commitment.due_on is None or commitment.state == Commitment.State.SUSPENDED:
        return None
    until = commitment.handed_in_on or commitment.done_on or on
    days = (until - commitment.due_on).days
    return days if days > 0 else None
