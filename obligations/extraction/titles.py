"""Titles: what they look like, where they begin and end over several lines, and the kind that they name.

A title is [issuer] + 关于 … 的 + kind (GB/T 9704-2012 7.3.1; 党政机关公文处理工作条例 article 9).
"""

import re
from dataclasses import dataclass

from obligations.extraction.lines import Line, closes_text, dated, is_attachment, is_beside_number, is_issuer

# The 15 kinds of the regulation first, then those of regulations, plans and lists.
_KINDS = (
    "批复|复函|通知|通报|通告|公告|公报|决定|决议|命令|令|意见|报告|请示|函|议案|纪要|"
    "办法|规定|细则|条例|规则|章程|制度|方案|计划|规划|纲要|要点|措施|政策|预案|清单|目录|指南|标准|规范|准则|导则|"
    "安排|分工|通则|建议|倡议书|公约|答复|说明|名单"
)
_NOTE = r"(?:\([^()]{1,20}\)|〔[^〔〕]{1,20}〕)?"
_KIND_END = re.compile(rf"(?P<kind>{_KINDS})(?:[》>〉”]*){_NOTE}[》>〉”]*(?:\*|※)?$")
_VERB = r"(?:关于|印发|转发|批转|公布|发布|颁发|颁布|下达|调整|成立|批准|任免|表彰|废止|修改|修订|同意|公开|开展|做好)"
_BODY_END = (
    r"(?:政府|办公室|督查室|研究室|办公厅|委员会|委|办|局|厅|部|院|署|会|行|组|指挥部|公司|中心|队|县|市|区|省|等\d{0,2}部门)"
    r"(?:\([^()]{1,12}\))?"
)
_BODIES = rf"[\u3400-\u9fff()、·“”\d]{{2,80}}?{_BODY_END}"
_PREDICATE = re.compile(rf"(?:关于|印发|转发|批转)|{_BODIES}{_VERB}")
_SPLIT_ISSUER = re.compile(rf"(?P<issuer>{_BODIES}){_VERB}")
_MASTHEAD = re.compile(
    r"(?P<body>[\u3400-\u9fff()、·]{2,60}?)(?:命令|令|公告|通告|通报|决定|决议|通知|"
    r"(?:专题|常务|办公|工作|协调)?(?:会议)?纪要)$"
)
_REST = re.compile(rf"(?:\([^()]{{1,20}}\))?(?:的|[^,。;:]{{1,6}}的)?(?:{_KINDS}){_NOTE}$")
_QUOTES = {"》": "《", "〉": "〈", "”": "“", ")": "("}

# Lines that may stand between a title and its number.
_BETWEEN = 6
MAX_LINES = 9
MAX_CHARS = 240


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """A title's lines: `first` to `last` (inclusive) of the list of printed lines.

    `shaped`: it reads like a title (关于 … 的通知), rather than merely ending like one.
    """

    first: int
    last: int
    shaped: bool


def kind_of(title: str) -> str:
    """The kind of document that a title's end names, "" when it names none."""
    match = _KIND_END.search(title)
    return match["kind"] if match else ""


def issuer_of(title: str) -> str:
    """The issuer in front of a title, "" when it begins with 关于 or names none."""
    match = _SPLIT_ISSUER.match(title)
    if match and not title.startswith(("关于", "印发", "转发", "批转")):
        return match["issuer"]
    return ""


def is_series(line: str) -> bool:
    """Whether the line names a numbered series: 云河市人民政府令, 云河市财政局公告."""
    match = _MASTHEAD.match(line)
    return match is not None and is_issuer(match["body"])


def title_above(lines: list[Line], below: int) -> TitleBlock | None:
    """The title that ends just above line number `below`, without the lines of its issuer further up."""
    last = below - 1
    while last >= 0 and below - last <= _BETWEEN and is_beside_number(lines[last].text):
        last -= 1
    if last < 0 or _NO_TITLE.match(lines[last].text):
        return None
    top = _top(lines, last)
    whole = "".join(line.text for line in lines[top : last + 1])
    if not kind_of(whole):
        return _title_without_kind(lines, top, last)
    joined = ""
    for first in range(last, top - 1, -1):
        joined = lines[first].text + joined
        if _balanced(joined) and (_PREDICATE.match(joined) or is_series(joined)):
            return TitleBlock(_with_relay(lines, first, top), last, shaped=True)
    return TitleBlock(max(top, last - 2), last, shaped=False)


