"""Tables whose cells a reader saw: merged cells, several lines a cell, heads over heads, pages."""

from collections.abc import Sequence

import pytest

from obligations.extraction.findings import DirectiveFinding
from obligations.extraction.grids import Cell, Grid
from obligations.extraction.pipeline import extract
from tests.extraction.reading import who

Texts = list[list[str | None]]
TITLE = "云河市人民政府关于供水的通知"
HEAD: list[str | None] = ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"]


def grid(before: str, rows: Texts, after: str = "", continues: bool = False) -> tuple[str, Grid]:
    """A text with a table in it, and the table. "<" is merged into the cell to its left, None into the one above."""
    text, cells = before, []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            text += "\t" if column else ""
            if cell is None or cell == "<":
                continue
            start, text = len(text), text + cell
            columns = 1 + _count(row[column + 1 :], "<")
            height = 1 + _count([below[column] for below in rows[at + 1 :]], None)
            cells.append(Cell(at, column, start, len(text), height, columns))
        text += "\n"
    return text + after, Grid(len(before), len(text) - 1, tuple(cells), continues)


def _count(cells: Sequence[str | None], what: str | None) -> int:
    """How many of them are so, from the first on."""
    return next((n for n, cell in enumerate(cells) if cell != what), len(cells))


def read(rows: Texts, before: str = "云河市重点任务分解表\n", after: str = "") -> DirectiveFinding:
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


def test_heads_may_stand_over_heads_and_headings_over_rows():
    found = read(
        [
            ["附件1", "<", "<", "<", "<"],
            ["云河市重点任务台账", "<", "<", "<", "<"],
            ["序号", "重点任务", "责任单位", "<", "完成时限"],
            [None, None, "牵头单位", "配合单位", None],
            ["一、能源", "<", "<", "<", "<"],
            ["1", "建设电网", "市能源局", "市财政局", "2026年6月底前"],
            ["二、水利", "<", "<", "<", "<"],
            ["2", "加固水库5座", "市水利局", "市财政局", "2026年9月底前"],
            ["合计", "", "2项", "", ""],
            ["注：时限均指当月最后一日前。", "<", "<", "<", "<"],
            ["填报单位：市水利局", "<", "<", "<", "<"],
        ]
    )
    assert seen(found) == [
        ("建设电网", "L市能源局 S市财政局", ["2026-06-30"]),
        ("加固水库5座", "L市水利局 S市财政局", ["2026-09-30"]),
    ]
    assert [item.path[-1] for item in found.obligations] == ["一、能源", "二、水利"]


