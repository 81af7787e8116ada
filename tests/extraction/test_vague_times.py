"""Limits without a date: text → the words that are kept; and what says how rather than by when."""

import pytest

from obligations.extraction.deadlines import find_vague
from obligations.extraction.text import SourceText
from tests.extraction.reading import directive
from tests.extraction.test_deadlines_corpus import read


def vague(passage: str) -> list[str]:
    source = SourceText(passage)
    return [one.text for one in find_vague(source, 0, len(source), read(passage), "任务")]


LABELLED = {
    "长期坚持": [
        "完成时限:长期坚持",
        "整改时限:长期坚持。",
        "(责任单位:市能源局;完成时限:长期坚持)",
        "时限要求为:长期坚持",
    ],
    "长期": ["完成时限:长期"],
    "立即启动,长期坚持": ["时限要求:立即启动,长期坚持", "时限要求:立即启动,长期坚持。"],
    "立行立改": ["整改时限:立行立改", "整改时限:立行立改 责任单位:市能源局"],
    "即知即改,持续推进": ["整改时限:即知即改,持续推进"],
    "持续推进": ["(持续推进)", "完成时限:持续推进", "推进管网改造。(市住建局牵头,持续推进)"],
    "常态化推进": ["(常态化推进)", "完成时限:常态化推进"],
    "分三年实施": ["完成时限:分三年实施", "改造老旧管网(分三年实施)"],
    "分阶段推进": ["完成时限:分阶段推进"],
    "按序时进度推进": ["完成时限:按序时进度推进"],
    "适时": ["时间安排:适时"],
    "今冬明春": ["完成时限:今冬明春", "今冬明春,集中开展水利建设。"],
    "汛期前": ["完成时限:汛期前"],
    "同步推进": ["(同步推进)"],
}
EVENTS = {
    "汛期前": ["汛期前完成水库除险加固。", "各县(市、区)要在汛期前完成水库除险加固。"],
    "主汛期前": ["主汛期前完成清淤。"],
    "2024年汛期前": ["2024年汛期前完成清淤。"],
    "今年主汛期前": ["今年主汛期前完成清淤。"],
    "汛期到来前": ["汛期到来前完成清淤。"],
    "次年汛前": ["其他工程应于次年汛前恢复。"],
    "入汛前": ["入汛前开展一次隐患排查。"],
    "封冻前": ["封冻前完成灌溉。"],
    "采暖季前": ["采暖季前完成锅炉检修。"],
    "供暖期开始前": ["供暖期开始前完成锅炉检修。"],
    "春季学期开学前": ["春季学期开学前完成食堂检查。"],
    "开学前": ["开学前完成食堂检查。"],
    "高考前": ["高考前完成考点周边噪声整治。"],
    "换届前": ["换届前完成审计。"],
    "春节前后": ["春节前后开展走访慰问。"],
    "2050年春节前": ["2050年春节前兑付工资。"],
    "“两节”前": ["“两节”前开展市场检查。"],
    "2026年秋季学期前": ["2026年秋季学期前完成校舍加固。"],
    "秋季学期前": ["各县要在秋季学期前完成校舍加固。", "力争秋季学期前完成校舍加固。"],
    "本学期末": ["本学期末完成考核。"],
    "第一学期结束前": ["第一学期结束前完成考核。"],
    "开学后": ["开学后完成摸底。"],
    "2026年主汛期前": ["确保2026年主汛期前修复到位。"],
    "森林防火期前": ["森林防火期前完成物资储备。", "要在森林防火期前完成物资储备。"],
    "枯水期内": ["枯水期内完成河道清淤。"],
    "汛期结束后": ["汛期结束后完成水毁修复。"],
    "供暖季期间": ["供暖季期间开展检查。"],
    "2026年暑假期间": ["2026年暑假期间完成校舍维修。"],
    "寒暑假前": ["寒暑假前完成维修。"],
    "农忙前": ["农忙前完成农机检修。"],
    "迎峰度夏期间": ["迎峰度夏期间组织检查。"],
    "用电高峰前": ["用电高峰前完成检修。"],
    "旅游旺季前": ["旅游旺季前完成整治。"],
    "采收季前": ["采收季前完成检修。"],
    "“双11”期间": ["“双11”期间开展价格检查。"],
    "双11前": ["双11前开展价格检查。"],
    "国庆节期间": ["国庆节期间开展检查。"],
    "亚运会前": ["亚运会前完成整治。"],
    "下午5时前": ["请于下午5时前报送名单。", "下午5时前报送进展。"],
    "今日17:00前": ["请于今日17:00前报送名单。"],
    "本世纪中叶": ["到本世纪中叶,建成现代化水网。"],
    "本届政府任期末": ["到本届政府任期末,建成水网骨架。"],
    "暑期": ["暑期集中整治校园周边环境。"],
    "近期": ["市能源局近期完成摸底。"],
    "尽快": ["市能源局要尽快出台实施细则。"],
}
NOTHING = {
    "how, not by when": [
        "定期开展检查,及时报告情况。",
        "及时处置险情。",
        "长期坚持,久久为功。",
        "持续推进污染治理。",
        "立即报告市应急管理局。",
        "建立常态化工作机制。",
        "分阶段推进各项工作。",
        "同步推进设计、施工。",
        "适时召开会议。",
        "实行24小时值班。",
        "尽快适应新形势。",
    ],
    "the name of a check": ["做好水利工程汛前检查工作。", "完成安全设施汛前检查。"],
    "the hour of a date or of every day": [
        "10月31日17时前报送名单。",
        "每天下午5时前报送进展。",
        "每日调度,下午5时前报送进展。",
    ],
    "an event without a deed": [
        "汛期间的准备工作。",
        "春运期间客流较大。",
        "汛期前的准备工作。",
        "汛期前已完成水库加固。",
        "高考前夜。",
        "暑期客流较大。",
    ],
    "a condition": ["未在汛期前完成加固的,不得蓄水。"],
    "the name of a document": ["落实《关于汛期前开展隐患排查的通知》要求。"],
    "beside a date": [
        "汛期前(5月31日前)完成清淤。",
        "5月31日前(汛期前)完成清淤。",
        "完成时限:2024年6月底",
        "每年汛期前完成清淤。",
    ],
    "an empty value": ["完成时限:无", "联系电话:0000-2024123"],
}


