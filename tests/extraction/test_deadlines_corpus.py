"""What time expressions mean: one table a kind, value → phrasings.

The directive of all sentences is issued on 2024-03-08 and names no year in its title.
"""

from datetime import date

import pytest

from obligations.extraction.deadlines import TimeContext, find_deadlines
from obligations.extraction.findings import DeadlineFinding, DeadlineKind
from obligations.extraction.text import SourceText

ISSUED = date(2024, 3, 8)


def read(sentence: str, context: TimeContext | None = None) -> list[DeadlineFinding]:
    source = SourceText(sentence)
    return find_deadlines(source, 0, len(source), context or TimeContext(ISSUED))


def value(found: DeadlineFinding) -> str:
    """The value in one string: a date, START/END, an RRULE, a duration."""
    start, due = (day.isoformat() if day else "" for day in (found.start_on, found.due_on))
    return {
        DeadlineKind.FIXED: due,
        DeadlineKind.PERIOD: f"{start}/{due}",
        DeadlineKind.RECURRING: found.rrule,
        DeadlineKind.RELATIVE: found.offset,
    }[found.kind]


def cases(corpus: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(sentence, meaning) for meaning, sentences in corpus.items() for sentence in sentences]


FIXED = {
    "2024-03-31": [
        "请于本月底前完成自查。",
        "本月31日前完成自查。",
        "一季度完成可研批复。",
        "2024年第一季度前完成可研批复。",
        "3月底前完成可研批复。",
    ],
    "2024-10-31": [
        "各县(市、区)于10月底前完成摸底。",
        "10月末前完成摸底。",
        "10月底完成摸底。",
        "十月底前完成摸底。",
        "2024年10月底前完成摸底。",
        "2024 年 10 月\n底前完成摸底。",
        "\uff12\uff10\uff12\uff14年\uff11\uff10月底前完成摸底。",
        "二〇二四年十月底前完成摸底。",
        "10月31日前完成摸底。",
        "10月31日之前完成摸底。",
        "10月31日以前完成摸底。",
        "10月31日24:00前完成摸底。",
        "10月31日(星期四)下午下班前将结果报市能源局。",
        "10月31日17时前将结果报市能源局。",
        "2024-10-31前完成摸底。",
        "2024.10.31前完成摸底。",
        "2024/10/31前完成摸底。",
        "不晚于10月31日完成摸底。",
        "最迟于10月31日完成摸底。",
        "10月下旬完成摸底。",
        "完成时限:2024年10月",
        "整改时限:2024年10月31日",
        "10月份提请市政府常务会议审议。",
        "10月,召开全市推进会。",
    ],
    "2024-11-10": ["11月10日前完成清退。", "11月10前完成清退。", "11月上旬完成清退。", "11月10号前完成清退。"],
    "2024-11-20": ["11月中旬完成清退。", "二〇二四年十一月二十日前完成清退。"],
    "2024-12-31": [
        "年底前建成投运。",
        "今年年底前建成投运。",
        "今年底建成投运。",
        "2024年底前建成投运。",
        "2024年年底前建成投运。",
        "2024年末建成投运。",
        "年内建成投运。",
        "年内部署完成。",
        "年内陆续投运。",
        "2024年内建成投运。",
        "本年度内建成投运。",
        "2024年完成主体工程。",
        "下半年开工建设。",
        "2024年第四季度完成验收。",
        "今年,全市要新建充电桩500个。",
        "2024年全市新建充电桩500个。",
        "2024年:新建充电桩500个。",
        "四季度末前完成验收。",
    ],
    "2025-12-31": [
        "到2025年,全市森林覆盖率达到38%。",
        "到2025年底,全市森林覆盖率达到38%。",
        "到2025年森林覆盖率达到38%。",
        "至2025年末,全市森林覆盖率达到38%。",
        "力争2025年实现全覆盖。",
        "截至2025年底,改造老旧小区不少于100个。",
        "到“十四五”末,森林覆盖率达到38%。",
        "到二○二五年,森林覆盖率达到38%。",
        "明年底前全部完成。",
    ],
    "2024-06-30": [
        "6月底前列入计划。",
        "6月底前置换完毕。",
        "6月底前述职。",
        "6月底前提交报告。",
        "上半年完成可研批复。",
        "2024年上半年完成可研批复。",
        "二季度完成可研批复。",
        "第二季度末前完成可研批复。",
    ],
    "2024-05-10": ["5月初启动报名。"],
}

