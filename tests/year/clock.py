"""The clock of the year: days one after the other in Shanghai, a minute from one deed to the next."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import time_machine

from tests.conftest import SHANGHAI

MINUTE = timedelta(minutes=1)


class Clock:
    def __init__(self, traveller: time_machine.Traveller, now: datetime) -> None:
        self._traveller = traveller
        self.now = now

    @property
    def today(self) -> date:
        return self.now.date()

    def to(self, day: date, hour: int, minute: int = 0) -> None:
        """Never back: what happened has happened."""
        self._set(max(self.now, datetime.combine(day, time(hour, minute), SHANGHAI)))

    def tick(self) -> None:
        self._set(self.now + MINUTE)

    def _set(self, now: datetime) -> None:
        self.now = now
        self._traveller.move_to(now)


@contextmanager
def clock_at(day: date) -> Iterator[Clock]:
    now = datetime.combine(day, time(7, 0), SHANGHAI)
    with time_machine.travel(now, tick=False) as traveller:
        yield Clock(traveller, now)


def days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
