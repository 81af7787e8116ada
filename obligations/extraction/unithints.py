"""Where a text may hold names of units at all: one pass over the whole text, so that no passage is searched in vain.

The readers of names ask for many short passages, most of which hold no name. What the passes have found is kept with
the text; a passage's cores are cut out of those of the text.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from obligations.extraction import unitwords as words
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitcores import Kind, find_cores, word_goes_on

# What no name goes over: other marks than those of names, a comma that stands in no group of levels (省,市两级), 的,
# and the words at which a reader of names stops too (`unitwords.INSIDE_STOP`), unless they say what a unit is to the
# matter (牵头单位). Each branch takes the first character of its word; one after the other they are three times as
# fast as in one pattern.
_VERBS = """
    依托 会同 负责 牵头 配合 根据 按照 落实 推进 推动 加强 加快 加大 开展 实施 提高 提升 完善 健全 成立 组建 制定 办理
    督促 指导 支持 协调 协助 不得 进行 作为 包括 确保 同意
"""
STOPS = (
    re.compile(r"[^\u4e00-\u9fa5\d()“”\"·、,]"),
    re.compile(r"[了是被把由为让给须未已均需抓做请]"),
    re.compile(
        r"的(?<!设区的)|在(?<!所在)|并(?!州)|应(?!急|用)|要(?!素)|组(?=织(?!部|委|办|人事))"
        r"|,(?<![国省市县区乡州盟旗镇村道街木查社)],)"
    ),
    re.compile("|".join(rf"{verb[0]}(?={verb[1]}(?!单位|部门|机构|中心|办))" for verb in _VERBS.split())),
)
# How the patterns of groups of places (各县, 县(市、区)) and of counties that act (白石县要) begin or end.
AREA_BEGINS = re.compile(
    rf"各(?=(?:有关|相关)?(?:{words.AREA}|地|[矿厂站场院校队系]|级[、和及]各))|盟(?=市)|旗(?=县)|县(?=[(市区])|市(?=[(县区])|区(?=[(县])|州(?=\()|乡(?=[(镇])|镇(?=\()|街道(?=\()|村(?=\()"
)
ACTING_LEVEL = re.compile(
    r"[县市区旗州盟镇乡道](?=要|应|须|必须|负责|牵头|抓紧|尽快|做好|组织|落实|配合|开展|完成|制定)"
)
MARK = "\1"
LONGEST_CORE = 40
RUNS = [b"\1" * length for length in range(LONGEST_CORE + 1)]
LONGEST_MATCH = 32
LONGEST_LIST = 400

T = TypeVar("T")


class Scan(Generic[T]):
    """The matches of one automaton in a text, leftmost and longest; cut to a passage without searching it again."""

    def __init__(self, text: str, find: Callable[[str], Iterable[tuple[int, int, T]]]) -> None:
        self._text = text
        self._find = find
        self.found = list(find(text))
        self._starts = array("I", [start for start, _, _ in self.found])

    def within(self, start: int, end: int, until: int) -> list[tuple[int, int, T]]:
        """What a search of [start, end) alone finds that begins before `until`."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, until)
        if first and self.found[first - 1][1] > start:
            return [match for match in self._again(start, end) if match[0] < until]
        if last > first and self.found[last - 1][1] > end:
            return self.found[first : last - 1] + self._again(self.found[last - 1][0], end)
        return self.found[first:last]

    def begins_inside(self, at: int) -> bool:
        """Whether a search from `at`, in the middle of a match, finds another that begins before that one ends."""
        start, end, _ = self.found[bisect_right(self._starts, at) - 1]
        inner = next(iter(self._again(at, end + LONGEST_MATCH)), None) if start < at else None
        return inner is not None and inner[0] < end

    def _again(self, start: int, end: int) -> list[tuple[int, int, T]]:
        found = self._find(self._text[start:end]) if end > start else ()
        return [(start + first, start + last, item) for first, last, item in found]


class NameHints:
    """What one text holds of cores of names, spellings of a register, groups of places and counties that act."""

    def __init__(self, text: str, register: Register) -> None:
        self.register = register
        self.cores = Scan(text, find_cores)
        self.spellings = Scan(text, register.spelled)
        self._stops = _stops(text)
        covered = self._covered = bytearray(len(text))
        marks = self._marks = bytearray(len(text))
        limit = len(text)
        for start, end, core in self.cores.found:
            covered[start:end] = RUNS[end - start]
            following = text[end : end + 1]
            whole = following not in core.goes_on and following != "会" and end - start > 1
            if whole or core.kind is Kind.GROUP or not word_goes_on(text, end, limit, core):
                marks[start] = 1
        for start, end, _ in self.spellings.found:
            marks[start:end] = RUNS[1] * (end - start)
        self._areas, self._acting = bytearray(limit), bytearray(limit)
        for found, pattern in ((self._areas, AREA_BEGINS), (self._acting, ACTING_LEVEL)):
            for match in pattern.finditer(text):
                found[match.start()] = marks[match.start()] = 1

    def may_begin(self, at: int, limit: int) -> bool:
        """Whether a name can begin at `at`: what it ends in stands before the next mark of the sentence."""
        if at >= limit:
            return False
        stop = self._stops.find(MARK, at, limit)
        if self._marks.find(1, at, stop if stop >= 0 else limit) >= 0:
            return True
        if self._covered[at] and self.cores.begins_inside(at):
            return True
        return stop < 0 and self._covered[limit - 1] == 1  # where the passage ends, a word may end too

    def beginning(self, places: list[int], limit: int) -> list[int]:
        """Those of the places, ascending, where a name can begin that ends before `limit`."""
        stops, marks, covered = self._stops, self._marks, self._covered
        limit = min(limit, places[-1] + LONGEST_LIST) if places else limit
        stop = mark = -1
        found = []
        for at in places:
            # most places share the next stop and the next mark with the one before them
            if stop < at:
                stop = stops.find(MARK, at, limit)
                stop = limit if stop < 0 else stop
            if mark < at:
                mark = marks.find(1, at, limit)
                mark = limit if mark < 0 else mark
            if (mark < stop and mark < at + LONGEST_LIST) or (
                covered[at] and self.may_begin(at, min(limit, at + LONGEST_LIST))
            ):
                found.append(at)
        return found

    def stop_after(self, at: int, limit: int) -> int:
        """Where the first mark stands, from `at` on, over which no name goes; `limit` where none does."""
        stop = self._stops.find(MARK, at, limit)
        return stop if stop >= 0 else limit

    def holds_area(self, start: int, end: int) -> bool:
        return self._areas.find(1, start, end) >= 0

    def holds_acting(self, start: int, end: int) -> bool:
        return self._acting.find(1, start, end) >= 0


def _stops(text: str) -> str:
    """The text with a mark where no name goes on."""
    for stop in STOPS:
        text = stop.sub(MARK, text)
    return text


def hints_of(source: SourceText, register: Register) -> NameHints:
    """The hints of a text, made once for each register."""
    hints = source.scans.get(id(register))
    if not isinstance(hints, NameHints):
        hints = source.scans[id(register)] = NameHints(source.text, register)
    return hints
