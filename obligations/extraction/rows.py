"""What a row of a table is about: the cells that hold neither number nor units nor dates."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from obligations.extraction.findings import AssignedUnit
from obligations.extraction.text import SourceText

Span = tuple[int, int]

LONGEST_TITLE = 40
NUMBER_CELL = re.compile(r"[*∗★]?\d{1,3}[.、]?")
SENTENCE_END = re.compile(r"[。;]")
TRAILING = "。;,、:"
CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class TimeCell:
    """A cell that says by when, in pieces. `when`: what its column's head, printed at `head`, says for its target."""

    pieces: tuple[Span, ...]
    when: str = ""
    head: Span = (0, 0)


@dataclass(slots=True)
class Row:
    """`tasks` are the spans of the cells that say what is to be done, `path` the headings over the row in its table.

    `times` are its cells for when; None where the row is read as running text, since nothing tells its cells.
    `notes` are the cells of a column 备注.
    """

    start: int
    end: int
    units: list[AssignedUnit] = field(default_factory=list)
    tasks: list[Span] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    times: list[TimeCell] | None = None
    notes: list[Span] = field(default_factory=list)

    def said(self) -> list[Span]:
        """The cells that say what is to be done and what is reached by then, in text order."""
        goals = [piece for cell in self.times or [] if cell.when for piece in cell.pieces]
        return sorted({*self.tasks, *goals, *self.notes}) or [(self.start, self.end)]

    def holds_in_task(self, at: int) -> bool:
        """Whether the text at this offset belongs to a task, not to the column for who or when."""
        return any(start <= at < end for start, end in self.tasks)


@dataclass(slots=True)
class Table:
    """[start, end) with its rows that say who or when; none for a table of other things."""

    start: int
    end: int
    rows: list[Row]


def title_of(source: SourceText, row: Row) -> str:
    """The row's task cells up to the first sentence's end, with a blank between cells, at most 40 characters."""
    words = [word for cell in row.tasks for word in _printed_cells(source, *cell)]
    title = " ".join(words) or source.verbatim[row.start : row.end]
    end = SENTENCE_END.search(title, 4)
    return title[: end.start() if end else None][:LONGEST_TITLE].rstrip(TRAILING)


def between(source: SourceText, row: Row, others: list[Span]) -> list[Span]:
    """The first stretch of the row that lies outside of its cells for who and when."""
    at = row.start
    for start, end in sorted(others):
        if start > at and not NUMBER_CELL.fullmatch(source.text, at, start):
            return [(at, start)]
        at = max(at, end)
    return [(at, row.end)] if at < row.end else []


def _printed_cells(source: SourceText, start: int, end: int) -> list[str]:
    """The stretch cut at its blanks; a line break, or a blank beside a number, divides no cells."""
    bounds = [start, *(at for at in source.gaps_within(start, end) if _divides(source, at)), end]
    return [source.verbatim[a:b].rstrip(TRAILING) for a, b in pairwise(bounds)]


def _divides(source: SourceText, at: int) -> bool:
    gap = source.raw_gap(at)
    if "\n" in gap:
        return False
    return len(gap) > 1 or bool(CHINESE.match(source.verbatim[at - 1]) and CHINESE.match(source.verbatim[at]))
