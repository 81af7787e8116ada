"""Statements of who does it, without labels: A牵头,B、C配合,D按职责分工负责 · 由A会同B负责 · A、B共同落实."""

import re

from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitlists import parse_list
from obligations.extraction.units import list_at

# What ends a statement about who does it. Longer ones first.
STATEMENT = re.compile(
    r"(?P<lead>(?:负责)?(?:总)?牵头(?:负责|落实|组织(?:实施)?|抓总|实施|办理|推进|抓好落实)?|主办)"
    r"|(?P<support>(?:共同|密切|积极|协同|分别|按(?:照)?(?:各自)?职责(?:分工)?)?(?:配合|协助|参与|参加|协办|协同)(?:落实|实施|推进|做好)?)"
    r"|(?P<responsible>(?:(?:根据|依据|按照?)(?:各自|部门|其)?(?:工作)?(?:职责|职能|分工)+(?:范围)?|分工|分别|共同|具体|组织|抓好|联合|认真)*"
    r"(?:负责(?:落实|实施|办理|推进)?|具体落实|落实|具体实施|组织实施|实施|承办|办理|承担|执行))"
)
CLOSING_VERB = re.compile(r"(?:负责|牵头|落实|配合|实施|参加|参与|协助|承办|办理)\Z")
# 人社局商财政局; 商务局, 工商联 and 联合会 are names.
TOGETHER = re.compile(r"会同|联合(?![会社])|(?<=[局委办厅部门府院])商(?![务会贸业])")


def stated(source: SourceText, start: int, end: int, register: Register) -> list[AssignedUnit]:
    """A牵头,B、C配合,D按职责分工负责: names wait until the verb that says what they do."""
    units: list[AssignedUnit] = []
    waiting: list[UnitMention] = []
    for seg_start, seg_end in segments(source.text, start, end):
        names_start = _after_by(source.text, seg_start, seg_end)
        verb = _verb_after_names(source, names_start, seg_end, register) or _closing_verb(
            source.text, names_start, seg_end
        )
        joint = TOGETHER.match(source.text, seg_start, seg_end)
        if joint and units:
            listed = list_at(source, joint.end(), seg_end, register)
            units += [AssignedUnit(Role.SUPPORT, mention) for mention in (listed[0] if listed else ())]
            continue
        if verb is None:
            listed = list_at(source, names_start, seg_end, register)
            if listed and (both := _both(source, listed, seg_end, register)):
                units += both
                continue
            waiting += listed[0] if listed and listed[1] == seg_end else []
            continue
        named, helpers = _names(source, names_start, verb.start(), register)
        waiting += named
        role = _role_of_statement(verb)
        units += [AssignedUnit(role, mention) for mention in waiting]
        units += [AssignedUnit(Role.SUPPORT, mention) for mention in helpers]
        waiting = []
    # (A牵头,B配合;各县(市、区)): who stands last without a verb does it.
    return units + [AssignedUnit(Role.RESPONSIBLE, mention) for mention in waiting] if units else units


def only_states(source: SourceText, start: int, end: int, register: Register) -> bool:
    """Whether the span is names and what they do about the item, nothing more."""
    if CLOSING_VERB.search(source.text, start, end) is None:
        return False
    return all(_is_statement(source, *segment, register) for segment in segments(source.text, start, end))


def _is_statement(source: SourceText, start: int, end: int, register: Register) -> bool:
    start += source.text.startswith("由", start)
    joint = TOGETHER.match(source.text, start, end)
    listed = list_at(source, joint.end() if joint else start, end, register)
    if listed is None:
        return False
    verb = STATEMENT.match(source.text, listed[1], end)
    return listed[1] == end or (verb is not None and verb.end() == end)


def _both(
    source: SourceText, listed: tuple[list[UnitMention], int], end: int, register: Register
) -> list[AssignedUnit]:
    """A会同B, and nothing behind: A does it, B helps."""
    joint = TOGETHER.match(source.text, listed[1], end)
    helping = list_at(source, joint.end(), end, register) if joint else None
    if helping is None or helping[1] != end:
        return []
    units = [AssignedUnit(Role.RESPONSIBLE, mention) for mention in listed[0]]
    return units + [AssignedUnit(Role.SUPPORT, mention) for mention in helping[0]]


def _after_by(text: str, start: int, end: int) -> int:
    """禁储工作由A牵头: the names begin after 由; what stands before it is the topic."""
    by = text.rfind("由", start, end)
    return by + 1 if by >= 0 else start


def _verb_after_names(source: SourceText, start: int, end: int, register: Register) -> re.Match[str] | None:
    """A牵头负责方案编制: the verb stands right after the names, its object follows."""
    listed = list_at(source, start, end, register)
    return STATEMENT.match(source.text, listed[1], end) if listed else None


def segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
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


def closing_role(text: str, end: int) -> Role | None:
    """The role that the word before `end` gives to the names of its segment: 牵头, 配合; None where it says less."""
    last = text[end - 2 : end]
    if last == "牵头":
        return Role.LEAD
    return Role.SUPPORT if last in ("配合", "协助", "参与", "协办") else None


def _role_of_statement(verb: re.Match[str]) -> Role:
    if verb.group("lead"):
        return Role.LEAD
    return Role.SUPPORT if verb.group("support") else Role.RESPONSIBLE


def _names(source: SourceText, start: int, end: int, register: Register) -> tuple[list[UnitMention], list[UnitMention]]:
    """The units of a segment, and those it does so together with (会同…)."""
    if end <= start:
        return [], []
    together = TOGETHER.search(source.text, start, end)
    if together:
        return (
            parse_list(source, start, together.start(), register),
            parse_list(source, together.end(), end, register),
        )
    return parse_list(source, start, end, register), []


def once(units: list[AssignedUnit]) -> list[AssignedUnit]:
    seen: set[tuple[Role, str]] = set()
    kept = []
    for unit in units:
        key = (unit.role, unit.mention.name)
        if key not in seen:
            seen.add(key)
            kept.append(unit)
    return kept
