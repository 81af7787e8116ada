"""Rules for times counted from an event: 批复后5个工作日内, 自受理之日起20日内, 提前30日, 期满前三个月.

A rule reads the count alone; the event is printed before it and found by `event_before`.
"""

import re

from obligations.extraction.deadlines.moments import DASH, INSIDE
from obligations.extraction.deadlines.readings import Lapse, Rule
from obligations.extraction.numerals import COUNT, number

# ISO 8601 designators; B counts working days.
DESIGNATORS = {
    "工作日": "P{}B",
    "自然日": "P{}D",
    "日": "P{}D",
    "天": "P{}D",
    "周": "P{}W",
    "星期": "P{}W",
    "月": "P{}M",
    "年": "P{}Y",
    "小时": "PT{}H",
    "分钟": "PT{}M",
}
HALVES = {"年": "P6M", "月": "P15D", "小时": "PT30M", "天": "PT12H", "日": "PT12H"}
EVENT_REACH = 40
# What may end an event that has no 前 or 后 of its own: 有效期届满30日前, 举办活动的20日前.
EVENT_END = (
    "届满",
    "期满",
    "到期",
    "届至",
    "开始",
    "召开",
    "举办",
    "举行",
    "开工",
    "施工",
    "实施",
    "活动",
    "会议",
    "的",
)


def duration(count: str, unit: str, and_half: bool = False) -> str:
    """三, 月 → P3M; 半, 年 → P6M; 一, 年, and a half → P18M. Raises KeyError or ValueError where it is no duration."""
    if count == "半":
        return HALVES[unit]
    size = number(count)
    if size < 1:
        raise ValueError("no time at all")
    if unit == "季度":
        return f"P{3 * size}M"
    if not and_half:
        return DESIGNATORS[unit].format(size)
    return {"年": f"P{12 * size + 6}M", "月": f"P{30 * size + 15}D", "小时": f"PT{60 * size + 30}M"}[unit]


def lapse(match: re.Match[str]) -> Lapse | None:
    """The duration of a match of `SPAN`: one, or a range of two (5至7个工作日, 10个月至1年)."""
    unit = match["unit"] or match["month"]
    try:
        last = duration(match["count"], unit, bool(match["half"] or match["more"]))
        if not match["from"]:
            return Lapse(last)
        return Lapse(f"{duration(match['from'], match['from_unit'] or unit)}/{last}")
    except (KeyError, ValueError):
        return None


def ahead(match: re.Match[str]) -> Lapse | None:
    """The same, counted back from the event."""
    got = lapse(match)
    return Lapse(f"-{got.offset}") if got else None


_COUNT = rf"(?:{COUNT}|半)"
_UNIT = r"(?:工作日|自然日|日|天|周|星期|年|小时|分钟)"
# 三月 is March, 三个月 three months.
SPAN = (
    rf"(?:(?P<from>{_COUNT})(?:个?(?P<from_unit>{_UNIT}|(?<=个)(?:月|季度)))?(?:{DASH}|或者?))?"
    rf"(?P<count>{_COUNT})(?:个(?P<half>半)?(?P<month>月|季度)|个?(?P<unit>{_UNIT})(?P<more>半(?!年|月|数))?)"
)
WITHIN = rf"(?:左右)?的?(?:时间)?(?:[之以]内|{INSIDE}|[之以]?里)"

LAPSE_RULES = (
    Rule("within", re.compile(rf"{SPAN}{WITHIN}"), lapse, 0.93),
    Rule("done in", re.compile(rf"(?<=后){SPAN}(?=办结|完成|作出|出具|答复|反馈|报送)"), lapse, 0.75),
    Rule("in advance", re.compile(rf"提前(?:至少|最少|不少于|不得少于)?{SPAN}(?:[之以]?内|以上)?"), ahead, 0.93),
    Rule("counted back", re.compile(rf"(?<=前){SPAN}(?:{WITHIN})?"), ahead, 0.85),
    Rule("ahead", re.compile(rf"{SPAN}[之以]?前(?!期|置|述|后|的)"), ahead, 0.75),
    Rule(
        "taking", re.compile(rf"(?:[再利]?用|经过|通过|力争){SPAN}(?:左右)?的?(?:时间|(?:不懈|持续)?努力)"), lapse, 0.7
    ),
    Rule("allowed", re.compile(rf"限[期时](?:在|于)?{SPAN}(?:{WITHIN})?"), lapse, 0.85),
    Rule("at the latest", re.compile(rf"最[迟晚]不得?超过{SPAN}(?:{WITHIN})?"), lapse, 0.8),
    Rule(
        "processing time",
        re.compile(
            rf"(?:时限|(?<=[改理结批查核馈复正置])期限)(?:原则上|一般)?(?:最长)?"
            rf"(?:为|是|:|[缩压][短缩减][至到为]|(?:不得?|不能)超过|由\d{{1,3}}个?(?:工作)?[日天月]){{1,3}}{SPAN}(?![前后])(?:{WITHIN})?"
        ),
        lapse,
        0.6,
    ),
)

