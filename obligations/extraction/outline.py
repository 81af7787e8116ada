"""The tree of numbered items: 第X章, 一、, (一), 1., (1), ①, 第X条, 第一阶段, 3.1, ———名目.

The order of the markers is that of GB/T 9704—2012, 7.3.3 (一、 (一) 1. (1)), but real files skip and mix levels, so
the level of a marker is where its kind first appeared on the way down, not a fixed rank.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum, auto

from obligations.extraction.layout import Layout
from obligations.extraction.numerals import chinese_number
from obligations.extraction.text import SourceText


class Marker(IntEnum):
    ROOT = auto()
    ATTACHMENT = auto()  # 附件 1
    PART = auto()  # 第一编
    CHAPTER = auto()  # 第一章
    SECTION = auto()  # 第一节
    ARTICLE = auto()  # 第一条
    STAGE = auto()  # 第一阶段
    PLAIN = auto()  # 3 应急响应, above 3.1
    DECIMAL = auto()  # 3.1
    DECIMAL_BELOW = auto()  # 3.1.2
    CHINESE = auto()  # 一、
    CHINESE_BRACKET = auto()  # (一)
    ARABIC = auto()  # 1. 1、
    ARABIC_BRACKET = auto()  # (1) 1)
    CIRCLE = auto()  # ①
    ROMAN = auto()  # Ⅰ.
    LETTER = auto()  # A.
    BOX = auto()  # 专栏1: a box in the text of a plan
    DASH = auto()  # ———
    TASK = auto()  # 任务一:, 行动二:
    BULLET = auto()  # ●
    STRESSED = auto()  # 一要, 二是: items where nothing else is numbered


# These have no numbers: each goes on with the list.
UNNUMBERED = (Marker.DASH, Marker.BULLET)
# The numbers of emergency plans and standards.
DECIMALS = (Marker.DECIMAL, Marker.DECIMAL_BELOW)
# These divide a document whatever stands before them.
DIVIDERS = (Marker.ATTACHMENT, Marker.PART, Marker.CHAPTER, Marker.SECTION)

CN_DIGITS = "一二三四五六七八九十百零〇两"
CN = f"[{CN_DIGITS}]{{1,6}}"
# Behind a marker these are the item's first words, not the rest of a number: 三、1月15日前…, 2.5个项目….
AMOUNT_OR_DATE = r"(?:(?:19|20)\d\d年|\d{1,3}(?:个|家|项|月|日|%))"
MEASURE = r"[月日年个家项米吨元倍度亩万亿]|平方|公里|公顷"
TITLE_BEGINS = r"[\u3400-\u9fff“《Ⅰ-Ⅻ]"
BULLETS = "●○•·◆◇■▪►➢➤"
MARKERS: list[tuple[Marker, re.Pattern[str]]] = [
    (Marker.ATTACHMENT, re.compile(rf"附[件表录](?:(\d{{1,2}}|{CN}))?[:.]?(?=\S)")),
    (Marker.PART, re.compile(rf"第({CN})[编篇]")),
    (Marker.CHAPTER, re.compile(rf"第({CN})章")),
    (Marker.SECTION, re.compile(rf"第({CN})节")),
    (Marker.ARTICLE, re.compile(rf"第({CN}|\d{{1,3}})条(?![第款例件]|项(?!目))")),
    (Marker.STAGE, re.compile(rf"第({CN})(?:阶段|步(?=:))[:,、(]?")),
    (Marker.CHINESE, re.compile(rf"({CN})(?:[、.](?!\d)|、(?={AMOUNT_OR_DATE}))")),
    (Marker.CHINESE_BRACKET, re.compile(rf"(?:\(({CN})\)|([㈠-㈩]))[、.]?(?!项(?!目))")),
    (Marker.DECIMAL, re.compile(rf"\d{{1,2}}\.(\d{{1,2}})(?!{MEASURE})(?={TITLE_BEGINS})")),
    (Marker.DECIMAL_BELOW, re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.(\d{{1,2}})(?!{MEASURE})(?={TITLE_BEGINS})")),
    (Marker.ARABIC, re.compile(rf"(\d{{1,3}})(?:[.、](?!\d)|[.、](?={AMOUNT_OR_DATE}))|([⒈-⒛])")),
    (Marker.ARABIC_BRACKET, re.compile(r"(?:\(?(\d{1,2})\)|([⑴-⒇]))[、.]?(?!项(?!目))")),
    (Marker.CIRCLE, re.compile(r"([①-⑳❶-❿㉑-㉟])")),
    (Marker.ROMAN, re.compile(r"([Ⅰ-Ⅻ])[、.]")),
    (Marker.LETTER, re.compile(r"([A-H])[、.](?=[\u3400-\u9fff])")),
    (Marker.BOX, re.compile(rf"专栏(\d{{1,2}}|{CN})[:.]?(?=[\u3400-\u9fff“])")),
    (Marker.STRESSED, re.compile(r"([一二三四五六七八九十])(?=[是要](?!否|不是))")),
    (Marker.DASH, re.compile(r"—{2,4}")),
    (Marker.TASK, re.compile(rf"(?:任务|行动|工程|举措|专项)({CN}|\d{{1,2}})[:、.]?(?=[\u3400-\u9fff“《])")),
    (Marker.BULLET, re.compile(rf"[{BULLETS}](?=[\u3400-\u9fff“《(])")),
]
SIGNS = "①-⑳❶-❿㉑-㉟㈠-㈩⒈-⒛⑴-⒇Ⅰ-Ⅻ"
FIRST_CHARS = frozenset("附第专任行工举一二三四五六七八九十百(0123456789—ABCDEFGH" + BULLETS) | frozenset(
    chr(code) for first, last in zip(SIGNS[::3], SIGNS[2::3], strict=True) for code in range(ord(first), ord(last) + 1)
)
# What a marker can begin with: most are told by their first character.
BEGINS = {
    Marker.ATTACHMENT: "附",
    Marker.PART: "第",
    Marker.CHAPTER: "第",
    Marker.SECTION: "第",
    Marker.ARTICLE: "第",
    Marker.STAGE: "第",
    Marker.CHINESE: CN_DIGITS,
    Marker.CHINESE_BRACKET: "(㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    Marker.DECIMAL: "0123456789",
    Marker.DECIMAL_BELOW: "0123456789",
    Marker.ARABIC: "0123456789⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    Marker.ARABIC_BRACKET: "(0123456789⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    Marker.ROMAN: "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    Marker.LETTER: "ABCDEFGH",
    Marker.CIRCLE: "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟",
    Marker.BOX: "专",
    Marker.STRESSED: "一二三四五六七八九十",
    Marker.DASH: "—",
    Marker.TASK: "任行工举专",
    Marker.BULLET: BULLETS,
}
MARKERS_BY_CHAR = {
    char: [(marker, pattern) for marker, pattern in MARKERS if char in BEGINS.get(marker, char)] for char in FIRST_CHARS
}
# 4 应急响应, above 4.1: a heading of a few words, its number set apart.
DECIMAL_HEAD = re.compile(rf"(\d{{1,2}})\.1(?!{MEASURE})(?={TITLE_BEGINS})")
FIRST_BELOW = re.compile(rf"\.1(?!{MEASURE})(?={TITLE_BEGINS})")  # the same without its number: fast to look for
PLAIN_HEADING = re.compile(r"(\d{1,2})(?=[\u3400-\u9fff][^。;:,!?\d]{1,15}$)")
# 3.2预防预警行动: a line that is nothing but a heading needs no gap behind its number.
DECIMAL_HEADING = re.compile(r"[\u3400-\u9fff“Ⅰ-Ⅻ][^。;:,!?\d]{1,18}$")
SENTENCE_ENDS = ("。", ";", ":")
SENTENCE_MARK = re.compile(r"[。;:!?]")
LONGEST_HEADING = 60
PLAIN_NUMBER = re.compile(rf"{CN}、(?!{CN})")
LABEL_LINE = re.compile(r"(?:责任|牵头|配合|承办|落实|主办|协办)(?:单位|部门)?:[^。;:]*[^。;:,、及和与]\Z")
LONGEST_LABEL_LINE = 160
# How many numbers may be missing: a page or a misprint swallowed them.
GAP = 3


@dataclass(slots=True, eq=False)
class Item:
    """A numbered item. [start, own_end) is its own text after the marker, [start, end) all that stands below it.

    `latest`: the last number of each kind among the children.
    """

    marker: Marker
    number: int
    mark_start: int
    start: int
    end: int = 0
    own_end: int = 0
    parent: "Item | None" = None
    children: list["Item"] = field(default_factory=list)
    latest: dict[Marker, int] = field(default_factory=dict)

    def leaves(self) -> list["Item"]:
        """The items without children, in text order; the item itself where it has none."""
        return [item for item in self.below() if not item.children] or [self]

    def below(self) -> list["Item"]:
        """All items below, in text order."""
        found: list[Item] = []
        waiting = self.children[::-1]
        while waiting:
            item = waiting.pop()
            found.append(item)
            waiting += item.children[::-1]
        return found

    def ancestors(self) -> Iterator["Item"]:
        """The parents, nearest first, the root left out."""
        item = self.parent
        while item is not None and item.marker is not Marker.ROOT:
            yield item
            item = item.parent


def read_outline(
    source: SourceText, layout: Layout, start: int, end: int, in_table: Callable[[int], bool] = lambda _: False
) -> Item:
    """The items of [start, end) below a root that spans it. `in_table`: whether a line's start stands in a table."""
    root = Item(Marker.ROOT, 0, start, start, end, end)
    stack = [root]
    latest: dict[Marker, int] = {}  # numbers may run on over sections: (二) 4. after (一) 3.
    after_marked = False  # a line after a heading begins an item even where the heading fills its line
    chapters = _numbers_of_chapters(source, start, end)
    for line_start, line_end in source.lines(start, end):
        begins = after_marked
        after_marked = False
        if source.text[line_start] not in FIRST_CHARS or in_table(line_start):
            continue
        if not (begins or layout.begins_paragraph(line_start) or _begins_item(source.text, line_start)):
            continue
        item = _marker_at(source, line_start, line_end) or _chapter_at(source, line_start, line_end, chapters)
        if item is None or not _has_place(stack, item):
            continue
        if _admits(latest, item) or (begins and _runs_on(latest, item, stack[-1])):
            latest[item.marker] = item.number
            _place(stack, item)
            after_marked = True
    _close(root, end)
    return root


