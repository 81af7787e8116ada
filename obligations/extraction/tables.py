"""The tables of a text whose cells are known: from the reader of a file, or by the tabs or bars of plain text.

`with_flattened` adds what a PDF has flattened to lines, once it is known which lines belong to a directive.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TypeVar

from obligations.extraction.cells import Reader
from obligations.extraction.clauses import convention
from obligations.extraction.flatheads import candidate_lines
from obligations.extraction.flattened import flat_tables
from obligations.extraction.forms import flat_forms, form_rows
from obligations.extraction.gridrows import heads_at, read_rows
from obligations.extraction.grids import Grid
from obligations.extraction.lines import Line
from obligations.extraction.matrices import Matrix, appended, fields_of, matrix_of, text_of
from obligations.extraction.register import Register
from obligations.extraction.rows import Row, Table
from obligations.extraction.tabs import text_grids
from obligations.extraction.text import SourceText

T = TypeVar("T", bound=tuple[int, int] | Line)
_BEGIN = itemgetter(0)
# The table of facts above a document, and the boxes that letterheads and imprints are set in: text, no tables.
FACTS = re.compile(r"索引号|发文机关|成文日期|发文日期|发布日期|主题分类|信息分类|抄送|签发人|政府文件|印发$")
FEWEST_ROWS = 3
LONGEST_CELL = 400
# How far from a table the text may say that the first of a list leads.
REACH = 600


class Tables:
    """Tables in text order, disjoint; offsets are squeezed."""

    def __init__(self, tables: Sequence[Table] = ()) -> None:
        self.tables: list[Table] = []
        for table in sorted(tables, key=lambda one: (one.start, -one.end)):
            if table.end > table.start and (not self.tables or table.start >= self.tables[-1].end):
                self.tables.append(table)
        self._starts = [table.start for table in self.tables]

    def holds(self, offset: int) -> bool:
        """Whether the character at `offset` stands in a table."""
        if not self.tables:
            return False
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self.tables[at].end

    def outside(self, lines: list[T]) -> list[T]:
        """Those of the lines, in text order, that begin in no table; a line begins with its first offset."""
        kept: list[T] = []
        done = 0
        for table in self.tables:
            first = bisect_left(lines, table.start, done, key=_BEGIN)
            kept += lines[done:first]
            done = bisect_left(lines, table.end, first, key=_BEGIN)
        return kept + lines[done:] if self.tables else lines

    def within(self, start: int, end: int) -> list[Table]:
        """The tables that begin in [start, end)."""
        return self.tables[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def with_flattened(
    source: SourceText, tables: Tables, start: int, end: int, register: Register, first_leads: bool = False
) -> Tables:
    """The tables of [start, end), with those that stand there as lines of text.

    `first_leads`: the text says that the first unit of a list leads.
    """
    lines = tables.outside(source.lines(start, end))
    reader = Reader(source, register, first_leads)
    candidates = list(candidate_lines(source, lines))
    found = Tables(flat_tables(source, lines, candidates, reader))
    if found.tables:
        heads = {lines[at] for at in candidates}
        lines = found.outside(lines)
        candidates = [at for at, line in enumerate(lines) if line in heads]
    return Tables([*tables.within(start, end), *found.tables, *flat_forms(source, lines, candidates, reader)])


def find_tables(source: SourceText, grids: Sequence[Grid], register: Register) -> Tables:
    """The tables of `grids`, and those that tabs or bars make outside of them. Offsets of the grids are raw."""
    given = sorted((grid for grid in grids if grid.cells), key=lambda grid: grid.start)
    made = [grid for grid in text_grids(source.raw) if not _touches(grid, given)]
    tables = [_table(source, matrix, register, sure=True) for matrix in _joined(source, given)]
    tables += [_table(source, matrix_of(source, grid), register, sure=False) for grid in made]
    return Tables([table for table in tables if table is not None])


def _touches(grid: Grid, given: Sequence[Grid]) -> bool:
    at = bisect_right([one.start for one in given], grid.start) - 1
    return any(one.start < grid.end and grid.start < one.end for one in given[max(0, at) : at + 2])


def _joined(source: SourceText, grids: Sequence[Grid]) -> Iterator[Matrix]:
    """The grids as matrices; what a page's end has cut is one again."""
    open_one: Matrix | None = None
    for grid in grids:
        matrix = matrix_of(source, grid)
        if open_one is not None and _continues(source, open_one, matrix, grid):
            open_one = appended(open_one, matrix)
            continue
        if open_one is not None:
            yield open_one
        open_one = matrix
    if open_one is not None:
        yield open_one


def _continues(source: SourceText, before: Matrix, matrix: Matrix, grid: Grid) -> bool:
    """Whether a grid goes on from the one before: the reader says so, or nothing but a page stands between."""
    if matrix.columns != before.columns:
        return False
    if grid.continues:
        return True
    return matrix.start <= before.end and not any(heads_at(source, matrix, at) for at in range(len(matrix.rows[:3])))


def _table(source: SourceText, matrix: Matrix, register: Register, sure: bool) -> Table | None:
    """The table, with no rows where it says neither who nor when; None for what is text in a frame.

    `sure`: a reader saw cells; tabs alone may set apart anything.
    """
    near = (max(0, matrix.start - REACH), matrix.start), (matrix.end, min(matrix.end + REACH, len(source)))
    reader = Reader(source, register, any(convention(source.text, *part) for part in near))
    if (forms := form_rows(source, matrix, reader)) is not None:
        return Table(matrix.start, matrix.end, forms)
    found = read_rows(source, matrix, reader)
    if found is not None:
        start = _row_start(matrix, found.first)
        rows: list[Row] = found.rows
        if not rows and not sure:
            return None
        return Table(start, matrix.end, rows)
    return Table(matrix.start, matrix.end, []) if sure and not _is_text(source, matrix) else None


def _row_start(matrix: Matrix, at: int) -> int:
    return min((piece[0] for one in matrix.own(at) for piece in one.pieces), default=matrix.start)


def _is_text(source: SourceText, matrix: Matrix) -> bool:
    if len(matrix.rows) < FEWEST_ROWS or matrix.columns < 2:
        return True
    texts = [text_of(source, one) for one in fields_of(matrix)]
    return any(len(text) > LONGEST_CELL for text in texts) or any(FACTS.search(text[:16]) for text in texts[:24])
