"""What the extractor finds. Inside the extraction offsets are squeezed; `raw()` of the pipeline turns them outwards."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """A unit's part in an obligation: 牵头, 配合, 责任."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"


class Basis(StrEnum):
    """What names the responsible units: an explicit clause, a table column, a heading, the grammatical subject."""

    CLAUSE = "clause"
    TABLE = "table"
    HEADING = "heading"
    SUBJECT = "subject"
    NONE = "none"


class DeadlineKind(StrEnum):
    FIXED = "fixed"
    PERIOD = "period"
    RECURRING = "recurring"
    RELATIVE = "relative"


@dataclass(slots=True)
class UnitMention:
    """A unit's name at its place: squeezed, as printed, a shared ending given back (白石县 → 白石县人民政府)."""

    name: str
    start: int
    end: int
    known: bool = False  # the register holds this spelling


@dataclass(slots=True)
class AssignedUnit:
    role: Role
    mention: UnitMention


@dataclass(slots=True)
class DeadlineFinding:
    """A time expression that binds an obligation.

    fixed: `due_on` (the last day still in time) · period: `start_on`, `due_on`, either may be None · recurring:
    `rrule` (RFC 5545) · relative: `offset` (ISO 8601 duration, B = working days) and `after` (the event as printed).
    """

    start: int
    end: int
    text: str
    kind: DeadlineKind
    start_on: date | None = None
    due_on: date | None = None
    rrule: str = ""
    offset: str = ""
    after: str = ""
    what: str = ""
    confidence: float = 0.0
    grounds: str = ""  # what the confidence rests on, see `confidence`


class Comparator(StrEnum):
    """How an amount bounds what is to be reached: ≥ > ≤ < = ≈."""

    AT_LEAST = "ge"
    MORE = "gt"
    AT_MOST = "le"
    LESS = "lt"
    EQUAL = "eq"
    ABOUT = "about"


class Change(StrEnum):
    """Whether an amount is what is reached, or by how much something is to rise or to fall."""

    NONE = ""
    RISE = "rise"
    FALL = "fall"


@dataclass(slots=True)
class TargetFinding:
    """An amount to be reached, with the words of comparison in its span: 不低于90%, 下降18%, 3—5家.

    `number` to `number_to` for a range, in `unit` as printed (万亩, 亿元, %); 全覆盖 is 100 %, 翻一番 is 2 倍. `what`
    is the clause that it stands in.
    """

    start: int
    end: int
    text: str
    number: Decimal
    unit: str
    comparator: Comparator = Comparator.EQUAL
    change: Change = Change.NONE
    number_to: Decimal | None = None
    what: str = ""


@dataclass(slots=True)
class VagueTime:
    """A limit that names no date (长期坚持, 汛期前), kept as printed so that a person can set one."""

    start: int
    end: int
    text: str
    what: str = ""


@dataclass(slots=True)
class ObligationFinding:
    start: int
    end: int
    text: str
    path: list[str]
    title: str
    basis: Basis
    units: list[AssignedUnit] = field(default_factory=list)
    deadlines: list[DeadlineFinding] = field(default_factory=list)
    confidence: float = 0.0
    grounds: str = ""
    targets: list[TargetFinding] = field(default_factory=list)
    vague: list[VagueTime] = field(default_factory=list)

    def names(self, role: Role) -> list[str]:
        """The names in this role, in printed order, each once."""
        return list(dict.fromkeys(unit.mention.name for unit in self.units if unit.role is role))


@dataclass(slots=True)
class DirectiveFinding:
    """One 通知, 方案, 批复 …; `body_start` is where the text after title, number and addressees begins."""

    start: int
    end: int
    doc_number: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    kind: str = ""
    addressees: list[str] = field(default_factory=list)
    effective_from: date | None = None
    expires_on: date | None = None
    supersedes: list[str] = field(default_factory=list)
    body_start: int = 0
    confidence: float = 0.0
    obligations: list[ObligationFinding] = field(default_factory=list)
