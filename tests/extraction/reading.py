"""Short ways to what the extractor reads, for the tests of its rules."""

from obligations.extraction.bodies import Bodies
from obligations.extraction.clauses import ClauseReader
from obligations.extraction.findings import AssignedUnit, DirectiveFinding, ObligationFinding, Role
from obligations.extraction.layout import Layout
from obligations.extraction.pipeline import extract
from obligations.extraction.register import Register, RegisteredUnit
from obligations.extraction.subjects import SubjectReader
from obligations.extraction.text import SourceText

NONE = Register.empty()
LETTER = {Role.LEAD: "L", Role.SUPPORT: "S", Role.RESPONSIBLE: "R"}


def register(*names: str) -> Register:
    return Register(tuple(RegisteredUnit(name, "department", (name,)) for name in names))


def who(units: list[AssignedUnit]) -> str:
    """L市能源局 S市财政局 R市水利局: roles and names in printed order."""
    return " ".join(LETTER[unit.role] + unit.mention.name for unit in units)


def clauses(text: str) -> list[str]:
    source = SourceText(text)
    reader = ClauseReader(Layout(source), 0, len(source), NONE)
    return [who(clause.units) for clause in reader.find(0, len(source))]


def subjects(text: str, addressees: tuple[str, ...] = ("市能源局",), issuer: str = "云河市人民政府") -> str:
    source = SourceText(text)
    bodies = Bodies(source, 0, len(source))
    reader = SubjectReader(Layout(source), NONE, list(addressees), bodies, issuer)
    return who([subject.unit for subject in reader.read(0, len(source))])


HEAD = """云河市人民政府办公室关于做好有关工作的通知
云政办发〔2026〕8号

各县(市、区)人民政府,市直各有关部门:

"""
END = """
云河市人民政府办公室
2026年3月2日
"""


def directive(body: str, known: Register = NONE, head: str = HEAD, end: str = END) -> DirectiveFinding:
    """The findings of a notice of 2026-03-02 with this body."""
    found = extract(head + body + end, known)
    assert len(found) == 1
    return found[0]


def shown(item: ObligationFinding) -> tuple[str, str]:
    return item.title, who(item.units)


def obligations(body: str, known: Register = NONE) -> list[tuple[str, str]]:
    """(title, who) of each obligation of a notice with this body."""
    return [shown(item) for item in directive(body, known).obligations]
