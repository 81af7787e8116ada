"""One sheet of commitments: title, note, header and rows, set up for reading and for printing on A4."""

from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from obligations.exports.cells import safe_text
from obligations.exports.columns import COLUMNS, NUMBER_TITLE, NUMBER_WIDTH, PRINTED, Look, Value
from obligations.exports.rows import Row
from obligations.exports.styles import Styles

TITLE_ROW, NOTE_ROW, HEADER_ROW = 0, 1, 2
FIRST_ROW = HEADER_ROW + 1
A4 = 9
# Points.
LINE_HEIGHT, PADDING, HIGHEST_ROW = 13.5, 5.0, 405.0


def head(
    sheet: Worksheet, styles: Styles, title: str, note: str, columns: list[tuple[str, float]], printed: int
) -> None:
    """Title and note over the first `printed` columns, then the header. Columns are (title, width)."""
    last = printed - 1
    for at, (_title, width) in enumerate(columns):
        sheet.set_column(at, at, width)
    sheet.set_row(TITLE_ROW, 34)
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, safe_text(title), styles.title)
    sheet.set_row(NOTE_ROW, 20)
    sheet.merge_range(NOTE_ROW, 0, NOTE_ROW, last, safe_text(note), styles.note)
    sheet.set_row(HEADER_ROW, 30)
    for at, (column_title, _width) in enumerate(columns):
        sheet.write_string(HEADER_ROW, at, column_title, styles.header)
    sheet.freeze_panes(FIRST_ROW, 1)


def print_setup(sheet: Worksheet) -> None:
    """A4 landscape, one page wide, the head on every page, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW, HEADER_ROW)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&L&9&A&C&9第 &P 页，共 &N 页&R&9打印于 &D")


class CommitmentSheet:
    """Takes rows one after the other; nothing of them stays in memory."""

    def __init__(self, sheet: Worksheet, styles: Styles, title: str, note: str) -> None:
        self._sheet, self._styles = sheet, styles
        self.count = 0
        # None: the look depends on the row's light.
        self._looks = [None if one.look is Look.LIGHT else styles.cells[one.look] for one in COLUMNS]
        columns = [(NUMBER_TITLE, NUMBER_WIDTH), *((column.title, column.width) for column in COLUMNS)]
        head(sheet, styles, title, note, columns, printed=len(PRINTED) + 1)
        print_setup(sheet)

    def add(self, row: Row) -> None:
        at = FIRST_ROW + self.count
        self.count += 1
        values = [column.value(row) for column in COLUMNS]
        self._sheet.set_row(at, row_height(values))
        self._sheet.write_number(at, 0, self.count, self._styles.cells[Look.CENTRED])
        for position, (value, look) in enumerate(zip(values, self._looks, strict=True), start=1):
            write(self._sheet, at, position, value, look or self._styles.lights[row.light])

    def close(self) -> None:
        """Ends the table: the filter covers header and rows."""
        if not self.count:
            self._sheet.merge_range(FIRST_ROW, 0, FIRST_ROW, len(COLUMNS), "没有符合条件的承办事项", self._styles.note)
        self._sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + self.count, len(COLUMNS))
        self._sheet.print_area(TITLE_ROW, 0, HEADER_ROW + max(self.count, 1), len(PRINTED))


def row_height(values: list[Value]) -> float:
    """Points for the longest wrapped text of a row. Excel could find it itself, LibreOffice and previewers do not."""
    texts = zip(values, COLUMNS, strict=True)
    lines = max(line_count(value, column.width) for value, column in texts if isinstance(value, str))
    return min(lines * LINE_HEIGHT + PADDING, HIGHEST_ROW)


def line_count(text: str, width: float) -> int:
    """Lines of a text in a column so many characters wide; a Chinese character takes the place of two."""
    if len(text) * 2 <= width:
        return 1
    cells = max(1.0, width - 1)
    return sum(max(1, ceil(len(line.encode("gbk", "replace")) / cells)) for line in text.split("\n"))


def write(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    """Text as text whatever it looks like, dates as dates, nothing as an empty ruled cell."""
    match value:
        case None | "":
            sheet.write_blank(row, column, None, look)
        case str():
            sheet.write_string(row, column, safe_text(value), look)
        case int() | float():
            sheet.write_number(row, column, value, look)
        case _:
            sheet.write_datetime(row, column, value, look)