def test_a_merged_cell_speaks_for_every_row_and_a_merged_task_heads_them():
    found = read(
        [
            [*HEAD[:2], "工作措施", "责任单位", "完成时限"],
            ["1", "改善供热", "改造管网80公里", "市能源局", "2026年9月底前"],
            [None, None, "新建热源厂2座", None, "2026年10月底前"],
            ["2", "改善供水", "更换水表3万只", "市水利局", None],
        ]
    )
    assert seen(found) == [
        ("改造管网80公里", "R市能源局", ["2026-09-30"]),
        ("新建热源厂2座", "R市能源局", ["2026-10-31"]),
        ("改善供水 更换水表3万只", "R市水利局", ["2026-10-31"]),
    ]
    assert [item.path[-1] for item in found.obligations[:2]] == ["改善供热", "改善供热"]
    assert found.obligations[0].text == "改造管网80公里\t市能源局\t2026年9月底前"


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("市能源局\n市财政局", "R市能源局 R市财政局"),
        ("市能源局、\n市财政局", "R市能源局 R市财政局"),
        ("市发展和改\n革委员会", "R市发展和改革委员会"),
        ("市住房和城乡建设\n局\n市水利局", "R市住房和城乡建设局 R市水利局"),
        ("市能源局 市财政局", "R市能源局 R市财政局"),
        ("各县(市、区)\n人民政府", "R各县(市、区)人民政府"),
        ("市能源局\n各县(市、区)人民政府", "R市能源局 R各县(市、区)人民政府"),
        ("市能源局(牵头)、市财政局", "L市能源局 R市财政局"),
        ("市能源局牵头，市财政局配合", "L市能源局 S市财政局"),
        ("牵头单位：市能源局\n配合单位：市财政局、市水利局", "L市能源局 S市财政局 S市水利局"),
        ("市能源局、市财政局等", "R市能源局 R市财政局"),
        ("市委\n宣传部", "R市委宣传部"),
        ("—", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_a_cell_may_list_units_in_many_ways(cell, units):
    found = read([["序号", "任务", "责任单位", "完成时限"], ["1", "建设电网", cell, "2026年6月底前"]])
    assert [who(item.units) for item in found.obligations] == [units]


def test_the_same_as_above():
    found = read(
        [
            ["序号", "任务", "责任单位", "完成时限"],
            ["1", "建设电网", "市能源局", "2026年6月底前"],
            ["2", "改造管网", "同上", "2026年9月底前"],
            ["3", "修复湿地", "〃", "2026年9月底前"],
        ]
    )
    assert [who(item.units) for item in found.obligations] == ["R市能源局"] * 3


def test_what_cells_hold_is_no_title_number_or_item():
    body = "现将有关工作通知如下：\n一、目标任务\n具体任务见下表。\n"
    text, table = grid(
        "云河市人民政府办公室关于做好有关工作的通知\n云政办发〔2026〕8号\n\n各县(市、区)人民政府:\n\n" + body,
        [
            ["序号", "任务内容", "责任单位", "完成时限"],
            [
                "1",
                "一、落实《云河市人民政府关于供水的通知》\n云政发〔2025〕3号\n1.建管网。\n2.建泵站。",
                "市水利局",
                "6月底前",
            ],
            ["2", "二、强化宣传", "市能源局", "长期坚持"],
        ],
        "二、工作要求\n市财政局要于9月底前下达资金。\n\n云河市人民政府办公室\n2026年3月2日\n",
    )
    found = extract(text, grids=[table])
    assert [one.doc_number for one in found] == ["云政办发〔2026〕8号"]
    assert seen(found[0])[0][1:] == ("R市水利局", ["2026-06-30"])
    assert [who(item.units) for item in found[0].obligations] == ["R市水利局", "R市能源局", "R市财政局"]
    assert found[0].obligations[2].path[0] == "二、工作要求"


def test_a_table_goes_on_over_the_page():
    rows: Texts = [
        HEAD,
        ["1", "建设电网", "市能源局", "市财政局", "2026年6月底前"],
        ["2", "改造", "市水利局", "市住", ""],
    ]
    more: Texts = [
        HEAD,
        ["", "管网80公里", "", "建局", "2026年9月底前"],
        ["3", "修复湿地", "市林业局", "", "2026年10月"],
    ]
    text, first = grid("云河市2026年重点任务分解表\n", rows)
    text, second = grid(text, more, continues=True)
    found = extract(text, grids=[first, second])
    assert seen(found[0]) == [
        ("建设电网", "L市能源局 R市财政局", ["2026-06-30"]),
        ("改造 管网80公里", "L市水利局 R市住建局", ["2026-09-30"]),
        ("修复湿地", "L市林业局", ["2026-10-31"]),
    ]


CUT = {
    "a list of units": (
        ["1", "改造管网", "市能源局、", "市财政局", "6月底前"],
        ["", "80公里", "市水利局", "市住建局", "完成"],
    ),
    "a name": (["1", "改造管网", "市能源局、市住", "市财政局", "6月"], ["", "80公里", "建局", "市水利局", "底前"]),
    "a date": (["1", "改造管网", "市能源局", "市财政局", "2026年6"], ["", "80公里", "市住建局", "市水利局", "月底前"]),
    "a bracket": (
        ["1", "改造管网(含", "市能源局", "市财政局", "6月底前"],
        ["", "支线)", "市住建局", "市水利局", "完成"],
    ),
}


@pytest.mark.parametrize("number", ["1", ""])
@pytest.mark.parametrize("what", CUT)
def test_a_row_that_a_page_cuts_through_its_cells_is_one(what: str, number: str):
    above, below = CUT[what]
    text, first = grid("云河市2026年重点任务分解表\n", [HEAD, [number, *above[1:]]])
    text, second = grid(text, [below, [number and "2", "修复湿地", "市林业局", "市财政局", "10月底前"]], continues=True)
    items = extract(text, grids=[first, second])[0].obligations
    assert [[str(one.due_on) for one in item.deadlines] for item in items] == [["2026-06-30"], ["2026-10-31"]]
    assert "改造管网" in items[0].title and below[1].rstrip(")") in items[0].text
    assert len(items[0].units) > 2 and items[1].title == "修复湿地"


@pytest.mark.parametrize("number", ["1", ""])
def test_whole_rows_on_both_sides_of_a_page_stay_two(number: str):
    """A number that is merged over several rows is printed once."""
    rows = [HEAD, [number, "改造管网", "市能源局", "市财政局", "6月底前"]]
    text, first = grid("云河市2026年重点任务分解表\n", rows)
    text, second = grid(text, [["", "修复湿地", "市林业局", "市财政局", "9月底前"]], continues=True)
    items = extract(text, grids=[first, second])[0].obligations
    assert [item.title for item in items] == ["改造管网", "修复湿地"]


@pytest.mark.parametrize("head", ["类别", "工作类别", "重点领域", "任务分类", "所属板块"])
@pytest.mark.parametrize("second", ["能源", None])
def test_a_category_is_the_path_whether_or_not_its_cells_are_merged(head: str, second: str | None):
    found = read(
        [
            ["序号", head, "重点任务", "责任单位", "完成时限"],
            ["1", "能源", "改造管网", "市能源局", "6月底前"],
            ["2", second, "检修锅炉", "市住建局", "9月底前"],
        ]
    )
    assert [(item.path[-1], item.title) for item in found.obligations] == [("能源", "改造管网"), ("能源", "检修锅炉")]


def test_columns_of_years_are_a_deadline_a_filled_cell():
    found = read(
        [
            ["序号", "指标", "责任单位", "2025年", "2026年目标", "2027年目标"],
            ["1", "污水处理率", "市水利局", "90%", "95%", "98%以上"],
            ["2", "新增绿地", "市林业局", "", "", "20公顷"],
        ],
        before="云河市人民政府关于印发目标任务的通知\n云政发〔2026〕3号\n\n任务如下:\n",
        after="\n云河市人民政府\n2026年3月2日\n",
    )
    assert seen(found) == [
        ("污水处理率", "R市水利局", ["2026-12-31", "2027-12-31"]),
        ("新增绿地", "R市林业局", ["2027-12-31"]),
    ]
    assert [target.text for target in found.obligations[0].targets][-2:] == ["95%", "98%以上"]


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "单位", "职务"], ["张明", "市能源局", "局长"], ["李芳", "市财政局", "局长"]],
        [["序号", "企业名称", "产能"], ["1", "清源热力", "20"], ["2", "白石焦化", "30"]],
        [
            ["序号", "文件名称", "文号"],
            ["1", "云河市供水办法", "云政发〔2019〕3号"],
            ["2", "云河市供热办法", "云政发〔2018〕7号"],
        ],
    ],
)
def test_a_table_of_other_things_gives_nothing(rows):
    before = "云河市人民政府办公室关于做好有关工作的通知\n云政办发〔2026〕8号\n\n各县(市、区)人民政府:\n\n情况如下。\n"
    text, table = grid(before, rows, "\n云河市人民政府办公室\n2026年3月2日\n")
    found = extract(text, grids=[table])
    assert [(one.doc_number, one.obligations) for one in found] == [("云政办发〔2026〕8号", [])]


def test_people_are_no_units():
    head = ["序号", "任务", "包联领导", "责任单位", "责任人", "联系人及电话", "时限要求"]
    found = read([head, ["1", "建设电网", "王强", "市能源局", "张明", "李芳 3091234", "6月底前"]])
    assert [who(item.units) for item in found.obligations] == ["R市能源局"]


def test_the_text_may_say_that_the_first_leads():
    rows: Texts = [["序号", "任务", "责任单位"], ["1", "建设电网", "市能源局、市财政局"]]
    found = read(rows, before="云河市任务表（责任单位中排在第一位的为牵头单位）\n")
    assert [who(item.units) for item in found.obligations] == ["L市能源局 R市财政局"]
