"""Similar tasks are proposed at intake: between a plan and its table, between directives, once, in constant queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obligations.intake import read_source, receive
from obligations.models import Event, SourceFile, Task, TaskKey, TaskPair
from obligations.pairing import catch_up, propose_pairs
from tests.conftest import NOW, People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PLAN = """云河市人民政府办公室关于印发云河市城市更新行动方案的通知
云政办发〔2026〕40号
各县(市、区)人民政府,市直有关部门:
现将《云河市城市更新行动方案》印发给你们,请认真组织实施。
云河市人民政府办公室
2026年9月1日
云河市城市更新行动方案
一、重点任务
(一)改造老旧小区。坚持先民生后提升,11月20日前改造老旧小区86个,加装电梯110部。(牵头单位:市住房城乡建设局)
(二)完善停车设施。新增公共停车泊位3000个,12月15日前投入使用。(牵头单位:市能源局)
(三)按月报送进展。各责任单位每月25日前报送工作进展情况。(责任单位:市财政局)
附件
云河市城市更新行动任务分解表
序号\t重点任务\t完成时限\t责任单位
1\t改造老旧小区86个,加装电梯110部\t2026年11月20日前\t市住房城乡建设局
2\t新建口袋公园18处\t2026年12月1日前\t市财政局
"""

NOTICE = """云河市人民政府办公室关于加快停车设施建设的通知
云政办发〔2026〕41号
各县(市、区)人民政府,市直有关部门:
一、加快建设进度。新增公共停车泊位3500个,12月15日前投入使用。(牵头单位:市能源局)
二、按月报送进展。各责任单位每月25日前报送工作进展情况。(责任单位:市财政局)
云河市人民政府办公室
2026年9月10日
"""


def take_in(text: str, name: str = "通知.txt") -> SourceFile:
    source = receive(name, text.encode(), None, at=NOW).source
    return read_source(source.pk)


def pairs() -> list[TaskPair]:
    return list(TaskPair.objects.with_tasks())


def test_a_plan_and_its_table(people: People) -> None:
    take_in(PLAN)
    (pair,) = pairs()
    assert {pair.first.basis, pair.second.basis} == {"clause", "table"}
    assert pair.state == TaskPair.State.PROPOSED
    assert pair.reasons["figures"] == ["86个", "110部"] and pair.reasons["due"] == ["2026-11-20"]
    assert pair.reasons["owners"]
    # Nothing is merged by a machine.
    assert set(Task.objects.values_list("state", flat=True)) == {"suggested"}
    assert Event.objects.get(verb="pairs_proposed").after == {"pairs": 1}


@pytest.mark.parametrize(
    ("row", "reason", "changed"),
    [
        ("改造老旧小区96个,加装电梯110部\t2026年11月20日前", "figures_changed", [["86个", "96个"]]),
        ("改造老旧小区86个,加装电梯110部\t2026年11月30日前", "due_changed", [["2026-11-20"], ["2026-11-30"]]),
    ],
)
def test_a_plan_whose_table_says_another_number_or_date(
    row: str, reason: str, changed: list[list[str]], people: People
) -> None:
    take_in(PLAN.replace("改造老旧小区86个,加装电梯110部\t2026年11月20日前", row))
    (pair,) = pairs()
    assert pair.reasons[reason] == changed and pair.state == TaskPair.State.PROPOSED
    assert set(Task.objects.values_list("state", flat=True)) == {"suggested"}


def test_the_next_stage_of_a_row_that_has_its_twin_is_none(people: People) -> None:
    stage = "3\t改造老旧小区86个,加装电梯110部\t2026年11月30日前\t市住房城乡建设局\n"
    take_in(PLAN.replace("2\t新建口袋公园", stage + "2\t新建口袋公园"))
    (pair,) = pairs()
    assert pair.reasons["due"] == ["2026-11-20"]


def test_a_later_notice_with_another_number(people: People) -> None:
    take_in(PLAN)
    take_in(NOTICE, "41号.txt")
    across = [pair for pair in pairs() if pair.first.directive_id != pair.second.directive_id]
    assert len(across) == 1
    assert across[0].reasons["figures_changed"] == [["3000个", "3500个"]]
    assert across[0].reasons["due"] == ["2026-12-15"]


def test_the_order_of_reading_does_not_matter(people: People) -> None:
    take_in(NOTICE)
    take_in(PLAN, "40号.txt")
    assert len(pairs()) == 2


def test_twice_is_as_good_as_once(people: People) -> None:
    source = take_in(PLAN)
    TaskPair.objects.update(state=TaskPair.State.APART)
    assert propose_pairs(source) == 0
    assert [pair.state for pair in pairs()] == [TaskPair.State.APART]
    assert Event.objects.filter(verb="pairs_proposed").count() == 1


def test_what_counts_no_more_is_not_proposed(people: People) -> None:
    take_in(PLAN)
    Task.objects.filter(title__contains="停车").update(state=Task.State.REJECTED)
    TaskPair.objects.all().delete()
    take_in(NOTICE, "41号.txt")
    assert pairs() == []


def test_queries_do_not_grow_with_the_file(people: People) -> None:
    few, many = (_items(count) for count in (3, 60))
    take_in(_notice(50, few))
    counts = []
    for number, items in ((51, few), (52, many)):
        source = take_in(_notice(number, items), f"{number}.txt")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            propose_pairs(source)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_file_is_read_even_when_the_comparison_breaks(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> int:
        raise RuntimeError

    monkeypatch.setattr("obligations.intake.propose_pairs", broken)
    assert take_in(PLAN).state == SourceFile.State.DONE
    assert Task.objects.exists()


def test_what_was_missed_is_proposed_later(people: People) -> None:
    take_in(PLAN)
    take_in(NOTICE, "41号.txt")
    found = len(pairs())
    TaskPair.objects.all().delete()
    assert catch_up(NOW + timedelta(days=30)) == 0
    TaskKey.objects.all().delete()
    assert catch_up(NOW + timedelta(days=30)) == found
    # Tasks of common words alone are not looked at again every day.
    assert not Task.objects.filter(keys=None).exists()
    TaskPair.objects.all().delete()
    assert catch_up(NOW - timedelta(days=1)) == found


def test_years_in_titles_are_compared(people: People) -> None:
    for year in (2025, 2026):
        text = _notice(year, ["改造老旧供热管网42公里,覆盖热力站18座"]).replace("关于", f"关于{year}年")
        take_in(text, f"{year}.txt")
    assert pairs() == []


def _items(count: int) -> list[str]:
    things = ["口袋公园", "充电桩", "健身步道", "农贸市场", "消防水鹤", "排水管网"]
    return [f"新建{things[n % 6]}{n * 37 + 101}处,覆盖街区{n * 13 + 51}个" for n in range(count)]


def _notice(number: int, items: list[str]) -> str:
    day = date(2026, 9, 1)
    body = "\n".join(f"{n}.{item}。(责任单位:市能源局)" for n, item in enumerate(items, start=1))
    return (
        f"云河市人民政府办公室关于城市更新的通知\n云政办发〔2026〕{number}号\n各县(市、区)人民政府:\n{body}\n"
        f"云河市人民政府办公室\n{day.year}年{day.month}月{day.day}日\n"
    )
