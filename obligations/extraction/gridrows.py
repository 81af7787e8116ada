"""The rows of a table whose cells are known: heads over columns, headings over rows, what is merged, what goes on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from obligations.extraction.cells import Reader, is_blank, is_same
from obligations.extraction.columns import Column, Kind, column_of, with_bare_units
from obligations.extraction.findings import AssignedUnit
from obligations.extraction.matrices import Field, Matrix, text_of
from obligations.extraction.rows import Row, TimeCell
from obligations.extraction.text import SourceText

WHO_OR_WHEN = (Kind.UNITS, Kind.DATE, Kind.PERIOD)
SENTENCE = re.compile(r"[。;]")
LONGEST_HEAD = 30
LONGEST_SECTION = 60
NUMBER = re.compile(
    r"[*∗★☆]?(?:\d{1,4}(?:[-—.]\d{1,3})*|[一二三四五六七八九十百]{1,4}|\([\d一二三四五六七八九十]{1,3}\))[.、]?"
)
SUMS = re.compile(r"(?:合|总|小|共)计[:(]?.{0,12}")
# What no cell ends with, and what none begins with.
OPEN_ENDS = ("、", ",", "(", "《", "“", "和", "及", "与", ":")
CLOSE_STARTS = ("、", ",", "。", ";", ")", "》", "”")
# 2026年/6月底前, 2026年6/月底前, 6月/底前, 6月底/前: a date whose rest stands in another cell.
CUT_DATE = re.compile(
    r"年\|(?:\d{1,2}|十?[一二三四五六七八九十])(?:月|季度)|[\d一二三四五六七八九十]\|(?:[年月日号]|季度)|月\|(?:[底末初前]|[上中下]旬|\d{1,2}[日号])"
    r"|[月日号底末]\|[之以]?前|[上下]\|半年"
)
# Lines below a table and between its rows that are no rows.
REMARKS = re.compile(
    r"[*∗★※]?(?:备?注(?![入重意册销])|说明[:]|附注|填[报表写]|制表|(?:审核|联系|报送|统计|复核)(?:(?:单位|部门|时间|日期|期|领导)?[:]|[人员]|电话|方式)"
    r"|单位[:(]|资料来源|数据来源|主要?负责人[:]|分管领导[:])"
)
SECTION_MARK = re.compile(
    r"(?P<one>第?[一二三四五六七八九十]{1,3}[、.章节部类])|(?P<two>\([一二三四五六七八九十]{1,3}\))|(?P<three>\d{1,2}[.、])"
)


@dataclass(slots=True)
class Heads:
    """The heads in force: a column each, None where the head says nothing known."""

    columns: list[Column | None]
    after: int  # the row after the heads

    def at(self, *kinds: Kind) -> list[int]:
        return [at for at, column in enumerate(self.columns) if column and column.kind in kinds]

    def tells(self) -> bool:
        """Whether a column says who or when."""
        return bool(self.at(*WHO_OR_WHEN))


@dataclass(slots=True)
class GridTable:
    """`first`: the row of the first heads; what stands above is text (a title)."""

    first: int
    rows: list[Row] = field(default_factory=list)


def heads_at(source: SourceText, matrix: Matrix, at: int) -> Heads | None:
    """The heads that begin in this row, over one row or more; None where no heads begin or none says who or when."""
    if not _is_head_row(source, matrix, at):
        return None
    last = at
    while last + 1 < len(matrix.rows) and last < at + 2 and _goes_on(source, matrix, last + 1):
        last += 1
    labels = [_labels(source, matrix, at, last, column) for column in range(matrix.columns)]
    columns = [column_of(*label) for label in labels]
    heads = Heads(with_bare_units(columns, ["".join(texts) for texts, _ in labels]), last + 1)
    return heads if heads.tells() else None


def read_rows(source: SourceText, matrix: Matrix, reader: Reader) -> GridTable | None:
    """The table's rows, or None when no heads say who or when."""
    table: GridTable | None = None
    builder: _Builder | None = None
    at = last = 0
    turned = False  # a page has been turned since the last row
    while at < len(matrix.rows):
        turned = turned or at in matrix.breaks
        heads = heads_at(source, matrix, at)
        if heads is not None:
            table = table or GridTable(at)
            builder = _Builder(source, matrix, reader, heads, builder.sections if builder else [])
            at = heads.after
            continue
        if table and builder and table.rows and turned and builder.goes_on(last, at):
            if row := builder.joined(last, at):
                table.rows[-1] = row
        elif table and builder and (row := builder.read(at)):
            table.rows.append(row)
            last = at
        turned = turned and not matrix.own(at)
        at += 1
    if table and builder and any(column and column.bare for column in builder.heads.columns):
        return _without_bare(table, builder.heads)
    return table


def units_hold(rows: list[Row]) -> bool:
    """Whether a column without a word of role is one for who: half of the rows have a body in it, and several do."""
    named = sum(bool(row.units) for row in rows)
    return named > 1 and 2 * named >= len(rows)


