"""Reassigning (改派): what one unit owes goes to another, which signs for it anew; reports stay where they were made.

The old row is withdrawn and the new unit owes in a row of its own that points back to it. Where the old unit keeps its
role in the task or is asked in a group as well, its row keeps the place of that date, so that nobody asks the unit for
it again; where its role goes too, the assignment says who had it before (`Assignment.passed_on`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from obligations.errors import BadInput, Conflict
from obligations.models import Assignment, CalendarYear, Commitment, Event, Task, Unit, User
from obligations.owing import GroupTree, owing_units
from obligations.phrases import say_date
from obligations.recording import event_of, record, record_many, recorded
from obligations.schedule import continues
from obligations.signing import sign_by
from obligations.steps import COMMITMENT
from obligations.workflow.closing import refuse_pending
from obligations.workflow.taking import lock_task_of, required, take
from obligations.workflow.telling import tell_unit

Verb = Event.Verb
State = Commitment.State


@dataclass(frozen=True, slots=True)
class Reassigned:
    """`rows` are what the new unit owes now, the one that was asked for first; `with_role`: its role went along."""

    rows: list[Commitment]
    with_role: bool


@recorded()
def reassign(
    commitment_id: int,
    unit_id: int,
    actor: User,
    reason: str,
    due_on: date | None = None,
    *,
    whole: bool = False,
    at: datetime | None = None,
) -> Reassigned:
    """Gives a commitment to another unit, by the same date or by `due_on`. `whole`: with it all else that the unit
    still owes on the task, and its role. A role that is left with nothing to do goes along in any case."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写改派理由。", 500)
    lock_task_of(commitment_id)
    first = take(commitment_id, actor, Verb.REASSIGNED)
    task = Task.objects.with_details().defer("directive__text", "suggestion").get(pk=first.task_id)
    old, new = first.unit, _receiver(first, unit_id)
    _check_date(first, due_on, timezone.localtime(at).date())
    others = others_of(first)
    rows = [first, *_locked(others)] if whole else [first]
    _check_free(rows, new)
    with_role = whole or (first.in_place_of_id is None and not others and not _goes_on(task, at))
    with_role = with_role and _pass_role(task, old, new, actor, at)
    asked = _asked_still(task, rows, old, timezone.localtime(at).date())
    made = [
        _hand_on(row, new, due_on if row is first else None, actor, at, reason, not with_role, row.pk in asked)
        for row in rows
    ]
    _tell(rows, made, reason, at)
    return Reassigned(made, with_role)


