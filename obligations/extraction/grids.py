"""Tables as a reader saw them: rows, columns and merged cells, each cell with its place in the text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at `row` and `column` (from 0) that covers `rows` × `columns` fields of its grid; more than 1 is merged.

    [start, end) is what it prints, offsets into the text as read; an empty cell has no width. Line breaks inside a cell
    are kept in the text.
    """

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: [start, end) of the text as read, with its cells in reading order.

    In the text a row is a line and cells are set apart by tabs. `continues`: the grid goes on from the one before it,
    which a page's end has cut.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    continues: bool = False
