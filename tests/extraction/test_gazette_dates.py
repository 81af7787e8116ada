"""Days and numbers as documents print them."""

from datetime import date

import pytest

from obligations.extraction.dates import add_days, add_months, add_years, read_date, read_number


@pytest.mark.parametrize(
    "printed",
    [
        "2023年10月8日",
        "2023年10月08日",
        "二〇二三年十月八日",
        "二○二三年十月八日",
        "二◯二三年十月八日",
        "二O二三年十月八日",
        "二零二三年十月八日",
        "2023-10-08",
        "2023/10/8",
        "2023.10.8",
        "2023年10月8日起施行",
    ],
)
def test_a_day_is_read(printed: str) -> None:
    assert read_date(printed) == date(2023, 10, 8)


@pytest.mark.parametrize("printed", ["", "2023年2月30日", "2023年13月1日", "2023年10月", "某年某月某日", "二〇二三年"])
def test_what_is_no_day_is_none(printed: str) -> None:
    assert read_date(printed) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [("30", 30), ("三十", 30), ("十五", 15), ("两", 2), ("二十一", 21), ("一百二十", 120), ("二〇二三", 2023)],
)
def test_a_number_is_read(printed: str, value: int) -> None:
    assert read_number(printed) == value


@pytest.mark.parametrize("printed", ["", "若干", "3.5", "第三"])
def test_what_is_no_number_is_none(printed: str) -> None:
    assert read_number(printed) is None


def test_months_end_on_the_corresponding_day_or_the_month_s_last() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 11, 30), 3) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_no_day_lies_beyond_the_calendar() -> None:
    assert add_days(date(2024, 1, 1), 10**8) == date.max
    assert add_years(date(2024, 1, 1), 9000) == date.max
