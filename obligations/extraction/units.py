"""Units named in running text: every mention of a passage, and lists that begin or end at a known place.

Names are verbatim and squeezed, a shared ending given back to each name of a list. They are read by the register's
spellings and by the grammar of unseen names (`unitscan`, `unitnames`, `unitcores`); `parse_list` reads a span that is
known to be a list of units.
"""

import re

from obligations.extraction.findings import UnitMention
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitcores import Kind
from obligations.extraction.unithints import hints_of
from obligations.extraction.unitlists import parse_list
from obligations.extraction.unitnames import INSIDE_STOP
from obligations.extraction.unitplaces import LEAD_IN, Name
from obligations.extraction.unitscan import SEPARATOR, mentions, read_names

__all__ = ["find_units", "list_at", "list_before", "parse_list"]

SEPARATOR_BEFORE = re.compile(r"(?:、|,?(?:以及|及|和|与|或者|或)|[,;])\Z")
# What may stand behind a name of a list or close it: (以下简称…), 分管负责人, 等部门, 等有关单位, 等新闻媒体.
CLOSING = re.compile(
    r"\(以?下(?:简称|统称)[^()]{1,20}\)|(?<=办公室)\([一-龥]{2,16}[局委厅部]\)|(?:的)?(?:党政)?(?:分管|主要)?(?:负责人|负责同志)|(?:党政)?(?:分管|主要)领导|(?:第一|常务)?副?(?:总指挥|指挥长?)(?=主持|召集|签|组织|带|坐|到|靠前|率|赶)|(?<=[学校园院])(?:校长|园长|院长)"
    r"|(?:(?<![组会室])(?<!公室)|(?<=科室))(?:主任|书记|护士长|处长|所长|站长|矿长|厂长|经理)(?=[是为][^。,;]{2,24}责任人|要(?!求)|应当|必须|须)"
    r"|等[\d一二三四五六七八九十]{0,2}[个家]?"
    r"(?:[^要应须将对按与和及或负由的、,;。()]{0,5}?(?:部门|单位|机关|机构|企业|地区|媒体|组织|院校|高校|学校|园区|成员)(?:\((?:单位|部门|机构)\))?)?"
)
# 云河学院、|市中心血站: an item of a list that no grammar reads, between names or between a name and its order.
ODD_ITEM = re.compile(
    r"[\u4e00-\u9fff“”]{1,13}?(?:(?<![布格大全结当])局|委|(?<![公交举主承创督])办|厅|院|(?<![机])会|社|(?<!立)团|(?<![车])站|(?<![分])馆|(?<![之])所|园|[工电]厂|"
    r"(?<![银])行|队|校|学|台|司|中心|集团|企业|医院|机构|街道|专班|小组|银行|电网|石油|石化|[一-龥]{2}[县区镇乡旗])"
    r"(?=、|以及|[和及与]|等|,|要(?!求|点|素)|应(?!急|用|对)|必须|须|负责|牵头|按照?|会同|参与|参加|配合|做好|组织|落实)"
)
FIRST_ITEMS = re.compile(r"[\u4e00-\u9fff“”]{2,14}、")
SENTENCE_END = re.compile(r"[。;!?:]")
LONGEST_LIST = 400


def find_units(source: SourceText, start: int, end: int, register: Register) -> list[UnitMention]:
    """Every unit named in [start, end), left to right, none over another, shared endings given back."""
    return mentions(source, read_names(source, start, end, register), register)


def list_at(source: SourceText, pos: int, end: int, register: Register) -> tuple[list[UnitMention], int] | None:
    """A list of units that begins exactly at `pos`: its mentions and the offset after it, 等部门 included."""
    hints = hints_of(source, register)
    if not hints.may_begin(pos, end):
        return None
    limit = min(end, pos + LONGEST_LIST)
    stop = hints.stop_after(pos, limit)
    if stop < limit:
        sentence = SENTENCE_END.search(source.text, stop, limit)
        limit = sentence.start() if sentence else limit
    # Most lists end where no name goes on: what begins behind it is read only where the list goes over it.
    found, at, following = _listed(source, pos, limit, register, stop)
    if stop < limit and (at > stop or (following or 0) > stop):
        found, at, _ = _listed(source, pos, limit, register, limit)
    return (mentions(source, found, register), at) if found else None


def _listed(
    source: SourceText, pos: int, limit: int, register: Register, until: int
) -> tuple[list[Name], int, int | None]:
    """The names of the list at `pos`, the offset after it, and where a further name would have to begin, if any."""
    found: list[Name] = []
    at = pos
    following: int | None = pos
    names = read_names(source, pos, limit, register, until)
    if not names:
        return found, at, None
    by_start = {name.start: name for name in reversed(names)}
    while following is not None:
        name = by_start.get(following) or _odd_item(source.text, following, limit, names)
        if name is None:
            break
        found.append(name)
        at = _after_closing(source.text, name.end, limit)
        separator = SEPARATOR.match(source.text, at, limit)
        following = separator.end() if separator else None
    known = any(name.kind is not Kind.OPEN or name in names for name in found)
    return (found if known else []), at, following


def _odd_item(text: str, at: int, limit: int, names: list[Name]) -> Name | None:
    """An item that no grammar reads, in a list whose other items it reads."""
    if text[at - 1 : at] != "、" and not FIRST_ITEMS.match(text, at, limit):
        return None
    match = ODD_ITEM.match(text, at, limit)
    if match is None or LEAD_IN.match(text, at, match.end()) or INSIDE_STOP.search(text, at, match.end()):
        return None
    if any(name.start < match.end() and at < name.end for name in names):
        return None
    return Name(at, match.end(), match.end(), match.end(), Kind.OPEN)


def list_before(source: SourceText, pos: int, start: int, register: Register) -> tuple[list[UnitMention], int] | None:
    """A list of units that ends exactly at `pos` and begins at or after `start`: its mentions and where it begins."""
    low = max(start, pos - LONGEST_LIST)
    for match in SENTENCE_END.finditer(source.text, low, pos):
        low = match.end()
    names = read_names(source, low, pos, register)
    at = _before_closing(source.text, pos, low)
    found: list[Name] = []
    for name in reversed(names):
        if name.end > at:
            continue
        if name.end < at:
            break
        found.append(name)
        separator = SEPARATOR_BEFORE.search(source.text, max(low, name.start - 3), name.start)
        if separator is None:
            break
        at = separator.start()
    if not found:
        return None
    found.reverse()
    return mentions(source, found, register), found[0].start


def _after_closing(text: str, at: int, end: int) -> int:
    while (closing := CLOSING.match(text, at, end)) is not None:
        at = closing.end()
    return at


def _before_closing(text: str, pos: int, low: int) -> int:
    for match in CLOSING.finditer(text, max(low, pos - 26), pos):
        if match.end() == pos:
            return match.start()
    return pos
