"""Word documents (DOCX), read from their XML: what Word would show, numbers of lists and text boxes included."""

from collections import defaultdict
from dataclasses import dataclass

from obligations.readers.base import Reading
from obligations.readers.building import TableCell, TextBuilder
from obligations.readers.docx_inline import InlineReader, Words, blocks, mark_is_gone
from obligations.readers.docx_numbering import Numbering
from obligations.readers.xml_parts import Element, child, children, kind, number, office_part, parsed, related, value
from obligations.readers.zips import Package

# Chains of styles are a few links long; a broken file may have a circle.
LONGEST_CHAIN = 20
WIDEST = 200
NOTE_NAMES = {"footnote": "脚注", "endnote": "尾注"}


def read(package: Package) -> Reading:
    """The text of the document, tables with their cells; places are paragraphs and rows of tables."""
    return _Document(package).reading()


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    num_id: str
    level: int | None


class _Document:
    def __init__(self, package: Package) -> None:
        part = office_part(package)
        self.body = child(parsed(package.read(part)), "body")
        self.styles = {
            value(one, "styleId"): _style(one) for one in children(related(package, part, "styles"), "style")
        }
        linked = {name: (style.num_id, style.level or 0) for name, style in self.styles.items() if style.num_id}
        self.numbering = Numbering(related(package, part, "numbering"), linked)
        self.notes = {
            name: {value(one, "id"): one for one in children(related(package, part, f"{name}s"), name)}
            for name in NOTE_NAMES
        }
        self.builder = TextBuilder()
        self.inline = InlineReader()
        self.paragraphs = 0
        self.referred: list[tuple[str, str]] = []

    def reading(self) -> Reading:
        if self.body is not None:
            self._blocks(self.body)
        for at, (name, note_id) in enumerate(self.referred, start=1):
            note = self.notes[name].get(note_id)
            if note is not None:
                self.builder.line(self._cell(note), f"{NOTE_NAMES[name]}{at}")
        return self.builder.reading("docx")

    def _blocks(self, parent: Element) -> None:
        """Writes paragraphs and tables; a paragraph whose end was deleted runs into the next."""
        begun = ""
        for block in blocks(parent):
            if kind(block) == "tbl":
                if begun:
                    self._line(begun)
                    begun = ""
                self._table(block)
                continue
            label, words = self._paragraph(block)
            text = label + begun + words.text
            begun = text if mark_is_gone(block) else ""
            boxes_first = not self.builder.size
            if boxes_first:
                self._boxes(words)
            if not begun:
                self._line(text)
            if not boxes_first:
                self._boxes(words)
        if begun:
            self._line(begun)

    def _line(self, text: str) -> None:
        self.paragraphs += 1
        self.builder.line(text, f"第{self.paragraphs}段")

    def _boxes(self, words: Words) -> None:
        for box in words.boxes:
            self._blocks(box)

    def _paragraph(self, paragraph: Element) -> tuple[str, Words]:
        """Its automatic number and its words. One that runs into the next has the number of that."""
        self.builder.check_time()
        words = self.inline.words(paragraph)
        self.referred += words.notes
        return ("" if mark_is_gone(paragraph) else self._label(paragraph)), words

    def _label(self, paragraph: Element) -> str:
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        own = child(properties, "numPr")
        num_id = value(child(own, "numId"))
        at = value(child(own, "ilvl"))
        level = number(at) if at else None
        for name in self._chain(style):
            if num_id:
                break
            num_id = self.styles[name].num_id
            if num_id and level is None:
                level = self.numbering.level_of_style(num_id, name)
                level = self.styles[name].level if level is None else level
        if not num_id or num_id == "0":
            return ""
        return self.numbering.next_label(num_id, level or 0)

    def _chain(self, style: str) -> list[str]:
        """The style and those that it is based on."""
        found: list[str] = []
        while style in self.styles and style not in found and len(found) < LONGEST_CHAIN:
            found.append(style)
            style = self.styles[style].based_on
        return found

    # Tables.

    def _table(self, table: Element) -> None:
        only = _only_cell(table)
        if only is not None:
            # A frame around text, or the grid of a whole page.
            self._blocks(only)
            return
        cells = self._cells(table)
        if any(cell.text.strip() for cell in cells):
            at = self.builder.next_table()
            self.builder.table(cells, lambda row: f"表{at}第{row + 1}行")

    def _cells(self, table: Element) -> list[TableCell]:
        cells: list[TableCell] = []
        # The cell that each column's vertical merge goes on from.
        merged: dict[int, int] = {}
        for row, line in enumerate(_rows(table)):
            column = number(value(child(line, "trPr", "gridBefore")))
            for cell in _cells_of(line):
                properties = child(cell, "tcPr")
                width = min(max(1, number(value(child(properties, "gridSpan")), 1)), WIDEST)
                merge = child(properties, "vMerge")
                if merge is not None and value(merge, default="continue") == "continue" and column in merged:
                    top = cells[merged[column]]
                    cells[merged[column]] = TableCell(top.row, top.column, top.text, row - top.row + 1, top.columns)
                else:
                    merged.pop(column, None)
                    if merge is not None:
                        merged[column] = len(cells)
                    cells.append(TableCell(row, column, self._cell(cell), 1, width))
                column += width
        return cells

    def _cell(self, cell: Element) -> str:
        """The text of a cell or a note: a line for each paragraph; a nested table gives a line for each row."""
        lines: list[str] = []
        begun = ""
        for block in blocks(cell):
            if kind(block) == "tbl":
                lines += self._nested(block)
                continue
            label, words = self._paragraph(block)
            begun = label + begun + words.text
            lines += [self._cell(box) for box in words.boxes]
            if not mark_is_gone(block):
                lines.append(begun)
                begun = ""
        return "\n".join([*lines, begun]).strip()

    def _nested(self, table: Element) -> list[str]:
        rows: defaultdict[int, list[str]] = defaultdict(list)
        for cell in self._cells(table):
            rows[cell.row].append(cell.text)
        return [" ".join(text for text in rows[row] if text) for row in sorted(rows)]


def _style(element: Element) -> _Style:
    numbered = child(element, "pPr", "numPr")
    level = value(child(numbered, "ilvl"))
    return _Style(
        based_on=value(child(element, "basedOn")),
        num_id=value(child(numbered, "numId")),
        level=number(level) if level else None,
    )


def _rows(table: Element) -> list[Element]:
    """The rows that stay when tracked changes are accepted."""
    found = []
    for one in table:
        if kind(one) == "tr":
            if child(one, "trPr", "del") is None:
                found.append(one)
        elif kind(one) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            found += _rows(one)
    return found


def _cells_of(row: Element) -> list[Element]:
    found = []
    for one in row:
        if kind(one) == "tc":
            found.append(one)
        elif kind(one) in ("sdt", "sdtContent", "customXml"):
            found += _cells_of(one)
    return found


def _only_cell(table: Element) -> Element | None:
    rows = _rows(table)
    cells = _cells_of(rows[0]) if len(rows) == 1 else []
    return cells[0] if len(cells) == 1 else None
