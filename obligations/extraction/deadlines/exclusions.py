"""Which dates bind nobody: named rules about what stands around a reading.

Each rule looks at a `Scene` and says whether its reading is no deadline. The first that does is the reason.
"""

import re
from collections.abc import Callable

from obligations.extraction.deadlines.readings import Cycle, Lapse, Point, Reading, Window
from obligations.extraction.deadlines.scene import Scene, in_book_title
from obligations.extraction.orders import DEED, DEEDS

DOCUMENT = r"(?:规划|计划|方案|纲要|行动|意见|办法|清单|目录|名录|指南|通知|决定|条例|预算|决算|报告|年报|白皮书)"
QUOTED_DOCUMENT = re.compile(r"“[^“”]{0,40}$")
QUOTED_DOCUMENT_REST = re.compile(rf"[^“”]{{0,40}}{DOCUMENT}(?:\([^()]{{0,12}}\))?”")
PERIOD_OF_DOCUMENT = re.compile(rf"(?:{DOCUMENT}|[近远中划景]期|[年月日天])\($")
OWN_TERM = re.compile(rf"^\)?(?:年度?)?(?:为?(?:规划期|[近远基]期|基准年)|[^,。;:]{{0,4}}{DOCUMENT}(?:[》”),。、]|$))")

COMMENCEMENT = re.compile(
    r"^(?:之日)?(?:起|开始)?[,]?(?:正式|同步|试|宣布|自动|自行|予以|一并)*(?:施行|生效|执行|实施|废止|失效|停止(?:执行|施行)|试行|停用)"
)
VALIDITY = re.compile(
    r"(?:有效期?限?|试行期|任期|聘期|保质期|经营期|许可期|营业期|使用年限|服务期|合同期|执行期间?|实施期间?|优惠期)(?:限|至|到|自|为|:|从|截至|截止|于|日)*$"
)
# 门诊付费于2020年1月1日起实施: a measure begins, not the document.
MEASURE_BEGINS = re.compile(r"^(?:正式|全面|统一|同步)*(?:实施|实行|执行)")
SHORTEST_MEASURE = 4
BY_DOCUMENT = re.compile(
    r"(?:本[^,。;]{0,12}|[以上]述?[^,。;]{0,8}|办法|细则|规定|通知|意见|标准|价格|收费|政策|条例|公告|通告|方案|目录|制度|规则|决定)(?:[于自从])?$"
)
SINCE_COMMENCEMENT = re.compile(r"起(?:施行|实施|执行|生效|试行)[^。;]{0,6}$")
WINDOW_OF_VALIDITY = re.compile(r"有效期|试行期|任期|施行")

SINCE_PAST = re.compile(r"^(?:起)?(?:以来|至今|以后|开始至今)")
DATED_DOCUMENT = re.compile(
    r"^(?:,)?(?:由|经)?[^,。;:]{0,24}?(?:印发|发布|公布|下发|出台|颁布|签署|通过|批准|修订|修正|制定|发文|批复)的"
    r"|^(?:印发|发布|公布|下发|颁布|通过|修订|修正)"
)
FACT = re.compile(r"^[^,。;]{0,10}(?:已经?|共有?|累计|发生|达成|查处了|完成了)")
LATELY_DAYS = 366
HOLDS_ON = re.compile(
    r"^,(?![^,。;]{0,24}[了已])[^,。;]{0,16}?(?:全面|一律|要(?!求)|应当?|须|推行|实行|不再|停止|启用|调整为|统一)"
)
STATE_AT = re.compile(r"(?:截至|截止到?|以)$")
DEFINING = re.compile(
    r"^(?:期间|之间)?[^,。;:]{0,8}(?:出生|注册|登记|建成|投产|竣工|投用|取得|批准|立项|购置|发生|备案|形成|认定|签订|成立|开工|在册|完工|报废|新建|新增|新购|生产|入库|受理|签约|到期|期满|届满)(?:的|并)"
    r"|^(?:期间)?(?:之间)?出生"
    r"|^[以之]?后[^,。;:]{1,12}的"
    r"|^已经?(?!要|应)[^,。;:、]{1,16}的(?=[^,。;])"
    r"|^(?:取得|持有|获得|签订|办理|领取|缴纳|完成)[^,。;:、]{0,8}(?:证|许可|资格|资质|手续|登记|备案|合同|协议|注册)的"
)

