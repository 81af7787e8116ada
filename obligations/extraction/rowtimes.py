"""When a row of a table is due: its cells for when, read as behind 完成时限:, and the dates inside its tasks."""

from obligations.extraction.deadlines import TimeContext, find_deadlines, find_vague, vague_cells
from obligations.extraction.excerpts import Excerpt
from obligations.extraction.findings import DeadlineFinding, VagueTime
from obligations.extraction.rows import Row, TimeCell
from obligations.extraction.text import SourceText

# What a bare date in a column of dates stands behind.
LABEL = "完成时限:"
# A longer cell tells what is due when, and reads like running text.
LONGEST_BARE = 30


def row_deadlines(
    source: SourceText, row: Row, start: int, end: int, title: str, context: TimeContext
) -> list[DeadlineFinding]:
    """The deadlines of the row [start, end). A date in a column of its own is about the row's task."""
    if row.times is None:
        found = find_deadlines(source, start, end, context)
        for deadline in found:
            if not row.holds_in_task(deadline.start):
                deadline.what = title
        return found
    found = [one for said in (*row.tasks, *row.notes) for one in find_deadlines(source, *said, context)]
    for cell in row.times:
        for deadline in _of_cell(source, cell, context):
            deadline.what = deadline.what if _is_long(cell) and not cell.when else title
            found.append(deadline)
    return sorted(found, key=lambda one: one.start)


def row_vague(source: SourceText, row: Row, title: str, found: list[DeadlineFinding]) -> list[VagueTime]:
    """The row's limits without a date: cells of its column for when, and what its tasks are bound to."""
    if row.times is None:
        return find_vague(source, row.start, row.end, found, title)
    kept = [one for said in (*row.tasks, *row.notes) for one in find_vague(source, *said, found, title)]
    cells = [cell.pieces[0] for cell in row.times if not cell.when and len(cell.pieces) == 1]
    return sorted([*kept, *vague_cells(source, cells, found, title)], key=lambda one: one.start)


def _of_cell(source: SourceText, cell: TimeCell, context: TimeContext) -> list[DeadlineFinding]:
    if cell.when:
        return _of_head(cell, context)
    if _is_long(cell):
        found = _read(source, cell, "", context)
        if found:
            return found
    return _read(source, cell, LABEL, context)


def _is_long(cell: TimeCell) -> bool:
    return sum(end - start for start, end in cell.pieces) > LONGEST_BARE


def _read(source: SourceText, cell: TimeCell, label: str, context: TimeContext) -> list[DeadlineFinding]:
    glue = [label] + [""] * (len(cell.pieces) - 1)
    excerpt = Excerpt(source, cell.pieces, glue)
    found = find_deadlines(excerpt.source, 0, len(excerpt), context)
    for deadline in found:
        deadline.start, deadline.end = excerpt.back(deadline.start, deadline.end)
    return found


def _of_head(cell: TimeCell, context: TimeContext) -> list[DeadlineFinding]:
    """The day that the column's head names; none for a year that was over at issue."""
    label = SourceText(LABEL + cell.when)
    found = find_deadlines(label, 0, len(label), context)[:1]
    issued = context.issued_on
    found = [one for one in found if one.due_on and not (issued and one.due_on < issued)]
    for deadline in found:
        deadline.start, deadline.end = cell.head[0], max(cell.head[1], cell.head[0] + 1)
        deadline.text = cell.when
    return found
