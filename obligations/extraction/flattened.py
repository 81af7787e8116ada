"""Rows of tables that a PDF has flattened to lines of text.

A table is known by its column heads. Rows begin with their number or end with their date, and a cell begins and ends
where a gap is printed.
"""

import re
from dataclasses import dataclass

from obligations.extraction.cells import SECTION_LIST, cell_units
from obligations.extraction.clauses import NOTE
from obligations.extraction.findings import AssignedUnit, Role
from obligations.extraction.register import Register
from obligations.extraction.rows import Row, Span, Table, between
from obligations.extraction.text import SourceText
from obligations.extraction.units import list_at

BODIES = r"(?:部门|单位|[处科股]室)"
ROLE_COLUMN = re.compile(
    rf"(?P<lead>(?:总?牵头|主办|第一责任)(?:落实|责任)?{BODIES})|(?P<support>(?:配合|协助|协办|参与|参加){BODIES})"
    rf"|(?P<responsible>(?:责任|承办|实施|落实|主责|完成|负责)(?:主体|{BODIES}))"
)
# 配合科室: the columns of a bureau's own plan hold its sections, which only the column makes names.
SECTION_COLUMN = re.compile(r"[处科股]室")
DATE_COLUMN = re.compile(
    r"(?:完成|办结|整改|达成|治理|落实)?(?:时限|时间)(?:要求|节点)?|时间节点|进度(?:安排|要求)|完成期限"
)
OTHER_COLUMN = re.compile(
    r"序号|编号|对象|项目|内容|任务|措施|目标|类型|类别|备注|事项|名称|指标|清单|要求|领域|具体|数|区域|地区|[县市区]\("
)
DATE_CELL = re.compile(
    r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:之?前|底)?|(?:19|20)\d\d年(?:底|末|年底)?(?:之?前)?"
    r"|长期(?:坚持)?|持续(?:推进|实施)?|常态化(?:推进)?|年底前|全年"
)
NUMBER = re.compile(r"[*∗★]?(\d{1,3})(?!\d)")
LONGEST_HEAD = 60
SENTENCE_MARK = re.compile(r"[。;,]")


@dataclass(frozen=True, slots=True)
class Head:
    """The column heads: their lines, the roles of the unit columns in order, whether and where a date column stands.

    `sections`: the unit columns hold sections of one bureau.
    """

    first: int
    after: int
    roles: list[Role]
    dated: bool
    date_last: bool
    sections: bool


def read_table(source: SourceText, start: int, end: int, register: Register) -> Table | None:
    """The first table of the passage that has a column for who or when, with its rows; None without one."""
    lines = source.lines(start, end)
    head = _head(source, lines)
    if head is None:
        return None
    heads = [source.text[a:b] for a, b in lines[head.first : head.after]]
    body = [line for line in lines[head.after :] if source.text[line[0] : line[1]] not in heads]
    rows = [_with_units(source, row, head, register) for row in _flat_rows(source, head, body, end)]
    rows = [row for row in rows if row.units or head.dated]
    return Table(lines[head.first][0], end, rows) if rows else None


def holds_head(source: SourceText, start: int, end: int) -> bool:
    """Whether column heads stand in the passage."""
    return _head(source, source.lines(start, end)) is not None


def _head(source: SourceText, lines: list[tuple[int, int]]) -> Head | None:
    for i, (line_start, line_end) in enumerate(lines):
        if not _may_be_head(source, line_start, line_end):
            continue
        first, after = _head_extent(source, lines, i)
        head = source.text[lines[first][0] : lines[after - 1][1]]
        rest = ROLE_COLUMN.sub("", head)
        others = OTHER_COLUMN.findall(DATE_COLUMN.sub("", rest))
        if len(others) < 2 and "序号" not in head:
            continue
        dates = list(DATE_COLUMN.finditer(head))
        date_last = bool(dates) and dates[-1].end() == len(head)
        return Head(first, after, _roles(head), bool(dates), date_last, bool(SECTION_COLUMN.search(head)))
    return None


def _may_be_head(source: SourceText, start: int, end: int) -> bool:
    """Whether a line may hold column heads: a column for who or when, no sentence; brackets only between gaps."""
    if end - start > LONGEST_HEAD or SENTENCE_MARK.search(source.text, start, end):
        return False
    line = source.text[start:end]
    if not (ROLE_COLUMN.search(line) or DATE_COLUMN.search(line)):
        return False
    return not re.search(r"[:(]", line) or sum(bool(source.raw_gap(at)) for at in range(start + 1, end)) > 1


def _head_extent(source: SourceText, lines: list[tuple[int, int]], at: int) -> tuple[int, int]:
    """Heads may stand one column a line: take the short neighbours that are column heads too."""

    def is_head(i: int) -> bool:
        line = source.text[lines[i][0] : lines[i][1]]
        column = ROLE_COLUMN.search(line) or DATE_COLUMN.search(line) or OTHER_COLUMN.search(line)
        return len(line) <= 16 and bool(column) and not re.search(r"[。;,:(]", line)

    first, after = at, at + 1
    while first > 0 and is_head(first - 1):
        first -= 1
    while after < len(lines) and is_head(after):
        after += 1
    return first, after


def _roles(head: str) -> list[Role]:
    return [_role(match) for match in ROLE_COLUMN.finditer(head)]


def _role(match: re.Match[str]) -> Role:
    return Role(next(name for name, value in match.groupdict().items() if value))


# Flattened tables.