UNMET = re.compile(r"(?:未|没有|逾期|不能|无法|拒不|尚未)[^,。;:的]{0,14}$")
STATE = re.compile(r"(?:为|是|系|属于?)[^,。;:]{2,10}$")
LASTING = re.compile(r"(?:均|停电|停水|排队|等候|通勤|延误|响应)[^,。;]{0,8}(?:时间|时长)[^,。;]{0,8}[至到在为]$")
REMEDY = re.compile(r"^[^,。;:]{0,20}(?:行政复议|诉讼)")
ANNIVERSARY = re.compile(r"[日节周月]\($")
SUBMITTED = re.compile(r"(?:报送|上报|提交|编制|填报)[^,。;:]{0,10}$")
SUPPOSING = re.compile(r"(?:确需|如需|如|若|凡|对于?|因)[^,。;:]{0,14}$")
LOOKING_BACK = re.compile(
    r"(?:近|最近|过去|未来|预计|连续|此前|之前|任一|任意|同一|每|满|逾期|逾|超过|滞后)(?:的|时间)?$"
)
PROHIBITED = re.compile(
    r"^,?(?:均|都|企业|其|应)?(?:不得|不再|不予|不可|无(?!害|偿|障|缝|人|论|条件)|未|没有|累计|曾|存在|不存在|发生[^,。;]{0,12}(?:次|起|的)|受(?!理|益|灾)|有(?!关|效|序|偿|条件|权|责任|需要|力|机)|被|免征|免费|免于|减征|保持|销售|新增的|出现|可能|已|享受|可享|按[^,。;]{0,10}(?:给予|补助|补贴|奖励|标准)|给予[^,。;]{0,12}(?:补|奖)|降[雨水雪]|雨量|累积|平均|气温|风力|浓度|积雪|能见度|将(?:达|出现|发生|受|有))"
)
TREND = re.compile(
    r"^(?:递|提高|提升|增|减|降|扩|加大|加快|完善|改善|消除|压|上升|下降|好转|优化|缩小|推进|推开|推动|建立|形成|丰富|淘汰|探索|加强|化解)"
)
MONEY = re.compile(r"^[^,。;:]{0,26}?\d[\d.,]*(?:[-—~至]\d[\d.,]*)?(?:百|千|万|亿)*元")
# 每人每年不超过3次, 每周工作时间不超过40小时: how much at most, not what is to be done.
CAP = re.compile(r"^[^,。;:]{0,10}?(?:不得?超过|最多|最高|至多|上限|限额)")
# A right that lapses, a paper that is kept: 申请时限为1年.
OTHERS_TIME = re.compile(r"(?:申请|申报|起诉|追诉|追溯|保存|保管|保留|缴费|参保|举报|投诉|异议)$")
TRAFFIC = re.compile(
    r"^(?:使用|进出|运输|产生|消耗|处理|生产|载货)[^,。;:]{0,20}(?:以上|以下)|^(?:产生|排放|消耗|用[水电气])[^,。;:]{0,16}\d"
)
# 每日8时、20时报送 are hours of reports; 每日9:00至17:00 are those of a door.
CLOCK_TIME = re.compile(
    r"^[^,。;()]{0,8}(?:\([^()]{0,8}\))?(?:上午|下午|早|晚)?\d{1,2}(?::\d\d|[时点](?:\d\d分?|半)?)"
    r"(?:[-—~至到]|[^,。;]{0,8}(?:开[放门馆]|营业|受理|限行|禁止))|^24小时"
)
DEFINED = re.compile(r"(?<!周)期(?:为|是|:)$")
RELIEF = re.compile(r"^,?[^,。;]{0,12}(?:免征|免收|免除|减征|减免|减按|暂免|减半|停征|缓征|缓缴)")
# 3月至6月为禁渔期 forbids something in that time; 11月15日至3月15日为供暖期 only names it.
DEFINITION = re.compile(
    r"^,?(?:为|是|作为|定为)(?![^,。;:]{0,8}(?:禁[\u4e00-\u9fff]{1,3}|封山|休[渔猎牧])期)[^,。;:]{0,16}(?:年度|期|月|周|日|节|季)(?:[,。;:)]|$)"
)
NAME = re.compile(
    rf"^(?:度|版|修订|级|届|以前|(?:年度)?(?!计划(?:[新完建改实投开启培组推引整创打争治修种造举招]|力争)){DOCUMENT}(?![^,。;:]{{0,2}}(?:的?(?:编制|制定|报送|印发))))"
)