def others_of(commitment: Commitment) -> list[Commitment]:
    """What else the unit still owes on the task in its own right."""
    live = Commitment.objects.live().filter(task=commitment.task_id, unit=commitment.unit_id, in_place_of=None)
    return list(live.exclude(pk=commitment.pk).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What else is at stake when a commitment is reassigned: how many others the unit owes on the task, whether its
    role goes along with this one alone, and whether it can go along at all."""

    others: int
    with_role: bool
    has_role: bool

    @property
    def has_more(self) -> bool:
        """Whether there is more to hand on than this one."""
        return self.others > 0 or (self.has_role and not self.with_role)


def outlook(commitment: Commitment, at: datetime | None = None) -> Outlook:
    task = Task.objects.with_details().defer("directive__text", "suggestion").get(pk=commitment.task_id)
    others = len(others_of(commitment))
    has_role = commitment.in_place_of_id is None and bool(_roles(task, commitment.unit))
    goes_on = others > 0 or _goes_on(task, at or timezone.now())
    return Outlook(others, has_role and not goes_on, has_role)


def _receiver(row: Commitment, unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise BadInput("unit", "这个单位已不存在，请重新选择。")
    if unit.is_group:
        raise BadInput("unit", f"{unit}是单位组，请选择具体单位。")
    if unit.succeeded_by_id or not unit.is_active:
        raise BadInput("unit", f"{unit}已停用，请选择在用的单位。")
    if unit.pk == row.unit_id:
        raise BadInput("unit", f"该事项已由{unit}承办，请选择另一个单位。")
    return unit


def _check_date(row: Commitment, due_on: date | None, today: date) -> None:
    if due_on is None or due_on == row.due_on:
        return
    if due_on < today:
        raise BadInput("due_on", "新的完成时限不能早于今天。")
    if row.start_on and due_on < row.start_on:
        raise BadInput("due_on", f"完成时限不能早于开始日期{say_date(row.start_on)}。")


def _locked(rows: Sequence[Commitment]) -> list[Commitment]:
    """Those of the rows that can be reassigned; another state in one of them stops the whole."""
    found = Commitment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=[row.pk for row in rows])
    found = found.order_by("pk").with_deed().select_related("task__directive", "unit")
    locked = list(found.defer("task__directive__text", "task__suggestion"))
    for row in locked:
        if row.is_live and not COMMITMENT.allows(Verb.REASSIGNED, row.state):
            raise Conflict(f"其余事项中有“{row.get_state_display()}”的，不能一并改派。")
    return [row for row in locked if row.is_live]


def _check_free(rows: Sequence[Commitment], new: Unit) -> None:
    """Nobody owes one thing twice: not even for two units."""
    owed = Commitment.objects.exclude(state=State.WITHDRAWN).filter(task=rows[0].task_id, unit=new)
    there = {(row.deadline_id, row.occurrence): row for row in owed}
    for row in rows:
        if twin := there.get((row.deadline_id, row.occurrence)):
            day = f"{say_date(twin.due_on)}前完成的" if twin.due_on else "的"
            raise Conflict(f"{new}已承办这项任务{day}同一事项（{twin.get_state_display()}），不能再改派给它。")


def _goes_on(task: Task, at: datetime) -> bool:
    """Whether the role will bring the unit more: a recurring deadline that falls due again."""
    day = timezone.localtime(at).date()
    return any(continues(deadline, task.directive, day) for deadline in task.deadlines.all())


def _roles(task: Task, unit: Unit) -> list[Assignment]:
    """Where the unit is named itself, or was chosen where the words leave it open; not as one of a whole group."""
    owing = [one for one in task.assignments.all() if one.owes]
    return [one for one in owing if one.unit_id == unit.pk or (one.asks_which and unit in one.chosen.all())]


def _pass_role(task: Task, old: Unit, new: Unit, actor: User, at: datetime) -> bool:
    """The role goes to the new unit; False where the unit owes it only as one of a group."""
    roles = _roles(task, old)
    if not roles:
        return False
    before = [[one.role, str(old)] for one in roles]
    for one in roles:
        if one.unit_id == old.pk:
            one.unit = new
        else:
            one.chosen.remove(old)
            one.chosen.add(new)
        # back to whom it came from: nobody follows himself
        passed = {key: value for key, value in one.passed_on.items() if int(key) != new.pk}
        one.passed_on = {key: new.pk if value == old.pk else value for key, value in passed.items()}
        one.passed_on[str(old.pk)] = new.pk
        named = task.assignments.filter(role=one.role, name=str(new)).exclude(pk=one.pk)
        if one.unit_id == new.pk and not named.exists():
            one.name = str(new)
        one.save(update_fields=["unit", "name", "passed_on"])
    after = [[one.role, str(new)] for one in roles]
    record(Verb.REASSIGNED, task, actor, at=at, unit=old, before={"units": before}, after={"units": after})
    return True


def _asked_still(task: Task, rows: Sequence[Commitment], old: Unit, today: date) -> set[int]:
    """Rows (keys) for whose date the task asks the old unit, now that its role went or stayed: it may be named itself
    and stand in a group too."""
    groups = GroupTree()
    days = {row.pk: row.first_due_on or row.due_on or today for row in rows}
    asking = {day for day in set(days.values()) if old in [unit for unit, _role in owing_units(task, groups, day)]}
    return {key for key, day in days.items() if day in asking}


def _hand_on(
    row: Commitment,
    new: Unit,
    due_on: date | None,
    actor: User,
    at: datetime,
    reason: str,
    keeps_role: bool,
    is_asked: bool,
) -> Commitment:
    """Withdraws the row and makes the new unit's, in the place of who keeps the role or is asked for the date still."""
    refuse_pending(row, actor, at, f"该事项已改派{new}，不再审批延期。")
    holder = row.in_place_of or (row.unit if keeps_role or is_asked else None)
    made = Commitment(
        task=row.task,
        unit=new,
        role=row.role,
        deadline_id=row.deadline_id,
        occurrence=row.occurrence,
        start_on=row.start_on,
        due_on=due_on or row.due_on,
        first_due_on=row.first_due_on or due_on,
        is_provisional=row.is_provisional and due_on in (None, row.due_on),
        reassigned_from=row,
        sign_by=sign_by(timezone.localtime(at).date(), None, due_on or row.due_on, CalendarYear.objects.special()),
        in_place_of=holder if holder != new else None,
    )
    made.deed = row.deed  # type: ignore[attr-defined]
    before = {"state": row.state, "unit": str(row.unit)}
    COMMITMENT.hold(Verb.REASSIGNED, row.state, State.WITHDRAWN)
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])
    same = Q(task=row.task_id, deadline=row.deadline_id, occurrence=row.occurrence)
    # the new unit's own row of before, and the old one's where nothing asks it for this date
    keeps_place = is_asked or made.in_place_of_id == row.unit_id
    going = Q(unit=new) if keeps_place else Q(unit=new) | Q(pk=row.pk)
    Commitment.objects.filter(same & going).free_places()
    made.save()
    # who takes it over takes it over as it is: under special supervision
    row.listings.filter(ended_on=None).update(commitment=made)
    record_many(_events(row, made, before, actor, at, reason))
    return made


def _events(
    row: Commitment, made: Commitment, before: Mapping[str, object], actor: User, at: datetime, reason: str
) -> list[Event]:
    """One for each unit: what it gave away and why, and what it got from whom."""
    after = {"state": State.WITHDRAWN, "unit": str(made.unit)}
    dates = ({}, {}) if made.due_on == row.due_on else ({"due_on": row.due_on}, {"due_on": made.due_on})
    note = f"由{row.unit}改派。"
    return [
        event_of(Verb.REASSIGNED, row, actor, at=at, note=reason, before=before, after=after),
        event_of(Verb.REASSIGNED, made, actor, at=at, note=note, before=dates[0], after=dates[1]),
    ]


def _tell(rows: Sequence[Commitment], made: Sequence[Commitment], reason: str, at: datetime) -> None:
    """One notice a person on either side, however many commitments."""
    old, new = rows[0], made[0]
    several = f"等{len(rows)}项" if len(rows) > 1 else ""
    stage = f"reassigned:{at.isoformat()}"
    tell_unit(old, f"已改派{new.unit}：{old.matter}{several}", reason, stage=stage, at=at)
    limit = f"完成时限{say_date(new.due_on)}。" if new.due_on and not several else ""
    body = f"由{old.unit}改派，请签收。{limit}改派理由：{reason}"
    tell_unit(new, f"改派承办：{new.matter}{several}", body, stage=stage, at=at)
