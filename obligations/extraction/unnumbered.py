"""Rows of a flattened table that nothing numbers: they begin with a date, end with the last column's cell, or are found
by what fits.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from obligations.extraction.alignment import DATE, Sort, parts_of
from obligations.extraction.cells import Reader
from obligations.extraction.columns import Column, Kind
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.flatheads import FlatHead
from obligations.extraction.flatrows import is_section, row_at
from obligations.extraction.rows import Row, Span, TimeCell
from obligations.extraction.text import SourceText

# How many lines, and characters behind its date, a row may have; what opens an item of the text below.
MOST_UNNUMBERED = 12
MOST_DATED = 4
MOST_DATED_LINES = 3200
LONGEST_ROW = 800
ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+条).{8,}[。:]|附件"
)
LONGEST_CELL = 40
# In stretches between gaps: 2026|年|12|月底前.
LONGEST_DATE = 8


def unnumbered_rows(source: SourceText, lines: list[Span], head: FlatHead, reader: Reader) -> list[Row]:
    """Each row ends with the cell of the last column; or, where dates stand in the middle, with a sentence."""
    without = (Kind.REMARK, Kind.NUMBER)
    columns = [column for column in head.columns if not (column and column.kind in without)]
    last = columns[-1].kind if columns and columns[-1] else None
    if not lines:
        return []
    if (
        columns[0]
        and columns[0].kind is Kind.DATE
        and all(column and column.kind is Kind.TASK for column in columns[1:])
    ):
        return list(_by_first_date(source, lines))
    if last in (Kind.DATE, Kind.UNITS):
        return list(_by_last_column(source, lines, columns, last, reader))
    dated = any(column and column.kind is Kind.DATE for column in columns)
    telling = any(column and column.kind is Kind.UNITS for column in columns)
    return list(_around_dates(source, lines)) if dated and not telling else []


def _by_last_column(
    source: SourceText, lines: list[Span], columns: list[Column | None], last: Kind, reader: Reader
) -> Iterator[Row]:
    begin: int | None = None
    first = 0
    for at, (start, end) in enumerate(lines):
        if begin is None and is_section(source, start, end):
            continue
        begin, first = (start, at) if begin is None else (begin, first)
        if at - first > MOST_UNNUMBERED or ITEM.match(source.text, start, end):
            return  # text goes on below the table
        if _closes(source, start, end, last, reader):
            row = row_at(source, (begin, end), columns, reader, whole=True)
            if not row.tasks:
                return
            yield row
            begin = None


def _closes(source: SourceText, start: int, end: int, last: Kind, reader: Reader) -> bool:
    """Whether a line ends with a cell of the last column."""
    parts = printed_parts(source, start, end)
    if last is Kind.DATE:
        return _is_date(source, *parts[-1]) or any(_is_date(source, first, end) for first, _ in parts[-LONGEST_DATE:])
    sort = parts_of(source, *parts[-1], reader.register, False)[-1].sort
    return sort is Sort.UNITS and source.text[end - 1] not in "、,"


def _is_date(source: SourceText, start: int, end: int) -> bool:
    return end - start <= LONGEST_CELL and DATE.fullmatch(source.text, start, end) is not None and end - start > 1


def _around_dates(source: SourceText, lines: list[Span]) -> Iterator[Row]:
    """A row begins with the cell before its date and ends with the last sentence before the next one's."""
    dates = [span for line in lines for span in _dates_of(source, line)]
    floor, stop = lines[0][0], lines[-1][1]
    for (start, end), following in pairwise([*dates, (stop, stop)]):
        begin = _cell_before(source, start, floor)
        limit = min(following[0], end + LONGEST_ROW)
        sentence = source.text.rfind("。", end, limit)
        floor = sentence + 1 if sentence >= 0 else limit
        tasks = [span for span in ((begin, start), (end, floor)) if span[0] < span[1]]
        yield Row(begin, floor, [], tasks, times=[TimeCell(((start, end),))])
        if limit < following[0]:
            return  # text goes on below the table


def _by_first_date(source: SourceText, lines: list[Span]) -> Iterator[Row]:
    """时间 | 工作内容: a row begins with a line that begins with its date; its task may run over a few lines."""
    dates = [next(_dates_of(source, line), (0, 0)) for line in lines[:MOST_DATED_LINES]]
    dated = [at for at, (date, line) in enumerate(zip(dates, lines, strict=False)) if date[0] == line[0] and date[1]]
    if len(dated) < 2 or dated[0] != 0:
        return
    for at, following in zip(dated, [*dated[1:], 0], strict=True):
        alone = dates[at][1] == lines[at][1]
        last = following - 1 if following else min(at + alone, len(lines) - 1)
        over = last - at > MOST_DATED or any(ITEM.match(source.text, *lines[i]) for i in range(at, last + 1))
        end = lines[at if over else last][1]
        if end > dates[at][1]:
            yield Row(lines[at][0], end, [], [(dates[at][1], end)], times=[TimeCell((dates[at],))])
        if over:
            return


def _dates_of(source: SourceText, line: Span) -> Iterator[Span]:
    """The stretches of a line that are dates, blanks inside of them included: 2026 年 12 月底前."""
    parts = printed_parts(source, *line)
    at = 0
    while at < len(parts):
        ends = [end for _, end in parts[at : at + LONGEST_DATE] if _is_date(source, parts[at][0], end)]
        if ends and re.search("[年月季]|长期|持续", source.text[parts[at][0] : ends[-1]]):
            yield parts[at][0], ends[-1]
            at = next(i for i, part in enumerate(parts) if part[1] == ends[-1])
        at += 1


def _cell_before(source: SourceText, at: int, floor: int) -> int:
    """The start of the cell printed before the date: the text back to the last gap that is no line break."""
    begin = at
    while begin > floor:
        gap = source.raw_gap(begin)
        if begin < at and gap and "\n" not in gap:
            break
        begin -= 1
        if at - begin > LONGEST_CELL:
            break
    return begin
