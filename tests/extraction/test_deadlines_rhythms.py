"""Rhythms and times after events in the sentences of plans: all values of a sentence → sentences.

Several values are joined by +; ~ marks words that are kept without a date. The directive is issued on 2024-03-08.
"""

import pytest

from tests.extraction.test_deadlines_corpus import cases
from tests.extraction.test_deadlines_sentences import meanings

SENTENCES = {
    "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1 + FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1": [
        "每年年中和年底各报送一次。",
        "每年6月、12月底前报送半年和全年总结。",
        "每年6月底和12月底前分别报送总结。",
        "半年和年终各报送一次。",
        "每年上半年、下半年各开展一次。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": [
        "每月第一个工作日报送上月台账。",
        "每月首个工作日前报送上月台账。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": [
        "每月最后一个工作日前报送进展。",
    ],
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5": [
        "每月前5个工作日内报送上月数据。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": [
        "每季度第一个工作日报送进展。",
        "每季度首月第一个工作日前报送进展。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2": ["每季度倒数第2个工作日前报送进展。"],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=7": ["每季度第一周召开调度会。"],
    "FREQ=MONTHLY;BYMONTHDAY=14": ["每月第二周召开调度会。"],
    "FREQ=MONTHLY;BYDAY=2MO": ["每月第二个星期一召开例会。", "每月第二个周一召开例会。"],
    "FREQ=MONTHLY;BYDAY=-1FR": ["每月最后一个星期五前报送进展。"],
    "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1": ["每半年最后一周召开总结会。"],
    "FREQ=MONTHLY;INTERVAL=3": [
        "每季度至少开展一次检查。",
        "一季度一调度。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTH=3,6,9,12;BYMONTHDAY=25": [
        "每季度最后一个月25日前报送工作小结。",
        "每季度末月25日前报送。",
        "每个季度末的25日前报送。",
        "季度末25日前报送。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10": [
        "每季度第一个月10日前报送上季度情况。",
        "每季度首月10日前报送上季度情况。",
        "每季度结束后10日内报送季度总结。",
        "季后10日内报送。",
    ],
    "FREQ=WEEKLY;BYDAY=FR": [
        "每周五前报送工作动态。",
        "每周五下午5时前报送工作动态。",
    ],
    "FREQ=WEEKLY;BYDAY=TH": [
        "于每周四17:00前将进展情况报市能源局。",
    ],
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR": [
        "每双周周五报送。",
    ],
    "FREQ=DAILY": [
        "每日下午5时前报送当日数据。",
        "每天17时前报送当日数据。",
        "每日17时报送。",
        "每日早8时、晚8时报送。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=5": [
        "次月5日前报送上月情况。",
        "每月结束后5日内报送报表。",
        "月后5日内报送。",
    ],
    "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1": [
        "每年度结束后一个月内报送年度总结。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=25": [
        "当月25日前报送本月进展。",
        "每月25日前将当月进展情况报送。",
    ],
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1": [
        "每年第一季度公布上年度目录。",
        "每年一季度末前完成上年度考核。",
        "每年3月底之前将上年度执行情况报送财政部。",
        "每年度结束后三个月内完成决算。",
    ],
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1": [
        "每年最后一个工作日前报送总结。",
        "每年最后一周召开总结会。",
        "每年底前将落实情况报省能源局。",
        "完成时限:每年12月底前",
        "每年四季度编制下一年度计划。",
    ],
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10": [
        "每年12月10日前将全年工作总结报省政府办公厅。",
    ],
    "P3B": [
        "收到通知后3个工作日内报送联络员名单。",
        "在收到本通知后3个工作日内,将联络员名单报市能源局。",
    ],
    "P15D": [
        "自发布之日起15日内制定实施细则。",
        "自本方案印发之日起15日内制定实施细则。",
        "于验收合格之日起15日内备案。",
    ],
    "P2W": [
        "两周内完成整改。",
    ],
    "P6M": [
        "半年内完成整改。",
        "自签订合同之日起六个月内开工。",
        "合同签订后半年内开工。",
        "在本办法施行后6个月内完成整改。",
        "自本办法施行之日起六个月内完成整改。",
    ],
    "P1M": [
        "汛期结束后一个月内完成水毁修复。",
        "本方案印发后1个月内,各县(市、区)制定实施方案。",
    ],
    "2025-01-01/2027-12-31 + FREQ=YEARLY": [
        "2025—2027年,每年改造老旧小区50个。",
    ],
    "FREQ=MONTHLY": [
        "逐月通报进展情况。",
        "完成时限:按月推进",
        "每月至少1次。",
    ],
    "FREQ=MONTHLY + FREQ=MONTHLY;INTERVAL=3 + FREQ=YEARLY": [
        "实行月调度、季通报、年考核。",
    ],
    "FREQ=WEEKLY + FREQ=MONTHLY + FREQ=MONTHLY;INTERVAL=3": [
        "建立周调度、月通报、季评价机制。",
        "一周一调度、一月一研判、一季一总结。",
    ],
    "FREQ=MONTHLY;INTERVAL=6": [
        "原则上每半年召开一次会议。",
        "每半年不少于一次。",
        "每半年至少研究1次。",
    ],
    "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=10 + FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=10": [
        "分别于每年7月10日前、次年1月10日前报送总结。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=5 + FREQ=MONTHLY;BYMONTHDAY=20": [
        "每月5日、20日前报送进度。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=10 + FREQ=MONTHLY;BYMONTHDAY=20 + FREQ=MONTHLY;BYMONTHDAY=30": [
        "每月10日、20日、30日报送进度。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=-1": [
        "每月最后一周召开调度会。",
        "每月末报送当月工作台账。",
        "每月月底前报送当月工作台账。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=10": [
        "每月上旬报送上月工作台账。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTH=3,6,9,12;BYMONTHDAY=-1": [
        "每季度末月底前报送季度小结。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1": [
        "每季度最后一周召开调度会。",
        "每季度最后5个工作日内报送进展。",
        "每季度最后一天前报送进展。",
        "每季末报送季度小结。",
        "完成时限:每季度末",
    ],
    "FREQ=MONTHLY + FREQ=MONTHLY;INTERVAL=3": [
        "一月一调度、一季一通报。",
    ],
    "FREQ=MONTHLY;INTERVAL=3 + FREQ=MONTHLY;INTERVAL=6 + FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1": [
        "按季调度、半年通报、年终考核。",
    ],
    "FREQ=YEARLY;INTERVAL=2": [
        "每两年组织一次修订。",
        "两年一轮开展巡察。",
    ],
    "FREQ=YEARLY;INTERVAL=3": [
        "每3年开展一轮全面评估。",
    ],
    "FREQ=YEARLY;INTERVAL=5": [
        "每五年修编一次。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=10,20,-1": [
        "每旬报送一次。",
        "每旬末报送进度。",
    ],
    "FREQ=WEEKLY;BYDAY=MO": [
        "每周一上午报送上周情况。",
    ],
    "FREQ=WEEKLY": [
        "每周至少调度一次。",
        "每周不少于2次巡查。",
        "每周末前报送。",
    ],
    "FREQ=WEEKLY;BYDAY=WE,FR": [
        "每周三、周五报送。",
    ],
    "FREQ=YEARLY": [
        "每年开学前对食堂进行检查。",
        "每年汛前组织一次隐患排查。",
        "每年冬春季节集中开展整治。",
        "每年不少于4次。",
        "每年春节前开展慰问。",
        "一年一考核。",
    ],
    "PT2H": [
        "接到报告后2小时内赶赴现场。",
    ],
    "PT1H": [
        "事故发生后1小时内向市应急管理局报告。",
        "事故发生后应当于1小时内报告。",
    ],
    "PT30M + PT1H": [
        "30分钟内电话报告、1小时内书面报告。",
    ],
    "P7B": [
        "应当在7个工作日内作出答复。",
    ],
    "P20B": [
        "应当自收到申请之日起20个工作日内作出决定。",
    ],
    "P10B": [
        "自受理申请之日起十个工作日内办结。",
    ],
    "P3M": [
        "项目竣工验收后3个月内办理移交。",
    ],
    "P3D": [
        "会议结束后的3日内印发纪要。",
    ],
    "-P3B": [
        "于会议召开前3个工作日报送材料。",
    ],
    "-P5B": [
        "会前5个工作日将材料报送办公室。",
    ],
    "-P15B": [
        "提前15个工作日报送计划。",
    ],
    "P20D": [
        "各县(市、区)要在方案下发后20日内出台配套措施。",
    ],
    "P1W": [
        "任务分解后一周内报送责任清单。",
    ],
    "2024-05-01/ + FREQ=MONTHLY;BYMONTHDAY=10": [
        "自2024年5月起,每月10日前报送进度。",
    ],
    "PT24H": [
        "24小时内完成核查处置。",
    ],
    "P2D": [
        "2天内完成核查处置。",
    ],
    "P45D": [
        "一个半月内完成整改。",
    ],
    "P1Y": [
        "一年内完成整改。",
    ],
    "P1Y/P2Y": [
        "1—2年内完成改造。",
    ],
    "P3Y": [
        "三年内实现全覆盖。",
        "力争三年内实现全覆盖。",
    ],
    "P100D": [
        "百日内完成整治。",
    ],
    "P5B": [
        "请于文到5个工作日内报送方案。",
    ],
    "P10D": [
        "接文后10日内报送方案。",
    ],
    "P30D": [
        "文件印发之日起30日内完成备案。",
    ],
    "PT15M": [
        "接报后15分钟内响应。",
    ],
    "FREQ=YEARLY;BYMONTH=3 + FREQ=YEARLY;BYMONTH=9": [
        "每年3月、9月各开展一次。",
    ],
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1 + FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-1": [
        "每年3月和9月底前报送。",
    ],
    "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-1": [
        "每年第三季度组织评估。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=10 + FREQ=MONTHLY;BYMONTHDAY=25": [
        "每月10日前、25日前各报送一次。",
    ],
    "FREQ=MONTHLY;BYMONTHDAY=1 + FREQ=MONTHLY;BYMONTHDAY=15": [
        "每月1日、15日开展巡查。",
    ],
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15": [
        "每季度第一个月15日前报送。",
    ],
    "FREQ=WEEKLY;BYDAY=MO,WE,FR": [
        "每周一、三、五巡查。",
    ],
    "FREQ=MONTHLY;INTERVAL=2": [
        "每隔两个月调度一次。",
        "每两个月调度一次。",
    ],
    "FREQ=MONTHLY;INTERVAL=4": [
        "每4个月调度一次。",
    ],
    "FREQ=WEEKLY + FREQ=MONTHLY": [
        "周报告、月研判。",
    ],
}


@pytest.mark.parametrize(("sentence", "meaning"), cases(SENTENCES))
def test_a_sentence_means(sentence, meaning):
    assert meanings(sentence) == meaning