def _without_bare(table: GridTable, heads: Heads) -> GridTable | None:
    """The table; where its column 单位 holds measures, without what it seems to say, or None when that is all."""
    if units_hold(table.rows):
        return table
    for row in table.rows:
        row.units.clear()
    return table if heads.at(Kind.DATE, Kind.PERIOD) else None


def _is_head_row(source: SourceText, matrix: Matrix, at: int) -> bool:
    """Whether a row holds column heads: most of its fields are known heads, one says who or when or is 序号."""
    fields = matrix.filled(at)
    if len(fields) < 2 or not matrix.own(at):
        return False
    texts = [text_of(source, one) for one in fields]
    if any(len(text) > LONGEST_HEAD or SENTENCE.search(text) or text.isdecimal() for text in texts):
        return False
    known = [column for text in texts if (column := column_of([text], (0, 0)))]
    periods = [column for column in known if column.kind is Kind.PERIOD]
    telling = any(column.kind in (Kind.UNITS, Kind.DATE, Kind.NUMBER) for column in known)
    return (telling or len(periods) > 1) and len(known) >= 2 and 3 * len(known) >= 2 * len(texts)


def _goes_on(source: SourceText, matrix: Matrix, at: int) -> bool:
    """Whether this row belongs to the heads above: it is covered by them, or its fields are heads below merged ones."""
    own = matrix.own(at)
    if not own:
        return any(one is not None and one.row < at and one.rows > 1 and one.pieces for one in matrix.rows[at])
    above = [matrix.rows[at - 1][one.column] for one in own]
    merged = any(one is not None and one.columns > 1 for one in above)
    covered = any(one.row < at for one in matrix.filled(at)) or merged
    if not covered and any(one is not None and one.pieces for one in above) and not merged:
        return False
    texts = [text_of(source, one) for one in own]
    if any(len(text) > LONGEST_HEAD or SENTENCE.search(text) or NUMBER.fullmatch(text) for text in texts):
        return False
    return (
        all(column_of([text], (0, 0)) or (merged and len(text) <= 12) for text in texts) and len(own) < matrix.columns
    )


def _labels(
    source: SourceText, matrix: Matrix, first: int, last: int, column: int
) -> tuple[list[str], tuple[int, int]]:
    """The texts over the column, from the top, and the place of the lowest."""
    fields = dict.fromkeys(row[column] for row in matrix.rows[first : last + 1])
    filled = [one for one in fields if one is not None and one.pieces]
    labels = [text_of(source, one) for one in filled]
    place = (filled[-1].pieces[0][0], filled[-1].pieces[-1][1]) if filled else (0, 0)
    return labels, place


