"""Labels that assign: 牵头单位:…, 责任部门为…; the lists behind them, notes behind a name, the cells of a table."""

import re

from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.register import Register
from obligations.extraction.statements import closing_role, once, segments, stated
from obligations.extraction.text import SourceText
from obligations.extraction.unitlists import NAME_END, parse_list
from obligations.extraction.units import list_at

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
# 整改|责任单位:, 省级|牵头单位: what a label begins with, however odd.
LABEL_PREFIX = r"[\u4e00-\u9fff]{0,6}?"
LONGEST_PREFIX = 6
LABEL_HERE = re.compile(rf"—{{0,2}}{LABEL_PREFIX}(?:{LABEL.pattern})")
# 联系电话: a label that is none of a clause ends the list before it. 市级: and 县级: only divide the list.
FOREIGN_LABEL = re.compile(
    r"[。;,](?!(?:[国省市县区乡镇]|地方|中央)[级直]?[\u4e00-\u9fff]{0,3}:)[\u4e00-\u9fff]{2,8}(?:\([^()]{1,8}\))?:"
)
NOTE = re.compile(r"[(](?:(?P<lead>总?牵头|主办|主责|第一责任)|(?:配合|协助|协办|参与|参加))(?:单位|部门|负责)?[)]")
NOTE_AT_END = re.compile(
    r"[(（](?:(?P<lead>总?牵头|主办|主责|第一责任)|(?:配合|协助|协办|参与|参加))(?:单位|部门|负责)?[)）]$"
)


SHORTEST_DEED = 3


def read_cell(source: SourceText, start: int, end: int, register: Register, role: Role) -> list[AssignedUnit]:
    """The units of a table's cell in a column of this role; A牵头,B配合, A(牵头) and labels in it say more."""
    labels = [label for label in LABEL.finditer(source.text, start, end) if label.group()[-1] == ":"]
    units = read_labels(source, labels, start, end, register) if labels else stated(source, start, end, register)
    if not units and not labels:
        units = [AssignedUnit(role, mention) for mention in parse_list(source, start, end, register)]
    return once(noted(source.text, units))


def noted(text: str, units: list[AssignedUnit]) -> list[AssignedUnit]:
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


def read_labels(
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
    start, end = mention.start, mention.end
    # most names end as names do: looked at before they are read
    if end - start < SHORTEST_DEED or NAME_END.search(source.text, end - SHORTEST_DEED, end):
        return
    listed = list_at(source, start, end, register)
    if listed and len(listed[0]) == 1 and listed[1] + SHORTEST_DEED <= end:
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
