"""A year of 云河市 on a moving clock: at the end of every day all that must hold does hold."""

from datetime import date
from typing import Any

import pytest

from tests.year.clock import clock_at
from tests.year.story import FIRST, Story


@pytest.mark.django_db
def test_every_day_of_a_year_holds(settings: Any) -> None:
    # Recurring matters are laid out a quarter ahead here: so the year lives on what the daily job goes on with.
    settings.HORIZON_MONTHS = 3
    with clock_at(FIRST) as clock:
        story = Story(clock)
        story.play(date(2026, 1, 20), lambda _story, _day: [])
