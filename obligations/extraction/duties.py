"""Who: from the outline to obligations, each a leaf item with its units.

What counts as one obligation follows the guidelines of the gold files: the lowest numbered item or an unnumbered
paragraph; parameters and conditions below an item belong to it; a responsibility line at a section's end or head speaks
for every item of the section; several clauses inside one item make several obligations.
"""

import re
from collections.abc import Callable

from obligations.extraction.clauses import Clause, ClauseReader
from obligations.extraction.closings import cut_closings
from obligations.extraction.findings import AssignedUnit, Basis, Role, UnitMention
from obligations.extraction.headings import HeadingReader, lists_deeds
from obligations.extraction.layout import Layout
from obligations.extraction.leaves import NO_SECTION, LeafReader, sure_of
from obligations.extraction.outline import Item, Marker, heading_of
from obligations.extraction.passages import ItemReader, Passage, Sure
from obligations.extraction.register import Register
from obligations.extraction.rows import Row, title_of
from obligations.extraction.subjects import SubjectReader
from obligations.extraction.tables import Tables

# 有下列情形之一的,由…处理: what follows the colon are conditions, no duties.
CONDITIONS_FOLLOW = re.compile(
    r"(?:下列|以下|如下|下述)[^。:]{0,20}?(?:情形|条件|材料|资料|内容|事项|标准|行为|因素|方式|信息|文件|情况|证件|原则|程序|规定|要求)[^。:]{0,40}:$"
)
# 应当遵守下列规定: what an article asks of the one it names.
RULES_FOLLOW = re.compile(
    r"(?:下列|以下|如下)[^。:]{0,8}?(?:规定|义务|要求|职责|行为|事项|内容|措施|制度|工作|方式|程序)[^。:]{0,8}:$"
)
# 按照下列分工履行职责: the sentence only leads to those who divide the duties.
DUTIES_FOLLOW = re.compile(
    r"(?:下列|以下|如下)[^。:]{0,8}(?:分工|职责|任务)[^。:]{0,16}:$|(?:职责|分工|任务)[^。:]{0,8}(?:如下|是|为)?:$"
)
# 领导小组的主要职责是:
DUTIES_OF = re.compile(r"(?P<names>[^。;:,、]{2,30}?)的?(?:主要|工作|具体)?(?:职责|任务)(?:分工)?(?:是|为|如下)?:$")
# 申请人应当于5月1日前提交材料: a person does it, not the unit that the list belongs to.
PERSON_ORDERED = re.compile(
    r"[^。;,:]{0,14}?(?:人员|[员者师生人长]|个人|群众|居民|家长)[^。;,:的]{0,4}?(?:应当?(?!急|用|对)|必须|须|要(?!求)|可(?!能)|于(?=\d))"
)
CHINESE_MARK = re.compile(r"[一二三四五六七八九十]{1,3}、")
LONGEST_LEAD = 60
SHORTEST_LEAD = 8


