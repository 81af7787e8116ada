"""Times of rules and amounts: rates and caps, opening hours, how long something is forbidden or granted, remedies."""

import re

from obligations.extraction.deadlines.readings import Cycle, Lapse, Window
from obligations.extraction.deadlines.scene import Scene

REMEDY = re.compile(
    r"^[^,。;:]{0,20}(?:行政复议|诉讼|缴[纳清]罚款|(?:申请|要求|提出)(?:听证|异议|复核|申诉)|陈述|申辩)"
)
PROHIBITED = re.compile(
    r"^,?(?:均|都|企业|其|应)?(?:不得|不再|不予|不可|无(?!害|偿|障|缝|人|论|条件)|未|没有|累计|曾|存在|不存在|发生[^,。;]{0,12}(?:次|起|的)|受(?!理|益|灾)|有(?!关|效|序|偿|条件|权|责任|需要|力|机)|被|免征|免费|免于|减征|保持|销售|新增的|出现|可能|已|享受|可享|按[^,。;]{0,10}(?:给予|补助|补贴|奖励|标准)|给予[^,。;]{0,12}(?:补|奖)|降[雨水雪]|雨量|累积|平均|气温|风力|浓度|积雪|能见度|将(?:达|出现|发生|受|有))"
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
RELIEF = re.compile(r"^,?[^,。;]{0,12}(?:免征|免收|免除|减征|减免|减按|暂免|减半|停征|缓征|缓缴)")


def prohibited(scene: Scene) -> bool:
    """一年内不得…, 三年内未…, 至2026年底止免征…: how long something holds, not by when it is done."""
    value = scene.reading.value
    if isinstance(value, Window) and RELIEF.match(scene.after):
        return True
    lasts = isinstance(value, Lapse) or (isinstance(value, Window) and bool(value.lasting))
    return lasts and bool(PROHIBITED.match(scene.after))


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


def remedy(scene: Scene) -> bool:
    """60日内申请行政复议: a right of the other side."""
    return isinstance(scene.reading.value, Lapse) and bool(REMEDY.match(scene.after))
