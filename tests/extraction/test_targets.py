"""Quantified targets: value → phrasings, and phrasings that hold an amount but no target."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.extraction.findings import TargetFinding
from obligations.extraction.targets import find_targets
from obligations.extraction.text import SourceText
from tests.extraction.reading import directive

VALUES = {
    "= 10070户": ["完成清洁取暖改造10070户。", "年底前改造10,070户居民住宅。", "全市改造任务10070户。"],
    "= 60个": ["改造老旧小区60个。", "老旧小区改造60个,惠及居民。", "新建社区食堂60个"],
    "≥ 75%": ["森林覆盖率达到75%以上。", "覆盖率不低于75%。", "力争处理率达75%及以上。", "达标率保持在75%以上。"],
    "= 90%": ["合格率达到百分之九十。", "合格率达到90%。", "优良率实现90%"],
    "≈ 3.5亿元": ["旅游收入达到3.5亿元左右。", "投资达到约3.5亿元。", "完成产值近3.5亿元。"],
    "≥ 1200公里": ["新建农村公路1200公里以上。", "养护里程不少于1200公里。"],
    "= -18%": ["能耗下降18%。", "能耗强度累计下降18%。", "压减煤炭消费18%。"],
    "= +6.5%": ["工业增加值增长6.5%。", "收入年均增长6.5%。"],
    "≥ +5个百分点": ["入园率提高5个百分点以上。"],
    "= -13.5%": ["单位能耗较2020年下降13.5%。"],
    "≤ 35微克/立方米": ["PM2.5浓度控制在35微克/立方米以内。", "年均浓度不超过35微克/立方米。"],
    "≥ 2次": ["每季度至少开展2次督查。", "每年检查不少于2次。", "每半年演练至少两次。"],
    "≤ 5天": ["审批不超过5天。", "办理时间压缩至5天以内。", "受理时间控制在5天之内。"],
    "> 100家": ["企业数量突破100家。", "入驻企业超过100家。"],
    "= 3~5家": ["培育龙头企业3—5家。", "引进企业3至5家。", "引进企业3家到5家。"],
    "= 10~15%": ["公用经费压减比例实现10%—15%。"],
    "= 1万亩": ["建设高标准农田1万亩。", "新增造林1万亩。"],
    "= 5.6万吨": ["粮食总产量达到5.6万吨。"],
    "≥ 66.67%": ["三分之二以上的村完成改造。"],
    "= 2倍": ["总产值翻一番。", "产量实现翻番。"],
    "= 0": ["实现隐患零新增。", "确保安全生产零事故。"],
    "= 100%": ["确保行政村网络全覆盖。", "优良比例达到100%。", "实现100%达标。"],
    "= 137个": ["全年新增充电桩137个。"],
    "= 1500张": ["新增养老床位1500张。"],
    "= 30个": ["新建投资5000万元以上项目30个。"],
}
NOTHING = [
    "处1万元以上3万元以下罚款。",
    "每人每月补助300元。",
    "给予每户2000元一次性奖励。",
    "培训补助标准为1000元/人。",
    "对超过30日未整改的,予以通报。",
    "已完成改造60个。",
    "去年新建学校5所。",
    "现有水库12座。",
    "年满60周岁以上的老年人。",
    "距离学校200米范围内不得设置网吧。",
    "按照50%的比例给予补助。",
    "从3个方面推进工作。",
    "联系电话:3091234。",
    "市发展改革委等12个部门配合。",
    "根据《云河市供水条例》第12条办理。",
    "云政办发〔2026〕12号文件。",
    "2026年12月底前完成。",
    "收到申请后5个工作日内办结。",
    "对总投资5000万元以上的项目,提前介入。",
    "每月召开1次会议。",
    "承担30%的责任。",
    "贷款利率下浮10%。",
    "上述3项措施由市财政局落实。",
    "建筑面积3000平方米以上的工程,应当报建。",
    "",
]
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "about": "≈"}


def targets(text: str) -> list[TargetFinding]:
    source = SourceText(text)
    return find_targets(source, 0, len(source))


def shown(found: TargetFinding) -> str:
    change = {"rise": "+", "fall": "-", "": ""}[found.change]
    upper = f"~{found.number_to}" if found.number_to is not None else ""
    return f"{SIGNS[found.comparator]} {change}{found.number}{upper}{found.unit}"


@pytest.mark.parametrize(
    ("value", "text"), [(value, text) for value, texts in VALUES.items() for text in texts], ids=lambda one: one
)
def test_an_amount_to_be_reached_is_a_target(value, text):
    assert [shown(found) for found in targets(text)] == [value]


@pytest.mark.parametrize("text", NOTHING)
def test_other_amounts_are_none(text):
    assert targets(text) == []


def test_the_words_of_comparison_belong_to_what_is_shown():
    found = targets("2027年覆盖率不低于90%,能耗下降18%左右,浓度控制在35微克/立方米以内。")
    assert [one.text for one in found] == ["不低于90%", "下降18%左右", "控制在35微克/立方米以内"]
    assert [one.what for one in found] == ["2027年覆盖率不低于90%", "能耗下降18%左右", "浓度控制在35微克/立方米以内"]


def test_an_obligation_keeps_its_targets_at_their_place():
    text = "二、任务\n(一)改造管网。12月底前,改造管网80\n公里,新建泵站3座,由市水利局负责。\n"
    found = directive(text)
    item = found.obligations[0]
    assert [(one.number, one.unit, one.text) for one in item.targets] == [
        (Decimal(80), "公里", "80\n公里"),
        (Decimal(3), "座", "3座"),
    ]


@given(st.text("0123456789.,%万亿元个户不低于以上达到新建下降至控制在零全覆盖翻番百分之九三—~,。;\n", max_size=80))
def test_any_text_gives_spans_in_order_that_print_a_number(text):
    source = SourceText(text)
    at = 0
    for found in find_targets(source, 0, len(source)):
        assert at <= found.start < found.end <= len(source)
        assert source.verbatim[found.start : found.end] == found.text
        assert found.number >= 0
        at = found.end
