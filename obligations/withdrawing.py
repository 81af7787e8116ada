"""Verbs on tasks whose directive asks for them no more (撤销任务): withdraw what is open, and take that back."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from obligations.errors import Conflict
from obligations.models import Commitment, Directive, Event, Task, Unit, User
from obligations.models.commitments import FREED, CommitmentQuerySet
from obligations.models.tasks import TaskQuerySet
from obligations.phrases import say_date
from obligations.recording import event_of, record, record_many, recorded
from obligations.register.changing import hand_over
from obligations.review import BulkResult, try_each
from obligations.schedule import make_commitments
from obligations.steps import COMMITMENT, TASK
from obligations.workflow.closing import refuse_pending
from obligations.workflow.taking import limited, required, take_task
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
State = Commitment.State

WITHDRAWN_MEANWHILE = "任务已撤销，无需延期。"


@recorded()
def withdraw(task_id: int, actor: User, reason: str, at: datetime | None = None) -> int:
    """Withdraws a task in force with all its live commitments; returns how many. What is done stays as done.

    Commitments keep their deadline and occurrence: restored, they come back as they were, and nothing is owed twice.
    """
    at = at or timezone.now()
    reason = required("reason", reason, "请填写撤销的依据。", 500)
    task = take_task(task_id, actor, Verb.TASK_WITHDRAWN, "撤销")
    rows = _locked(Commitment.objects.live().filter(task=task))
    for row in rows:
        refuse_pending(row, actor, at, WITHDRAWN_MEANWHILE)
    _move_all(rows, Verb.WITHDRAWN, _withdrawn, actor, at)
    _move(task, Task.State.WITHDRAWN, Verb.TASK_WITHDRAWN, actor, at, reason)
    for row in rows:
        tell_unit(row, f"任务已撤销：{row.matter}", reason, stage=f"withdrawn:{at.isoformat()}", at=at)
    return len(rows)


@recorded()
def restore(task_id: int, actor: User, reason: str = "", at: datetime | None = None) -> int:
    """Takes a withdrawal back: the commitments that it withdrew are owed again, each in the state in which it was."""
    at = at or timezone.now()
    reason = limited("reason", reason, 500)
    task = take_task(task_id, actor, Verb.TASK_RESTORED, "恢复")
    if Task.objects.filter(continues=task, state__in=[Task.State.IN_FORCE, Task.State.CLOSED]).exists():
        raise Conflict("这项任务已由新版本的任务承接，恢复会重复交办。")
    gone = Commitment.objects.filter(task=task, state=State.WITHDRAWN)
    # what the taking back of a confirmation had left behind gave its place free; what was reassigned is another's
    rows = _locked(gone.exclude(occurrence__startswith=FREED).filter(reassigned_to__isnull=True))
    _move_all(rows, Verb.RESTORED, state_before, actor, at)
    _move(task, Task.State.IN_FORCE, Verb.TASK_RESTORED, actor, at, reason)
    back = _with_their_heirs(task, rows, actor, at)
    # who joined its groups while it was withdrawn owes it too
    make_commitments(Task.objects.with_details().get(pk=task.pk), timezone.localtime(at).date())
    for row in back:
        tell_unit(row, f"任务已恢复：{row.matter}", reason, stage=f"restored:{at.isoformat()}", at=at)
    return len(rows)


def _with_their_heirs(task: Task, rows: list[Commitment], actor: User, at: datetime) -> list[Commitment]:
    """The rows as they are owed now: a unit may have been taken over while its task was withdrawn."""
    ended = Unit.objects.filter(succeeded_by__isnull=False)
    ended = ended.filter(Q(assignments__task=task) | Q(pk__in=[row.unit_id for row in rows])).distinct()
    found = list(ended.select_related("succeeded_by"))
    if not found:
        return rows
    for unit in found:
        hand_over(unit, actor, at)
    return _locked(Commitment.objects.live().filter(pk__in=[row.pk for row in rows]))


def withdraw_many(task_ids: Iterable[int], actor: User, reason: str, at: datetime | None = None) -> BulkResult:
    """Each task on its own. `commitments_made` counts those that were withdrawn with them."""
    required("reason", reason, "请填写撤销的依据。", 500)
    result = BulkResult()
    for task_id in task_ids:
        done = try_each(result, task_id, lambda task_id: withdraw(task_id, actor, reason, at))
        result.commitments_made += done or 0
    return result


def open_tasks(directive: Directive) -> TaskQuerySet:
    """What would be withdrawn: its tasks in force, with `live_count`, `handed_in_count` and `done_count`, and the tasks
    that were merged into them: there the same is printed in another directive, which may still hold."""
    counts = {
        "live_count": Q(commitments__state__in=Commitment.LIVE),
        "handed_in_count": Q(commitments__state=State.HANDED_IN),
        "done_count": Q(commitments__state=State.DONE),
    }
    tasks = Task.objects.filter(directive=directive, state=Task.State.IN_FORCE).with_details()
    merged = Task.objects.filter(state=Task.State.MERGED).select_related("directive").defer("directive__text")
    tasks = tasks.prefetch_related(Prefetch("merged", merged))
    return tasks.annotate(**{name: Count("commitments", filter=which) for name, which in counts.items()})


def late_counts(directive: Directive, on: date) -> dict[int, int]:
    """For each task in force (key) how many of its commitments are overdue: they would go with it. One query."""
    rows = Commitment.objects.overdue(on).filter(task__directive=directive, task__state=Task.State.IN_FORCE)
    return dict(rows.order_by().values_list("task").annotate(n=Count("pk")))


def printed_elsewhere(task: Task, on: date) -> list[Directive]:
    """Other directives that ask for the same and have not ended. Reads `open_tasks`."""
    others = {one.directive for one in task.merged.all() if one.directive_id != task.directive_id}
    return sorted((one for one in others if not one.has_ended(on)), key=lambda one: one.pk)


def why_ended(directive: Directive, on: date) -> str:
    """文件已于1月1日被云政办发〔2026〕3号废止。 "" while it is in force."""
    if directive.replaced_by and directive.replaced_on and directive.replaced_on <= on:
        by = directive.replaced_by.doc_number or f"《{directive.replaced_by.title}》"
        return f"文件已于{say_date(directive.replaced_on)}被{by}废止。"
    if directive.expires_on and directive.expires_on < on:
        return f"文件有效期至{say_date(directive.expires_on)}，已届满。"
    return ""


def _locked(rows: CommitmentQuerySet) -> list[Commitment]:
    found = rows.select_for_update(of=("self",)).order_by("pk").with_deed().select_related("task__directive", "unit")
    return list(found.defer("task__directive__text", "task__suggestion"))


def _withdrawn(_row: Commitment) -> str:
    return State.WITHDRAWN


def state_before(row: Commitment) -> str:
    """The state that a withdrawn commitment had: its other fields were left as they were."""
    if row.suspensions.filter(ended_on=None).exists():
        return State.SUSPENDED
    if row.handed_in_on is not None:
        return State.HANDED_IN
    return State.RETURNED if row.return_reason else State.OPEN


def _move_all(
    rows: list[Commitment], verb: Event.Verb, to: Callable[[Commitment], str], actor: User, at: datetime
) -> None:
    events = []
    for row in rows:
        before, after = row.state, to(row)
        COMMITMENT.hold(verb, before, after)
        row.state = after
        events.append(event_of(verb, row, actor, at=at, before={"state": before}, after={"state": after}))
    Commitment.objects.bulk_update(rows, ["state"], batch_size=500)
    record_many(events)


def _move(task: Task, state: Task.State, verb: Event.Verb, actor: User, at: datetime, reason: str) -> None:
    before = task.state
    TASK.hold(verb, before, state)
    task.state = state
    task.reason = reason if state == Task.State.WITHDRAWN else ""
    task.save(update_fields=["state", "reason"])
    record(verb, task, actor, at=at, note=reason, before={"state": before}, after={"state": state})