def _top(lines: list[Line], last: int) -> int:
    """The first line that a title ending on line number `last` can have; past `last` when that line is no title."""
    top, chars = last + 1, 0
    while top > 0 and last - top < MAX_LINES:
        line = lines[top - 1]
        wrapped = len(line.text) == 1 and top == last + 1 and top > 1 and len(lines[top - 2].text) > 1
        chars += line.end - line.start
        if chars > MAX_CHARS or (closes_text(line.text) and not wrapped):
            break
        top -= 1
    return top


def _title_without_kind(lines: list[Line], top: int, last: int) -> TitleBlock | None:
    """A title that names no kind (关于支持企业发展的十条): its issuer or 关于 begins right after another text's end."""
    joined = "".join(line.text for line in lines[top : last + 1])
    if _balanced(joined) and "关于" in joined and _PREDICATE.match(joined):
        return TitleBlock(top, last, shaped=True)
    return None


def title_below(lines: list[Line], above: int, stop: int) -> TitleBlock | None:
    """The title that begins just below line number `above` and ends before line number `stop`."""
    first = above + 1
    while (
        first < stop and first - above <= _BETWEEN and (is_beside_number(lines[first].text) or dated(lines[first].text))
    ):
        first += 1
    joined = ""
    for last in range(first, min(stop, first + MAX_LINES)):
        line = lines[last].text
        last_character = len(line) == 1 and kind_of(joined + line)
        if closes_text(line) and not last_character and not (joined and _KIND_END.search(line) and "。" not in line):
            return None
        joined += line
        if len(joined) > MAX_CHARS:
            return None
        if kind_of(joined) and _balanced(joined) and not _goes_on(lines, last, stop):
            return TitleBlock(first, last, shaped=_PREDICATE.match(joined) is not None)
    return None


def with_issuer(
    lines: list[Line], block: TitleBlock, floor: int, signed: str, known: frozenset[str] = frozenset()
) -> TitleBlock:
    """The block with the issuer's lines above it: names that the signature repeats, or that nothing precedes.

    A table's last cell may be a unit's name just above the next title, so a name that the signature does not hold
    counts only where the text above has visibly ended, or when it is `known` to sign elsewhere in the file.
    """
    first = block.first
    while first > floor and block.first - first < 6 and _is_heading_issuer(lines[first - 1].text):
        first -= 1
    titled = issuer_of("".join(line.text for line in lines[block.first : block.last + 1]))
    while first < block.first:
        names = [_OTHERS.sub("", line.text) for line in lines[first : block.first]]
        if signed and all(name in signed or name.endswith(signed) for name in names):
            break
        if (
            not signed
            and not titled
            and (first in (floor, 0) or closes_text(lines[first - 1].text) or known.issuperset(names))
        ):
            break
        first += 1
    return TitleBlock(first, block.last, block.shaped)


# 云河市发展和改革委员会等5部门
_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]{1,3}个?)?(?:部门|单位)$")


def _is_heading_issuer(line: str) -> bool:
    return is_issuer(_OTHERS.sub("", line))


_NO_TITLE = re.compile(r"^(?:特此|此令|现)")


def _with_relay(lines: list[Line], first: int, top: int) -> int:
    """The first line of a title that holds another title, whose own 关于 begins a line: …办公室转发 / 关于…的通知."""
    for at in range(first - 1, top - 1, -1):
        if kind_of(lines[at].text):
            break
        if _PREDICATE.match(lines[at].text):
            return at
    return first


def _goes_on(lines: list[Line], last: int, stop: int) -> bool:
    """Whether the title runs on past a word that only looks like its end: …专项行动方案 / 的通知."""
    if last + 1 >= stop:
        return False
    following = lines[last + 1].text
    return _REST.match(following) is not None and not is_attachment(following)


def _balanced(text: str) -> bool:
    return all(text.count(closing) == text.count(opening) for closing, opening in _QUOTES.items())
