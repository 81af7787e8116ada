"""Tables that a PDF has flattened to lines of text: known by their heads, taken apart by numbers, dates and gaps.

Rows begin with their number, else end with their last column's cell; inside a row the stretches between gaps are given
to the columns in order (`alignment`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from obligations.extraction.alignment import DATE, Sort, align, parts_of
from obligations.extraction.cells import Reader
from obligations.extraction.columns import Column, Kind
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.findings import AssignedUnit
from obligations.extraction.flatheads import FlatHead, find_heads
from obligations.extraction.gridrows import LONGEST_SECTION, REMARKS, SECTION_MARK, SUMS, units_hold
from obligations.extraction.lines import is_attachment
from obligations.extraction.matrices import Field
from obligations.extraction.rows import Row, Span, Table, TimeCell
from obligations.extraction.text import SourceText

NUMBER = re.compile(r"[*∗★☆]?(\d{1,3})(?!\d)")
PROSE = re.compile(r"[。;]")
# How many numbers a page or a misprint may have swallowed, and how far a section's line may stand from its first row.
GAP = 3
NEAR = 4
LONGEST_SECTION_LINE = 40
# Where nothing numbers the rows: how many lines, and characters behind its date, one may have; what opens an item.
MOST_UNNUMBERED = 12
MOST_DATED = 4
LONGEST_ROW = 800
ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十百]+条).{8,}[。:]|附件"
)
# Of one table: a page prints its heads again.
MOST_HEADS = 200
LONGEST_CELL = 40
# In stretches between gaps: 2026|年|12|月底前.
LONGEST_DATE = 8
# A row of a table does not run over more lines.
MOST_LINES = 80


@dataclass(slots=True)
class _Body:
    """The lines below a head: where rows begin (line, offset after the number), and the headings between them."""

    rows: list[tuple[int, int]] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)  # by the line that holds the heading
    heads: set[int] = field(default_factory=set)  # lines of heads printed again
    end: int = 0  # the line after the table


def flat_tables(source: SourceText, lines: Sequence[Span], reader: Reader) -> list[Table]:
    """The tables among the printed lines, in text order."""
    lines = list(lines)
    heads = list(find_heads(source, lines))
    tables: list[Table] = []
    after = 0
    for at, head in enumerate(heads):
        if head.first < after:
            continue
        table, after = _read(source, lines, heads[at : at + MOST_HEADS], reader)
        if table is not None:
            tables.append(table)
    return tables


def _read(source: SourceText, lines: list[Span], heads: list[FlatHead], reader: Reader) -> tuple[Table | None, int]:
    """The table below the first of the heads, None for no table, and the line after what was read."""
    head = heads[0]
    same = [one for one in heads[1:] if one.kinds() == head.kinds()]
    stop = next((one.first for one in heads[1:] if one.kinds() != head.kinds()), len(lines))
    body = _numbered(source, lines, head, same, stop)
    if body.rows:
        rows = list(_rows(source, lines, head, body, reader))
    else:
        body.end = _limit(source, lines, head.after, stop)
        again = {at for one in same for at in range(one.first, one.after)}
        kept = [lines[at] for at in range(head.after, body.end) if at not in again]
        rows = _unnumbered(source, kept, head, reader)
    telling = [row for row in rows if row.units or row.times]
    if not telling or 2 * len(telling) < len(rows):
        return None, max(head.after, body.end)
    if any(column and column.bare for column in head.columns) and not units_hold(rows):
        return None, max(head.after, body.end)
    end = max(row.end for row in rows)
    last = next((i for i in range(head.after, body.end) if lines[i][1] >= end), body.end - 1)
    return Table(lines[head.first][0], max(end, lines[last][1] if body.rows else end), rows), last + 1


def _limit(source: SourceText, lines: list[Span], first: int, stop: int) -> int:
    """The line at which a table without numbers is over at the latest: an annex, a remark."""
    for i in range(first, min(stop, first + 40 * MOST_LINES)):
        line = source.text[lines[i][0] : lines[i][1]]
        if is_attachment(line) or REMARKS.match(line):
            return i
    return min(stop, first + 40 * MOST_LINES)


# Rows that begin with their number.


def _numbered(source: SourceText, lines: list[Span], head: FlatHead, same: list[FlatHead], stop: int) -> _Body:
    body = _Body(end=head.after)
    again = {one.first: one.after for one in same}
    if Kind.NUMBER not in head.kinds() and Kind.UNITS not in head.kinds():
        return body
    # 类别 序号 任务: the number stands behind the cell of what rows have in common
    first = Kind.NUMBER not in head.kinds()[1:3]
    expected = 1
    i = head.after
    quiet = 0  # lines since the last row began
    restart = False
    while i < stop and quiet <= MOST_LINES:
        if i in again:
            body.heads |= set(range(i, again[i]))
            i = again[i]
            continue
        start, end = lines[i]
        number = _number_at(source, start, end) if first else _number_in(source, start, end)
        if number and (expected <= number[0] <= expected + (GAP if body.rows else 0) or (restart and number[0] == 1)):
            body.rows.append((i, number[1]))
            expected, quiet, restart = number[0] + 1, 0, False
        elif _is_section(source, start, end):
            if not _row_follows(source, lines, i, stop, expected, again):
                break
            body.sections[i] = source.verbatim[start:end]
            restart = True
        elif is_attachment(source.text[start:end]) and not _goes_on(source, lines, i, stop, expected, first):
            break
        i += 1
        quiet += 1
    body.end = min(i, stop)
    if len(body.rows) == 1 and Kind.NUMBER not in head.kinds():
        body.rows.clear()
    return body


def _goes_on(source: SourceText, lines: list[Span], at: int, stop: int, expected: int, first: bool) -> bool:
    """Whether the next row follows on an annex's heading: a page printed it above the rest of its table."""
    for line in lines[at + 1 : min(stop, at + 1 + 2 * NEAR)]:
        number = _number_at(source, *line) if first else _number_in(source, *line)
        if number and number[0] == expected > 1:
            return True
    return False


