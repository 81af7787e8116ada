"""Tasks without a date are looked at again at an interval (定期调度), so that nothing rests unseen."""

from collections.abc import Iterator
from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Task, User
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.workflow.taking import limited, take_task
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
Every = Task.CheckEvery


@recorded()
def set_check(
    task_id: int, actor: User, every: int | None, first_on: date | None = None, at: datetime | None = None
) -> Task:
    """Looks at the task again every so many months, first on the day `first_on`; None: no more."""
    at = at or timezone.now()
    task = take_task(task_id, actor, Verb.CHECK_SET, "调度")
    today = timezone.localtime(at).date()
    if every is not None and every not in Every.values:
        raise BadInput("every", "请选择调度周期。")
    if every is not None and not dateless(task):
        raise Conflict("这项任务没有缺少时限的承办事项，按时限督办即可。")
    if first_on is not None and first_on < today:
        raise BadInput("first_on", "首次调度日期不能早于今天。")
    check_on = None if every is None else first_on or today + relativedelta(months=every)
    if (every, check_on) == (task.check_every, task.check_on):
        raise Conflict("没有变化：调度周期已是这样设定的。")
    _set(task, Verb.CHECK_SET, actor, at, {"check_every": every, "check_on": check_on})
    return task


@recorded()
def check(task_id: int, actor: User, note: str = "", at: datetime | None = None) -> date:
    """The supervisor has looked at it; with a note the units are told. Returns the next day."""
    at = at or timezone.now()
    note = limited("note", note, 500)
    task = take_task(task_id, actor, Verb.CHECKED, "调度")
    if task.check_on is None or task.check_every is None:
        raise Conflict("这项任务没有设定调度周期。")
    today = timezone.localtime(at).date()
    following = next(day for day in _days(task.check_on, task.check_every) if day > today)
    _set(task, Verb.CHECKED, actor, at, {"check_on": following}, note)
    for row in dateless(task) if note else []:
        tell_unit(row, f"调度意见：{row.matter}", note, stage=f"checked:{at.isoformat()}", at=at)
    return following


def dateless(task: Task) -> list[Commitment]:
    """Its live commitments without a date."""
    rows = Commitment.objects.live().filter(task=task, due_on__isnull=True)
    return list(rows.with_deed().select_related("task", "unit").order_by("pk"))


def say_every(task: Task) -> str:
    """每季度调度，下次2027年1月15日."""
    if task.check_every is None or task.check_on is None:
        return ""
    return f"{task.get_check_every_display()}调度，下次{say_date(task.check_on)}"


def _days(first: date, months: int) -> Iterator[date]:
    """The days after the first one: looked at early counts for it."""
    number = 1
    while True:
        yield first + relativedelta(months=months * number)
        number += 1


def _set(task: Task, verb: Event.Verb, actor: User, at: datetime, new: dict[str, object], note: str = "") -> None:
    before = {name: getattr(task, name) for name in new}
    for name, value in new.items():
        setattr(task, name, value)
    task.save(update_fields=list(new))
    record(verb, task, actor, at=at, note=note, before=before, after=new)
