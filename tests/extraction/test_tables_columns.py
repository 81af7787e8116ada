"""Columns whose heads say little: 备注, 单位, 部门. Their cells decide what they tell."""

import pytest

from obligations.extraction.findings import DirectiveFinding
from tests.extraction.reading import directive, who

GAPS = pytest.mark.parametrize("gap", ["\t", "  ", "|"], ids=["tabs", "spaces", "bars"])


def read(lines: list[tuple[str, ...]], gap: str) -> DirectiveFinding:
    table = "\n".join(gap.join(line) for line in lines)
    end = f"\n云河市人民政府办公室\n2026年3月2日\n\n附件\n\n任务分解表\n\n{table}\n"
    return directive("现将任务分解表印发给你们。\n", end=end)


REMARKS = {
    ("R市能源局", "2026-10-31 FREQ=MONTHLY;BYMONTHDAY=25"): ["每月25日前报送进展"],
    ("R市能源局", "2026-10-31 2027-06-30"): ["2027年6月底前完成二期"],
    ("R市能源局 R市财政局", "2026-10-31"): ["由市财政局落实资金", "资金由市财政局统筹", "市财政局负责资金筹措"],
    ("R市能源局 S市财政局", "2026-10-31"): ["市财政局配合"],
    ("R市能源局 R市财政局", "2026-10-31 2026-08-31"): ["市财政局要于8月底前拨付资金"],
    ("R市能源局", "2026-10-31"): [
        "续建", "省级重点", "2025年已完成一期", "详见云政办发〔2025〕3号", "经市政府同意后实施", "市财政局有资金",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "remark"),
    [(wanted, remark) for wanted, remarks in REMARKS.items() for remark in remarks],
)
@GAPS
def test_what_a_remark_orders_or_dates_belongs_to_its_row(wanted: tuple[str, str], remark: str, gap: str) -> None:
    lines = [
        ("序号", "重点任务", "责任单位", "完成时限", "备注"),
        ("1", "建设电网。", "市能源局", "2026年10月底前", remark),
        ("2", "改造管网。", "市水利局", "2026年9月底前", "新建"),
    ]
    first, second = read(lines, gap).obligations
    dates = " ".join(str(one.due_on or one.rrule) for one in first.deadlines)
    assert (first.title, who(first.units), dates) == ("建设电网", *wanted)
    assert (second.title, who(second.units)) == ("改造管网", "R市水利局")


@GAPS
def test_a_column_headed_unit_is_for_who_where_its_cells_are_bodies(gap: str) -> None:
    lines = [
        ("序号", "任务内容", "单位", "完成时限"),
        ("1", "改造管网。", "市水利局", "6月底前"),
        ("2", "建设电网。", "市能源局", "9月底前"),
        ("3", "开展宣传。", "—", "10月底前"),
    ]
    found = read(lines, gap).obligations
    assert [(who(one.units), str(one.deadlines[0].due_on)) for one in found] == [
        ("R市水利局", "2026-06-30"),
        ("R市能源局", "2026-09-30"),
        ("", "2026-10-31"),
    ]


@GAPS
def test_a_column_of_measures_names_nobody_and_leaves_the_dates(gap: str) -> None:
    lines = [
        ("序号", "任务内容", "单位", "数量", "完成时限"),
        ("1", "改造管网。", "公里", "80", "6月底前"),
        ("2", "建设泵站。", "座", "3", "9月底前"),
    ]
    found = read(lines, gap).obligations
    assert [(who(one.units), str(one.deadlines[0].due_on)) for one in found] == [("", "2026-06-30"), ("", "2026-09-30")]


@GAPS
def test_a_column_of_measures_beside_one_for_who(gap: str) -> None:
    lines = [
        ("序号", "指标任务", "单位", "目标值", "责任单位"),
        ("1", "改造管网。", "公里", "80", "市水利局"),
        ("2", "建设泵站。", "座", "3", "市能源局"),
    ]
    assert [who(one.units) for one in read(lines, gap).obligations] == ["R市水利局", "R市能源局"]


@GAPS
def test_measures_among_the_bodies_of_a_column_name_nobody(gap: str) -> None:
    lines = [
        ("序号", "任务内容", "单位", "完成时限"),
        ("1", "改造管网。", "市水利局", "6月底前"),
        ("2", "建设泵站。", "座", "9月底前"),
        ("3", "建设电网。", "市能源局", "10月底前"),
    ]
    assert [who(one.units) for one in read(lines, gap).obligations] == ["R市水利局", "", "R市能源局"]