# What a bare date needs to be a goal: a word that aims at it, a label, or a deed after it.
AIM = re.compile(
    r"(?:(?<![达得收受做找感接遇看回来拿提])到|(?<![乃甚以直])至|于|在|力争|争取|确保|计划|预计|拟|不(?:迟|晚)于|最迟|务必|[截限])$"
)
# The same where it already stands inside the reading: 到2025年…, 最迟….
AIMING = frozenset("到至最不")
LABEL = re.compile(r"(?:时限|期限|时间|日期|节点|进度|截止)(?:要求|节点|安排|目标)?[为是:于在]*(?:力争|争取)?$")
DEED_AFTER = re.compile(
    r"^(?:,|\)|(?:年度|目标|任务|重点|主要|工作)*:|、(?:20\d\d年|\d{1,2}月)|力争|争取|要|应|须|确保|计划|拟|全面|基本|全部|累计|总体|如期|率先|初步|继续|再|分别|新|各|在|每|年均|全[市县区省州]|完成|实现|达|建|启动|开展|组织|召开|制定"
    r"|出台|形成|报|提交|开工|竣工|投入|投运|运行|上线|覆盖|公布|发布|提请|印发|编制|推出|创建|培育|打造|突破|控制|下降|提[高升]|增|降|消除|淘汰|关停|取得|通过|具备|验收|交付|整治|整改|改造|[动完竣复]工|投用|启用|封顶|开[业放馆园]|通[车水气航]|收官|挂牌|揭牌|见效|到位|落地|入驻|搬迁)"
)
# “十四五”期间,逐步退出…, 新建…: a goal of those years; a state of things is none.
PLANNED = re.compile(
    rf"^,?(?:逐步|重点|大力|着力|积极|进一步|持续|有序|累计|共|每年|年均)*(?:要(?!求)|应当?|力争|争取|确保|计划|新[建增改]|全[面部]|{DEEDS})"
    r"(?![^,。;]{0,12}(?:取得了?|[来到]了))"
)
# 2024年村级覆盖率达到90%: a year with a goal in its clause; 2024年全市质量工作要点 is a name.
GOAL = re.compile(r"^[^,。;:的]{1,20}(?:达到?|实现|完成|[降增]至|[提高升压]到|不低于|不少于|控制在|稳定在|保持在)")
# 2025年汛期前: the year is that of the event.
OF_EVENT = re.compile(r"^[^,。;:前\d]{1,8}(?<![提目])前(?!期|置|后|往|列|沿)")
# 2024.11 alone is the number of a gazette's issue; behind a label it is a month.
ISSUE_NUMBER = re.compile(r"20\d\d\.\d{1,2}")
HEADLINE = re.compile(r"^[^,。;:]{0,16}(?:要点|总体要求|总体思路|指导思想|重点工作)")
NOUN = re.compile(r"^(?:工作(?!全部)|考核|总结|人口|余额|数据|存量|经济|工资|绩效|述职|会议精神|结余|账面|库存)")


def in_document_name(scene: Scene) -> bool:
    """《云河市2023年…方案》, “2023年…行动”."""
    if in_book_title(scene.text, scene.reading.start):
        return True
    if not isinstance(scene.reading.value, Point | Window):
        return False
    return bool(QUOTED_DOCUMENT.search(scene.before) and QUOTED_DOCUMENT_REST.match(scene.after))