def heading_of(layout: Layout, item: Item) -> str:
    """The item's title, the marker left out: its first line where that stands alone, else its first sentence."""
    known = layout.headings.get(item.start)
    if known is None or len(known) > item.own_end - item.start:
        known = layout.headings[item.start] = _read_heading(layout, item)
    return known


def _read_heading(layout: Layout, item: Item) -> str:
    source = layout.source
    end = min(item.own_end, item.start + LONGEST_HEADING)
    mark = SENTENCE_MARK.search(source.text, item.start, end)
    end = mark.start() if mark else end
    return source.verbatim[item.start : layout.paragraphs(item.start, end)[0][1] if end > item.start else end]


def marker_text(source: SourceText, item: Item) -> str:
    return source.verbatim[item.mark_start : item.start]


def _begins_item(text: str, at: int) -> bool:
    """Whether a number begins an item even behind a line that is full and ends in no mark.

    一、 stands at a line's start for nothing else (but 二、三产业); and a list of units (责任单位:…) may fill its line.
    """
    if PLAIN_NUMBER.match(text, at):
        return True
    low = max(0, at - LONGEST_LABEL_LINE)
    colon = text.rfind(":", low, at)
    if colon < 0 or text.find("。", colon, at) >= 0 or text.find(";", colon, at) >= 0:
        return False
    return LABEL_LINE.search(text, low, at) is not None


