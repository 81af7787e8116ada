"""Tables in plain text whose cells are set apart by tabs or bars: found by their lines, given as grids.

Bars are those of Markdown (`| 1 | 建设电网 |`, with or without the outer ones, also ｜, ‖ and │); rules are skipped.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from obligations.extraction.grids import Cell, Grid

LINE = re.compile(r"[^\n]*\n?")
# How many lines without a tab may stand in a table: what goes on in a last cell, a heading over rows.
MOST_PLAIN = 2
LONGEST_PLAIN = 60
# How many lines a row may be broken into.
MOST_BROKEN = 6
NUMBERED = re.compile(r"[ \u3000]*[|｜‖│]?[ \u3000]*\d{1,3}[.、]?[ \u3000]*[\t|｜‖│]")
BARS = "|｜‖│"
# |---|:--:|, ├──┼──┤
RULE = re.compile(r"[ \u3000|｜‖│:+=—_─━┄┌┬┐├┼┤└┴┘-]*")
SENTENCE_END = re.compile(r"[。；;]\s*$")

Line = tuple[int, int]


def text_grids(raw: str) -> list[Grid]:
    """The tables of a text, those of tabs before those of bars; offsets are those of the text as read."""
    return [grid for mark in "\t" + BARS for grid in _grids(raw, mark)]


def tab_grids(raw: str) -> list[Grid]:
    """Those of tabs alone."""
    return list(_grids(raw, "\t"))


def _grids(raw: str, mark: str) -> Iterator[Grid]:
    if raw.count(mark) >= 2:
        for block in _blocks(raw, mark):
            if grid := _grid(raw, block, mark):
                yield grid


def _blocks(raw: str, mark: str) -> Iterator[list[Line]]:
    """Runs of lines with marks, with the few lines without one between them."""
    block: list[Line] = []
    plain: list[Line] = []
    at = max(0, raw.rfind("\n", 0, raw.find(mark)) + 1)
    while at < len(raw):
        end = raw.find("\n", at)
        end = len(raw) if end < 0 else end
        if mark != "\t" and RULE.fullmatch(raw, at, end):
            pass
        elif raw.find(mark, at, end) >= 0 and not raw[at:end].isspace():
            block += [*plain, (at, end)] if block else [(at, end)]
            plain = []
        elif block and end > at and not raw[at:end].isspace():
            plain.append((at, end))
            if len(plain) > MOST_PLAIN or end - at > LONGEST_PLAIN:
                yield block
                block, plain = [], []
        at = end + 1
        if not block and at < len(raw):
            following = raw.find(mark, at)
            if following < 0:
                return
            at = raw.rfind("\n", 0, following) + 1
    if block:
        yield block


def _grid(raw: str, lines: list[Line], mark: str) -> Grid | None:
    """The lines as rows; a line without a mark is a row of one cell."""
    most = max(raw.count(mark, *line) for line in lines)
    if len(lines) < 2:
        return None
    rows = [_bounds(raw, *line, mark) for line in _whole(raw, lines, most, mark)]
    width = max(map(len, rows)) - 1
    if width < 2:
        return None
    cells: list[Cell] = []
    for row, bounds in enumerate(rows):
        alone = len(bounds) == 2
        for column, (first, last) in enumerate(pairwise(bounds)):
            cells.append(Cell(row, column, *_stripped(raw, first, last - 1), columns=width if alone else 1))
    return Grid(lines[0][0], lines[-1][1], tuple(cells))


def _bounds(raw: str, start: int, end: int, mark: str) -> list[int]:
    """Where the row's cells begin, and one past the mark behind the last; outer bars hold no cells."""
    bounds = [start, *(at + 1 for at in range(start, end) if raw[at] == mark), end + 1]
    if mark == "\t" or len(bounds) == 2:
        return bounds
    first = 1 if not raw[start : bounds[1] - 1].strip() else 0
    last = len(bounds) - 1 if first and not raw[bounds[-2] : end].strip() else len(bounds)
    return bounds[first:last]


def _whole(raw: str, lines: list[Line], most: int, mark: str) -> Iterator[Line]:
    """The lines, those of a numbered row that a break inside of a cell has cut as one: together they have all marks."""
    at = 0
    while at < len(lines):
        last = _last_of_row(raw, lines, at, most, mark)
        yield lines[at][0], lines[last][1]
        at = last + 1


def _last_of_row(raw: str, lines: list[Line], at: int, most: int, mark: str) -> int:
    if not NUMBERED.match(raw, *lines[at]):
        return at
    seen = raw.count(mark, *lines[at])
    for last in range(at + 1, min(len(lines), at + MOST_BROKEN)):
        if seen >= most or NUMBERED.match(raw, *lines[last]):
            break
        seen += raw.count(mark, *lines[last])
        if seen == most:
            return last
    return at


def _stripped(raw: str, start: int, end: int) -> tuple[int, int]:
    text = raw[start:end]
    lead = len(text) - len(text.lstrip())
    return (start + lead, start + len(text.rstrip())) if text.strip() else (end, end)