# What stands between the event and the count: 自…之日起, …后, …后的, …后,应当在.
LINK = re.compile(
    r"(?:(?:之日|之时|当[日天])起?|[起后时]|[之以]后|(?P<back>[之以]?前))(?:算起|计算|起算)?的?,?(?:一般|原则上)?"
    r"(?:应当?|必须|须|要|应予|可)?(?:在|于)?(?:至少|最迟|不少于|不超过|最多|的)?$"
)
MODAL = re.compile(r",(?:[^,]{0,12}?)(?:应当?|必须|须|要)?(?:在|于)?$")
# Without 后: 文件印发1个月内.
EVENT_VERB = re.compile(r"[^,。;:]{0,12}(?:印发|下发|发布|公布|受理|签订|批复|批准|送达|收到|验收合格|竣工|到期)$")
# 各有关部门收到报告后: the unit is no part of the event.
ACTOR = re.compile(
    r"[^,。;:]{0,12}?(?:部门|单位|机构|机关|政府|企业|公司|中心|[局委办厅])(?=收到|接到|受理|发现|获知|作出|取得|完成)"
)
STOP = re.compile(r".*[,。;:!?、()“”《》]")
# The event begins after 自, 从, 在, 于 where one of these opens it.
OPENING = re.compile(r".*(?:自|从|(?<![存所正现])在(?!职|校|建|用|线)|(?<![对关由位属低高大小等基])于)(?=..)")


def event_before(text: str, start: int, low: int) -> tuple[int, str, bool]:
    """The event that a count at `start` counts from, looking back to `low` at most.

    Gives where its expression starts (自 included), the event as printed, and whether the count goes back from it
    (期满前30日). An event that stands in the clause before keeps `start` as it is; an unknown one is "".
    """
    floor = max(low, start - EVENT_REACH)
    before = text[floor:start]
    link = LINK.search(before)
    if not link:
        verb = EVENT_VERB.search(before)
        return (start, verb.group(), False) if verb else (start, _clause_before(before), False)
    return _linked_event(before, floor, low, link)


def event_ahead(text: str, start: int, low: int) -> tuple[int, str]:
    """The same for a count closed by 前 itself: 在有效期届满30日前. "" where nothing there reads as an event."""
    floor = max(low, start - EVENT_REACH)
    before = text[floor:start]
    begin = _opening(before, len(before))
    event = before[begin:]
    if len(event.removesuffix("的")) < 2 or not event.endswith(EVENT_END):
        return start, ""
    return floor + begin, event.removesuffix("的")


def _linked_event(before: str, floor: int, low: int, link: re.Match[str]) -> tuple[int, str, bool]:
    begin = _opening(before, link.start())
    event, back = before[begin : link.start()], bool(link["back"])
    if (len(event) < 2 and event != "会") or event[-1] in "年月日0123456789" or (begin == 0 and floor > low):
        return floor + len(before), event if len(event) > 1 else "", back
    named = begin > 0 and before[begin - 1] in "自从"
    if not named and (actor := ACTOR.match(event)):
        begin, event = begin + actor.end(), event[actor.end() :]
    return floor + begin - named, event, back


def _opening(before: str, end: int) -> int:
    """Where the event that ends at `end` begins: after the last 自, 从, 在, 于 or mark of its clause."""
    stop = STOP.match(before, 0, end)
    begin = stop.end() if stop else 0
    opening = OPENING.match(before, begin, end)
    return opening.end() if opening else begin


def _clause_before(before: str) -> str:
    """The clause before the count's own, where it reads as an occasion: 受理申请后,…应于…; 存在问题的,…."""
    modal = MODAL.search(before)
    if not modal:
        return ""
    clause = before[: modal.start()]
    stop = STOP.match(clause)
    occasion = clause[stop.end() if stop else 0 :]
    if not occasion.endswith(("后", "的", "时")):
        return ""
    return occasion.removesuffix("后").removesuffix("的").removeprefix("对于").removeprefix("对")
