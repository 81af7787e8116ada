"""Which passages of a notice are obligations, and whose."""

import pytest

from obligations.extraction.findings import Basis, Role
from obligations.extraction.pipeline import extract
from tests.extraction.reading import directive, obligations, who

A, B, C = "市能源局", "市财政局", "市水利局"


def test_each_lowest_item_is_one_obligation():
    body = (
        f"一、建设电网\n(一){A}要完成规划。5月底前开工,12月底前建成。\n(二){B}要拨付资金。\n"
        f"二、改造管网\n1.{C}要排查隐患。\n2.{A}要按月通报。\n"
    )
    assert [who for _, who in obligations(body)] == [f"R{A}", f"R{B}", f"R{C}", f"R{A}"]


def test_each_paragraph_is_one_where_nothing_is_numbered():
    body = f"{A}要加快电网建设,5月底前开工。\n{B}要拨付资金。\n联系人:张明。\n"
    assert obligations(body) == [(f"{A}要加快电网建设", f"R{A}"), (f"{B}要拨付资金", f"R{B}")]


def test_a_line_at_the_end_of_a_section_speaks_for_its_items():
    body = (
        f"一、扩大供给\n1.建设中心。12月底前建成。\n2.开设托班。\n责任单位:{A}、{B}\n"
        f"二、提升质量\n3.培训人员。\n4.开展评价。\n责任单位:{C}\n"
    )
    assert [who for _, who in obligations(body)] == [f"R{A} R{B}"] * 2 + [f"R{C}"] * 2


def test_lines_at_the_head_of_a_section_speak_for_its_items():
    body = (
        f"一、污水处理设施滞后。\n牵头单位:{A}\n责任单位:{B}\n整改时限:12月底前\n整改措施:\n"
        "1.倒排工期,6月底前完成安装。\n2.排查管网,9月底前完成测绘。\n"
    )
    assert [who for _, who in obligations(body)] == [f"L{A} R{B}"] * 3


def test_passages_with_clauses_of_their_own_are_obligations_of_their_own():
    body = f"(一)办好实事。新建养老机构5所({A}负责);改造厕所3000座({B}牵头,{C}配合)。\n(二)其他。\n"
    assert [who for _, who in obligations(body)] == [f"R{A}", f"L{B} S{C}"]


def test_clauses_side_by_side_are_one():
    body = f"(一)建设电网。12月底前建成。(牵头单位:{A})(责任单位:{B})\n(二)改造管网。({C}负责)\n"
    assert [who for _, who in obligations(body)] == [f"L{A} R{B}", f"R{C}"]


@pytest.mark.parametrize(
    "text",
    [
        "(一)市能源局。负责电网建设,编制专项规划。\n(二)市财政局。负责资金保障,每季度通报一次。\n",
        "(一)市能源局:负责电网建设,编制专项规划。\n(二)市财政局:负责资金保障,每季度通报一次。\n",
        "(一)市能源局\n1.负责电网建设。\n(二)市财政局\n1.负责资金保障。\n",
        "市能源局:负责电网建设,编制专项规划。\n市财政局:负责资金保障,每季度通报一次。\n",
        "(一)市能源局工作职责\n1.负责电网建设。\n(二)市财政局工作职责\n1.负责资金保障。\n",
    ],
)
def test_a_heading_that_is_a_unit_owns_the_duties_below(text):
    found = directive("一、职责分工\n" + text).obligations
    assert [item.names(Role.RESPONSIBLE) for item in found] == [[A], [B]]
    assert {item.basis for item in found} == {Basis.HEADING}


def test_bodies_that_no_grammar_knows_head_their_duties():
    body = "一、工作任务及职责\n(一)采样单位\n1.每年更新设备一次;\n2.会同市能源局做好宣传;\n3.做好样品保存。\n"
    assert [who for _, who in obligations(body)] == ["R采样单位", f"R采样单位 S{A}", "R采样单位"]


@pytest.mark.parametrize(
    "duty", ["。负责执法监督,每季度抽查一次。", "\n岗位职责:负责执法监督。", ":承担执法监督工作。"]
)
def test_a_body_that_no_grammar_knows_heads_its_own_duty(duty):
    body = f"一、责任清单\n(一)执法监督科{duty}\n(二)规划科{duty}\n"
    assert [who for _, who in obligations(body)] == ["R执法监督科", "R规划科"]


def test_the_sentence_before_a_list_names_the_body_of_its_deeds():
    body = "一、工作机制\n领导小组的主要职责是:\n(一)负责统筹协调;\n(二)负责督促检查。\n"
    assert [who for _, who in obligations(body)] == ["R领导小组", "R领导小组"]


def test_a_sentence_that_only_leads_to_divided_duties_is_none():
    body = f"一、各有关部门按照下列分工履行职责:\n(一){A}负责电网建设。\n(二){B}负责资金保障。\n"
    assert [who for _, who in obligations(body)] == [f"R{A}", f"R{B}"]


@pytest.mark.parametrize(
    "children",
    [
        "(一)营业执照;\n(二)资金证明;\n(三)其他材料。\n",
        "(一)成绩突出的;\n(二)创新工作的;\n(三)连续三年先进的。\n",
    ],
)
def test_conditions_and_materials_below_an_order_belong_to_it(children):
    body = f"第一条 有下列情形之一的,{A}应当给予奖励:\n{children}第二条 {B}应当公开信息。\n"
    found = directive(body).obligations
    assert [item.names(Role.RESPONSIBLE) for item in found] == [[A], [B]]
    assert found[0].text.rstrip().endswith(children.rstrip()[-4:])


