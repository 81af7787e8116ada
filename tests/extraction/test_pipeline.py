"""The whole way from a text to its findings: what holds for any text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.findings import DirectiveFinding, Role
from obligations.extraction.pipeline import extract
from tests.extraction.reading import END, HEAD, NONE, directive, register

PRINTED = """
市能源局 各县(市、区)人民政府 市财政局、市水利局 要 应当 负责 牵头 配合 由 会同 请 12月底前 每季度 2026年3月2日 完成改造
拨付资金 (责任单位:市能源局) 责任单位: 职责分工: 一、 (一) 1. (1) ① 附件1 序号 任务 完成时限 下列情形之一的: 第一条
第一章 。 ; , 、 : ( ) 《 》 “ 云政办发〔2026〕8号 此复
"""
WORDS = [*PRINTED.split(), "\n", "\n\n", " ", "\t", "　　"]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=80).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=80).map(lambda words: HEAD + "".join(words) + END),
)


def spans(found: list[DirectiveFinding]) -> list[tuple[int, int]]:
    items = [item for d in found for item in d.obligations]
    return [
        *((d.start, d.end) for d in found),
        *((item.start, item.end) for item in items),
        *((unit.mention.start, unit.mention.end) for item in items for unit in item.units),
        *((deadline.start, deadline.end) for item in items for deadline in item.deadlines),
    ]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_gives_findings_inside_the_text(text):
    found = extract(text, NONE)
    assert all(0 <= start <= end <= len(text) for start, end in spans(found))
    for item in (item for d in found for item in d.obligations):
        assert item.text == text[item.start : item.end]
        assert item.units or item.deadlines
        assert 0 < item.confidence <= 1


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_obligations_of_a_directive_nest_or_are_apart(text):
    for found in extract(text, NONE):
        items = sorted((item.start, -item.end) for item in found.obligations)
        for (start, end), (next_start, next_end) in pairwise(items):
            assert start <= next_start
            assert next_start >= -end or -next_end <= -end


def shape(found: DirectiveFinding) -> list[tuple[str, list[str], list[str]]]:
    return [
        (item.title, [unit.mention.name for unit in item.units], [str(d.due_on) for d in item.deadlines])
        for item in found.obligations
    ]


FIRST = HEAD + "一、市能源局要编制规划,12月底前完成。\n二、加强保障。(责任单位:市财政局)\n" + END
SECOND = (HEAD + "一、市水利局负责排查隐患。\n二、办结时限不超过5个工作日。\n" + END).replace("8号", "9号")


def test_a_directive_reads_the_same_whatever_stands_beside_it():
    alone = [shape(extract(text, NONE)[0]) for text in (FIRST, SECOND)]
    assert [shape(found) for found in extract(FIRST + "\n" + SECOND, NONE)] == alone
    assert [shape(found) for found in extract(SECOND + "\n" + FIRST, NONE)] == alone[::-1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([word for word in WORDS if "〔" not in word and "附件" not in word]), max_size=40))
def test_whatever_another_directive_holds(words):
    other = HEAD.replace("8号", "7号") + "一、" + "".join(words) + "。\n" + END
    found = [d for d in extract(FIRST + "\n" + other, NONE) if d.doc_number.endswith("8号")]
    assert [shape(d) for d in found] == [shape(extract(FIRST, NONE)[0])]


def test_the_register_marks_what_it_knows_and_changes_no_wording():
    body = "一、市能源局要编制规划。\n二、市园林处要栽树。\n"
    unknown = directive(body).obligations
    known = directive(body, register("市能源局")).obligations
    assert [item.names(Role.RESPONSIBLE) for item in known] == [item.names(Role.RESPONSIBLE) for item in unknown]
    assert known[0].units[0].mention.known
    assert not unknown[0].units[0].mention.known


ORDINARY = HEAD + "一、市能源局要会同市财政局编制规划,12月底前完成。(责任单位:各县(市、区)人民政府)\n" * 400 + END
ADVERSARIES = {
    "opening brackets": "(",
    "closing brackets": ")",
    "nested brackets": "(责任单位:",
    "commas of lists": "、",
    "bare list": "市、",
    "digits": "1",
    "numbered items": "1.\n",
    "nested numbers": "一、(一)1.(1)①\n",
    "chapters": "第一章\n",
    "one letter": "市",
    "by": "由",
    "orders": "应当",
    "labels": "责任单位:",
    "dates": "12月底前",
    "colons": ":\n",
    "names": "市能源局",
    "long list": "市能源局、",
    "quotes": "《",
    "wait": "的",
    "dashes": "——",
    "lines": "各县(市、区)\n",
    "short lines": "一\n",
    "tabbed letters": "\t市",
    "heads of tables": "序号 任务 责任单位\n",
    "rows without end": "序号 任务 责任单位\n1 建设 市能源局\n",
    "other heads": "任务 责任单位\n事项 完成时限 责任单位\n",
    "tabs": "任务\t责任单位\n",
    "gaps": "市 ",
    "amounts": "达到1",
    "shares": "百分之",
}
SIZE = 20_000


def cost(text: str) -> float:
    """Seconds of processor time for each character: the least of three runs, since other programs disturb."""
    return min(_cost(text) for _ in range(3))


def _cost(text: str) -> float:
    begin = time.process_time()
    extract(text, NONE)
    return (time.process_time() - begin) / len(text)


@pytest.fixture(scope="module")
def ordinary() -> float:
    extract(ORDINARY[:2000], NONE)
    return cost(ORDINARY[:SIZE])


@pytest.mark.parametrize("unit", ADVERSARIES.values(), ids=ADVERSARIES.keys())
def test_no_text_costs_much_more_than_an_ordinary_one(unit, ordinary):
    text = HEAD + "一、" + (unit * SIZE)[:SIZE] + END
    assert cost(text) < 12 * ordinary


@pytest.mark.parametrize("unit", ["(责任单位:", "市能源局、", "一、(一)1.(1)①\n", "由"])
def test_cost_grows_with_the_size_and_no_faster(unit):
    small, large = (HEAD + "一、" + (unit * size)[:size] + END for size in (7_000, 70_000))  # 200 KB
    assert cost(large) < 4 * cost(small)
