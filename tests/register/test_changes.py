"""Merger, reorganisation, renaming: what is open moves, what is closed stays, nothing is owed twice."""

from datetime import date, timedelta

import pytest

from obligations import schedule, workflow
from obligations.errors import BadInput, Conflict
from obligations.jobs import daily
from obligations.models import (
    Assignment,
    Commitment,
    Event,
    Extension,
    GroupMember,
    Membership,
    Notice,
    Task,
    Unit,
    UnitAlias,
    UnitChange,
)
from obligations.register.changing import apply_due, cancel, merge, rename, reorganise
from obligations.register.names import match_name
from obligations.register.taking import foretold
from obligations.review import confirm
from obligations.verifying import verify
from tests.conftest import FIXED, MONTHLY, NOW, TODAY, People, Register, TaskMaker, make_unit, make_user, moment
from tests.scene import everything

pytestmark = pytest.mark.usefixtures("today")
LATER = date(2026, 10, 8)


@pytest.fixture
def into(register: Register) -> Unit:
    return make_unit("云河市能源和数据局", short="市能源数据局")


def owed(*rows: Commitment) -> list[tuple[str, str]]:
    found = Commitment.objects.filter(pk__in=[row.pk for row in rows]) if rows else Commitment.objects.all()
    return sorted((row.unit.name, row.state) for row in found.select_related("unit"))


def in_force(people: People, task: Task) -> Task:
    confirm(task.pk, people.supervisor, at=NOW)
    return task


def test_what_moves_is_told_before_and_moves(
    register: Register, people: People, make_task: TaskMaker, into: Unit
) -> None:
    going = in_force(people, make_task("完成改造", lead=register.energy, deadlines=(FIXED,)))
    make_task("加强巡查", responsible=(register.energy,))
    before = everything()
    told = foretold(lambda: merge(register.energy.pk, into.pk, people.administrator, at=NOW))
    assert everything() == before
    assert told.aliases == ["云河市能源局", "市能源局"] and told.groups == ["市直有关部门"]
    assert told.people == ["郭一鸣（联络员）"]
    assert (told.assignments, len(told.moved), told.doubled, told.closed) == (2, 1, [], 0)
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    old = Unit.objects.get(pk=register.energy.pk)
    assert (old.is_active, old.succeeded_by, old.ended_on) == (False, into, TODAY)
    assert going.commitments.get().unit == into
    assert set(Assignment.objects.values_list("unit", flat=True)) == {into.pk}
    assert Membership.objects.get(user=people.coordinator).unit == into
    assert Unit.objects.by_names(["市能源局"])["市能源局"] == into
    assert into in register.departments.members_on(TODAY) and old not in register.departments.members_on(TODAY)
    moved = Event.objects.get(verb="moved")
    assert (moved.before, moved.after) == ({"unit": "市能源局"}, {"unit": "市能源数据局"})
    assert Event.objects.get(verb="units_merged").unit_name == "市能源局"
    assert not verify().problems


def test_the_heirs_people_are_told_once(register: Register, people: People, make_task: TaskMaker, into: Unit) -> None:
    for title in ("完成改造", "加强巡查"):
        in_force(people, make_task(title, lead=register.energy, deadlines=(MONTHLY,)))
    heir = make_user("heir", "coordinator", into, name="苏子瑜")
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    told = Notice.objects.filter(title__startswith="移交承办")
    assert {notice.recipient for notice in told} == {heir, people.coordinator} and told.count() == 2
    assert told[0].title == "移交承办：市能源局的24个承办事项"
    assert "完成改造、加强巡查" in told[0].body


def test_what_is_closed_keeps_its_unit(register: Register, people: People, make_task: TaskMaker, into: Unit) -> None:
    task = in_force(people, make_task("完成改造", lead=register.energy, deadlines=(FIXED,)))
    row = task.commitments.get()
    workflow.close(row.pk, people.supervisor, "核实", at=NOW)
    assert merge(register.energy.pk, into.pk, people.administrator, at=NOW).closed == 1
    assert owed() == [("云河市能源局", "done")]
    assert task.assignments.get().unit == register.energy


def test_what_was_done_before_is_not_asked_of_the_heir_again(
    register: Register, people: People, make_task: TaskMaker, into: Unit
) -> None:
    """A task that goes on for others, and one that returns each month."""
    shared = in_force(
        people,
        make_task("完成改造", lead=register.energy, responsible=(register.housing, "市老区办"), deadlines=(FIXED,)),
    )
    monthly = in_force(people, make_task("按月报送", lead=register.energy, deadlines=(MONTHLY,)))
    first = monthly.commitments.order_by("due_on")[0]
    for row in (shared.commitments.get(unit=register.energy), first):
        workflow.close(row.pk, people.supervisor, "核实", at=NOW)
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    match_name("市老区办", register.finance, people.administrator, at=NOW)
    daily.run(TODAY)
    assert not shared.commitments.filter(unit=into).exists()
    assert first.occurrence not in monthly.commitments.filter(unit=into).values_list("occurrence", flat=True)
    schedule.extend_recurring(TODAY + timedelta(days=62))
    slots = list(monthly.commitments.values_list("occurrence", flat=True))
    assert len(slots) == len(set(slots))


