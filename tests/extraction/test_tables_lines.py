"""Flattened tables with a cell a line: their lines look like titles, numbers and signatures, and are none."""

import pytest

from obligations.extraction.pipeline import extract
from tests.extraction.reading import who

TOP = """云河市人民政府办公室关于印发任务分解表的通知
云政办发〔2026〕8号

各县(市、区)人民政府:

现将任务分解表印发给你们。

"""
SIGNED = "云河市人民政府办公室\n2026年3月2日\n\n"
HEADS = "序号\n重点任务\n牵头单位\n责任单位\n完成时限\n"
ROWS = [
    ("1", "政策解读", "云河市司法局", "云河市人民政府办公室", "2026年12月31日"),
    ("2", "《云河市供水办法》解读", "市能源局", "云河市人民政府", "2026年7月31日"),
    ("3", "关于加强燃气安全管理的通知\n云政办发〔2025〕9号", "市应急管理局", "云河市人民政府办公室", "2026年9月30日"),
    ("4", "云河市人民政府大事记", "市档案馆", "云河市人民政府办公室", "2026年10月31日"),
]
TABLE = HEADS + "".join("\n".join(row) + "\n" for row in ROWS)
WANTED = [
    "L云河市司法局 R云河市人民政府办公室 2026-12-31",
    "L市能源局 R云河市人民政府 2026-07-31",
    "L市应急管理局 R云河市人民政府办公室 2026-09-30",
    "L市档案馆 R云河市人民政府办公室 2026-10-31",
]
NEXT = TOP.replace("8号", "9号") + SIGNED


def read(text: str) -> list[tuple[str, str, str, list[str]]]:
    return [
        (
            one.doc_number,
            one.issuer,
            str(one.issued_on),
            [f"{who(item.units)} {item.deadlines[0].due_on}" for item in one.obligations],
        )
        for one in extract(text)
    ]


FIRST = ("云政办发〔2026〕8号", "云河市人民政府办公室", "2026-03-02", WANTED)
SECOND = ("云政办发〔2026〕9号", "云河市人民政府办公室", "2026-03-02", [])


@pytest.mark.parametrize(
    "text",
    [TOP + TABLE + "\n" + SIGNED, TOP + SIGNED + "附件\n\n任务分解表\n\n" + TABLE],
    ids=["signed below the table", "table in an annex"],
)
def test_cells_cut_no_directive_and_sign_none(text: str) -> None:
    assert read(text) == [FIRST]
    assert read(text + "\n" + NEXT) == [FIRST, SECOND]


def test_a_notice_without_number_keeps_its_own_title() -> None:
    text = TOP.replace("云政办发〔2026〕8号\n", "") + SIGNED + "附件\n\n任务分解表\n\n" + TABLE
    assert read(text) == [("", *FIRST[1:])]


def test_numbers_of_the_text_below_are_no_rows() -> None:
    below = "1.抓好落实。\n2.加强督查。\n3.按时报送。\n4.做好宣传。\n5.严格考核。\n"
    text = TOP + TABLE + "\n" + SIGNED + NEXT.replace("现将任务分解表印发给你们。", below)
    assert [one[0] for one in read(text)] == [FIRST[0], SECOND[0]]


SIDE_BY_SIDE = {
    "a task": ("1 改造管网80公里, 市能源局 2026年6月底前\n新建泵站3座", "R市能源局"),
    "every cell": ("1 改造管网80公里, 市能源局、 2026年6\n新建泵站3座 市财政局 月底前", "R市能源局 R市财政局"),
    "wide gaps": (
        "1  改造管网80公里，  市能源局、  2026年6月\n   新建泵站3座       市财政局    底前",
        "R市能源局 R市财政局",
    ),
    "three lines": ("1 改造管网80公里。 市能源局 2026年6月底前\n新建泵站3座。\n加强维护。", "R市能源局"),
}


@pytest.mark.parametrize("what", SIDE_BY_SIDE)
def test_further_lines_of_a_row_that_a_page_printed_side_by_side_are_its_own(what: str) -> None:
    printed, units = SIDE_BY_SIDE[what]
    text = f"云河市重点任务分解表\n序号 重点任务 责任单位 完成时限\n{printed}\n2 修复湿地 市林业局 2026年9月底前\n"
    first, second = extract(text)[0].obligations
    assert "新建泵站3座" in first.title and first.text == text[first.start : first.end]
    assert who(first.units) == units and [str(one.due_on) for one in first.deadlines] == ["2026-06-30"]
    assert (second.title, who(second.units)) == ("修复湿地", "R市林业局")


def test_the_category_of_the_next_rows_is_no_further_line() -> None:
    text = (
        "云河市重点任务分解表\n类别 序号 重点任务 责任单位 完成时限\n能源\n1 改造管网 市能源局 2026年6月底前\n生态\n"
        "2 修复湿地 市林业局 2026年9月底前\n"
    )
    assert [one.title for one in extract(text)[0].obligations] == ["改造管网", "修复湿地"]
