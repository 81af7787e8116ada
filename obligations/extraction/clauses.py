"""Responsibility clauses: (牵头部门:…;责任单位:…), 职责分工:A牵头,B配合, (A、B按职责分工负责), 责任单位:… on its own line."""

import re
from dataclasses import dataclass

from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.layout import Layout
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitlists import parse_list
from obligations.extraction.units import find_units, list_at

# 牵头部门, 主办单位 … The word that decides the role stands first, whatever else the label holds (牵头责任单位, 牵头及配合单位).
ROLE_WORDS = {
    Role.LEAD: "总牵头|牵头|主办|第一责任|主责|主体责任|首要责任",
    Role.SUPPORT: "配合|协助|协办|协同|参与|参加|会办",
    Role.RESPONSIBLE: "责任|承办|实施|落实|承担|负责|执行|完成|具体",
}
# People and money are labelled the same way, but are no units.
OTHER_LABELS = "责任领导|包联领导|牵头领导|分管领导|市级领导|责任人|联系人|牵头人|完成时限|完成时间|时限要求|办理时限|时限"
LABEL = re.compile(
    rf"(?P<other>(?:{OTHER_LABELS})(?:要求)?)[:]"
    rf"|(?P<label>(?P<word>{'|'.join(ROLE_WORDS.values())})(?:及|和|与|、|/|责任|落实|负责|实施|配合|牵头|承办|主体)*"
    r"(?:部门|单位|机构|科室|处室|主体|地区|方)(?:及(?:责任)?(?:单位|部门))?)(?:[:]|为(?!(?:了|主)))"
)
DIVISION = re.compile(r"(?:职责分工|责任分工|任务分工|工作分工|分工)[:]")
# What ends a statement about who does it. Longer ones first.
STATEMENT = re.compile(
    r"(?P<lead>(?:负责)?(?:总)?牵头(?:负责|落实|组织(?:实施)?|抓总|实施|办理|推进|抓好落实)?|主办)"
    r"|(?P<support>(?:共同|密切|积极|协同|分别|按(?:照)?(?:各自)?职责(?:分工)?)?(?:配合|协助|参与|参加|协办|协同)(?:落实|实施|推进|做好)?)"
    r"|(?P<responsible>(?:(?:根据|依据|按照?)(?:各自|部门|其)?(?:工作)?(?:职责|职能|分工)+(?:范围)?|分工|分别|共同|具体|组织|抓好|联合|认真)*"
    r"(?:负责(?:落实|实施|办理|推进)?|具体落实|落实|具体实施|组织实施|实施|承办|办理|承担|执行))"
)
LABEL_OR_DIVISION = re.compile(f"{LABEL.pattern}|{DIVISION.pattern}")
LONGEST_CLAUSE = 900
# 人社局商财政局; 商务局, 工商联 and 联合会 are names.
TOGETHER = re.compile(r"会同|联合(?![会社])|(?<=[局委办厅部门府院])商(?![务会贸业])")
HOLDS_CLAUSE = re.compile(r"牵头|责任|配合|负责|落实|实施|主办|协办|承办|协助|参与|办理")


@dataclass(slots=True)
class Clause:
    """Who an explicit clause assigns. `standalone`: it is a paragraph of its own and may speak for a whole section."""

    start: int
    end: int
    units: list[AssignedUnit]
    standalone: bool
    sure: bool  # the roles are labelled


def find_clauses(source: SourceText, layout: Layout, start: int, end: int, register: Register) -> list[Clause]:
    """The clauses of the passage in text order. Regions that name nobody are left out."""
    found: list[Clause] = []
    for region in sorted(_bracketed(source.text, start, end) + _lines(source, layout, start, end)):
        if found and region[0] < found[-1].end:
            continue
        clause = _read(source, layout, region, register)
        if clause:
            found.append(clause)
    return found


