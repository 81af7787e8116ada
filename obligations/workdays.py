"""China's working days: weekends, public holidays, and the weekends worked in exchange (调休).

Pure Python. The days come from chinesecalendar, which knows the years whose notice of the State Council is out; for
later years only weekends are free and the answer is marked provisional. `special` (date → is a working day) goes
before both: an office's own table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

Special = Mapping[date, bool]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A day found by counting. Provisional: a year on the way has no published holidays yet."""

    day: date
    provisional: bool


def is_published(year: int) -> bool:
    """Whether the holidays of this year are known."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_known(year: int, special: Special | None = None) -> bool:
    """Whether its holidays are published, or stand in the office's table."""
    return is_published(year) or (special is not None and any(day.year == year for day in special))


def is_workday(day: date, special: Special | None = None) -> bool:
    if special is not None and day in special:
        return special[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_workdays(day: date, count: int, special: Special | None = None) -> Counted:
    """The day `count` working days after (before, when negative) `day`, which itself does not count (民法典 201)."""
    step = DAY if count >= 0 else -DAY
    at = day
    left = abs(count)
    while left:
        at += step
        left -= is_workday(at, special)
    return Counted(at, provisional=_crosses_unpublished(day, at, special))


def next_workday(day: date, special: Special | None = None) -> Counted:
    """The day itself when it is a working day, else the next one (民法典 203)."""
    at = day
    while not is_workday(at, special):
        at += DAY
    return Counted(at, provisional=_crosses_unpublished(day, at, special))


def previous_workday(day: date, special: Special | None = None) -> date:
    """The day itself when it is a working day, else the one before."""
    while not is_workday(day, special):
        day -= DAY
    return day


def workdays_between(start: date, end: date, special: Special | None = None) -> int:
    """How many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -workdays_between(end, start, special)
    return sum(is_workday(start + timedelta(days=n), special) for n in range(1, (end - start).days + 1))


def _crosses_unpublished(one: date, other: date, special: Special | None) -> bool:
    if one == other:
        return False
    given = {day.year for day in special} if special else set()
    years = range(min(one.year, other.year), max(one.year, other.year) + 1)
    return any(year not in given and not is_published(year) for year in years)
