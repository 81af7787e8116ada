"""Which reminder is due on which day: date → stage, for one due date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.jobs.stages import reminded_until, stage_of
from obligations.workdays import is_workday

# A Saturday before an ordinary week: the last working day before it is Friday the 16th.
SATURDAY = date(2026, 10, 17)
WEDNESDAY = date(2026, 10, 21)

STAGES = {
    WEDNESDAY: {
        None: [date(2026, 9, 1), date(2026, 10, 13)],
        "due_soon:2026-10-21": [date(2026, 10, 14), date(2026, 10, 19)],
        "last_call:2026-10-21": [date(2026, 10, 20), date(2026, 10, 21)],
        "overdue:2026-10-22": [date(2026, 10, 22), date(2026, 10, 28)],
        "overdue:2026-10-29": [date(2026, 10, 29), date(2026, 11, 4)],
        "overdue:2027-10-21": [date(2027, 10, 21)],
    },
    SATURDAY: {
        "due_soon:2026-10-17": [date(2026, 10, 10), date(2026, 10, 15)],
        "last_call:2026-10-17": [date(2026, 10, 16), date(2026, 10, 17)],
        "overdue:2026-10-18": [date(2026, 10, 18)],
    },
    # A week before it is a Sunday: what comes near then is told on the Friday.
    date(2026, 10, 25): {
        None: [date(2026, 10, 15)],
        "due_soon:2026-10-25": [date(2026, 10, 16), date(2026, 10, 18), date(2026, 10, 22)],
        "last_call:2026-10-25": [date(2026, 10, 23), date(2026, 10, 25)],
    },
    # After the National Day holidays: the last working day before the 8th is 30 September.
    date(2026, 10, 8): {
        None: [date(2026, 9, 29)],
        "last_call:2026-10-08": [date(2026, 10, 1), date(2026, 10, 7)],
    },
}


@pytest.mark.parametrize(
    ("due_on", "stage", "on"),
    [(due, stage, on) for due, table in STAGES.items() for stage, days in table.items() for on in days],
)
def test_stage_of_a_day(due_on: date, stage: str | None, on: date) -> None:
    found = stage_of(due_on, on)
    assert (found.key if found else None) == stage


@given(due_on=st.dates(date(2026, 1, 1), date(2028, 12, 31)), start=st.integers(-20, 5), days=st.integers(1, 60))
def test_a_stage_once_left_never_comes_back(due_on: date, start: int, days: int) -> None:
    seen = []
    for number in range(days):
        found = stage_of(due_on, due_on + timedelta(days=start + number))
        if found and (not seen or seen[-1] != found.key):
            seen.append(found.key)
    assert len(seen) == len(set(seen))


@given(due_on=st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_nobody_hears_more_than_once_a_week_of_one_commitment_after_the_due_date(due_on: date) -> None:
    stages = {found.key for n in range(1, 29) if (found := stage_of(due_on, due_on + timedelta(days=n)))}
    assert len(stages) == 4


@given(due_on=st.dates(date(2026, 1, 10), date(2027, 12, 31)))
def test_the_reminders_before_the_date_come_on_working_days(due_on: date) -> None:
    keys: dict[str, date] = {}
    for day in (due_on + timedelta(days=n) for n in range(-25, 1)):
        if found := stage_of(due_on, day):
            assert due_on <= reminded_until(day)
            keys.setdefault(found.key, day)
    assert keys and all(is_workday(day) for day in keys.values())


def test_an_office_calendar_moves_them_too() -> None:
    special = {date(2026, 10, 20): False}
    found = stage_of(WEDNESDAY, date(2026, 10, 19), special)
    assert found is not None and found.key == "last_call:2026-10-21"
