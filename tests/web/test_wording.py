"""Dates, rules and durations as an official would say them: what is said → what it is said of."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.models import Deadline
from obligations.offsets import is_offset
from obligations.recurrence import is_rule
from obligations.web.wording import say_days_left, say_deadline, say_offset, say_place, say_rule
from tests.conftest import TODAY

RULES = [
    ("每月25日前", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("每月底前", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("每月", "FREQ=MONTHLY"),
    ("每季度", "FREQ=MONTHLY;INTERVAL=3"),
    ("每季度底前", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
    ("每半年", "FREQ=MONTHLY;INTERVAL=6"),
    ("每年", "FREQ=YEARLY"),
    ("每年8月15日前", "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15"),
    ("每年7月底前", "FREQ=YEARLY;BYMONTH=7"),
    ("每年3、9月底前", "FREQ=YEARLY;BYMONTH=3,9"),
    ("每周", "FREQ=WEEKLY"),
    ("每两周", "FREQ=WEEKLY;INTERVAL=2"),
    ("每周一", "FREQ=WEEKLY;BYDAY=MO"),
    ("每周一、周五", "FREQ=WEEKLY;BYDAY=MO,FR"),
    ("每月第3个周五", "FREQ=MONTHLY;BYDAY=3FR"),
    ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("每月第1个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
    ("每月最后一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("每天", "FREQ=DAILY"),
    ("每5年", "FREQ=YEARLY;INTERVAL=5"),
    ("每月15日、最后一天前", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
    ("每月5日、倒数第3日前", "FREQ=MONTHLY;BYMONTHDAY=5,-3"),
    ("每季度15日、最后一天前", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1,15"),
    ("每天，至12月31日", "FREQ=DAILY;UNTIL=20261231"),
    ("每周五，共6次", "FREQ=WEEKLY;BYDAY=FR;COUNT=6"),
    ("乱写的", "乱写的"),
]
OFFSETS = [
    ("5个工作日内", "P5B"),
    ("20天内", "P20D"),
    ("3个月内", "P3M"),
    ("2周内", "P2W"),
    ("1年6个月内", "P1Y6M"),
    ("24小时内", "PT24H"),
    ("30分钟内", "PT30M"),
    ("1小时30分钟内", "PT1H30M"),
    ("1天12小时内", "P1DT12H"),
    ("提前2小时", "-PT2H"),
    ("2小时至1天内", "PT2H/P1D"),
    ("提前30天", "-P30D"),
    ("10个月至1年内", "P10M/P1Y"),
    ("乱写的", "乱写的"),
]
PLACES = [
    ("二(一)2", ["二、重点任务", "(一)完成改造", "2.改造管网"]),
    ("二（一）2", ["二、重点任务", "（一）完成改造", "2．改造管网"]),
    ("第二章第七条", ["第二章 管理", "第七条 部门"]),
    ("3.1", ["3.目标", "1.任务"]),
    ("四①", ["四、保障", "①加强领导"]),
    ("附件1三", ["附件 1", "三、分工"]),
    ("", ["没有编号的段落"]),
    ("", []),
]
DEADLINES = [
    ("10月31日前", {"kind": "fixed", "due_on": date(2026, 10, 31)}),
    ("2027年3月31日前", {"kind": "fixed", "due_on": date(2027, 3, 31)}),
    ("10月1日至10月31日", {"kind": "period", "start_on": date(2026, 10, 1), "due_on": date(2026, 10, 31)}),
    ("11月1日起", {"kind": "period", "start_on": date(2026, 11, 1)}),
    ("12月31日前", {"kind": "period", "due_on": date(2026, 12, 31)}),
    ("每月25日前", {"kind": "recurring", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}),
    ("批复后5个工作日内", {"kind": "relative", "offset": "P5B", "after": "批复"}),
    ("批复后5个工作日内", {"kind": "relative", "offset": "P5B", "after": "批复后"}),
    ("自受理之日起20天内", {"kind": "relative", "offset": "P20D", "after": "自受理之日起"}),
    ("施工提前30天", {"kind": "relative", "offset": "-P30D", "after": "施工"}),
    ("5个工作日内", {"kind": "relative", "offset": "P5B"}),
]


@pytest.mark.parametrize(("said", "rule"), RULES)
def test_rules(said: str, rule: str) -> None:
    assert say_rule(rule) == said


@pytest.mark.parametrize(("said", "offset"), OFFSETS)
def test_offsets(said: str, offset: str) -> None:
    assert say_offset(offset) == said


LETTERS = re.compile("[A-Za-z]")
PARTS = st.tuples(*[st.integers(0, 400)] * 7, st.booleans())


def written(numbers: tuple[int, int, int, int, int, int, int, bool]) -> str:
    *parts, before = numbers
    day = "".join(f"{n}{letter}" for n, letter in zip(parts[:5], "YMWDB", strict=True) if n)
    clock = "".join(f"{n}{letter}" for n, letter in zip(parts[5:], "HM", strict=True) if n)
    return f"{'-' if before else ''}P{day}{'T' if clock else ''}{clock}"


@given(st.lists(PARTS.map(written).filter(is_offset), min_size=1, max_size=2).map("/".join))
def test_no_duration_that_is_accepted_is_shown_as_its_code(offset: str) -> None:
    assert is_offset(offset)
    assert not LETTERS.search(say_offset(offset))


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 200),
    st.lists(st.sampled_from(["MO", "WE", "SU", "1TU", "-1FR"]), max_size=2, unique=True),
    st.lists(st.integers(1, 12), max_size=3),
    st.lists(st.integers(-31, 31).filter(bool), max_size=3),
    st.sampled_from(["", ";COUNT=3", ";UNTIL=20271231"]),
)
def test_no_rule_that_is_accepted_is_shown_as_its_code(
    freq: str, interval: int, days: list[str], months: list[int], month_days: list[int], end: str
) -> None:
    rule = f"FREQ={freq};INTERVAL={interval}{end}"
    for name, values in (("BYDAY", days), ("BYMONTH", months), ("BYMONTHDAY", month_days)):
        rule += f";{name}={','.join(map(str, values))}" if values else ""
    assert is_rule(rule)
    assert not LETTERS.search(say_rule(rule))


@pytest.mark.parametrize(("said", "path"), PLACES)
def test_places(said: str, path: list[str]) -> None:
    assert say_place(path) == said


@pytest.mark.parametrize(("said", "fields"), DEADLINES)
def test_deadlines(said: str, fields: dict[str, object]) -> None:
    assert say_deadline(Deadline(**fields)) == said


@pytest.mark.parametrize(
    ("said", "day"),
    [("剩5天", date(2026, 9, 21)), ("今天到期", TODAY), ("逾期12天", date(2026, 9, 4)), ("剩1天", date(2026, 9, 17))],
)
def test_days_left(said: str, day: date) -> None:
    assert say_days_left(day, TODAY) == said
