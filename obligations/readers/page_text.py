"""Pages of positioned characters as one text: lines, tables that run over pages, page numbers and heads left out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from obligations.readers.base import Reading, Unreadable
from obligations.readers.building import TableCell, TextBuilder
from obligations.readers.page_lines import Glyph, Line, Page, in_reading_order, lines_of, words_of
from obligations.readers.page_tables import RuledCell, RuledTable, tables_of

# "—5—", "- 12 -", "第 5 页 共 9 页", "5", "5 / 9": a page number alone on its line.
PAGE_NUMBER = re.compile(r"(?:第)?[-—–―－·.•~]{0,3}(\d{1,4})[-—–―－·.•~]{0,3}(?:页)?(?:[,，、]?[/共]\d{1,4}页?)?")
DIGITS = re.compile(r"\d+")
SPACE = re.compile(r"\s+")
ANNEX = re.compile(r"附[件表录]")
# How far from the edge of the page, in shares of its height, heads and page numbers stand.
MARGIN = 0.14
# In points: heads of different pages stand at one height.
LEVEL = 4.0
OFTEN = 3
SAME_COLUMNS = 5.0
HEAD_ROWS = 3
# A page with fewer characters and a picture is a scan; a page of so many has been typed.
FEW = 15
TYPED = 100
# Lines further apart than this many usual steps have a blank line between them.
APART = 1.25


@dataclass(slots=True)
class Block:
    """A line or a table of a page, in reading order. `level`: where its middle stands, in points."""

    content: Line | RuledTable
    level: float


def reading_of(pages: Iterable[Page], encoding: str, scanned: str) -> Reading:
    """The text of pages in order; places are pages, and rows of tables on them.

    Raises Unreadable with the message `scanned` where the pages are pictures and hardly a word stands beside them.
    """
    blocks: list[list[Block]] = []
    heights: list[float] = []
    pictures: set[int] = set()
    for number, page in enumerate(pages, start=1):
        blocks.append(list(_blocks(page)))
        heights.append(page.height)
        if page.has_image:
            pictures.add(number)
    _drop_page_numbers(blocks, heights)
    _drop_running_heads(blocks, heights)
    counts = [sum(map(_size, found)) for found in blocks]
    unread = tuple(number for number, count in enumerate(counts, start=1) if count < FEW and number in pictures)
    if unread and max(counts) < TYPED and sum(counts) < FEW * len(counts):
        raise Unreadable(scanned)
    writer = _Writer()
    for number, found in enumerate(blocks, start=1):
        writer.page(number, found)
    return replace(writer.builder.reading(encoding), unread=unread)


def _size(block: Block) -> int:
    content = block.content
    return len(content.glyphs) if isinstance(content, Line) else sum(len(cell.glyphs) for cell in content.cells)


def _blocks(page: Page) -> Iterator[Block]:
    tables, outside = tables_of(page.rules, page.glyphs)
    for table in tables:
        above = [one for one in outside if one.y0 + one.y1 < 2 * table.top]
        outside = [one for one in outside if one.y0 + one.y1 >= 2 * table.top]
        yield from _lines(above)
        yield Block(table, (table.top + table.bottom) / 2)
    yield from _lines(outside)


def _lines(glyphs: list[Glyph]) -> Iterator[Block]:
    for line in in_reading_order(glyphs):
        yield Block(line, (line.y0 + line.y1) / 2)


# Page furniture.


def _edges(found: list[Block], height: float) -> list[Block]:
    """The lines in the margins of a page: the two highest and the two lowest."""
    lines = sorted((one for one in found if isinstance(one.content, Line)), key=lambda one: one.level)
    top = [one for one in lines[:2] if one.level < MARGIN * height]
    bottom = [one for one in lines[-2:] if one.level > (1 - MARGIN) * height]
    return [*top, *(one for one in bottom if one not in top)]


def _bare(block: Block) -> str:
    return SPACE.sub("", block.content.text) if isinstance(block.content, Line) else ""


def _drop_page_numbers(blocks: list[list[Block]], heights: list[float]) -> None:
    """Numbers in the margins that count the pages, and those between dashes."""
    found: list[tuple[int, Block, int, str]] = []
    for page, height in enumerate(heights):
        for block in _edges(blocks[page], height):
            text = _bare(block)
            match = PAGE_NUMBER.fullmatch(text)
            if match:
                found.append((page, block, int(match[1]) - page, text))
    offsets = Counter(offset for _, _, offset, _ in found)
    for page, block, offset, text in found:
        dressed = not text.isdecimal()
        outermost = block.level in (max(one.level for one in blocks[page]), min(one.level for one in blocks[page]))
        if dressed or offsets[offset] > 1 or (len(blocks) == 1 and outermost and offset == 1):
            blocks[page].remove(block)


def _drop_running_heads(blocks: list[list[Block]], heights: list[float]) -> None:
    """Lines that come back at one height of the margin, where hardly another line stands on any page."""
    edges = [(page, block) for page, height in enumerate(heights) for block in _edges(blocks[page], height)]
    at_level = Counter(round(block.level / LEVEL) for _, block in edges)
    heads: Counter[tuple[int, str]] = Counter()
    for _, block in edges:
        heads[round(block.level / LEVEL), DIGITS.sub("", _bare(block))] += 1
    for page, block in edges:
        level, text = round(block.level / LEVEL), DIGITS.sub("", _bare(block))
        often = heads[level, text]
        near = sum(at_level[level + step] for step in (-1, 0, 1))
        # left and right pages have heads of their own
        if often >= OFTEN and 5 * often >= 2 * near and len(text) > 1 and not ANNEX.match(text):
            blocks[page].remove(block)


# Writing.


class _Writer:
    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._table: RuledTable | None = None  # the last thing written, when it is a table
        self._heads: list[list[str]] = []  # the first rows of the table that goes on
        self._number = 0
        self._rows = 0

    def page(self, number: int, blocks: list[Block]) -> None:
        pitch = _pitch(blocks)
        before: Line | None = None
        for at, block in enumerate(blocks):
            if isinstance(block.content, Line):
                if before and block.content.y1 - before.y1 > APART * pitch:
                    self.builder.line("")
                before = block.content
                self.builder.line(block.content.text, f"第{number}页" if at == 0 or self._table else "", number)
                self._table = None
            else:
                before = None
                self._write_table(block.content, number, is_first=at == 0)

    def _write_table(self, table: RuledTable, page: int, is_first: bool) -> None:
        cells = [TableCell(one.row, one.column, text_of(one), one.rows, one.columns) for one in table.cells]
        continues = is_first and self._table is not None and _same_columns(self._table, table)
        if continues:
            cells = self._without_repeated_heads(cells)
        else:
            self._number, self._rows = self.builder.next_table(), 0
            self._heads = [_row_texts(cells, row) for row in range(HEAD_ROWS)]
        if any(cell.text for cell in cells):
            rows = self._rows
            self.builder.table(cells, lambda row: f"第{page}页表{self._number}第{rows + row + 1}行", page, continues)
            self._rows += max(cell.row for cell in cells) + 1
        self._table = table

    def _without_repeated_heads(self, cells: list[TableCell]) -> list[TableCell]:
        """A table that goes on repeats its column heads; they are no rows."""
        repeated = 0
        while repeated < HEAD_ROWS and any(self._heads[repeated]):
            if _row_texts(cells, repeated) != self._heads[repeated]:
                break
            repeated += 1
        return [
            TableCell(cell.row - repeated, cell.column, cell.text, cell.rows, cell.columns)
            for cell in cells
            if cell.row >= repeated
        ]


def _pitch(blocks: list[Block]) -> float:
    """How far the lines of a paragraph stand from each other: the usual step, where few paragraphs are long."""
    lines = [block.content for block in blocks if isinstance(block.content, Line)]
    steps = sorted(b.y1 - a.y1 for a, b in pairwise(lines) if b.y1 > a.y1)
    return steps[len(steps) // 4] if steps else 0.0


def text_of(cell: RuledCell) -> str:
    """What a cell prints, a line for each printed line."""
    return "\n".join(words_of(line.glyphs, line.em) for line in lines_of(cell.glyphs))


def _row_texts(cells: list[TableCell], row: int) -> list[str]:
    return [SPACE.sub("", cell.text) for cell in cells if cell.row == row]


def _same_columns(before: RuledTable, after: RuledTable) -> bool:
    """Whether two tables have their lines at the same places; merged heads may hide some in one of them."""
    if abs(before.xs[0] - after.xs[0]) > SAME_COLUMNS or abs(before.xs[-1] - after.xs[-1]) > SAME_COLUMNS:
        return False
    few, many = sorted((before.xs, after.xs), key=len)
    near = sum(any(abs(x - other) <= SAME_COLUMNS for other in many) for x in few)
    return len(few) > 2 and near == len(few) and len(many) - len(few) <= 1
