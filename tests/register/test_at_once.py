"""Changes of the register beside people and jobs at the same moment: nothing is lost, nothing doubled."""

import pytest

from obligations import workflow
from obligations.errors import Conflict
from obligations.jobs import daily
from obligations.models import Commitment, Event, Task, Unit, UnitAlias
from obligations.register.changing import merge, rename
from obligations.register.members import join_group, leave_group
from obligations.register.names import dismiss_name, match_name
from obligations.review import confirm
from obligations.verifying import verify
from tests.conftest import FIXED, MONTHLY, NOW, TODAY, People, Register, TaskMaker, make_unit
from tests.test_verbs_at_once import at_once, refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def monthly(register: Register, people: People, make_task: TaskMaker) -> Task:
    task = make_task("按月报送", lead=register.energy, responsible=(register.all_counties,), deadlines=(MONTHLY, FIXED))
    confirm(task.pk, people.supervisor, at=NOW)
    return task


def slots(task: Task) -> list[tuple[object, ...]]:
    rows = task.commitments.exclude(state="withdrawn")
    return sorted(rows.values_list("unit__name", "deadline_id", "occurrence"))


def test_a_unit_is_taken_over_once(register: Register, people: People, make_task: TaskMaker) -> None:
    task = monthly(register, people, make_task)
    before = len(slots(task))
    heirs = [register.housing, register.finance]
    results = at_once(*[lambda heir=heir: merge(register.energy.pk, heir.pk, people.administrator) for heir in heirs])
    assert len(refused(results)) == 1
    assert Event.objects.filter(verb="units_merged").count() == 1
    assert len(slots(task)) == before and not task.commitments.filter(unit=register.energy).exists()
    assert not verify().problems


def test_two_units_do_not_swallow_each_other(register: Register, people: People) -> None:
    one, other = register.energy.pk, register.housing.pk
    results = at_once(
        lambda: merge(one, other, people.administrator),
        lambda: merge(other, one, people.administrator),
    )
    assert len(refused(results)) == 1
    assert Unit.objects.filter(pk__in=[one, other], is_active=True).count() == 1


def test_a_report_beside_a_merger_is_kept(register: Register, people: People, make_task: TaskMaker) -> None:
    task = monthly(register, people, make_task)
    row = task.commitments.filter(unit=register.energy).order_by("pk")[0]
    results = at_once(
        lambda: merge(register.energy.pk, register.housing.pk, people.administrator),
        lambda: workflow.report_progress(row.pk, people.supervisor, percent=40, done_so_far="已开工"),
    )
    assert not refused(results)
    row.refresh_from_db()
    assert (row.unit, row.percent) == (register.housing, 40)
    assert not verify().problems


def test_the_daily_job_beside_a_merger(register: Register, people: People, make_task: TaskMaker) -> None:
    task = monthly(register, people, make_task)
    expected = len(slots(task))
    at_once(
        lambda: daily.run(TODAY),
        lambda: merge(register.energy.pk, register.housing.pk, people.administrator),
    )
    daily.run(TODAY)
    found = slots(task)
    assert len(found) == len(set(found)) == expected
    assert not Commitment.objects.live().filter(unit=register.energy).exists()


def test_a_confirmation_beside_a_merger(register: Register, people: People, make_task: TaskMaker) -> None:
    task = make_task("完成改造", lead=register.energy, deadlines=(FIXED,))
    at_once(
        lambda: confirm(task.pk, people.supervisor),
        lambda: merge(register.energy.pk, register.housing.pk, people.administrator),
    )
    daily.run(TODAY)
    assert slots(task) == [("云河市住房和城乡建设局", task.deadlines.get().pk, "2026-10-31")]


def test_a_member_joins_once_and_leaves_once(register: Register, people: People, make_task: TaskMaker) -> None:
    task = monthly(register, people, make_task)
    county = make_unit("河湾县人民政府", kind="locality")
    group = register.all_counties.pk
    results = at_once(*[lambda: join_group(group, county.pk, TODAY, people.administrator)] * 2)
    assert len(refused(results)) == 1
    rows = [slot for slot in slots(task) if slot[0] == "河湾县人民政府"]
    assert rows and len(rows) == len(set(rows))
    results = at_once(*[lambda: leave_group(group, county.pk, TODAY, people.administrator)] * 2)
    assert len(refused(results)) == 1


def test_a_name_means_one_thing(register: Register, people: People, make_task: TaskMaker) -> None:
    task = make_task("完成改造", lead=register.energy, responsible=("市老区办",), deadlines=(FIXED,))
    confirm(task.pk, people.supervisor, at=NOW)
    results = at_once(
        lambda: match_name("市老区办", register.housing, people.administrator),
        lambda: match_name("市老区办", register.finance, people.administrator),
    )
    assert len(refused(results)) == 1
    bearer = UnitAlias.objects.get(spelling="市老区办").unit
    assert task.assignments.get(name="市老区办").unit == bearer
    assert task.commitments.filter(unit=bearer).count() == 1


def test_a_name_is_dismissed_once(register: Register, people: People, make_task: TaskMaker) -> None:
    make_task("完成改造", lead=register.energy, responsible=("各单位",))
    results = at_once(*[lambda: dismiss_name("各单位", people.administrator)] * 3)
    assert len(refused(results)) == 2
    assert all(isinstance(one, Conflict) for one in refused(results))


def test_two_units_do_not_take_one_name(register: Register, people: People) -> None:
    results = at_once(
        lambda: rename(register.energy.pk, "云河市能源委", "", TODAY, people.administrator),
        lambda: rename(register.housing.pk, "云河市能源委", "", TODAY, people.administrator),
    )
    assert len(refused(results)) == 1
    assert Unit.objects.filter(name="云河市能源委").count() == 1
