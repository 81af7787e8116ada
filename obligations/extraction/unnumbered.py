"""Rows of a flattened table that nothing numbers: they begin with a date, end with the last column's cell, or are found
by what fits.
"""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from obligations.extraction.alignment import DATE, DATE_BEGINS, Part, Sort, align_rows, parts_of
from obligations.extraction.cells import Reader
from obligations.extraction.columns import Column, Kind
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.flatheads import FlatHead
from obligations.extraction.flatrows import has_sections, is_section, row_at, row_of
from obligations.extraction.rows import Row, Span, TimeCell
from obligations.extraction.text import SourceText

# How many lines, and characters behind its date, a row may have; what opens an item of the text below.
MOST_UNNUMBERED = 12
MOST_DATED = 4
MOST_DATED_LINES = 3200
MOST_FITTED = 600
LONGEST_ROW = 800
ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+条).{8,}[。:]|附件"
)
LONGEST_CELL = 40
# In stretches between gaps: 2026|年|12|月底前.
LONGEST_DATE = 8


def unnumbered_rows(source: SourceText, lines: list[Span], head: FlatHead, reader: Reader) -> list[Row]:
    """The rows in the lines below a head, by what its columns give to tell them."""
    columns = [column for column in head.columns if not (column and column.kind is Kind.NUMBER)]
    kinds = [column.kind if column else None for column in columns]
    if not lines or not columns:
        return []
    if not head.one_a_line and kinds[0] is Kind.DATE and all(kind is Kind.TASK for kind in kinds[1:]):
        return list(_by_first_date(source, lines))
    if not head.one_a_line and kinds[-1] in (Kind.DATE, Kind.UNITS):
        return list(_by_last_column(source, lines, columns, kinds[-1], reader))
    if not head.one_a_line and Kind.DATE in kinds and Kind.UNITS not in kinds:
        return list(_around_dates(source, lines))
    rows = list(_by_fit(source, lines, columns, reader))
    return rows if len(rows) > 1 else []


def _by_fit(source: SourceText, lines: list[Span], columns: list[Column | None], reader: Reader) -> Iterator[Row]:
    """Each row fits the columns best; lines between rows may head them. One that says nothing ends the table."""
    path: list[str] = []
    for title, (start, end) in _blocks(source, lines):
        path = [title] if title else path
        parts = parts_of(source, start, end, reader.register, has_sections(columns), MOST_FITTED)
        rows = align_rows(parts, columns)
        good = list(takewhile(lambda cells: _tells(cells, columns), rows))
        if good:
            _cut_off(good[-1])
        for cells in good:
            spans = [[(part.start, part.end) for part in cell] for cell in cells]
            row = row_of(min(cell[0][0] for cell in spans if cell), spans, columns, reader)
            row.path = list(path)
            yield row
        if len(good) < len(rows):
            return  # text goes on below the table


def _blocks(source: SourceText, lines: list[Span]) -> Iterator[tuple[str, Span]]:
    """The stretches between headings, each with the heading over it, up to the text below the table."""
    title = ""
    begin: int | None = None
    end = lines[0][0]
    for start, stop in lines[:MOST_FITTED]:
        section = is_section(source, start, stop)
        if begin is not None and (section or ITEM.match(source.text, start, stop)):
            yield title, (begin, end)
            begin = None
        if ITEM.match(source.text, start, stop):
            return
        if section:
            title = source.verbatim[start:stop]
        else:
            begin, end = start if begin is None else begin, stop
    if begin is not None:
        yield title, (begin, end)


def _tells(cells: list[list[Part]], columns: list[Column | None]) -> bool:
    """Whether a row says what is to be done, and has a body in a column for who or a date in one for when."""
    wanted = {Kind.UNITS: Sort.UNITS, Kind.DATE: Sort.DATE}
    sorts = [
        (column.kind if column else Kind.TASK, {part.sort for part in cell})
        for column, cell in zip(columns, cells, strict=True)
    ]
    telling = any(wanted.get(kind) in found for kind, found in sorts)
    return telling and any(kind is Kind.TASK and Sort.TEXT in found for kind, found in sorts)


def _cut_off(cells: list[list[Part]]) -> None:
    """Takes the text below the table off the last cell of its last row: it ends with a sentence, or its first line."""
    cell = next(cell for cell in reversed(cells) if cell)
    closed = next((at for at, part in enumerate(cell) if part.closed), 0)
    new_lines = [at for at, part in enumerate(cell) if at and part.new_line]
    del cell[max(closed + 1, new_lines[0] if new_lines else len(cell)) :]


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
    if not 1 < end - start <= LONGEST_CELL or source.text[start] not in DATE_BEGINS:
        return False
    return DATE.fullmatch(source.text, start, end) is not None


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
