"""Pieces of a text that are read as one: a cell that a page's end has cut, a date with its column's head before it."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from obligations.extraction.text import SourceText

Span = tuple[int, int]


class Excerpt:
    """The pieces of a source one after the other, each behind its glue, as a source of its own.

    `glue[i]` is put before piece i; it must hold no white space. `back` turns a span of the excerpt into one of the
    source: glue counts to the piece after it.
    """

    def __init__(self, source: SourceText, pieces: Sequence[Span], glue: Sequence[str]) -> None:
        self._starts: list[int] = []
        self._pieces = list(pieces)
        parts: list[str] = []
        size = 0
        for (start, end), before in zip(pieces, glue, strict=True):
            parts += [before, source.verbatim[start:end]]
            size += len(before)
            self._starts.append(size)
            size += end - start
        self.source = SourceText("".join(parts))

    def __len__(self) -> int:
        return len(self.source)

    def back(self, start: int, end: int) -> Span:
        """The span of the source from the first to the last character of [start, end)."""
        return self._at(start), max(self._at(start), self._at(max(start, end - 1)) + 1)

    def _at(self, offset: int) -> int:
        piece = max(0, bisect_right(self._starts, offset) - 1)
        start, end = self._pieces[piece]
        return min(start + max(0, offset - self._starts[piece]), max(start, end - 1))


def printed_parts(source: SourceText, start: int, end: int) -> list[Span]:
    """The stretch cut at its line breaks and blanks."""
    return list(pairwise([start, *source.gaps_within(start, end), end])) if end > start else []
