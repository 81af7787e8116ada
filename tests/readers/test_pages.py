"""Pages of positioned characters: columns, page numbers, running heads, ruled tables, tables over pages."""

import pytest

from obligations.readers import Reading, Unreadable, read_text
from obligations.readers.page_lines import Glyph, Rule, in_reading_order, lines_of, rules_of
from obligations.readers.page_tables import tables_of
from tests.readers.ofd_builder import BOTTOM, NAMESPACE, SIZE, STEP, TOP, Writer, text_object
from tests.readers.packages import zipped

SENTENCE = "各县（市、区）要按照职责分工，于十月底前完成年度任务并报市政府办公室。"


def read(writer: Writer, template: str = "") -> Reading:
    return read_text(writer.content(template), "公报.ofd")


def words(reading: Reading) -> str:
    return "".join(reading.text.split())


def glyphs(text: str, x: float, y: float, size: float = 12.0) -> list[Glyph]:
    return [Glyph(char, x + at * size, y, x + (at + 1) * size, y + size) for at, char in enumerate(text)]


def test_characters_of_one_height_are_a_line_whatever_their_order() -> None:
    first, second = glyphs("重点任务", 100, 100), glyphs("责任单位", 100, 118)
    assert [line.text for line in lines_of([*reversed(second), *first])] == ["重点任务", "责任单位"]


def test_what_is_printed_twice_to_look_bold_is_read_once() -> None:
    assert lines_of([*glyphs("通知", 100, 100), *glyphs("通知", 100.4, 100)])[0].text == "通知"


def test_gaps_are_blanks_and_the_indent_is_kept() -> None:
    page = [
        *glyphs("一、任务", 124, 100),
        *glyphs("牵头", 100, 120),
        *glyphs("单位", 150, 120),
        *glyphs("正文", 100, 140),
    ]
    assert [line.text for line in in_reading_order(page)] == ["\u3000\u3000一、任务", "牵头  单位", "正文"]


def two_columns(lines: int, lower: float) -> list[Glyph]:
    """`lower`: how much lower the lines of the right column stand, in points."""
    page = glyphs("关于做好年度重点工作任务分解落实的通知", 120, 60)
    for at in range(lines):
        page += glyphs("左" * 14 if at % 5 else "左" * 9, 60, 100 + 18 * at)
        page += glyphs("右" * 14 if at % 4 else "右" * 6, 260, 100 + lower + 18 * at)
    return page


@pytest.mark.parametrize("lower", [0.0, 4.0, 9.0])
def test_the_left_column_comes_before_the_right_one(lower: float) -> None:
    text = "".join(line.text for line in in_reading_order(two_columns(20, lower)))
    assert text.index("通知") < text.index("左") and text.rindex("左") < text.index("右")


def test_a_list_with_a_gap_is_no_pair_of_columns() -> None:
    page: list[Glyph] = []
    for at in range(20):
        page += glyphs("任务" * (1 + at % 3), 60, 100 + 18 * at) + glyphs("单位" * (1 + at % 2), 260, 100 + 18 * at)
    assert next(line.text for line in in_reading_order(page)) == "任务  单位"


def test_page_numbers_are_left_out_in_the_middle_of_a_sentence() -> None:
    writer = Writer()
    for _ in range(12):
        writer.paragraph(SENTENCE * 3)
    reading = read(writer)
    assert {place.page for place in reading.places} == {1, 2, 3}
    assert words(reading) == SENTENCE * 36
    assert reading.place_at(len(reading.text) - 2).label == "第3页"


def test_bare_numbers_that_count_the_pages_are_left_out_and_others_kept() -> None:
    writer = Writer(page_numbers=False)
    for page in range(3):
        writer.pages[-1].append(text_object(str(page + 7), 100, 275, 900 + page))
        writer.paragraph("2026" if page == 1 else "年度数据")
        writer.y = BOTTOM
        writer._room(STEP)
    assert words(read(writer)) == "年度数据2026年度数据"


def test_a_template_is_read_under_each_page_and_a_running_head_left_out() -> None:
    writer = Writer()
    writer.paragraph("唯一的一页。")
    assert "云河市人民政府文件" in words(read(writer, "云河市人民政府文件"))
    for _ in range(14):
        writer.paragraph(SENTENCE * 4)
    assert "公报" not in words(read(writer, "云河市人民政府公报"))


def test_annexes_at_the_top_of_their_pages_are_no_running_heads() -> None:
    writer = Writer()
    for number in range(1, 4):
        writer.y = BOTTOM if number > 1 else TOP
        writer.paragraph(f"附件{number}")
        writer.paragraph(SENTENCE)
    assert words(read(writer)).count("附件") == 3


HEAD = ("序号", "重点任务", "责任单位")


def test_a_ruled_table_with_merged_cells() -> None:
    writer = Writer()
    writer.paragraph("任务清单")
    writer.table([HEAD, ("1", "改造管网", "市能源局"), (None, "新建泵站", None), ("2", "清淤", "市水利局")])
    writer.paragraph("备注：按月报送。")
    reading = read(writer)
    (grid,) = reading.grids
    spans = {reading.text[c.start : c.end]: (c.row, c.column, c.rows) for c in grid.cells}
    assert spans["1"] == (1, 0, 2) and spans["市能源局"] == (1, 2, 2) and spans["新建泵站"] == (2, 1, 1)
    assert reading.text[grid.start : grid.end].splitlines()[1:3] == ["1\t改造管网\t市能源局", "\t新建泵站\t"]
    assert reading.place_at(reading.text.index("新建")).label == "第1页表1第3行"
    assert reading.place_at(reading.text.index("备注")).label == "第1页"


