"""Days that are counted from the day of issue or from a feast, short forms, and steps of one plan."""

from datetime import date

import pytest

from obligations.extraction.deadlines import TimeContext
from tests.extraction.test_deadlines_corpus import cases, read, value

FIXED = {
    "2024-03-31": ["请于月底前完成自查。", "各县于月末前报送台账。"],
    "2024-03-08": ["请于本周五前报送参会名单。", "本周五下班前报送参会名单。", "请于这周五前报送参会名单。"],
    "2024-03-13": ["下周三前反馈意见。", "请于下星期三17:00前反馈意见。"],
    "2024-04-05": ["各单位于下月5日前报送总结。"],
    "2024-04-20": ["所有项目下月中旬完成验收。"],
    "2024-04-30": [
        "下月底前完成验收。",
        "五一前完成隐患排查。",
        "“五一”前完成隐患排查。",
        "五一劳动节前完成隐患排查。",
        "“五一”假期前完成隐患排查。",
    ],
    "2024-05-31": ["“六一”前完成校园周边整治。", "六一儿童节前完成校园周边整治。"],
    "2024-06-30": [
        "“七一”前建成开放。",
        "七一建党节前建成开放。",
        "于2024.6.30日前完成。",
        "2024.6底前完成。",
        "2024.06前完成。",
    ],
    "2024-09-09": ["教师节前兑现补贴。"],
    "2024-09-30": [
        "国庆前完成道路修复。",
        "国庆节前完成道路修复。",
        "“十一”前完成道路修复。",
        "今年国庆节前完成道路修复。",
        "9月中下旬完成道路修复。",
    ],
    "2024-12-31": [
        "元旦前建成通车。",
        "2025年元旦前建成通车。",
        "年度终了前完成结算。",
        "年度结束前完成结算。",
        "年度内完成结算。",
        "完成时限:2024.12",
        "力争年内动工。",
        "2024年计划新建泵站12座。",
        "2024年目标任务:新建泵站12座。",
    ],
    "2024-07-20": ["7月上中旬完成招标。"],
}
RECURRING = {
    "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30": ["每年国庆节前开展专项检查。"],
    "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=30": ["每年度终了后30日内报送决算。"],
    "FREQ=MONTHLY;BYMONTHDAY=25": ["当月25日前支付到位。"],
    "FREQ=MONTHLY;BYMONTHDAY=5": ["于下月5日前报送当月进展。"],
    "FREQ=MONTHLY;BYMONTHDAY=10,20,-1": ["建立“旬销号”制度。"],
    "FREQ=WEEKLY": ["实行周销号制度。", "执行“周通报”制度。"],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1": ["每季度末(分别在6月、9月和12月底)报送进展。"],
    "FREQ=MONTHLY;INTERVAL=6": ["每半年(6月底和12月底)报送一次进展。"],
}
RELATIVE = {
    "P5B": ["限期5个工作日整改到位。", "限期在5个工作日内整改到位。"],
    "P7D": ["责令限期7日改正。"],
    "PT2H": ["接到险情后应当立即报告,最迟不得超过2小时。"],
    "P3Y": ["经过3年努力,基本消除隐患。", "力争通过三年左右的努力,基本消除隐患。"],
}
NOTHING = [
    "1—2月,全市完成投资10亿元。",
    "自2024年4月1日起至2024年12月31日止,免收检测费用。",
    "本政策执行期间为2024年4月1日至2025年12月31日。",
    "本通知自2024年4月1日起实施,至2026年3月31日止。",
    "2024年计划已经下达。",
    "春节前客流较大。",
    "逾期未公布的,自2025年1月1日起宣布失效。",
    "对6月前到期的合同予以续签。",
    "二十一前来报名。",
    "全市完成投资2024.12万元。",
]
PERIODS = {"2025-02-01/2025-02-28": ["明年2月1日至29日实行错峰生产。"]}
STEPS = {
    ("2024-05-31", "2024-08-31", "2024-12-31"): ["5月份开工,8月主体到顶,12月交付。", "5月动工,8月主体到顶,12月交付。"],
    ("2024-06-30", "2024-09-30", "2024-12-31"): ["二季度启动,三季度攻坚克难,四季度收官。"],
}


