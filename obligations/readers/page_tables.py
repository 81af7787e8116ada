"""Tables on a page, from the lines that are printed round their cells."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from obligations.readers.page_lines import Glyph, Rule

# In points: lines closer than this are one, and ends this close to a line touch it.
NEAR = 3.0
SHORTEST = 6.0
# A table without lines at its sides goes on this far beyond its outermost line.
OPEN_SIDE = 12.0
MAX_RULES = 6_000
MAX_FIELDS = 20_000


@dataclass(slots=True)
class RuledCell:
    """A cell over `rows` × `columns` fields, with the glyphs printed in it."""

    row: int
    column: int
    rows: int
    columns: int
    glyphs: list[Glyph] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table's lines: `xs` and `ys` ascending, in points; its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[RuledCell]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def field_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the field at a point; None outside."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return row, column
        return None


def tables_of(rules: Sequence[Rule], glyphs: Iterable[Glyph]) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables of a page, top to bottom, with their glyphs; and the glyphs outside of all tables."""
    tables = sorted(_ruled(rules), key=lambda table: table.top)
    outside: list[Glyph] = []
    cells = [_fields(table) for table in tables]
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        for table, fields in zip(tables, cells, strict=True):
            place = table.field_at(x, y)
            if place in fields:
                fields[place].glyphs.append(glyph)
                break
        else:
            outside.append(glyph)
    kept = []
    for table in tables:
        if sum(bool(cell.glyphs) for cell in table.cells) > 1:
            kept.append(table)
        else:
            outside += [glyph for cell in table.cells for glyph in cell.glyphs]
    return kept, outside


def _fields(table: RuledTable) -> dict[tuple[int, int] | None, RuledCell]:
    """Which cell covers each field."""
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }


def _ruled(rules: Sequence[Rule]) -> list[RuledTable]:
    if len(rules) > MAX_RULES:
        return []
    across = _joined((rule.y0, rule.x0, rule.x1) for rule in rules if rule.y0 == rule.y1)
    down = _joined((rule.x0, rule.y0, rule.y1) for rule in rules if rule.x0 == rule.x1)
    tables = []
    for rows, columns in _groups(across, down):
        table = _table([across[at] for at in rows], [down[at] for at in columns])
        if table and len(table.cells) > 1:
            tables.append(table)
    return tables


# A line of one direction: (its place on the other axis, from, to).
_Stroke = tuple[float, float, float]


def _joined(strokes: Iterable[_Stroke]) -> list[_Stroke]:
    """Strokes on one line that touch or overlap as one; what is left short is no line of a table."""
    levels: list[list[_Stroke]] = []
    for stroke in sorted(strokes):
        if not levels or stroke[0] - levels[-1][0][0] > NEAR:
            levels.append([])
        levels[-1].append(stroke)
    joined: list[_Stroke] = []
    for level in levels:
        place = sum(stroke[0] for stroke in level) / len(level)
        begin = end = None
        for _, first, last in sorted(level, key=lambda stroke: stroke[1]):
            if end is None or begin is None or first > end + NEAR:
                if end is not None and begin is not None:
                    joined.append((place, begin, end))
                begin, end = first, last
            else:
                end = max(end, last)
        if end is not None and begin is not None:
            joined.append((place, begin, end))
    return [stroke for stroke in joined if stroke[2] - stroke[1] >= SHORTEST]


def _groups(across: list[_Stroke], down: list[_Stroke]) -> list[tuple[list[int], list[int]]]:
    """Strokes that meet, group by group: the indexes of those across and of those down."""
    parents = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    levels = [stroke[0] for stroke in across]
    for at, (x, top, bottom) in enumerate(down):
        for other in range(bisect_left(levels, top - NEAR), bisect_right(levels, bottom + NEAR)):
            _, left, right = across[other]
            if left - NEAR <= x <= right + NEAR:
                parents[root(len(across) + at)] = root(other)
    groups: defaultdict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at in range(len(parents)):
        side = groups[root(at)][at >= len(across)]
        side.append(at if at < len(across) else at - len(across))
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _table(across: list[_Stroke], down: list[_Stroke]) -> RuledTable | None:
    ys = _places(across)
    xs = _places(down)
    left, right = min(stroke[1] for stroke in across), max(stroke[2] for stroke in across)
    if xs[0] - left > OPEN_SIDE:
        xs.insert(0, left)
    if right - xs[-1] > OPEN_SIDE:
        xs.append(right)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_FIELDS:
        return None
    return RuledTable(xs, ys, _cells(xs, ys, _by_place(across, ys), _by_place(down, xs)))


def _places(strokes: list[_Stroke]) -> list[float]:
    places: list[float] = []
    for place in sorted(stroke[0] for stroke in strokes):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return places


def _by_place(strokes: list[_Stroke], places: list[float]) -> list[list[_Stroke]]:
    """The strokes at each of the places."""
    found: list[list[_Stroke]] = [[] for _ in places]
    for stroke in strokes:
        at = bisect_right(places, stroke[0] + NEAR / 10) - 1
        found[max(at, 0)].append(stroke)
    return found


def _cells(xs: list[float], ys: list[float], across: list[list[_Stroke]], down: list[list[_Stroke]]) -> list[RuledCell]:
    """Fields without a line between them are one cell. A cell that is no rectangle falls apart into its rows."""
    rows, columns = len(ys) - 1, len(xs) - 1

    def between(strokes: list[_Stroke], first: float, last: float) -> bool:
        middle = (first + last) / 2
        return any(begin - NEAR <= middle <= end + NEAR for _, begin, end in strokes)

    # For each row, whether a line stands left of each column; for each column, whether one lies above each row.
    beside = [[between(down[at], *pair) for at in range(columns + 1)] for pair in pairwise(ys)]
    above = [[between(across[at], *pair) for at in range(rows + 1)] for pair in pairwise(xs)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            width = 1
            while column + width < columns and not beside[row][column + width] and (row, column + width) not in taken:
                width += 1
            height = 1
            while row + height < rows and _is_open(above, beside, row + height, column, width):
                height += 1
            taken.update((row + i, column + j) for i in range(height) for j in range(width))
            cells.append(RuledCell(row, column, height, width))
    return cells


def _is_open(above: list[list[bool]], beside: list[list[bool]], row: int, column: int, width: int) -> bool:
    """Whether the fields of a row belong to the cell above them: no line over any, none between them."""
    fields = range(column, column + width)
    return not any(above[at][row] for at in fields) and not any(beside[row][at] for at in fields[1:])
