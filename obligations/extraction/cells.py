"""What a cell of a table says: the units of a column for who, whatever way it breaks its lines."""

import re
from itertools import pairwise

from obligations.extraction.columns import Column
from obligations.extraction.excerpts import Excerpt, Span, printed_parts
from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.labels import read_cell
from obligations.extraction.matrices import Field
from obligations.extraction.register import Register
from obligations.extraction.rows import Row
from obligations.extraction.text import SourceText
from obligations.extraction.units import list_at

SECTION = r"[\u4e00-\u9fff]{1,14}(?:[处科股]室?|[室队组办所站]|中心|党委)"
SECTION_LIST = re.compile(rf"{SECTION}(?:[、,;]{SECTION})*|(?:机关)?各(?:有关|相关|业务)?[处科股]室")
BLANK = re.compile(r"[-—/\\*×xX无.。、〃\"”″′]*|同上|同左|不涉及")
SAME = re.compile(r"同上|[〃\"”″]+|,,")
# A line that ends so goes on in the next one, and what a line may begin with that no name does.
# What stands inside of no name: 市总工会|市能源局; but 云河市|市场监管局.
OPENS_NAME = re.compile(r"[市县区省州](?![场政容民区辖])|各|全部|所有|全体|其余|国家|中国")
PLACE_END = frozenset("省市县区州")
# Where a clause of a remark begins, and what orders the bodies named there.
CLAUSE_BEGIN = re.compile(r"(?:^|(?<=[,;。:\d)]))(?:并|均|请)?(?![由,;。])|(?P<by>(?<![理事自经缘])由)")
ORDER = re.compile(
    r"(?:按[^,;。]{0,12}职责[^,;。]{0,4})?(?:(?P<lead>牵头|主办)|(?P<support>配合|协助|协办|参与)|负责|要(?!求|点)|应当?(?!急|用)|须|必须|需|承办|落实)"
)
BY_ORDER = re.compile(r"(?P<lead>牵头|主办)|(?P<support>配合|协助|协办|参与)|[^,;。]")
OPEN_END = frozenset("、,;和与及(或:")
CLOSERS = frozenset("、,;。)和与及或等")


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, 无."""
    return BLANK.fullmatch(text) is not None


def is_same(text: str) -> bool:
    """Whether a cell says what the one above it says."""
    return SAME.fullmatch(text) is not None


class Reader:
    """Reads the cells of one text."""

    def __init__(self, source: SourceText, register: Register, first_leads: bool = False) -> None:
        """`first_leads`: the text says that the first unit of a list leads."""
        self.source = source
        self.register = register
        self.first_leads = first_leads

    def units(self, one: Field, column: Column) -> list[AssignedUnit]:
        """The units of a cell in this column of a role; none for a cell that says nothing."""
        role = column.role or Role.RESPONSIBLE
        lines = [line for piece in one.pieces for line in printed_parts(self.source, *piece)]
        if not lines or is_blank("".join(self.source.text[a:b] for a, b in lines)):
            return []
        if column.bare and list_at(self.source, *lines[0], self.register) is None:
            return []  # below 单位 may stand 公里 as well
        if len(lines) == 1:
            units = cell_units(self.source, lines[0], self.register, role, column.sections)
        else:
            units = self._of_lines(lines, role, column.sections)
        bare = all(unit.role is Role.RESPONSIBLE for unit in units)
        if units and bare and (column.first_leads or self.first_leads):
            units[0].role = Role.LEAD
        return units

    def add_ordered(self, row: Row) -> None:
        """Gives a row the units that its remarks order beside those of its columns for who."""
        for unit in (unit for note in row.notes for unit in self._ordered(note)):
            if unit.mention.name not in {one.mention.name for one in row.units}:
                row.units.append(unit)

    def _ordered(self, note: Span) -> list[AssignedUnit]:
        """The units that a remark orders: 由市财政局落实资金, 市住建局要于8月底前完成, 市水利局配合."""
        text = self.source.text
        units: list[AssignedUnit] = []
        for begin in CLAUSE_BEGIN.finditer(text[slice(*note)]):
            listed = list_at(self.source, note[0] + begin.end(), note[1], self.register)
            if listed is None:
                continue
            order = (BY_ORDER if begin["by"] else ORDER).match(text, listed[1], note[1])
            if order:
                role = Role.SUPPORT if order["support"] else Role.LEAD if order["lead"] else Role.RESPONSIBLE
                units += [AssignedUnit(role, mention) for mention in listed[0]]
        return units

    def _of_lines(self, lines: list[Span], role: Role, sections: bool) -> list[AssignedUnit]:
        glue = ["", *(self._glue(before, after) for before, after in pairwise(lines))]
        excerpt = Excerpt(self.source, lines, glue)
        units = cell_units(excerpt.source, (0, len(excerpt)), self.register, role, sections)
        for unit in units:
            unit.mention.start, unit.mention.end = excerpt.back(unit.mention.start, unit.mention.end)
        return units

    def _glue(self, before: Span, after: Span) -> str:
        """What stands between two lines of a cell: nothing where a name goes on, 、 where another begins.

        Both are tried: the two lines as one name, each line as a name of its own.
        """
        text = self.source.text
        if text[before[1] - 1] in OPEN_END or text[after[0]] in CLOSERS:
            return ""
        last = (_last_item(text, *before), before[1])
        first = (after[0], _first_item(text, *after))
        joined = Excerpt(self.source, [last, first], ["", ""])
        apart = OPENS_NAME.match(text, *first) and text[last[1] - 1] not in PLACE_END
        if apart and self._is_name(self.source, *last) and self._is_name(self.source, *first):
            return "、"
        if self._is_name(joined.source, 0, len(joined)):
            return ""
        return "、" if self._is_name(self.source, *last) or text[last[0] : last[1]].endswith(")") else ""

    def _is_name(self, source: SourceText, start: int, end: int) -> bool:
        """Whether the stretch is one name and nothing else."""
        listed = list_at(source, start, end, self.register)
        return listed is not None and listed[1] == end and len(listed[0]) == 1


def _first_item(text: str, start: int, end: int) -> int:
    """Where the first item of a list ends."""
    depth = 0
    for at in range(start, end):
        depth += (text[at] in "(〔") - (text[at] in ")〕")
        if depth <= 0 and text[at] in "、,;:。":
            return at
    return end


def _last_item(text: str, start: int, end: int) -> int:
    """Where the last item of a list begins: behind its last separator outside of brackets."""
    depth = 0
    for at in range(end - 1, start - 1, -1):
        depth += (text[at] in ")〕") - (text[at] in "(〔")
        if depth <= 0 and text[at] in "、,;:":
            return at + 1
    return start


def cell_units(source: SourceText, cell: Span, register: Register, role: Role, sections: bool) -> list[AssignedUnit]:
    """The units of one stretch of text in a column of this role. `sections`: they are sections of one bureau."""
    if sections and SECTION_LIST.fullmatch(source.text, *cell):
        parts = re.finditer(r"[^、,;]+", source.text[slice(*cell)])
        spans = [(cell[0] + part.start(), cell[0] + part.end()) for part in parts]
        return [AssignedUnit(role, UnitMention(source.verbatim[a:b], a, b)) for a, b in spans]
    return read_cell(source, *cell, register, role)
