"""The text as read, its squeezed view, and the way back from one to the other.

Gazette text is wrapped and padded by its PDF: a name or a date may hold spaces and line breaks, and a page header may
stand in the middle of a sentence. All rules therefore read the *squeezed* view: white space and page furniture left
out, punctuation and digits in one width. One character there is one character of the raw text, so offsets map back.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate, chain, pairwise
from operator import sub

from obligations.extraction.furniture import furniture

# Characters without width (zero-width space and joiners, marks of direction, soft hyphen, byte order mark) are no more
# text than white space is.
_INVISIBLE = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
SPACE = re.compile(rf"[\s{_INVISIBLE}]+")
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_VISIBLE = re.compile(rf"[^\s{_INVISIBLE}]+")
PRINTED = re.compile(r"\S+")

# Radicals that PDF fonts give for the characters they look like and that have no compatibility mapping
# (Unicode, EquivalentUnifiedIdeograph.txt).
_RADICALS = "⺠民⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙"
# Vertical, small, full-width and radical forms, compatibility ideographs.
_FORMS = ((0xFE10, 0xFE1F), (0xFE30, 0xFE6F), (0xFF01, 0xFFEE), (0x2E9F, 0x2FD5), (0xF900, 0xFAFF))


def _one_width() -> dict[int, str]:
    table = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
    for first, last in _FORMS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    # what stands for a dash, whatever its name
    table |= dict.fromkeys(map(ord, "－─━―–"), "—") | {ord("ー"): "-"}
    # half a character that a broken decoder left; no automaton takes it
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return {code: table.get(ord(plain), plain) for code, plain in table.items()}


# One width for what real files mix. Every key and value is one character, so offsets stay true.
UNIFY = _one_width()
_UNIFIED = re.compile(f"[{re.escape(''.join(map(chr, UNIFY)))}]")
# One pass a form is faster than one look-up a character, while the forms are few.
MANY_FORMS = 60


class SourceText:
    """A text and its squeezed view.

    `raw` is the text as read. `text` is squeezed and in one width: what patterns are matched against. `verbatim` is
    squeezed with every character as printed: what names are taken from. Offsets of both are the same; `raw_span`
    turns them into offsets of `raw`, end exclusive. `line_starts` holds the squeezed offset of each printed line's
    first character, ascending and without repeats.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.scans: dict[int, object] = {}  # what readers have found in the whole text, kept by them
        plain = INVISIBLE.search(raw) is None
        lines = raw.splitlines(keepends=True)
        printed = _squeezed(lines, plain)
        squeezed = one_width("\n".join(printed)).split("\n")
        breaks = [number for number, line in enumerate(lines) if "\f" in line] if "\f" in raw else []
        left_out = furniture(squeezed, breaks)
        regions: list[tuple[int, int]] = []
        begin = at = last = 0
        for number in sorted(left_out):
            at += sum(map(len, lines[last:number]))
            last = number
            regions.append((begin, at))
            begin = at + len(lines[number])
            printed[number] = squeezed[number] = ""
        regions.append((begin, len(raw)))
        ends = list(accumulate(map(len, squeezed)))
        self.line_starts = [end - len(line) for end, line in zip(ends, squeezed, strict=True) if line]
        self.text = "".join(squeezed)
        self._lines = list(pairwise([*self.line_starts, len(self.text)]))
        self.verbatim = "".join(printed)
        self._read_runs(regions, PRINTED if plain else _VISIBLE)

    def _read_runs(self, regions: list[tuple[int, int]], visible: re.Pattern[str]) -> None:
        """The runs of visible characters: where each begins in the squeezed text and in `raw`."""
        # One run a line at least: all this without a step of Python's a run.
        spans = chain.from_iterable(
            map(re.Match.span, visible.finditer(self.raw, first, last)) for first, last in regions
        )
        bounds = list(chain.from_iterable(spans))
        self._run_origins, ends = bounds[::2], bounds[1::2]
        self._run_starts: list[int] = list(accumulate(map(sub, ends, self._run_origins), initial=0))[: len(ends)]
        self._run_at = dict(zip(self._run_starts, range(len(ends)), strict=True))

    def _origin(self, offset: int) -> int:
        """The offset in `raw` of the squeezed character at `offset`."""
        run = bisect_right(self._run_starts, offset) - 1
        return self._run_origins[run] + offset - self._run_starts[run]

    def __len__(self) -> int:
        return len(self.text)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `raw` of the squeezed span [start, end)."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(self.text)} characters")
        if start == end:
            at = self._origin(start) if start < len(self.text) else len(self.raw)
            return at, at
        return self._origin(start), self._origin(end - 1) + 1

    def squeezed_offset(self, raw_offset: int) -> int:
        """The squeezed offset of the first kept character at or after `raw_offset`."""
        run = bisect_right(self._run_origins, raw_offset) - 1
        if run < 0:
            return 0
        start = self._run_starts[run]
        end = self._run_starts[run + 1] if run + 1 < len(self._run_starts) else len(self.text)
        return min(start + raw_offset - self._run_origins[run], end)

    def starts_line(self, offset: int) -> bool:
        """Whether a printed line begins at this squeezed offset."""
        at = bisect_left(self.line_starts, offset)
        return at < len(self.line_starts) and self.line_starts[at] == offset

    def line_span(self, offset: int) -> tuple[int, int]:
        """The squeezed span of the printed line that holds this offset."""
        at = bisect_right(self.line_starts, offset) - 1
        return self._lines[at] if at >= 0 else (0, self.line_starts[0] if self.line_starts else len(self.text))

    def lines(self, start: int, end: int) -> list[tuple[int, int]]:
        """The squeezed spans of the printed lines that begin in [start, end), cut off at `end`."""
        found = self._lines[bisect_left(self.line_starts, start) : bisect_left(self.line_starts, end)]
        if found:
            found[-1] = found[-1][0], end
        return found

    def starts_within(self, start: int, end: int) -> list[int]:
        """Where the printed lines begin that begin in [start, end)."""
        return self.line_starts[bisect_left(self.line_starts, start) : bisect_left(self.line_starts, end)]

    def raw_gap(self, offset: int) -> str:
        """The white space (and page furniture) printed just before the squeezed character at `offset`."""
        return self.raw_gaps((offset,))[0] if offset in self._run_at else ""

    def raw_gaps(self, offsets: Iterable[int]) -> list[str]:
        """What is printed just before each of the offsets; see `raw_gap`."""
        raw, starts, origins, run_at = self.raw, self._run_starts, self._run_origins, self._run_at
        runs = map(run_at.get, offsets)
        # before each run the raw text from the end of the run before it
        return [
            ""
            if run is None
            else raw[origins[run - 1] + starts[run] - starts[run - 1] : origins[run]]
            if run
            else raw[: origins[0]]
            for run in runs
        ]

    def gaps_within(self, start: int, end: int) -> list[int]:
        """The squeezed offsets inside [start, end) before which white space is printed."""
        runs = self._run_starts
        return runs[bisect_right(runs, start) : bisect_left(runs, end)]

    def run_starts(self) -> list[int]:
        """The squeezed offsets before which white space is printed, and 0; not to be changed."""
        return self._run_starts

    def holds_gap(self, start: int, end: int) -> bool:
        """Whether white space is printed between two characters of the squeezed span."""
        at = bisect_right(self._run_starts, start)
        return at < len(self._run_starts) and self._run_starts[at] < end


def one_width(text: str) -> str:
    """The text with every character in its one width; offsets stay."""
    found = set(_UNIFIED.findall(text))
    if len(found) > MANY_FORMS:
        return text.translate(UNIFY)
    for char in found:
        text = text.replace(char, UNIFY[ord(char)])
    return text


def _squeezed(lines: list[str], plain: bool) -> list[str]:
    """Each line without white space. `plain`: no line holds a character without width."""
    return ["".join(line.split()) for line in lines] if plain else [squeeze(line) for line in lines]


def squeeze(text: str) -> str:
    """The text without its white space and its characters without width."""
    return SPACE.sub("", text)
