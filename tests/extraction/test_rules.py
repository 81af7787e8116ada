"""Rules in articles, and records of what is to be mended: what is one obligation, and whose."""

import pytest

from obligations.extraction.findings import Role
from tests.extraction.reading import directive, obligations

A = "市能源局"


def articles(*texts: str) -> str:
    others = (f"{A}应当公开信息。", f"{A}应当受理投诉。", f"{A}负责解释。")
    return "".join(f"第{n}条 {text}\n" for n, text in zip("一二三四五六七八", (*texts, *others), strict=False))


@pytest.mark.parametrize(
    ("lead", "items", "who"),
    [
        ("管理责任人应当履行下列义务:", ("建立管理制度;", "每日清洗车辆;", "劝导不文明行为。"), "管理责任人"),
        ("供水企业应当遵守下列规定:", ("每季度检查一次设施;", "对投诉48小时内答复。"), "供水企业"),
        ("市能源局履行下列职责:", ("贯彻法律、法规;", "制定示范文本;", "法律、法规规定的其他职责。"), A),
        ("市能源局应当采取下列措施:", ("公布举报电话;", "每年开展一次培训。"), A),
    ],
)
def test_what_an_article_asks_in_items_is_one_obligation(lead, items, who):
    listed = "".join(f"({n}){item}\n" for n, item in zip("一二三", items, strict=False))
    found = directive(articles(f"{lead}\n{listed.rstrip()}")).obligations
    assert found[0].names(Role.RESPONSIBLE) == [who]
    assert found[0].text.rstrip().endswith(items[-1])
    assert len(found) == 4


def test_a_further_paragraph_of_an_article_belongs_to_it():
    text = f"供水企业应当履行下列义务:\n(一)建立台账;\n(二)保持整洁。\n供水企业应当每半年向{A}报送一次台账。"
    found = directive(articles(text)).obligations
    assert found[0].text.rstrip().endswith("报送一次台账。")
    assert [deadline.text for deadline in found[0].deadlines] == ["每半年"]


def test_those_who_are_named_in_the_items_answer_for_the_article():
    text = "管理责任人按照下列规定确定:\n(一)住宅区,由物业企业负责;\n(二)道路、广场,由管理单位负责。"
    assert obligations(articles(text))[0][1] == "R物业企业 R管理单位"


def test_rules_bind_the_government_that_issues_them():
    assert obligations(articles("市人民政府应当加强领导。"))[0][1] == "R市人民政府"
    assert obligations("一、市人民政府将加强领导。\n二、市能源局要落实。\n") == [("市能源局要落实", f"R{A}")]


def test_a_record_of_something_to_mend_is_one_obligation():
    body = (
        "(一)河道管护不到位。\n整改目标:河道整洁。\n整改措施:\n1.每季度清理一次。\n2.纳入年度考核。\n"
        "牵头单位:市水利局\n责任单位:各县(市、区)\n督导单位:市政府督查室\n整改时限:2026年12月\n"
        "(二)管网破损。\n整改目标:应修尽修。\n整改措施:\n1.完成测绘。\n2.更换管网。\n整改责任单位:市能源局\n"
    )
    found = obligations(body)
    assert [who for _, who in found] == ["L市水利局 R各县(市、区)", f"R{A}"]
