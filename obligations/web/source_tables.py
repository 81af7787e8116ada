"""What is known of a source's lines beside their words: where paragraphs surely begin, and the rows of tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from obligations.extraction.grids import Grid
from obligations.extraction.tabs import tab_grids
from obligations.extraction.text import SourceText
from obligations.models import Directive
from obligations.readers.base import Reading

Span = tuple[int, int]

# A column whose cells are all this short is for numbers.
NARROW = 3
# Wider tables are no longer columns on a screen; their rows are read as lines.
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table with words in it, by squeezed offsets.

    `cells` has an entry for each column, of no width where nothing is printed; `narrow` tells which columns are.
    """

    start: int
    end: int
    cells: tuple[Span, ...]
    narrow: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """By squeezed offsets: `starts` of paragraphs (and of what follows a table), `rows` of tables in order."""

    starts: frozenset[int]
    rows: tuple[TableRow, ...]


def outlines_of(directive: Directive) -> Reading:
    """The tables and places that the reader of its file saw. Selects no rows where `source` was selected with it."""
    return Reading("") if directive.pk is None else directive.source.outlines


def known(source: SourceText, base: int, outlines: Reading) -> Known:
    """What is known of a stretch of the source's text that begins at `base`."""
    size = len(source.raw)
    starts = [place.start for place in outlines.places if place.page is None]
    grids = [grid for grid in outlines.grids if base <= grid.start < base + size]
    shift = base
    if not outlines.grids:
        grids, shift = tab_grids(source.raw), 0
    rows = [row for grid in grids for row in _rows(source, grid, shift)]
    ends = [source.squeezed_offset(grid.end - shift) for grid in grids]
    inside = [source.squeezed_offset(start - base) for start in starts if base <= start < base + size]
    return Known(frozenset([*inside, *ends, *(row.start for row in rows)]), tuple(rows))


def _rows(source: SourceText, grid: Grid, shift: int) -> list[TableRow]:
    width = max((cell.column + cell.columns for cell in grid.cells), default=0)
    if not 1 < width <= MOST_COLUMNS:
        return []
    rows: defaultdict[int, dict[int, Span]] = defaultdict(dict)
    for cell in grid.cells:
        span = source.squeezed_offset(cell.start - shift), source.squeezed_offset(cell.end - shift)
        if span[0] < span[1]:
            rows[cell.row][cell.column] = span
    several = [row for row in rows.values() if len(row) > 1]
    narrow = tuple(_is_narrow([row[at] for row in several if at in row]) for at in range(width))
    found = []
    for row in rows.values():
        start, end = min(span[0] for span in row.values()), max(span[1] for span in row.values())
        found.append(TableRow(start, end, tuple(row.get(at, (end, end)) for at in range(width)), narrow))
    return sorted(found, key=lambda row: row.start)


def _is_narrow(cells: Sequence[Span]) -> bool:
    return all(end - start <= NARROW for start, end in cells)
