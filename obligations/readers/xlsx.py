"""Workbooks (XLSX), read from their XML: one task table a sheet, values as displayed, hidden parts left out."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from obligations.readers.base import Reading, Unreadable
from obligations.readers.building import TOO_LONG, TableCell, TextBuilder
from obligations.readers.xlsx_formats import BUILT_IN, displayed, plain
from obligations.readers.xml_parts import (
    Element,
    child,
    children,
    kind,
    number,
    office_part,
    parsed,
    related,
    relations,
    value,
)
from obligations.readers.zips import BROKEN, Package

MAX_CELLS = 200_000
MAX_SPANS = 2_000  # of hidden columns
WIDEST = 16_384
LONGEST = 1_048_576
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
DEFAULT_NAME = re.compile(r"(?:Sheet|工作表|表)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)
NOTE = re.compile(r"(?:备?注|说明|填表|填报|制表|审核|联系)")


def read(package: Package) -> Reading:
    """The visible sheets in order. Titles above a table and notes below are lines; places are rows of sheets."""
    part = office_part(package)
    workbook = parsed(package.read(part))
    values = _Values(
        strings=[_string(one) for one in children(related(package, part, "sharedStrings"), "si")],
        codes=_format_codes(related(package, part, "styles")),
        since_1904=value(child(workbook, "workbookPr"), "date1904") in ("1", "true"),
    )
    parts = {found: name for found, what, name in relations(package, part) if what == "worksheet"}
    builder = TextBuilder()
    for sheet in children(child(workbook, "sheets"), "sheet"):
        name = parts.get(_relation_of(sheet))
        if name and name in package and value(sheet, "state", "visible") == "visible":
            _write(builder, value(sheet, "name"), _sheet(package.read(name), values))
    return builder.reading("xlsx")


@dataclass(frozen=True, slots=True)
class _Values:
    """What cells point at: shared strings and number formats by their index."""

    strings: list[str]
    codes: list[str]
    since_1904: bool


@dataclass(slots=True)
class _Sheet:
    """The filled cells of the visible rows and columns: row → column → text, numbered from 1 as in the file.

    `merged` maps the first visible field of a merged cell to (last row, last column).
    """

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def _relation_of(sheet: Element) -> str:
    return next((str(text) for key, text in sheet.attrib.items() if key.endswith("}id")), "")


def _string(element: Element) -> str:
    """Plain or rich text, without phonetic guides."""
    texts = []
    for one in element:
        if kind(one) == "t":
            texts.append(one.text or "")
        elif kind(one) == "r":
            texts += [text.text or "" for text in children(one, "t")]
    return "".join(texts)


def _format_codes(styles: Element | None) -> list[str]:
    """The format code of each cell style."""
    own = {value(one, "numFmtId"): value(one, "formatCode") for one in children(child(styles, "numFmts"), "numFmt")}
    return [
        own.get(found) or BUILT_IN.get(number(found), "General")
        for found in (value(one, "numFmtId", "0") for one in children(child(styles, "cellXfs"), "xf"))
    ]


def _sheet(content: bytes, values: _Values) -> _Sheet:
    sheet = _Sheet()
    ranges: list[tuple[int, int, int, int]] = []
    count = spans = 0
    stream = etree.iterparse(
        BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, element in stream:
            name = kind(element)
            if name == "row":
                cells = _row(element, values, sheet, len(sheet.rows) + 1)
                count += cells
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            elif name == "col" and value(element, "hidden") in ("1", "true"):
                spans += 1
                first, last = number(value(element, "min")), number(value(element, "max"))
                sheet.hidden_columns.update(range(max(first, 1), min(last, WIDEST) + 1))
            elif name == "mergeCell" and (found := _range(value(element, "ref"))):
                ranges.append(found)
            if count > MAX_CELLS or len(ranges) > MAX_CELLS or spans > MAX_SPANS:
                raise Unreadable(TOO_LONG)
    except etree.XMLSyntaxError as error:
        raise Unreadable(BROKEN) from error
    _merge(sheet, ranges)
    _hide(sheet)
    return sheet


def _row(element: Element, values: _Values, sheet: _Sheet, expected: int) -> int:
    """Takes a row's filled cells; returns how many."""
    at = number(value(element, "r"), expected)
    if value(element, "hidden") in ("1", "true"):
        sheet.hidden_rows.add(at)
    cells: dict[int, str] = {}
    column = 0
    for one in children(element, "c"):
        place = REFERENCE.fullmatch(value(one, "r"))
        column = _column(place[1]) if place else column + 1
        text = _cell_text(one, values).strip()
        if text and column <= WIDEST:
            cells[column] = text
    if cells and 0 < at <= LONGEST:
        sheet.rows[at] = cells
    return len(cells)


