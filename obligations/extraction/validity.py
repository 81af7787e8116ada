"""From when a directive applies and until when (施行, 有效期, 试行期, 有效期至).

Counting follows 民法典 200-204. Commencement on a day counts that day (自2023年11月22日起): N years end on the day
before the N-th anniversary. Commencement after a lapse (印发之日起30日后) does not count the day reckoned from: N years
end on the corresponding day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from obligations.extraction.dates import DATE, NUMERAL, add_days, add_months, read_date, read_number

_PROMULGATED = (
    r"(?:本[^,。;:自从]{1,12})?(?:正式)?(?:印发|发布|公布|下发|颁布|发文|签发|签署|公告|通告|成文|颁发)之日|即日"
    r"|(?:印发|发布|公布|颁布)后?(?=满?[\d一二三四五六七八九十]{1,3}(?:日|天|个月))"
)
_LAPSE = (
    rf"(?:(?P<full>满)|第)?(?P<count>{NUMERAL})(?P<unit>个?工作日|个?月|日|天|年)"
    r"(?(full)(?:之?后|以后|起)?|(?:之?后|以后|起))"
)
_VERB = r"(?:正式|开始|全面|一并|起|组织)*(?:施行|实施|执行|实行|生效|试行|有效)"
_COMMENCE = re.compile(
    rf"(?:自|从|由|于)?(?:(?P<date>{DATE})|(?P<day>\d{{1,2}}月\d{{1,2}}日)|(?P<promulgated>{_PROMULGATED}))(?:[零0]时)?(?:起|开始)?,?"
    rf"(?:{_LAPSE})?(?:至(?P<until>{DATE})(?:止)?期?间?)?{_VERB}"
)
# Every commencement has a 日 shortly before its verb: looked for first, since that is fast.
_HINT = re.compile(r"日[^。;]{0,40}?(?:施行|实施|执行|实行|生效|试行|有效)")
_ANCHOR_MAX = 40
_UNTIL = rf"(?:{DATE}|(?:19|20)\d{{2}}年(?:\d{{1,2}}月)?[底末]?)"
_YEAR = r"(?:19|20)\d{2}年"
_TERM_NAME = (
    r"(?:(?:有效|实施|施行|执行|试行|试点|政策|暂行)期限?|有效期间|有效时间|有效|期限|暂定|试行|施行|执行|实施)"
)
_TERM = re.compile(
    rf"(?P<name>{_TERM_NAME})(?:为|是|暂?定为?|暂定)?(?:自(?!{DATE})[^,。;]{{2,16}}起)?,?(?:计)?"
    rf"(?:(?P<count>(?!{_YEAR}){NUMERAL})(?P<unit>周?年|个月)"
    rf"|(?:自?(?P<since>{DATE})起?)?(?:截?[至到]|截止(?:到|至|日期为)?)(?P<until>{_UNTIL})"
    rf"|(?P<since2>{DATE})(?:-|—|~)+(?P<until2>{DATE}))"
)
# 自…起执行至2024年12月31日.
_DIRECTLY_UNTIL = re.compile(rf"(?:至|到)(?P<until>{_UNTIL})(?:止|$)")
_LAPSES_ON = re.compile(
    rf"(?P<since>自|从)?(?:[至到于])?(?P<until>{_UNTIL})(?P<start>起)?(?:止|自动|自行|同时|予以)*(?:失效|废止|终止|期满|截止|停止执行|止(?=[,。;)]|$))"
)
_SELF = re.compile(
    r"[本该此][\u3400-\u9fff]{0,8}?(?:办法|细则|方案|规定|意见|通知|措施|规则|标准|规划|预案|决定|条例|清单|政策|制度|通告|公告|"
    r"文件|目录|指南|规范|计划|纲要|要点|命令|令|章程|准则|导则|批复|函|文)"
)
_SELF_TERM = re.compile(rf"{_SELF.pattern}的?(?=有效|实施期|施行期|执行期|执行[至到截]|试行期|政策期|试点期|暂行期)")
# 上述政策…,执行期限为2024年1月1日至2027年12月31日: the policies of the document itself.
_ITS_POLICIES = re.compile(
    r"(?:上述|以上)[^。;,]{0,6}(?:政策|规定|措施|标准)[^。;]{0,16}?,?(?=(?:执行|实施|施行|有效)期)"
)
# 除…外,上述政策凡未注明期限的,执行期限为…至…: what is given out here, with both days or the last one printed.
_OUR_TERM = re.compile(
    r"(?:[以上]述|以上|本(?:通知|公告|通告|意见|规定|办法|方案|措施|政策|决定)(?:所列|规定|明确|中)?)"
    r"(?![^。;]{0,60}(?:证书?|合同|协议|资质|等级|许可|执照|批文)[^。;,]{0,6}(?:有效|期限))"
    r"[^。;]{2,60}?(?=(?:执行|实施|施行|有效)期限?(?:为|至|自|是|截))"
)
# What stands behind them all: looked for first, since that is fast.
_TERM_AHEAD = re.compile(r"期(?<=实施期|施行期|执行期|试行期|政策期|试点期|暂行期)|有效|执行[至到截]")
_OUR_TERM_AHEAD = re.compile(r"期限?[为至自是截](?<=效期.|施期.|行期.|期限.)")
_COUNTED_FROM = re.compile(rf",?(?:自|从)(?P<day>{DATE})起")
_GIVEN_OUT = re.compile(
    r"现予(?:公布|发布|公告|印发)|现[^,。;]{0,30}(?:公布|发布|印发|公告)|特此(?:通知|公告|通告)|"
    r"(?:以上|上述|调整后的?|新的?)[\u3400-\u9fff]{0,6}(?:规定|措施|政策|标准|意见|事项|价格|收费)"
)
_ITEM = r"第[\d一二三四五六七八九十百]+条|[一二三四五六七八九十]{1,3}、|\([\d一二三四五六七八九十]{1,3}\)|\d{1,2}[.、]"
_ITEM_ALONE = re.compile(rf"(?:{_ITEM})?$")
_QUOTED_LAST = re.compile(r"《(?P<title>[^《》]{2,80})》(?:\([^()]{0,40}\))?(?:已|均|均已|将|,)?$")

_QUOTED = re.compile(r"《([^《》]{2,80})》")
_TERM_LEAD = re.compile(r"(?:本[\u3400-\u9fff]{1,8})?(?=有效|试行|期限|施行期|实施期|执行期)")
_MONTH = re.compile(r"(\d{4})年(?:(\d{1,2})月)?")

# The note under a regulation's own title: (2023年12月1日…通过 …公布 自2024年2月1日起施行).
_NOTE = re.compile(rf"\({DATE}[^()]*(?:公布|发布|颁布|通过),?$")

_CLAUSE_MAX = 200
_TERM_WINDOW = 90
# What may stand in the clause before 本办法有效期: an item's number, a connective.
_LEAD_MAX = 8


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day on which a directive applies; None where the text does not say."""

    effective_from: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Start:
    day: date | None
    counts: bool  # whether the first day is the first of the term
    end: int
    until: date | None = None


