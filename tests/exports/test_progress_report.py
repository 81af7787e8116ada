"""The workbook as Excel sees it, read back with openpyxl."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from obligations import review
from obligations.exports import columns, progress_report
from obligations.models import Commitment, Unit
from tests.conftest import NOW, TODAY, People, Register, TaskMaker
from tests.exports.conftest import Ledger, owe, report

PRINTED = [
    "序号",
    "文号",
    "任务",
    "牵头单位",
    "责任单位",
    "配合单位",
    "承办单位",
    "完成时限",
    "原定时限",
    "现时限",
    "进展情况",
    "完成比例",
    "状态",
    "逾期天数",
]
HEADER = [
    *PRINTED,
    "文件标题",
    "角色",
    "指标",
    "挂牌督办",
    "延期次数",
    "时限性质",
    "存在问题",
    "下一步措施",
    "办理环节",
    "办结日期",
]
TITLE = "云河市人民政府办公室关于做好冬季清洁取暖工作的通知"


def at(year: int, month: int, day: int) -> datetime:
    """openpyxl reads a date cell as a midnight."""
    return datetime(year, month, day)


def exported(**options: str) -> Workbook:
    return load_workbook(BytesIO(progress_report.build(Commitment.objects.all(), TODAY, **options)))


def values(sheet: Worksheet, first: int = 4) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def of(sheet: Worksheet, title: str) -> list[object]:
    """The values below one column's title."""
    return [row[HEADER.index(title)] for row in values(sheet)]


def cell(sheet: Worksheet, title: str, row: int) -> Cell:
    found = sheet.cell(row, HEADER.index(title) + 1)
    assert isinstance(found, Cell)
    return found


@pytest.fixture
def book(ledger: Ledger) -> Workbook:
    return exported(filters="全部单位")


PIPES = {
    "任务": "完成老旧供热管网改造",
    "牵头单位": "市能源局",
    "责任单位": "各县（市、区）、市老区建设促进会",
    "配合单位": "市财政局、市住房城乡建设局",
    "完成时限": "9月10日前",
}
BOILERS = {"任务": "淘汰燃煤锅炉", "责任单位": "市能源局", "完成时限": "9月10日前"}


def line(number: int, task: dict[str, object], unit: str, step: str, light: str, **others: object) -> dict[str, object]:
    """A row with what every one of the ledger has; what is not named is empty."""
    same = {"序号": number, "文号": "云政办发〔2026〕12号", "文件标题": TITLE, "角色": "责任", "完成比例": 0}
    return dict.fromkeys(HEADER) | same | task | {"承办单位": unit, "办理环节": step, "状态": light} | others


def test_every_cell_of_the_main_sheet(book: Workbook) -> None:
    header, *rows = values(book["全部事项"], first=3)
    assert header == HEADER
    report_ = {"进展情况": "已完成三个片区的改造。", "存在问题": "资金到位慢", "下一步措施": "9月底前完成剩余片区"}
    dates = {"原定时限": at(2026, 9, 10), "现时限": at(2026, 9, 10)}
    assert [dict(zip(HEADER, row, strict=True)) for row in rows] == [
        line(1, PIPES, "市能源局", "办理中", "逾期", 角色="牵头", 完成比例=0.6, 逾期天数=6, **report_, **dates),
        line(2, PIPES, "市住房城乡建设局", "待审核", "正常", 完成比例=1, **dates),
        line(3, BOILERS, "市能源局", "办理中", "正常", 现时限=at(2026, 10, 20), 原定时限=at(2026, 9, 10)),
        line(4, {"任务": "开展宣传", "责任单位": "市住房城乡建设局"}, "市住房城乡建设局", "办理中", "待定"),
        line(
            5,
            BOILERS,
            "市财政局",
            "已办结",
            "办结",
            完成比例=1,
            原定时限=at(2026, 9, 1),
            现时限=at(2026, 9, 1),
            办结日期=at(2026, 9, 8),
            逾期天数=3,
        ),
    ]


def test_a_date_that_is_provisional_says_so(ledger: Ledger) -> None:
    Commitment.objects.filter(pk__in=[ledger.overdue.pk, ledger.done_late.pk]).update(is_provisional=True)
    told = of(exported()["全部事项"], "时限性质")
    assert told.count("暂定") == 1 and told[0] == "暂定"


def test_a_sheet_for_each_unit_in_the_order_of_the_register(book: Workbook) -> None:
    assert book.sheetnames == ["汇总", "全部事项", "市住房城乡建设局", "市能源局", "市财政局"]
    energy = book["市能源局"]
    assert list(zip(of(energy, "序号"), of(energy, "任务"), of(energy, "状态"), strict=True)) == [
        (1, "完成老旧供热管网改造", "逾期"),
        (2, "淘汰燃煤锅炉", "正常"),
    ]
    assert [cell.value for cell in book["市能源局"][3]] == HEADER
    assert book["市能源局"]["A1"].value == "市能源局承办事项进展情况表"


def test_the_summary_counts_the_same_rows(book: Workbook) -> None:
    assert values(book["汇总"], first=3) == [
        ["单位", "合计", "逾期", "临期", "正常", "待定", "中止", "办结", "办结率"],
        ["市住房城乡建设局", 2, 0, 0, 1, 1, 0, 0, 0],
        ["市能源局", 2, 1, 0, 1, 0, 0, 0, 0],
        ["市财政局", 1, 0, 0, 0, 0, 0, 1, 1],
        ["合计", 5, 1, 0, 2, 1, 0, 1, 0.2],
    ]
    assert book["汇总"]["A5"].hyperlink.location == "'市能源局'!A1"


