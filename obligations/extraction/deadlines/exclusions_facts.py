"""Dates that tell or describe: what is past, what defines a thing or a condition, how things stand or move."""

import re

from obligations.extraction.deadlines.readings import Cycle, Lapse, Point, Window
from obligations.extraction.deadlines.scene import Scene, in_heading, is_past
from obligations.extraction.deadlines.support import is_labelled
from obligations.extraction.orders import DEED

SINCE_PAST = re.compile(r"^(?:起)?(?:以来|至今|以后|开始至今)")
FACT = re.compile(r"^[^,。;]{0,10}(?:已经?|共有?|累计|发生|达成|查处了|完成了)")
LATELY_DAYS = 366
HOLDS_ON = re.compile(
    r"^,(?![^,。;]{0,24}[了已])[^,。;]{0,16}?(?:全面|一律|要(?!求)|应当?|须|推行|实行|不再|停止|启用|调整为|统一)"
)
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
# 将审批时间分别压缩至10个和5个工作日以内: how long a thing may take from now on.
SHORTENED = re.compile(
    r"(?:压缩|压减|缩短|缩减|减少|精简|控制|降低?)[^,。;:\d]{0,12}[至到在为](?:不超过)?(?:\d{1,3}个?(?:工作日|天|日|小时)?[和、及或]){0,3}$"
)
# 毕业5年以内的高校毕业生: who is meant.
ELIGIBLE = re.compile(
    r"(?:毕业|离校|成立|注册|创办|退役|退伍|出厂|投用|竣工|入职|从业|引进|落户|登记)(?:满|不超过|未满)?$"
)
SUPPOSING = re.compile(r"(?:确需|如需|如|若|凡|对于?|因)[^,。;:]{0,14}$")
LOOKING_BACK = re.compile(
    r"(?:近|最近|过去|未来|预计|连续|此前|之前|任一|任意|同一|每|满|逾期|逾|超过|滞后)(?:的|时间)?$"
)
TREND = re.compile(
    r"^(?:递|提高|提升|增|减|降|扩|加大|加快|完善|改善|消除|压|上升|下降|好转|优化|缩小|推进|推开|推动|建立|形成|丰富|淘汰|探索|加强|化解)"
)
# What is done before feasts, besides the deeds of any other time.
FEAST_DEED = re.compile(r"走访|慰问|看望|清[零欠缴]|兑[付现]|结清|付清")
DEFINED = re.compile(r"(?<!周)期(?:为|是|:)$")
# 3月至6月为禁渔期 forbids something in that time; 11月15日至3月15日为供暖期 only names it.
DEFINITION = re.compile(
    r"^,?(?:为|是|作为|定为)(?![^,。;:]{0,8}(?:禁[\u4e00-\u9fff]{1,3}|封山|休[渔猎牧])期)[^,。;:]{0,16}(?:年度|期|月|周|日|节|季)(?:[,。;:)]|$)"
)


def since_past(scene: Scene) -> bool:
    """2022年以来."""
    return bool(SINCE_PAST.match(scene.after)) and isinstance(scene.reading.value, Point | Window)


def past(scene: Scene) -> bool:
    """What was over when the directive was issued: 2020年底前已完成, 截至2023年9月底,…, 2023年1—9月."""
    value = scene.reading.value
    if isinstance(value, Window) and _is_year_so_far(scene, value):
        return True
    if not isinstance(value, Point | Window) or not is_past(scene):
        return False
    if isinstance(value, Window):
        return not in_heading(scene) and not _holds_on(scene, value)
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
    if LASTING.search(scene.lead) or SHORTENED.search(scene.lead):
        return True
    if scene.after.startswith("的") and ELIGIBLE.search(scene.before):
        return True
    if reading.rule != "within" or reading.after or scene.rest:
        return False
    return bool(STATE.search(scene.lead))


def trend(scene: Scene) -> bool:
    """逐年提高."""
    return scene.reading.rule == "unit by unit" and bool(TREND.match(scene.after)) and not is_labelled(scene)


def idle_feast(scene: Scene) -> bool:
    """春节前客流较大: a season that is described, with nothing to do before it."""
    value = scene.reading.value
    if not isinstance(value, Point) or not value.moment.feast or scene.alone or is_labelled(scene):
        return False
    return not any(deed.search(said) for deed in (DEED, FEAST_DEED) for said in (scene.after, scene.lead))


def definition(scene: Scene) -> bool:
    """每年7月1日至次年6月30日为一个评价年度."""
    if isinstance(scene.reading.value, Cycle | Window) and DEFINED.search(scene.before):
        return True
    return bool(DEFINITION.match(scene.after))


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
    if (
        value.last
        or value.lasting
        or not issued
        or not start
        or (issued - start).days > LATELY_DAYS
        or FACT.match(scene.after)
    ):
        return False
    return bool(HOLDS_ON.match(scene.after))


def _other_year(scene: Scene) -> bool:
    issued, due = scene.context.issued_on, scene.due_on
    return issued is not None and due is not None and due.year < issued.year