def test_items_with_dates_below_an_order_stay_apart():
    body = f"第一条 {A}应当按照下列时限办结:\n(一)咨询类,1个工作日内办结;\n(二)投诉类,5个工作日内办结。\n"
    assert [who for _, who in obligations(body)] == [f"R{A}"] * 3


@pytest.mark.parametrize(
    ("closing", "who"),
    [
        ("\n你局要抓好落实。\n", None),
        ("本措施自2026年5月1日起施行,由市能源局负责解释。\n", f"R{A}"),
        (f"{A}要于每月底前汇总进展。\n", f"R{A}"),
        (f"以上工作由{A}负责督办。\n", f"R{A}"),
    ],
)
def test_a_closing_paragraph_is_no_part_of_the_last_item(closing, who):
    body = f"一、重点任务\n(一)建设电网。{B}要拨付资金。\n(二)改造管网。{C}要排查隐患。\n{closing}"
    found = obligations(body)
    assert [units for _, units in found[:2]] == [f"R{B}", f"R{C}"]
    if who:
        assert [units for _, units in found[2:]] == [who]


def test_signature_and_date_are_no_part_of_the_last_item():
    found = directive(f"一、{A}要排查隐患。\n二、{B}要拨付资金。\n").obligations
    assert found[-1].text.rstrip().endswith("拨付资金。")


@pytest.mark.parametrize(
    "body",
    [
        "现将《管理办法》印发给你们,请认真贯彻执行。\n",
        "一、指导思想\n坚持政府引导,各部门协同推进。\n",
        "一、工作机构\n组长由市长担任,成员由市能源局、市财政局主要负责人组成。办公室设在市能源局。\n",
        "一、组成人员\n组长:张明\n成员:李芳 市能源局局长\n",
        "一、事故经过\n市能源局赶赴现场,组织救援。\n",
        "一、本办法所称充电设施是指充电桩。\n二、本办法适用于全市。\n",
        "近年来,市能源局推进电网改造。\n",
    ],
)
def test_no_obligation(body):
    assert obligations(body) == []


def test_an_order_among_principles_is_one():
    assert obligations(f"一、基本原则\n坚持公开。{A}要公布结果。\n二、其他\n") != []


@pytest.mark.parametrize(
    "heading", ["加大监管力度", "落实部门职责,确保规划有效实施到位", "切实加强组织领导和统筹协调工作机制建设"]
)
def test_a_heading_on_its_own_line_is_no_part_of_the_subject(heading):
    body = f"一、{heading}\n{A}、{B}要定期开展检查。\n二、其他\n{C}要排查隐患。\n"
    assert [who for _, who in obligations(body)] == [f"R{A} R{B}", f"R{C}"]


def test_path_and_title_of_an_item():
    item = directive(f"一、重点任务\n(一)建设电网。{A}要编制规划。\n").obligations[0]
    assert (item.path, item.title) == (["一、重点任务", "(一)建设电网"], "建设电网")


def test_a_person_who_is_ordered_does_not_hand_it_to_the_unit_above():
    body = f"一、{A}应当按照下列要求开展校验:\n(一)申请人应当于6月1日前提交材料。\n(二)每年3月底前报送总结。\n"
    assert [who(item.units) for item in directive(body).obligations] == [f"R{A}", "", f"R{A}"]


@pytest.mark.parametrize(
    "above",
    [
        "组长:张明远\n副组长:李思齐\n",
        "组长 张明远 市政府副市长\n成员 王立行 市财政局副局长\n",
        "工作专班\n组长:张明远\n",
    ],
)
def test_what_stands_below_a_list_of_members_is_called_by_its_own_words(above):
    assert obligations(f"{above}{A}要于6月底前制定细则,报市政府审定。\n") == [(f"{A}要于6月底前制定细则", f"R{A}")]


def test_what_stands_below_a_heading_without_number_is_called_by_it():
    assert obligations(f"电网建设安排\n{A}要于6月底前制定细则,报市政府审定。\n") == [("电网建设安排", f"R{A}")]


@pytest.mark.parametrize("bracket", ["(白石县河长办)", "[白石县河长办]", "〔白石县河长办〕"])
def test_one_name_in_a_bracket_behind_the_last_sentence_assigns(bracket):
    assert obligations(f"一、加强约谈。对工作滞后的进行约谈。{bracket}\n") == [("加强约谈", "R白石县河长办")]


def test_one_name_in_a_bracket_inside_a_sentence_explains():
    assert obligations("一、完善保障。依托调度平台(市大数据局)汇聚数据。\n") == []


def test_the_letterhead_of_minutes_owns_nothing():
    text = (
        "云河市人民政府专题会议纪要\n云府专纪〔2025〕8号\n云河市人民政府办公室\n2025年5月19日\n"
        "研究老旧管网改造有关工作的会议纪要\n现将会议议定事项纪要如下:\n一、关于内涝治理\n"
        "(一)由市住房城乡建设局牵头,清源区政府配合,5月底前完成清掏。\n(二)请市水利局于会后一周内提出方案。\n"
        "二、关于供水设施\n由市水务集团负责,一个月内形成移交协议。\n"
    )
    names = [unit.mention.name for one in extract(text) for o in one.obligations for unit in o.units]
    assert names == ["市住房城乡建设局", "清源区政府", "市水利局", "市水务集团"]
