"""Tables: real ones with tabs, and what a PDF has made of them."""

import pytest

from tests.extraction.reading import directive, who

ROWS = [
    ("L市住建局 R各县(市、区)人民政府", "2026-11-30"),
    ("L市水利局 R市城市管理局 R清源区人民政府 R北渚区人民政府", "2026-12-31"),
    ("L市城市管理局 R市热力集团", "2026-10-31"),
]
TABBED = """序号\t重点任务\t牵头单位\t责任单位\t完成时限
1\t改造老旧小区60个\t市住建局\t各县(市、区)人民政府\t2026年11月底前
2\t新建污水管网80公里\t市水利局\t市城市管理局、清源区、北渚区人民政府\t2026年12月底前
3\t建成换热站15座\t市城市管理局\t市热力集团\t2026年10月底前
"""
SPACED = """序号 重点任务 牵头单位 责任单位 完成时限
1 改造老旧小区60个,惠及居民
1.2万户。 市住建局 各县(市、区)人民政府 2026年11月底前
2 新建污水管网80公里。 市水利局 市城市管理局、清源
区、北渚区人民政府 2026年12月底前
3 建成换热站15座。 市城市管理局 市热力集团 2026年10月底前
"""
CELL_A_LINE = """序号
重点任务
牵头单位
责任单位
完成时限
1
改造老旧小区60个,惠及居民1.2万户。
市住建局
各县(市、区)人民政府
2026年11月底前
2
新建污水管网80公里。
市水利局
市城市管理局、
清源区、北渚区人民政府
2026年12月底前
3
建成换热站15座。
市城市管理局
市热力集团
2026年10月底前
"""
WRAPPED_BARS = """| 序号 | 重点任务 | 牵头单位 | 责任单位 | 完成时限 |
|---|:---:|---|---|---|
| 1 | 改造老旧小区60个 | 市住建局 | 各县(市、区)人民政府 | 2026年11月底前 |
| 2 | 新建污水管网80公里 | 市水利局 | 市城市管理局、
清源区、北渚区人民政府 | 2026年12月底前 |
| 3 | 建成换热站15座 | 市城市管理局 | 市热力集团 | 2026年10月底前 |
"""


def barred(bar: str, outer: bool) -> str:
    lines = [line.replace("\t", bar) for line in TABBED.splitlines()]
    return "".join(f"{bar}{line}{bar}\n" if outer else f"{line}\n" for line in lines)


HEAD_AGAIN = SPACED.replace("3 建成", "序号 重点任务 牵头单位 责任单位 完成时限\n3 建成")


def rows(table: str) -> list[tuple[str, list[str]]]:
    found = directive(
        "现将任务分解表印发给你们。\n", end=f"\n云河市人民政府办公室\n2026年3月2日\n\n附件\n\n任务分解表\n\n{table}"
    )
    return [(who(item.units), [str(deadline.due_on) for deadline in item.deadlines]) for item in found.obligations]


@pytest.mark.parametrize(
    "table",
    [TABBED, SPACED, CELL_A_LINE, HEAD_AGAIN, WRAPPED_BARS],
    ids=["tabs", "spaces", "lines", "head twice", "Markdown"],
)
def test_rows_give_units_their_column_s_role_and_their_date(table):
    assert rows(table) == [(units, [date]) for units, date in ROWS]


@pytest.mark.parametrize("bar", ["|", " | ", "｜", " ‖ ", "│"])
@pytest.mark.parametrize("outer", [True, False])
def test_bars_set_cells_apart(bar, outer):
    assert rows(barred(bar, outer)) == [(units, [date]) for units, date in ROWS]


@pytest.mark.parametrize("rule", ["+----+----+", "├──┼──┤", "|====|"])
def test_rules_between_barred_rows_are_no_rows(rule):
    table = barred("│" if "├" in rule else "|", True).replace("\n", f"\n{rule}\n")
    assert rows(table) == [(units, [date]) for units, date in ROWS]


def test_bars_in_a_line_of_text_make_no_table():
    found = directive("市财政局要于6月底前报送方案。\n首页 | 责任单位 | 办事服务\n上一篇 | 下一篇 | 完成时限\n")
    assert [(who(item.units), len(item.deadlines)) for item in found.obligations] == [("R市财政局", 1)]


def test_an_empty_cell_shifts_no_column():
    table = "序号\t任务\t牵头单位\t配合单位\n1\t建设电网\t\t市财政局\n2\t改造管网\t市水利局\t市住建局\n"
    assert [units for units, _ in rows(table)] == ["S市财政局", "L市水利局 S市住建局"]


