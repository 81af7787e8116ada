"""Web pages as government sites publish documents: the document's own text and tables, without what surrounds it."""

import re
from dataclasses import dataclass, field

from lxml import etree, html

from obligations.readers import plain_text
from obligations.readers.base import Reading, Unreadable
from obligations.readers.building import TOO_LONG, TableCell, TextBuilder
from obligations.readers.html_main import main_parts
from obligations.readers.xml_parts import Element, kind, number

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
HEAD_BYTES = 4096
MAX_BYTES = 20 * 1024 * 1024
# HTML's white space; the ideographic and the no-break space are text.
SPACE = re.compile(r"[ \t\r\n\f]+")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
WIDEST = 200
TALLEST = 2000
CHINESE = ("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "hz-gb-2312")


def read(content: bytes) -> Reading:
    """The document of the page. Places are paragraphs and rows of tables."""
    if len(content) > MAX_BYTES:
        raise Unreadable(TOO_LONG)
    text, encoding = decoded(content)
    # Entities of a document type are not expanded by the HTML parser, and nothing is fetched.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(DECLARATION.sub("", text).encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(plain_text.NOT_TEXT) from error
    page = _Page()
    body = next(iter(root.iter("body")), root)
    for part in main_parts(body):
        page.write(part)
    return page.builder.reading(encoding)


def decoded(content: bytes) -> tuple[str, str]:
    """The page's characters and their codec: by its bytes where they are clear, else by what it says of itself.

    A page that was moved to UTF-8 may keep its old declaration; single broken bytes don't make it unreadable.
    """
    said = CHARSET.search(content[:HEAD_BYTES])
    name = said[1].decode("ascii").lower() if said else ""
    if not _is_utf8(content) and name in CHINESE:
        return content.decode("gb18030", "replace"), "gb18030"
    try:
        reading = plain_text.read(content)
    except Unreadable:
        if name in ("utf-8", "utf8"):
            return content.decode("utf-8", "replace"), "utf-8"
        raise
    return reading.text, reading.encoding


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _Page:
    builder: TextBuilder = field(default_factory=TextBuilder)
    paragraphs: int = 0
    _line: list[str] = field(default_factory=list)
    _counts: dict[Element, int] = field(default_factory=dict)

    def write(self, part: Element) -> None:
        self._element(part)
        self._end_line()

    def _element(self, element: Element) -> None:
        name = kind(element)
        if name == "br":
            self._end_line()
            return
        if name == "table" and (cells := _data_cells(element)):
            self._end_line()
            at = self.builder.next_table()
            self.builder.table(cells, lambda row: f"表{at}第{row + 1}行")
            return
        is_block = name in BLOCKS
        if is_block:
            self._end_line()
        if name == "li":
            self._line.append(self._list_mark(element))
        self._text(element.text, name)
        for child in element:
            self._element(child)
            self._text(child.tail, name)
        if is_block:
            self._end_line()

    def _text(self, text: str | None, holder: str) -> None:
        if not text:
            return
        if holder == "pre":
            for line in text.splitlines():
                self._line.append(line)
                self._end_line()
        else:
            self._line.append(SPACE.sub(" ", text))

    def _list_mark(self, item: Element) -> str:
        """The number that a browser prints before an item of an ordered list."""
        holder = item.getparent()
        if holder is None or kind(holder) != "ol" or "none" in (holder.get("style") or ""):
            return ""
        before = self._counts.get(holder, number(holder.get("start") or "", 1) - 1)
        self._counts[holder] = number(item.get("value") or "", before + 1)
        return f"{self._counts[holder]}. "

    def _end_line(self) -> None:
        text = "".join(self._line).strip(" ")
        self._line.clear()
        if text.strip():
            self.paragraphs += 1
            self.builder.line(text, f"第{self.paragraphs}段")


def _data_cells(table: Element) -> list[TableCell]:
    """The cells of a table of data; none for one that only lays out the page."""
    rows = [row for row in table.iter("tr") if _holder(row, "table") is table]
    lines = [[cell for cell in row if kind(cell) in ("td", "th")] for row in rows]
    if len([line for line in lines if line]) < 2 or max(map(len, lines)) < 2:
        return []
    if any(_lays_out(cell) for line in lines for cell in line):
        return []
    return _placed(lines)


def _lays_out(cell: Element) -> bool:
    """Whether a cell holds a part of a page: tables inside, or many paragraphs."""
    return next(cell.iter("table"), None) is not None or sum(1 for _ in cell.iter("p")) > 12


def _holder(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(name), None)


def _placed(lines: list[list[Element]]) -> list[TableCell]:
    """The cells with their fields: a field that an earlier cell covers moves the next one on."""
    cells = []
    # For each column, how many more rows a cell from above covers.
    covered: dict[int, int] = {}
    for row, line in enumerate(lines):
        column = 0
        below: dict[int, int] = {at: left - 1 for at, left in covered.items() if left > 1}
        for cell in line:
            while covered.get(column, 0) > 0:
                column += 1
            width = min(max(1, number(cell.get("colspan") or "", 1)), WIDEST)
            # 0 means: to the end of the table.
            height = number(cell.get("rowspan") or "", 1) or len(lines)
            height = min(max(1, height), len(lines) - row, TALLEST)
            cells.append(TableCell(row, column, _cell_text(cell), height, width))
            if height > 1:
                below.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width
        covered = below
    return cells


def _cell_text(cell: Element) -> str:
    parts: list[str] = []

    def walk(element: Element) -> None:
        if kind(element) == "br":
            parts.append("\n")
            return
        is_block = kind(element) in BLOCKS
        if is_block:
            parts.append("\n")
        parts.append(SPACE.sub(" ", element.text or ""))
        for child in element:
            walk(child)
            parts.append(SPACE.sub(" ", child.tail or ""))
        if is_block:
            parts.append("\n")

    walk(cell)
    return "".join(parts)
