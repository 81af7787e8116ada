"""The window of a stage's heading belongs to each item of the stage."""

from datetime import date

from obligations.extraction.pipeline import extract

NOTICE = """云河市人民政府办公室
关于印发云河市清洁取暖行动方案的通知
云政办发〔2026〕12号
各县(市、区)人民政府:
现将《方案》印发给你们,请认真执行。
云河市人民政府办公室
2026年3月8日
云河市清洁取暖行动方案
一、实施步骤
(一)部署阶段(3月20日—4月30日)
1.制定方案。各县(市、区)要制定实施方案。
2.摸清底数。市能源局要于4月10日前核查改造户数。
3.广泛宣传。利用多种媒体宣传政策。
(二)总结阶段(11月1日—11月30日)。市能源局要组织验收。
二、保障措施
(一)加强领导。各县(市、区)要落实责任。
"""


def dates(title: str) -> list[tuple[date | None, date | None]]:
    items = {item.title: item for item in extract(NOTICE)[0].obligations}
    return [(found.start_on, found.due_on) for found in items[title].deadlines]


def test_an_item_without_a_date_has_the_window_of_its_stage() -> None:
    assert dates("制定方案") == [(date(2026, 3, 20), date(2026, 4, 30))]
    # nobody is named, but the window makes it an obligation
    assert dates("广泛宣传") == [(date(2026, 3, 20), date(2026, 4, 30))]


def test_a_date_of_its_own_goes_before_the_window() -> None:
    assert dates("摸清底数") == [(None, date(2026, 4, 10))]


def test_a_stage_without_items_reads_its_window_itself() -> None:
    assert dates("总结阶段(11月1日—11月30日)") == [(date(2026, 11, 1), date(2026, 11, 30))]


def test_the_window_ends_with_the_stage() -> None:
    assert dates("加强领导") == []


def test_the_window_points_at_the_heading() -> None:
    (window,) = next(item for item in extract(NOTICE)[0].obligations if item.title == "制定方案").deadlines
    assert NOTICE[window.start : window.end] == window.text == "3月20日—4月30日"
    assert window.what == "制定方案"


def test_the_heading_of_a_stage_is_no_item_though_it_ends_like_a_sentence() -> None:
    notice = NOTICE.replace("(一)部署阶段(3月20日—4月30日)", "(一)部署阶段(3月20日—4月30日)。")
    titles = [item.title for item in extract(notice)[0].obligations]
    assert titles == [item.title for item in extract(NOTICE)[0].obligations]


def test_a_goal_with_its_day_among_the_aims_is_an_item() -> None:
    notice = NOTICE.replace("一、实施步骤", "一、总体要求\n到2027年,全市清洁取暖率达到95%。\n二、实施步骤")
    (goal,) = [item for item in extract(notice)[0].obligations if "清洁取暖率" in item.text]
    assert [found.due_on for found in goal.deadlines] == [date(2027, 12, 31)]
