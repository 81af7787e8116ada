"""Reminds of tasks without a date that are to be looked at again (定期调度): once a unit's person and day."""

from datetime import date

from django.utils import timezone

from obligations.models import CalendarYear, Commitment, Notice
from obligations.phrases import say_date
from obligations.workdays import add_workdays, previous_workday
from obligations.workflow.telling import notices, people_of


def make_check_notices(on: date) -> int:
    """The notices that were new. Safe to run at any time and any number of times; late is better than never."""
    special = CalendarYear.objects.special()
    # what comes due until the next working day is told on the one before
    until = add_workdays(on, 1, special).day
    rows = Commitment.objects.running().filter(due_on__isnull=True, task__state="in_force", task__check_on__lt=until)
    made = 0
    for row in rows.with_deed().select_related("task", "unit").defer("task__text", "task__suggestion").order_by("pk"):
        check_on = row.task.check_on
        if check_on is not None and previous_workday(check_on, special) <= on:
            made += _remind(row, check_on)
    return made


def _remind(row: Commitment, check_on: date) -> int:
    title = f"定期调度（{say_date(check_on)}）：{row.matter}"
    body = "该事项没有完成时限，按期调度。请反馈最新进展、存在问题和下一步措施。"
    stage, people = f"check:{check_on.isoformat()}", people_of(row)
    known = Notice.objects.filter(commitment=row, stage=stage).values_list("recipient_id", flat=True)
    new = [person for person in people if person.pk not in set(known)]
    kind = Notice.Kind.DUE_SOON
    made = notices(row, new, kind, title, body, stage=stage, at=timezone.now())
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
