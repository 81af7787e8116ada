"""Workbooks: a table a sheet, values as Excel displays them, hidden parts left out."""

import pytest

from obligations.readers import Reading, Unreadable, read_text
from obligations.readers.xlsx_formats import BUILT_IN, displayed, plain
from tests.readers.packages import sheet_rows, xlsx

HEAD = ("序号", "重点任务", "责任单位", "完成时限")


def read(*sheets: tuple[str, str], **options: object) -> Reading:
    return read_text(xlsx(*sheets, **options), "台账.xlsx")  # type: ignore[arg-type]


def spans(reading: Reading) -> dict[str, tuple[int, int, int, int]]:
    """Text of a cell → row, column, rows, columns."""
    return {reading.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in reading.grids[0].cells}


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (46326, "yyyy/m/d", "2026/10/31"),
        (46326, 'yyyy"年"m"月"d"日"', "2026年10月31日"),
        (46326, 'yyyy"年"m"月"d"日";@', "2026年10月31日"),
        (46326, '[$-804]yyyy"年"m"月";@', "2026年10月"),
        (46326, 'm"月"d"日"', "10月31日"),
        (46326, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二六年十月三十一日"),
        (46326, "yyyy\\-mm\\-dd", "2026-10-31"),
        (46326.604166666664, "yyyy/m/d h:mm", "2026/10/31 14:30"),
        (46326, "yyyy/m/d aaaa", "2026/10/31 星期六"),
        (0.75, "0%", "75%"),
        (0.7512, "0.00%", "75.12%"),
        (10070, "#,##0", "10,070"),
        (1234.5, "#,##0.00", "1,234.50"),
        (5200, '0"户"', "5200户"),
        (12.5, "0.##", "12.5"),
        (-3, "0;(0)", "(3)"),
        (7, "[红色]0", "7"),
        (7, "00", "7"),
    ],
)
def test_numbers_and_dates_as_displayed(value: float, code: str, words: str) -> None:
    assert displayed(value, code) == words


@pytest.mark.parametrize(
    ("value", "words"), [(3.0, "3"), (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (12345678, "12345678")]
)
def test_plain_numbers(value: float, words: str) -> None:
    assert plain(value) == words


def test_the_built_in_formats_of_chinese_excel() -> None:
    assert [displayed(46326, BUILT_IN[at]) for at in (14, 31, 57, 58)] == [
        "2026/10/31",
        "2026年10月31日",
        "2026年10月",
        "10月31日",
    ]


def test_titles_and_notes_stand_outside_of_the_table() -> None:
    rows = sheet_rows(("重点任务清单",), HEAD, ("1", "改造管网", "市能源局", "10月底前"), ("备注：按月报送。",))
    merged = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>'
    reading = read(("台账", rows + merged))
    assert reading.text.splitlines() == [
        "重点任务清单",
        "序号\t重点任务\t责任单位\t完成时限",
        "1\t改造管网\t市能源局\t10月底前",
        "备注：按月报送。",
    ]
    assert reading.place_at(reading.text.index("改造")).label == "工作表“台账”第3行"


def test_merged_cells_and_hidden_rows_and_columns() -> None:
    rows = sheet_rows(
        HEAD,
        ("1", "改造管网", "市能源局", "6月"),
        ("", "隐去", "隐去", "隐去"),
        ("", "新建泵站", "市水利局", "9月"),
        hidden=(3,),
    )
    content = f'<cols><col min="3" max="3" hidden="1"/></cols>{rows}<mergeCells><mergeCell ref="A2:A4"/></mergeCells>'
    reading = read(("Sheet1", content))
    assert "隐去" not in reading.text and "市能源局" not in reading.text
    assert spans(reading)["1"] == (1, 0, 2, 1)
    assert spans(reading)["新建泵站"] == (2, 1, 1, 1)


def test_every_visible_sheet_is_read_under_its_name() -> None:
    sheets = [
        (name, sheet_rows(HEAD, ("1", f"任务{len(name)}", "市能源局", "6月")))
        for name in ("责任清单", "Sheet2", "草稿")
    ]
    reading = read(*sheets, hidden=("草稿",))
    assert reading.text.count("序号") == 2 and "草稿" not in reading.text
    assert reading.text.startswith("责任清单\n") and "Sheet2" not in reading.text
    assert [place.label for place in reading.places if "2行" in place.label] == [
        "工作表“责任清单”第2行",
        "工作表“Sheet2”第2行",
    ]


def test_two_tables_of_a_sheet_with_a_title_each() -> None:
    first = sheet_rows(("表一",), HEAD, ("1", "甲", "市能源局", "6月"))
    second = sheet_rows(("表二",), HEAD, ("1", "乙", "市水利局", "9月"), first=6)
    reading = read(("Sheet1", first.replace("</sheetData>", "") + second.replace("<sheetData>", "")))
    assert len(reading.grids) == 2
    assert [line for line in reading.text.splitlines() if "\t" not in line] == ["表一", "表二"]


def test_dates_in_cells_follow_the_style() -> None:
    row = '<sheetData><row r="1"><c r="A1" s="1"><v>46326</v></c><c r="B1" t="b"><v>1</v></c></row></sheetData>'
    reading = read(("Sheet1", row), formats={176: "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"})
    assert reading.text == "2026年10月31日\t是\n"


def test_an_empty_workbook_is_told() -> None:
    with pytest.raises(Unreadable, match="文件是空的"):
        read(("Sheet1", "<sheetData/>"))
