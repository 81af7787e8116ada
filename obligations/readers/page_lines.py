"""Characters at their places on a page, put together to lines in reading order."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median
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
    """What stands on a page. `covered`: the area of its pictures, in square points."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    covered: float = 0.0

    @property
    def has_image(self) -> bool:
        """Whether pictures cover a good part of it: a scan may be cut into strips."""
        return self.covered > 0.3 * self.width * self.height


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
# In points: a character this near to the middle of the gutter belongs to a line across it.
NEAR_GUTTER = 2.0
MOST_INDENT = 20
# A column of text: its lines, at least; its width in characters; how many lines are filled, and which share of them.
COLUMN_LINES = 6
NARROWEST = 10
FILLED = 3
REACHING = 0.2
# The gutter is in the middle of the page: this share of its width is left at either side.
MIDDLE = 0.35


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
    found = list(glyphs)
    rows = lines_of(found)
    gutter = _gutter(rows)
    if gutter is None:
        return _indented(rows)
    # The lines of two columns need not stand at one height: each column is put together by itself.
    ordered: list[Line] = []
    for across, stretch in _stretches(found, gutter):
        if across:
            ordered += lines_of(stretch)
            continue
        left = [one for one in stretch if one.x0 + one.x1 < 2 * gutter]
        right = [one for one in stretch if one.x0 + one.x1 >= 2 * gutter]
        ordered += [*_indented(lines_of(left)), *_indented(lines_of(right))]
    return ordered


def _stretches(glyphs: list[Glyph], gutter: float) -> list[tuple[bool, list[Glyph]]]:
    """The page from top to bottom, cut where lines run across the gutter: (whether they do, the glyphs)."""
    crossing = sorted((one.y0, one.y1) for one in glyphs if one.x0 - NEAR_GUTTER < gutter < one.x1 + NEAR_GUTTER)
    zones: list[list[float]] = []
    for top, bottom in crossing:
        if zones and top <= zones[-1][1]:
            zones[-1][1] = max(zones[-1][1], bottom)
        else:
            zones.append([top, bottom])
    tops = [top for top, _ in zones]
    stretches: list[list[Glyph]] = [[] for _ in range(2 * len(zones) + 1)]
    for one in glyphs:
        middle = (one.y0 + one.y1) / 2
        at = bisect_right(tops, middle) - 1
        inside = at >= 0 and middle <= zones[at][1]
        stretches[2 * at + 1 if inside else 2 * at + 2].append(one)
    return [(at % 2 == 1, stretch) for at, stretch in enumerate(stretches) if stretch]


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
    pieces = [piece for row in rows for piece in _pieces(row)]
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    first, last = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    places = range(round((first + MIDDLE * (last - first)) / 2), round((last - MIDDLE * (last - first)) / 2))
    covered = Counter(
        place
        for piece in pieces
        for place in range(max(places.start, int(piece.x0 / 2)), min(places.stop, int(piece.x1 / 2) + 1))
    )
    if not places:
        return None
    least = min(covered[place] for place in places)
    stripes = [list(run) for free, run in groupby(places, key=lambda place: covered[place] == least) if free]
    stripe = max(stripes, key=len)
    gutter = float(stripe[0] + stripe[-1])
    return gutter if _is_running_text(pieces, gutter, least) else None


def _pieces(row: Line) -> Iterator[Line]:
    """The row cut at its wide gaps."""
    begin = 0
    for at, (a, b) in enumerate(pairwise(row.glyphs), start=1):
        if b.x0 - a.x1 > GUTTER * row.em:
            yield _line(row.glyphs[begin:at])
            begin = at
    yield _line(row.glyphs[begin:])


def _is_running_text(pieces: list[Line], gutter: float, crossing: int) -> bool:
    """Whether lines filled to their end stand on both sides of the gutter, beside each other: a list has none."""
    left = [piece for piece in pieces if piece.x1 <= gutter]
    right = [piece for piece in pieces if piece.x0 >= gutter]
    if min(len(left), len(right)) < COLUMN_LINES or 2 * crossing > min(len(left), len(right)):
        return False
    beside = min(left[-1].y1, right[-1].y1) - max(left[0].y0, right[0].y0)
    if beside < COLUMN_LINES * left[0].em:
        return False
    return all(_is_filled(side) for side in (left, right))


def _is_filled(side: list[Line]) -> bool:
    """Whether a column is wide and several of its lines run from its left edge (or an indent) to its right one."""
    begin, end = min(line.x0 for line in side), max(line.x1 for line in side)
    em = median(line.em for line in side)
    filled = sum(line.x0 - begin < 2.6 * em and end - line.x1 < 1.5 * em for line in side)
    return end - begin > NARROWEST * em and filled >= max(FILLED, REACHING * len(side))
