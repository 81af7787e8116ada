"""Responsibility clauses: what each form says, and what is none."""

import pytest

from obligations.extraction.pipeline import extract
from tests.extraction.reading import clauses

LED_AND_HELPED = "L市能源局 S市财政局"
ASSIGNED = [
    # labels
    ("责任单位:市能源局、市财政局", "R市能源局 R市财政局"),
    ("(责任单位:市能源局,各县(市、区)人民政府)", "R市能源局 R各县(市、区)人民政府"),
    ("(牵头部门:市能源局;配合部门:市财政局)", LED_AND_HELPED),
    ("(牵头单位:市能源局,配合单位:市财政局)", LED_AND_HELPED),
    ("(牵头单位:市能源局;责任单位:市财政局、市水利局)", "L市能源局 R市财政局 R市水利局"),
    ("(总牵头单位:市能源局;协助单位:市财政局)", LED_AND_HELPED),
    ("(主办单位:市能源局;协办单位:市财政局)", LED_AND_HELPED),
    ("(主办:市能源局;协办:市财政局)", LED_AND_HELPED),
    ("(第一责任单位:市能源局;参与单位:市财政局)", LED_AND_HELPED),
    ("(牵头责任单位:市能源局;配合责任单位:市财政局)", LED_AND_HELPED),
    ("(责任部门和单位:市能源局,市财政局)", "R市能源局 R市财政局"),
    ("(落实单位:市能源局)", "R市能源局"),
    ("(承办单位:市能源局)", "R市能源局"),
    ("(责任科室:执法监督科)", "R执法监督科"),
    ("牵头单位为市能源局,配合单位为市财政局。", LED_AND_HELPED),
    ("【牵头单位:市能源局;配合单位:市财政局】", LED_AND_HELPED),
    ("[牵头单位:市能源局;配合单位:市财政局]", LED_AND_HELPED),
    ("〔牵头单位:市能源局;配合单位:市财政局〕", LED_AND_HELPED),
    ("（牵头单位：市能源局；配合单位：市财政局）", LED_AND_HELPED),
    # people and dates are labelled alike, but are no units
    ("(责任领导:张明;责任单位:市能源局)", "R市能源局"),
    ("(牵头领导:张明;牵头单位:市能源局;联系人:李芳;完成时限:6月底)", "L市能源局"),
    ("责任领导:张明\n牵头单位:市能源局\n配合单位:市财政局\n完成时限:6月底", LED_AND_HELPED),
    # notes behind names
    ("责任单位:市能源局(牵头)、市财政局、市水利局", "L市能源局 R市财政局 R市水利局"),
    ("(责任单位:市能源局(牵头)、市财政局(配合))", LED_AND_HELPED),
    # statements
    ("(市能源局负责)", "R市能源局"),
    ("(由市能源局负责落实)", "R市能源局"),
    ("(市能源局牵头,市财政局配合)", LED_AND_HELPED),
    ("(由市能源局牵头,市财政局参加)", LED_AND_HELPED),
    ("(市能源局牵头负责,市财政局、市水利局按职责分工负责)", "L市能源局 R市财政局 R市水利局"),
    (
        "(市能源局、市财政局按职责分工负责,清源区、白石县人民政府具体落实)",
        "R市能源局 R市财政局 R清源区人民政府 R白石县人民政府",
    ),
    ("(市能源局会同市财政局负责)", "R市能源局 S市财政局"),
    ("(市能源局牵头,会同市财政局落实)", LED_AND_HELPED),
    ("(市能源局、市财政局等按职责分工负责)", "R市能源局 R市财政局"),
    ("(国家发展改革委牵头,财政部、自然资源部等按职责分工负责)", "L国家发展改革委 R财政部 R自然资源部"),
    ("职责分工:市能源局牵头,市财政局配合,各县(市、区)人民政府具体实施。", LED_AND_HELPED + " R各县(市、区)人民政府"),
    # names that hold brackets and joining words
    ("(市发展和改革委员会牵头,市规划和自然资源局配合)", "L市发展和改革委员会 S市规划和自然资源局"),
    ("(责任单位:市文旅局(市文物局)、各县(市、区)人民政府)", "R市文旅局(市文物局) R各县(市、区)人民政府"),
    ("(市商务局、市财政局按职责分工负责)", "R市商务局 R市财政局"),
    ("(市工商联、市能源局负责)", "R市工商联 R市能源局"),
    ("(责任单位:市残疾人联合会、市工商业联合会)", "R市残疾人联合会 R市工商业联合会"),
    ("(责任单位:白石县、兰坪县人民政府)", "R白石县人民政府 R兰坪县人民政府"),
    ("(责任单位:市能源局、市\n财政局)", "R市能源局 R市财政局"),
]
NOBODY = [
    "(市能源局、市财政局)",
    "(由申请人负责)",
    "(用地、用能、用水保障)",
    "(以下简称责任单位)",
    "(责任领导:张明)",
    "(牵头抓总、协调推进)",
    "对责任单位进行通报。",
    "各责任单位要按月报告。",
    "落实责任:层层签订责任书。",
    "(联系人:张明,电话:8352119)",
    "(详见附件)",
    "()",
    "((((((",
    "))))",
]


