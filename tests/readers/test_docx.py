"""Word documents: what Word would show is what is read."""

import pytest

from obligations.readers import Reading, Unreadable, read_text
from tests.readers.packages import cell, docx, level, numbering, paragraph, run, table


def read(body: str, **parts: str) -> Reading:
    return read_text(docx(body, **parts), "通知.docx")


def lines(body: str, **parts: str) -> list[str]:
    return read(body, **parts).text.splitlines()


def fields(text: str, reading: Reading) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and text of the cells of the only table."""
    (grid,) = reading.grids
    return [(c.row, c.column, c.rows, c.columns, text[c.start : c.end]) for c in grid.cells]


def test_paragraphs_are_lines_and_have_places() -> None:
    reading = read(paragraph("一、重点任务") + paragraph("") + paragraph("各县要抓好落实。"))
    assert reading.text == "一、重点任务\n\n各县要抓好落实。\n"
    assert [place.label for place in reading.places] == ["第1段", "第3段"]
    assert reading.place_at(reading.text.index("落实")).label == "第3段"


@pytest.mark.parametrize(
    ("words", "content"),
    [
        (
            "市能源局完成",
            [
                run("市能源局")
                + "<w:ins>"
                + run("完成")
                + "</w:ins><w:del><w:r><w:delText>取消</w:delText></w:r></w:del>"
            ],
        ),
        ("十月底前", ["<w:moveFrom>" + run("九月") + "</w:moveFrom><w:moveTo>" + run("十月") + "</w:moveTo>", "底前"]),
        (
            "10月31日前",
            [
                f"<w:hyperlink>{run('10月')}</w:hyperlink><w:sdt><w:sdtContent>{run('31日')}</w:sdtContent></w:sdt>",
                "前",
            ],
        ),
        ("甲\t乙", [run("甲") + "<w:r><w:tab/></w:r>" + run("乙")]),
        ("市能源局", [run("市能") + "<w:r><w:softHyphen/></w:r>" + run("源局")]),
        ("A-1", [run("A") + "<w:r><w:noBreakHyphen/></w:r>" + run("1")]),
        ("显示", ["<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>", "显示"]),
        (
            "云",
            [
                "<w:r><w:ruby><w:rt><w:r><w:t>yún</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>云</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            ],
        ),
        ("☑同意", ['<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "同意"]),
        ("第5页", ["第", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>5</w:t></w:r></w:fldSimple>', "页"]),
        (
            "见附件1。",
            [
                "见",
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a \\h </w:instrText></w:r>'
                '<w:r><w:t>丢</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                + run("附件1")
                + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
                "。",
            ],
        ),
    ],
)
def test_what_a_paragraph_prints(words: str, content: list[str]) -> None:
    assert lines(paragraph(*content)) == [words]


def test_a_line_break_is_kept() -> None:
    assert lines(paragraph(run("云河市人民政府") + "<w:r><w:br/></w:r>" + run("办公室"))) == [
        "云河市人民政府",
        "办公室",
    ]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begun = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "码")
    assert lines(begun + paragraph("正文。")) == ["", "正文。"]


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next() -> None:
    assert lines(paragraph("各县要", mark="del") + paragraph("抓好落实。")) == ["各县要抓好落实。"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('云河市人民政府文件')}</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(twice, "云政发〔2026〕1号")) == ["云河市人民政府文件", "云政发〔2026〕1号"]
    assert lines(paragraph("前文。") + paragraph("正文。", twice))[1:] == ["正文。", "云河市人民政府文件"]


def test_footnotes_stand_at_the_end() -> None:
    note = f'<w:footnote w:id="2">{paragraph("指常住人口。")}</w:footnote>'
    body = paragraph("覆盖人口", '<w:r><w:footnoteReference w:id="2"/></w:r>', "十万人。") + paragraph("完。")
    reading = read(body, footnotes=note)
    assert reading.text.splitlines() == ["覆盖人口十万人。", "完。", "指常住人口。"]
    assert reading.places[-1].label == "脚注1"


# Numbers.


@pytest.mark.parametrize(
    ("style", "text", "first"),
    [
        ("chineseCountingThousand", "%1、", ["一、", "二、", "三、"]),
        ("japaneseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("japaneseCounting", "第%1条", ["第一条", "第二条", "第三条"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "③"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("ideographDigital", "%1、", ["一、", "二、", "三、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("decimalFullWidth", "%1．", ["１．", "２．", "３．"]),
        ("none", "附：", ["附：", "附：", "附："]),
        ("bullet", "\uf0b7", ["", "", ""]),
    ],
)
def test_numbers_of_lists_are_text(style: str, text: str, first: list[str]) -> None:
    numbers = numbering({0: level(0, style, text, '<w:suff w:val="nothing"/>')}, {1: (0, "")})
    body = "".join(paragraph("事项", num=(1, 0)) for _ in range(3))
    assert lines(body, numbers=numbers) == [f"{number}事项" for number in first]


def test_counting_beyond_ten() -> None:
    numbers = numbering({0: level(0, "chineseCountingThousand", "%1、")}, {1: (0, "")})
    found = lines("".join(paragraph("事", num=(1, 0)) for _ in range(121)), numbers=numbers)
    assert [found[at - 1] for at in (10, 11, 20, 101, 110, 121)] == [
        f"{words}、 事" for words in ("十", "十一", "二十", "一百〇一", "一百一十", "一百二十一")
    ]


LEVELS = level(0, "japaneseCounting", "%1、") + level(1, "japaneseCounting", "（%2）") + level(2, "decimal", "%3.")


def test_deeper_levels_begin_anew_below_each_item() -> None:
    order = [0, 1, 1, 2, 0, 1, 2, 2]
    body = "".join(paragraph("甲", num=(1, at)) for at in order)
    found = lines(body, numbers=numbering({0: LEVELS}, {1: (0, "")}))
    assert [line.split()[0] for line in found] == ["一、", "（一）", "（二）", "1.", "二、", "（一）", "1.", "2."]


def test_a_level_that_never_restarts_counts_on() -> None:
    levels = level(0, "japaneseCounting", "%1、") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = "".join(paragraph("甲", num=(1, at)) for at in [0, 1, 1, 0, 1])
    found = lines(body, numbers=numbering({0: levels}, {1: (0, "")}))
    assert [line.split()[0] for line in found] == ["一、", "1.", "2.", "二、", "3."]


def test_a_number_may_name_the_levels_above_it_in_digits() -> None:
    levels = level(0, "japaneseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = "".join(paragraph("甲", num=(1, at)) for at in [0, 0, 1])
    assert lines(body, numbers=numbering({0: levels}, {1: (0, "")}))[2] == "2.1 甲"


def test_lists_of_one_kind_count_on_unless_one_is_told_to_start() -> None:
    nums = {1: (0, ""), 2: (0, ""), 3: (0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')}
    body = "".join(paragraph("甲", num=(num, 0)) for num in [1, 2, 3, 3, 1])
    found = lines(body, numbers=numbering({0: level(0, "decimal", "%1.")}, nums))
    assert [line.split()[0] for line in found] == ["1.", "2.", "1.", "2.", "3."]


def test_an_override_may_change_the_form_of_a_level() -> None:
    nums = {1: (0, f'<w:lvlOverride w:ilvl="0">{level(0, "decimal", "第%1项")}</w:lvlOverride>')}
    assert lines(paragraph("甲", num=(1, 0)), numbers=numbering({0: LEVELS}, nums)) == ["第1项 甲"]


def test_a_style_brings_its_number() -> None:
    linked = level(0, "japaneseCounting", "%1、", '<w:pStyle w:val="Big"/>') + level(
        1, "japaneseCounting", "（%2）", '<w:pStyle w:val="Small"/>'
    )
    styles = "".join(
        f'<w:style w:styleId="{name}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for name in ("Big", "Small")
    )
    styles += '<w:style w:styleId="Own"><w:basedOn w:val="Small"/></w:style>'
    body = paragraph("甲", style="Big") + paragraph("乙", style="Small") + paragraph("丙", style="Own")
    body += '<w:p><w:pPr><w:pStyle w:val="Big"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + run("丁") + "</w:p>"
    found = lines(body, numbers=numbering({0: linked}, {1: (0, "")}), styles=styles)
    assert found == ["一、 甲", "（一） 乙", "（二） 丙", "丁"]


def test_a_list_may_borrow_its_levels_from_a_list_style() -> None:
    abstracts = {0: level(0, "japaneseCounting", "%1、"), 1: '<w:numStyleLink w:val="Lists"/>'}
    styles = '<w:style w:styleId="Lists"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbers = numbering(abstracts, {1: (0, ""), 2: (1, "")})
    assert lines(paragraph("甲", num=(2, 0)), numbers=numbers, styles=styles) == ["一、 甲"]


# Tables.


def test_a_table_is_lines_of_tabbed_cells_and_a_grid() -> None:
    body = (
        paragraph("附件")
        + table(cell("序号") + cell("任务"), cell("1") + cell("改造管网", "新建泵站"))
        + paragraph("完")
    )
    reading = read(body)
    assert reading.text == "附件\n序号\t任务\n1\t改造管网\n新建泵站\n完\n"
    assert fields(reading.text, reading) == [
        (0, 0, 1, 1, "序号"),
        (0, 1, 1, 1, "任务"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 1, "改造管网\n新建泵站"),
    ]
    assert reading.place_at(reading.text.index("改造")).label == "表1第2行"
    assert reading.place_at(reading.text.index("完")).label == "第2段"


def test_merged_cells_have_their_span_and_leave_empty_fields() -> None:
    reading = read(
        table(
            cell("单位", merge="restart") + cell("时限", span=2),
            cell(merge="continue") + cell("启动") + cell("完成"),
            cell("市能源局") + cell("3月") + cell("6月"),
        )
    )
    assert reading.text == "单位\t时限\t\n\t启动\t完成\n市能源局\t3月\t6月\n"
    assert fields(reading.text, reading)[:4] == [
        (0, 0, 2, 1, "单位"),
        (0, 1, 1, 2, "时限"),
        (1, 1, 1, 1, "启动"),
        (1, 2, 1, 1, "完成"),
    ]


def test_a_deleted_row_is_gone() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('旧') + cell('旧')}</w:tr>"
    body = table(cell("序号") + cell("任务"), cell("1") + cell("新")).replace("</w:tbl>", gone + "</w:tbl>")
    assert "旧" not in read(body).text


def test_a_nested_table_stands_in_its_cell() -> None:
    inner = table(cell("甲") + cell("乙"), cell("丙") + cell("丁"))
    reading = read(table(cell("一") + cell(inner, ""), cell("二") + cell("三")))
    assert fields(reading.text, reading)[1][4] == "甲 乙\n丙 丁"


def test_a_frame_of_one_cell_is_no_table() -> None:
    reading = read(table(cell("一、任务", table(cell("甲") + cell("乙")))))
    assert reading.text == "一、任务\n甲\t乙\n"
    assert len(reading.grids) == 1


@pytest.mark.parametrize("body", ["", paragraph(""), table(cell("") + cell(""))])
def test_a_document_without_words_is_told(body: str) -> None:
    with pytest.raises(Unreadable, match="文件是空的"):
        read(body)
