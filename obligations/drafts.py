"""What a person entered on the review page, checked before it replaces the machine's suggestion."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from obligations import recurrence
from obligations.errors import BadInput
from obligations.models import Assignment, Deadline, Target, Task, Unit
from obligations.models.units import name_key
from obligations.offsets import is_offset

Kind = Deadline.Kind
LARGEST = Decimal(10) ** 13


class UnitDraft(NamedTuple):
    """A unit's role. Without `unit_id` the name is looked up in the register."""

    role: str
    name: str
    unit_id: int | None = None


@dataclass(slots=True)
class DeadlineDraft:
    """A time limit. `id` names the deadline that is being changed; None adds one."""

    kind: str
    id: int | None = None
    text: str = ""
    what: str = ""
    start_on: date | None = None
    due_on: date | None = None
    rrule: str = ""
    offset: str = ""
    after: str = ""
    event_on: date | None = None


@dataclass(slots=True)
class TargetDraft:
    """An amount to be reached. `id` names the target that is being changed; None adds one."""

    number: Decimal
    number_to: Decimal | None = None
    unit: str = ""
    comparator: str = Target.Comparator.EQUAL.value
    change: str = Target.Change.NONE.value
    what: str = ""
    id: int | None = None


@dataclass(slots=True)
class TaskDraft:
    """`targets` None leaves those of the task as they are."""

    title: str
    units: list[UnitDraft] = field(default_factory=list)
    deadlines: list[DeadlineDraft] = field(default_factory=list)
    targets: list[TargetDraft] | None = None

    @classmethod
    def of(cls, task: Task) -> "TaskDraft":
        """The task as it stands: what a form begins with."""
        return cls(
            title=task.title,
            units=[UnitDraft(a.role, a.name, a.unit_id) for a in task.assignments.all()],
            deadlines=[_draft_of(deadline) for deadline in task.deadlines.all()],
            targets=[_target_draft_of(target) for target in task.targets.all()],
        )


def _draft_of(deadline: Deadline) -> DeadlineDraft:
    return DeadlineDraft(
        kind=deadline.kind,
        id=deadline.pk,
        text=deadline.text,
        what=deadline.what,
        start_on=deadline.start_on,
        due_on=deadline.due_on,
        rrule=deadline.rrule,
        offset=deadline.offset,
        after=deadline.after,
        event_on=deadline.event_on,
    )


def _target_draft_of(target: Target) -> TargetDraft:
    return TargetDraft(
        number=target.number,
        number_to=target.number_to,
        unit=target.unit,
        comparator=target.comparator,
        change=target.change,
        what=target.what,
        id=target.pk,
    )


def checked(draft: TaskDraft) -> TaskDraft:
    """The draft with spaces trimmed, repeats left out and names looked up. Raises BadInput."""
    title = " ".join(draft.title.split())
    if not title:
        raise BadInput("title", "请填写任务名称。")
    if len(title) > 300:
        raise BadInput("title", "任务名称不能超过300字。")
    targets = None if draft.targets is None else [_checked_target(one) for one in draft.targets]
    deadlines = [_checked_deadline(one) for one in draft.deadlines]
    return TaskDraft(title, _checked_units(draft.units), deadlines, targets)


def _checked_units(drafts: list[UnitDraft]) -> list[UnitDraft]:
    """The same unit twice in one role is one; two spellings of one name are one."""
    known = Unit.objects.by_names([unit.name for unit in drafts if unit.unit_id is None])
    chosen = Unit.objects.in_bulk([unit.unit_id for unit in drafts if unit.unit_id is not None])
    kept: dict[tuple[str, str], UnitDraft] = {}
    seen: set[tuple[str, int]] = set()
    for draft in drafts:
        if draft.role not in Assignment.Role.values:
            raise BadInput("units", "请选择单位的角色。")
        unit = chosen.get(draft.unit_id) if draft.unit_id is not None else known.get(draft.name)
        if draft.unit_id is not None and unit is None:
            raise BadInput("units", f"单位“{draft.name}”已不在名录中，请重新选择。")
        name = draft.name.strip() or (str(unit) if unit else "")
        if not name:
            raise BadInput("units", "请填写单位名称。")
        if len(name) > 120:
            raise BadInput("units", "单位名称不能超过120字。")
        if unit is not None and (draft.role, unit.pk) in seen:
            continue
        if unit is not None:
            seen.add((draft.role, unit.pk))
        kept.setdefault((draft.role, name_key(name)), UnitDraft(draft.role, name, unit.pk if unit else None))
    return list(kept.values())


def _checked_deadline(draft: DeadlineDraft) -> DeadlineDraft:
    """Only the fields of its kind are kept, so that a changed kind leaves nothing behind."""
    kept = DeadlineDraft(draft.kind, draft.id, draft.text.strip()[:120], draft.what.strip()[:300])
    if draft.kind == Kind.FIXED:
        if draft.due_on is None:
            raise BadInput("deadlines", "请填写完成日期。")
        kept.due_on = draft.due_on
    elif draft.kind == Kind.PERIOD:
        _take_period(draft, kept)
    elif draft.kind == Kind.RECURRING:
        kept.rrule = _checked_rule(draft.rrule)
    elif draft.kind == Kind.RELATIVE:
        _take_offset(draft, kept)
    elif draft.kind == Kind.UNDATED:
        _take_words(kept)
    else:
        raise BadInput("deadlines", "请选择时限类型。")
    return kept


def _checked_target(draft: TargetDraft) -> TargetDraft:
    if draft.comparator not in Target.Comparator.values or draft.change not in Target.Change.values:
        raise BadInput("targets", "请选择指标的比较方式。")
    if abs(draft.number) >= LARGEST or (draft.number_to is not None and abs(draft.number_to) >= LARGEST):
        raise BadInput("targets", "指标数值过大。")
    if draft.number_to is not None and draft.number_to <= draft.number:
        raise BadInput("targets", "指标上限应大于下限。")
    return replace(draft, unit=draft.unit.strip()[:24], what=draft.what.strip()[:300])


def _take_period(draft: DeadlineDraft, kept: DeadlineDraft) -> None:
    if draft.start_on is None and draft.due_on is None:
        raise BadInput("deadlines", "请填写开始或截止日期。")
    if draft.start_on and draft.due_on and draft.due_on < draft.start_on:
        raise BadInput("deadlines", "截止日期不能早于开始日期。")
    kept.start_on, kept.due_on = draft.start_on, draft.due_on


def _take_offset(draft: DeadlineDraft, kept: DeadlineDraft) -> None:
    if not is_offset(draft.offset):
        raise BadInput("deadlines", "请填写事件后的时长，例如 P5B（5个工作日）、P20D（20日）、P3M（3个月）。")
    kept.offset, kept.after, kept.event_on = draft.offset, draft.after.strip()[:120], draft.event_on


def _take_words(kept: DeadlineDraft) -> None:
    """What is to be dated later must at least be named."""
    kept.text = kept.text or kept.what[:120]
    if not kept.text:
        raise BadInput("deadlines", "请在“事项”中写明什么的时限待定，或选择其他类型。")


def _checked_rule(text: str) -> str:
    rule = text.strip().removeprefix("RRULE:")
    if not recurrence.is_rule(rule):
        raise BadInput("deadlines", "周期规则无法识别，例如每月25日前：FREQ=MONTHLY;BYMONTHDAY=25。")
    return rule
