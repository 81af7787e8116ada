"""What holds for any text: no exception, places inside the passage, verbatim text, no overlaps, linear time."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.extraction.deadlines import TimeContext, find_deadlines
from obligations.extraction.findings import DeadlineKind
from obligations.extraction.text import SourceText

WORDS = st.sampled_from(
    [
        *"0123456789〇一二三四五六七八九十百两半年月日天周旬季号底末初中前后内起至到自从于在每逐按分的",
        *",。;:、()《》“”-—~./ \n",
        *[
            "2024年",
            "二〇二五年",
            "十月",
            "11月",
            "31日",
            "季度",
            "半年",
            "工作日",
            "个月",
            "小时",
            "之日起",
            "以内",
            "以前",
        ],
        *[
            "次年",
            "当年",
            "今年",
            "上半年",
            "即日起",
            "提前",
            "期间",
            "印发",
            "完成",
            "报送",
            "通报",
            "一次",
            "每月",
            "逐月",
        ],
        *[
            "18:00",
            "(星期三)",
            "元",
            "有效期",
            "以来",
            "施行",
            "的",
            "未",
            "下旬",
            "周五",
            "“十四五”末",
            "用",
            "时间",
            "时限为",
        ],
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map("".join), st.text(max_size=60))
CONTEXTS = st.builds(
    TimeContext,
    issued_on=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 12, 31))),
    years=st.sampled_from([(), (2024,), (2023, 2024), (2021, 2022, 2023, 2024, 2025)]),
    standing=st.booleans(),
    winter=st.booleans(),
)


@given(TEXTS, CONTEXTS, st.data())
def test_every_finding_lies_in_the_passage_and_is_well_formed(text, context, data):
    source = SourceText(text)
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    last = start
    for found in find_deadlines(source, start, end, context):
        assert last <= found.start < found.end <= end
        assert found.text == source.verbatim[found.start : found.end]
        assert 0 <= found.confidence <= 1
        last = found.end
        check_values(found)


def check_values(found):
    filled = {
        DeadlineKind.FIXED: found.due_on is not None and found.start_on is None,
        DeadlineKind.PERIOD: found.start_on is not None or found.due_on is not None,
        DeadlineKind.RECURRING: found.rrule.startswith("FREQ="),
        DeadlineKind.RELATIVE: found.offset.lstrip("-").startswith("P"),
    }
    assert filled[found.kind]
    if found.start_on and found.due_on and found.kind is DeadlineKind.PERIOD:
        assert found.start_on <= found.due_on


@given(TEXTS)
def test_reading_twice_gives_the_same(text):
    source = SourceText(text)
    context = TimeContext(date(2024, 3, 8))
    assert find_deadlines(source, 0, len(source), context) == find_deadlines(source, 0, len(source), context)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "(",
        "10",
        "年",
        "月",
        "2024年",
        "每",
        "每年",
        "10月",
        "10月1日—",
        "自",
        "后",
        "的",
        "在",
        "1、",
        "《",
        "“",
        "前3",
        "十个",
    ],
)
def test_a_long_run_of_one_thing_is_read_quickly(unit):
    source = SourceText(unit * (30_000 // len(unit)))
    began = time.process_time()
    find_deadlines(source, 0, len(source), TimeContext(date(2024, 3, 8)))
    assert time.process_time() - began < 3
