"""Members of a group by the day; and whom 有关部门 means, said by a person."""

from datetime import date, timedelta

import pytest

from obligations import schedule, workflow
from obligations.choosing import candidates, choose_members
from obligations.errors import BadInput, Conflict
from obligations.foretelling import preview
from obligations.jobs import daily
from obligations.models import Commitment, Event, GroupMember, Task, Unit
from obligations.register.changing import reorganise
from obligations.register.members import join_group, leave_group
from obligations.register.taking import foretold
from obligations.review import confirm, confirm_many
from obligations.verifying import verify
from tests.conftest import FIXED, MONTHLY, NOW, TODAY, People, Register, TaskMaker, make_unit

pytestmark = pytest.mark.usefixtures("today")
MAY = {"kind": "fixed", "text": "5月31日前", "due_on": date(2026, 5, 31), "what": "完成排查"}
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def county(register: Register) -> Unit:
    return make_unit("河湾县人民政府", "河湾县", kind="locality")


def months(task: Task, unit: Unit) -> list[int]:
    rows = task.commitments.filter(unit=unit).exclude(state="withdrawn")
    return sorted(day.month for day in rows.values_list("due_on", flat=True) if day and day.year == 2026)


def test_a_new_member_owes_from_its_day_on(
    register: Register, people: People, make_task: TaskMaker, county: Unit
) -> None:
    group = register.all_counties
    monthly, fixed, past = (
        make_task(title, responsible=(group,), deadlines=(deadline,))
        for title, deadline in (("按月报送", MONTHLY), ("完成改造", FIXED), ("完成排查", MAY))
    )
    for task in (monthly, fixed, past):
        confirm(task.pk, people.supervisor, at=NOW)
    told = foretold(lambda: join_group(group.pk, county.pk, NOVEMBER, people.administrator, at=NOW))
    assert join_group(group.pk, county.pk, NOVEMBER, people.administrator, at=NOW) == told > 0
    assert months(monthly, county) == [11, 12]
    assert not months(fixed, county) and not months(past, county)
    assert Event.objects.get(verb="member_joined").after["member"] == "河湾县人民政府"
    daily.run(TODAY)
    assert months(monthly, county) == [11, 12]


def test_who_leaves_owes_until_its_day(register: Register, people: People, make_task: TaskMaker) -> None:
    group, leaving = register.all_counties, register.counties[0]
    monthly = make_task("按月报送", responsible=(group,), deadlines=(MONTHLY,))
    own = make_task("完成改造", lead=leaving, responsible=(group,), deadlines=(MONTHLY,))
    for task in (monthly, own):
        confirm(task.pk, people.supervisor, at=NOW)
    gone = leave_group(group.pk, leaving.pk, NOVEMBER - timedelta(days=1), people.administrator, at=NOW)
    assert months(monthly, leaving) == [9, 10]
    # what it is told by its own name it still owes
    assert months(own, leaving) == [9, 10, 11, 12]
    assert gone == Commitment.objects.filter(state="withdrawn").count() > 0
    schedule.extend_recurring(TODAY + timedelta(days=90))
    assert months(monthly, leaving) == [9, 10]
    assert not verify().problems


def test_who_comes_back_owes_again(register: Register, people: People, make_task: TaskMaker) -> None:
    group, county = register.all_counties, register.counties[0]
    monthly = make_task("按月报送", responsible=(group,), deadlines=(MONTHLY,))
    confirm(monthly.pk, people.supervisor, at=NOW)
    leave_group(group.pk, county.pk, date(2026, 9, 30), people.administrator, at=NOW)
    join_group(group.pk, county.pk, date(2026, 12, 1), people.administrator, at=NOW)
    assert months(monthly, county) == [9, 12]
    assert GroupMember.objects.filter(group=group, member=county).count() == 2


def test_what_has_no_date_goes_by_the_members_of_today(
    register: Register, people: People, make_task: TaskMaker, county: Unit
) -> None:
    task = make_task("加强宣传", responsible=(register.all_counties,))
    confirm(task.pk, people.supervisor, at=NOW)
    join_group(register.all_counties.pk, county.pk, NOVEMBER, people.administrator, at=NOW)
    assert not task.commitments.filter(unit=county).exists()
    daily.run(NOVEMBER)
    daily.run(NOVEMBER + timedelta(days=1))
    assert task.commitments.filter(unit=county).count() == 1


def test_a_member_that_was_taken_over_is_its_heir(
    register: Register, people: People, make_task: TaskMaker, county: Unit
) -> None:
    """Dates before the reorganisation that are planned after it are the heir's as well."""
    group, old = register.all_counties, register.counties[0]
    reorganise(old.pk, county.pk, TODAY, people.administrator, at=NOW)
    task = make_task("完成排查", responsible=(group,), deadlines=(MAY, FIXED))
    confirm(task.pk, people.supervisor, at=NOW)
    assert months(task, county) == [5, 10] and not months(task, old)


