"""Tables that a PDF has flattened to lines of text: known by their heads, taken apart by numbers, dates and gaps.

Rows begin with their number, else see `unnumbered`; inside a row the stretches between gaps are given to the columns in
order (`alignment`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from obligations.extraction.cells import Reader
from obligations.extraction.columns import Kind
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.flatheads import FlatHead, candidate_lines, find_heads
from obligations.extraction.flatrows import is_section, row_over_lines
from obligations.extraction.gridrows import LONGEST_SECTION, REMARKS, SUMS, units_hold
from obligations.extraction.lines import is_attachment
from obligations.extraction.rows import Row, Span, Table
from obligations.extraction.text import SourceText
from obligations.extraction.unnumbered import unnumbered_rows

SERIAL = re.compile("序号")
NUMBER = re.compile(r"[*∗★☆]?(\d{1,3})(?!\d)")
# How many numbers a page or a misprint may have swallowed, and how far a section's line may stand from its first row.
GAP = 3
NEAR = 4
# Of one table: a page prints its heads again.
MOST_HEADS = 200
MOST_COLUMNS = 16
# How many lines each cell of a row may take where a cell begins a line, on the average.
CELL_LINES = 5
# A row of a table does not run over more lines.
MOST_LINES = 80


@dataclass(slots=True)
class _Body:
    """The lines below a head: where rows begin (line, offset after the number), and the headings between them."""

    rows: list[tuple[int, int]] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)  # by the line that holds the heading
    heads: set[int] = field(default_factory=set)  # lines of heads printed again
    end: int = 0  # the line after the table


def flat_tables(source: SourceText, lines: list[Span], candidates: list[int], reader: Reader) -> list[Table]:
    """The tables among the printed lines, in text order. `candidates`: the lines that may be heads."""
    heads = list(find_heads(source, lines, candidates))
    tables: list[Table] = []
    after = 0
    for at, head in enumerate(heads):
        if head.first < after:
            continue
        table, after = _read(source, lines, heads[at : at + MOST_HEADS], reader)
        if table is not None:
            tables.append(table)
    return tables


def cell_lines(source: SourceText) -> list[Table]:
    """Where rows stand a cell a line, from their heads to the last cell, without what they say.

    Such a line alone looks like a title, a number or a signature; here its place tells that it is none.
    """
    starts = [
        number.start() for number in SERIAL.finditer(source.text) if source.line_span(number.start()) == number.span()
    ]
    if not starts:
        return []
    lines = source.lines(0, len(source))
    found: list[Table] = []
    for start in starts:
        if found and start < found[-1].end:
            continue
        at = bisect_left(lines, (start,))
        near = lines[at : at + MOST_COLUMNS]
        head = next(find_heads(source, near, candidate_lines(source, near)), None)
        if head is None or head.first > 0 or not head.one_a_line:
            continue
        last = _last_number(source, lines, at + head.after, head)
        if last is not None:
            cells = len(head.columns) - 1
            found.append(Table(start, lines[min(last + cells, len(lines) - 1)][1], []))
    return found


def _last_number(source: SourceText, lines: list[Span], first: int, head: FlatHead) -> int | None:
    """The line with the last row's number, where the rows' numbers stand on lines of their own."""
    last, expected = None, 1
    most = CELL_LINES * len(head.columns)
    for at, (start, end) in enumerate(lines[first:], first):
        if at - (first if last is None else last) > most:
            break
        if end - start <= 4 and source.text[start:end].rstrip(".、") == str(expected):
            last, expected = at, expected + 1
    return last if expected > 2 else None


def _read(source: SourceText, lines: list[Span], heads: list[FlatHead], reader: Reader) -> tuple[Table | None, int]:
    """The table below the first of the heads, None for no table, and the line after what was read."""
    head = heads[0]
    same = [one for one in heads[1:] if one.kinds() == head.kinds()]
    stop = next((one.first for one in heads[1:] if one.kinds() != head.kinds()), len(lines))
    rows, body = _rows_below(source, lines, head, same, stop, reader)
    if any(column and column.bare for column in head.columns) and not units_hold(rows):
        # 单位 stands over measures
        head = replace(head, columns=[None if column and column.bare else column for column in head.columns])
        telling = Kind.DATE in head.kinds() or Kind.PERIOD in head.kinds()
        rows, body = _rows_below(source, lines, head, same, stop, reader) if telling else ([], body)
    named = [row for row in rows if row.units or row.times]
    if not named or 2 * len(named) < len(rows):
        return None, max(head.after, body.end)
    end = max(row.end for row in rows)
    last = next((i for i in range(head.after, body.end) if lines[i][1] >= end), body.end - 1)
    return Table(lines[head.first][0], max(end, lines[last][1] if body.rows else end), rows), last + 1


def _rows_below(
    source: SourceText, lines: list[Span], head: FlatHead, same: list[FlatHead], stop: int, reader: Reader
) -> tuple[list[Row], _Body]:
    """The rows below a head, up to the line `stop`, and where they stand."""
    body = _numbered(source, lines, head, same, stop)
    if body.rows:
        return list(_rows(source, lines, head, body, reader)), body
    body.end = _limit(source, lines, head.after, stop)
    again = {at for one in same for at in range(one.first, one.after)}
    kept = [lines[at] for at in range(head.after, body.end) if at not in again]
    return unnumbered_rows(source, kept, head, reader), body


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
        elif is_section(source, start, end):
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
        last = next((i for i in range(line + 1, following) if _endsrow_at(source, lines[i], i, body)), following)
        end = lines[last - 1][1]
        if end > start:
            # below the last row stands text; where a column goes before 序号, its cell for the rows below
            more = following != body.end and kinds[:1] == [Kind.NUMBER]
            further = [one for one in lines[line + 1 : last] if one[1] > one[0]] if more else []
            row = row_over_lines(source, (start, end), further, columns, reader)
            row.path = [title for _, title in path]
            yield row


def _endsrow_at(source: SourceText, line: Span, at: int, body: _Body) -> bool:
    if at in body.sections or at in body.heads:
        return True
    text = source.text[line[0] : line[1]]
    return REMARKS.match(text) is not None or SUMS.match(text) is not None


def _below(path: list[tuple[int, str]], title: str) -> list[tuple[int, str]]:
    level = 1 if title[0] in "((" else 0
    return [*(one for one in path if one[0] < level), (level, title[:LONGEST_SECTION])]
