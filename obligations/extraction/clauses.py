"""Responsibility clauses: (牵头部门:…;责任单位:…), 职责分工:A牵头,B配合, (A、B按职责分工负责), 责任单位:… on a line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from obligations.extraction.findings import AssignedUnit, Role
from obligations.extraction.labels import (
    DIVISION,
    LABEL,
    LABEL_END,
    LABEL_HERE,
    LABEL_OR_DIVISION,
    LABEL_REACH,
    LABEL_STOPS,
    LONGEST_PREFIX,
    noted,
    read_labels,
)
from obligations.extraction.layout import Layout
from obligations.extraction.register import Register
from obligations.extraction.statements import once, only_states, stated
from obligations.extraction.unitlists import parse_list
from obligations.extraction.units import find_units, list_at

Span = tuple[int, int]

LONGEST_CLAUSE = 900
LONGEST_SENTENCE = 200
# In a bracket of bare names: how many the grammar may fail to read, and how long one may be.
UNREAD_NAMES = 1
LONGEST_BARE = 24
HOLDS_CLAUSE = re.compile(
    r"牵头|会同|责任|配合|负责|落实|实施|主办|协办|承办|协助|参与|办理|主责|参加|单位:|部门:|主体:"
)
LINE_BEGINS_AFTER = frozenset("。;!?)”》】]〕—")
# 规划科, 执法大队, 机关党委: parts of one body, which are named without it.
SECTION = re.compile(
    r"(?![不含见第按除与])[一-龥]{1,8}(?:[科股处室站队]|中队|大队|支队|办公室|党委|工会)|[局委厅]?(?:属|直|机关)?各[一-龥]{0,4}(?:科室|处室|股室|单位|站所)"
)
CLOSES = {"(": ")", "[": "]", "【": "】", "〔": "〕", "〖": "〗"}
OPENING = re.compile(r"[(\[【〔〖]")
BRACKET = re.compile(r"[()\[\]【】〔〕〖〗]")
# 主办单位:…技术支持:…: the foot of a web page.
WEB_FOOT = re.compile(r"备案|ICP|版权|网站标识|技术支持|浏览|网安")
# (以下均需各设区市人民政府落实,不再列出), 任务均涉及各县(市、区),下同: said once for all lists.
FOR_ALL = re.compile(
    r"[(,。;]?(?:以下|下同|下列|(?:具体|各项|上述|有关)?(?:工作|任务|事项)均?(?:涉及|需)).{0,60}?"
    r"(?:不再(?:逐一|一一|单独|另行)?(?:列|注明|标注|重复|赘述|做?分工|说明)出?举?|下同)[^()]{0,6}\)?\Z"
    r"|[,。;](?:下同|以下同)\)?\Z"
)
# 列第一位的为牵头单位,下同: what bare lists in brackets mean from here on. The place is looked for first.
FIRST_PLACE = re.compile("第一(?<=[排列名在]第一)|首位(?<=[排列名在]首位)")
FIRST_LEADS = re.compile(r",?[^,。;()]{0,12}(?:排|列)(?:名)?(?:在)?(?:第一位?|首位)的?[^,。;()]{0,6}牵头[^()]{0,12}")
LEAD_OF_CONVENTION, REST_OF_CONVENTION = 16, 24  # the most characters that `FIRST_LEADS` matches before and behind it


@dataclass(slots=True)
class Clause:
    """Who an explicit clause assigns. `standalone`: it is a paragraph of its own and may speak for a whole section."""

    start: int
    end: int
    units: list[AssignedUnit]
    standalone: bool
    labelled: bool  # labels give the roles
    sentence: bool = False  # a plain sentence that says nothing else; it speaks for its own item only


SHORTEST_CLAUSE = 5


class ClauseReader:
    """Reads the clauses of one directive, whose text is [start, end)."""

    def __init__(self, layout: Layout, start: int, end: int, register: Register) -> None:
        self.layout = layout
        self.source = layout.source
        self.text = layout.source.text
        self.register = register
        # Where the directive says so, the first of a bracket of bare names leads.
        self.first_leads = convention(self.text, start, end) is not None
        # Found once: each passage is asked for them.
        self._openings = [opening.start() for opening in OPENING.finditer(self.text, start, end)]
        self._label_ends = [ending.end() for ending in LABEL_END.finditer(self.text, start, end)]
        self._found: dict[tuple[int, int], list[Clause]] = {}

    def find(self, start: int, end: int) -> list[Clause]:
        """The clauses of the passage in text order. Regions that name nobody are left out."""
        if (start, end) not in self._found:
            self._found[start, end] = list(self._read_all(start, end))
        return self._found[start, end]

    def _read_all(self, start: int, end: int) -> Iterator[Clause]:
        last = start
        for region in sorted(self._bracketed(start, end) + self._lines(start, end)):
            clause = self._read(region) if region[0] >= last else None
            if clause:
                last = clause.end
                yield clause
        closing = self._closing_sentence(max(start, last), end)
        if closing and last <= closing.start:
            yield closing

    def _bracketed(self, start: int, end: int) -> list[Span]:
        """The outermost brackets that hold a word of assignment, brackets included."""
        found: list[Span] = []
        at = start
        for opened in self._openings[bisect_left(self._openings, start) : bisect_left(self._openings, end)]:
            if opened < at:
                continue
            close = _closing(self.text, opened, min(end, opened + LONGEST_CLAUSE))
            at = close or opened + 1
            if close and close - opened >= SHORTEST_CLAUSE and self._may_assign(opened, close, end):
                found.append((opened, close))
        return found

    def _may_assign(self, start: int, end: int, limit: int) -> bool:
        return HOLDS_CLAUSE.search(self.text, start, end) is not None or self._closes_item(start, end, limit)

    def _closes_item(self, start: int, end: int, limit: int) -> bool:
        """Whether a bracket stands behind the last sentence of an item: …12月底前建成。(市能源局、市财政局)"""
        if start == 0 or self.text[start - 1] not in "。;":
            return False
        return end >= limit - 1 or self.layout.begins_paragraph(end)

    def _lines(self, start: int, end: int) -> list[Span]:
        """From a label at a sentence's or paragraph's start to the end of what it lists."""
        found: list[Span] = []
        ends = self._label_ends[bisect_right(self._label_ends, start) : bisect_right(self._label_ends, end)]
        last = start
        for match in self._label_words(start, end, ends) if ends else ():
            longest = 0 if match["short"] else LONGEST_PREFIX
            begin = self._label_start(match.start(), max(start, last), longest)
            named = match["label"] or (match["short"] and match["short"] != "责任")
            if begin is None and named and match.group()[-1] in ":为" and self.text[match.start() - 1] == ",":
                begin = match.start()  # 推进水网建设,牵头单位:市水利局: with a colon it is a label behind a comma too
            if begin is not None:
                last = self._line_end(begin, end)
                found.append((begin, last))
        return found

    def _label_words(self, start: int, end: int, ends: list[int]) -> Iterator[re.Match[str]]:
        """The labels and divisions of [start, end): looked for only in the clauses before what they end in."""
        text = self.text
        floor = start
        for ending in ends:
            low = max(floor, 1 + max(text.rfind(mark, floor, ending - 1) for mark in LABEL_STOPS))
            match = LABEL_OR_DIVISION.search(text, low, min(end, ending + LABEL_REACH))
            if match and match.end() == ending:
                floor = match.end()
                yield match

    def _label_start(self, at: int, low: int, longest: int) -> int | None:
        """Where a label begins whose word stands at `at`, when a sentence or a paragraph begins with it."""
        for begin in range(at, max(low, at - longest) - 1, -1):
            if begin == low or self.text[begin - 1] in LINE_BEGINS_AFTER or self.layout.begins_paragraph(begin):
                return begin
            if not "一" <= self.text[begin - 1] <= "龥":
                return None
        return None

    def _line_end(self, begin: int, end: int) -> int:
        """The end of the paragraph, or of the sentence in it when the sentence after is no label."""
        limit = end
        for line_start, _ in self.source.lines(begin + 1, min(end, begin + LONGEST_CLAUSE)):
            if self.layout.surely_begins_paragraph(line_start) and not LABEL_HERE.match(self.text, line_start):
                limit = line_start
                break
        stop = self.text.find("。", begin, limit)
        while stop >= 0:
            stop += 1
            if stop >= limit or not LABEL_HERE.match(self.text, stop):
                return stop
            stop = self.text.find("。", stop, limit)
        return limit

    def _read(self, region: tuple[int, int]) -> Clause | None:
        start, end = region
        text = self.text
        bracketed = text[start] in CLOSES
        inner_start, inner_end = (start + 1, end - 1) if bracketed else (start, end)
        if text.startswith(("主办", "承办"), inner_start) and WEB_FOOT.search(text, inner_start, inner_end + 60):
            return None
        for_all = FOR_ALL.search(text, inner_start, inner_end)
        inner_end = for_all.start() if for_all else inner_end
        said = convention(text, inner_start, inner_end)
        inner_end = said.start() if said else inner_end
        while inner_end > inner_start and text[inner_end - 1] in "。;,":
            inner_end -= 1
        division = DIVISION.match(text, inner_start)
        if division:
            inner_start = division.end()
        units, labelled = self._units(inner_start, inner_end, division is not None, bracketed)
        if not units:
            return None
        standalone = not bracketed and self.layout.begins_paragraph(start)
        return Clause(start, end, once(noted(text, units)), standalone, labelled)

    def _units(self, start: int, end: int, divided: bool, bracketed: bool) -> tuple[list[AssignedUnit], bool]:
        """The units of a region's inner span, and whether labels give the roles."""
        labels = list(LABEL.finditer(self.text, start, end))
        if labels:
            return read_labels(self.source, labels, start, end, self.register), True
        units = stated(self.source, start, end, self.register)
        if not units and bracketed:
            return self._bare(start, end), False
        sections = units and all(SECTION.fullmatch(unit.mention.name) for unit in units)
        if not divided and not sections and not find_units(self.source, start, end, self.register):
            return [], False  # (由申请人负责): no unit that a register or grammar knows
        return units, False

    def _closing_sentence(self, start: int, end: int) -> Clause | None:
        """…建成15处。由市能源局牵头,市财政局配合。: the last sentence of an item, when it says only who does it."""
        text = self.text
        stop = end - 1 if end > start and text[end - 1] == "。" else end
        begin = text.rfind("。", start, stop) + 1
        if (
            not 0 < begin < stop
            or stop - begin > LONGEST_SENTENCE
            or not only_states(self.source, begin, stop, self.register)
        ):
            return None
        units = stated(self.source, begin, stop, self.register)
        return Clause(begin, end, once(noted(text, units)), False, False, sentence=True) if units else None

    def _bare(self, start: int, end: int) -> list[AssignedUnit]:
        """(市商务局、市财政局): names only. One alone, not behind a full stop, may explain a word."""
        listed = list_at(self.source, start, end, self.register)
        if listed is None or listed[1] < end:
            sections = self._sections(start, end)
            if sections or listed is None:
                return sections
        alone_at_end = listed[1] == end and (self.first_leads or self.text[start - 2] in "。;")
        if len(listed[0]) < 2 and not alone_at_end:
            return []
        mentions = parse_list(self.source, start, end, self.register)
        if len(mentions) > len(listed[0]) + UNREAD_NAMES or any(len(m.name) > LONGEST_BARE for m in mentions):
            return []
        first = Role.LEAD if self.first_leads else Role.RESPONSIBLE
        roles = [first] + [Role.RESPONSIBLE] * (len(mentions) - 1)
        return [AssignedUnit(role, mention) for role, mention in zip(roles, mentions, strict=True)]

    def _sections(self, start: int, end: int) -> list[AssignedUnit]:
        """(规划科、安监科、局属各单位): sections of the issuer's own house, behind the last sentence of an item."""
        if self.text[start - 2] not in "。;":
            return []
        mentions = parse_list(self.source, start, end, self.register)
        if not all(SECTION.fullmatch(mention.name) for mention in mentions):
            return []
        return [AssignedUnit(Role.RESPONSIBLE, mention) for mention in mentions]


def convention(text: str, start: int, end: int) -> re.Match[str] | None:
    """The words by which the first name of a list leads."""
    if text.find("第一", start, end) < 0 and text.find("首位", start, end) < 0:
        return None
    for place in FIRST_PLACE.finditer(text, start, end):
        first, last = max(start, place.start() - LEAD_OF_CONVENTION), min(end, place.end() + REST_OF_CONVENTION)
        if said := FIRST_LEADS.search(text, first, last):
            return said
    return None


def _closing(text: str, opened: int, end: int) -> int | None:
    """The offset after the bracket that closes the one at `opened`."""
    if text.find(CLOSES[text[opened]], opened, end) < 0:
        return None
    waiting: list[str] = []
    for bracket in BRACKET.finditer(text, opened, end):
        char = bracket.group()
        if char in CLOSES:
            waiting.append(CLOSES[char])
        elif waiting and char == waiting[-1]:
            waiting.pop()
            if not waiting:
                return bracket.end()
    return None
