"""The year that a date means, the event, the deed, the place and the confidence of a deadline."""

from datetime import date

import pytest

from obligations.extraction.deadlines import TimeContext, find_deadlines, time_context
from obligations.extraction.text import SourceText
from tests.extraction.test_deadlines_corpus import ISSUED, read, value

WINTER_PLAN = "云河市人民政府办公室关于印发云河市2023—2024年秋冬季行动方案的通知"


def test_a_winter_plan_spreads_its_months_over_both_years():
    context = time_context(date(2023, 10, 19), WINTER_PLAN)
    assert context.years == (2023, 2024)
    found = read("10月底前完成A,12月底前完成B,3月底前完成C。", context)
    assert [value(d) for d in found] == ["2023-10-31", "2023-12-31", "2024-03-31"]


def test_a_window_of_a_winter_plan_crosses_the_year():
    context = time_context(date(2023, 10, 19), WINTER_PLAN)
    assert [value(d) for d in read("11月15日至3月15日加密巡查。", context)] == ["2023-11-15/2024-03-15"]


@pytest.mark.parametrize(
    ("title", "headings", "years"),
    [
        ("关于印发云河市2024年工作方案的通知", [], (2024,)),
        ("关于印发云河市2024年工作方案的通知", ["二、重点任务", "(一)2025年任务"], (2025,)),
        ("关于印发云河市2024年工作方案的通知", ["一、2025年任务", "(一)夯实基础"], (2025,)),
        ("关于印发云河市三年行动方案(2024—2026年)的通知", [], (2024, 2025, 2026)),
        ("关于印发云河市能源发展规划(2021─2025年)的通知", [], (2021, 2022, 2023, 2024, 2025)),
        ("关于公布云河市许可事项清单(2023年版)的通知", [], ()),
        ("关于印发云河市燃气管理办法的通知", ["第一章总则"], ()),
    ],
)
def test_the_nearest_heading_that_names_a_year_wins_over_the_title(title, headings, years):
    assert time_context(ISSUED, title, headings).years == years


def test_a_stage_of_several_years_takes_the_first_year_that_is_still_to_come():
    context = time_context(date(2023, 10, 17), "", ["(二)实施阶段(2023年11月—2026年12月)"])
    assert [value(d) for d in read("6月底前完成中期评估。", context)] == ["2024-06-30"]


@pytest.mark.parametrize(
    ("issued", "sentence", "due"),
    [
        (date(2024, 3, 8), "10月底前完成。", "2024-10-31"),
        (date(2024, 12, 5), "3月底前完成。", "2025-03-31"),
        (date(2024, 12, 5), "12月1日前完成。", "2024-12-01"),
        (date(2024, 12, 5), "明年3月底前完成。", "2025-03-31"),
        (date(2024, 2, 1), "2月底前完成。", "2024-02-29"),
        (date(2023, 2, 1), "2月底前完成。", "2023-02-28"),
        (date(2023, 2, 1), "2月30日前完成。", "2023-02-28"),
    ],
)
def test_without_any_year_the_date_of_issue_decides(issued, sentence, due):
    assert [value(d) for d in read(sentence, TimeContext(issued))] == [due]


def test_the_year_of_the_title_holds_for_a_plan_issued_a_little_late():
    context = time_context(date(2024, 4, 10), "云河市2024年工作方案")
    assert [value(d) for d in read("3月底前完成方案制定。", context)] == ["2024-03-31"]


def test_a_month_of_the_title_year_long_past_means_the_next_year():
    context = time_context(date(2024, 10, 10), "云河市2024年冬季清洁取暖方案")
    assert [value(d) for d in read("2月底前完成总结。", context)] == ["2025-02-28"]


def test_a_title_of_next_year_makes_dates_of_next_year():
    context = time_context(date(2023, 12, 20), "云河市2024年工作方案")
    assert [value(d) for d in read("12月底前完成。", context)] == ["2024-12-31"]


def test_the_year_said_in_the_sentence_wins_over_the_title():
    context = time_context(ISSUED, "云河市2024年工作方案")
    assert [value(d) for d in read("2025年6月底前完成50%,12月底前全部完成。", context)] == ["2025-06-30", "2025-12-31"]


def test_without_a_date_of_issue_a_bare_month_is_not_guessed():
    assert read("10月底前完成。", TimeContext(None)) == []
    assert [value(d) for d in read("每月25日前报送。", TimeContext(None))] == ["FREQ=MONTHLY;BYMONTHDAY=25"]
    assert [value(d) for d in read("10月底前完成。", TimeContext(None, (2024,)))] == ["2024-10-31"]


@pytest.mark.parametrize(
    ("sentence", "rrule"),
    [
        ("于次年3月10日前报送。", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10"),
        ("于次年3月底前公布。", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
        ("于1月31日前报送上年度总结。", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31"),
        ("当年12月底前报送。", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
    ],
)
def test_a_standing_duty_comes_back_every_year(sentence, rrule):
    assert [value(d) for d in read(sentence, TimeContext(ISSUED, standing=True))] == [rrule]


def test_even_a_standing_document_sets_single_dates():
    assert [value(d) for d in read("4月17日前完成首次评估。", TimeContext(ISSUED, standing=True))] == ["2024-04-17"]


@pytest.mark.parametrize(
    ("sentence", "after"),
    [
        ("受理机关应自受理之日起20日内答复申请人。", "受理"),
        ("合同签订后10个工作日内备案。", "合同签订"),
        ("各县区在收到通知后3个工作日内报送方案。", "收到通知"),
        ("发现问题的,应当在2个工作日内移送。", "发现问题"),
        ("有效期届满前30日内提出申请。", "有效期届满"),
        ("三个月内完成整改。", ""),
    ],
)
def test_it_names_the_event_as_printed(sentence, after):
    assert [d.after for d in read(sentence)] == [after]


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("10月底前,完成摸底排查,建立台账。", ["完成摸底排查"]),
        ("于每月25日前报送进展情况。", ["报送进展情况"]),
        ("(一)动员部署阶段(3月10日—3月31日)", ["动员部署阶段"]),
        ("每年6月、12月底前报送总结。", ["报送总结", "报送总结"]),
        ("6月底前完成60%,年底前全部完成。", ["完成60%", "全部完成"]),
    ],
)
def test_it_says_what_the_date_binds(sentence, what):
    assert [d.what for d in read(sentence)] == what


def test_the_text_of_a_deadline_is_verbatim_and_starts_with_its_preposition():
    assert [d.text for d in read("到2025年底,建成50个;自受理之日起20日内办结。")] == [
        "到2025年底",
        "自受理之日起20日内",
    ]


def test_it_reads_only_its_passage():
    source = SourceText("6月底前完成一期。9月底前完成二期。年底前完成三期。")
    found = find_deadlines(source, 9, 18, TimeContext(ISSUED))
    assert [value(d) for d in found] == ["2024-09-30"]


def test_a_date_alone_on_its_line_is_a_cell_of_a_table():
    assert [value(d) for d in read("完成主体施工\n2024年6月\n市住建局")] == ["2024-06-30"]
    assert read("做好2024年6月市住建局值班。") == []


def test_an_explicit_limit_is_surer_than_a_bare_date():
    sure = read("10月底前完成。")[0].confidence
    bare = read("10月召开推进会。")[0].confidence
    guessed = read("2月底前完成。", TimeContext(date(2024, 12, 5)))[0].confidence
    assert sure > 0.9 > bare
    assert guessed < sure
