"""Who: from the outline to obligations, each a leaf item with its units.

What counts as one obligation follows the guidelines of the gold files: the lowest numbered item or an unnumbered
paragraph; parameters and conditions below an item belong to it; a responsibility line at a section's end speaks for
every item of the section; several clauses inside one item make several obligations.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from obligations.extraction.clauses import Clause, find_clauses
from obligations.extraction.findings import AssignedUnit, Basis, Role, UnitMention
from obligations.extraction.headings import heading_units, lists_deeds
from obligations.extraction.layout import Layout
from obligations.extraction.outline import DIVIDERS, Item, Marker, heading_of, marker_text
from obligations.extraction.register import Register
from obligations.extraction.subjects import SubjectReader
from obligations.extraction.tables import Row, read_table

# Sections that tell why and for what, not who must do what.
AIMS = re.compile(
    r"指导思想|基本原则|工作原则|总体思路|总体要求$|重要意义|重要性|工作依据|编制依据|适用范围|现状|形势|组成人员|人员组成|成员名单|经过|原因|基本情况|概况"
)
MEMBERS = re.compile(r"(?:组长|主任|成员|成员单位|总指挥)[:]")
# A blank form in an annex.
FORM = re.compile(r"签字|盖章|年月日|公章")
GOALS = re.compile(r"目标|任务|指标")
# Sections on what follows from neglect: nobody is given a task there.
LIABILITY = re.compile(r"法律责任|责任追究|罚则|处罚")
# Why a directive is issued, and definitions: no order is given in these sentences.
PREAMBLE = re.compile(
    r"现(?:将|就|印发|予以?|转发)|(?:请|望)(?:认真|结合|遵照|各地|你们)[^。]{0,12}(?:执行|落实|实施)|(?:通知|批复|公告|通告|决定|函复|意见)如下|收悉"
    r"|(?:制定|编制)本(?:方案|办法|细则|规定|意见|规划|制度|计划|实施|通知)|所称[^。]{1,30}是指"
)
# 市财政局:负责… · 清算组:提出申请…
DIVIDES_DUTIES = re.compile(r"职责|分工|任务")


@dataclass(slots=True)
class Passage:
    """The span of one obligation, with the units that answer for it."""

    start: int
    end: int
    path: list[str]
    title: str
    basis: Basis = Basis.NONE
    units: list[AssignedUnit] = field(default_factory=list)
    sure: bool = False  # labelled clause, table cell, or a subject with a modal
    aim: bool = False  # stands in a section of aims and principles


class DutyReader:
    """Reads the obligations of one directive."""

    def __init__(
        self, layout: Layout, register: Register, subjects: SubjectReader, dated: Callable[[int, int], bool]
    ) -> None:
        """`dated` tells whether a span holds a deadline."""
        self.source = layout.source
        self.layout = layout
        self.register = register
        self.subjects = subjects
        self.dated = dated

    def read(self, root: Item) -> list[Passage]:
        """The passages of the tree in text order; those without units are kept, they may hold a deadline."""
        return sorted(self._below(root, []), key=lambda passage: passage.start)

    def _below(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        if not item.children:
            return self._leaf(item, inherited)
        whole = self._closed_by_bracket(item)
        if whole is not None:
            return [whole]
        own = self._own_text(item, inherited)
        named = heading_units(self.layout, item, self.register) or self._lead_in(item, own) or inherited
        below = [passage for child in item.children for passage in self._below(child, named)]
        if self._only_parameters(item, own, below):
            own[-1].end = item.end
            return own
        self._hand_down(own, below)
        passages = own + below
        self._spread_section_clause(item, passages)
        return passages

    def _lead_in(self, item: Item, own: list[Passage]) -> list[UnitMention]:
        """领导小组的主要职责是:(一)负责…(二)负责…: the sentence before the list names the body, the items its deeds."""
        if not lists_deeds(self.layout, item) or not own or own[-1].basis is not Basis.SUBJECT:
            return []
        units = [unit.mention for unit in own[-1].units if unit.role is not Role.SUPPORT]
        own.pop()
        return units

    def _only_parameters(self, item: Item, own: list[Passage], below: list[Passage]) -> bool:
        """Conditions, materials and thresholds below a sentence that names somebody: they name nobody and no date."""
        if not own or not own[-1].units or item.marker in (Marker.ROOT, *DIVIDERS):
            return False
        return not any(p.units or self.dated(p.start, p.end) for p in below)

    def _hand_down(self, own: list[Passage], below: list[Passage]) -> None:
        """A dated item without a subject of its own continues the sentence above it."""
        if not own or own[-1].basis is not Basis.SUBJECT:
            return
        for passage in below:
            if not passage.units and not passage.aim and self.dated(passage.start, passage.end):
                passage.basis, passage.units, passage.sure = Basis.SUBJECT, list(own[-1].units), False

    def _leaf(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        """A leaf item: its table rows, or one passage a clause, or one a paragraph where nothing is numbered."""
        table = read_table(self.source, self.layout, item.start, item.end, self.register)
        if table:
            before = self._text(item, item.start, table.start, inherited)
            return before + [self._row(item, row) for row in table.rows]
        return self._text(item, item.start, item.end, inherited)

    def _row(self, item: Item, row: Row) -> Passage:
        title = self.source.verbatim[row.start : min(row.end, row.start + 30)]
        basis = Basis.TABLE if row.units else Basis.NONE
        return Passage(row.start, row.end, self._path(item), title, basis, row.units, sure=True)

    def _text(self, item: Item, start: int, end: int, inherited: list[UnitMention]) -> list[Passage]:
        if end <= start:
            return []
        spans = self._by_paragraph(item, start, end)
        return [passage for span in spans for passage in self._by_clause(item, *span, inherited)]

    def _by_paragraph(self, item: Item, start: int, end: int) -> list[tuple[int, int]]:
        """The paragraphs that are items of their own, each from its first character to the next one's."""
        paragraphs = self.layout.paragraphs(start, end)
        if len(paragraphs) < 2:
            return [(start, end)]
        if item.marker is Marker.ROOT or item.marker in DIVIDERS:
            begins = [p_start for p_start, _ in paragraphs]
        elif item.marker is Marker.CHINESE:
            begins = [p_start for p_start, p_end in paragraphs if self._opens_with_unit(p_start, p_end)]
            if len(begins) < 2:
                return [(start, end)]
        else:
            return [(start, end)]
        # a heading, or what stands before the first unit, goes with the paragraph after it
        begins = [start, *begins[1:]]
        spans = list(pairwise([*begins, end]))
        return self._without_headings(spans)

    def _without_headings(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        joined: list[tuple[int, int]] = []
        begin = None
        for start, end in spans:
            begin = start if begin is None else begin
            if self.source.text[end - 1] not in "。;:!?)" and end - begin < 40:
                continue
            joined.append((begin, end))
            begin = None
        if begin is not None:
            joined.append((begin, spans[-1][1]))
        return joined

    def _opens_with_unit(self, start: int, end: int) -> bool:
        first = min(end, start + 60)
        subjects = self.subjects.read(start, end)
        return any(subject.unit.mention.start < first and subject.strong for subject in subjects)

    def _by_unit_colon(self, item: Item, start: int, end: int) -> list[Passage]:
        """市财政局:负责…: paragraphs that begin with units and a colon divide the duties of the item."""
        heads = []
        for line_start, _ in self.source.lines(start, end):
            if self.layout.begins_paragraph(line_start):
                colon = self.source.text.find(":", line_start, min(end, line_start + 60))
                mentions = self.subjects.names(line_start, colon) if colon > 0 else []
                if mentions:
                    heads.append((line_start, mentions))
        if len(heads) < 2 or not DIVIDES_DUTIES.search(self.source.text, item.mark_start, heads[0][0]):
            return []
        ends = [p_start for p_start, _ in heads[1:]] + [end]
        path = self._path(item)
        return [
            Passage(
                p_start,
                p_end,
                path,
                self._title(p_start),
                Basis.HEADING,
                [AssignedUnit(Role.RESPONSIBLE, mention) for mention in mentions],
                sure=True,
            )
            for (p_start, mentions), p_end in zip(heads, ends, strict=True)
        ]

    def _by_clause(self, item: Item, start: int, end: int, inherited: list[UnitMention]) -> list[Passage]:
        clauses = find_clauses(self.source, self.layout, start, end, self.register)
        path, aim = self._path(item), self._is_aim(item)
        divided = [] if clauses else self._by_unit_colon(item, start, end)
        if divided:
            return divided
        if not clauses:
            return [self._by_subject(item, start, end, inherited, path, aim)]
        passages = []
        at = start
        for clause in clauses:
            title = heading_of(self.layout, item) if at == start else self._title(at)
            passages.append(Passage(at, clause.end, path, title, Basis.CLAUSE, clause.units, clause.sure))
            at = clause.end
        tail = end - at
        if tail > 0:
            passages[-1].end = end
        return passages

    def _by_subject(
        self, item: Item, start: int, end: int, inherited: list[UnitMention], path: list[str], aim: bool
    ) -> Passage:
        title = heading_of(self.layout, item) if start == item.start else self._title(start)
        passage = Passage(start, end, path, title, aim=aim)
        if aim or self._is_preamble(item, start, end) or self._is_roster(item, start, end):
            passage.aim = True
            return passage
        headed = heading_units(self.layout, item, self.register) if start == item.start else []
        subjects = self.subjects.read(start, end)
        opens = any(s.strong and s.unit.mention.start == start for s in subjects)
        if headed or (inherited and not opens):
            passage.basis, passage.sure = Basis.HEADING, True
            passage.units = [AssignedUnit(Role.RESPONSIBLE, mention) for mention in headed or inherited]
            passage.units += [s.unit for s in subjects if s.unit.role is Role.SUPPORT]
        elif subjects:
            passage.basis, passage.sure = Basis.SUBJECT, any(s.strong for s in subjects)
            passage.units = [s.unit for s in subjects]
        return passage

    def _is_preamble(self, item: Item, start: int, end: int) -> bool:
        numbered = item.marker not in (Marker.ROOT, *DIVIDERS, Marker.ARTICLE)
        return not numbered and bool(PREAMBLE.search(self.source.text, start, end))

    def _is_roster(self, item: Item, start: int, end: int) -> bool:
        """A list of members, or a blank form."""
        if MEMBERS.search(self.source.text, start, end):
            return True
        annexed = any(i.marker is Marker.ATTACHMENT for i in self._chain(item))
        return annexed and bool(FORM.search(self.source.text, start, end))

    def _own_text(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        """What stands between an item's marker and its first child, when it is more than a heading."""
        own = self.source.text[item.start : item.own_end]
        if len(own) < 12 or not re.search(r"[。;:,]", own):
            return []
        return [p for p in self._text(item, item.start, item.own_end, inherited) if p.units or not p.aim]

    def _closed_by_bracket(self, item: Item) -> Passage | None:
        """The item and all below it, when one bracketed clause at its very end assigns them together."""
        if item.marker in (Marker.ROOT, *DIVIDERS) or item.own_end - item.start <= 30:
            return None
        clauses = find_clauses(self.source, self.layout, item.start, item.end, self.register)
        if len(clauses) != 1 or clauses[0].standalone or clauses[0].start < item.own_end:
            return None
        if item.end - clauses[0].end >= 4:
            return None
        return self._whole(item, Basis.CLAUSE, clauses[0].units, clauses[0].sure)

    def _whole(self, item: Item, basis: Basis, units: list[AssignedUnit], sure: bool) -> Passage:
        return Passage(item.start, item.end, self._path(item), heading_of(self.layout, item), basis, units, sure)

    def _spread_section_clause(self, item: Item, passages: list[Passage]) -> None:
        """A responsibility line that closes the section speaks for the items before it that name nobody in a clause."""
        if len(passages) < 2 or passages[-1].basis is not Basis.CLAUSE:
            return
        last = passages[-1]
        clause = self._closing_line(last)
        if clause is None or any(p.basis in (Basis.CLAUSE, Basis.TABLE) for p in passages[:-1]):
            return
        last.end = clause.start
        for passage in passages[:-1]:
            if passage.start < item.own_end:
                continue
            passage.basis, passage.units, passage.sure = Basis.CLAUSE, list(clause.units), clause.sure

    def _closing_line(self, passage: Passage) -> Clause | None:
        clauses = find_clauses(self.source, self.layout, passage.start, passage.end, self.register)
        if not clauses or passage.end - clauses[-1].end > 3:
            return None
        last = clauses[-1]
        alone = last.standalone or self.layout.surely_begins_paragraph(last.start)
        return last if alone else None

    def _path(self, item: Item) -> list[str]:
        chain = [item, *item.ancestors()] if item.marker is not Marker.ROOT else []
        return [marker_text(self.source, i) + heading_of(self.layout, i) for i in reversed(chain)]

    def _is_aim(self, item: Item) -> bool:
        headings = [heading_of(self.layout, i)[:20] for i in self._chain(item)]
        if headings and GOALS.search(headings[0]):
            return False
        return any(AIMS.search(h) or LIABILITY.search(h) for h in headings)

    def _chain(self, item: Item) -> Iterator[Item]:
        if item.marker is not Marker.ROOT:
            yield item
            yield from item.ancestors()

    def _title(self, start: int) -> str:
        match = re.compile(r"[。;,:]").search(self.source.text, start + 4, start + 40)
        return self.source.verbatim[start : match.start() if match else start + 30]
