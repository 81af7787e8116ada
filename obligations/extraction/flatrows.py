"""One row of a flattened table, its cells given to the columns; and the lines between rows that head them."""

import re
from collections.abc import Sequence

from obligations.extraction.alignment import align, parts_of
from obligations.extraction.cells import Reader
from obligations.extraction.columns import Column, Kind
from obligations.extraction.findings import AssignedUnit
from obligations.extraction.gridrows import SECTION_MARK
from obligations.extraction.matrices import Field
from obligations.extraction.rows import Row, Span, TimeCell
from obligations.extraction.text import SourceText

PROSE = re.compile(r"[。;]")
LONGEST_SECTION_LINE = 40


def is_section(source: SourceText, start: int, end: int) -> bool:
    """一、市场准入 on a line of its own."""
    mark = SECTION_MARK.match(source.text, start, end)
    short = end - start <= LONGEST_SECTION_LINE and not PROSE.search(source.text, start, end)
    return mark is not None and mark.lastgroup != "three" and short


def row_at(source: SourceText, span: Span, columns: list[Column | None], reader: Reader, whole: bool) -> Row:
    """The row of a stretch. `whole`: it is known to end with its last part."""
    parts = parts_of(source, *span, reader.register, has_sections(columns))
    return row_of(span[0], align(parts, columns, whole), columns, reader)


def has_sections(columns: Sequence[Column | None]) -> bool:
    """Whether a column lists sections of one bureau."""
    return any(column and column.sections for column in columns)


def row_of(start: int, cells: list[list[Span]], columns: list[Column | None], reader: Reader) -> Row:
    """The row that begins at `start`, from the spans of each of its columns."""
    units: list[AssignedUnit] = []
    tasks: list[Span] = []
    times: list[TimeCell] = []
    notes: list[Span] = []
    end = start
    for column, cell in zip(columns, cells, strict=True):
        if not cell:
            continue
        end = max(end, cell[-1][1])
        joined = (cell[0][0], cell[-1][1])
        if column is None or column.kind in (Kind.TASK, Kind.HEADING):
            # where one of several columns of text ends is a guess: they are read as one
            goes_on = bool(tasks) and tasks[-1][1] == joined[0]
            tasks[-1:] = [(tasks[-1][0], joined[1])] if goes_on else [*tasks[-1:], joined]
        elif column.kind is Kind.UNITS:
            units += reader.units(Field((joined,), 0, 0), column)
        elif column.kind is Kind.DATE:
            times.append(TimeCell((joined,)))
        elif column.kind is Kind.PERIOD:
            times.append(TimeCell((joined,), column.when, column.head))
        elif column.note:
            notes.append(joined)
    row = Row(start, max(end, start + 1), units, tasks, times=times, notes=notes)
    reader.add_ordered(row)
    return row
