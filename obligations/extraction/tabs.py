"""Tables in plain text whose cells are set apart by tabs: found by their lines, given as grids."""

import re
from collections.abc import Iterator

from obligations.extraction.grids import Cell, Grid

LINE = re.compile(r"[^\n]*\n?")
# How many lines without a tab may stand in a table: what goes on in a last cell, a heading over rows.
MOST_PLAIN = 2
LONGEST_PLAIN = 60
# How many lines a row may be broken into.
MOST_BROKEN = 6
NUMBERED = re.compile(r"[ \u3000]*\d{1,3}[.、]?[ \u3000]*\t")
SENTENCE_END = re.compile(r"[。；;]\s*$")

Line = tuple[int, int]


def tab_grids(raw: str) -> list[Grid]:
    """The tables of a text, in text order; offsets are those of the text as read."""
    if raw.count("\t") < 2:
        return []
    return [grid for block in _blocks(raw) if (grid := _grid(raw, block))]


def _blocks(raw: str) -> Iterator[list[Line]]:
    """Runs of lines with tabs, with the few lines without one between them."""
    block: list[Line] = []
    plain: list[Line] = []
    at = max(0, raw.rfind("\n", 0, raw.find("\t")) + 1)
    while at < len(raw):
        end = raw.find("\n", at)
        end = len(raw) if end < 0 else end
        if raw.find("\t", at, end) >= 0 and not raw[at:end].isspace():
            block += [*plain, (at, end)] if block else [(at, end)]
            plain = []
        elif block and end > at and not raw[at:end].isspace():
            plain.append((at, end))
            if len(plain) > MOST_PLAIN or end - at > LONGEST_PLAIN:
                yield block
                block, plain = [], []
        at = end + 1
        if not block and at < len(raw):
            following = raw.find("\t", at)
            if following < 0:
                return
            at = raw.rfind("\n", 0, following) + 1
    if block:
        yield block


def _grid(raw: str, lines: list[Line]) -> Grid | None:
    """The lines as rows; a line without a tab is a row of one cell."""
    width = max(raw.count("\t", *line) for line in lines) + 1
    if width < 2 or len(lines) < 2:
        return None
    cells: list[Cell] = []
    for row, (start, end) in enumerate(_whole(raw, lines, width - 1)):
        bounds = [start, *(start + match.end() for match in re.finditer("\t", raw[start:end]))]
        alone = len(bounds) == 1
        for column, first in enumerate(bounds):
            last = bounds[column + 1] - 1 if column + 1 < len(bounds) else end
            cells.append(Cell(row, column, *_stripped(raw, first, last), columns=width if alone else 1))
    return Grid(lines[0][0], lines[-1][1], tuple(cells))


def _whole(raw: str, lines: list[Line], tabs: int) -> Iterator[Line]:
    """The lines, those of a numbered row that a break inside of a cell has cut as one: together they have all tabs."""
    at = 0
    while at < len(lines):
        last = _last_of_row(raw, lines, at, tabs)
        yield lines[at][0], lines[last][1]
        at = last + 1


def _last_of_row(raw: str, lines: list[Line], at: int, tabs: int) -> int:
    if not NUMBERED.match(raw, *lines[at]):
        return at
    seen = raw.count("\t", *lines[at])
    for last in range(at + 1, min(len(lines), at + MOST_BROKEN)):
        if seen >= tabs or NUMBERED.match(raw, *lines[last]):
            break
        seen += raw.count("\t", *lines[last])
        if seen == tabs:
            return last
    return at


def _stripped(raw: str, start: int, end: int) -> tuple[int, int]:
    text = raw[start:end]
    lead = len(text) - len(text.lstrip())
    return (start + lead, start + len(text.rstrip())) if text.strip() else (end, end)
