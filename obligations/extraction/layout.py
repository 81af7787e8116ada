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
IS_HALF = bytes(code in HALF_WIDTH for code in range(256))
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
        self.headings: dict[int, str] = {}  # of items, by their start; filled by the outline
        self._paragraphs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        gaps = source.raw_gaps(self.starts)
        widths = zip(_widths(source.text, bounds), gaps, strict=True)
        kinds = set(gaps)  # few: most lines are set off in the same way
        indented = {gap for gap in kinds if gap.endswith(BLANKS)}
        empty = {gap for gap in kinds if gap.count("\n") > 1 and gap.isspace()}
        full = _full([width + INDENTED if gap in indented else width for width, gap in widths])
        closed = [source.text[line_end - 1] in TERMINAL for _, line_end in bounds]
        blank = [gap in empty for gap in gaps]
        # Blank lines between all lines, as some PDFs give them, say nothing.
        parted = 2 * sum(blank) < len(blank)
        broken = [at for at, ended in enumerate(closed) if not ended and full[at]]
        # Where a paragraph can begin: behind a short line, or behind a sentence; and where one surely does.
        self._begins = {
            at for at, ended, filled in zip(self.starts[1:], closed, full, strict=False) if ended or not filled
        }
        self._begins.update(self.starts[:1])
        self.sure_starts = [
            line_start
            for at, line_start in enumerate(self.starts)
            if at == 0
            or not full[at - 1]
            or (
                closed[at - 1]
                and ((parted and blank[at]) or INDENT.search(gaps[at]) is not None or not _is_near(broken, at))
            )
        ]
        self._surely = frozenset(self.sure_starts)

    def begins_paragraph(self, offset: int) -> bool:
        """Whether a new paragraph can begin at this offset: the line before is short or ends a sentence."""
        return offset in self._begins

    def surely_begins_paragraph(self, offset: int) -> bool:
        """As `begins_paragraph`, and not just a full line that happens to end with a sentence."""
        return offset in self._surely

    def paragraphs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the paragraphs of [start, end); not to be changed."""
        known = self._paragraphs.get((start, end))
        if known is None:
            inner = self.sure_starts[bisect_right(self.sure_starts, start) : bisect_left(self.sure_starts, end)]
            known = list(pairwise([start, *inner, end])) if end > start else []
            self._paragraphs[start, end] = known
        return known


def _full(widths: list[int]) -> list[bool]:
    """Of each line, whether it is about as wide as the widest of its neighbours."""
    # The blocks around a line hold all its neighbours: most full lines are as wide as the widest of these too.
    blocks = [max(widths[at : at + NEIGHBOURS]) for at in range(0, len(widths), NEIGHBOURS)]
    around = [FULL * max(blocks[max(0, at - 1) : at + 2]) for at in range(len(blocks))]
    return [
        width >= NARROWEST
        and (
            width >= around[at // NEIGHBOURS] or width >= FULL * max(widths[max(0, at - NEIGHBOURS) : at + NEIGHBOURS])
        )
        for at, width in enumerate(widths)
    ]


def _is_near(broken: list[int], at: int) -> bool:
    """Whether full lines near this one break off inside a sentence. Otherwise each line is a paragraph."""
    first = bisect_left(broken, at - NEIGHBOURS)
    return first < len(broken) and broken[first] < at + NEIGHBOURS


def _widths(text: str, lines: list[tuple[int, int]]) -> list[int]:
    """Widths in half-width characters: digits, letters and ASCII marks take half of what others take."""
    if not lines:
        return []
    first = lines[0][0]
    # one byte a character; what is not ASCII becomes a mark of full width
    count = text[first : lines[-1][1]].encode("ascii", "replace").translate(IS_HALF).count
    return [2 * (end - start) - count(1, start - first, end - first) for start, end in lines]