def _number_at(source: SourceText, start: int, end: int) -> tuple[int, int] | None:
    """The number that a line begins with, set apart from what follows, and the offset after it."""
    match = NUMBER.match(source.text, start, end)
    if match is None:
        return None
    after = match.end()
    if after < end and source.text[after] in ".、" and not source.text[after + 1 : after + 2].isdecimal():
        return int(match.group(1)), after + 1
    return (int(match.group(1)), after) if after >= end or source.raw_gap(after) else None


def _number_in(source: SourceText, start: int, end: int) -> tuple[int, int] | None:
    """The first stretch of a line that is a number alone, and the offset after it."""
    for a, b in printed_parts(source, start, end)[:4]:
        match = NUMBER.fullmatch(source.text, a, b)
        if match:
            return int(match.group(1)), b
    return None


def _is_section(source: SourceText, start: int, end: int) -> bool:
    """一、市场准入 on a line of its own."""
    mark = SECTION_MARK.match(source.text, start, end)
    short = end - start <= LONGEST_SECTION_LINE and not PROSE.search(source.text, start, end)
    return mark is not None and mark.lastgroup != "three" and short


def _row_follows(
    source: SourceText, lines: list[Span], at: int, stop: int, expected: int, again: dict[int, int]
) -> bool:
    for i in range(at + 1, min(stop, at + 1 + NEAR)):
        number = _number_at(source, *lines[i])
        if i in again or (number and number[0] in (1, expected)):
            return True
    return False


def _rows(source: SourceText, lines: list[Span], head: FlatHead, body: _Body, reader: Reader) -> Iterator[Row]:
    path: list[tuple[int, str]] = []
    starts = [line for line, _ in body.rows]
    kinds = head.kinds()
    columns = head.columns[kinds.index(Kind.NUMBER) + 1 :] if Kind.NUMBER in kinds else head.columns
    between = sorted(body.sections)
    for (line, start), following in zip(body.rows, [*starts[1:], body.end], strict=True):
        while between and between[0] < line:
            path = _below(path, body.sections[between.pop(0)])
        last = next((i for i in range(line + 1, following) if _ends_row(source, lines[i], i, body)), following)
        end = lines[last - 1][1]
        if end > start:
            row = _row(source, (start, end), columns, reader, whole=False)
            row.path = [title for _, title in path]
            yield row


def _ends_row(source: SourceText, line: Span, at: int, body: _Body) -> bool:
    if at in body.sections or at in body.heads:
        return True
    text = source.text[line[0] : line[1]]
    return REMARKS.match(text) is not None or SUMS.match(text) is not None


def _below(path: list[tuple[int, str]], title: str) -> list[tuple[int, str]]:
    level = 1 if title[0] in "((" else 0
    return [*(one for one in path if one[0] < level), (level, title[:LONGEST_SECTION])]


def _row(source: SourceText, span: Span, columns: list[Column | None], reader: Reader, whole: bool) -> Row:
    """The row of a stretch, its cells given to the columns."""
    sections = any(column and column.sections for column in columns)
    parts = parts_of(source, *span, reader.register, sections)
    cells = align(parts, columns, whole)
    units: list[AssignedUnit] = []
    tasks: list[Span] = []
    times: list[TimeCell] = []
    end = span[0]
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
    return Row(span[0], max(end, span[0] + 1), units, tasks, times=times)


# Rows without numbers.


def _unnumbered(source: SourceText, lines: list[Span], head: FlatHead, reader: Reader) -> list[Row]:
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
        if begin is None and _is_section(source, start, end):
            continue
        begin, first = (start, at) if begin is None else (begin, first)
        if at - first > MOST_UNNUMBERED or ITEM.match(source.text, start, end):
            return  # text goes on below the table
        if _closes(source, start, end, last, reader):
            row = _row(source, (begin, end), columns, reader, whole=True)
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
    dates = [next(_dates_of(source, line), (0, 0)) for line in lines[: 40 * MOST_LINES]]
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
