from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.workdays import add_workdays, is_published, is_workday, next_workday, workdays_between

KNOWN_DAYS = st.dates(date(2010, 1, 1), date(2025, 12, 1))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 9, 16), 5, date(2026, 9, 22)),  # 9月20日 is a Sunday worked in exchange
        (date(2026, 9, 24), 1, date(2026, 9, 28)),  # 中秋节 9月25日 to 27日
        (date(2026, 9, 30), 2, date(2026, 10, 9)),  # 国庆节 to 10月7日
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # a Saturday worked in exchange
        (date(2026, 9, 16), 0, date(2026, 9, 16)),
        (date(2026, 10, 9), -2, date(2026, 9, 30)),
    ],
)
def test_holidays_and_the_weekends_worked_in_exchange_count(start: date, count: int, due: date) -> None:
    assert add_workdays(start, count).day == due


def test_a_year_without_published_holidays_is_provisional() -> None:
    assert not is_published(2090)
    counted = add_workdays(date(2090, 9, 29), 3)
    assert counted.provisional
    assert counted.day == date(2090, 10, 4)
    assert not add_workdays(date(2025, 3, 3), 3).provisional
    assert add_workdays(date(2026, 12, 30), 5).provisional == (not is_published(2027))


def test_an_office_table_goes_before_the_calendar() -> None:
    special = {date(2025, 3, 4): False, date(2025, 3, 8): True}
    assert add_workdays(date(2025, 3, 3), 1, special).day == date(2025, 3, 5)
    assert is_workday(date(2025, 3, 8), special)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    assert next_workday(date(2026, 10, 3)).day == date(2026, 10, 8)
    assert next_workday(date(2026, 10, 8)).day == date(2026, 10, 8)


@given(KNOWN_DAYS, st.integers(1, 30))
def test_a_due_day_is_a_working_day_that_many_later(start: date, count: int) -> None:
    due = add_workdays(start, count).day
    assert is_workday(due)
    assert workdays_between(start, due) == count
    assert workdays_between(due, start) == -count
