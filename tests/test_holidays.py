"""A year's holidays, read from the words of a notice."""

from datetime import date

import pytest

from obligations.errors import BadInput
from obligations.holidays import read_holidays
from tests.scene import HOLIDAYS


def test_days_off_and_weekends_worked_are_read() -> None:
    days = read_holidays(2090, HOLIDAYS)
    off = sorted(day for day, worked in days.items() if not worked)
    assert len(off) == 3 + 8 + 7
    assert off[3] == date(2090, 1, 29) and date(2090, 2, 5) in off
    assert sorted(day for day, worked in days.items() if worked) == [
        date(2090, 1, 28),
        date(2090, 2, 11),
        date(2090, 9, 30),
    ]


REST = "。10月1日至7日放假。5月1日至7日放假。"
SAID = {
    ((2090, 1, 1), (2090, 1, 3)): ["1月1日至3日放假", "1月1日（周日）到1月3日（周二）放假调休", "1月1日、2日、3日放假"],
    ((2089, 12, 31), (2090, 1, 2)): ["2089年12月31日至2090年1月2日放假", "2089年12月31日至1月2日休息"],
    ((2090, 4, 5), (2090, 4, 5)): ["4月5日放假1天", "2090-04-05 休"],
}


@pytest.mark.parametrize(("span", "said"), [(span, one) for span, many in SAID.items() for one in many])
def test_ways_to_say_a_holiday(span: tuple[tuple[int, int, int], tuple[int, int, int]], said: str) -> None:
    days = read_holidays(2090, said + REST)
    found = sorted(day for day, worked in days.items() if not worked and day.month not in (5, 10))
    assert (found[0], found[-1]) == (date(*span[0]), date(*span[1]))
    assert len(found) == (found[-1] - found[0]).days + 1


WRONG = {
    "只读出": ["", "春节放假8天。", "1月1日至3日放假。"],
    "不是周末": [f"10月10日上班{REST}"],
    "没有": [f"2月30日放假{REST}"],
    "既放假又上班": [f"10月1日上班{REST}"],
    "起止": [f"10月7日至1日放假{REST}", f"1月1日至3月1日放假{REST}"],
    "前后": [f"2030-10-01 休{REST}"],
}


@pytest.mark.parametrize(("told", "said"), [(told, one) for told, many in WRONG.items() for one in many])
def test_what_can_not_be_a_calendar_is_told(told: str, said: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_holidays(2090, said)
