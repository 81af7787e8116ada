"""The supervisor's progress report as an Excel workbook: a summary, all commitments, and a sheet for each unit.

Rows are read in chunks and written through, each to two sheets: memory does not grow with their number. XlsxWriter
because openpyxl took three times as long for the same 20,000 rows (docs/dependencies.md).
"""

from datetime import date
from io import BytesIO
from typing import BinaryIO

from xlsxwriter import Workbook

from obligations.exports.cells import SheetNames
from obligations.exports.rows import rows
from obligations.exports.sheets import CommitmentSheet
from obligations.exports.styles import Styles, styles
from obligations.exports.summary import Summary
from obligations.models import Unit
from obligations.models.commitments import CommitmentQuerySet

TITLE = "督查督办事项进展情况表"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Every open sheet holds a temporary file open.
MOST_UNIT_SHEETS = 250


def build(commitments: CommitmentQuerySet, on: date, title: str = TITLE, filters: str = "全部") -> bytes:
    """The workbook's bytes. The caller passes what the reader may see: `Commitment.objects.visible_to(user)`."""
    to = BytesIO()
    write(commitments, on, to, title, filters)
    return to.getvalue()


def write(commitments: CommitmentQuerySet, on: date, to: BinaryIO, title: str = TITLE, filters: str = "全部") -> int:
    """Writes the workbook of the day `on` to an open file; returns how many commitments it holds."""
    with Workbook(to, {"constant_memory": True}) as book:
        book.set_properties({"title": title, "author": "督查督办系统"})
        report = ProgressReport(book, on, title, filters)
        report.lay_out(list(Unit.objects.filter(pk__in=commitments.order_by().values("unit"))))
        for row in rows(commitments, on):
            report.everything.add(row)
            report.summary.add(row)
            if own := report.by_unit.get(row.unit_id):
                own.add(row)
        return report.close()


class ProgressReport:
    """The sheets of one workbook, in their order from the start: XlsxWriter can't move them later."""

    def __init__(self, book: Workbook, on: date, title: str, filters: str) -> None:
        self._book, self._title, self._names = book, title, SheetNames()
        self._note = f"统计日期：{on.year}年{on.month}月{on.day}日    范围：{filters}"
        self._styles: Styles = styles(book)
        self._first = book.add_worksheet(self._names.take("汇总"))
        self.summary = Summary()
        self.everything = self._sheet(self._names.take("全部事项"), title)
        self.by_unit: dict[int, CommitmentSheet] = {}

    def lay_out(self, units: list[Unit]) -> None:
        """A sheet for each unit in the register's order; one unit alone is already the whole."""
        for number, unit in enumerate(units):
            name = ""
            if len(units) > 1 and number < MOST_UNIT_SHEETS:
                name = self._names.take(str(unit))
                self.by_unit[unit.pk] = self._sheet(name, f"{unit}承办事项进展情况表")
            self.summary.expect(unit.pk, str(unit), name)

    def close(self) -> int:
        self.summary.write(self._first, self._styles, f"{self._title}（汇总）", self._note)
        for sheet in (self.everything, *self.by_unit.values()):
            sheet.close()
        return self.everything.count

    def _sheet(self, name: str, title: str) -> CommitmentSheet:
        return CommitmentSheet(self._book.add_worksheet(name), self._styles, title, self._note)
