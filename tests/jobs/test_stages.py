"""Which reminder is due on which day: date → stage, for one due date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.jobs.stages import stage_of

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
