"""Phrasings of limits in plans, ledgers and schedules: value → phrasings; and what looks like one: reason → phrasings.

The directive of all sentences is issued on 2024-03-08 and names no year in its title.
"""

from datetime import date

import pytest

from obligations.extraction.deadlines import TimeContext
from tests.extraction.test_deadlines_corpus import cases, read, value

MEANINGS = {
    # fixed
    "2024-06-30": [
        "完成时限:2024年6月底",
        "完成时限:2024-06-30",
        "完成时限:2024/6/30",
        "完成时限:二〇二四年六月底",
        "2024.6.30前完成清淤。",
        "24年6月底前完成清淤。",
        "前两季度完成清淤任务的50%。",
    ],
    "2024-09-30": ["前三季度完成投资10亿元。", "三季度末完成投资10亿元。", "2024年前三季度完成投资10亿元。"],
    "2024-12-31": ["24年底前完成清淤。", "24年年底前完成清淤。", "当年底完成清淤。", "12月31日24时前完成清淤。"],
    "2026-12-31": ["2026年底前后建成。", "26年底前建成。", "到26年底建成。"],
    "2025-03-31": ["次年一季度完成验收。", "明年一季度完成验收。", "25年3月底前完成验收。"],
    "2025-12-31": ["“十四五”末建成投运。", "到十四五末建成投运。"],
    "2030-12-31": ["到“十五五”末建成投运。", '到"十五五"末建成投运。'],
    "2024-03-31": ["本月内完成清淤。", "本季度内完成清淤。", "本季度末前完成清淤。"],
    "2024-03-10": ["本周内报送名单。"],
    "2024-04-15": ["请于4月15日12∶00前报送名单。", "请于4月15日中午12点前报送名单。"],
    # the day before a feast, also of one that moves
    "2025-01-28": ["春节前兑付工资。", "2025年春节前兑付工资。", "明年春节前兑付工资。", "于春节来临前兑付工资。"],
    "2024-04-03": ["清明节前完成墓区整治。", "清明前完成墓区整治。"],
    "2024-06-09": ["端午节前开展检查。", "今年端午节前开展检查。"],
    "2024-09-16": ["中秋节前开展检查。"],
    "2024-10-10": ["重阳节前组织慰问。"],
    "2024-03-11": ["植树节前完成整地。"],
    # windows
    "2024-01-01/2026-12-31": ["自2024年1月1日起至2026年12月31日止开展整治。"],
    "2024-03-01/2024-05-31": ["3月—5月开展整治。", "3月~5月开展整治。", "3月至5月,集中开展整治。"],
    "2024-03-08/2024-12-31": ["从现在起到年底开展整治。", "即日起至12月底开展整治。"],
    "2026-01-01/2030-12-31": [
        "“十五五”期间,新建水库3座。",
        "“十五五”时期,重点抓好水网建设。",
        "“十五五”期间逐步淘汰老旧机组。",
        '"十五五"期间,新建水库3座。',
    ],
    # cycles
    "FREQ=YEARLY": [
        "每学年组织一次评估。",
        "按年度报送总结。",
        "一年两次检查。",
        "每年春节前走访慰问。",
        "每年不少于2次检查。",
        "每年培训不少于40学时。",
    ],
    "FREQ=MONTHLY;INTERVAL=6": ["每学期开展一次检查。", "按学期开展检查。", "半年至少一次检查。"],
    "FREQ=MONTHLY;INTERVAL=2": ["双月召开例会。"],
    "FREQ=MONTHLY;BYMONTH=1,3,5,7,9,11": ["逢单月召开例会。", "每逢单月召开例会。"],
    "FREQ=MONTHLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=5": ["逢双月5日前报送台账。"],
    "FREQ=MONTHLY;BYMONTHDAY=-1": ["月末报送进展。", "各单位按时汇总,月末报送进展。"],
    "FREQ=MONTHLY;BYMONTHDAY=10": ["月初报送计划。"],
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": ["工作日每天17时前报送进展。"],
    "FREQ=WEEKLY;BYDAY=MO": ["由市政府督查室每周一调度进展。", "每周一报告上周情况。"],
    "FREQ=WEEKLY": ["每周一调度。", "实行每周一通报制度。"],
    "FREQ=WEEKLY;BYDAY=FR": ["每周五12:00前报送进展。"],
    # after an event
    "P10B": ["办理时限由20个工作日压缩到10个工作日。", "审批时限由20个工作日压减至10个工作日以内。"],
    "2025-01-01/": ["门诊费用按人头付费于2025年1月1日起实施。"],
    "P2B": ["受理后2个工作日办结。"],
    "2024-01-01/": ["2024年1月1日起,新建建筑全面执行新标准。", "2024年1月1日起,各县(市、区)要按新标准发放。"],
    "P3M": ["整改期限不得超过3个月。", "整改期限为3个月。"],
    "P3Y/P5Y": ["3至5年内建成。", "3—5年内建成。"],
    "P15D": ["季度终了后15日内报送报表。"],
    "P3D": ["会后3日内印发纪要。"],
}
SEVERAL = {
    ("FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY"): [
        "实行月调度、季通报、年考核。",
        "月调度、季通报、年考核。",
        "时限要求:月调度、季通报、年总结",
    ],
    ("FREQ=DAILY", "FREQ=WEEKLY"): ["日报告、周调度。", "实行日报告、周调度。"],
    ("2024-03-25", "2024-06-25"): ["3月、6月的25日前报送。"],
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=25"): ["每年3月、9月的25日前报送。"],
    ("2024-12-31", "2025-01-28"): ["元旦、春节前开展慰问。", "元旦和春节前开展慰问。"],
    ("2024-09-16", "2024-09-30"): ["中秋、国庆前完成道路修复。", "中秋节、国庆节前完成道路修复。"],
}
NOTHING = {
    "commencement": [
        "新的收费标准自2025年1月1日起执行。",
        "本实施细则自2025年1月1日起实施。",
        "自2025年1月1日起实施。",
    ],
    "how long something lasts": ["城区户均停电时间压减至1小时以内。", "平均等候时间控制在30分钟以内。"],
    "how much at most": ["每人每年不超过3次。", "每周工作时间不超过40小时。", "每月最多2次。"],
    "a right of others": ["工伤认定申请时限为1年。", "档案保管期限为10年。", "举报时限为2年。"],
    "who is meant": [
        "2024年3月8日前已取得许可证的企业,应当重新登记。",
        "2024年6月底前取得许可证的企业,应当重新登记。",
        "在12月底前办理登记手续的商户。",
        "2025年1月1日后出厂的车辆。",
    ],
    "a state of things": [
        "“十四五”期间,全市共有泵站362座。",
        "“十四五”期间是攻坚期。",
        "“十四五”期间,电力供应偏紧。",
        "“十四五”期间经济社会发展情况。",
        "春节前客流较大。",
        "春节前后人流密集。",
    ],
    "the number of an issue": ["云河市人民政府公报2024.11"],
    "what has begun before": ["2024年1月1日起,全市已查处案件12起。", "2021年5月起,全面推行电子证照。"],
    "a parameter": [
        "2023—2024学年校历另行公布。",
        "视频资料保存90日以上。",
        "公示期不少于5个工作日。",
        "公开征求意见时间不少于30日。",
        "建设工期为18个月。",
        "给予6个月的整改期。",
        "停业整顿3个月。",
        "累计缴费满15年。",
        "优惠政策延续至2027年底。",
        "实行24小时值班制度。",
        "实时更新数据。",
    ],
}


