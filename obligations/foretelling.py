"""Says in one sentence what confirming a task will make, before it is done."""

from datetime import date

from django.utils import timezone

from obligations.models import Deadline, Task
from obligations.owing import GroupTree, owing_units, waits_for_choice
from obligations.phrases import say_date, say_list
from obligations.recurrence import parse
from obligations.schedule import PlannedCommitment, plan

MOST_DATES = 3


def preview(task: Task, on: date | None = None, groups: GroupTree | None = None) -> str:
    """17个单位将各生成12个月度承办事项。 Exact: counted from the same plan that confirming carries out."""
    groups = groups or GroupTree()
    if waiting := waits_for_choice(task):
        return f"“{say_list([one.name for one in waiting])}”没有写明是哪些单位，请先选定，再确认。"
    planned = plan(task, on or timezone.localdate(), groups)
    unknown = list(dict.fromkeys(a.name for a in task.assignments.all() if a.owes and a.is_unknown))
    units = owing_units(task, groups)
    if not units:
        return f"“{say_list(unknown)}”不在单位名录中，暂不能确认。" if unknown else "没有牵头或责任单位，暂不能确认。"
    if not planned:
        return "文件有效期内已没有可以安排的日期，暂不能确认。"
    first = [item for item in planned if item.unit == units[0][0]]
    parts = "、".join(f"{len(rows)}个{_kind_of(rows)}" for rows in _alike(first))
    who = f"{units[0][0]}将生成" if len(units) == 1 else f"{len(units)}个单位将各生成"
    left_out = f"“{say_list(unknown)}”不在单位名录中，暂不生成。" if unknown else ""
    return f"{who}{parts}。{_shared(task)}{_undated(task)}{left_out}"


def _shared(task: Task) -> str:
    """A sentence may give each of several units a date of its own; here every date is asked of every unit."""
    named = {a.name for a in task.assignments.all() if a.owes}
    several = len(named) > 1 and len({one.what for one in task.deadlines.all() if not one.is_undated}) > 1
    return "各单位均按全部时限承办，请核对。" if several else ""


def _undated(task: Task) -> str:
    """Limits that name no date, and what confirming does about them: nothing."""
    words = list(dict.fromkeys(deadline.text or deadline.what for deadline in task.undated))
    return f"“{say_list(words)}”未写明日期，不据此排期；需要排期的，请先改为具体时限。" if words else ""


def _alike(rows: list[PlannedCommitment]) -> list[list[PlannedCommitment]]:
    """Rows that one phrase covers: the same rhythm, the same awaited event, or all with a printed date."""
    groups: dict[tuple[str, str], list[PlannedCommitment]] = {}
    for row in rows:
        deadline = row.deadline
        if deadline is None:
            key = ("", "")
        elif deadline.kind == Deadline.Kind.RECURRING:
            key = (deadline.kind, parse(deadline.rrule).adjective)
        elif deadline.kind == Deadline.Kind.RELATIVE and row.due_on is None:
            key = (deadline.kind, deadline.after)
        else:
            key = ("dated", "")
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _kind_of(rows: list[PlannedCommitment]) -> str:
    deadline = rows[0].deadline
    if deadline is None:
        return "承办事项（暂无完成时限）"
    if deadline.kind == Deadline.Kind.RECURRING:
        return f"{parse(deadline.rrule).adjective}承办事项"
    dates = sorted({row.due_on for row in rows if row.due_on})
    if not dates and deadline.kind == Deadline.Kind.RELATIVE:
        return f"承办事项（登记“{deadline.after or '起算事件'}”的日期后起算）"
    if not dates:
        return "承办事项（暂无截止日期）"
    said = "、".join(say_date(day) for day in dates[:MOST_DATES])
    return f"承办事项（{said}{'等' if len(dates) > MOST_DATES else ''}截止）"
