"""Tables whose cells a reader saw: merged cells, several lines a cell, heads over heads, pages."""

from obligations.extraction.findings import DirectiveFinding
from obligations.extraction.grids import Cell, Grid
from obligations.extraction.pipeline import extract
from tests.extraction.reading import who

Place = tuple[int, int]


def grid(before: str, rows: list[list[str | None]], after: str = "") -> tuple[str, Grid]:
    """A text with a table in it, and the table: a cell a string; None is covered by the cell to the left or above."""
    text, cells = before, []
    spans: dict[Place, tuple[int, int]] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            text += "\t" if column else ""
            spans[at, column] = len(text), len(text) + len(cell or "")
            text += cell or ""
        text += "\n"
    for (at, column), span in spans.items():
        if rows[at][column] is None:
            continue
        columns = 1
        while column + columns < len(rows[at]) and rows[at][column + columns] is None and _left(rows, at, column):
            columns += 1
        height = 1
        while at + height < len(rows) and all(rows[at + height][column + n] is None for n in range(columns)):
            height += 1
        cells.append(Cell(at, column, *span, rows=height, columns=columns))
    return text + after, Grid(len(before), len(text) - 1, tuple(cells))


def _left(rows: list[list[str | None]], at: int, column: int) -> bool:
    """Whether the None to the right is covered from the left, not from above."""
    return at == 0 or rows[at - 1][column + 1] is not None or at + 1 == len(rows)


def read(rows: list[list[str | None]], before: str = "云河市重点任务分解表\n", after: str = "") -> DirectiveFinding:
    text, table = grid(before, rows, after)
    found = extract(text, grids=[table])
    assert len(found) == 1
    for item in found[0].obligations:
        assert item.text == text[item.start : item.end]
    return found[0]


def test_a_name_with_a_list_in_brackets_goes_on_in_the_next_line():
    found = read([["序号", "重点任务", "责任单位"], ["1", "改造管网", "市能源局、各县(市、区)\n人民政府"]])
    assert seen(found) == [("改造管网", "R市能源局 R各县(市、区)人民政府", [])]


def seen(found: DirectiveFinding) -> list[tuple[str, str, list[str]]]:
    return [
        (item.title, who(item.units), [str(deadline.due_on) for deadline in item.deadlines])
        for item in found.obligations
    ]


def test_a_row_gives_its_task_its_units_and_its_date():
    found = read(
        [
            ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
            ["1", "改造老旧小区60个", "市住建局", "各县(市、区)人民政府", "2026年11月"],
            ["2", "1.新建管网80公里。\n2.建成泵站3座。", "市水利局", "市城市管理局\n清源区人民政府", "2026年12月底前"],
        ]
    )
    assert seen(found) == [
        ("改造老旧小区60个", "L市住建局 R各县(市、区)人民政府", ["2026-11-30"]),
        ("1.新建管网80公里", "L市水利局 R市城市管理局 R清源区人民政府", ["2026-12-31"]),
    ]