def _bracketed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost brackets that hold a word of assignment, brackets included."""
    found = []
    at = text.find("(", start, end)
    while at >= 0:
        close = _closing(text, at, min(end, at + LONGEST_CLAUSE))
        if close is None:
            at = text.find("(", at + 1, end)
            continue
        if close - at > 6 and HOLDS_CLAUSE.search(text, at, close):
            found.append((at, close))
        at = text.find("(", close, end)
    return found


def _closing(text: str, opened: int, end: int) -> int | None:
    depth = 0
    for i in range(opened, end):
        if text[i] == "(":
            depth += 1
        elif text[i] == ")":
            depth -= 1
            if depth == 0:
                return i + 1
    return None


def _lines(source: SourceText, layout: Layout, start: int, end: int) -> list[tuple[int, int]]:
    """From a label at a sentence's or paragraph's start to the end of what it lists."""
    text = source.text
    found: list[tuple[int, int]] = []
    for match in LABEL_OR_DIVISION.finditer(text, start, end):
        begin = match.start()
        if found and begin < found[-1][1]:
            continue
        if begin == start or text[begin - 1] in "。;!?)”》" or layout.begins_paragraph(begin):
            found.append((begin, _line_end(source, layout, begin, end)))
    return found


def _line_end(source: SourceText, layout: Layout, begin: int, end: int) -> int:
    """The end of the paragraph, or of the sentence in it when the sentence after is no label."""
    limit = end
    for line_start, _ in source.lines(begin + 1, min(end, begin + LONGEST_CLAUSE)):
        if layout.surely_begins_paragraph(line_start) and not LABEL.match(source.text, line_start):
            limit = line_start
            break
    stop = source.text.find("。", begin, limit)
    while stop >= 0:
        stop += 1
        if stop >= limit or not LABEL.match(source.text, stop):
            return stop
        stop = source.text.find("。", stop, limit)
    return limit


def _read(source: SourceText, layout: Layout, region: tuple[int, int], register: Register) -> Clause | None:
    start, end = region
    text = source.text
    inner_start, inner_end = (start + 1, end - 1) if text[start] == "(" else (start, end)
    while inner_end > inner_start and text[inner_end - 1] in "。;,":
        inner_end -= 1
    division = DIVISION.match(text, inner_start)
    if division:
        inner_start = division.end()
    labels = list(LABEL.finditer(text, inner_start, inner_end))
    if labels:
        units = _labelled(source, labels, inner_start, inner_end, register)
    else:
        units = _stated(source, inner_start, inner_end, register)
        if not division and not find_units(source, inner_start, inner_end, register):
            return None  # (由申请人负责): no unit that a register or grammar knows
    if not units:
        return None
    standalone = text[start] != "(" and layout.begins_paragraph(start)
    return Clause(start, end, _once(units), standalone, bool(labels))


def _labelled(
    source: SourceText, labels: list[re.Match[str]], start: int, end: int, register: Register
) -> list[AssignedUnit]:
    """Each label's list runs to the next label. What stands before the first label is a statement."""
    units = _stated(source, start, labels[0].start(), register) if labels[0].start() > start + 2 else []
    bounds = [label.start() for label in labels[1:]] + [end]
    for label, bound in zip(labels, bounds, strict=True):
        if label.group("other"):
            continue
        role = _role_of(label.group("word"))
        listed = _trim(source.text, label.end(), bound)
        units += [AssignedUnit(role, mention) for mention in parse_list(source, *listed, register)]
    return units


def _role_of(word: str) -> Role:
    for role, words in ROLE_WORDS.items():
        if word in words.split("|"):
            return role
    return Role.RESPONSIBLE


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in "。;,、(":
        end -= 1
    return start, end


def _stated(source: SourceText, start: int, end: int, register: Register) -> list[AssignedUnit]:
    """A牵头,B、C配合,D按职责分工负责: names wait until the verb that says what they do."""
    units: list[AssignedUnit] = []
    waiting: list[UnitMention] = []
    for seg_start, seg_end in _segments(source.text, start, end):
        names_start = _after_by(source.text, seg_start, seg_end)
        verb = _verb_after_names(source, names_start, seg_end, register) or _closing_verb(
            source.text, names_start, seg_end
        )
        if verb is None:
            listed = list_at(source, names_start, seg_end, register)
            waiting += listed[0] if listed and listed[1] == seg_end else []
            continue
        named, helpers = _names(source, names_start, verb.start(), register)
        waiting += named
        role = _role_of_statement(verb)
        units += [AssignedUnit(role, mention) for mention in waiting]
        units += [AssignedUnit(Role.SUPPORT, mention) for mention in helpers]
        waiting = []
    return units


def _after_by(text: str, start: int, end: int) -> int:
    """禁储工作由A牵头: the names begin after 由; what stands before it is the topic."""
    by = text.rfind("由", start, end)
    return by + 1 if by >= 0 else start


def _verb_after_names(source: SourceText, start: int, end: int, register: Register) -> re.Match[str] | None:
    """A牵头负责方案编制: the verb stands right after the names, its object follows."""
    listed = list_at(source, start, end, register)
    return STATEMENT.match(source.text, listed[1], end) if listed else None


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Between , ; and 。 outside of brackets."""
    found, depth, at = [], 0, start
    for i in range(start, end):
        c = text[i]
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif depth <= 0 and c in ",;。":
            if i > at:
                found.append((at, i))
            at = i + 1
    if end > at:
        found.append((at, end))
    return found


def _closing_verb(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb phrase that ends the segment."""
    return next((match for match in STATEMENT.finditer(text, start, end) if match.end() == end), None)


def _role_of_statement(verb: re.Match[str]) -> Role:
    if verb.group("lead"):
        return Role.LEAD
    return Role.SUPPORT if verb.group("support") else Role.RESPONSIBLE


def _names(
    source: SourceText, start: int, end: int, register: Register
) -> tuple[list[UnitMention], list[UnitMention]]:
    """The units of a segment, and those it does so together with (会同…)."""
    if end <= start:
        return [], []
    together = TOGETHER.search(source.text, start, end)
    if together and together.start() > start:
        return (
            parse_list(source, start, together.start(), register),
            parse_list(source, together.end(), end, register),
        )
    return parse_list(source, start, end, register), []


def _once(units: list[AssignedUnit]) -> list[AssignedUnit]:
    seen: set[tuple[Role, str]] = set()
    kept = []
    for unit in units:
        key = (unit.role, unit.mention.name)
        if key not in seen:
            seen.add(key)
            kept.append(unit)
    return kept