TWO_DATES = {
    ("2024-06-30", "2024-12-31"): [
        "6月底前完成60%,年底前全部完成。",
        "2024年6月底前完成60%,12月底前全部完成。",
        "6月、12月底前各完成一次。",
        "上半年完成可研批复,下半年开工建设。",
    ],
    ("2024-12-31", "2025-06-30"): [
        "2024年12月底前完成一期,次年6月底前完成二期。",
        "年底前完成一期,明年6月底前完成二期。",
        "年底前完成一期,2025年6月底前完成二期。",
    ],
    ("2025-12-31", "2030-12-31"): ["到2025年、2030年,森林覆盖率分别达到38%、40%。"],
    ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=20", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=20"): [
        "分别于每年5月20日前、9月20日前报送材料。",
        "每年5月20日前报送自评材料,9月20日前报送复核材料。",
    ],
    ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"): [
        "每年6月、12月底前报送总结。",
        "每年6月底前和12月底前报送总结。",
        "分别于每年6月和12月底前报送总结。",
    ],
    ("FREQ=YEARLY;BYMONTH=1", "FREQ=YEARLY;BYMONTH=7"): ["每年1月份和7月份集中受理。"],
    ("FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=MONTHLY;BYMONTHDAY=20"): [
        "每月5日前、20日前报送情况。",
        "每月5日、20日前报送情况。",
    ],
    ("FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;INTERVAL=3"): ["分别每半年、每季度巡检一遍。"],
    ("FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=28"): ["每周五报送周报,每月28日报送月报。"],
    ("FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=15"): ["每月1日、15日报送进展。"],
    ("2024-05-10", "2024-05-20"): ["于5月10日、20日前分别报送。", "5月10日前和20日前分别报送。"],
    ("FREQ=MONTHLY;BYMONTHDAY=20", "FREQ=MONTHLY;INTERVAL=3;BYMONTH=3,6,9,12;BYMONTHDAY=20"): [
        "每月20日前和季度末月20日前报送。"
    ],
    ("FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"): ["半年进行一次评估,年底进行总结。"],
    ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"): ["每年开展一次,次年第一季度完成考核。"],
    ("P3B", "P5B"): ["自收到材料之日起3个工作日内初审,5个工作日内完成核查。"],
    ("FREQ=WEEKLY", "FREQ=MONTHLY"): ["坚持周报表、月总结。", "实行周调度、月通报。", "每周调度、每月通报。"],
    ("2024-04-01/", "FREQ=MONTHLY;BYMONTHDAY=5"): ["自4月1日起,每月5日前报送上月数据。"],
}

PERIODS = {
    "2024-03-21/2024-12-31": ["从3月下旬开始,至12月底结束。", "集中整治阶段(2024年3月下旬—12月底)。"],
    "2024-10-01/": ["巩固提升阶段(2024年10月及以后)。"],
    "2024-10-20/2024-12-31": [
        "10月20日—12月31日开展集中整治。",
        "10月20日至12月31日开展集中整治。",
        "10月20日-12月31日,开展集中整治。",
        "(二)集中整治阶段(10月20日—12月31日)。",
        "2024年10月20日至2024年12月31日开展集中整治。",
        "自10月20日起至12月31日止,开展集中整治。",
        "10月20日8:00—12月31日18:00开展集中整治。",
    ],
    # how long it is open is said instead of its end
    "2024-04-01/2024-07-09": ["自2024年4月起100天内完成整治。", "自4月起100天内完成整治。"],
    "2024-04-01/2024-07-01": ["自4月1日起3个月内完成清理。"],
    "2024-05-01/2024-07-31": ["从2024年5月起用三个月时间完成清理。", "从2024年5月起,用三个月时间完成清理。"],
    "2024-06-01/2026-06-01": ["自2024年6月1日起两年内完成改造。"],
    "2024-01-01/2026-12-31": ["自2024年起用3年时间完成改造。"],
    "2024-03-08/2024-04-07": ["自即日起30日内完成清理。"],
    "2024-03-08/2024-06-08": ["从即日起3个月内完成清理。"],
    # the month that comes, not that of the year that is printed at the end
    "2024-09-01/2027-06-30": ["9月起到2027年6月底开展整治。", "9月至2027年6月开展整治。"],
    "2024-03-01/2025-12-31": ["3月至2025年12月开展整治。"],
    "2024-10-20/2024-10-31": [
        "10月20日至31日开展集中整治。",
        "10月20日—31日开展集中整治。",
        "10月20—31日开展集中整治。",
    ],
    "2024-10-01/2024-12-31": [
        "10—12月开展督导。",
        "2024年10月—12月开展督导。",
        "2024年10-12月开展督导。",
        "十月至十二月开展督导。",
    ],
    "2024-11-01/2025-03-31": [
        "2024年11月至2025年3月开展冬季行动。",
        "2024年11月至次年3月开展冬季行动。",
        "11月至次年3月开展冬季行动。",
        "2024年11月一2025年3月开展冬季行动。",
        "今年11月至明年3月开展冬季行动。",
    ],
    "2024-03-08/2024-06-30": [
        "即日起—6月30日,开展排查。",
        "自即日起至6月30日,开展排查。",
        "自本通知印发之日起至6月底,开展排查。",
        "第一阶段(即日起至6月底)。",
        "从现在起至6月底,开展排查。",
    ],
    "2024-11-01/": [
        "11月起,对燃气管网开展巡查。",
        "自11月1日起,对燃气管网开展巡查。",
        "从2024年11月起,对燃气管网开展巡查。",
    ],
    "2025-01-01/2027-12-31": ["2025—2027年,完成改造任务。", "实施阶段(2025年—2027年)。"],
}

