"""Responsibility clauses: (牵头部门:…;责任单位:…), 职责分工:A牵头,B配合, (A、B按职责分工负责), 责任单位:… on a line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.layout import Layout
from obligations.extraction.register import Register
from obligations.extraction.statements import closing_role, once, only_states, segments, stated
from obligations.extraction.text import SourceText
from obligations.extraction.unitlists import NAME_END, parse_list
from obligations.extraction.units import find_units, list_at

# 牵头部门, 主办单位 … The word that decides the role stands first, whatever else the label holds (牵头责任单位).
ROLE_WORDS = {
    Role.LEAD: "总牵头|牵头|主办|第一责任|主责|主体责任|首要责任",
    Role.SUPPORT: "配合|协助|协办|协同|参与|参加|会办|指导",
    Role.RESPONSIBLE: "责任|承办|实施|落实|承担|负责|执行|完成|具体|包保|包联|建设|监管|项目|整改|组织实施|组织",
}
# People, dates and those who only watch are labelled the same way, but are nobody who does it.
OTHER_LABELS = (
    "责任领导|包联领导|包保领导|牵头领导|分管领导|主要领导|市级领导|责任人|联系人|牵头人"
    "|完成时限|完成时间|时限要求|办理时限|整改时限|时限"
    "|(?:督导|督办|督查|审核|验收|考核|监督|评估|审批)(?:责任)?(?:部门|单位|机构)"
)
LABEL = re.compile(
    rf"(?P<other>(?:{OTHER_LABELS})(?:要求)?)[:]"
    rf"|(?P<label>(?P<word>{'|'.join(ROLE_WORDS.values())})(?:及|和|与|、|/|责任|落实|负责|实施|配合|牵头|承办|主体)*"
    r"(?:部门|单位|机构|科室|处室|主体|地区|方)(?:[及和、](?:责任|有关|相关)?(?:单位|部门|地区))?)(?::(?!负责|承担|按|组织|做好|要|应|对)|为(?!(?:了|主)))"
    r"|(?P<short>总?牵头|主办|协办|承办|配合|责任)[:]"
)
# What every label and division ends in: cheap to look for.
LABEL_END = re.compile(
    r"[:为](?:(?<=[人方].)|(?<=(?:领导|时限|时间|要求|单位|部门|机构|科室|处室|主体|地区|牵头|主办|协办|承办|配合|责任|分工).))"
)
# No label holds one of these, and none looks further ahead.
LABEL_STOPS = "。;,:("
LABEL_REACH = 2
DIVISION = re.compile(r"(?:职责分工|责任分工|任务分工|工作分工|分工)[:]")
LABEL_OR_DIVISION = re.compile(f"{LABEL.pattern}|{DIVISION.pattern}")
Span = tuple[int, int]

LONGEST_CLAUSE = 900
LONGEST_SENTENCE = 200
# In a bracket of bare names: how many the grammar may fail to read, and how long one may be.
UNREAD_NAMES = 1
LONGEST_BARE = 24
SHORTEST_DEED = 3
HOLDS_CLAUSE = re.compile(
    r"牵头|会同|责任|配合|负责|落实|实施|主办|协办|承办|协助|参与|办理|主责|参加|(?:单位|部门|主体):"
)
# 整改|责任单位:, 省级|牵头单位: what a label begins with, however odd.
LABEL_PREFIX = r"[\u4e00-\u9fff]{0,6}?"
LONGEST_PREFIX = 6
LABEL_HERE = re.compile(rf"—{{0,2}}{LABEL_PREFIX}(?:{LABEL.pattern})")
LINE_BEGINS_AFTER = frozenset("。;!?)”》】]〕—")
# 联系电话: a label that is none of a clause ends the list before it. 市级: and 县级: only divide the list.
FOREIGN_LABEL = re.compile(
    r"[。;,](?!(?:[国省市县区乡镇]|地方|中央)[级直]?[\u4e00-\u9fff]{0,3}:)[\u4e00-\u9fff]{2,8}(?:\([^()]{1,8}\))?:"
)
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
NOTE = re.compile(r"[(](?:(?P<lead>总?牵头|主办|主责|第一责任)|(?:配合|协助|协办|参与|参加))(?:单位|部门|负责)?[)]")
NOTE_AT_END = re.compile(
    r"[(（](?:(?P<lead>总?牵头|主办|主责|第一责任)|(?:配合|协助|协办|参与|参加))(?:单位|部门|负责)?[)）]$"
)


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
            if begin is None and named and match.group().endswith(":") and self.text[match.start() - 1] == ",":
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
        return Clause(start, end, once(_noted(text, units)), standalone, labelled)

    def _units(self, start: int, end: int, divided: bool, bracketed: bool) -> tuple[list[AssignedUnit], bool]:
        """The units of a region's inner span, and whether labels give the roles."""
        labels = list(LABEL.finditer(self.text, start, end))
        if labels:
            return _labelled(self.source, labels, start, end, self.register), True
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
        return Clause(begin, end, once(_noted(text, units)), False, False, sentence=True) if units else None

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


