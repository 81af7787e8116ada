from datetime import date

import pytest

from obligations.offsets import after_event, is_offset

EVENT = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("offset", "due"),
    [
        ("P5B", date(2026, 9, 22)),
        ("P20D", date(2026, 10, 6)),
        ("P2W", date(2026, 9, 30)),
        ("P3M", date(2026, 12, 16)),
        ("P1Y", date(2027, 9, 16)),
        ("P0D", EVENT),
        ("PT24H", date(2026, 9, 17)),
        ("PT72H", date(2026, 9, 19)),
        ("PT2H", EVENT),
        ("PT30M", EVENT),
        ("-P30D", date(2026, 8, 17)),
        ("-P5B", date(2026, 9, 9)),
    ],
)
def test_a_duration_after_an_event_gives_a_day(offset: str, due: date) -> None:
    window = after_event(offset, EVENT)
    assert (window.start_on, window.due_on) == (None, due)


def test_a_range_opens_a_window() -> None:
    window = after_event("P10M/P1Y", EVENT)
    assert (window.start_on, window.due_on) == (date(2027, 7, 16), date(2027, 9, 16))


def test_months_end_at_the_end_of_a_shorter_month() -> None:
    assert after_event("P1M", date(2026, 1, 31)).due_on == date(2026, 2, 28)


def test_working_days_of_an_unpublished_year_are_provisional() -> None:
    assert after_event("P5B", date(2090, 3, 1)).provisional
    assert not after_event("P5D", date(2090, 3, 1)).provisional


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "5个工作日", "P5X", "P1D/P2D/P3D", "-P", "P9999Y", "P999999D", "P1Y/P101Y"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert not is_offset(text)
    with pytest.raises(ValueError, match="not a duration"):
        after_event(text, EVENT)