class DutyReader:
    """Reads the obligations of one directive."""

    def __init__(
        self,
        layout: Layout,
        register: Register,
        subjects: SubjectReader,
        clauses: ClauseReader,
        dated: Callable[[int, int], bool],
        tables: Tables,
    ) -> None:
        """`dated` tells whether a span holds a deadline."""
        self.source = layout.source
        self.layout = layout
        self.register = register
        self.subjects = subjects
        self.dated = dated
        self.items = ItemReader(layout)
        self.clauses = clauses
        self.headings = HeadingReader(layout, register)
        self.leaves = LeafReader(layout, self.items, self.headings, subjects, clauses)
        self.tables = tables

    def read(self, root: Item) -> list[Passage]:
        """The passages of the tree in text order; those without units are kept, they may hold a deadline."""
        for item in root.below():
            self.subjects.bodies.learn(self.headings.units(item))
        closings = cut_closings(self.layout, root, self.leaves.opens_with_order)
        passages = self._below(root, [])
        for closing in closings:
            passages += self._leaf(closing, [])
        return sorted(passages, key=lambda passage: passage.start)

    # The tree: sections and what their own text says of the items below.

    def _below(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        if not item.children:
            return self._leaf(item, inherited)
        whole = self._closed_by_bracket(item) or self._record(item)
        if whole is not None:
            return [whole]
        own = self._own_text(item, inherited)
        named = self.headings.units(item) or self._lead_in(item, own) or inherited
        below = [passage for child in item.children for passage in self._below(child, named)]
        if self._only_parameters(item, own, below):
            own[-1].end = item.end
            own[-1].units = _united([own[-1], *below])
            return own
        self._hand_down(item, own, below)
        passages = own + self._rows(item, item.start, item.own_end) + below
        self._spread_section_clause(item, passages)
        return passages

    def _own_text(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        """What stands between an item's marker and its first child, when it is more than a heading."""
        own = self.source.text[item.start : item.own_end]
        if len(own) < (SHORTEST_LEAD if own.endswith(":") else 12) or not re.search(r"[。;:,]", own):
            return []
        spans = self._outside_tables(item.start, item.own_end)
        passages = [passage for span in spans for passage in self.leaves.text(item, *span, inherited)]
        return [p for p in passages if p.units or not p.aim]

    def _outside_tables(self, start: int, end: int) -> list[tuple[int, int]]:
        """[start, end) without its tables and their titles."""
        tables = self.tables.within(start, end)
        if not tables:
            return [(start, end)] if end > start else []
        bounds = [start, *(at for table in tables for at in (table.start, table.end)), end]
        spans = [(a, min(b, end)) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if b > a]
        return [span for span in spans if not self._is_title(*span)]

    def _is_title(self, start: int, end: int) -> bool:
        """Whether what stands beside a table is too short to be more than its title, a measure or a number."""
        return end - start <= LONGEST_LEAD and re.search("[。;:]", self.source.text[start:end]) is None

    def _rows(self, item: Item, start: int, end: int) -> list[Passage]:
        return [self._row(item, row) for table in self.tables.within(start, end) for row in table.rows]

    def _lead_in(self, item: Item, own: list[Passage]) -> list[UnitMention]:
        """领导小组的主要职责是:(一)负责…(二)负责…: the sentence before the list names the body, the items its deeds."""
        if not own or item.marker is Marker.ARTICLE or not lists_deeds(self.layout, item):
            return []
        last_line = max(item.start, self.source.line_span(item.own_end - 1)[0])
        lead = DUTIES_OF.search(self.source.text, last_line, item.own_end)
        if lead and (named := self.subjects.names(*lead.span("names"))):
            own.pop()
            return named
        if own[-1].basis is not Basis.SUBJECT:
            return []
        units = [unit.mention for unit in own[-1].units if unit.role is not Role.SUPPORT]
        own.pop()
        return units

    def _only_parameters(self, item: Item, own: list[Passage], below: list[Passage]) -> bool:
        """Conditions, materials and thresholds below a sentence that names somebody."""
        if not own or item.marker in NO_SECTION:
            return False
        if own[-1].units and not any(p.units or self.dated(p.start, p.end) for p in below):
            return True
        if own[-1].units and self._lists_rules(item, below):
            return True
        lead = max(item.start, item.own_end - LONGEST_LEAD)
        if not CONDITIONS_FOLLOW.search(self.source.text, lead, item.own_end):
            return False
        plain = all(p.basis in (Basis.NONE, Basis.SUBJECT) and not _opens(p) for p in below)
        return plain and not any(self.dated(p.start, p.end) for p in below)

    def _lists_rules(self, item: Item, below: list[Passage]) -> bool:
        """第九条 管理责任人应当履行下列义务:(一)…(二)…: the items of an article are what it asks, dated or not."""
        text = self.source.text
        lead = max(item.start, item.own_end - LONGEST_LEAD)
        if item.marker is not Marker.ARTICLE or not RULES_FOLLOW.search(text, lead, item.own_end):
            return False
        return all(p.basis in (Basis.NONE, Basis.SUBJECT) and not _opens(p) for p in below)

    def _hand_down(self, item: Item, own: list[Passage], below: list[Passage]) -> None:
        """What the text above a list says of its items: a clause speaks for each, a subject for those with a date."""
        if not own or not below or item.marker in NO_SECTION:
            return
        head = own[-1]
        if head.basis is Basis.CLAUSE and not any(p.basis in (Basis.CLAUSE, Basis.TABLE) for p in below):
            for passage in below:
                passage.basis, passage.units, passage.sure = Basis.CLAUSE, list(head.units), head.sure
            if not self.dated(head.start, head.end):
                own.pop()
            return
        if head.basis is not Basis.SUBJECT:
            return
        lead = max(item.start, item.own_end - LONGEST_LEAD)
        if DUTIES_FOLLOW.search(self.source.text, lead, item.own_end) and any(p.units for p in below):
            own.pop()
            return
        for passage in below:
            if PERSON_ORDERED.match(self.source.text, passage.start, passage.end):
                continue
            if not passage.units and not passage.aim and self.dated(passage.start, passage.end):
                passage.basis, passage.units, passage.sure = Basis.SUBJECT, list(head.units), Sure.HARDLY

    def _closed_by_bracket(self, item: Item) -> Passage | None:
        """The item and all below it, when one bracketed clause at its very end assigns them together."""
        if item.marker in NO_SECTION or item.own_end - item.start <= 30:
            return None
        clauses = self.clauses.find(item.start, item.end)
        if len(clauses) != 1 or clauses[0].standalone or clauses[0].sentence or clauses[0].start < item.own_end:
            return None
        if item.end - clauses[0].end >= 4:
            return None
        title = heading_of(self.layout, item)
        return Passage(
            item.start,
            item.end,
            self.items.path(item),
            title,
            Basis.CLAUSE,
            clauses[0].units,
            sure_of(clauses[0]),
        )

    def _record(self, item: Item) -> Passage | None:
        """A problem, its 整改措施: 1.…2.… and the lines that say whose it is: one record, whatever its measures are."""
        if item.marker in NO_SECTION or not self.source.text.endswith("措施:", item.start, item.own_end):
            return None
        clauses = self.clauses.find(item.start, item.end)
        if not clauses or clauses[0].start < item.children[-1].start or not clauses[0].standalone:
            return None
        units = [unit for clause in clauses for unit in clause.units]
        title = heading_of(self.layout, item)
        return Passage(item.start, item.end, self.items.path(item), title, Basis.CLAUSE, units, sure_of(clauses[0]))

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
            passage.basis, passage.units, passage.sure = Basis.CLAUSE, list(clause.units), sure_of(clause)

    def _closing_line(self, passage: Passage) -> Clause | None:
        clauses = self.clauses.find(passage.start, passage.end)
        if not clauses or clauses[-1].sentence or passage.end - clauses[-1].end > 3:
            return None
        last = clauses[-1]
        alone = last.standalone or self.layout.surely_begins_paragraph(last.start)
        return last if alone else None

    # Leaves: rows, paragraphs, passages with a clause of their own.

    def _leaf(self, item: Item, inherited: list[UnitMention]) -> list[Passage]:
        """A leaf item: its table rows, or one passage a clause, or one a paragraph where nothing is numbered."""
        passages = self._rows(item, item.start, item.end)
        for span in self._outside_tables(item.start, item.end):
            passages += self.leaves.text(item, *span, inherited)
        return passages

    def _row(self, item: Item, row: Row) -> Passage:
        basis = Basis.TABLE if row.units else Basis.NONE
        path, title = self._row_path(item, row), title_of(self.source, row)
        return Passage(row.start, row.end, path, title, basis, row.units, Sure.FULLY, row=row)

    def _row_path(self, item: Item, row: Row) -> list[str]:
        """A table that runs on below 二、 has left the 一、 that it began in."""
        path = self.items.path(item)
        if row.path and item.marker is Marker.CHINESE and CHINESE_MARK.match(row.path[0]):
            path = path[:-1]
        return path + row.path


def _opens(passage: Passage) -> bool:
    return any(unit.mention.start == passage.start for unit in passage.units)


def _united(passages: list[Passage]) -> list[AssignedUnit]:
    """The units of several passages, each name once."""
    units = {unit.mention.name: unit for passage in reversed(passages) for unit in reversed(passage.units)}
    return list(reversed(units.values()))