def test_groups_do_not_hold_each_other(register: Register, people: People) -> None:
    outer = make_unit("各单位", kind="group")
    join_group(outer.pk, register.departments.pk, TODAY, people.administrator, at=NOW)
    with pytest.raises(BadInput, match="互相包含"):
        join_group(register.departments.pk, outer.pk, TODAY, people.administrator, at=NOW)


def test_what_is_refused(register: Register, people: People, county: Unit) -> None:
    group, member = register.all_counties, register.counties[0]
    with pytest.raises(Conflict, match="已是"):
        join_group(group.pk, member.pk, TODAY, people.administrator, at=NOW)
    with pytest.raises(Conflict, match="不是单位组"):
        join_group(member.pk, county.pk, TODAY, people.administrator, at=NOW)
    with pytest.raises(Conflict, match="不是各县"):
        leave_group(group.pk, county.pk, TODAY, people.administrator, at=NOW)
    join_group(group.pk, county.pk, NOVEMBER, people.administrator, at=NOW)
    with pytest.raises(BadInput, match="不能早于"):
        leave_group(group.pk, county.pk, TODAY, people.administrator, at=NOW)


class TestWhich:
    """有关县(市、区) is not all of them."""

    def test_a_person_says_which_before_it_is_in_force(
        self, register: Register, people: People, make_task: TaskMaker
    ) -> None:
        task = make_task("完成改造", responsible=("有关县（市、区）",), deadlines=(FIXED,))
        assignment = task.assignments.get()
        assignment.unit = register.all_counties
        assignment.save()
        fresh = Task.objects.with_details().get(pk=task.pk)
        assert preview(fresh).startswith("“有关县（市、区）”没有写明是哪些单位")
        with pytest.raises(Conflict, match="请先选定"):
            confirm(task.pk, people.supervisor, at=NOW)
        assert "请先选定" in confirm_many([task.pk], people.supervisor, at=NOW).refused[0][1]
        chosen = register.counties[:2]
        choose_members(assignment.pk, [unit.pk for unit in chosen], people.supervisor, at=NOW)
        assert "2个单位" in preview(Task.objects.with_details().get(pk=task.pk))
        confirm(task.pk, people.supervisor, at=NOW)
        assert {row.unit for row in task.commitments.all()} == set(chosen)
        event = Event.objects.get(verb="members_chosen")
        assert event.after == {"chosen": ["清源区人民政府", "白石县人民政府"]} and event.task == task

    @pytest.mark.parametrize("name", ["各县（市、区）人民政府", "市直各有关部门"])
    def test_all_of_them_is_no_question(
        self, register: Register, people: People, make_task: TaskMaker, name: str
    ) -> None:
        task = make_task("完成改造", responsible=(name,), deadlines=(FIXED,))
        task.assignments.update(unit=register.all_counties)
        confirm(task.pk, people.supervisor, at=NOW)
        assert task.commitments.count() == 3
        with pytest.raises(Conflict):
            choose_members(task.assignments.get().pk, [], people.supervisor)

    def test_a_supporting_group_holds_up_nothing(
        self, register: Register, people: People, make_task: TaskMaker
    ) -> None:
        task = make_task("完成改造", lead=register.energy, support=(register.departments,), deadlines=(FIXED,))
        confirm(task.pk, people.supervisor, at=NOW)

    def test_only_members_can_be_chosen_and_any_unit_where_the_register_names_none(
        self, register: Register, people: People, make_task: TaskMaker
    ) -> None:
        task = make_task("完成改造", responsible=(register.departments,))
        assignment = task.assignments.get()
        with pytest.raises(BadInput, match="可选范围"):
            choose_members(assignment.pk, [register.office.pk], people.supervisor)
        GroupMember.objects.filter(group=register.departments).delete()
        assert register.office in list(candidates(assignment, TODAY))
        choose_members(assignment.pk, [register.office.pk], people.supervisor)
        confirm(task.pk, people.supervisor, at=NOW)
        assert task.commitments.get().unit == register.office

    def test_a_choice_moves_with_the_unit_and_is_taken_back(
        self, register: Register, people: People, make_task: TaskMaker
    ) -> None:
        task = make_task("完成改造", responsible=(register.departments,))
        assignment = task.assignments.get()
        choose_members(assignment.pk, [register.energy.pk], people.supervisor)
        reorganise(register.energy.pk, register.housing.pk, TODAY, people.administrator, at=NOW)
        assert [*assignment.chosen.all()] == [register.housing]
        choose_members(assignment.pk, [], people.supervisor)
        with pytest.raises(Conflict, match="请先选定"):
            confirm(task.pk, people.supervisor, at=NOW)

    def test_not_after_it_is_in_force(self, register: Register, people: People, make_task: TaskMaker) -> None:
        task = make_task("完成改造", responsible=(register.departments,))
        choose_members(task.assignments.get().pk, [register.energy.pk], people.supervisor)
        confirm(task.pk, people.supervisor, at=NOW)
        with pytest.raises(Conflict, match="执行中"):
            choose_members(task.assignments.get().pk, [], people.supervisor)
        workflow.sign(task.commitments.get().pk, people.coordinator, at=NOW)