def find_validity(text: str, start: int, end: int, issued_on: date | None, title: str) -> Validity:
    """The validity that the directive at [start, end) of the one-width text gives itself.

    Validities of other documents, of licences and of contracts do not count: the clause must speak of 本办法, of the
    directive's own title or of what is promulgated here. `title`: in one width.
    """
    begun = _find_start(text, start, end, issued_on, title)
    if begun:
        expires = begun.until or _term_after(text, begun, end)
        return Validity(begun.day, expires or _own_term(text, start, end, begun).expires_on)
    return _own_term(text, start, end, _Start(issued_on, True, start))


def _find_start(text: str, start: int, end: int, issued_on: date | None, title: str) -> _Start | None:
    for match in _commencements(text, start, end):
        if not _closes(text, match, end) or not _is_own(text, start, match, title):
            continue
        day = _first_day(match, issued_on)
        until = read_date(match["until"]) if match["until"] else None
        if not match["count"]:
            return _Start(day, True, match.end(), until)
        return _Start(_after(day, match["count"], match["unit"]), False, match.end(), until)
    return None


def _first_day(match: re.Match[str], issued_on: date | None) -> date | None:
    """The printed day; one without a year is the next after the day of issue."""
    if match["date"]:
        return read_date(match["date"])
    if not match["day"] or issued_on is None:
        return None if match["day"] else issued_on
    day = read_date(f"{issued_on.year}年{match['day']}")
    return read_date(f"{issued_on.year + 1}年{match['day']}") if day and day < issued_on else day


