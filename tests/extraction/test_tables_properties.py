"""The same task table as a reader's cells, with tabs and flattened to text gives exactly the rows put in."""

import re
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.findings import DirectiveFinding, Role
from obligations.extraction.grids import Grid
from obligations.extraction.pipeline import extract
from tests.extraction.test_tables_grids import Texts, grid

HEAD: list[str | None] = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]
UNITS = [
    "市能源局", "市住房和城乡建设局", "市财政局", "市水利局", "各县(市、区)人民政府", "市教育局", "团市委", "市总工会",
    "市公安局", "清源区人民政府", "国网云河供电公司", "市委宣传部", "市直有关部门", "市生态环境局", "市税务局",
    "全体成员单位", "全部责任单位", "各牵头单位", "所有县(市、区)人民政府",
]  # fmt: skip
TASKS = [
    "建设电网", "改造老旧小区60个,惠及居民1.2万户", "新建污水管网80公里", "开展清洁取暖改造。确保居民温暖过冬",
    "推行“一件事”改革,压减材料30%", "修复湿地2000亩", "完成水库除险加固5座", "加强宣传引导", "落实稳岗政策",
]  # fmt: skip
DATES = {
    "2026年6月底前": "2026-06-30",
    "2026年12月": "2026-12-31",
    "10月底前": "2026-10-31",
    "2026年9月15日前": "2026-09-15",
    "第四季度": "2026-12-31",
    "长期坚持": "",
}
BEFORE = """云河市人民政府办公室关于印发2026年重点任务分解表的通知
云政办发〔2026〕8号

各县(市、区)人民政府:

现将任务分解表印发给你们。

云河市人民政府办公室
2026年3月2日

附件

2026年重点任务分解表

"""


@dataclass(frozen=True)
class Wanted:
    task: str
    lead: str
    support: tuple[str, ...]
    date: str
    same_date: bool  # its cell for when is merged with that of the row above
    broken: bool  # a line a unit

    def listed(self, separator: str) -> str:
        return separator.join(self.support)


def a_row() -> st.SearchStrategy[Wanted]:
    return st.builds(
        Wanted,
        st.sampled_from(TASKS),
        st.sampled_from(UNITS),
        st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True).map(tuple),
        st.sampled_from(list(DATES)),
        st.booleans(),
        st.booleans(),
    )


def due(rows: list[Wanted]) -> list[str]:
    """The printed date of each row, a merged cell's for all of its rows."""
    dates: list[str] = []
    for row in rows:
        dates.append(dates[-1] if dates and row.same_date else row.date)
    return dates


def found_in(text: str, *grids: Grid) -> list[tuple[str, str, list[str], list[str]]]:
    directives: list[DirectiveFinding] = extract(text, grids=grids)
    assert [one.doc_number for one in directives] == ["云政办发〔2026〕8号"]
    rows = [item for item in directives[0].obligations if item.basis == "table"]
    for item in rows:
        assert item.text == text[item.start : item.end]
    return [
        (
            re.split("[。 ]", item.title)[0],
            *item.names(Role.LEAD),
            item.names(Role.SUPPORT),
            [str(deadline.due_on) for deadline in item.deadlines],
        )
        for item in rows
    ]


def wanted(rows: list[Wanted]) -> list[tuple[str, str, list[str], list[str]]]:
    return [
        (row.task.split("。")[0], row.lead, list(row.support), [DATES[date]] if DATES[date] else [])
        for row, date in zip(rows, due(rows), strict=True)
    ]


@settings(deadline=None, max_examples=40)
@given(st.lists(a_row(), min_size=1, max_size=8))
def test_cells_of_a_reader(rows: list[Wanted]) -> None:
    texts: Texts = [HEAD]
    for number, row in enumerate(rows, 1):
        merged = number > 1 and row.same_date
        listed = row.listed("\n" if row.broken else "、")
        texts.append([str(number), row.task, row.lead, listed, None if merged else row.date])
    text, table = grid(BEFORE, texts)
    assert found_in(text, table) == wanted(rows)


@settings(deadline=None, max_examples=40)
@given(st.lists(a_row(), min_size=1, max_size=8), st.sampled_from(["\t", "|", " ｜ "]))
def test_tabs_and_bars(rows: list[Wanted], mark: str) -> None:
    lines = [mark.join(map(str, HEAD))]
    for number, (row, date) in enumerate(zip(rows, due(rows), strict=True), 1):
        lines.append(mark.join((str(number), row.task, row.lead, row.listed("、"), date)))
    assert found_in(BEFORE + "\n".join(lines) + "\n") == wanted(rows)


@settings(deadline=None, max_examples=40)
@given(st.lists(a_row(), min_size=2, max_size=8), st.sampled_from([" ", "  ", "\n", "\n\n"]))
def test_flattened_to_blanks_or_to_a_line_a_cell(rows: list[Wanted], gap: str) -> None:
    lines = [gap.join(map(str, HEAD))]
    for number, (row, date) in enumerate(zip(rows, due(rows), strict=True), 1):
        listed = row.listed("、\n" if row.broken else "、")
        lines.append(gap.join((str(number), row.task + "。", row.lead, listed, date)))
    assert found_in(BEFORE + "\n".join(lines) + "\n") == wanted(rows)


NO_NUMBER = {"重点任务": 0, "牵头单位": 1, "配合单位": 2, "完成时限": 3, "工作成果": 4}
ORDERS = [
    ("重点任务", "牵头单位", "配合单位", "完成时限"),
    ("重点任务", "完成时限", "牵头单位", "配合单位"),
    ("牵头单位", "配合单位", "完成时限", "重点任务"),
    ("完成时限", "重点任务", "牵头单位", "配合单位"),
    ("重点任务", "牵头单位", "配合单位", "完成时限", "工作成果"),
]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(a_row(), min_size=2, max_size=8),
    st.sampled_from([" ", "  ", "\n", "\n\n"]),
    st.sampled_from(ORDERS),
)
def test_rows_without_numbers(rows: list[Wanted], gap: str, heads: tuple[str, ...]) -> None:
    lines = [gap.join(heads)]
    for row, date in zip(rows, due(rows), strict=True):
        listed = row.listed("、\n" if row.broken else "、")
        cells = (row.task + "。", row.lead, listed, date, "总结报告")
        lines.append(gap.join(cells[NO_NUMBER[head]] for head in heads))
    found = found_in(BEFORE + "\n".join(lines) + "\n")
    assert found == wanted(rows)
