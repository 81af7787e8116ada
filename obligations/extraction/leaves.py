"""Leaves of the outline: one passage a clause, one a unit with a colon, or one a paragraph with its subjects."""

from itertools import pairwise

from obligations.extraction.clauses import Clause, ClauseReader
from obligations.extraction.closings import is_furniture
from obligations.extraction.findings import AssignedUnit, Basis, Role, UnitMention
from obligations.extraction.headings import DIVIDES_DUTIES, HeadingReader
from obligations.extraction.layout import Layout
from obligations.extraction.outline import DIVIDERS, Item, Marker
from obligations.extraction.passages import PREAMBLE, ROSTER_BEGINS, ROSTER_LINE, ItemReader, Passage, Sure
from obligations.extraction.subjects import Subject, SubjectReader

NO_SECTION = (Marker.ROOT, *DIVIDERS)
SHORTEST_PASSAGE = 4


class LeafReader:
    """Reads the passages of one directive's leaf items, and of the text above a list."""

    def __init__(
        self,
        layout: Layout,
        items: ItemReader,
        headings: HeadingReader,
        subjects: SubjectReader,
        clauses: ClauseReader,
    ) -> None:
        self.source = layout.source
        self.layout = layout
        self.items = items
        self.headings = headings
        self.subjects = subjects
        self.clauses = clauses

    def text(self, item: Item, start: int, end: int, inherited: list[UnitMention]) -> list[Passage]:
        """The passages of [start, end), part of the item; `inherited`: who is named by a heading above."""
        if end <= start:
            return []
        spans = self._by_paragraph(item, start, end)
        return [passage for span in spans for passage in self._by_clause(item, *span, inherited)]

    def _by_paragraph(self, item: Item, start: int, end: int) -> list[tuple[int, int]]:
        """The paragraphs that are items of their own, each from its first character to the next one's."""
        paragraphs = self.layout.paragraphs(start, end)
        if len(paragraphs) < 2 or item.marker not in (*NO_SECTION, Marker.CHINESE):
            return [(start, end)]
        if item.marker is Marker.CHINESE:
            stop = self.source.text.find("。", item.start, end)
            begins = [a for a, b in paragraphs if self._after_sentence(stop, a) and self._opens_with_unit(a, b)]
            if len(begins) < 2:
                return [(start, end)]
            heading = "。" not in self.source.text[start : begins[0]]
            begins = [start, *begins[1:]] if heading else [start, *begins]
        else:
            begins = [p_start for p_start, _ in paragraphs]
        return self._without_headings(list(pairwise([*dict.fromkeys(begins), end])))

    def _after_sentence(self, stop: int, at: int) -> bool:
        """Whether the text before a paragraph is complete: a sentence, or the item's heading, before its first 。."""
        return self.source.text[at - 1] in "。;:!?)”》" or not 0 <= stop < at

    def _without_headings(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A heading, or what stands before the first unit, goes with the paragraph after it."""
        joined: list[tuple[int, int]] = []
        begin = None
        for start, end in spans:
            begin = start if begin is None else begin
            if self.source.text[end - 1] not in "。;:!?)" and end - begin < 40 and not self._is_furniture(start, end):
                continue
            joined.append((begin, end))
            begin = None
        if begin is not None:
            joined.append((begin, spans[-1][1]))
        return joined

    def _is_furniture(self, start: int, end: int) -> bool:
        text = self.source.text
        if is_furniture(text[start:end]):
            return True
        return text[start : start + 1] in ROSTER_BEGINS and ROSTER_LINE.match(text, start, end) is not None

    def _opens_with_unit(self, start: int, end: int) -> bool:
        """Whether a paragraph begins with a unit and its order."""
        first = min(end, start + 60)
        stop = self.source.text.find("。", first, end)
        return self.subjects.opens_with_order(start, stop + 1 if stop >= 0 else end, first)

    def opens_with_order(self, start: int, end: int) -> bool:
        """The same, and not with a clause that speaks for the items above it."""
        return not self.clauses.find(start, end) and self._opens_with_unit(start, end)

    def _by_clause(self, item: Item, start: int, end: int, inherited: list[UnitMention]) -> list[Passage]:
        clauses = self.clauses.find(start, end)
        if not clauses:
            return self._by_unit_colon(item, start, end) or [self._by_subject(item, start, end, inherited)]
        path = self.items.path(item)
        passages: list[Passage] = []
        at = start
        for clause in clauses:
            if passages and clause.start - at < SHORTEST_PASSAGE:  # (牵头单位:…)(责任单位:…)
                passages[-1].units = [*passages[-1].units, *clause.units]
                passages[-1].end = clause.end
            else:
                title = self.items.title(item, at, clause.end)
                passages.append(Passage(at, clause.end, path, title, Basis.CLAUSE, clause.units, sure_of(clause)))
            at = clause.end
            while at < end and self.source.text[at] in "。;,、":
                at += 1
        passages[-1].end = max(at, end)
        return passages

    def _by_unit_colon(self, item: Item, start: int, end: int) -> list[Passage]:
        """市财政局:负责…: paragraphs that begin with units and a colon divide the duties of the item."""
        heads: list[tuple[int, list[UnitMention]]] = []
        if self.source.text.find(":", start, end) < 0 or not DIVIDES_DUTIES.search(
            self.source.text, item.mark_start, end
        ):
            return []
        for line_start, _ in self.source.lines(start, end):
            if self.layout.begins_paragraph(line_start):
                colon = self.source.text.find(":", line_start, min(end, line_start + 60))
                mentions = self.subjects.names(line_start, colon) if colon > 0 else []
                if mentions:
                    heads.append((line_start, mentions))
        if len(heads) < 2 or not DIVIDES_DUTIES.search(self.source.text, item.mark_start, heads[0][0]):
            return []
        path = self.items.path(item)
        bounds = pairwise([*(p_start for p_start, _ in heads), end])
        return [
            Passage(*span, path, self.items.title(item, *span), Basis.HEADING, _responsible(mentions), Sure.FULLY)
            for (_, mentions), span in zip(heads, bounds, strict=True)
        ]

    def _by_subject(self, item: Item, start: int, end: int, inherited: list[UnitMention]) -> Passage:
        passage = Passage(start, end, self.items.path(item), self.items.title(item, start, end))
        if self.items.is_silent(item) or self.items.is_roster(item, start, end) or self._is_furniture(start, end):
            passage.aim = True
            return passage
        subjects = self.subjects.read(start, end)
        aim = self.items.is_aim(item)
        if aim or self._has_preamble(item, start, end):
            return self._plain_orders(passage, subjects, aim)
        headed = self.headings.units(item) if start == item.start else []
        if headed or (inherited and not any(s.unit.mention.start == start for s in subjects)):
            passage.basis, passage.sure = Basis.HEADING, Sure.FULLY
            passage.units = _responsible(headed or inherited)
            named = {unit.mention.name for unit in passage.units}
            helping = [AssignedUnit(Role.SUPPORT, mention) for mention in self.subjects.helpers.of_heading(start, end)]
            helping += [s.unit for s in subjects if s.unit.role is Role.SUPPORT]
            passage.units += [unit for unit in helping if unit.mention.name not in named]
        elif subjects:
            passage.basis, passage.sure = Basis.SUBJECT, _sure_by_modals(subjects)
            passage.units = [s.unit for s in subjects]
        return passage

    def _has_preamble(self, item: Item, start: int, end: int) -> bool:
        numbered = item.marker not in (*NO_SECTION, Marker.ARTICLE)
        return not numbered and bool(PREAMBLE.search(self.source.text, start, end))

    def _plain_orders(self, passage: Passage, subjects: list[Subject], aim: bool) -> Passage:
        """Among aims, and beside the sentence that says why a directive is issued, only plain orders count."""
        plain = [
            subject.unit
            for subject in subjects
            if (subject.commanded or (subject.strong and not aim))
            and not self.items.is_no_order(subject.unit.mention.start, passage.start, passage.end)
        ]
        passage.aim = not plain and not self.items.has_dated_goal(passage.start, passage.end)
        if plain:
            passage.basis, passage.units, passage.sure = Basis.SUBJECT, plain, Sure.HARDLY
        return passage


def sure_of(clause: Clause) -> Sure:
    """Labels say plainly who; what a statement says is less sure."""
    return Sure.FULLY if clause.labelled else Sure.PARTLY


def _sure_by_modals(subjects: list[Subject]) -> Sure:
    strong = [subject.strong for subject in subjects]
    if all(strong):
        return Sure.FULLY
    return Sure.PARTLY if any(strong) else Sure.HARDLY


def _responsible(mentions: list[UnitMention]) -> list[AssignedUnit]:
    return [AssignedUnit(Role.RESPONSIBLE, mention) for mention in mentions]