def _commencements(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    at = start
    while hint := _HINT.search(text, at, end):
        match = _COMMENCE.search(text, max(at, hint.start() - _ANCHOR_MAX), hint.end())
        at = match.end() if match else hint.start() + 1
        if match:
            yield match


def _closes(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the verb ends its clause: 自即日起实施封闭管理 begins a measure, not the document."""
    if match.end() >= end or text[match.end()] in ",。;:、)(":
        return True
    return text.startswith(("有效", "至", "试行", "特此", "附件", "原", "《", "第", "此", "到"), match.end())


def _is_own(text: str, start: int, match: re.Match[str], title: str) -> bool:
    clause = _sentence_before(text, start, match.start())
    if _SELF.search(clause) or _GIVEN_OUT.search(clause) or _ITEM_ALONE.match(clause) or _NOTE.match(clause):
        return True
    quoted = _QUOTED_LAST.search(clause)
    if quoted:
        return quoted["title"] in title
    if match["promulgated"]:
        return "《" not in clause or any(name in title for name in _QUOTED.findall(clause))
    return clause in ("", "文件", "办法", "方案", "通知", "公告", "通告", "意见", "规定", "政策") or clause.endswith(
        ("现予公布,", "现予发布,")
    )


def _sentence_before(text: str, start: int, at: int) -> str:
    begin = max(start, at - _CLAUSE_MAX)
    cut = max(text.rfind("。", begin, at), text.rfind(";", begin, at))
    return text[cut + 1 if cut >= 0 else begin : at]


def _term_after(text: str, begun: _Start, end: int) -> date | None:
    """The term that follows the commencement, in its sentence or at the head of the next."""
    window = text[begun.end : min(end, begun.end + _TERM_WINDOW)]
    first, _, rest = window.partition("。")
    second = rest.partition("。")[0]
    lead = _TERM_LEAD.match(second)
    if (direct := _DIRECTLY_UNTIL.match(first)) and (day := _last_day(direct["until"])):
        return day
    for part in (first, second if lead else ""):
        if match := _TERM.search(part):
            return _term_end(match, begun)
        if match := _LAPSES_ON.search(part):
            day = _last_day(match["until"])
            return day - timedelta(days=1) if day and match["since"] and match["start"] else day
    return None


def _own_term(text: str, start: int, end: int, begun: _Start) -> Validity:
    """A term stated away from the commencement: 本办法有效期5年, 本通知执行期限为2024年4月1日至2025年3月31日."""
    if _TERM_AHEAD.search(text, start, end) is None:
        return Validity()
    for own in chain(_SELF_TERM.finditer(text, start, end), _ITS_POLICIES.finditer(text, start, end)):
        match = _TERM.match(text, own.end(), end)
        if not match:
            continue
        clause = _sentence_before(text, start, own.start()).rpartition(",")[2]
        if len(clause) <= _LEAD_MAX:
            return _stated(text, match, begun)
    for own in _OUR_TERM.finditer(text, start, end) if _OUR_TERM_AHEAD.search(text, start, end) else ():
        match = _TERM.match(text, own.end(), end)
        if match and (match["until"] or match["until2"]):
            return _stated(text, match, begun)
    return Validity()


def _stated(text: str, match: re.Match[str], begun: _Start) -> Validity:
    """What a term says; 有效期三年,自2024年4月1日起计算 counts from that day."""
    counted = _COUNTED_FROM.match(text, match.end()) if match["count"] else None
    if counted:
        begun = _Start(read_date(counted["day"]), True, counted.end())
    since = counted["day"] if counted else match["since"] or match["since2"]
    return Validity(read_date(since) if since else None, _term_end(match, begun))


def _term_end(match: re.Match[str], begun: _Start) -> date | None:
    if until := match["until"] or match["until2"]:
        return _last_day(until)
    count = read_number(match["count"])
    if begun.day is None or not count or count > 100:
        return None
    months = count if match["unit"] == "个月" else 12 * count
    last = add_months(begun.day, months)
    return last - timedelta(days=1) if begun.counts else last


def _last_day(text: str) -> date | None:
    """The last day of the printed day, month or year."""
    if day := read_date(text):
        return day
    match = _MONTH.match(text)
    if not match:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    return add_months(date(year, month, 1), 1) - timedelta(days=1) if 1 <= month <= 12 else None


def _after(day: date | None, count: str, unit: str) -> date | None:
    number = read_number(count)
    if day is None or not number or "工作日" in unit:
        return None
    if unit in ("日", "天"):
        return add_days(day, number)
    return add_months(day, number * (12 if unit == "年" else 1))
