"""Forms: the heads stand in the first column, one task a form."""

import pytest

from obligations.extraction.findings import DirectiveFinding
from tests.extraction.reading import directive, who
from tests.extraction.test_tables_grids import Texts, read

FORM = [
    ("任务名称", "改造供热管网"),
    ("工作措施", "改造管网80公里,更换换热设备12套。"),
    ("牵头单位", "市能源局"),
    ("配合单位", "市财政局、市住建局"),
    ("完成时限", "2026年10月底前"),
]
NEXT = [
    ("任务名称", "新建泵站"),
    ("工作措施", "新建泵站3座。"),
    ("牵头单位", "市水利局"),
    ("配合单位", "清源区人民政府"),
    ("完成时限", "2026年9月底前"),
]
SEEN = ("改造供热管网 改造管网80公里,更换换热设备12套", "L市能源局 S市财政局 S市住建局", ["2026-10-31"])
SEEN_NEXT = ("新建泵站 新建泵站3座", "L市水利局 S清源区人民政府", ["2026-09-30"])


def seen(found: DirectiveFinding) -> list[tuple[str, str, list[str]]]:
    return [(one.title, who(one.units), [str(date.due_on) for date in one.deadlines]) for one in found.obligations]


def printed(table: str) -> list[tuple[str, str, list[str]]]:
    return seen(
        directive("现将督办事项印发给你们。\n", end=f"\n云河市人民政府\n2026年3月2日\n\n附件\n\n督办事项单\n\n{table}")
    )


def cells(form: list[tuple[str, str]]) -> Texts:
    return [list(pair) for pair in form]


def test_a_form_is_one_task():
    assert seen(read(cells(FORM))) == [SEEN]


def test_a_form_begins_where_its_first_head_comes_again_or_below_a_line_across_the_table():
    assert seen(read(cells(FORM + NEXT))) == [SEEN, SEEN_NEXT]
    assert seen(read([["督办事项一", "<"], *cells(FORM), ["督办事项二", "<"], *cells(NEXT)])) == [SEEN, SEEN_NEXT]


def test_heads_and_cells_may_stand_side_by_side():
    rows: Texts = [
        ["编号", "1", "任务名称", "改造供热管网"],
        ["工作措施", "改造管网80公里,更换换热设备12套。", "<", "<"],
        ["牵头单位", "市能源局", "配合单位", "市财政局、市住建局"],
        ["完成时限", "2026年10月底前", "联系人", "张明 3091234"],
        ["办理情况", "", "<", "<"],
    ]
    assert seen(read(rows)) == [SEEN]


def test_a_merged_heading_may_stand_beside_the_heads():
    rows: Texts = [["任务", *FORM[0]], [None, *FORM[1]], ["分工", *FORM[2]], [None, *FORM[3]], [None, *FORM[4]]]
    assert seen(read(rows)) == [SEEN]


@pytest.mark.parametrize(
    "gap", ["\t", "  ", "\n", "\n\n", " | "], ids=["tabs", "spaces", "lines", "blank lines", "bars"]
)
def test_the_same_in_lines_of_text(gap: str):
    lines = [gap.join(pair) + "\n" for pair in FORM + NEXT]
    assert printed("".join(lines)) == [SEEN, SEEN_NEXT]


@pytest.mark.parametrize("gap", ["  ", "\n"])
def test_a_title_over_each_form_is_no_part_of_the_one_before(gap: str):
    forms = [f"督办事项{number}\n" + "\n".join(map(gap.join, form)) for number, form in (("一", FORM), ("二", NEXT))]
    assert printed("\n".join(forms) + "\n") == [SEEN, SEEN_NEXT]


@pytest.mark.parametrize("gap", ["  ", "\n"])
def test_cells_of_several_lines(gap: str):
    form = [(label, value.replace("、", "、\n").replace("更", "\n更")) for label, value in FORM]
    assert printed("\n".join(gap.join(pair) for pair in form) + "\n") == [SEEN]


@pytest.mark.parametrize(
    "rows",
    [
        [["任务", "责任单位"], ["建设电网", "市能源局"], ["改造管网", "市水利局"]],
        [["责任单位", "工作内容"], ["市能源局", "建设电网"], ["市水利局", "改造管网"]],
        [["重点任务", "责任单位", "完成时限", "备注"], ["建设电网", "市能源局", "2026年6月底前", ""]],
    ],
)
def test_a_table_with_its_heads_on_top_is_no_form(rows: Texts):
    assert "市能源局" in [unit.mention.name for one in read(rows).obligations for unit in one.units]
    assert all(one.title in ("建设电网", "改造管网") for one in read(rows).obligations)


def test_text_goes_on_below_a_form():
    form = "\n".join("  ".join(pair) for pair in FORM)
    found = directive(f"一、目标任务\n具体任务如下。\n{form}\n二、保障措施\n(一)市财政局要于8月底前下达资金。\n")
    assert [who(one.units) for one in found.obligations] == [SEEN[1], "R市财政局"]