def _marker_at(source: SourceText, at: int, line_end: int) -> Item | None:
    text = source.text
    for marker, pattern in MARKERS_BY_CHAR[text[at]]:
        match = pattern.match(text, at)
        if not match or match.end() >= len(text):
            continue
        if marker is Marker.ATTACHMENT and line_end - at > 12 and ":" not in match.group():
            return None  # 附件1中的… is a sentence; the head of an annex stands alone on its line
        if (
            marker in DECIMALS
            and not source.raw_gap(match.end())
            and text[at - 1 : at] not in SENTENCE_ENDS
            and not DECIMAL_HEADING.match(text, match.end(), line_end)
        ):
            continue  # 4.3米 is an amount; the number of an item is set apart, follows a sentence or heads its line
        if marker is Marker.TASK and text[match.end() - 1] not in ":、." and not source.raw_gap(match.end()):
            continue  # 任务一要按期完成 is a sentence
        number = _number(match[match.lastindex] if match.lastindex else None)
        if number is None:
            continue
        return Item(marker, number, at, match.end())
    return None


def _numbers_of_chapters(source: SourceText, start: int, end: int) -> int:
    """How many plain numbers (4 应急响应) may be headings: those above decimals (4.1), and two at the end without."""
    if not FIRST_BELOW.search(source.text, start, end) or not DECIMAL_HEAD.search(source.text, start, end):
        return 0
    heads = [(DECIMAL_HEAD.match(source.text, first), last) for first, last in source.lines(start, end)]
    return max((int(head[1]) + 2 for head, last in heads if head and _is_heading(source, head.end(), last)), default=0)


