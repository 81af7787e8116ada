"""A directive's words as paragraphs to read, with the words marked that the reading found.

The text keeps the line breaks, blanks and page furniture of its PDF; here they are left out, and every mark is carried
over by the offsets of `SourceText`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from obligations.extraction.layout import Layout
from obligations.extraction.outline import Marker, read_outline
from obligations.extraction.text import SourceText
from obligations.models import Directive, Task
from obligations.readers.base import Reading
from obligations.web.source_tables import Known, TableRow, known, outlines_of

# A paragraph this short that ends without a mark is a title or a heading.
HEAD_LENGTH = 36
NO_HEAD_ENDS = frozenset("。;:!?,、")
TAB = re.compile(r"\t+")
# What a paragraph may end with once it holds a whole sentence.
ENDS = frozenset("。;:!?)】”")
# Nothing but a blank stands between these and their words: 第一章 总则, 第二条 本办法….
SPACED = (Marker.ATTACHMENT, Marker.PART, Marker.CHAPTER, Marker.SECTION, Marker.ARTICLE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words [start, end) of the source's text, and what they are: lead, responsible, support, deadline, target."""

    start: int
    end: int
    kind: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked alike."""

    text: str
    kinds: tuple[str, ...] = ()
    hint: str = ""

    @property
    def css(self) -> str:
        return " ".join(f"w-{kind}" for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class TableCell:
    pieces: list[Piece]
    is_narrow: bool


@dataclass(slots=True)
class Paragraph:
    """`tasks` are the ids of those tasks that stand in it, fully or in part. `anchors` of those that begin in it.

    `cells` are those of a table's row, one a column; empty for what is no row.
    """

    pieces: list[Piece]
    tasks: list[int] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    is_head: bool = False
    is_item: bool = False
    cells: list[TableCell] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def marks_of(task: Task) -> list[Mark]:
    """Units, deadlines and targets of a task that point at words. Reads the prefetched ones."""
    marks = [
        Mark(a.start, a.end, a.role, f"{a.get_role_display()}：{a.unit or a.name}")
        for a in task.assignments.all()
        if a.start is not None and a.end is not None
    ]
    marks += [
        Mark(d.start, d.end, "deadline", d.get_kind_display())
        for d in task.deadlines.all()
        if d.start is not None and d.end is not None
    ]
    marks += [
        Mark(t.start, t.end, "target", _("指标"))
        for t in task.targets.all()
        if t.start is not None and t.end is not None
    ]
    return marks


def read_directive(directive: Directive, tasks: Iterable[Task]) -> list[Paragraph]:
    """The whole directive."""
    return _read(directive.text, directive.start, list(tasks), outlines_of(directive))


def read_around(directive: Directive, task: Task, paragraphs: int = 2) -> list[Paragraph]:
    """The task's own paragraphs with a few before and after them."""
    found = read_directive(directive, [task])
    own = [i for i, paragraph in enumerate(found) if task.pk in paragraph.tasks]
    if not own:
        return read_task(task)
    return found[max(0, own[0] - paragraphs) : own[-1] + paragraphs + 1]


def read_task(task: Task) -> list[Paragraph]:
    """The task's own words."""
    return _read(task.text, task.start, [task], Reading(""))


def _read(raw: str, base: int, tasks: list[Task], outlines: Reading) -> list[Paragraph]:
    """`base` is the place of `raw` in the source's text, from which the marks count."""
    source = SourceText(raw)
    if not len(source):
        return []
    view = _View(source, base)
    spans = {task.pk: view.squeezed(task.start, task.end) for task in tasks}
    marks = sorted(
        (*span, mark.kind, mark.hint)
        for task in tasks
        for mark in marks_of(task)
        if (span := view.squeezed(mark.start, mark.end))[0] < span[1]
    )
    paragraphs = []
    layout = Layout(source)
    outline = read_outline(source, layout, 0, len(source))
    items = {item.mark_start for item in outline.below()}
    view.keep_blanks(item.start for item in outline.below() if item.marker in SPACED)
    sure = known(source, base, outlines)
    rows = {row.start: row for row in sure.rows}
    for start, end in _paragraph_spans(layout, items, sure):
        pieces = _pieces(view, marks, start, end)
        inside = [pk for pk, (first, last) in spans.items() if first < end and last > start]
        begun = [pk for pk in inside if start <= spans[pk][0] < end]
        cells = _cells(view, marks, rows.get(start))
        is_head = _is_head(source, start, end) and not inside and not cells
        paragraphs.append(Paragraph(pieces, inside, begun, is_head, start in items and not cells, cells))
    return paragraphs


