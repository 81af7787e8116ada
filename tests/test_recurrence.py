from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.recurrence import is_rule, next_occurrence, occurrences, parse

ISSUED = date(2026, 9, 8)
FIRST = date(2026, 9, 16)
LAST = date(2027, 9, 15)

# The first three due dates, and how many fall into one year.
RULES = {
    "FREQ=MONTHLY;BYMONTHDAY=25": (["2026-09-25", "2026-10-25", "2026-11-25"], 12),
    "FREQ=MONTHLY;BYMONTHDAY=-1": (["2026-09-30", "2026-10-31", "2026-11-30"], 12),
    "FREQ=MONTHLY;BYMONTHDAY=30": (["2026-09-30", "2026-10-30", "2026-11-30"], 12),
    "FREQ=MONTHLY;BYMONTHDAY=10,20": (["2026-09-20", "2026-10-10", "2026-10-20"], 24),
    "FREQ=MONTHLY": (["2026-09-30", "2026-10-31", "2026-11-30"], 12),
    "FREQ=MONTHLY;INTERVAL=2": (["2026-10-31", "2026-12-31", "2027-02-28"], 6),
    "FREQ=MONTHLY;INTERVAL=3": (["2026-09-30", "2026-12-31", "2027-03-31"], 4),
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1": (["2026-09-30", "2026-12-31", "2027-03-31"], 4),
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25": (["2026-09-25", "2026-12-25", "2027-03-25"], 4),
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=5": (["2026-10-05", "2027-01-05", "2027-04-05"], 4),
    "FREQ=MONTHLY;INTERVAL=6": (["2026-12-31", "2027-06-30"], 2),
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": (["2026-10-08", "2026-11-02", "2026-12-01"], 12),
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": (["2026-09-30", "2026-10-30", "2026-11-30"], 12),
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": (["2026-10-08", "2027-01-01", "2027-04-01"], 4),
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": (["2026-09-30", "2026-12-31", "2027-03-31"], 4),
    "FREQ=MONTHLY;BYDAY=1FR": (["2026-10-02", "2026-11-06", "2026-12-04"], 12),
    "FREQ=MONTHLY;BYDAY=-1FR": (["2026-09-25", "2026-10-30", "2026-11-27"], 12),
    "FREQ=YEARLY": (["2026-12-31"], 1),
    "FREQ=YEARLY;BYMONTH=7": (["2027-07-31"], 1),
    "FREQ=YEARLY;BYMONTH=2": (["2027-02-28"], 1),
    "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15": (["2027-08-15"], 1),
    "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=-1": (["2026-11-30", "2027-03-31"], 2),
    "FREQ=YEARLY;INTERVAL=5": ([], 0),
    "FREQ=WEEKLY": (["2026-09-20", "2026-09-27", "2026-10-04"], 52),
    "FREQ=WEEKLY;INTERVAL=2": (["2026-09-20", "2026-10-04", "2026-10-18"], 26),
    "FREQ=WEEKLY;BYDAY=MO": (["2026-09-21", "2026-09-28", "2026-10-05"], 52),
    "FREQ=WEEKLY;BYDAY=TU,FR": (["2026-09-18", "2026-09-22", "2026-09-25"], 104),
    "FREQ=DAILY": (["2026-09-16", "2026-09-17", "2026-09-18"], 365),
    "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20261130": (["2026-09-25", "2026-10-25", "2026-11-25"], 3),
}


@pytest.mark.parametrize(("text", "expected"), RULES.items())
def test_a_rule_falls_due(text: str, expected: tuple[list[str], int]) -> None:
    found = occurrences(parse(text), anchor=ISSUED, first=FIRST, last=LAST)
    first_dates, count = expected
    assert [one.due_on.isoformat() for one in found[:3]] == first_dates
    assert len(found) == count


def test_a_rule_without_a_day_covers_its_whole_period() -> None:
    quarter = next_occurrence(parse("FREQ=MONTHLY;INTERVAL=3"), anchor=ISSUED, first=FIRST)
    assert quarter is not None
    assert (quarter.start_on, quarter.due_on) == (date(2026, 7, 1), date(2026, 9, 30))


def test_a_five_yearly_duty_ends_with_the_fifth_year() -> None:
    coming = next_occurrence(parse("FREQ=YEARLY;INTERVAL=5"), anchor=ISSUED, first=FIRST)
    assert coming is not None
    assert coming.due_on == date(2030, 12, 31)


@pytest.mark.parametrize(
    "text",
    ["", "每月", "FREQ=HOURLY", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13", "FREQ=MONTHLY;INTERVAL=0",
     "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;FREQ=DAILY", "FREQ=MONTHLY;BYHOUR=3", "FREQ=MONTHLY;UNTIL=never"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text: str) -> None:
    assert not is_rule(text)


@given(st.sampled_from([rule for rule in RULES if "UNTIL" not in rule]), st.integers(0, 700), st.integers(1, 400))
def test_the_same_days_are_found_from_whatever_day_one_looks(text: str, later: int, window: int) -> None:
    """The rolling horizon must never shift a date: a later look finds the very same days."""
    rule = parse(text)
    last = FIRST + timedelta(days=later + window)
    whole = occurrences(rule, anchor=ISSUED, first=FIRST, last=last)
    seen_later = occurrences(rule, anchor=ISSUED, first=FIRST + timedelta(days=later), last=last)
    assert seen_later == [one for one in whole if one.due_on >= FIRST + timedelta(days=later)]
    assert whole == sorted(set(whole), key=lambda one: one.due_on)