@pytest.mark.parametrize("reported", ["neither", "old", "new", "both"])
def test_nothing_is_owed_twice(
    register: Register, people: People, make_task: TaskMaker, into: Unit, reported: str
) -> None:
    """Both owed it: the one on which somebody reported goes on, else the heir's own; who takes a lead over, leads."""
    task = in_force(people, make_task("完成改造", lead=register.energy, responsible=(into,), deadlines=(FIXED,)))
    old, new = task.commitments.get(unit=register.energy), task.commitments.get(unit=into)
    for row, name in ((old, "old"), (new, "new")):
        if reported in (name, "both"):
            workflow.report_progress(row.pk, people.supervisor, percent=30, done_so_far="已开工", at=NOW)
    found = merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    goes_on, aside = (old, new) if reported == "old" else (new, old)
    assert [row.pk for row in found.doubled] == [aside.pk]
    [live] = task.commitments.filter(state__in=Commitment.LIVE)
    assert (live.pk, live.unit, live.role) == (goes_on.pk, into, "lead")
    event = Event.objects.get(verb="withdrawn")
    assert event.commitment == aside and "只承办一次" in event.note
    # who leads from now on without having led stands in the record, and is nobody's silent change
    roles = [(one.before["role"], one.after["role"]) for one in live.events.all() if "role" in one.after]
    assert roles == ([] if goes_on == old else [("responsible", "lead")])
    assert not verify().problems


def test_what_the_heir_has_done_is_not_owed_again(
    register: Register, people: People, make_task: TaskMaker, into: Unit
) -> None:
    task = in_force(people, make_task("完成改造", lead=register.energy, responsible=(into,), deadlines=(FIXED,)))
    workflow.close(task.commitments.get(unit=into).pk, people.supervisor, "核实", at=NOW)
    row = task.commitments.get(unit=register.energy)
    asked = Extension.objects.create(
        commitment=row, asked_by=people.coordinator, asked_at=NOW, due_before=row.due_on, wanted_on=LATER, reason="流标"
    )
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    asked.refresh_from_db()
    assert owed() == [("云河市能源和数据局", "done"), ("云河市能源局", "withdrawn")]
    assert asked.state == "refused"
    assert Task.objects.get(pk=task.pk).state == "closed"


def test_people_and_members_are_not_doubled(register: Register, people: People, into: Unit) -> None:
    Membership.objects.create(user=people.coordinator, unit=into)
    GroupMember.objects.create(group=register.departments, member=into)
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    assert Membership.objects.filter(user=people.coordinator).count() == 1
    assert list(register.departments.members_on(TODAY)).count(into) == 1


def test_groups_are_merged_with_their_members(register: Register, people: People) -> None:
    other = make_unit("市直各部门", kind="group")
    merge(register.departments.pk, other.pk, people.administrator, at=NOW)
    assert set(other.members_on(TODAY)) == {register.energy, register.housing, register.finance}
    with pytest.raises(BadInput, match="单位组只能"):
        merge(other.pk, register.energy.pk, people.administrator)


def test_what_can_not_be_merged(register: Register, people: People, into: Unit) -> None:
    with pytest.raises(BadInput, match="另一个单位"):
        merge(into.pk, into.pk, people.administrator)
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    before = everything()
    with pytest.raises(Conflict, match="已并入"):
        merge(register.energy.pk, register.housing.pk, people.administrator)
    with pytest.raises(BadInput, match="已停用"):
        merge(register.housing.pk, register.energy.pk, people.administrator)
    assert everything() == before


def test_a_reorganisation_ends_the_old_names_on_its_day(
    register: Register, people: People, make_task: TaskMaker, into: Unit
) -> None:
    task = in_force(people, make_task("完成改造", lead=register.energy, deadlines=(FIXED,)))
    reorganise(register.energy.pk, into.pk, TODAY, people.administrator, at=NOW)
    assert task.commitments.get().unit == into
    assert set(UnitAlias.objects.filter(spelling="市能源局").values_list("unit", "valid_until")) == {(into.pk, TODAY)}
    units = Unit.objects
    assert units.by_names(["市能源局"], TODAY - timedelta(days=1)) == {"市能源局": into}
    assert units.by_names(["市能源局"], TODAY) == {}
    change = UnitChange.objects.get()
    assert (change.kind, change.old_name, change.into, change.on) == ("reorganised", "云河市能源局", into, TODAY)


