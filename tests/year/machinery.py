"""The jobs as the schedule would run them on a day: what `SCHEDULES` says, at its hours; a job of every minute after
each of the others."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from croniter import croniter
from django.utils.module_loading import import_string

from obligations.jobs.schedules import SCHEDULES, Periodic
from tests.conftest import SHANGHAI
from tests.year.clock import Clock

OFTEN = timedelta(hours=1)


def _runs(periodic: Periodic, day: date) -> list[datetime]:
    """Its hours on the day; none for what runs more often than hourly."""
    begin = datetime.combine(day, time(), SHANGHAI) - timedelta(seconds=1)
    ticks = croniter(periodic.cron, begin)
    first = ticks.get_next(datetime)
    if ticks.get_next(datetime) - first < OFTEN:
        return []
    return [first] if first.date() == day else []


@dataclass
class Machinery:
    clock: Clock
    # days on which nothing ran
    down: set[date] = field(default_factory=set)
    last_run: date | None = None

    def run(self, day: date, *, again: bool = False) -> dict[str, Any]:
        """What each job returned. `again`: all of them once more at noon, as a second machine would."""
        if day in self.down:
            return {}
        found: dict[str, Any] = {}
        dated = sorted((at, one) for one in SCHEDULES for at in _runs(one, day))
        often = [one for one in SCHEDULES if not any(one is other for _at, other in dated)]
        for at, periodic in dated:
            self.clock.to(day, at.hour, at.minute)
            found[periodic.name] = import_string(periodic.func)()
            self._often(often)
        if again:
            self.clock.to(day, 12)
            for _at, periodic in dated:
                found[f"{periodic.name} again"] = import_string(periodic.func)()
            self._often(often)
        self.last_run = day
        return found

    def evening(self, day: date) -> None:
        """What comes every minute goes on all day."""
        if day not in self.down:
            self._often([one for one in SCHEDULES if not _runs(one, day)])

    def _often(self, periodics: list[Periodic]) -> None:
        for periodic in periodics:
            import_string(periodic.func)()
