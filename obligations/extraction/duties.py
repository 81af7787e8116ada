"""Who: from the outline to obligations, each a leaf item with its units.

What counts as one obligation follows the guidelines of the gold files: the lowest numbered item or an unnumbered
paragraph; parameters and conditions below an item belong to it; a responsibility line at a section's end speaks for
every item of the section; several clauses inside one item make several obligations.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from obligations.extraction.clauses import Clause, find_clauses
from obligations.extraction.findings import AssignedUnit, Basis, Role, UnitMention
from obligations.extraction.headings import heading_units
from obligations.extraction.layout import Layout
from obligations.extraction.outline import DIVIDERS, Item, Marker, heading_of, marker_text
from obligations.extraction.register import Register
from obligations.extraction.subjects import find_subjects
from obligations.extraction.tables import Row, read_table
from obligations.extraction.text import SourceText

# Sections that tell why and for what, not who must do what.
AIMS = re.compile(r"指导思想|基本原则|工作原则|总体思路|总体要求$|重要意义|重要性|工作依据|编制依据|适用范围|现状|形势|组成人员|人员组成|成员名单")
# Sections on what follows from neglect: nobody is given a task there.
LIABILITY = re.compile(r"法律责任|责任追究|罚则|处罚")
# 有下列情形之一的: / 应当具备以下条件: what follows are parameters of the sentence.
INTRODUCES = re.compile(r"(?:如下|下列|以下|包括|之一的?)[^。;]{0,40}[:]$|[:]$")


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

    def __init__(self, source: SourceText, layout: Layout, register: Register, addressees: list[str]) -> None:
        self.source = source
        self.layout = layout
        self.register = register
        self.addressees = addressees

    def read(self, root: Item) -> list[Passage]:
        """The passages of the tree in text order; those without units are kept, they may hold a deadline."""
        return sorted(self._below(root, []), key=lambda passage: passage.start)

    def _below(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        if not item.children:
            return self._leaf(item, inherited)
        named = heading_units(self.layout, item, self.register) or inherited
        merged = self._with_parameters(item, named)
        if merged is not None:
            return merged
        passages = self._own_text(item, inherited)
        for child in item.children:
            passages += self._below(child, named)
        self._spread_section_clause(item, passages)
        return passages

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
        """The paragraphs of a top-level item that numbers nothing below; a heading goes with its first paragraph."""
        paragraphs = self.layout.paragraphs(start, end)
        if item.marker not in (Marker.ROOT, Marker.CHINESE, *DIVIDERS) or len(paragraphs) < 2:
            return [(start, end)]
        spans: list[tuple[int, int]] = []
        pending = start
        for p_start, p_end in paragraphs:
            heading = self.source.text[p_end - 1] not in "。;:!?)" and p_end - p_start < 40
            if heading:
                continue
            spans.append((pending if pending < p_start else p_start, p_end))
            pending = p_end
        if pending < end and spans:
            spans[-1] = (spans[-1][0], spans[-1][1])
        return spans or [(start, end)]

    def _by_clause(self, item: Item, start: int, end: int, inherited: list[UnitMention]) -> list[Passage]:
        clauses = find_clauses(self.source, self.layout, start, end, self.register)
        path, aim = self._path(item), self._is_aim(item)
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
        if aim:
            return passage
        headed = heading_units(self.layout, item, self.register) if start == item.start else []
        subjects = find_subjects(self.source, start, end, self.register, self.addressees)
        if headed or (inherited and not any(s.strong for s in subjects)):
            passage.basis, passage.sure = Basis.HEADING, True
            passage.units = [AssignedUnit(Role.RESPONSIBLE, mention) for mention in headed or inherited]
            passage.units += [s.unit for s in subjects if s.unit.role is Role.SUPPORT]
        elif subjects:
            passage.basis, passage.sure = Basis.SUBJECT, any(s.strong for s in subjects)
            passage.units = [s.unit for s in subjects]
        return passage

    def _own_text(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        """What stands between an item's marker and its first child, when it is more than a heading."""
        own = self.source.text[item.start : item.own_end]
        if len(own) < 12 or not re.search(r"[。;:,]", own):
            return []
        return [p for p in self._text(item, item.start, item.own_end, inherited) if p.units or not p.aim]

    def _with_parameters(self, item: Item, named: list[UnitMention]) -> list[Passage] | None:
        """The item and all below it as one passage, when what stands below are its parameters."""
        if item.marker in (Marker.ROOT, *DIVIDERS):
            return None
        own = self.source.text[item.start : item.own_end]
        clauses = find_clauses(self.source, self.layout, item.start, item.end, self.register)
        inside = [clause for clause in clauses if clause.start >= item.own_end]
        if len(clauses) == 1 and inside and not inside[0].standalone and len(own) > 30:
            if item.end - inside[0].end < 4:
                return [self._whole(item, Basis.CLAUSE, clauses[0].units, clauses[0].sure)]
        if clauses or named or not INTRODUCES.search(own):
            return None
        subjects = find_subjects(self.source, item.start, item.own_end, self.register, self.addressees)
        if not subjects or self._is_aim(item):
            return None
        units = [s.unit for s in subjects]
        return [self._whole(item, Basis.SUBJECT, units, any(s.strong for s in subjects))]

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
        return any(AIMS.search(h) or LIABILITY.search(h) for h in headings)

    def _chain(self, item: Item) -> Iterator[Item]:
        if item.marker is not Marker.ROOT:
            yield item
            yield from item.ancestors()

    def _title(self, start: int) -> str:
        match = re.compile(r"[。;,:]").search(self.source.text, start + 4, start + 40)
        return self.source.verbatim[start : match.start() if match else start + 30]