def _cell_text(cell: Element, values: _Values) -> str:
    what = value(cell, "t", "n")
    if what == "inlineStr":
        inline = child(cell, "is")
        return _string(inline) if inline is not None else ""
    held = child(cell, "v")
    text = (held.text or "") if held is not None else ""
    match what:
        case "s":
            at = number(text, -1)
            return values.strings[at] if 0 <= at < len(values.strings) else ""
        case "b":
            return {"1": "是", "0": "否"}.get(text, text)
        case "n" if text:
            return _number_text(text, number(value(cell, "s"), 0), values)
        case "d":
            return text.partition("T")[0]
        case "e":
            return ""
        case _:
            return text


def _number_text(text: str, style: int, values: _Values) -> str:
    try:
        amount = float(text)
    except ValueError:
        return text
    if amount != amount or amount in (float("inf"), float("-inf")):
        return ""
    code = values.codes[style] if 0 <= style < len(values.codes) else "General"
    return plain(amount) if code in ("General", "@") else displayed(amount, code, values.since_1904)


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = 26 * at + ord(letter) - 64
    return at


def _range(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    top, bottom = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
    if not top or not bottom:
        return None
    return int(top[2]), _column(top[1]), min(int(bottom[2]), LONGEST), min(_column(bottom[1]), WIDEST)


def _merge(sheet: _Sheet, ranges: list[tuple[int, int, int, int]]) -> None:
    """Gives merged cells their span. Where the first field is hidden, Excel shows the text in what is left of it."""
    for top, left, bottom, right in ranges:
        text = sheet.rows.get(top, {}).get(left)
        if text is None:
            continue
        row = next((at for at in range(top, bottom + 1) if at not in sheet.hidden_rows), None)
        column = next((at for at in range(left, right + 1) if at not in sheet.hidden_columns), None)
        if row is None or column is None:
            continue
        del sheet.rows[top][left]
        sheet.rows.setdefault(row, {})[column] = text
        sheet.merged[row, column] = (bottom, right)


def _hide(sheet: _Sheet) -> None:
    rows = {}
    for at in sorted(sheet.rows):
        cells = {column: text for column, text in sheet.rows[at].items() if column not in sheet.hidden_columns}
        if cells and at not in sheet.hidden_rows:
            rows[at] = cells
    sheet.rows = rows


def _write(builder: TextBuilder, name: str, sheet: _Sheet) -> None:
    """Blank rows before a title set one table apart from the next."""
    blocks: list[list[int]] = []
    before = 0
    for row, cells in sheet.rows.items():
        apart = any(at not in sheet.hidden_rows for at in range(before + 1, row))
        if not blocks or (apart and len(cells) == 1):
            blocks.append([])
        blocks[-1].append(row)
        before = row
    for at, rows in enumerate(blocks):
        _write_block(builder, name, sheet, rows, is_first=at == 0)


def _write_block(builder: TextBuilder, name: str, sheet: _Sheet, rows: list[int], is_first: bool) -> None:
    def label(row: int) -> str:
        return f"工作表“{name}”第{row}行"

    def lines(some: list[int]) -> None:
        for row in some:
            builder.line(next(iter(sheet.rows[row].values())), label(row))

    single = [len(sheet.rows[row]) == 1 for row in rows]
    first = next((at for at, alone in enumerate(single) if not alone), len(rows))
    last = len(rows)
    while last > first and single[last - 1] and _is_note(sheet, rows[last - 1]):
        last -= 1
    if is_first and not first and not DEFAULT_NAME.fullmatch(name):
        builder.line(name, f"工作表“{name}”")
    lines(rows[:first])
    if table := rows[first:last]:
        builder.next_table()
        builder.table(_table(sheet, table), lambda at: label(table[at]))
    lines(rows[last:])


def _is_note(sheet: _Sheet, row: int) -> bool:
    """Whether the only cell of a row below a table is about the table: it says so, or is merged over columns."""
    column, text = next(iter(sheet.rows[row].items()))
    return bool(NOTE.match(text)) or sheet.merged.get((row, column), (row, column))[1] > column


def _table(sheet: _Sheet, rows: list[int]) -> list[TableCell]:
    used = sorted({column for row in rows for column in sheet.rows[row]})
    columns = {column: at for at, column in enumerate(used)}
    row_at = {row: at for at, row in enumerate(rows)}
    cells = []
    for row in rows:
        for column, text in sheet.rows[row].items():
            bottom, right = sheet.merged.get((row, column), (row, column))
            height = bisect_right(rows, bottom) - row_at[row]
            width = bisect_right(used, right) - columns[column]
            cells.append(TableCell(row_at[row], columns[column], text, height, width))
    return cells