@pytest.mark.parametrize(
    ("passage", "words"), [(p, w) for corpus in (LABELLED, EVENTS) for w, ps in corpus.items() for p in ps]
)
def test_it_keeps_the_words(passage, words):
    assert read(passage) == []
    assert vague(passage) == [words]


def test_a_lapse_counted_from_an_event_is_no_limit_of_its_own() -> None:
    assert [one.offset for one in read("开学后两周内完成摸底。")] == ["P2W"]
    assert vague("开学后两周内完成摸底。") == []


@pytest.mark.parametrize(("passage", "reason"), [(p, r) for r, ps in NOTHING.items() for p in ps])
def test_it_is_no_limit(passage, reason):
    assert vague(passage) == [], reason


def test_an_item_with_units_keeps_its_limit_and_points_at_it() -> None:
    text = "一、工作任务\n(一)加强巡查。完善巡查制度。(责任单位:市水利局;完成时限:长期坚持)\n"
    (item,) = directive(text).obligations
    (limit,) = item.vague
    assert (limit.text, limit.what) == ("长期坚持", "加强巡查")
    assert item.deadlines == []
    assert item.text[limit.start - item.start : limit.end - item.start] == "长期坚持"


def test_an_item_that_names_nobody_and_no_date_is_no_obligation() -> None:
    assert directive("一、工作任务\n(一)加强巡查。完善巡查制度。(长期坚持)\n").obligations == []


def test_a_cell_of_the_column_for_limits_is_kept_whatever_it_says() -> None:
    table = (
        "任务分解表\n序号\t重点任务\t责任单位\t完成时限\n1\t完善巡查制度\t市水利局\t长期坚持\n"
        "2\t配套管网\t市住建局\t与主体工程同步\n3\t修订预案\t市应急管理局\t2026年6月底\n"
    )
    items = directive(table).obligations
    assert [[v.text for v in item.vague] for item in items] == [["长期坚持"], ["与主体工程同步"], []]
    assert [len(item.deadlines) for item in items] == [0, 0, 1]
