"""Subjects as rules and plans name them: second names in brackets, the actors of rules, conditions in between."""

import pytest

from tests.extraction.reading import clauses, directive, subjects

WHOLE_NAMES = [
    ("各县(区)人民政府(管委会)要加强监测。", "R各县(区)人民政府(管委会)"),
    ("有关镇人民政府(街道办事处)应当配合。", "S有关镇人民政府(街道办事处)"),
    ("由市发展改革委(市粮食和物资储备局)委托有资质的机构检验。", "R市发展改革委(市粮食和物资储备局)"),
    ("各区县、开发区教育局要公布计划。", "R各区县教育局 R开发区教育局"),
    ("由各区县、开发区教育局制定细则。", "R各区县教育局 R开发区教育局"),
    ("各区县、市教育局要公布计划。", "R各区县 R市教育局"),
    ("由所涉及的省政府办公厅、商务厅等省级主管部门(单位)牵头完成,其他相关部门(单位)配合。", "L省政府办公厅 L商务厅"),
]
ACTORS = [
    ("移出人和接受人应当配备设备。", "R移出人 R接受人"),
    ("数量不符的,接受人应当及时告知。", "R接受人"),
    ("举办者应当按期出资。", "R举办者"),
    ("急救站与急救中心之间应当建立衔接机制。", "R急救站 R急救中心"),
    ("水库管理单位发现险情后,应当在1小时内报告。", "R水库管理单位"),
    ("市水利局、市能源局在检查时,发现违法的,应当移送。", "R市水利局 R市能源局"),
    ("各地、各部门,特别是云河流域所在地,要尽早组织宣传。", "R各地 R各部门"),
    ("各区县、开发区使用统一系统组织报名。", "R各区县 R开发区"),
    ("县农业农村局、各镇(街道)同步清退养殖户。", "R县农业农村局 R各镇(街道)"),
    (
        "市能源局要加强动态监测,按照应急预案的要求制定工作方案、明确各个环节的措施和保障安排、落实所需要的各项经费,会同市财政局提出方案。",
        "R市能源局 S市财政局",
    ),
]
NOBODY = [
    "由上级部门梳理的事项已公布。",
    "应当一次性告知移出人需要补正的内容。",
    "使用单位的名单另行公布。",
    "由市人民政府批准的项目已开工。",
]
IN_CLAUSES = [
    (
        "(省科技厅、商务厅按职责分工负责,各地级以上市人民政府结合实际落实)",
        "R省科技厅 R商务厅 R各地级以上市人民政府",
    ),
    ("(省发展改革委、政务和数据局,省税务局按职责分工负责)", "R省发展改革委 R政务和数据局 R省税务局"),
    ("配合单位:市水利局,云城区、白石区政府", "S市水利局 S云城区政府 S白石区政府"),
]


@pytest.mark.parametrize(("text", "who"), WHOLE_NAMES)
def test_a_name_is_whole_with_its_bracket_and_its_shared_ending(text, who):
    assert subjects(text).startswith(who)


@pytest.mark.parametrize(("text", "who"), ACTORS)
def test_the_actors_of_rules_are_ordered(text, who):
    assert subjects(text) == who


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_ordered(text):
    assert subjects(text) == ""


@pytest.mark.parametrize(("text", "who"), IN_CLAUSES)
def test_lists_of_a_clause_are_read_to_their_end(text, who):
    assert clauses(text) == [who]


def test_an_item_below_a_group_belongs_to_the_unit_that_it_begins_with():
    body = "一、各成员单位\n1.县人武部组织民兵参加抢险。\n2.负责汇总信息。\n3.负责调度物资。\n"
    found = directive(body).obligations
    assert [[unit.mention.name for unit in item.units] for item in found][:1] == [["县人武部"]]


def test_articles_order_the_government_whose_full_name_follows_by():
    rules = "".join(
        f"第{n}条 {t}\n"
        for n, t in zip(
            "一二三", ("市能源局应当公开。", "动用储备由市人民政府批准。", "市能源局负责解释。"), strict=True
        )
    )
    units = [[unit.mention.name for unit in item.units] for item in directive(rules).obligations]
    assert ["市人民政府"] in units