def test_a_change_of_a_coming_day_is_carried_out_on_that_day(
    register: Register, people: People, make_task: TaskMaker, into: Unit
) -> None:
    task = in_force(people, make_task("完成改造", lead=register.energy, deadlines=(FIXED,)))
    assert reorganise(register.energy.pk, into.pk, LATER, people.administrator, at=NOW) is None
    assert apply_due(LATER - timedelta(days=1)) == 0
    assert task.commitments.get().unit == register.energy
    assert apply_due(LATER) == 1
    assert task.commitments.get().unit == into
    assert apply_due(LATER) == 0
    planned, done = Event.objects.filter(verb="unit_reorganised").order_by("number")
    assert planned.note == "市能源局自10月8日起划入市能源数据局。"
    assert done.note.endswith("按计划执行。") and done.actor == people.administrator


def test_a_planned_change_can_be_cancelled_and_stands_alone(register: Register, people: People, into: Unit) -> None:
    reorganise(register.energy.pk, into.pk, LATER, people.administrator, at=NOW)
    with pytest.raises(Conflict, match="10月8日生效的变更"):
        rename(register.energy.pk, "云河市能源委", "", LATER, people.administrator, at=NOW)
    change = UnitChange.objects.get()
    cancel(change.pk, people.administrator, at=NOW)
    assert apply_due(LATER) == 0 and Unit.objects.get(pk=register.energy.pk).is_active
    with pytest.raises(Conflict, match="已执行或已取消"):
        cancel(change.pk, people.administrator)


def test_a_change_that_can_not_be_carried_out_holds_up_no_other(register: Register, people: People, into: Unit) -> None:
    reorganise(register.energy.pk, into.pk, LATER, people.administrator, at=NOW)
    rename(register.housing.pk, "云河市住房局", "市住房局", LATER, people.administrator, at=NOW)
    merge(into.pk, register.finance.pk, people.administrator, at=NOW)
    assert apply_due(LATER) == 1
    assert Unit.objects.filter(name="云河市住房局").exists()
    assert UnitChange.objects.waiting().get().unit == register.energy


def test_a_renamed_unit_keeps_what_it_owes_and_history_keeps_the_name(
    register: Register, people: People, make_task: TaskMaker
) -> None:
    task = in_force(people, make_task("完成改造", lead=register.energy, deadlines=(FIXED,)))
    workflow.sign(task.commitments.get().pk, people.coordinator, at=NOW)
    rename(register.energy.pk, "云河市能源委员会", "市能源委", TODAY, people.administrator, at=NOW)
    workflow.report_progress(
        task.commitments.get().pk, people.coordinator, percent=30, done_so_far="已开工", at=moment(TODAY, 11)
    )
    assert str(task.commitments.get().unit) == "市能源委"
    names = dict(Event.objects.values_list("verb", "unit_name"))
    assert (names["signed"], names["unit_renamed"], names["reported"]) == ("市能源局", "市能源局", "市能源委")
    found = Unit.objects.by_names(["市能源局", "市能源委"], TODAY - timedelta(days=1))
    assert set(found) == {"市能源局", "市能源委"}
    assert set(Unit.objects.by_names(["市能源局", "市能源委"], TODAY)) == {"市能源委"}


def test_a_short_name_that_stays_does_not_end(register: Register, people: People) -> None:
    rename(register.energy.pk, "云河市能源管理局", "市能源局", TODAY, people.administrator, at=NOW)
    assert UnitAlias.objects.get(spelling="市能源局").valid_until is None
    assert UnitAlias.objects.get(spelling="云河市能源局").valid_until == TODAY


@pytest.mark.parametrize(
    ("name", "short", "said"),
    [
        ("", "", "请填写"),
        ("云河市能源局", "市能源局", "没有变化"),
        ("云河市能源委", "市住建局", "已是市住房城乡建设局的写法"),
        ("云" * 121, "", "不能超过120字"),
    ],
)
def test_what_is_no_new_name(register: Register, people: People, name: str, short: str, said: str) -> None:
    before = everything()
    with pytest.raises(BadInput, match=said):
        rename(register.energy.pk, name, short, TODAY, people.administrator, at=NOW)
    assert everything() == before


def test_what_came_for_the_old_unit_at_that_moment_moves_after_it(
    register: Register, people: People, make_task: TaskMaker, into: Unit
) -> None:
    task = in_force(people, make_task("完成改造", lead=register.housing, deadlines=(FIXED,)))
    merge(register.energy.pk, into.pk, people.administrator, at=NOW)
    Commitment.objects.filter(task=task).update(unit=register.energy)
    daily.run(TODAY)
    assert task.commitments.get().unit == into


def test_a_name_can_come_back_for_another_unit(register: Register, people: People, into: Unit) -> None:
    """市能源局 is abolished, and years later there is a new one."""
    reorganise(register.energy.pk, into.pk, TODAY, people.administrator, at=NOW)
    new = make_unit("云河市新能源局", "市能源局")
    assert Unit.objects.by_names(["市能源局"], TODAY)["市能源局"] == new
    assert Unit.objects.by_names(["市能源局"], TODAY - timedelta(days=1))["市能源局"] == into
    assert [unit.pk for unit in Unit.objects.filter(name="云河市能源局")] == [register.energy.pk]
