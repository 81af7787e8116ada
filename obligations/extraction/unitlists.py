"""A span that is known to be a list of units (after 责任单位:, in a table's column): every item is a unit, however odd.

What the grammar reads keeps its own separators (规划和自然资源局, 各县(市、区)); the rest is split at 、,; and at 和,
及, 与 where both sides are names. Words that belong to the clause (等, 按职责分工负责, 分管负责人) are dropped.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from obligations.extraction.findings import UnitMention
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitcores import Kind
from obligations.extraction.unitplaces import LEVEL_CHARS, Name
from obligations.extraction.unitscan import mentions, read_names

HARD = frozenset("、,;。:!?|/·•")
JOINERS = ("以及", "或者", "和", "及", "与", "或")
# What a name may end in; 和 after anything else belongs to the name (规划|和自然资源局).
NAME_END = re.compile(
    r"(?:[局委办厅部署院府会司团社站馆所园厂行队组校科处台厅场圈门位企矿县市区镇乡)联]|中心|集团|政府|机构|学校|大学|机关|级|街道|专班|银行|高速)\Z"
)
LABEL = re.compile(
    r"\A.{0,10}?(?:单位|部门|领导|分工|主体|机构)(?:\(.{0,8}\))?:|\A(?:牵头|配合|责任|协助|落实|主办|协办)[:为]"
)
LEADING = re.compile(
    r"\A(?:[(\[【]?\d{1,2}[.、)\]】]|[一二三四五六七八九十]{1,3}[、.]|并?由|会同|联合|其中|(?:以)?及|和|与|或|由于|请)+"
)
# The sentence goes on after the name.
TAIL = re.compile(
    r"(?:(?<![高中同平])等.{0,14}|(?:根?据|依据|依|按照?|依照)(?:各自|本|其)?.{0,8}(?:职责|职能|分工|权限).{0,10}|分别.{0,8}|共同.{0,6}|(?:为)?(?:负责|牵头|配合|落实|参与|协助|承担|组织实施|具体实施"
    r"|具体落实|具体负责|实施|主办|协办|承办|督办|督导|督促|推进|办理|指导|监督).{0,10}|(?:的)?(?:分管|主要|相关|有关)?(?:负责人|负责同志|领导).{0,6}"
    r"|主要领导.{0,6}|均?为[^、,;]{0,8}(?:责任|配合|落实)(?:单位|主体)|(?:结合|立足)(?:各自|本地区?|自身)?实际.{0,4}|各自职责.{0,6}|各负其责|各司其职)\Z"
)
# 执法监督科: no verb is cut off the name of an office's section.
SECTION_END = re.compile(r"[科股处室]\Z")
TIME = re.compile(r"\d{2,4}年|\d{1,2}月|长期|持续|常态|年底|全年|即日|立即")
NO_NAME = re.compile(
    r"(?:国家|[省市县区乡镇]|乡镇)级|国家|中央|[省市县区]|各级|等|单位|部门|有关|相关|其他|无|略|同上|以上|全[省市县区]|负责|牵头|配合"
    r"|(?:牵头|责任|配合|协助|主办|协办|承办|主管|参与)(?:单位|部门|领导|人)"
)
LONGEST_ITEM = 40


def parse_list(source: SourceText, start: int, end: int, register: Register) -> list[UnitMention]:
    """The units of the list in [start, end), in printed order, shared endings given back."""
    text = source.text
    names = read_names(source, start, end, register)
    found: list[Name] = []
    for first, last in _items(text, start, end, names):
        found += _item_names(text, first, last, names)
    _share_ending(text, found)
    return mentions(source, found, register)


def _items(text: str, start: int, end: int, names: list[Name]) -> Iterator[tuple[int, int]]:
    """The spans between the separators that stand outside of names and brackets."""
    inside = bytearray(end - start)
    for name in names:
        inside[name.start - start : name.end - start] = b"\1" * (name.end - name.start)
    first = at = start
    depth = 0
    while at < end:
        if inside[at - start]:
            at += 1
            continue
        depth = max(0, depth + (text[at] in "(〔[") - (text[at] in ")〕]"))
        width = 0 if depth and _closes(text, at, end) else _separator(text, first, at, end, inside, start)
        if width:
            yield first, at
            first = at + width
        at += max(width, 1)
    yield first, end


def _closes(text: str, at: int, end: int) -> bool:
    """Whether the bracket that is open here is closed inside the list."""
    return any(text[i] in ")〕]" for i in range(at, min(end, at + 24)))


def _separator(text: str, first: int, at: int, end: int, inside: bytearray, start: int) -> int:
    """The length of the separator at `at`, 0 for none."""
    if text[at] in HARD:
        return 1
    for joiner in JOINERS:
        if not text.startswith(joiner, at, end):
            continue
        after = at + len(joiner)
        if after >= end or (text[after] == "其" and text[after + 1 : after + 2] not in ("他", "它")):
            return 0
        if text[at - 1] == "等" and at > first + 2:
            return len(joiner)
        opens_name = at == first and bool(inside[after - start])
        return len(joiner) if opens_name or NAME_END.search(text, max(first, at - 3), at) else 0
    return 0


def _item_names(text: str, first: int, last: int, names: list[Name]) -> list[Name]:
    """The names of one item: what the grammar reads if it reads the whole item, else the item as it stands."""
    first, last = _trim(text, first, last)
    if last <= first:
        return []
    within = names[bisect_left(names, first, key=_start) : bisect_right(names, last, key=_end)]
    covered = _tiled(text, first, last, within)
    if covered:
        return covered
    rest = None if SECTION_END.search(text, first, last) else TAIL.search(text, first + 1, last)
    if rest and not any(name.start < rest.start() < name.end for name in within):
        last = rest.start()
        covered = _tiled(text, first, last, within)
        if covered:
            return covered
    printed = text[first:last]
    if not _may_be_name(printed):
        return []
    return [Name(first, last, last, last, Kind.OPEN)]


def _start(name: Name) -> int:
    return name.start


def _end(name: Name) -> int:
    return name.end


def _trim(text: str, first: int, last: int) -> tuple[int, int]:
    label = LABEL.search(text[first : min(last, first + 24)])
    if label:
        first += label.end()
    leading = LEADING.search(text[first : min(last, first + 12)])
    if leading:
        first += leading.end()
    while first < last and text[first] in "(〔[《\"'“*∗":
        if text[first] in "(〔[" and text.find(")", first, last) >= 0:
            break
        first += 1
    while last > first and text[last - 1] in ".\"'”":
        last -= 1
    if last > first and text[last - 1] in ")〕]" and not any(char in "(〔[" for char in text[first:last]):
        last -= 1
    return first, last


def _tiled(text: str, first: int, last: int, names: list[Name]) -> list[Name]:
    """The names, if they fill the item, or fill it up to words that are no part of a name."""
    at = first
    for name in names:
        if name.start != at:
            return []
        at = name.end
    if at == first:
        return []
    return names if at == last or TAIL.fullmatch(text, at, last) or text[at:last] in (")", "(") else []


def _may_be_name(printed: str) -> bool:
    if len(printed) > LONGEST_ITEM or NO_NAME.fullmatch(printed) or TIME.search(printed):
        return False
    return sum("一" <= char <= "龥" for char in printed) >= 2


def _share_ending(text: str, found: list[Name]) -> None:
    """林场、财政部门: a short item that ends in no head takes the ending of the department after it."""
    ending: tuple[int, int] | None = None
    for name in reversed(found):
        if name.tail:
            ending = name.tail
        elif name.kind is Kind.DEPARTMENT and name.head < name.end:
            ending = (name.head, name.end)
        elif name.kind is not Kind.OPEN or name.end - name.start > 6 or NAME_END.search(text, name.start, name.end):
            ending = None
        elif ending and text[name.end - 1] not in LEVEL_CHARS:
            name.tail = ending