def term_of_plan(scene: Scene) -> bool:
    """总体规划(2021—2025年), 2021—2025年为规划期."""
    if not isinstance(scene.reading.value, Window):
        return False
    if PERIOD_OF_DOCUMENT.search(scene.before):
        return True
    return scene.reading.rule == "window of years" and bool(OWN_TERM.match(scene.rest))


def commencement(scene: Scene) -> bool:
    """自2024年1月1日起施行."""
    if scene.reading.rule not in ("since", "at", "from today", "window") or not COMMENCEMENT.match(scene.after):
        return False
    if scene.reading.rule != "since" or not MEASURE_BEGINS.match(scene.after):
        return True
    return len(scene.lead.rstrip("于自从")) < SHORTEST_MEASURE or bool(BY_DOCUMENT.search(scene.lead))


def validity(scene: Scene) -> bool:
    """有效期至2028年12月31日, 有效期五年."""
    if VALIDITY.search(scene.before):
        return True
    if (
        scene.reading.rule == "by"
        and scene.text[scene.reading.start] in "至到"
        and SINCE_COMMENCEMENT.search(scene.before)
    ):
        return True
    return isinstance(scene.reading.value, Window | Point) and bool(
        re.search(r"有效期", scene.lead) or (WINDOW_OF_VALIDITY.match(scene.rest))
    )


def signature(scene: Scene) -> bool:
    """The date of issue standing under the text."""
    return scene.reading.rule == "at" and scene.due_on is not None and scene.due_on == scene.context.issued_on


def since_past(scene: Scene) -> bool:
    """2022年以来."""
    return bool(SINCE_PAST.match(scene.after)) and isinstance(scene.reading.value, Point | Window)


def dated_document(scene: Scene) -> bool:
    """2022年3月5日印发的…."""
    value = scene.reading.value
    return (
        isinstance(value, Point) and not value.explicit and bool(DATED_DOCUMENT.match(scene.after)) and _is_past(scene)
    )


def past(scene: Scene) -> bool:
    """What was over when the directive was issued: 2020年底前已完成, 截至2023年9月底,…, 2023年1—9月."""
    value = scene.reading.value
    if isinstance(value, Window) and _is_year_so_far(scene, value):
        return True
    if not isinstance(value, Point | Window) or not _is_past(scene):
        return False
    if isinstance(value, Window):
        return not _in_heading(scene) and not _holds_on(scene, value)
    return not value.explicit or _other_year(scene) or bool(FACT.match(scene.after))


def defining(scene: Scene) -> bool:
    """2015年底前建成的小区, 2019年8月31日前出生."""
    return isinstance(scene.reading.value, Point | Window) and bool(DEFINING.match(scene.after))


def condition(scene: Scene) -> bool:
    """10月底前未完成的,…; 一年内存在违法行为的,…."""
    if isinstance(scene.reading.value, Cycle):
        return False
    if UNMET.search(scene.lead) or scene.rest.endswith(("的", "的情形", "的情况")):
        return True
    return bool(SUPPOSING.search(scene.lead)) and "的" in scene.rest


def looking_back(scene: Scene) -> bool:
    """近三年内, 连续6个月内, 逾期30日."""
    return isinstance(scene.reading.value, Lapse) and bool(LOOKING_BACK.search(scene.before))


def state(scene: Scene) -> bool:
    """出厂5年以内, with nothing to do in that time; 户均停电时间压减至1小时以内, how long something lasts."""
    reading = scene.reading
    if isinstance(reading.value, Lapse) and LASTING.search(scene.lead):
        return True
    if reading.rule != "within" or reading.after or scene.rest:
        return False
    return bool(STATE.search(scene.lead))


def prohibited(scene: Scene) -> bool:
    """一年内不得…, 三年内未…, 至2026年底止免征…: how long something holds, not by when it is done."""
    if isinstance(scene.reading.value, Window):
        return bool(RELIEF.match(scene.after))
    return isinstance(scene.reading.value, Lapse) and bool(PROHIBITED.match(scene.after))


