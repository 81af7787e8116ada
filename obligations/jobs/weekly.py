"""The weekly overdue report (逾期通报) to supervisors: on Monday, or on the first run of the week."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from obligations.channels import CHANNELS
from obligations.channels.links import overdue_link
from obligations.jobs import wording
from obligations.models import Commitment, JobRun, Notice, Slice, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.models.slices import is_listed

JOB = "weekly_report"
MOST_UNITS = 10
LONGEST = 5


@dataclass(frozen=True, slots=True)
class WeeklyResult:
    """The figures of the report, kept with the run: next week's report compares with them."""

    overdue: int
    units: int
    near: int
    people: int
    unsigned: int = 0


def run(on: date | None = None) -> WeeklyResult | None:
    """Runs every day and reports once an ISO week; None when this week's report is already out or nobody reads it.

    The claim, the notices and the result are one transaction: a worker killed in the middle leaves nothing, a second
    one waits at the claim's constraint and finds it taken.
    """
    day = on or timezone.localdate()
    with transaction.atomic():
        readers = list(User.objects.filter(role=User.Role.SUPERVISOR, is_active=True))
        if not readers:
            return None
        started = timezone.now()
        claim, mine = JobRun.objects.get_or_create(job=JOB, period=iso_week(day), defaults={"started_at": started})
        if not mine:
            return None
        report, result = compose(day, len(readers))
        notices = [notice for reader in readers for notice in addressed(report, reader, day)]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        JobRun.objects.filter(pk=claim.pk).update(finished_at=timezone.now(), result=asdict(result))
    return result


def iso_week(day: date) -> str:
    """2026-W48: ISO 8601, weeks begin on Monday."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    body: str


def compose(on: date, readers: int) -> tuple[Report, WeeklyResult]:
    late = Commitment.objects.overdue(on)
    by_unit: list[dict[str, Any]] = list(late.overdue_by_unit(on))
    unsigned: list[dict[str, Any]] = list(Commitment.objects.sign_late_by_unit(on))
    figures = wording.Figures(
        overdue=sum(row["late"] for row in by_unit),
        units=len(by_unit),
        near=Commitment.objects.due_soon(on).count(),
        last_week=overdue_last_week(on),
        unsigned=sum(row["late"] for row in unsigned),
    )
    listed = Commitment.objects.in_slice(Slice.LISTED, on)
    special = wording.listed_line(listed.count(), listed.overdue(on).count())
    lines = [wording.shared_line(several, on) for several in longest_overdue(late)]
    headline = wording.overdue_headline(figures.overdue, figures.units)
    year, week, _weekday = on.isocalendar()
    title = f"逾期通报（{year}年第{week}周）：{headline}"
    result = WeeklyResult(figures.overdue, figures.units, figures.near, readers, figures.unsigned)
    body = wording.weekly_body(figures, _by_unit(by_unit), lines, on, _by_unit(unsigned))
    return Report(title, body + special), result


def _by_unit(rows: list[dict[str, Any]]) -> list[str]:
    return [f"{row['unit__short_name'] or row['unit__name']}：{row['late']}项" for row in rows[:MOST_UNITS]]


def longest_overdue(late: CommitmentQuerySet) -> list[list[Commitment]]:
    """What is overdue longest: the commitments of one task and date together, each with task, directive and unit."""
    dated = late.filter(due_on__isnull=False).order_by("due_on", "task_id")
    groups = list(dated.values_list("task_id", "due_on").distinct()[:LONGEST])
    found: dict[tuple[int, date | None], list[Commitment]] = {group: [] for group in groups}
    tasks = {task_id for task_id, _due_on in groups}
    rows = (
        late.filter(task__in=tasks)
        .with_deed()
        .select_related("task__directive", "unit")
        .annotate(is_listed=Case(When(is_listed(), then=True), default=False))
        # those under special supervision are among the names that are said
        .order_by("-is_listed", "unit__position", "pk")
    )
    for commitment in rows.defer("task__text", "task__suggestion", "task__directive__text"):
        if (several := found.get((commitment.task_id, commitment.due_on))) is not None:
            several.append(commitment)
    # A commitment may have been handed in between the two readings.
    return [several for several in found.values() if several]


def overdue_last_week(on: date) -> int | None:
    """The number that last week's report gave, None without one."""
    last = JobRun.objects.filter(job=JOB, period=iso_week(on - timedelta(days=7))).first()
    return last.result.get("overdue") if last else None


def addressed(report: Report, reader: User, on: date) -> list[Notice]:
    """The report in the reader's list, delivered by being there, and as a mail that waits to be sent."""
    now = timezone.now()
    channels = [channel for channel in Notice.Channel if CHANNELS[channel].reaches(reader)]
    return [
        Notice(
            recipient=reader,
            kind=Notice.Kind.OVERDUE_REPORT,
            stage=f"{Notice.Kind.OVERDUE_REPORT.value}:{iso_week(on)}",
            channel=channel,
            title=report.title,
            body=report.body,
            link=overdue_link(),
            created_at=now,
        )
        for channel in channels
    ]
