"""The first sheet (汇总): how many commitments of each unit stand at each light, counted from the rows themselves."""

from collections import Counter
from dataclasses import dataclass, field

from xlsxwriter.worksheet import Worksheet

from obligations.exports.cells import safe_text
from obligations.exports.columns import Look
from obligations.exports.rows import Row
from obligations.exports.sheets import FIRST_ROW, head, print_setup
from obligations.exports.styles import Styles
from obligations.models import LIGHT_ORDER, Light

UNIT_WIDTH, NUMBER_WIDTH = 30.0, 10.0


@dataclass(slots=True)
class UnitCounts:
    unit: str
    sheet_name: str
    lights: Counter[Light] = field(default_factory=Counter)


class Summary:
    def __init__(self) -> None:
        self._units: dict[int, UnitCounts] = {}

    def expect(self, unit_id: int, unit: str, sheet_name: str) -> None:
        """Lists the unit in this place; `sheet_name` "" when it has no sheet of its own."""
        self._units[unit_id] = UnitCounts(unit, sheet_name)

    def add(self, row: Row) -> None:
        self._units.setdefault(row.unit_id, UnitCounts(row.unit, "")).lights[row.light] += 1

    def write(self, sheet: Worksheet, styles: Styles, title: str, note: str) -> None:
        lights = [(str(light.label), NUMBER_WIDTH) for light in LIGHT_ORDER]
        columns = [("单位", UNIT_WIDTH), ("合计", NUMBER_WIDTH), *lights, ("办结率", NUMBER_WIDTH)]
        head(sheet, styles, title, note, columns, printed=len(columns))
        print_setup(sheet)
        at = FIRST_ROW
        for unit in self._units.values():
            self._write_name(sheet, styles, at, unit)
            self._write_counts(sheet, styles, at, unit.lights)
            at += 1
        total: Counter[Light] = sum((unit.lights for unit in self._units.values()), Counter())
        sheet.write_string(at, 0, "合计", styles.total)
        numbers = [total.total(), *(total[light] for light in LIGHT_ORDER)]
        for column, number in enumerate(numbers, start=1):
            sheet.write_number(at, column, number, styles.total_number)
        sheet.write_number(at, len(numbers) + 1, share_done(total), styles.total_percent)

    def _write_name(self, sheet: Worksheet, styles: Styles, at: int, unit: UnitCounts) -> None:
        if not unit.sheet_name:
            sheet.write_string(at, 0, safe_text(unit.unit), styles.cells[Look.TEXT])
            return
        quoted = unit.sheet_name.replace("'", "''")
        sheet.write_url(at, 0, f"internal:'{quoted}'!A1", styles.link, string=safe_text(unit.unit))

    def _write_counts(self, sheet: Worksheet, styles: Styles, at: int, lights: Counter[Light]) -> None:
        number = styles.cells[Look.NUMBER]
        sheet.write_number(at, 1, lights.total(), number)
        for column, light in enumerate(LIGHT_ORDER, start=2):
            # Colour is for what is there: a zero stays quiet.
            look = styles.light_numbers[light] if lights[light] else styles.quiet_number
            sheet.write_number(at, column, lights[light], look)
        sheet.write_number(at, len(LIGHT_ORDER) + 2, share_done(lights), styles.cells[Look.PERCENT])


def share_done(lights: Counter[Light]) -> float:
    """Done among all, 0 to 1."""
    return lights[Light.DONE] / lights.total() if lights.total() else 0.0