def test_a_row_may_begin_and_end_with_empty_cells():
    table = (
        "类别\t任务\t责任单位\t完成时限\t备注\n民生\t新建幼儿园\t市教育局\t2026年8月底前\t续建\n"
        "\t改造农贸市场\t市商务局\t2026年9月底前\t\n生态\t修复湿地\t市林业局\t2026年10月底前\t\n"
    )
    assert rows(table) == [
        ("R市教育局", ["2026-08-31"]),
        ("R市商务局", ["2026-09-30"]),
        ("R市林业局", ["2026-10-31"]),
    ]


def test_a_cell_may_say_who_leads():
    table = "序号\t任务\t责任单位\n1\t建设电网\t市能源局(牵头)、市财政局\n2\t改造管网\t市水利局牵头,市住建局配合\n"
    assert [units for units, _ in rows(table)] == ["L市能源局 R市财政局", "L市水利局 S市住建局"]


def test_words_of_the_cell_before_are_no_part_of_a_name():
    table = (
        "序号 项目 支持方式 牵头部门\n1 运营补助 按人数给予补助。 物质帮助 市财政局\n"
        "2 税费减免 落实扣除。 政策优惠 市税务局\n"
    )
    assert [units for units, _ in rows(table)] == ["L市财政局", "L市税务局"]


def test_rows_without_number_end_in_their_date():
    table = (
        "县(市、区) 新增数(个) 完成时限\n清源区 860 2027年2月底前\n白石县 310 2027年3月底前\n兰坪县 120 2027年6月底前\n"
    )
    assert rows(table) == [("", ["2027-02-28"]), ("", ["2027-03-31"]), ("", ["2027-06-30"])]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "重点任务 牵头单位 完成时限\n建设电网 市能源局 2026年6月底前\n改造管网 市水利局 2026年9月底前\n",
            ["L市能源局", "L市水利局"],
        ),
        (
            "序号 目标任务 责任单位\n1. 建设电网 市能源局、\n市财政局\n2. 改造管网 市水利局\n",
            ["R市能源局 R市财政局", "R市水利局"],
        ),
        (
            "序号\t任务\t责任单位\n\t一、能源\t\n1\t建设电网\t市能源局\n2\t改造管网\t市水利局\n",
            ["R市能源局", "R市水利局"],
        ),
        (
            "序号\t任务\t责任单位\t责任人\n1\t建设电网\t市能源局\t张明\n2\t改造管网\t市水利局\t李芳\n",
            ["R市能源局", "R市水利局"],
        ),
        (
            "类别 序号 任务 责任单位 完成时限\n能源 1 建设电网 市能源局 2026年6月底前\n"
            "交通 2 修路 市交通运输局 长期坚持\n",
            ["R市能源局", "R市交通运输局"],
        ),
    ],
    ids=["dates end rows", "numbers like items", "a row that is a heading", "people", "merged cells"],
)
def test_tables_of_other_shapes(table, expected):
    assert [units for units, _ in rows(table)] == expected


@pytest.mark.parametrize(
    "table",
    [
        "序号 企业名称 产能(万吨)\n1 清源热力 20\n2 白石焦化 30\n",
        "姓名 单位 职务\n张明 市能源局 局长\n李芳 市财政局 局长\n",
    ],
)
def test_a_table_without_a_column_for_who_or_when_assigns_nobody(table):
    assert rows(table) == []


@pytest.mark.parametrize(
    ("table", "titles"),
    [
        (TABBED, ["改造老旧小区60个", "新建污水管网80公里", "建成换热站15座"]),
        (SPACED, ["改造老旧小区60个,惠及居民1.2万户", "新建污水管网80公里", "建成换热站15座"]),
        (CELL_A_LINE, ["改造老旧小区60个,惠及居民1.2万户", "新建污水管网80公里", "建成换热站15座"]),
        (
            "项目名称 年度目标 牵头单位 配合单位 完成时限\n"
            "增加养老床位 新增床位2600张 市民政局 市财政局、市自然资源局 2026年12月底前\n"
            "改造农村公路 改造公路300公里 市交通运输局 市财政局 10月底前\n",
            ["增加养老床位 新增床位2600张", "改造农村公路 改造公路300公里"],
        ),
        (
            "序号 责任单位 工作任务 完成时限\n1 市民政局 改建敬老院6所 6月底前\n2 市水利局 加固水库5座 10月底前\n",
            ["改建敬老院6所", "加固水库5座"],
        ),
    ],
    ids=["tabs", "spaces", "lines", "name and goal", "units first"],
)
def test_a_row_is_called_by_its_task_and_its_date_is_about_it(table, titles):
    found = directive(
        "现将任务分解表印发给你们。\n", end=f"\n云河市人民政府办公室\n2026年3月2日\n\n附件\n\n任务表\n\n{table}"
    )
    assert [item.title for item in found.obligations] == titles
    assert [deadline.what for item in found.obligations for deadline in item.deadlines] == titles