@pytest.mark.parametrize(("sentence", "meaning"), cases(MEANINGS))
def test_it_reads_the_limit(sentence, meaning):
    assert [value(d) for d in read(sentence)] == [meaning]


@pytest.mark.parametrize(("sentence", "meanings"), cases(SEVERAL))
def test_it_reads_each_of_several(sentence, meanings):
    assert tuple(value(d) for d in read(sentence)) == meanings


@pytest.mark.parametrize(("sentence", "reason"), cases(NOTHING))
def test_it_is_no_deadline(sentence, reason):
    assert [d.text for d in read(sentence)] == [], reason


def test_a_feast_that_moves_and_is_over_is_that_of_next_year():
    assert [value(d) for d in read("春节前兑付工资。", TimeContext(date(2025, 1, 20)))] == ["2025-01-28"]
    assert [value(d) for d in read("春节前兑付工资。", TimeContext(date(2025, 2, 5)))] == ["2026-02-16"]


def test_a_feast_of_a_year_that_no_calendar_holds_has_no_date():
    assert read("2050年春节前兑付工资。") == []


def test_this_quarter_in_a_duty_without_end_comes_back():
    standing = TimeContext(date(2024, 3, 8), standing=True)
    assert [value(d) for d in read("于本季度末前报送报表。", standing)] == ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"]


@pytest.mark.parametrize(
    ("sentence", "meanings"),
    [
        ("2024年村级服务站覆盖率达到90%。", ["2024-12-31"]),
        ("整改目标:2025年河湾断面水质稳定达到Ⅲ类。", ["2025-12-31"]),
        ("完成时限:全年", ["2024-12-31"]),
        ("(一)动员部署阶段(2024年5月)。", ["2024-05-01/2024-05-31"]),
        ("(二)自查阶段(6月上旬)。", ["2024-06-01/2024-06-10"]),
        ("(二)自查阶段(6月10日前)。", ["2024-06-10"]),
        ("值班人员每日8时、20时汇总雨情。", ["FREQ=DAILY"]),
        ("器具免费检定,检定周期为每年一次。", ["FREQ=YEARLY"]),
        ("自4月1日起至6月30日为禁渔期。", ["2024-04-01/2024-06-30"]),
        # names and hours
        ("2024年全市质量工作要点", []),
        ("2024年全市质量工作的总体要求是提质增效。", []),
        ("大厅每日8时至18时开放。", []),
        ("11月15日至12月31日为供暖期。", []),
        ("全年抽检覆盖率要达到100%。", []),
    ],
)
def test_it_tells_a_goal_from_a_name(sentence, meanings):
    assert [value(d) for d in read(sentence)] == meanings


def test_the_plan_of_one_year_means_its_own_end():
    plan = TimeContext(date(2024, 3, 8), years=(2024,))
    assert [value(d) for d in read("每季度末报送进展,年底报送总结。", plan)][1] == "2024-12-31"
    assert [value(d) for d in read("每季度末报送进展,年底报送总结。")][1] == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"