@pytest.mark.parametrize(("text", "who"), ASSIGNED)
def test_a_clause_names_its_units_and_their_roles(text, who):
    assert clauses(text) == [who]
    assert clauses(f"加强管网改造,12月底前完成30公里。{text}") == [who]


@pytest.mark.parametrize("text", NOBODY)
def test_what_assigns_nobody_is_no_clause(text):
    assert clauses(text) == []


def test_bare_names_in_brackets_count_where_the_directive_says_so():
    text = "1.建设冷库。(市商务局、市财政局,列第一位的为牵头单位,下同)\n2.改造市场。(市能源局、市水利局)"
    assert clauses(text) == ["L市商务局 R市财政局", "L市能源局 R市水利局"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("1.建设冷库。(市商务局、市财政局)\n2.其他。", ["R市商务局 R市财政局"]),
        ("1.建设冷库。〔市商务局、市财政局,各区政府〕\n2.其他。", ["R市商务局 R市财政局 R各区政府"]),
        ("1.建设冷库(市商务局、市财政局)。\n2.其他。", []),
        ("1.建设冷库。(市商务局)\n2.其他。", ["R市商务局"]),
        ("1.建设冷库。(冷链、仓储、配送)\n2.其他。", []),
    ],
)
def test_bare_names_behind_the_last_sentence_of_an_item_are_a_clause(text, who):
    assert clauses(text) == who


def test_each_clause_of_a_text_is_found():
    text = "一是建站(市能源局负责);二是修路(市交通运输局牵头,市公安局配合)。"
    assert clauses(text) == ["R市能源局", "L市交通运输局 S市公安局"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("推进水网建设,牵头单位:市水利局;配合单位:市财政局;完成时限:2026年6月底。", "L市水利局 S市财政局"),
        ("推进水网建设,责任单位:市水利局,完成时限:2026年6月底。", "R市水利局"),
        ("推进水网建设,牵头单位为市水利局,配合单位为市财政局。", "L市水利局 S市财政局"),
        ("推进道路建设,主办:市城管局,协办:市公安局,6月底前完成。", "L市城管局 S市公安局"),
    ],
)
def test_a_label_with_a_colon_is_one_behind_a_comma_too(text, who):
    assert clauses(text) == [who]


def test_a_closing_line_that_is_nothing_but_a_clause_is_shown_itself() -> None:
    text = (
        "云河市人民政府关于审批的通知\n云政发〔2026〕14号\n各县(市、区)人民政府:\n\n一、加强管理\n"
        "各部门应当完成评估。\n\n职责分工:流程优化由市行政审批服务管理局牵头"
    )
    items = extract(text)[0].obligations
    assert items[-1].text == "职责分工:流程优化由市行政审批服务管理局牵头"
