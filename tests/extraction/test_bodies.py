"""Bodies that neither a register nor the grammar of names knows."""

import pytest

from obligations.extraction.bodies import Bodies
from obligations.extraction.bodyforms import may_be_body
from obligations.extraction.findings import UnitMention
from obligations.extraction.text import SourceText


def bodies(text: str) -> Bodies:
    source = SourceText(text)
    return Bodies(source, 0, len(source))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("购买主体应当建立台账", ["购买主体"]),
        ("各中小学校要每月演练", ["各中小学校"]),
        ("生产企业和经销企业必须留存凭证", ["生产企业", "经销企业"]),
        ("企业及其主管部门对真实性负责", ["企业"]),
        ("托育机构和从业人员应当持证", ["托育机构"]),
        ("项目单位(含代建单位)应当报备", ["项目单位"]),
        ("处置建筑垃圾的单位应当申请核准", ["处置建筑垃圾的单位"]),
        ("清算组负责清理债务", ["清算组"]),
        ("被检查单位应当如实说明", ["被检查单位"]),
        ("经营主体不得设置障碍", ["经营主体"]),
    ],
)
def test_a_body_is_believed_where_an_order_follows_at_once(text, names):
    mentions, stop = bodies(text).ordered_at(0, len(text))
    assert [mention.name for mention in mentions] == names
    assert 0 < stop < len(text)


@pytest.mark.parametrize(
    "text",
    [
        "对不合格的企业应当公示",
        "落实主体责任应当加强",
        "根据有关单位要求办理",
        "未取得许可的企业不得开工",
        "车辆应当密闭",
        "任何单位不得占用",
        "市场主体主要分布在城区",
        "凡符合条件的单位应当申报",
    ],
)
def test_other_words_are_no_body(text):
    assert bodies(text).ordered_at(0, len(text))[0] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("组长召集会议", "组长"),
        ("医院垫付费用", "医院"),
        ("企业向税务部门申报", "企业"),
        ("运营单位制定方案", "运营单位"),
    ],
)
def test_the_deed_after_by_bounds_the_name(text, name):
    assert [mention.name for mention in bodies(text).charged_at(0, len(text))[0]] == [name]


def test_a_body_ordered_once_is_known_everywhere():
    text = "用血机构应当登记。有条件的,用血机构直接减免费用。"
    at = text.rindex("用血机构")
    assert [mention.name for mention in bodies(text).known_at(at, len(text))[0]] == ["用血机构"]


def test_what_is_introduced_as_short_for_a_body_is_known():
    text = "云河市水务有限公司(以下简称“水务公司”)。水务公司每月报告。"
    at = text.rindex("水务公司")
    assert [mention.name for mention in bodies(text).known_at(at, len(text))[0]] == ["水务公司"]


def test_headings_teach_bodies():
    text = "采样单位每月报告。"
    known = bodies(text)
    known.learn([UnitMention("采样单位", 0, 4)])
    assert known.known_at(0, len(text))[1] == 4


@pytest.mark.parametrize("name", ["建设单位", "服务机构", "经营主体", "监督部门", "在建项目单位"])
def test_names_may_begin_with_a_verb_that_is_a_noun_too(name):
    assert may_be_body(name)


@pytest.mark.parametrize("name", ["落实单位", "加强企业", "按照部门", "对企业", "本部门", "其主管部门"])
def test_names_begin_with_no_word_of_the_sentence(name):
    assert not may_be_body(name)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("供水企业对其管理的设施定期巡查。", "供水企业"),
        ("供水设施的产权人委托专业单位清洗水箱。", "供水设施的产权人"),
        ("供水单位因检修需要停水的,提前24小时通知用户。", "供水单位"),
        ("用水单位改变用水性质的,向供水企业提出申请。", "用水单位"),
        ("施工单位进场前,与供水企业签订保护协议。", "施工单位"),
        ("建设单位验收合格后15日内将资料移交档案机构。", "建设单位"),
        ("托育机构每半年组织一次演练。", "托育机构"),
        ("供电、供气、通信等经营单位依法承担维修责任。", "供电、供气、通信等经营单位"),
    ],
)
def test_an_article_orders_the_body_that_it_begins_with(sentence, name):
    text = f"第六条{sentence}"
    assert [mention.name for mention in bodies(text).article_at(3, len(text))[0]] == [name]
    assert bodies(sentence).article_at(0, len(sentence))[0] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "供水单位是指从事供水的企业。",
        "本办法所称供水单位按照规模划分。",
        "供水水质由检测机构每月检测。",
        "任何单位对损坏设施的行为有权举报。",
        "供水企业违反规定停水的,由主管部门处罚。",
        "新建企业对管网造成损坏的,由主管部门责令赔偿。",
        "加强对供水单位按照标准开展的检查。",
    ],
)
def test_an_article_that_defines_or_punishes_orders_nobody(sentence):
    text = f"第六条{sentence}"
    assert bodies(text).article_at(3, len(text))[0] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("学校送教上门", "学校"),
        ("服务区学校送教", "服务区学校"),
        ("运营单位自筹资金", None),
        ("企业家捐资", None),
        ("学校的老师", None),
    ],
)
def test_after_by_a_body_is_believed_before_any_deed(text, name):
    assert [mention.name for mention in bodies(text).charged_at(0, len(text))[0]] == ([name] if name else [])
