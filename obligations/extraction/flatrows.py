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
WHO_OR_WHEN = (Kind.UNITS, Kind.DATE, Kind.PERIOD)
WORDS = re.compile(r"[\u4e00-\u9fff]{2}")


def is_section(source: SourceText, start: int, end: int) -> bool:
    """一、市场准入 on a line of its own."""
    mark = SECTION_MARK.match(source.text, start, end)
    short = end - start <= LONGEST_SECTION_LINE and not PROSE.search(source.text, start, end)
    return mark is not None and mark.lastgroup != "three" and short


def row_at(source: SourceText, span: Span, columns: list[Column | None], reader: Reader, whole: bool) -> Row:
    """The row of a stretch. `whole`: it is known to end with its last part."""
    parts = parts_of(source, *span, reader.register, has_sections(columns))
    return row_of(span[0], align(parts, columns, whole), columns, reader)


def row_over_lines(
    source: SourceText, span: Span, following: list[Span], columns: list[Column | None], reader: Reader
) -> Row:
    """The row of a stretch before the next row's number.

    Where it seems to end with its first line, the lines below are further lines of its cells, as a page prints them
    side by side. Not where that line lacks a task: its number stands in the middle of its cells.
    """
    sections = has_sections(columns)
    cells = align(parts_of(source, *span, reader.register, sections), columns, False)
    row = row_of(span[0], cells, columns, reader)
    lines = [line for line in following if line[0] >= row.end]
    ends_at_once = len(lines) == len(following)
    if (
        not lines
        or not ends_at_once
        or not row.tasks
        or not all(_says_what(source, a, b, columns, cells) for a, b in row.tasks)
    ):
        return row
    further: list[list[Span]] = [[] for _ in columns]
    for line in lines:
        placed = align(parts_of(source, *line, reader.register, sections), columns, True)
        for more, cell in zip(further, placed, strict=True):
            more += [(cell[0][0], cell[-1][1])] if cell else []
    return row_of(span[0], cells, columns, reader, further)


def _says_what(source: SourceText, start: int, end: int, columns: list[Column | None], cells: list[list[Span]]) -> bool:
    """Whether a cell of the first line is words for what is to be done, before the cells for who and when."""
    others = [
        cell for column, cell in zip(columns, cells, strict=True) if column and column.kind in WHO_OR_WHEN and cell
    ]
    return bool(WORDS.search(source.text, start, end)) and not any(
        a < end and start < b for cell in others for a, b in cell
    )


def has_sections(columns: Sequence[Column | None]) -> bool:
    """Whether a column lists sections of one bureau."""
    return any(column and column.sections for column in columns)


def row_of(
    start: int,
    cells: list[list[Span]],
    columns: list[Column | None],
    reader: Reader,
    further: list[list[Span]] | None = None,
) -> Row:
    """The row that begins at `start`, from the spans of each of its columns; `further`: those of its later lines."""
    units: list[AssignedUnit] = []
    tasks: list[Span] = []
    times: list[TimeCell] = []
    notes: list[Span] = []
    end = start
    for column, cell, more in zip(columns, cells, further or [[] for _ in columns], strict=True):
        if not cell and not more:
            continue
        end = max([end, *(b for _, b in (*cell, *more))])
        first = ((cell[0][0], cell[-1][1]),) if cell else ()
        joined, *rest = pieces = (*first, *more)
        if column is None or column.kind in (Kind.TASK, Kind.HEADING):
            # where one of several columns of text ends is a guess: they are read as one
            goes_on = bool(tasks) and tasks[-1][1] == joined[0]
            tasks[-1:] = [(tasks[-1][0], joined[1])] if goes_on else [*tasks[-1:], joined]
            tasks += rest
        elif column.kind is Kind.UNITS:
            units += reader.units(Field(pieces, 0, 0), column)
        elif column.kind is Kind.DATE:
            times.append(TimeCell(pieces))
        elif column.kind is Kind.PERIOD:
            times.append(TimeCell(pieces, column.when, column.head))
        elif column.note:
            notes += pieces
    row = Row(start, max(end, start + 1), units, tasks, times=times, notes=notes)
    reader.add_ordered(row)
    return row