def _flat_rows(source: SourceText, head: Head, lines: list[tuple[int, int]], end: int) -> list[Row]:
    """Rows that begin with their number, else rows told apart by their dates."""
    rows = _numbered_rows(source, lines, end) if head.roles else []
    if rows or not head.dated:
        return rows
    return _rows_ending_in_dates(source, lines) if head.date_last else _dated_rows(source, lines, end)


def _numbered_rows(source: SourceText, lines: list[tuple[int, int]], end: int) -> list[Row]:
    starts: list[tuple[int, int]] = []
    expected = 1
    for line_start, line_end in lines:
        match = NUMBER.match(source.text, line_start, line_end)
        if not match or int(match.group(1)) != expected:
            continue
        if match.end() < line_end and not source.raw_gap(match.end()) and source.text[match.end()] not in ".、":
            continue
        after = match.end() + (source.text[match.end() : match.end() + 1] in (".", "、"))
        starts.append((line_start, after))
        expected += 1
    if len(starts) < 2:
        return []
    ends = [line_start for line_start, _ in starts[1:]] + [lines[-1][1] if lines else end]
    return [Row(after, row_end) for (_, after), row_end in zip(starts, ends, strict=True) if row_end > after]


def _with_units(source: SourceText, row: Row, head: Head, register: Register) -> Row:
    """The unit lists that fill cells of the row, given to the role columns in order; what is left says the task."""
    cells = _unit_cells(source, row, head, register)[-len(head.roles) :] if head.roles else []
    dates = [m.span() for m in DATE_CELL.finditer(source.text, row.start, row.end) if _is_cell(source, m, row.end)]
    tasks = between(source, row, [*cells, *dates])
    if not cells:
        return Row(row.start, row.end, tasks=tasks)
    units: list[AssignedUnit] = []
    for role, cell in zip(head.roles, cells, strict=False):
        units += cell_units(source, cell, register, role, head.sections)
    end = max(row.start + 1, cells[-1][1], *(end for _, end in dates), tasks[-1][1] if tasks else 0)
    return Row(row.start, min(row.end, end), units, tasks)


def _unit_cells(source: SourceText, row: Row, head: Head, register: Register) -> list[Span]:
    """The spans of unit lists that begin after a gap and end before one."""
    cells = []
    at = row.start
    while at < row.end:
        begins = at == row.start or source.raw_gap(at)
        stop = _list_end(source, at, row.end, register) if begins else None
        if stop is None and begins and head.sections:
            stop = _sections_end(source, at, row.end)
        if stop is not None:
            cells.append((at, stop))
        at = stop or at + 1
    return cells


def _sections_end(source: SourceText, at: int, end: int) -> int | None:
    stop = next((i for i in range(at + 1, end) if source.raw_gap(i)), end)
    return stop if SECTION_LIST.fullmatch(source.text, at, stop) else None


def _list_end(source: SourceText, at: int, end: int, register: Register) -> int | None:
    """Where the unit list of the cell at `at` ends. A blank ends a cell, a line break only between names."""
    blank = next((i for i in range(at + 1, end) if _is_blank(source, i)), end)
    line_end = min(blank, source.line_span(at)[1])
    short = list_at(source, at, line_end, register)
    whole = short is not None and short[1] == line_end and source.text[line_end - 1] != "、"
    if whole and (line_end == blank or list_at(source, line_end, blank, register)):
        return line_end
    listed = list_at(source, at, blank, register)
    if listed is None:
        return None
    note = NOTE.match(source.text, listed[1], end)
    stop = note.end() if note else listed[1]
    return stop if stop >= end or source.raw_gap(stop) else None


def _is_blank(source: SourceText, at: int) -> bool:
    gap = source.raw_gap(at)
    return bool(gap) and "\n" not in gap and source.text[at - 1] != "、"


# Rows told apart by their date cell.


def _rows_ending_in_dates(source: SourceText, lines: list[tuple[int, int]]) -> list[Row]:
    """One row a date where the date column is the last."""
    rows: list[Row] = []
    begin = lines[0][0] if lines else 0
    for _, line_end in lines:
        line_start = source.line_span(line_end - 1)[0]
        for match in DATE_CELL.finditer(source.text, line_start, line_end):
            if match.end() == line_end and _is_cell(source, match, line_end):
                rows.append(Row(begin, line_end))
                begin = line_end
    return rows


def _dated_rows(source: SourceText, lines: list[tuple[int, int]], end: int) -> list[Row]:
    """A row begins after the sentence that ended the row before."""
    if not lines:
        return []
    start, stop = lines[0][0], max(end, lines[-1][1])
    dates = [m for m in DATE_CELL.finditer(source.text, start, stop) if _is_cell(source, m, stop)]
    if not dates:
        return []
    rows: list[Row] = []
    for date, following in zip(dates, [*dates[1:], None], strict=True):
        row_end = _sentence_end(source.text, date.end(), following.start() if following else stop)
        rows.append(Row(_cell_before(source, date.start(), rows[-1].end if rows else start), row_end))
    return rows


def _is_cell(source: SourceText, match: re.Match[str], stop: int) -> bool:
    before = bool(source.raw_gap(match.start()))
    after = match.end() >= stop or bool(source.raw_gap(match.end()))
    return before and after


def _sentence_end(text: str, start: int, stop: int) -> int:
    last = text.rfind("。", start, stop)
    return last + 1 if last >= 0 else stop


def _cell_before(source: SourceText, at: int, lowest: int) -> int:
    """The start of the cell printed just before the date: the text back to the last gap that is no line break."""
    begin = at
    while begin > lowest:
        gap = source.raw_gap(begin)
        if begin < at and gap and "\n" not in gap:
            break
        begin -= 1
        if at - begin > 40:
            break
    return begin
