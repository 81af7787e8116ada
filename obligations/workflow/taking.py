"""How every verb takes hold of a commitment: locked, with the right checked, changed only from the state it read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from obligations import rights
from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Event, Task, Unit, User
from obligations.phrases import say_date
from obligations.recording import record
from obligations.steps import COMMITMENT, COUNTERSIGN, TASK

State = Commitment.State
MOST_TEXT = 4000


def take(commitment_id: int, actor: User, verb: Event.Verb) -> Commitment:
    """The commitment, for somebody who may do this to it, in a state in which it is possible."""
    right = rights.RIGHTS[verb.value]
    if not right.needs_a_unit and not actor.may(verb.value):
        raise NotAllowed(right.refusal)
    commitment = locked(commitment_id)
    if not actor.may(verb.value, commitment.unit, commitment.task):
        raise NotAllowed(right.refusal)
    if not COMMITMENT.allows(verb, commitment.state):
        raise Conflict(why_not(commitment))
    return commitment


def take_task(task_id: int, actor: User, verb: Event.Verb, deed: str) -> Task:
    """The task, locked, for somebody who may do this to it, in a state in which it is possible. `deed`: 撤销, 调度."""
    if not actor.may(verb.value):
        raise NotAllowed(rights.RIGHTS[verb.value].refusal)
    rows = Task.objects.select_for_update(of=("self",), no_key=True).select_related("directive")
    task = rows.defer("directive__text", "suggestion").filter(pk=task_id).first()
    if task is None:
        raise Conflict("这项任务已不存在。")
    if not TASK.allows(verb, task.state):
        raise Conflict(f"这项任务现为“{task.get_state_display()}”，不能{deed}。")
    return task


def lock_task_of(commitment_id: int) -> None:
    """Task before commitment is the order of all verbs that take both; any other could end in a deadlock."""
    task = Task.objects.filter(commitments=commitment_id)
    list(Task.objects.select_for_update(no_key=True).filter(pk__in=task.values("pk")).values_list("pk"))


def change(
    commitment: Commitment,
    verb: Event.Verb,
    actor: User | None,
    at: datetime,
    new: Mapping[str, Any],
    *,
    note: str = "",
    extra: Mapping[str, Any] | None = None,
    unit: Unit | None = None,
) -> None:
    """Writes the new values and the event (for `unit`, where another than its own acts). Refused when the row is no
    longer as it was read."""
    COMMITMENT.hold(verb, commitment.state, new.get("state", commitment.state))
    if "waits_for" in new:
        COUNTERSIGN.hold(verb, commitment.waits_for, new["waits_for"])
    before = {name: getattr(commitment, name) for name in new}
    unchanged = Commitment.objects.filter(pk=commitment.pk, state=commitment.state, due_on=commitment.due_on)
    if not unchanged.filter(waits_for=commitment.waits_for).update(**new):
        raise Conflict("该事项刚刚已由他人处理，请刷新后再试。")
    for name, value in new.items():
        setattr(commitment, name, value)
    changed = {name for name, value in new.items() if before[name] != value}
    record(
        verb,
        commitment,
        actor,
        at=at,
        note=note,
        unit=unit,
        before={name: before[name] for name in before if name in changed},
        after={name: new[name] for name in new if name in changed} | dict(extra or {}),
    )


def required(field: str, text: str, message: str, most: int = MOST_TEXT) -> str:
    """The text trimmed. Raises BadInput when it is empty or too long."""
    if not text.strip():
        raise BadInput(field, message)
    return limited(field, text, most)


def refuse_past(field: str, day: date, at: datetime) -> None:
    """Raises BadInput for a day before the one on which the verb is done."""
    if day < timezone.localtime(at).date():
        raise BadInput(field, "日期不能早于今天。")


def limited(field: str, text: str, most: int = MOST_TEXT) -> str:
    text = text.strip().replace("\x00", "")
    if len(text) > most:
        raise BadInput(field, f"内容不能超过{most}字。")
    return text


def locked(commitment_id: int) -> Commitment:
    """With all that verbs read of it. Raises Conflict when it is gone."""
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True).order_by()
    # The text of a directive may be as long as a book, and no verb needs it.
    rows = rows.with_deed().select_related("task__directive", "unit").defer("task__directive__text", "task__suggestion")
    rows = rows.filter(pk=commitment_id)
    # It moved to another unit while this waited for its lock: PostgreSQL finds it only when it looks again.
    commitment = rows.first() or rows.first()
    if commitment is None:
        raise Conflict("该事项已不存在，可能立项已撤回。")
    return commitment


def why_not(commitment: Commitment) -> str:
    """What is said where a verb is not possible in the state of the commitment."""
    match commitment.state:
        case State.DONE:
            day = f"已于{say_date(commitment.done_on)}" if commitment.done_on else "已"
            return f"该事项{day}办结销号。"
        case State.HANDED_IN:
            return "该事项已申请办结，正在等待审核。"
        case State.WITHDRAWN:
            return "该事项的立项已撤回。"
        case State.SUSPENDED:
            return "该事项已中止，请先解除中止。"
        case State.RETURNED:
            return "该事项已退回修改，尚未重新申请办结。"
        case _:
            return "该事项还在办理中，尚未申请办结。"
