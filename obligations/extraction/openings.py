"""Where in a paragraph the subject of an order can begin: at its start, behind a mark, a time, an adverb, or 由."""

import re
from collections.abc import Iterator

from obligations.extraction.bodywords import NOUNS_TOO
from obligations.extraction.unitwords import LEAD_INS

# A bracket of levels, 县(市、区), stands inside a name.
BOUNDARY = r"[。;!?:,”》】」)](?<![市区县旗州盟镇乡村办道]\))"
# Words that put a unit in charge wherever they stand. 经由 and 理由 are other words.
BY = re.compile(
    r"由(?<![经理自事因缘来]由)(?!于|此|来|浅|衷|上(?!一?级)|下(?!一?级|属)|左|右|东|西|南|北|原)(?:所?涉及的)?|请(?<![申邀聘恳报提商]请)(?!示|求|假|教)|责令|责成"
    r"|委托(?!第三方|[^、,。;]{0,6}(?:中介|专业|评估|检测|咨询|社会|有资质|具有|具备)|他人)|授权"
)
LONGEST_BY = 24  # characters of `BY`, with the one that must not follow it
# A subject may follow these within a clause: times, conditions, adverbs.
TIME_END = "前后内起间时日月年度期下"
# 中 and 上 are where no word begins with them (中心, 中央, 上述, 上级), or 工作中 ends in it.
IN_COURSE = (
    "(?:中(?:(?![心国学小医央队介等级专共])|(?<=工作中)|(?<=过程中))|上(?![一述级报传岗市门旬海游访下]|年(?!度)|半年))"
)
# Up to the first word of time of a clause; a longer run is no opening.
NO_TIME_END = f"[^{TIME_END}中上。;!?:,]"
LONGEST_OPENING = 28
OPENING = re.compile(
    rf"(?:{NO_TIME_END}{{0,24}}+(?:(?!{IN_COURSE})[中上]{NO_TIME_END}{{0,24}}+){{0,3}}+(?:[{TIME_END}][内前后]?|{IN_COURSE}),?"
    r"|同时|其中|此外|另外|原则上|具体|即|并|并且|而|首先|其次|最后|"
    r"[一二三四五六七八九]是(?:要)?|第[一二三四五六七八九],)"
)
# A boundary, with the span of the opening behind it.
BEGINNING = re.compile(rf"{BOUNDARY}(?=((?:{OPENING.pattern})?))")
# No name begins with a mark, with 由, 对 or 请, or with the verbs that most clauses begin with (加强, 推进, 落实).
NO_NAME_BEGINS = frozenset("。;!?:,、)”》】」.由对请")
VERBS = tuple(word for word in LEAD_INS if len(word) > 1 and word not in NOUNS_TOO)
VERBS_BEGIN = frozenset(verb[:2] for verb in VERBS)


def openings(text: str, start: int, end: int, until: int) -> Iterator[tuple[int, bool]]:
    """The places of the paragraph [start, end) where a subject can begin before `until`, in text order.

    With each, whether 由, 请 or the like stands before it.
    """
    places = {start: False}
    opening = OPENING.match(text, start, min(end, start + LONGEST_OPENING))
    if opening:
        places[opening.end()] = False
    for match in BEGINNING.finditer(text, start, end):
        at, behind = match.span(1)
        if at >= until:
            break
        places[at] = False
        if behind > at:
            places.setdefault(behind, False)
    for match in BY.finditer(text, start, min(end, until + LONGEST_BY)):
        places[match.end()] = True
    until = min(until, end)
    for at in sorted(places):
        if at >= until:
            break
        if text[at] in NO_NAME_BEGINS or (text[at : at + 2] in VERBS_BEGIN and text.startswith(VERBS, at)):
            continue
        yield at, places[at]