@pytest.mark.parametrize("gap", ["\t", "   ", "\n"], ids=["tabs", "spaces", "lines"])
def test_a_bureau_s_table_names_its_sections(gap):
    lines = [
        ("序号", "工作任务", "牵头科室", "配合科室", "完成时限"),
        ("1", "编制审批事项清单", "政务服务科", "法规科", "2026年5月底前"),
        ("2", "清理证明事项", "法规科", "政务服务科、办公室", "2026年6月底前"),
    ]
    assert rows("\n".join(gap.join(line) for line in lines)) == [
        ("L政务服务科 S法规科", ["2026-05-31"]),
        ("L法规科 S政务服务科 S办公室", ["2026-06-30"]),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "重点任务 牵头单位 完成时限\n建设电网 市能源局 2026年6月底前\n改造管网 市水利局 2026年9月底前\n",
        "重点任务 完成时限 牵头单位\n建设电网 2026年6月底前 市能源局\n改造管网 2026年9月底前 市水利局\n",
        "序号 重点任务 牵头单位 完成时限\n1 建设电网 市能源局 6月底前\n2 改造管网 市水利局 9月底前\n",
        "重点任务\t牵头单位\t完成时限\n建设电网\t市能源局\t6月底前\n改造管网\t市水利局\t9月底前\n",
    ],
    ids=["dates end rows", "units end rows", "numbers", "tabs"],
)
def test_text_goes_on_below_a_table(table):
    found = directive(
        f"一、目标任务\n具体任务见下表。\n{table}二、保障措施\n(一)市财政局要于8月底前下达资金。\n"
        "(二)市审计局要加强监督。\n"
    )
    assert [who(item.units) for item in found.obligations] == ["L市能源局", "L市水利局", "R市财政局", "R市审计局"]
    assert [str(item.deadlines[0].due_on) for item in found.obligations[:3]] == [
        "2026-06-30",
        "2026-09-30",
        "2026-08-31",
    ]
    assert [item.path[0] for item in found.obligations] == ["一、目标任务"] * 2 + ["二、保障措施"] * 2


def test_headings_between_the_rows_of_flattened_text_are_their_path():
    found = directive(
        "现将任务分解表印发给你们。\n",
        end="\n云河市人民政府办公室\n2026年3月2日\n\n附件\n\n任务分解表\n\n"
        "序号 重点任务 牵头单位 责任单位 完成时限\n一、能源\n1 建设电网 市能源局 市财政局 6月底前\n"
        "2 改造供热管网 市城市管理局 市热力集团、各县(市、\n区)人民政府 2026年10\n月底前\n"
        "二、水利\n3 修水库 市水利局 市林业局 长期坚持\n注:下同。\n",
    )
    assert [(item.path[-1], who(item.units)) for item in found.obligations] == [
        ("一、能源", "L市能源局 R市财政局"),
        ("一、能源", "L市城市管理局 R市热力集团 R各县(市、区)人民政府"),
        ("二、水利", "L市水利局 R市林业局"),
    ]
    assert [str(item.deadlines[0].due_on) for item in found.obligations[:2]] == ["2026-06-30", "2026-10-31"]


SCHEDULE = [("3月20日前", "公布各县招生方案"), ("4月6日—4月12日", "审核入学信息"), ("5月10日前", "发放通知书")]


@pytest.mark.parametrize("gap", ["\t", "　　　", "\n"], ids=["tabs", "spaces", "lines"])
def test_a_schedule_gives_each_of_its_dates_a_row(gap):
    table = "\n".join(gap.join(line) for line in [("时间", "工作内容"), *SCHEDULE])
    assert rows(table) == [("", ["2026-03-20"]), ("", ["2026-04-12"]), ("", ["2026-05-10"])]


def test_text_below_a_schedule_is_no_row():
    table = "时间 工作内容\n3月20日前 公布招生方案\n5月10日前 发放通知书\n联系电话见各校网站。\n"
    assert rows(table) == [("", ["2026-03-20"]), ("", ["2026-05-10"])]