def read_cell(source: SourceText, start: int, end: int, register: Register, role: Role) -> list[AssignedUnit]:
    """The units of a table's cell in a column of this role; A牵头,B配合, A(牵头) and labels in it say more."""
    labels = [label for label in LABEL.finditer(source.text, start, end) if label.group()[-1] == ":"]
    units = _labelled(source, labels, start, end, register) if labels else stated(source, start, end, register)
    if not units and not labels:
        units = [AssignedUnit(role, mention) for mention in parse_list(source, start, end, register)]
    return once(_noted(source.text, units))


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


def _noted(text: str, units: list[AssignedUnit]) -> list[AssignedUnit]:
    """市能源局(牵头): the note behind a name gives its role."""
    for unit in units:
        mention = unit.mention
        inside = NOTE_AT_END.search(mention.name)
        note = inside or NOTE.match(text, mention.end)
        if note is None:
            continue
        unit.role = Role.LEAD if note["lead"] else Role.SUPPORT
        if inside:
            mention.name = mention.name[: inside.start()]
            mention.end -= len(inside.group())
    return units


def _labelled(
    source: SourceText, labels: list[re.Match[str]], start: int, end: int, register: Register
) -> list[AssignedUnit]:
    """Each label's list runs to the next label. What stands before the first label is a statement."""
    text = source.text
    first = _without_prefix(source, labels[0].start(), start - 1)
    units = stated(source, start, first, register) if first > start + 2 else []
    bounds = [label.start() for label in labels[1:]] + [end]
    for label, bound in zip(labels, bounds, strict=True):
        if label.group("other"):
            continue
        role = _role_of(label.group("word") or label.group("short"))
        foreign = FOREIGN_LABEL.search(text, label.end(), bound)
        bound = foreign.start() if foreign else _without_prefix(source, bound, label.end()) if bound < end else bound
        units += _of_label(source, role, *_trim(text, label.end(), bound), register)
    for unit in units:
        _cut_deed(source, unit.mention, register)
    return units


def _of_label(source: SourceText, role: Role, start: int, end: int, register: Register) -> list[AssignedUnit]:
    """The units of a label's list; a verb behind some of them says more: 责任单位:A、B,C配合."""
    spans = segments(source.text, start, end)
    verbs = [closing_role(source.text, last) for _, last in spans]
    if not any(verbs):
        return [AssignedUnit(role, mention) for mention in parse_list(source, start, end, register)]
    return [
        AssignedUnit(own or role, mention)
        for own, span in zip(verbs, spans, strict=True)
        for mention in parse_list(source, *span, register)
    ]


def _without_prefix(source: SourceText, at: int, low: int) -> int:
    """Where a label begins whose word stands at `at`, when its first characters follow a mark: ;整改|责任单位."""
    for begin in range(at, max(low, at - LONGEST_PREFIX), -1):
        if source.text[begin - 1] in ",;。(" or source.starts_line(begin):
            return begin
    return at


def _cut_deed(source: SourceText, mention: UnitMention, register: Register) -> None:
    """其他县(市、区)人民政府|举一反三: what a label's list says beyond a name."""
    listed = list_at(source, mention.start, mention.end, register)
    if listed is None or len(listed[0]) != 1 or listed[1] + SHORTEST_DEED > mention.end:
        return
    if NAME_END.search(source.text, listed[1], mention.end) is None:
        mention.name, mention.end = listed[0][0].name, listed[1]


def _role_of(word: str) -> Role:
    for role, words in ROLE_WORDS.items():
        if word in words.split("|"):
            return role
    return Role.RESPONSIBLE


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in "。;,、(":
        end -= 1
    return start, end