class _Builder:
    """Reads rows under one set of heads."""

    def __init__(
        self, source: SourceText, matrix: Matrix, reader: Reader, heads: Heads, sections: list[tuple[int, str]]
    ) -> None:
        self.source = source
        self.matrix = matrix
        self.reader = reader
        self.heads = heads
        self.sections = sections
        self.numbers = heads.at(Kind.NUMBER)
        self.units = heads.at(Kind.UNITS)
        self.dates = heads.at(Kind.DATE)
        self.periods = heads.at(Kind.PERIOD)
        self.headings = heads.at(Kind.HEADING)
        self.notes = [at for at, column in enumerate(heads.columns) if column and column.note]
        self.tasks = heads.at(Kind.TASK) or self._unknown()
        self.above: dict[int, list[AssignedUnit]] = {}

    def _unknown(self) -> list[int]:
        return [at for at, column in enumerate(self.heads.columns) if column is None]

    def read(self, at: int) -> Row | None:
        own = self.matrix.own(at)
        if not own:
            return None
        if self._is_section(at, own):
            return None
        return self._row(at, own)

    def goes_on(self, last: int, at: int) -> bool:
        """Whether the first row of a page goes on with the last one of the page before.

        It bears no number, and one of the two lacks a cell for who or when, which a row of its own would have, or the
        break goes through the middle of a cell's words.
        """
        row, before = self.matrix.rows[at], self.matrix.rows[last]
        if not self.matrix.own(at) or self._fields(row, self.numbers):
            return False
        telling = [*self.units, *self.dates]
        numbered = bool(self._fields(before, self.numbers))
        if numbered and any(
            one is None or not one.pieces for cells in (row, before) for one in map(cells.__getitem__, telling)
        ):
            return True
        return any(self._is_cut(before[at], row[at], at) for at in {*telling, *self.tasks})

    def _is_cut(self, one: Field | None, more: Field | None, column: int) -> bool:
        """Whether two cells are the halves of one: a list or a bracket that is open, a date whose unit comes later."""
        if one is None or more is None or not one.pieces or not more.pieces:
            return False
        above, below = text_of(self.source, one), text_of(self.source, more)
        if above.endswith(OPEN_ENDS) or below.startswith(CLOSE_STARTS) or above.count("(") > above.count(")"):
            return True
        if column in self.dates:
            return CUT_DATE.search(f"{above[-4:]}|{below[:4]}") is not None
        known = self.heads.columns[column]
        if column not in self.units or known is None:
            return False
        whole = Field(one.pieces + more.pieces, one.row, column)
        end = one.pieces[-1][1]
        return any(unit.mention.start < end < unit.mention.end for unit in self.reader.units(whole, known))

    def joined(self, last: int, at: int) -> Row | None:
        """The two rows as one, in the place of the first."""
        pairs = zip(self.matrix.rows[last], self.matrix.rows[at], strict=True)
        self.matrix.rows[last] = [
            Field((one.pieces if one else ()) + (more.pieces if more else ()), last, column)
            for column, (one, more) in enumerate(pairs)
        ]
        return self._row(last, self.matrix.own(last))

    def _is_section(self, at: int, own: list[Field]) -> bool:
        """Whether the row is no task: a heading of the rows below (kept as their path), a sum or a remark."""
        text = text_of(self.source, own[0])
        if SUMS.fullmatch(text) or (len(own) > 1 and SUMS.fullmatch(text_of(self.source, own[1]))):
            return True
        spans = own[0].columns >= max(2, self.matrix.columns - 1)
        alone = len(self.matrix.filled(at)) == 1 and self.matrix.columns > 2 and own[0].column <= 1
        numbered = len(own) == 2 and own[1].columns >= max(2, self.matrix.columns - 2) and bool(NUMBER.fullmatch(text))
        if not (spans or alone or numbered):
            return False
        if REMARKS.match(text):
            return True
        title = "".join(text_of(self.source, one) for one in own)
        if len(title) <= LONGEST_SECTION and not NUMBER.fullmatch(title):
            self._open_section(title, own)
        return True

    def _open_section(self, title: str, own: list[Field]) -> None:
        mark = SECTION_MARK.match(title)
        level = ("one", "two", "three").index(mark.lastgroup) if mark and mark.lastgroup else -1
        printed = "".join(self.source.verbatim[a:b] for one in own for a, b in one.pieces)
        kept = [one for one in self.sections if one[0] < level] if level >= 0 else []
        self.sections = [*kept, (level, printed)]

    def _row(self, at: int, own: list[Field]) -> Row | None:
        row = self.matrix.rows[at]
        numbers = {row[column] for column in self.numbers}
        shown = [one for one in own if one not in numbers]
        if not shown or (len(own) == 1 and is_blank(text_of(self.source, own[0]))):
            return None
        merged = self._merged_tasks(at)
        body = [one for one in shown if one not in merged] or shown
        start = min(piece[0] for one in body for piece in one.pieces)
        end = max(piece[1] for one in own for piece in one.pieces)
        tasks = [
            piece
            for one in self._fields(row, self.tasks)
            if one.row == at and one not in merged
            for piece in one.pieces
        ]
        found = Row(start, max(end, start + 1), self._units(row), tasks, self._path(row, merged))
        if not tasks:
            found.tasks = [piece for one in merged for piece in one.pieces]
        found.times = self._times(row)
        found.notes = [piece for one in self._fields(row, self.notes) for piece in one.pieces]
        self.reader.add_ordered(found)
        return found

    def _merged_tasks(self, at: int) -> list[Field]:
        """The task fields that stand over several rows: headings, while a field of the row's own says its task."""
        fields = self._fields(self.matrix.rows[at], self.tasks)
        return [one for one in fields if one.rows > 1]

    def _path(self, row: Sequence[Field | None], merged: list[Field]) -> list[str]:
        headings = self._fields(row, self.headings)
        titles = [self._title(one) for one in sorted([*headings, *merged], key=lambda one: one.column)]
        return [title for _, title in self.sections] + [title for title in titles if title]

    def _title(self, one: Field) -> str:
        printed = "".join(self.source.verbatim[a:b] for a, b in one.pieces)
        end = SENTENCE.search(printed.replace("；", ";"), 4)
        return printed[: end.start() if end else None][:LONGEST_SECTION]

    def _fields(self, row: Sequence[Field | None], columns: list[int]) -> list[Field]:
        found = dict.fromkeys(row[column] for column in columns)
        return [one for one in found if one is not None and one.pieces]

    def _units(self, row: Sequence[Field | None]) -> list[AssignedUnit]:
        units: list[AssignedUnit] = []
        for at in self.units:
            one, column = row[at], self.heads.columns[at]
            if one is None or not one.pieces or column is None:
                continue
            if at and row[at - 1] is one and at - 1 in self.units:
                continue  # a cell merged over two unit columns speaks once
            said = self.above.get(at, []) if is_same(text_of(self.source, one)) else self.reader.units(one, column)
            self.above[at] = said
            units += said
        return [replace(unit, mention=replace(unit.mention)) for unit in units]

    def _times(self, row: Sequence[Field | None]) -> list[TimeCell]:
        cells = [TimeCell(one.pieces) for one in self._fields(row, self.dates)]
        for at in self.periods:
            one, column = row[at], self.heads.columns[at]
            if one is not None and column is not None and one.pieces and not is_blank(text_of(self.source, one)):
                cells.append(TimeCell(one.pieces, column.when, column.head))
        return cells
