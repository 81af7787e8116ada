"""Characters at their places on a page, put together to lines in reading order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class Glyph(NamedTuple):
    """A printed character and its box in points, y growing downwards. `spaced`: the file has a blank before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool = False


class Rule(NamedTuple):
    """A printed line along an axis: either x0 == x1 or y0 == y1, in points."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    """What stands on a page. `has_image`: a picture covers a good part of it."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_image: bool = False


@dataclass(slots=True)
class Line:
    """A printed line: its glyphs left to right, its box, `indent` in characters from the column's left edge."""

    glyphs: list[Glyph]
    y0: float
    y1: float
    indent: int = 0

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def em(self) -> float:
        """The width of a full-width character."""
        return max(4.0, self.y1 - self.y0)

    @property
    def text(self) -> str:
        """The words, with blanks where gaps are printed."""
        return "\u3000" * min(self.indent, MOST_INDENT) + words_of(self.glyphs, self.em)


# In points: a line is drawn as a stroke or as a rectangle this thin, and a stroke along an axis is this straight.
THIN = 3.0
STRAIGHT = 0.7
# In heights of the line: how far apart the middles of two characters of one line may be, and the gaps that are blanks.
SAME_LINE = 0.45
LATIN_GAP = 0.18
SPACED_GAP = 0.1
BLANK = 0.45
WIDE_BLANK = 1.6
GUTTER = 1.0
MOST_INDENT = 20
# A column of text: lines beside each other, at least, and the share of them that reach the gutter.
COLUMN_LINES = 6
REACHING = 0.4


def rules_of(shape: Sequence[tuple[float, float]], stroked: bool) -> list[Rule]:
    """The lines along the axes that a drawn shape of these corners gives: its edges, or itself where it is thin."""
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    if min(x1 - x0, y1 - y0) < THIN:
        return [_flat(x0, y0, x1, y1)]
    if not stroked:
        return []
    return [
        _flat(min(x, p), min(y, q), max(x, p), max(y, q))
        for (x, y), (p, q) in pairwise(shape)
        if abs(x - p) < STRAIGHT or abs(y - q) < STRAIGHT
    ]


def _flat(x0: float, y0: float, x1: float, y1: float) -> Rule:
    """A thin box as the line along its middle."""
    if x1 - x0 >= y1 - y0:
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The glyphs as lines, top to bottom."""
    rows: list[list[Glyph]] = []
    middle = reach = 0.0
    for glyph in sorted(glyphs, key=lambda one: one.y0 + one.y1):
        centre, height = (glyph.y0 + glyph.y1) / 2, glyph.y1 - glyph.y0
        if not rows or centre - middle > SAME_LINE * max(height, reach):
            rows.append([])
            middle, reach = centre, height
        rows[-1].append(glyph)
        reach = max(reach, height)
    return [_line(row) for row in rows]


def _line(row: list[Glyph]) -> Line:
    row.sort(key=lambda one: one.x0)
    return Line(row, min(one.y0 for one in row), max(one.y1 for one in row))


def words_of(glyphs: Sequence[Glyph], em: float) -> str:
    """The characters with blanks for gaps. What is printed twice at one place, to look bold, is one."""
    parts = [glyphs[0].text]
    last = glyphs[0]
    for glyph in glyphs[1:]:
        if glyph.text == last.text and glyph.x0 - last.x0 < 0.3 * (last.x1 - last.x0):
            continue
        gap = glyph.x0 - last.x1
        if gap > WIDE_BLANK * em:
            parts.append("  ")
        elif gap > _blank_from(last, glyph) * em:
            parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    return "".join(parts)


def _blank_from(before: Glyph, after: Glyph) -> float:
    """From which gap on, in heights of the line, a blank stands between two characters."""
    if after.spaced:
        return SPACED_GAP
    return LATIN_GAP if _is_latin(before) and _is_latin(after) else BLANK


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii() and glyph.text.isalnum()


def in_reading_order(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of a stretch of page: the left column before the right one, lines over both in between."""
    rows = lines_of(glyphs)
    gutter = _gutter(rows)
    if gutter is None:
        return _indented(rows)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        a, b = _cut(row, gutter)
        if a and b and not _parted(a, b, gutter):
            ordered += [*_indented(left), *_indented(right), row]
            left, right = [], []
            continue
        left += [a] if a else []
        right += [b] if b else []
    return [*ordered, *_indented(left), *_indented(right)]


def _indented(column: list[Line]) -> list[Line]:
    """Tells each line how far it stands from the left edge, which several lines share."""
    if not column:
        return column
    edges = Counter(round(line.x0 / 2) for line in column)
    shared = [edge for edge, count in edges.items() if count > 1] or list(edges)
    left = 2 * min(shared)
    for line in column:
        line.indent = max(0, round((line.x0 - left) / line.em))
    return column


def _gutter(rows: list[Line]) -> float | None:
    """The middle of the blank stripe between two columns of running text; None for a page in one column."""
    if len(rows) < COLUMN_LINES:
        return None
    first, last = min(row.x0 for row in rows), max(row.x1 for row in rows)
    width = last - first
    stripes: Counter[int] = Counter()
    for row in rows:
        places: set[int] = set()
        for a, b in pairwise(row.glyphs):
            if b.x0 - a.x1 > GUTTER * row.em:
                places.update(range(round(a.x1 / 2) + 1, round(b.x0 / 2)))
        stripes.update(place for place in places if 0.35 < (2 * place - first) / width < 0.65)
    if not stripes:
        return None
    most = max(stripes.values())
    best = [place for place, count in stripes.items() if count == most]
    gutter = 2.0 * best[len(best) // 2]
    return gutter if most >= COLUMN_LINES and _is_running_text(rows, gutter) else None


def _is_running_text(rows: list[Line], gutter: float) -> bool:
    """Whether what stands left of the gutter is lines filled to their end: a list or a table is not."""
    halves = [_cut(row, gutter) for row in rows]
    both = [(a, b) for a, b in halves if a and b and _parted(a, b, gutter)]
    crossing = sum(1 for a, b in halves if a and b) - len(both)
    if len(both) < COLUMN_LINES or crossing > len(both):
        return False
    edge = max(a.x1 for a, _ in both)
    end = max(b.x1 for _, b in both)
    left = sum(edge - a.x1 < 1.5 * a.em for a, _ in both)
    right = sum(end - b.x1 < 1.5 * b.em for _, b in both)
    return min(left, right) >= REACHING * len(both)


def _cut(row: Line, at: float) -> tuple[Line | None, Line | None]:
    left = [one for one in row.glyphs if one.x0 + one.x1 < 2 * at]
    right = row.glyphs[len(left) :]
    return (_line(left) if left else None), (_line(right) if right else None)


def _parted(left: Line, right: Line, gutter: float) -> bool:
    """Whether a gap at the gutter parts the halves of a row."""
    em = min(left.em, right.em)
    return left.x1 <= gutter <= right.x0 and right.x0 - left.x1 > GUTTER * em