@pytest.mark.parametrize("gap", ["\t", "  "], ids=["tabs", "spaces"])
def test_a_column_of_departments_beside_their_duties_says_who(gap):
    lines = [
        ("序号", "考核部门", "分值", "考核内容", "评分标准"),
        ("1", "市水利局", "60", "清理河道", "建立台账;查处违法建筑。"),
        ("2", "市农业农村局", "30", "减少化肥用量", "推广有机肥。"),
        ("3", "各责任单位", "10", "信息报送", "按要求上报进展,缺一次扣1分。"),
    ]
    assert [units for units, _ in rows("\n".join(gap.join(line) for line in lines))] == [
        "R市水利局",
        "R市农业农村局",
        "R各责任单位",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        [("序号", "单位", "工作内容"), ("1", "3米", "铺设管道"), ("2", "5座", "建设泵站")],
        [("序号", "单位", "获奖名称"), ("1", "市水利局", "一等奖"), ("2", "市财政局", "二等奖")],
    ],
    ids=["measures", "prizes"],
)
@pytest.mark.parametrize("gap", ["\t", "  "], ids=["tabs", "spaces"])
def test_a_column_of_units_without_a_role_names_nobody_when_it_holds_no_duties(lines, gap):
    assert rows("\n".join(gap.join(line) for line in lines)) == []


def test_a_line_break_inside_of_a_cell_with_tabs_cuts_no_row():
    table = (
        "序号\t任务\t责任单位\t配合单位\t完成时限\n1\t改造立管\t市住建局\n各有关街道\t\t2026年11月底\n"
        "2\t治理弯道\t市交通运输局\t市公安局、\n各街道\t2026年9月底前\n3\t拆除障碍\t市应急管理局\t市商务局\t6月底前\n"
    )
    assert rows(table) == [
        ("R市住建局 R各有关街道", ["2026-11-30"]),
        ("R市交通运输局 S市公安局 S各街道", ["2026-09-30"]),
        ("R市应急管理局 S市商务局", ["2026-06-30"]),
    ]


def test_a_text_that_ends_in_the_head_of_a_table_holds_no_rows():
    assert rows("附件\n\n任务分解表\n\n序号\t重点任务\t完成时限\t牵\n内容") == []


@pytest.mark.parametrize("gap", [" ", "\n"], ids=["spaces", "lines"])
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [("责任单位", "工作内容"), ("市能源局", "建设电网。"), ("市水利局、\n市住建局", "改造管网,\n建成泵站。")],
            [("建设电网", "R市能源局"), ("改造管网,建成泵站", "R市水利局 R市住建局")],
        ),
        (
            [
                ("类别", "工作任务", "责任单位", "工作目标"),
                ("民生", "改造小区", "市住建局", "改造60个"),
                ("生态", "修复湿地", "各县(市、区)人民政府", "修复2000亩"),
            ],
            [("民生改造小区改造60个", "R市住建局"), ("生态修复湿地修复2000亩", "R各县(市、区)人民政府")],
        ),
        (
            [
                ("重点任务", "责任单位", "完成时限", "备注"),
                ("审核信息", "市教育局", "6月底前", "续办"),
                ("联系企业", "市工信局", "9月底前"),
                ("报送总结", "市商务局", "10月底前", "新增"),
            ],
            [("审核信息", "R市教育局"), ("联系企业", "R市工信局"), ("报送总结", "R市商务局")],
        ),
    ],
    ids=["bodies and duties", "bodies in the middle", "remarks, some empty"],
)
def test_rows_with_neither_number_nor_who_or_when_at_their_end(gap, lines, expected):
    table = "\n".join(gap.join(line) for line in lines)
    found = directive(f"一、任务\n任务见下表。\n{table}\n二、要求\n(一)市财政局要于8月底前下达资金。\n")
    named = [(item.title, who(item.units)) for item in found.obligations]
    assert [(title.replace(" ", ""), units) for title, units in named[:-1]] == expected
    assert [who(item.units) for item in found.obligations][-1] == "R市财政局"


@pytest.mark.parametrize("gap", [" ", "\n"], ids=["spaces", "lines"])
def test_plain_text_below_such_a_table_is_no_row(gap):
    lines = [("责任单位", "工作内容"), ("市能源局", "建设电网。"), ("市水利局", "改造管网。")]
    table = "\n".join(gap.join(line) for line in lines)
    found = directive(f"任务见下表。\n{table}\n以上任务要认真完成。\n市财政局要于8月底前下达资金。\n")
    assert [who(item.units) for item in found.obligations] == ["R市能源局", "R市水利局", "R市财政局"]
