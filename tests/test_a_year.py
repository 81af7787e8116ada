"""A year of 云河市 on a moving clock: at the end of every day all that must hold does hold."""

from typing import Any

import pytest

from tests.year import pages, plot
from tests.year.clock import clock_at
from tests.year.story import FIRST, LAST, PLOT, Story

# What has happened often, and what must have happened at all.
OFTEN = ("signed", "reported", "handed in", "handed in late", "closed", "returned", "urged", "confirmed", "pages")
SOMETIMES = (
    *("extension asked", "extension granted", "extension shortened", "extension refused"),
    *("closed directly", "resumed", "withdrawn", "restored", "carried", "reopened", "corrected", "members chosen"),
    *("joined", "kept apart", "repealed", "renamed", "moved", "merged", "deputy named"),
    *("given up by who left", "got by who joined", "owed under a learned name"),
    *("request taken back", "date brought nearer", "reassigned", "reassigned whole", "amended"),
    *("suspended", "restarted", "listed", "delisted"),
    *("countersigning begun", "signed by the head"),
    *("support asked", "support released", "checked", "date set", "event recorded", "event corrected", "recounted"),
)


@pytest.mark.django_db
def test_every_day_of_a_year_holds(settings: Any) -> None:
    # Recurring matters are laid out a quarter ahead here: so the year lives on what the daily job goes on with.
    settings.HORIZON_MONTHS = 3
    with clock_at(FIRST) as clock:
        story = Story(clock)
        story.play(LAST, pages.look)
    assert plot.__all__ and PLOT
    assert [what for what in OFTEN if story.done[what] < 20] == []
    assert [what for what in SOMETIMES if not story.done[what]] == []