def trend(scene: Scene) -> bool:
    """逐年提高."""
    return scene.reading.rule == "unit by unit" and bool(TREND.match(scene.after))


def rate(scene: Scene) -> bool:
    """每人每月300元, 每年不超过50万元."""
    value = scene.reading.value
    if not isinstance(value, Cycle) or value.day or value.weekdays or value.months:
        return False
    return bool(MONEY.match(scene.after))


def measure_of_traffic(scene: Scene) -> bool:
    """每日进出车辆50辆以上: a threshold."""
    return isinstance(scene.reading.value, Cycle) and bool(TRAFFIC.match(scene.after))


def hours(scene: Scene) -> bool:
    """每日9:00至17:00."""
    value = scene.reading.value
    return isinstance(value, Cycle) and value.freq in ("DAILY", "WEEKLY") and bool(CLOCK_TIME.match(scene.after))


def cap(scene: Scene) -> bool:
    """每人每年不超过3次."""
    value = scene.reading.value
    if not isinstance(value, Cycle) or value.day or value.weekdays or value.months:
        return False
    return bool(CAP.match(scene.after))


def others_time(scene: Scene) -> bool:
    """工伤认定申请时限为1年, 档案保管期限…."""
    return scene.reading.rule == "processing time" and bool(OTHERS_TIME.search(scene.before))


def idle_feast(scene: Scene) -> bool:
    """春节前客流较大: a season that is described, with nothing to do before it."""
    value = scene.reading.value
    if not isinstance(value, Point) or not value.moment.feast or scene.alone or is_labelled(scene):
        return False
    return not DEED.search(scene.after) and not DEED.search(scene.lead)


def definition(scene: Scene) -> bool:
    """每年7月1日至次年6月30日为一个评价年度."""
    if isinstance(scene.reading.value, Cycle) and DEFINED.search(scene.before):
        return True
    return bool(DEFINITION.match(scene.after))


def part_of_name(scene: Scene) -> bool:
    """2023年版, 2024年预算, 防灾减灾日(5月12日)."""
    value = scene.reading.value
    if not isinstance(value, Point) or value.explicit:
        return False
    return bool(NAME.match(scene.after) or ANNIVERSARY.search(scene.before))


def submitted_paper(scene: Scene) -> bool:
    """报送月报、季报: papers, not how often they are due."""
    return scene.reading.rule == "cadence" and bool(SUBMITTED.search(scene.before))


def remedy(scene: Scene) -> bool:
    """60日内申请行政复议: a right of the other side."""
    return isinstance(scene.reading.value, Lapse) and bool(REMEDY.match(scene.after))


def bare(scene: Scene) -> bool:
    """A date without a word that makes it a limit, an aim, a label or a deed after it."""
    value = scene.reading.value
    if scene.reading.rule == "whole year":
        return not (scene.alone or is_labelled(scene))
    if scene.reading.rule == "during a plan":
        return not (AIM.search(scene.before) or PLANNED.match(scene.after))
    if isinstance(value, Window) and scene.reading.rule == "window of years":
        return not (scene.alone or _in_heading(scene) or AIM.search(scene.before) or DEED_AFTER.match(scene.after))
    if not isinstance(value, Point) or value.explicit:
        return False
    return scene.after.startswith("的") or not has_support(scene)


def has_support(scene: Scene) -> bool:
    """Whether a bare date is aimed at, labelled, or followed by a deed."""
    value = scene.reading.value
    before, after = scene.before, scene.after
    if isinstance(value, Point) and value.moment.grain == "year" and OF_EVENT.match(after):
        return False
    if not isinstance(value, Point) or is_labelled(scene):
        return True
    if scene.text[scene.reading.start] in AIMING:
        return bool(scene.rest) or after.startswith(",")
    if AIM.search(before) and not STATE_AT.search(before):
        return not NOUN.match(after)
    grain = value.moment.grain
    if ISSUE_NUMBER.fullmatch(scene.text, scene.reading.start, scene.reading.end):
        return False
    if grain in ("close", "part"):
        return not NOUN.match(after)
    if grain == "day":
        return not after.startswith(("的", "(", "。")) and bool(after)
    if grain != "year" and scene.alone:
        return True
    if grain == "year" and HEADLINE.match(after):
        return False
    if grain == "year" and GOAL.match(after):
        return True
    return bool(DEED_AFTER.match(after)) or (grain == "month" and scene.text[scene.reading.end - 1] == "份")


