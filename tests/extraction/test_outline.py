"""The tree of numbered items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.extraction.layout import Layout
from obligations.extraction.outline import Item, Marker, heading_of, read_outline
from obligations.extraction.pipeline import extract
from obligations.extraction.text import SourceText


def tree(text: str) -> list:
    source = SourceText(text)
    layout = Layout(source)
    root = read_outline(source, layout, 0, len(source))

    def shown(item: Item) -> tuple:
        return (heading_of(layout, item), [shown(child) for child in item.children])

    return [shown(child) for child in root.children]


def test_levels_follow_each_other():
    text = (
        "一、总体要求\n坚持稳中求进。\n二、重点任务\n(一)能源\n1.建设电站。\n2.改造管网。\n"
        "(二)交通\n(1)修路。\n①夜间施工。"
    )
    assert tree(text) == [
        ("总体要求", []),
        (
            "重点任务",
            [("能源", [("建设电站", []), ("改造管网", [])]), ("交通", [("修路", [("夜间施工", [])])])],
        ),
    ]


def test_numbers_run_on_over_sections():
    text = "(一)能源\n1.建设电站。\n2.改造管网。\n(二)交通\n3.修路。\n4.架桥。"
    assert [len(children) for _, children in tree(text)] == [2, 2]


def test_an_excerpt_may_leave_out_many_numbers_below_a_section():
    text = "二、重点任务\n(三)能源。建设电站。\n五、保障措施\n(十八)加强领导。各县要重视。\n(十九)加强考核。"
    assert [len(children) for _, children in tree(text)] == [1, 2]


@pytest.mark.parametrize("gap", ["", " "])
def test_headings_of_plans_need_no_gap_behind_their_numbers(gap):
    text = (
        "1@总则\n1.1@编制目的\n为做好工作,制定本预案。\n1.2@适用范围\n适用于全县。\n2@组织体系\n2.1@指挥机构\n"
        "2.1.1@县防指\n县防指负责指挥。\n3@预警\n3.1@监测\n各站每日报告。\n4@保障\n电力部门负责供电。\n"
    ).replace("@", gap)
    assert [(title, len(children)) for title, children in tree(text)] == [
        ("总则", 2),
        ("组织体系", 1),
        ("预警", 1),
        ("保障", 0),
    ]


def test_an_attached_plan_begins_its_own_list():
    text = "一、请认真执行。\n二、请按月报告。\n云河市行动方案\n一、总体要求\n二、重点任务"
    assert [title for title, _ in tree(text)] == ["请认真执行", "请按月报告", "总体要求", "重点任务"]


def test_a_date_or_a_project_may_open_an_item():
    assert [title for title, _ in tree("二、造林。\n三、1月15日前完成复核。\n四、9月15日至11月30日为防火期。")] == [
        "造林",
        "1月15日前完成复核",
        "9月15日至11月30日为防火期",
    ]
    assert [title for title, _ in tree("第三条 申报。\n第四条 项目单位应当申报。\n第五条 项目竣工后报告。")] == [
        "申报",
        "项目单位应当申报",
        "项目竣工后报告",
    ]


def test_a_date_behind_an_arabic_number_is_no_decimal():
    assert len(tree("1. 8 月 25 日报到。\n2. 8 月 30 日体检。\n3.编班。")) == 3


def test_decimal_numbers_of_an_emergency_plan_are_items():
    text = (
        "2 组织体系\n2.1 指挥部\n由市政府设立。\n2.2 成员单位\n(1)公安局:负责警戒。\n(2)卫健委:负责救治。\n"
        "3 信息报告\n3.1 接报后应立即核实。\n3.2 县政府应在1小时内报告。\n3.2.1 书面报告。\n3.2.2 电话报告。"
    )
    assert tree(text) == [
        ("组织体系", [("指挥部", []), ("成员单位", [("公安局", []), ("卫健委", [])])]),
        (
            "信息报告",
            [("接报后应立即核实", []), ("县政府应在1小时内报告", [("书面报告", []), ("电话报告", [])])],
        ),
    ]


def test_a_chapter_without_decimals_ends_the_plan_above_it():
    text = "1 总则\n1.1 目的\n规范处置。\n1.2 范围\n适用于全县。\n2 附则\n本预案由县应急局解释。"
    assert tree(text) == [("总则", [("目的", []), ("范围", [])]), ("附则", [])]


@pytest.mark.parametrize("text", ["1 县能源局\n2 县水利局\n3 县财政局", "一、目标\n1 县能源局\n2 县水利局"])
def test_plain_numbers_are_no_chapters_where_no_decimals_stand_below_them(text):
    assert "县水利局" not in str([title for title, _ in tree(text)])


FORMS = ["1．", "１、", "1）", "(1)", "（一）、", "㈠", "⑴", "⒈", "❶", "①", "1.1 ", "Ⅰ.", "A."]


@pytest.mark.parametrize("first", FORMS)
def test_items_are_numbered_in_many_forms(first):
    following = {"一": "二", "㈠": "㈡", "⑴": "⑵", "⒈": "⒉", "❶": "❷", "①": "②", "Ⅰ": "Ⅱ", "A": "B", "１": "２"}
    second = "".join(following.get(sign, sign) for sign in first)
    second = first[:-2] + "2 " if first == "1.1 " else second.replace("1", "2")
    text = f"一、目标\n{first}建设电站。\n{second}改造管网。\n二、要求"
    assert tree(text) == [("目标", [("建设电站", []), ("改造管网", [])]), ("要求", [])]


def test_stressed_sentences_are_items_where_nothing_else_is_numbered():
    assert [title for title, _ in tree("一要压实责任。各县要靠前指挥。\n二要强化预警。市气象局要会商。")] == [
        "要压实责任",
        "要强化预警",
    ]
    assert tree("一、措施\n一是建设电站。\n二是改造管网。\n二、要求") == [("措施", []), ("要求", [])]


def test_a_box_ends_the_item_above_it():
    text = "1.建设电站。\n专栏1 重点工程\n清源电站、白石电站。\n2.改造管网。"
    assert [title for title, _ in tree(text)] == ["建设电站", "重点工程", "改造管网"]


def test_a_cited_item_that_begins_a_line_is_text():
    text = "一、按照《云河市节水办法》第三条第\n（一）项规定执行，按期完成任务并及时报送落实情况的报\n告。\n二、要求"
    assert [len(children) for _, children in tree(text)] == [0, 0]


def test_a_list_inside_an_item_is_deeper():
    text = "1.申请。材料包括:\n(1)申请表;\n(2)身份证明。\n2.受理。"
    assert tree(text) == [("申请", [("申请表", []), ("身份证明", [])]), ("受理", [])]


@pytest.mark.parametrize(
    "text",
    [
        "4.3米以上焦炉按要求改造。",
        "4.3 米以上焦炉按要求改造。",
        "2024年10月底前完成。",
        "12个月内办结。",
        "第五条件成熟时实施。",
        "(见附件2)按要求填报。",
    ],
)
def test_a_line_that_begins_with_a_number_is_no_item(text):
    assert tree("一、目标\n" + text) == [("目标", [])] or tree("一、目标\n" + text)[0][1] == []


def test_stray_numbers_in_wrapped_lines_are_text():
    text = (
        "一、目标\n今年全市要完成改造任务,其中清源区改造面积要达到\n"
        "7.万平方米的目标要如期实现,其余县区按照计划执行到位\n并按时报送。"
    )
    assert tree(text) == [("目标", [])]


def test_chapters_and_articles():
    text = "第一章总则\n第一条为了规范管理,制定本办法。\n第二条本办法适用于全市。\n第二章职责\n第三条市能源局负责监管。"
    chapters = tree(text)
    assert [len(articles) for _, articles in chapters] == [2, 1]


def test_stages_and_dashes():
    text = "三、步骤\n第一阶段:动员(3月1日—3月31日)。\n第二阶段:实施。\n四、原则\n———坚持统筹。\n———坚持节约。"
    assert [len(children) for _, children in tree(text)] == [2, 2]


def test_the_attachment_list_ends_the_last_item():
    source = SourceText("一、目标\n二、要求\n各单位要抓好落实。\n附件:1.任务分解表\n2.联系表\n附件1\n任务分解表")
    root = read_outline(source, Layout(source), 0, len(source))
    assert [child.marker for child in root.children] == [
        Marker.CHINESE,
        Marker.CHINESE,
        Marker.ATTACHMENT,
        Marker.ATTACHMENT,
    ]
    assert source.text[: root.children[1].end].endswith("抓好落实。")


@given(st.text(alphabet="一二三四五、()()123.①②第条章节附件——\n 。完成任务", max_size=200))
def test_any_text_gives_nested_spans(text):
    source = SourceText(text)
    root = read_outline(source, Layout(source), 0, len(source))

    def check(item: Item) -> None:
        assert item.mark_start <= item.start <= item.own_end <= item.end
        at = item.own_end
        for child in item.children:
            assert child.mark_start == at and child.end <= item.end
            check(child)
            at = child.end
        assert at == item.end

    check(root)


def test_paragraphs_of_wrapped_text():
    line = "全市各级各部门要进一步提高思想认识切实增强责任感和"
    text = "\n".join([line, line, "紧迫感。", "　　" + line[:-2], line, "完成。"])
    source = SourceText(text)
    assert len(Layout(source).paragraphs(0, len(source))) == 2


def test_paragraphs_of_text_with_one_a_line():
    source = SourceText("第一段说明情况,要求明确。\n第二段要求各单位按期完成任务,并及时报告。\n第三段。")
    assert len(Layout(source).paragraphs(0, len(source))) == 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("●", "●"),
        ("● ", "● "),
        ("·", "·"),
        ("◆", "◆"),
        ("任务一：", "任务二："),
        ("任务一　", "任务二　"),
        ("行动1：", "行动2："),
        ("工程一、", "工程二、"),
    ],
)
def test_bullets_and_named_tasks_begin_items(first: str, second: str) -> None:
    text = (
        "云河市人民政府关于防汛的通知\n云政发〔2026〕14号\n各县(市、区)人民政府:\n一、重点任务\n"
        f"{first}建设管网。6月底前完成改造。（责任单位：市住建局）\n{second}修复湿地。10月底前完成。（责任单位：市林业局）\n"
    )
    items = extract(text)[0].obligations
    assert [item.title for item in items] == ["建设管网", "修复湿地"]
    assert [[unit.mention.name for unit in item.units] for item in items] == [["市住建局"], ["市林业局"]]


@pytest.mark.parametrize("sentence", ["任务一要按期完成。", "行动一直在进行。", "·3·", "专项资金由市财政局安排。"])
def test_what_only_looks_like_a_bullet_or_a_named_task_is_text(sentence: str) -> None:
    text = f"云河市人民政府关于防汛的通知\n云政发〔2026〕14号\n一、重点任务\n{sentence}\n二、工作要求\n加强领导。\n"
    source = SourceText(text)
    root = read_outline(source, Layout(source), 0, len(source))
    assert {item.marker for item in root.below()} == {Marker.CHINESE}
