"""Lists of units: a span that is one, one that begins at a place, one that ends at a place."""

import pytest

from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.units import list_at, list_before, parse_list

LISTED = {
    ("市能源局", "市生态环境局"): [
        "市能源局、市生态环境局",
        "市能源局,市生态环境局",
        "市能源局;市生态环境局",
        "市能源局和市生态环境局",
        "市能源局、市生态环境局等",
        "市能源局、市生态环境局等部门",
        "市能源局、市生态环境局按职责分工负责",
        "市能源局、市生态环境局根据各自职责分别负责",
        "市能源局、市生态环境局分管负责人",
        "市能源局、市 生态\n环境局。",
    ],
    ("市规划和自然资源局", "市文化和旅游局"): [
        "市规划和自然资源局、市文化和旅游局",
        "市规划和自然资源局及市文化和旅游局",
        "市规划和自然资源局与市文化和旅游局",
    ],
    ("市水库移民和后期扶持局", "市财政局"): ["市水库移民和后期扶持局、市财政局"],
    ("各县(市、区)人民政府", "云河经济开发区管委会"): [
        "各县(市、区)人民政府、云河经济开发区管委会",
        "各县(市、区)人民政府,云河经济开发区管委会具体落实",
    ],
    ("清源区人民政府", "白石县人民政府"): ["清源区、白石县人民政府", "清源区和白石县人民政府"],
    ("住建部门", "城管部门"): ["住建、城管部门", "住建、城管等部门按职责分工负责"],
    ("市退役军人事务局", "云河城投(集团)有限责任公司"): ["市退役军人事务局、云河城投(集团)有限责任公司"],
    ("云河日报社", "云河西高速", "市民宗局"): ["云河日报社、云河西高速、市民宗局"],
    ("市燃气专班办公室", "云河农商行"): ["市燃气专班办公室、云河农商行"],
    ("市直有关部门", "各成员单位"): ["市直有关部门、各成员单位"],
    ("全体成员单位", "所有县(市、区)人民政府"): ["全体成员单位、所有县(市、区)人民政府"],
    ("全部责任单位", "其余各部门"): ["全部责任单位、其余各部门"],
    ("市、县两级财政部门",): ["市、县两级财政部门"],
    ("市级监管部门", "县级监管部门"): ["市级、县级监管部门"],
    ("市商务局(市贸促会)", "市外办"): ["市商务局(市贸促会)、市外办"],
    ("市公安局(交警支队)", "市财政局"): ["市公安局(交警支队)、市财政局"],
    ("市科技局", "各市、县(区)人民政府"): ["市科技局,各市、县(区)人民政府", "责任单位:市科技局、各市、县(区)人民政府"],
    ("市教育局", "市体育局"): ["市教育局市体育局", "1.市教育局、2.市体育局"],
    (): ["", "、", "等", "2024年12月底前", "长期坚持", "市级、县级", "无"],
}

BEGINS = {
    ("市能源局", "市财政局"): [
        ("市能源局、市财政局要加强配合", "要加强配合"),
        ("市能源局和市财政局等部门按职责负责", "按职责负责"),
        ("市能源局、市财政局等有关单位:", ":"),
        ("市能源局、市财政局等要求各部门配合", "要求各部门配合"),
    ],
    ("云河日报社", "云河电视台"): [("云河日报社、云河电视台等新闻媒体要跟踪报道", "要跟踪报道")],
    ("市森林防火指挥部办公室",): [("市森林防火指挥部办公室(以下简称市森防办)会同各方", "会同各方")],
    ("清源区政府", "白石县政府"): [("清源区、白石县政府要落实", "要落实")],
    ("发展改革部门", "财政部门"): [("发展改革、财政等部门要建立机制", "要建立机制")],
    ("各县(市、区)", "市直有关部门"): [("各县(市、区)和市直有关部门要抓好", "要抓好")],
    ("市民政局", "市人社局"): [("市民政局分管负责人、市人社局主要负责同志参加", "参加")],
}

ENDS = {
    ("市公安局", "市交通运输局"): [
        ("按规定由市公安局、市交通运输局", "按规定由"),
        ("会同市公安局和市交通运输局等部门", "会同"),
    ],
    ("市住建部门", "城管部门"): [("督促市住建、城管部门", "督促")],
    ("白石县人民政府",): [("市能源局负责指导,白石县人民政府", "市能源局负责指导,")],
}


def names(mentions: list) -> list[str]:
    return [mention.name for mention in mentions]


@pytest.mark.parametrize(
    ("units", "phrasing"), [(units, phrasing) for units, phrasings in LISTED.items() for phrasing in phrasings]
)
def test_a_list_is_split_into_its_names(units: tuple[str, ...], phrasing: str) -> None:
    source = SourceText(phrasing)
    assert names(parse_list(source, 0, len(source), Register.empty())) == list(units)


@pytest.mark.parametrize(
    ("units", "phrasing", "rest"), [(units, *case) for units, cases in BEGINS.items() for case in cases]
)
def test_a_list_that_begins_the_sentence(units: tuple[str, ...], phrasing: str, rest: str) -> None:
    source = SourceText(phrasing)
    found = list_at(source, 0, len(source), Register.empty())
    assert found is not None
    assert names(found[0]) == list(units)
    assert source.text[found[1] :] == rest


@pytest.mark.parametrize("phrasing", ["加强领导。市能源局要落实", "由市能源局负责", "企业应当依法纳税", ""])
def test_no_list_begins_here(phrasing: str) -> None:
    source = SourceText(phrasing)
    assert list_at(source, 0, len(source), Register.empty()) is None


@pytest.mark.parametrize(
    ("units", "phrasing", "lead_in"), [(units, *case) for units, cases in ENDS.items() for case in cases]
)
def test_a_list_that_ends_before_a_verb(units: tuple[str, ...], phrasing: str, lead_in: str) -> None:
    source = SourceText(phrasing + "负责")
    found = list_before(source, len(phrasing), 0, Register.empty())
    assert found is not None
    assert names(found[0]) == list(units)
    assert source.text[: found[1]] == lead_in


def test_a_list_does_not_reach_before_its_start() -> None:
    source = SourceText("市公安局、市交通运输局负责")
    found = list_before(source, 11, 5, Register.empty())
    assert found is not None
    assert names(found[0]) == ["市交通运输局"]
    assert list_before(source, 9, 0, Register.empty()) is None


def test_a_list_keeps_to_its_sentence() -> None:
    source = SourceText("市公安局。市交通运输局负责")
    found = list_before(source, 11, 0, Register.empty())
    assert found is not None
    assert names(found[0]) == ["市交通运输局"]


@pytest.mark.parametrize(
    "printed",
    [
        "市第一人民医院、市中心血站",
        "云河大学、云河职业技术学院、云河市第一中学",
        "市气象局、市水文水资源勘测站、市邮政管理局",
        "人民银行云河市分行、云河银行、云河农商银行、农业银行云河分行",
        "城关镇、柳林镇、东关街道",
        "国铁集团、某某电网、中国石化",
    ],
)
def test_an_item_that_no_grammar_reads_does_not_end_the_list(printed):
    source = SourceText(f"{printed}要加强配合。")
    found = list_at(source, 0, len(source), Register.empty())
    assert found is not None
    assert names(found[0]) == printed.split("、")
    assert source.text[found[1] :] == "要加强配合。"


@pytest.mark.parametrize("phrasing", ["用地、用能、用水要保障", "推进学校、市医院要", "布局、格局、大局要把握"])
def test_a_list_of_other_things_is_none(phrasing):
    source = SourceText(phrasing)
    assert list_at(source, 0, len(source), Register.empty()) is None