def are_parallel(scene: Scene, other: Scene) -> bool:
    """Whether two bare dates of one sentence set the steps of one plan: 5月开工,8月主体完成."""
    value, beside = scene.reading.value, other.reading.value
    if not isinstance(value, Point) or not isinstance(beside, Point) or scene.sentence != other.sentence:
        return False
    if value.moment.grain != beside.moment.grain or value.moment.grain not in ("month", "quarter", "half"):
        return False
    return len(scene.rest) > 1 and not scene.rest.startswith("的") and not NOUN.match(scene.rest)


def is_labelled(scene: Scene) -> bool:
    """完成时限:2024年6月."""
    return bool(LABEL.search(scene.before))


def no_event(scene: Scene) -> bool:
    """20日前 with nothing that it is before."""
    reading = scene.reading
    return isinstance(reading.value, Lapse) and reading.rule in ("ahead", "counted back") and not reading.after


def _is_past(scene: Scene) -> bool:
    """Whether the whole of the reading, of a start without an end the whole of the start, was over at issue."""
    issued, value = scene.context.issued_on, scene.reading.value
    over = scene.due_on
    if isinstance(value, Window) and value.last is None and value.first and scene.start_on:
        over = value.first.last(scene.start_on.year)
    return issued is not None and over is not None and over < issued


def _is_year_so_far(scene: Scene, value: Window) -> bool:
    """1—3月,全市完成投资…, in a directive of April: a report on the year so far, not a plan of the next."""
    first, last, issued = value.first, value.last, scene.context.issued_on
    if first is None or last is None or issued is None or scene.context.years:
        return False
    unsaid = first.year is None and last.year is None and first.year_offset is None and last.year_offset is None
    return unsaid and first.first_month == 1 and first.grain == "month" and last.month < issued.month


def _holds_on(scene: Scene, value: Window) -> bool:
    """2024年1月1日起,新建建筑全面执行新标准: began lately, and is an order still."""
    issued, start = scene.context.issued_on, scene.start_on
    if value.last or not issued or not start or (issued - start).days > LATELY_DAYS or FACT.match(scene.after):
        return False
    return bool(HOLDS_ON.match(scene.after))


def _other_year(scene: Scene) -> bool:
    issued, due = scene.context.issued_on, scene.due_on
    return issued is not None and due is not None and due.year < issued.year


def _in_heading(scene: Scene) -> bool:
    """(2023年8月—10月): the window of a stage."""
    return scene.before.endswith("(") and scene.after.startswith(")")


Exclusion = Callable[[Scene], bool]
EXCLUSIONS: tuple[Exclusion, ...] = (
    in_document_name,
    term_of_plan,
    commencement,
    validity,
    signature,
    since_past,
    dated_document,
    past,
    defining,
    condition,
    looking_back,
    state,
    prohibited,
    trend,
    rate,
    cap,
    measure_of_traffic,
    hours,
    others_time,
    idle_feast,
    definition,
    part_of_name,
    submitted_paper,
    remedy,
    bare,
    no_event,
)


def reason_against(scene: Scene) -> str:
    """The name of the first rule by which this reading is no deadline, "" when it is one."""
    return next((rule.__name__ for rule in EXCLUSIONS if rule(scene)), "")


def is_restated(previous: Reading | None, reading: Reading) -> bool:
    """从2024年1月至2026年12月,用3年时间: the same time said twice."""
    return (
        previous is not None
        and isinstance(reading.value, Lapse)
        and isinstance(previous.value, Window | Point)
        and reading.rule == "taking"
        and reading.start - previous.end <= 3
    )