def _is_heading(source: SourceText, at: int, line_end: int) -> bool:
    return bool(source.raw_gap(at)) or DECIMAL_HEADING.match(source.text, at, line_end) is not None


def _chapter_at(source: SourceText, at: int, line_end: int, chapters: int) -> Item | None:
    match = PLAIN_HEADING.match(source.text, at, line_end) if chapters else None
    if not match or int(match[1]) > chapters:
        return None
    heads_decimals = source.text.startswith(f"{match[1]}.1", line_end)
    if not (heads_decimals or source.raw_gap(match.end()) or source.text[at - 1 : at] in SENTENCE_ENDS):
        return None
    return Item(Marker.PLAIN, int(match[1]), at, match.end())


def _number(text: str | None) -> int | None:
    if text is None:
        return 0
    if text.isdecimal():
        return int(text)
    if text.isascii():
        return ord(text) - ord("A") + 1
    known = chinese_number(text)
    return int(unicodedata.numeric(text)) if known is None and len(text) == 1 else known


def _admits(latest: dict[Marker, int], item: Item) -> bool:
    """Whether the number continues the last list of its kind, or begins one. Stray numbers are text."""
    if item.marker in DIVIDERS or item.marker in UNNUMBERED or item.number == 1:
        return True
    if item.marker not in latest:
        return item.marker in (Marker.CHINESE, Marker.ARTICLE, Marker.PLAIN)  # an excerpt may begin with 三、 or 第五条
    return _continues(latest[item.marker], item)


def _runs_on(latest: dict[Marker, int], item: Item, above: Item) -> bool:
    """六、保障措施 / (十八)…: below a section's heading the numbers of an excerpt may run on over any gap."""
    if item.marker is not Marker.CHINESE_BRACKET or above.marker is not Marker.CHINESE:
        return False
    return latest.get(item.marker, 0) < item.number


def _has_place(stack: list[Item], item: Item) -> bool:
    """Whether the item may stand here.

    一是, 二是 divide a document that has no other numbers; below numbered items they are its sentences. A box ends a
    numbered item; among paragraphs without numbers nobody could say where it ends itself.
    """
    unnumbered = stack[-1].marker in (Marker.ROOT, *DIVIDERS)
    if item.marker is Marker.STRESSED:
        return unnumbered or stack[-1].marker is Marker.STRESSED
    return item.marker is not Marker.BOX or not unnumbered


def _continues(last: int, item: Item) -> bool:
    return 0 < last < item.number <= last + GAP


def _place(stack: list[Item], item: Item) -> None:
    """Pop to the level the item belongs to, and hang it there."""
    if item.marker in DIVIDERS:
        while len(stack) > 1 and (stack[-1].marker not in DIVIDERS or stack[-1].marker >= item.marker):
            stack.pop()
    elif item.marker is Marker.BOX:
        # a box stands beside the item that it illustrates
        stack.pop()
    else:
        del stack[_depth_of_parent(stack, item) + 1 :]
    item.parent = stack[-1]
    stack[-1].children.append(item)
    stack[-1].latest[item.marker] = item.number
    stack.append(item)


def _depth_of_parent(stack: list[Item], item: Item) -> int:
    for depth in range(len(stack) - 1, -1, -1):
        last = stack[depth].latest.get(item.marker)
        if last is not None and (item.marker in UNNUMBERED or _continues(last, item)):
            return depth
    open_at = [depth for depth, level in enumerate(stack) if level.marker is item.marker]
    if not open_at:
        return len(stack) - 1
    # 一、 again after 五、, or (一) straight after (四): another document or an unnumbered section, not a deeper list.
    if item.marker in (Marker.CHINESE, Marker.ARTICLE, *DECIMALS) or open_at[-1] == len(stack) - 1:
        return open_at[-1] - 1
    return len(stack) - 1


def _close(item: Item, end: int) -> None:
    item.end = item.own_end = end
    if not item.children:
        return
    item.own_end = item.children[0].mark_start
    ends = [following.mark_start for following in item.children[1:]] + [end]
    for child, child_end in zip(item.children, ends, strict=True):
        _close(child, child_end)