def test_title_date_and_filter_stand_above_the_table(book: Workbook) -> None:
    sheet = book["全部事项"]
    assert sheet["A1"].value == "督查督办事项进展情况表"
    assert sheet["A2"].value == "统计日期：2026年9月16日    范围：全部单位"
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:N1", "A2:N2"}


def test_it_is_set_up_for_reading_and_for_a4(book: Workbook) -> None:
    for name in book.sheetnames:
        sheet = book[name]
        assert sheet.freeze_panes == "B4"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$3"
        assert "第 &P 页" in str(sheet.oddFooter.center.text)
    assert book["全部事项"].auto_filter.ref == "A3:X8"
    assert book["全部事项"].row_dimensions[4].height > 2 * 13.5
    widths = [book["全部事项"].column_dimensions[get_column_letter(at)].width for at in range(1, len(PRINTED) + 1)]
    assert all(width > 5 for width in widths)


def test_what_is_printed_fits_a4_at_a_size_that_can_be_read(book: Workbook) -> None:
    sheet = book["全部事项"]
    assert sheet.print_area == "'全部事项'!$A$1:$N$8"
    # A4 landscape less margins holds about 138 characters of the default font at full size
    assert 138 / (columns.NUMBER_WIDTH + sum(column.width for column in columns.PRINTED)) > 0.75


def test_dates_are_dates_and_lights_are_filled(book: Workbook) -> None:
    sheet = book["全部事项"]
    assert cell(sheet, "现时限", 4).is_date
    assert cell(sheet, "现时限", 4).number_format == "yyyy-mm-dd"
    assert cell(sheet, "完成比例", 4).number_format == "0%"
    assert cell(sheet, "进展情况", 4).alignment.wrap_text
    assert sheet["A3"].font.bold
    light = cell(sheet, "状态", 4)
    assert light.fill.fgColor.rgb == "FFF4E0DF"
    assert light.font.color.rgb == "FFB42318"
    assert light.fill.fgColor.rgb != cell(sheet, "状态", 5).fill.fgColor.rgb


def test_what_people_wrote_is_never_a_formula(ledger: Ledger) -> None:
    nasty = '=HYPERLINK("http://evil.example","点我")'
    report(ledger.extended, 10, nasty, problems="-2+3", next_steps="\t@SUM(1)\x0b完成")
    sheet = exported()["全部事项"]
    cells = {cell.value: cell.data_type for row in sheet.iter_rows(min_row=6, max_row=6) for cell in row}
    assert cells[f"'{nasty}"] == "s"
    assert cells["'-2+3"] == "s"
    assert cells["'@SUM(1)完成"] == "s"


def test_a_task_of_several_time_limits_says_which_deed_a_row_is_about(
    register: Register, make_task: TaskMaker, people: People
) -> None:
    plan = {"kind": "fixed", "text": "9月20日前", "due_on": date(2026, 9, 20), "what": "制定实施方案"}
    work = {"kind": "fixed", "text": "12月底前", "due_on": date(2026, 12, 31), "what": "全面完成改造"}
    nameless = {"kind": "fixed", "text": "10月底前", "due_on": date(2026, 10, 31)}
    alone = make_task("开展排查", responsible=(register.energy,), deadlines=(plan,))
    several = make_task("改造老旧管网", lead=register.energy, deadlines=(plan, nameless, work))
    for task in (alone, several):
        review.confirm(task.pk, people.supervisor, NOW)
    titles = of(exported()["全部事项"], "任务")
    assert titles == ["开展排查", "改造老旧管网：制定实施方案", "改造老旧管网", "改造老旧管网：全面完成改造"]


def test_a_filter_of_nothing_says_so(register: Register) -> None:
    book = exported()
    assert book.sheetnames == ["汇总", "全部事项"]
    assert book["全部事项"]["A4"].value == "没有符合条件的承办事项"


def test_the_caller_decides_what_is_seen(ledger: Ledger, people: People) -> None:
    mine = Commitment.objects.visible_to(people.coordinator)
    sheet = load_workbook(BytesIO(progress_report.build(mine, TODAY)))
    assert sheet.sheetnames == ["汇总", "全部事项"]
    assert of(sheet["全部事项"], "承办单位") == ["市能源局", "市能源局"]


def test_ten_times_the_rows_cost_no_more_queries(ledger: Ledger, register: Register, make_task: TaskMaker) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        exported()
    for number in range(50):
        task = make_task(f"任务{number}", lead=register.energy, support=(register.finance,))
        owe(task, register.energy, date(2026, 10, 1))
    with CaptureQueriesContext(connection) as many:
        exported()
    assert len(many) == len(few)


def test_two_units_with_one_short_name_get_two_sheets(ledger: Ledger, make_task: TaskMaker) -> None:
    twin = Unit.objects.create(name="云河市能源局（筹）", short_name="市能源局")
    owe(make_task("筹建"), twin, date(2026, 9, 30))
    names = exported().sheetnames
    assert "市能源局" in names
    assert "市能源局(2)" in names


def test_the_command_writes_the_file(ledger: Ledger, tmp_path, capsys) -> None:
    out = tmp_path / "进展.xlsx"
    call_command("export_progress", out=out, unit="云河市能源局", light="overdue", on=TODAY)
    assert "1 项承办事项" in capsys.readouterr().out
    sheet = load_workbook(out)["全部事项"]
    assert of(sheet, "任务") == ["完成老旧供热管网改造"]
    assert sheet["A2"].value.endswith("范围：市能源局；逾期")


def test_the_command_knows_no_unit_by_that_name(register: Register, tmp_path) -> None:
    with pytest.raises(CommandError, match="没有“市海洋局”"):
        call_command("export_progress", out=tmp_path / "x.xlsx", unit="市海洋局")
