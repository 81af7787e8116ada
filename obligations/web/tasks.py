"""任务: one task with its sentence in context, its time limits, who owes what, and all that happened."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from obligations import schedule
from obligations.checking import say_every
from obligations.errors import NotAllowed, Refused
from obligations.models import Commitment, Deadline, Event, Part, Slice, Task, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.supporting import supporting_units
from obligations.web.access import PersonRequest, signed_in, supervisors_only
from obligations.web.asking import forbidden
from obligations.web.countersigning import say_rule
from obligations.web.forms.fields import PlainForm, day_field
from obligations.web.history import timeline
from obligations.web.parameters import number
from obligations.web.part_rows import PartRow, part_rows
from obligations.web.rows import Row, as_rows, row_queryset
from obligations.web.source_view import Paragraph, read_around, read_task
from obligations.web.todo_filter import TodoFilter

MOST_ROWS = 40
# What happened lately; the rest is a click away. A task of all counties gathers hundreds in a year.
RECENT_ENTRIES = 20
MOST_ENTRIES = 2000


class EventDateForm(PlainForm):
    event_on = day_field(_("起算日期"))


@dataclass(frozen=True, slots=True)
class Source:
    """A second place of the obligation: the task that was merged into this one, and its words."""

    task: Task
    paragraphs: list[Paragraph]


@signed_in
@require_safe
def task(request: PersonRequest, task_id: int) -> HttpResponse:
    return render(request, "tasks/task.html", _context(request, _visible(request, task_id)))


@supervisors_only
@require_POST
def record_event(request: PersonRequest, deadline_id: int) -> HttpResponseBase:
    """The day of the event from which a relative time limit counts."""
    deadline = get_object_or_404(Deadline, pk=deadline_id, task__in=Task.objects.visible_to(request.user))
    form = EventDateForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["event_on"][0]))
        return redirect("task", deadline.task_id)
    try:
        also = schedule.same_event(deadline) if request.POST.get("also") else []
        dated = sum(
            schedule.record_event(one.pk, form.cleaned_data["event_on"], request.user) for one in (deadline, *also)
        )
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已登记起算日期，%s个承办事项有了完成时限。") % dated)
    return redirect("task", deadline.task_id)


def _visible(request: PersonRequest, task_id: int) -> Task:
    tasks = Task.objects.visible_to(request.user).with_details()
    tasks = tasks.select_related("directive__source", "reviewed_by", "merged_into", "continues").defer(
        "directive__source__text"
    )
    return get_object_or_404(tasks, pk=task_id)


def _context(request: PersonRequest, found: Task) -> dict[str, object]:
    on = timezone.localdate()
    mine = Commitment.objects.visible_to(request.user).filter(task=found)
    counts = mine.slice_counts([Slice.LIVE, Slice.DONE, Slice.ALL], on)
    most_told = MOST_ENTRIES if request.GET.get("log") == "all" else RECENT_ENTRIES
    on_record = Commitment.objects.on_record_of(request.user).filter(task=found)
    told = timeline(found, on_record, most_told + 1)
    return {
        "task": found,
        "directive": found.directive,
        "paragraphs": read_around(found.directive, found),
        "rows": _rows(mine, request, on),
        "parts": _parts(found, request, on),
        # a supervisor sees it on the row of who owes it now
        "handed_on": [] if request.user.supervises else _handed_on(on_record),
        "live": counts[Slice.LIVE],
        "done": counts[Slice.DONE],
        "same_event": _same_event(found) if request.user.supervises else {},
        "dateless": mine.live().filter(due_on__isnull=True).count() if request.user.supervises else 0,
        "supports": _supports(found, request.user),
        "countersign": say_rule(found, request.user),
        "check": say_every(found) if request.user.supervises else "",
        "total": counts[Slice.ALL],
        "most": MOST_ROWS,
        "sources": _other_sources(request, found),
        "list_query": TodoFilter(slice=Slice.ALL, task=found.pk).query,
        "timeline": told[:most_told],
        "has_earlier": len(told) > most_told,
        "on": on,
    }


def _parts(found: Task, request: PersonRequest, on: date) -> list[PartRow]:
    """What the person's units do of it for others, or handed on. Supervisors look at who owes, not at the parts."""
    if request.user.supervises:
        return []
    parts = Part.objects.visible_to(request.user).filter(commitment__task=found).exclude(state=Part.State.WITHDRAWN)
    return part_rows(parts.with_details().urgent_first()[:MOST_ROWS], request.user, on)


def _same_event(found: Task) -> dict[int, int]:
    """For each of the task's time limits (key) how many others of the directive wait for the same event."""
    waiting = [one for one in found.deadlines.all() if one.kind == Deadline.Kind.RELATIVE and one.event_on is None]
    return {one.pk: len(schedule.same_event(one)) for one in waiting}


def _supports(found: Task, person: User) -> bool:
    """Whether this person may report for a unit that supports the task."""
    if found.state != Task.State.IN_FORCE or person.supervises:
        return False
    return any(person.may(Event.Verb.SUPPORT_REPORTED.value, unit) for unit in supporting_units(found))


def _other_sources(request: PersonRequest, found: Task) -> list[Source]:
    """Where else the obligation is printed, as far as this person may see those directives."""
    merged = Task.objects.visible_to(request.user).filter(merged_into=found).with_details().defer("suggestion")
    return [Source(task, read_task(task)) for task in merged.order_by("directive__issued_on", "pk")]


def _handed_on(on_record: CommitmentQuerySet) -> list[Commitment]:
    """What was reassigned to another unit, the newest first."""
    rows = on_record.filter(state=Commitment.State.WITHDRAWN, reassigned_to__isnull=False)
    return list(rows.select_related("unit", "reassigned_to__unit").order_by("-reassigned_to")[:MOST_ROWS])


def _rows(mine: CommitmentQuerySet, request: PersonRequest, on: date) -> list[Row]:
    """The first rows, and the one for which the page was opened."""
    rows = row_queryset(mine.late_first(on))
    shown = list(rows[:MOST_ROWS])
    wanted = number(request.GET.get("commitment", ""))
    if wanted is not None and wanted not in {commitment.pk for commitment in shown}:
        shown += rows.filter(pk=wanted)
    return as_rows(shown, request.user, on)
