"""Units as other issuers name them: provinces, leagues, districts, offices of committees, departments of any matter."""

import pytest

from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.units import find_units, parse_list

LISTS = [
    "省发展改革委、省数据局、人民银行云河省分行、国家金融监督管理总局云河监管局、国家开发银行云河省分行",
    "团省委、省妇联、省军区、武警云河省总队、省法院、省检察院、省社科院",
    "省委组织部、省委编办、省委军民融合办、省委金融办、省委社会工作部、省委农办",
    "市政府督考办、市政府督查室、市政府新闻办、市大项目办、市河长办、市公证处",
    "旗农牧局、盟能源局、各苏木乡镇人民政府、各旗县市区人民政府",
    "开发区管委会、高新区管委会、市级各部门",
    "自治区党委宣传部、自治区纪委监委、自治区农牧厅、各盟行政公署",
    "云河市公安局交警支队、清源区公安局、白石县委组织部",
]
RUNNING = {
    ("市燃气管理部门",): ["市燃气管理部门应当加强监管。"],
    ("市城市绿化主管部门",): ["市城市绿化主管部门负责日常管理。"],
    ("县级以上人民政府河道主管机关",): ["县级以上人民政府河道主管机关应当定期巡查。"],
    ("市人民政府燃气管理部门", "县(区)人民政府燃气管理部门"): ["市、县(区)人民政府燃气管理部门负责监管。"],
    ("市国土资源行政部门", "公安行政部门", "林业行政部门"): ["市国土资源、公安、林业等行政部门,按照各自职责做好工作。"],
    ("公安主管部门", "交通运输主管部门"): ["公安、交通运输等主管部门应当配合。"],
    ("各县(市、区)党委和政府",): ["各县(市、区)党委和政府要抓好落实。"],
    ("各县(市、区)党委、政府",): ["各县(市、区)党委、政府要抓好落实。"],
    ("市人民政府", "区人民政府"): ["第五条 市、区人民政府应当加强领导。"],
}


@pytest.mark.parametrize("printed", LISTS)
def test_a_list_gives_its_names_as_printed_in_a_clause_and_in_a_sentence(printed: str) -> None:
    clause, sentence = SourceText(printed), SourceText(f"{printed}要加强配合。")
    names = printed.split("、")
    assert [unit.name for unit in parse_list(clause, 0, len(clause), Register.empty())] == names
    assert [unit.name for unit in find_units(sentence, 0, len(sentence), Register.empty())] == names


@pytest.mark.parametrize(("names", "sentence"), [(n, s) for n, ss in RUNNING.items() for s in ss])
def test_it_names_the_units_of_a_sentence(names: tuple[str, ...], sentence: str) -> None:
    source = SourceText(sentence)
    assert tuple(unit.name for unit in find_units(source, 0, len(source), Register.empty())) == names


def test_institutions_of_higher_education_are_no_list_cut_short() -> None:
    source = SourceText("市教育局、各高等院校")
    found = parse_list(source, 0, len(source), Register.empty())
    assert [unit.name for unit in found] == ["市教育局", "各高等院校"]
