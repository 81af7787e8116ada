"""A grid as a matrix of fields in squeezed offsets: what is merged stands in every place that it covers."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from obligations.extraction.grids import Grid
from obligations.extraction.text import SourceText

Span = tuple[int, int]

# No table of a document has more; what has is broken, and is cut off.
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A cell: the pieces of text it holds (none when empty), and the rows and columns it covers, from 0."""

    pieces: tuple[Span, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Matrix:
    """Rows of fields, None where the grid has no cell. [start, end) is the table's place in the squeezed text.

    `breaks` are the rows with which a new page begins.
    """

    start: int
    end: int
    rows: list[list[Field | None]]
    breaks: list[int] = dataclass_field(default_factory=list)
    columns: int = dataclass_field(init=False)

    def __post_init__(self) -> None:
        self.columns = max((len(row) for row in self.rows), default=0)

    def own(self, at: int) -> list[Field]:
        """The filled fields that begin in this row, left to right."""
        seen = dict.fromkeys(field for field in self.rows[at] if field is not None and field.row == at)
        return [field for field in seen if field.pieces]

    def filled(self, at: int) -> list[Field]:
        """The filled fields that this row shows, those merged from above too."""
        return [field for field in dict.fromkeys(self.rows[at]) if field is not None and field.pieces]


def matrix_of(source: SourceText, grid: Grid) -> Matrix:
    """The grid in squeezed offsets; cells that lie outside of the text or over others are left out or cut."""
    cells = [cell for cell in grid.cells if cell.row >= 0 and 0 <= cell.column < MOST_COLUMNS]
    width = min(MOST_COLUMNS, max((cell.column + max(1, cell.columns) for cell in cells), default=0))
    numbers = sorted({cell.row for cell in cells})
    rows: list[list[Field | None]] = [[None] * width for _ in numbers]
    for cell in cells:
        top, bottom = bisect_left(numbers, cell.row), bisect_left(numbers, cell.row + max(1, cell.rows))
        right = min(width, cell.column + max(1, cell.columns))
        field = Field(_squeezed(source, cell.start, cell.end), top, cell.column, bottom - top, right - cell.column)
        for row in rows[top:bottom]:
            for column in range(cell.column, right):
                row[column] = row[column] or field
    start, end = source.squeezed_offset(grid.start), source.squeezed_offset(grid.end)
    return Matrix(start, max(start, end), rows)


def appended(matrix: Matrix, more: Matrix) -> Matrix:
    """The two as one table: `more` goes on below."""
    shift = len(matrix.rows)
    moved: dict[Field, Field] = {}
    for row in more.rows:
        for field in row:
            if field is not None and field not in moved:
                moved[field] = Field(field.pieces, field.row + shift, field.column, field.rows, field.columns)
    rows = [[moved[field] if field else None for field in row] for row in more.rows]
    breaks = [*matrix.breaks, shift, *(shift + at for at in more.breaks)]
    return Matrix(matrix.start, max(matrix.end, more.end), [*matrix.rows, *rows], breaks)


def text_of(source: SourceText, field: Field) -> str:
    """What the field prints, squeezed and in one width."""
    return "".join(source.text[start:end] for start, end in field.pieces)


def fields_of(matrix: Matrix) -> Iterator[Field]:
    """All fields, each once, in reading order."""
    seen: set[Field] = set()
    for row in matrix.rows:
        for field in row:
            if field is not None and field not in seen:
                seen.add(field)
                yield field


def _squeezed(source: SourceText, start: int, end: int) -> tuple[Span, ...]:
    first, last = source.squeezed_offset(max(0, start)), source.squeezed_offset(max(0, end))
    return ((first, last),) if last > first else ()
