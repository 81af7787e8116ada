"""Rows and columns of tables that a PDF has flattened to text: responsibility and deadline columns under their heads."""

import re
from dataclasses import dataclass, field

from obligations.extraction.findings import AssignedUnit, Role
from obligations.extraction.layout import Layout
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitlists import list_at

ROLE_COLUMN = re.compile(
    r"(?P<lead>(?:总?牵头|主办|第一责任)(?:落实|责任)?(?:部门|单位))|(?P<support>(?:配合|协助|协办|参与|参加)(?:部门|单位))"
    r"|(?P<responsible>(?:责任|承办|实施|落实|主责|完成|负责)(?:部门|单位|主体))"
)
DATE_COLUMN = re.compile(r"(?:完成|办结|整改|达成|治理|落实)?(?:时限|时间)(?:要求|节点)?|时间节点|进度(?:安排|要求)|完成期限")
OTHER_COLUMN = re.compile(r"序号|编号|对象|项目|内容|任务|措施|目标|类型|类别|备注|事项|名称|指标|清单|要求|领域|具体")
DATE_CELL = re.compile(
    r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:之?前|底)?|(?:19|20)\d\d年(?:底|末|年底)?(?:之?前)?|长期坚持|持续推进|年底前|全年"
)
NUMBER = re.compile(r"[*∗★]?(\d{1,3})(?!\d)")


@dataclass(slots=True)
class Row:
    start: int
    end: int
    units: list[AssignedUnit] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    start: int
    end: int
    rows: list[Row]


def read_table(source: SourceText, layout: Layout, start: int, end: int, register: Register) -> Table | None:
    """The first table of the passage that has a column for who or when, with its rows; None without one."""
    del layout
    lines = source.lines(start, end)
    head = _head(source, lines)
    if head is None:
        return None
    first, after, roles, dated = head
    body = [line for line in lines[after:] if not _repeats_head(source, line, lines[first:after])]
    rows = _numbered_rows(source, body, end)
    if roles and rows:
        rows = [_with_units(source, row, roles, register) for row in rows]
    elif dated:
        rows = _dated_rows(source, body, end)
    else:
        rows = []
    rows = [row for row in rows if row.units or dated]
    return Table(lines[first][0], end, rows) if rows else None


def _head(
    source: SourceText, lines: list[tuple[int, int]]
) -> tuple[int, int, list[Role], bool] | None:
    """(first line, line after, roles of the columns in order, whether there is a date column) of the column heads."""
    for i, (line_start, line_end) in enumerate(lines):
        line = source.text[line_start:line_end]
        if len(line) > 60 or not (ROLE_COLUMN.search(line) or DATE_COLUMN.search(line)) or re.search(r"[。;,:(]", line):
            continue
        first, after = _head_extent(source, lines, i)
        head = source.text[lines[first][0] : lines[after - 1][1]]
        rest = ROLE_COLUMN.sub("", head)
        others = OTHER_COLUMN.findall(DATE_COLUMN.sub("", rest))
        if len(others) < 2 and "序号" not in head:
            continue
        return first, after, _roles(head), bool(DATE_COLUMN.search(rest))
    return None


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
    roles = []
    for match in ROLE_COLUMN.finditer(head):
        name = next(name for name, value in match.groupdict().items() if value)
        roles.append(Role(name))
    return roles


def _repeats_head(source: SourceText, line: tuple[int, int], head: list[tuple[int, int]]) -> bool:
    """The head printed again on the next page."""
    text = source.text[line[0] : line[1]]
    return any(text == source.text[a:b] for a, b in head)


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


def _with_units(source: SourceText, row: Row, roles: list[Role], register: Register) -> Row:
    """The unit lists that fill cells of the row, given to the role columns in order."""
    cells = _unit_cells(source, row, register)
    if not cells:
        return row
    cells = cells[-len(roles) :] if len(cells) >= len(roles) else cells
    units = []
    for role, (mentions, _) in zip(roles, cells, strict=False):
        units += [AssignedUnit(role, mention) for mention in mentions]
    return Row(row.start, max(row.start + 1, cells[-1][1]), units)


def _unit_cells(source: SourceText, row: Row, register: Register) -> list[tuple[list, int]]:  # type: ignore[type-arg]
    """Unit lists that begin after a gap and end before one."""
    cells = []
    at = row.start
    while at < row.end:
        listed = None
        if at == row.start or source.raw_gap(at):
            listed = list_at(source, at, row.end, register)
        if listed and (listed[1] >= row.end or source.raw_gap(listed[1])):
            cells.append(listed)
            at = listed[1]
        else:
            at += 1
    return cells


def _dated_rows(source: SourceText, lines: list[tuple[int, int]], end: int) -> list[Row]:
    """Rows told apart by their date cell; a row begins after the sentence that ended the row before."""
    if not lines:
        return []
    start, stop = lines[0][0], max(end, lines[-1][1])
    dates = [m for m in DATE_CELL.finditer(source.text, start, stop) if _is_cell(source, m, stop)]
    rows = []
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
