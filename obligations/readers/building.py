"""Puts the text of a file together: lines and tables, and the places of both."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from obligations.extraction.grids import Cell, Grid
from obligations.readers.base import Place, Reading, Unreadable

MAX_CHARACTERS = 20_000_000
MAX_FIELDS = 150_000
# Of this thread's own work, so that a busy machine refuses nothing.
MAX_SECONDS = 15.0

EMPTY = "文件是空的，没有可识别的文字。"
TOO_LONG = "文件内容过多，无法一次识别。请拆分成几个文件后再上传。"

# What no text holds, and PostgreSQL or UTF-8 would refuse.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
AROUND_LINE_END = re.compile(r"[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell at `row` and `column` (from 0) over `rows` × `columns` fields, with its text."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


class TextBuilder:
    """Lines and tables in reading order. Raises Unreadable for what is out of all measure."""

    def __init__(self) -> None:
        self.size = 0
        self.tables = 0
        self._parts: list[str] = []
        self._grids: list[Grid] = []
        self._places: list[Place] = []
        self._fields = 0
        self._stop = time.thread_time() + MAX_SECONDS

    def check_time(self) -> None:
        """Raises Unreadable when the file has taken longer than any file of an office does."""
        if time.thread_time() > self._stop:
            raise Unreadable(TOO_LONG)

    def line(self, text: str, label: str = "", page: int | None = None) -> None:
        """A line of its own, or several. `label`: its place, when that is another than the one before."""
        self.check_time()
        text = clean(text).strip("\n")
        if label and text.strip():
            self._place(label, page)
        self._add(text + "\n")

    def table(
        self,
        cells: Iterable[TableCell],
        label: Callable[[int], str],
        page: int | None = None,
        continues: bool = False,
    ) -> None:
        """A table: a row is a line, a tab divides fields, and a field that a merged cell covers is empty.

        `label` names the place of a row, from 0.
        """
        rows: defaultdict[int, list[TableCell]] = defaultdict(list)
        last_row, columns = -1, 0
        for cell in cells:
            rows[cell.row].append(cell)
            last_row = max(last_row, cell.row)
            columns = max(columns, cell.column + cell.columns)
        self._fields += (last_row + 1) * columns
        if self._fields > MAX_FIELDS:
            raise Unreadable(TOO_LONG)
        start = self.size
        printed: list[Cell] = []
        for row in range(last_row + 1):
            self._place(label(row), page)
            at = 0
            for cell in sorted(rows[row], key=lambda one: one.column):
                self._add("\t" * (cell.column - at))
                at = cell.column
                text = cell_text(cell.text)
                printed.append(Cell(row, cell.column, self.size, self.size + len(text), cell.rows, cell.columns))
                self._add(text)
            self._add("\t" * (columns - 1 - at) + "\n")
        if printed:
            self._grids.append(Grid(start, self.size, tuple(printed), continues))

    def next_table(self) -> int:
        """The number of the table that follows, from 1, for its label."""
        self.tables += 1
        return self.tables

    def reading(self, encoding: str = "") -> Reading:
        """All that was put in. Raises Unreadable when that is nothing."""
        text = "".join(self._parts)
        if not text.strip():
            raise Unreadable(EMPTY)
        return Reading(text, encoding, tuple(self._grids), tuple(self._places))

    def _place(self, label: str, page: int | None) -> None:
        self._places.append(Place(self.size, page, label))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.size += len(text)
        if self.size > MAX_CHARACTERS:
            raise Unreadable(TOO_LONG)


def clean(text: str) -> str:
    """The text with one kind of line end and without control characters."""
    return UNPRINTABLE.sub("", LINE_END.sub("\n", text))


def cell_text(text: str) -> str:
    """What a cell prints: its own line breaks are kept, tabs (which set cells apart) and blank lines are not."""
    return AROUND_LINE_END.sub("\n", clean(text).replace("\t", " ")).strip()