class _View:
    def __init__(self, source: SourceText, base: int) -> None:
        self.source = source
        self.base = base
        self._blanks: set[int] = set()
        self._tabs = {source.squeezed_offset(match.end()) for match in TAB.finditer(source.raw)}

    def keep_blanks(self, places: Iterable[int]) -> None:
        """A blank that is printed before these characters is printed here too."""
        self._blanks = {at for at in places if at < len(self.source) and self.source.raw_gap(at)}

    def squeezed(self, start: int, end: int) -> tuple[int, int]:
        """The span in the squeezed text, cut off where this text ends."""
        size = len(self.source.raw)
        first = self.source.squeezed_offset(min(max(start - self.base, 0), size))
        last = self.source.squeezed_offset(min(max(end - self.base, 0), size))
        return first, last

    def words(self, start: int, end: int) -> str:
        """The printed characters; a blank stays between words in Latin letters, after an item's mark, for a tab."""
        text = self.source.verbatim
        parts: list[str] = []
        for at in range(start, end):
            if at in self._blanks or (at > start and (at in self._tabs or self._parts_latin(at))):
                parts.append(" ")
            parts.append(text[at])
        return "".join(parts)

    def _parts_latin(self, at: int) -> bool:
        text = self.source.verbatim
        return _is_latin(text[at - 1]) and _is_latin(text[at]) and bool(self.source.raw_gap(at))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _cells(view: "_View", marks: Sequence[tuple[int, int, str, str]], row: TableRow | None) -> list[TableCell]:
    """The cells of a row; none for a row of nothing but its first cell, which is a heading over rows."""
    if row is None or all(start == end for start, end in row.cells[1:]):
        return []
    cells = []
    for (start, end), narrow in zip(row.cells, row.narrow, strict=True):
        pieces = _pieces(view, marks, start, end) if start < end else []
        if pieces:
            pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
        cells.append(TableCell(pieces, narrow))
    return cells


def _paragraph_spans(layout: Layout, items: set[int], sure: Known) -> list[tuple[int, int]]:
    """An item begins a paragraph even where the line before it is full; a sentence that goes on begins none.

    A row of a table is one, whatever lines its cells have.
    """
    text = layout.source.text
    starts = [start for start, _ in layout.paragraphs(0, len(text))]
    bounds = [0]
    rows = [row.start for row in sure.rows]
    for start in sorted({*starts, *items, *sure.starts}):
        at = bisect_right(rows, start) - 1
        if not 0 < start < len(text) or (at >= 0 and sure.rows[at].start < start < sure.rows[at].end):
            continue
        if start in items or start in sure.starts or not _goes_on(text[bounds[-1] : start]):
            bounds.append(start)
    return list(pairwise([*bounds, len(text)]))


def _goes_on(paragraph: str) -> bool:
    """It holds a sentence's end but does not end with one: the page ended here. A heading holds none."""
    return paragraph[-1] not in ENDS and not ENDS.isdisjoint(paragraph)


def _pieces(view: _View, marks: Sequence[tuple[int, int, str, str]], start: int, end: int) -> list[Piece]:
    """The paragraph cut wherever a mark begins or ends."""
    # Marks are sorted by start; those that begin after the paragraph can't touch it.
    touching = [mark for mark in marks[: bisect_right(marks, end, key=lambda mark: mark[0])] if mark[1] > start]
    cuts = sorted({start, end, *(at for mark in touching for at in mark[:2] if start < at < end)})
    pieces = []
    for first, last in pairwise(cuts):
        over = [mark for mark in touching if mark[0] <= first and mark[1] >= last]
        kinds = tuple(dict.fromkeys(mark[2] for mark in over))
        pieces.append(Piece(view.words(first, last), kinds, over[0][3] if over else ""))
    return pieces


def _is_head(source: SourceText, start: int, end: int) -> bool:
    return end - start <= HEAD_LENGTH and source.text[end - 1] not in NO_HEAD_ENDS