def test_a_table_over_pages_goes_on_and_its_repeated_heads_are_no_rows() -> None:
    writer = Writer()
    writer.table([HEAD, *((str(n), f"第{n}项任务", "市能源局") for n in range(1, 41))])
    reading = read(writer)
    assert [grid.continues for grid in reading.grids] == [False, True]
    assert reading.text.count("序号") == 1
    assert [line.split("\t")[0] for line in reading.text.splitlines()[1:]] == [str(n) for n in range(1, 41)]
    assert reading.place_at(reading.text.index("第40项")).label == "第2页表1第41行"


def test_two_tables_of_other_columns_are_two() -> None:
    writer = Writer()
    writer.table([HEAD, ("1", "甲", "市能源局")])
    writer.y = BOTTOM
    writer.table([(*HEAD, "完成时限"), ("1", "乙", "市水利局", "6月")])
    assert [grid.continues for grid in read(writer).grids] == [False, False]


def test_a_table_without_lines_at_its_sides() -> None:
    rules = [Rule(50, y, 350, y) for y in (100, 130, 160)] + [Rule(150, 100, 150, 160), Rule(250, 100, 250, 160)]
    tables, rest = tables_of(rules, [*glyphs("甲", 60, 110), *glyphs("乙", 300, 140), *glyphs("外", 60, 200)])
    assert len(tables[0].cells) == 6 and [one.text for one in rest] == ["外"]


def test_a_frame_and_an_underline_are_no_tables() -> None:
    rules = [*rules_of([(50, 50), (350, 50), (350, 200), (50, 200), (50, 50)], stroked=True), Rule(60, 80, 160, 80)]
    tables, rest = tables_of(rules, glyphs("红头文件", 100, 100))
    assert not tables and len(rest) == 4


def test_thin_boxes_are_lines_and_filled_boxes_are_not() -> None:
    assert rules_of([(0, 0), (100, 0), (100, 1), (0, 1)], stroked=False) == [Rule(0, 0.5, 100, 0.5)]
    assert rules_of([(0, 0), (100, 0), (100, 50), (0, 50)], stroked=False) == []


# OFD's own ways.


def ofd(objects: str, page: str = "") -> Reading:
    content = (
        f'<ofd:Page {NAMESPACE}>{page}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )
    document = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        '</ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="/Doc_0/P/Content.xml"/></ofd:Pages>'
        "</ofd:Document>"
    )
    root = f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    return read_text(zipped({"OFD.xml": root, "Doc_0/Document.xml": document, "Doc_0/P/Content.xml": content}), "a.ofd")


def text_at(code: str, extra: str = "", size: float = SIZE) -> str:
    return f'<ofd:TextObject ID="9" Boundary="30 40 120 8" Size="{size}" {extra}>{code}</ofd:TextObject>'


@pytest.mark.parametrize(
    ("code", "extra", "printed"),
    [
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 3 5.6">市能源局</ofd:TextCode>', "", "市能源局"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="5.6 5.6 g 1 5.6">市能源局</ofd:TextCode>', "", "市能源局"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="5.6 16.8 5.6">牵头单位</ofd:TextCode>', "", "牵头  单位"),
        ('<ofd:TextCode X="0" Y="5">没有步长</ofd:TextCode>', "", "没有步长"),
        ('<ofd:TextCode X="0" Y="1" DeltaX="g 3 1">放大文字</ofd:TextCode>', 'CTM="5.6 0 0 5.6 0 0"', "放大文字"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="g x 5">坏步长啊</ofd:TextCode>', "", "坏步长啊"),
        (
            '<ofd:TextCode X="0" Y="5" DeltaX="5.6">任务</ofd:TextCode>'
            '<ofd:TextCode X="11.2" Y="5" DeltaX="5.6">分解</ofd:TextCode>',
            "",
            "任务分解",
        ),
    ],
)
def test_characters_of_an_ofd_text_object(code: str, extra: str, printed: str) -> None:
    size = 1.0 if "CTM" in extra else SIZE
    found = ofd(text_at(code, extra, size)).text.strip()
    assert found == printed or (printed == "坏步长啊" and "坏" in found)


def test_a_watermark_aslant_and_what_is_invisible_are_left_out() -> None:
    code = '<ofd:TextCode X="0" Y="5" DeltaX="g 1 5.6">内部</ofd:TextCode>'
    slanted = text_at(code, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    hidden = text_at(code, 'Visible="false"')
    shown = text_at('<ofd:TextCode X="0" Y="5" DeltaX="g 1 5.6">正文</ofd:TextCode>')
    assert ofd(slanted + hidden + f"<ofd:PageBlock>{shown}</ofd:PageBlock>").text == "正文\n"


def test_a_scanned_ofd_is_told() -> None:
    with pytest.raises(Unreadable, match="扫描件"):
        ofd('<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="5"/>')
