"""Where paragraphs begin, in text that a PDF has wrapped and in text that has one paragraph a line."""

import re
import string
from bisect import bisect_left, bisect_right
from itertools import pairwise

from obligations.extraction.text import SourceText

# What a paragraph ends with.
TERMINAL = frozenset("。;:!?…”》)】〕].")
# Two ideographic spaces or a run of blanks before a line: the first-line indent of GB/T 9704.
INDENT = re.compile(r"\u3000|[ \t]{3,}")
HALF_WIDTH = frozenset(b"0123456789.%+/~-" + string.ascii_letters.encode())
FULL_WIDTH = bytes(code for code in range(128) if code not in HALF_WIDTH)
BLANKS = ("\u3000\u3000", "    ")
# The width of that indent: a first line is full when it fills the rest.
INDENTED = 4
NEIGHBOURS = 8
# In half-width characters. No print column is narrower: shorter lines are never full.
NARROWEST = 32
# A line this close to its longest neighbour is full: the first of a paragraph lost its indent of two characters.
FULL = 0.78


class Layout:
    """Paragraph starts of [start, end) of a text, which no line outside of it has a say in.

    A line is full when it is about as long as the longest of its neighbours.
    """

    def __init__(self, source: SourceText, start: int = 0, end: int | None = None) -> None:
        self.source = source
        bounds = source.lines(start, len(source) if end is None else end)
        self.starts = [line_start for line_start, _ in bounds]
        self._lengths = [following - start for start, following in bounds]
        gaps = [source.raw_gap(line_start) for line_start in self.starts]
        widths = zip(_widths(source.text, bounds), gaps, strict=True)
        self._widths = [width + INDENTED if gap.endswith(BLANKS) else width for width, gap in widths]
        blank = sum(map(_is_blank_line, gaps))
        # Blank lines between all lines, as some PDFs give them, say nothing.
        self._blank_lines_part = 2 * blank < len(self.starts)
        self._full: dict[int, bool] = {}
        self._sure: dict[int, bool] = {}
        self._paragraphs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.headings: dict[int, str] = {}  # of items, by their start; filled by the outline
        self._rank = {start: i for i, start in enumerate(self.starts)}

    def begins_paragraph(self, offset: int) -> bool:
        """Whether a new paragraph can begin at this offset: the line before is short or ends a sentence."""
        at = self._rank.get(offset)
        if at is None:
            return False
        return at == 0 or self.source.text[offset - 1] in TERMINAL or not self._is_full(at - 1)

    def surely_begins_paragraph(self, offset: int) -> bool:
        """As `begins_paragraph`, and not just a full line that happens to end with a sentence."""
        at = self._rank.get(offset)
        if at is None:
            return False
        sure = self._sure.get(at)
        if sure is None:
            sure = self._sure[at] = self._surely_begins(at, offset)
        return sure

    def _surely_begins(self, at: int, offset: int) -> bool:
        if at == 0 or not self._is_full(at - 1):
            return True
        if not self._ends_sentence(at - 1):
            return False
        gap = self.source.raw_gap(offset)
        if self._blank_lines_part and _is_blank_line(gap):
            return True
        return bool(INDENT.search(gap)) or not self._is_wrapped(at)

    def paragraphs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the paragraphs of [start, end); not to be changed."""
        known = self._paragraphs.get((start, end))
        if known is None:
            starts = self.source.line_starts
            inner = starts[bisect_right(starts, start) : bisect_left(starts, end)]
            bounds = [start, *(at for at in inner if self.surely_begins_paragraph(at)), end]
            known = self._paragraphs[start, end] = [(a, b) for a, b in pairwise(bounds) if b > a]
        return known

    def _is_full(self, at: int) -> bool:
        full = self._full.get(at)
        if full is None:
            near = self._widths[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
            full = self._full[at] = self._widths[at] >= max(NARROWEST, FULL * max(near))
        return full

    def _ends_sentence(self, at: int) -> bool:
        return self.source.text[self.starts[at] + self._lengths[at] - 1] in TERMINAL

    def _is_wrapped(self, at: int) -> bool:
        """Whether full lines near this one break off inside a sentence. Otherwise each line is a paragraph."""
        near = range(max(0, at - NEIGHBOURS), min(len(self._lengths), at + NEIGHBOURS))
        return any(self._is_full(i) and not self._ends_sentence(i) for i in near)


def _is_blank_line(gap: str) -> bool:
    """Whether what is printed between two lines is a line without text, and no page number."""
    return gap.count("\n") > 1 and gap.isspace()


def _widths(text: str, lines: list[tuple[int, int]]) -> list[int]:
    """Widths in half-width characters: digits, letters and ASCII marks take half of what others take."""
    if not lines:
        return []
    first = lines[0][0]
    # one byte a character; what is not ASCII becomes a mark of full width
    plain = text[first : lines[-1][1]].encode("ascii", "replace")
    return [
        2 * (end - start) - len(plain[start - first : end - first].translate(None, FULL_WIDTH)) for start, end in lines
    ]
