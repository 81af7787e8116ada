"""The sentence that says what confirming will make."""

from datetime import date

import pytest

from obligations.models import GroupMember, Task
from obligations.review import confirm, preview
from tests.conftest import FIXED, MONTHLY, TODAY, People, Register, Suggested, TaskMaker

pytestmark = pytest.mark.usefixtures("today")


def test_it_counts_units_and_dates(suggested: Suggested) -> None:
    assert preview(suggested.fixed, TODAY) == "4个单位将各生成1个承办事项（10月31日截止）。"
    assert preview(suggested.recurring, TODAY) == "市住房城乡建设局将生成12个月度承办事项。"
    assert preview(suggested.dateless, TODAY) == "市能源局将生成1个承办事项（暂无完成时限）。"


def test_it_says_what_waits_and_what_is_left_out(suggested: Suggested) -> None:
    assert preview(suggested.relative, TODAY) == (
        "市能源局将生成1个承办事项（登记“用户核实”的日期后起算）。“市老区建设促进会”不在单位名录中，暂不生成。"
    )


def test_several_deadlines_are_listed(register: Register, make_task: TaskMaker) -> None:
    later = {**FIXED, "due_on": date(2027, 3, 31)}
    task = make_task("三样", lead=register.energy, deadlines=(FIXED, later, MONTHLY))
    assert preview(task, TODAY) == "市能源局将生成2个承办事项（10月31日、2027年3月31日截止）、12个月度承办事项。"


def test_deadlines_of_one_rhythm_are_counted_together(register: Register, make_task: TaskMaker) -> None:
    month_end = {**MONTHLY, "rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}
    task = make_task("两报", lead=register.energy, deadlines=(MONTHLY, month_end))
    assert preview(task, TODAY) == "市能源局将生成24个月度承办事项。"


def test_a_report_twice_a_month(register: Register, make_task: TaskMaker) -> None:
    task = make_task("半月报", lead=register.energy, deadlines=({**MONTHLY, "rrule": "FREQ=MONTHLY;BYMONTHDAY=15,-1"},))
    assert preview(task, TODAY) == "市能源局将生成24个半月度承办事项。"


def test_a_group_with_monthly_reports(register: Register, make_task: TaskMaker) -> None:
    task = make_task("月报", responsible=(register.all_counties,), deadlines=(MONTHLY,))
    assert preview(task, TODAY) == "3个单位将各生成12个月度承办事项。"


def test_it_asks_to_look_where_several_units_share_several_dates(register: Register, make_task: TaskMaker) -> None:
    other = {**FIXED, "due_on": date(2026, 11, 30), "what": "报送总结"}
    task = make_task("两家", responsible=(register.energy, register.finance), deadlines=(FIXED, other))
    assert preview(task, TODAY) == (
        "2个单位将各生成2个承办事项（10月31日、11月30日截止）。各单位均按全部时限承办，请核对。"
    )
    same = make_task("一组", responsible=(register.all_counties,), deadlines=(FIXED, other))
    assert "请核对" not in preview(same, TODAY)


def test_it_says_why_nothing_can_be_confirmed(register: Register, make_task: TaskMaker) -> None:
    assert "暂不能确认" in preview(make_task("无人"), TODAY)
    assert preview(make_task("不明", responsible=("市老区建设促进会",)), TODAY) == (
        "“市老区建设促进会”不在单位名录中，暂不能确认。"
    )


def test_it_is_exact(suggested: Suggested, people: People, register: Register) -> None:
    """The sum of what the sentence says is what confirming makes."""
    GroupMember.objects.create(group=register.all_counties, member=register.housing)
    task = Task.objects.with_details().select_related("directive__source").get(pk=suggested.fixed.pk)
    assert preview(task).startswith("5个单位将各生成1个")
    assert confirm(task.pk, people.supervisor).commitments_made == 5