@pytest.mark.parametrize(("sentence", "meaning"), cases(FIXED))
def test_it_reads_a_day_of_the_calendar(sentence, meaning):
    assert [(d.kind, value(d)) for d in read(sentence)] == [("fixed", meaning)]


@pytest.mark.parametrize(("sentence", "meaning"), cases(RECURRING))
def test_it_reads_what_recurs(sentence, meaning):
    assert [(d.kind, value(d)) for d in read(sentence)] == [("recurring", meaning)]


@pytest.mark.parametrize(("sentence", "meaning"), cases(RELATIVE))
def test_it_reads_a_time_that_is_allowed(sentence, meaning):
    assert [(d.kind, value(d)) for d in read(sentence)] == [("relative", meaning)]


@pytest.mark.parametrize(("sentence", "meaning"), cases(PERIODS))
def test_it_reads_a_period(sentence, meaning):
    assert [value(d) for d in read(sentence)] == [meaning]


@pytest.mark.parametrize(("sentence", "meaning"), cases(STEPS))
def test_bare_dates_beside_each_other_are_the_steps_of_a_plan(sentence, meaning):
    assert tuple(value(d) for d in read(sentence)) == meaning


@pytest.mark.parametrize("sentence", NOTHING)
def test_it_is_no_deadline(sentence):
    assert read(sentence) == []


def test_years_alone_in_a_cell_are_a_period() -> None:
    assert [value(d) for d in read("游客集散中心   2023—2025年   市交通运输局")] == ["2023-01-01/2025-12-31"]
    assert read("《云河市旅游规划(2023—2025年)》印发后抓好落实。") == []


def test_next_month_after_december_is_january() -> None:
    assert [value(d) for d in read("下月10日前报送。", TimeContext(date(2024, 12, 5)))] == ["2025-01-10"]


def test_a_bracket_with_a_date_of_its_own_is_a_deadline_too() -> None:
    found = read("于每月28日前(本月于3月29日前)报送进展。")
    assert [value(d) for d in found] == ["FREQ=MONTHLY;BYMONTHDAY=28", "2024-03-29"]


def test_the_unit_that_an_event_befalls_is_no_part_of_the_event() -> None:
    (found,) = read("各有关部门收到险情报告后要在30分钟内上报。")
    assert found.after == "收到险情报告"


def test_this_week_is_unknown_without_a_day_of_issue():
    assert read("请于本周五前报送。", TimeContext(None)) == []


def test_a_feast_already_past_is_that_of_next_year():
    assert [value(d) for d in read("国庆节前完成检修。", TimeContext(date(2024, 10, 20)))] == ["2025-09-30"]


@pytest.mark.parametrize(
    ("passage", "meanings"),
    [
        ("按月报送进度。各县(市、区)每月25日前将进度报送市住建局。", ["FREQ=MONTHLY;BYMONTHDAY=25"]),
        ("实行日报告制度。各县(市、区)要于每日17时前报送巡查情况。", ["FREQ=DAILY"]),
        ("每季度通报一次。市能源局每季度末通报进展。", ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"]),
        # other deeds, another cycle, or no heading
        ("每月召开一次会议。各县(市、区)每月5日前报送数据。", ["FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=5"]),
        ("按周报送进度。各县(市、区)每月25日前报送总结。", ["FREQ=WEEKLY", "FREQ=MONTHLY;BYMONTHDAY=25"]),
        ("每月报送简报,每月25日前报送报表。", ["FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=25"]),
    ],
)
def test_a_cycle_that_a_heading_names_and_a_sentence_dates_is_one(passage, meanings):
    assert [value(d) for d in read(passage)] == meanings