RECURRING = {
    "FREQ=MONTHLY;BYMONTHDAY=25": [
        "每月25日前报送进展。",
        "每月25日之前报送进展。",
        "每个月25号前报送进展。",
        "每月20日至25日报送进展。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=5": [
        "次月5日前报送上月数据。",
        "于下月5日前报送上月数据。",
        "每月结束后5日内报送数据。",
        "每月前5日报送数据。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=-1": [
        "每月底前报送进展。",
        "每月月底前报送进展。",
        "每月末报送进展。",
        "每月最后一天前报送进展。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": [
        "每月第一个工作日报送上月台账。",
        "每月首个工作日前报送上月台账。",
        "次月第1个工作日前报送上月台账。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5": [
        "每月前5个工作日内报送上月数据。",
        "每月第五个工作日前报送上月数据。",
        "次月前五个工作日内报送上月数据。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": [
        "每月最后一个工作日前报送进展。",
        "于每个月的最后1个工作日报送进展。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2": ["每月倒数第二个工作日前报送进展。"],
    "FREQ=MONTHLY;BYMONTHDAY=10": ["每月上旬召开例会。"],
    "FREQ=MONTHLY": [
        "每月开展一次检查。",
        "每个月不少于一次。",
        "逐月通报。",
        "按月通报。",
        "一月一调度。",
        "执行月报制度。",
        "月月通报、每月销号。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=15,-1": ["每半月调度一次。", "每半个月报送一次进展。", "半月一次例会。"],
    "FREQ=MONTHLY;INTERVAL=2": ["每两个月开展一次检查。", "每2个月开展一次检查。", "建立双月调度机制。"],
    "FREQ=MONTHLY;INTERVAL=3": [
        "每季度召开一次会议。",
        "每个季度召开一次会议。",
        "按季度通报。",
        "逐季通报。",
        "分季度通报。",
        "一季度一通报。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1": [
        "每季度末报送总结。",
        "每季度末前报送总结。",
        "每季末报送总结。",
        "于季度末前报送总结。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10": [
        "每季度首月10日前报送总结。",
        "每季度第一个月10日前报送总结。",
        "每季度结束后10日内报送总结。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTH=3,6,9,12;BYMONTHDAY=25": [
        "每季度末月25日前报送总结。",
        "每季度最后一个月25日前报送总结。",
    ],
    "FREQ=MONTHLY;INTERVAL=6": [
        "每半年开展一次评估。",
        "每半年度开展一次评估。",
        "按半年度核定拨付。",
        "半年一次评估。",
    ],
    "FREQ=YEARLY": [
        "每年开展一次评估。",
        "每年度开展一次评估。",
        "一年一评估。",
        "按年度开展考核。",
        "分年度开展监测。",
        "按年汇总。",
    ],
    "FREQ=YEARLY;INTERVAL=3": ["每三年开展一次评估。", "每3年组织一次修订。", "三年一修订。"],
    "FREQ=YEARLY;BYMONTH=7": ["每年7月份开始筹备展会。", "每年7月集中受理。"],
    "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15": ["每年8月15日前报送材料。", "每年的8月15日之前报送材料。"],
    "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=-1": [
        "每年10月底前组织督促。",
        "每年10月前组织督促。",
        "每年10月下旬组织督促。",
    ],
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1": [
        "每年年底前报送总结。",
        "每年底前报送总结。",
        "每年第四季度末前报送总结。",
        "每年下半年开展一次评估。",
    ],
    "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31": ["每年3月1日至5月31日开展春季绿化。"],
    "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1": ["每年3、6、9、12月底前报送数据。"],
    "FREQ=WEEKLY": ["每周召开一次例会。", "每周一次调度。", "每周一调度。", "落实周例会制度。", "一周一通报。"],
    "FREQ=WEEKLY;INTERVAL=2": ["每两周召开一次会议。", "每2周召开一次会议。", "两周一调度。", "实行双周调度。"],
    "FREQ=WEEKLY;BYDAY=MO": ["每周一报送上周情况。", "每星期一上午10:00前报送上周情况。"],
    "FREQ=WEEKLY;BYDAY=FR": ["每周五前报送本周情况。", "每周五下班前报送本周情况。"],
    "FREQ=WEEKLY;BYDAY=TU,TH": ["每周二、周四报送情况。"],
    "FREQ=DAILY": ["每天报告处置进展。", "每日报告处置进展。", "每日17:00前报告处置进展。", "实行日报告制度。"],
    "FREQ=DAILY;INTERVAL=15": ["每15天报送一次情况。"],
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": ["每个工作日报告处置进展。"],
    "FREQ=HOURLY;INTERVAL=2": ["每2小时报告一次雨情。"],
}

RELATIVE = {
    "P5B": [
        "自2024年4月10日起5个工作日内完成清理。",
        "用地批复后5个工作日内完成备案。",
        "自收到申请之日起五个工作日内作出决定。",
        "收到材料后,应在5个工作日内完成审核。",
        "在收到通知后的5个工作日之内报送方案。",
        "5个工作日内办结。",
        "审批时限压缩至5个工作日以内。",
    ],
    "P20D": [
        "自受理之日起20日内作出决定。",
        "自受理之日起二十日内作出决定。",
        "受理后20天内作出决定。",
        "20日以内办结。",
    ],
    "P1M": [
        "本方案印发后1个月内制定实施细则。",
        "一个月之内完成整改。",
        "文件印发1个月内,各县区出台政策。",
        "验收合格之日起1个月内移交。",
    ],
    "P3M": [
        "三个月内完成整改。",
        "年度终了后3个月内报送决算。",
        "利用3个月左右的时间集中整治。",
    ],
    "P6M": ["半年内完成清理。", "六个月内完成清理。"],
    "P15D": ["半个月内完成整改。", "自发布之日起15日内制定细则。", "开工之日起十五日内报告。"],
    "P2W": ["通知下发后两周内完成排查。", "2周内完成排查。"],
    "P18M": ["一年半内完成搬迁。"],
    "PT24H": ["24小时内上报处置情况。", "接报后24小时之内书面报告。"],
    "PT1H": ["事故发生后1小时内报告市应急管理局。", "发生事故后,应当在一小时内报告市应急管理局。"],
    "PT30M": ["接到报告后30分钟内赶到现场。", "接到报告后半小时内赶到现场。"],
    "P10M/P1Y": ["结案后10个月至1年内开展评估。"],
    "P5B/P7B": ["5至7个工作日内办结。", "5—7个工作日内办结。"],
    "P3Y": ["力争用三年时间实现全覆盖。", "三年内实现全覆盖。", "3年内陆续建成。"],
    "P2Y/P3Y": ["力争用2—3年时间建成体系。"],
    "-P30D": [
        "应当提前30日告知用户。",
        "有效期届满前30日内提出延续申请。",
        "应当在有效期届满30日前提出延续申请。",
        "需要延续的,应当在届满30日前提出申请。",
        "应当提前三十日告知用户。",
    ],
    "-P3B": ["会议召开前3个工作日报送材料。", "提前3个工作日公告。"],
    "-P20D": ["在举办活动的20日前提出申请。"],
}


@pytest.mark.parametrize(("sentence", "meaning"), cases(FIXED))
def test_it_reads_a_fixed_date(sentence, meaning):
    assert [(d.kind, value(d)) for d in read(sentence)] == [(DeadlineKind.FIXED, meaning)]


@pytest.mark.parametrize(("sentence", "meaning"), cases(PERIODS))
def test_it_reads_a_period(sentence, meaning):
    assert [(d.kind, value(d)) for d in read(sentence)] == [(DeadlineKind.PERIOD, meaning)]


@pytest.mark.parametrize(("sentence", "meaning"), cases(RECURRING))
def test_it_reads_what_recurs(sentence, meaning):
    found = {(d.kind, value(d)) for d in read(sentence)}
    assert found == {(DeadlineKind.RECURRING, meaning)}


@pytest.mark.parametrize(("sentence", "meaning"), cases(RELATIVE))
def test_it_reads_a_time_after_an_event(sentence, meaning):
    assert [(d.kind, value(d)) for d in read(sentence)] == [(DeadlineKind.RELATIVE, meaning)]


@pytest.mark.parametrize(("sentence", "meanings"), cases(TWO_DATES))
def test_each_of_several_dates_is_a_deadline(sentence, meanings):
    assert tuple(value(d) for d in read(sentence)) == meanings
