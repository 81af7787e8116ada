"""Durations after an event: ISO 8601 with B for working days (P5B, P20D, P3M, PT24H, -P30D, P10M/P1Y)."""

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from obligations.workdays import Special, add_workdays

DURATION = re.compile(
    r"(?P<before>-)?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:(?P<workdays>\d+)B)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:\d+S)?)?$"
)


# Days, roughly, of one of each. What is longer than a century is a slip of the pen, and may outlast the calendar.
DAYS = {"years": 365, "months": 30, "weeks": 7, "days": 1, "workdays": 1.5, "hours": 1 / 24, "minutes": 1 / 1440}
LONGEST_DAYS = 100 * 366


@dataclass(frozen=True, slots=True)
class Window:
    """When something is due after an event. `start_on` only for a range (10个月至1年内)."""

    start_on: date | None
    due_on: date
    provisional: bool


def is_offset(text: str) -> bool:
    return 1 <= len(text.split("/")) <= 2 and all(_is_duration(part) for part in text.split("/"))


def after_event(offset: str, event_on: date, special: Special | None = None) -> Window:
    """The window that `offset` opens on the day of the event. Raises ValueError for what is no duration.

    The day of the event does not count, and months end on the corresponding day or at the end of the month
    (民法典 201, 202). Less than a day means the day of the event: a date can't say more.
    """
    if not is_offset(offset):
        raise ValueError(f"not a duration: {offset!r}")
    *first, last = offset.split("/")
    due_on, provisional = _shifted(last, event_on, special)
    start_on = _shifted(first[0], event_on, special)[0] if first else None
    return Window(start_on, due_on, provisional)


def _is_duration(text: str) -> bool:
    match = DURATION.match(text)
    if match is None:
        return False
    parts = {key: int(value) for key, value in match.groupdict().items() if key != "before" and value is not None}
    return bool(parts) and sum(DAYS[key] * number for key, number in parts.items()) <= LONGEST_DAYS


def _shifted(duration: str, day: date, special: Special | None) -> tuple[date, bool]:
    match = DURATION.match(duration)
    assert match is not None
    part = {key: int(value or 0) for key, value in match.groupdict().items() if key != "before"}
    sign = -1 if match["before"] else 1
    hours = part["hours"] + part["minutes"] / 60
    whole_days = math.ceil(hours / 24) if hours >= 24 else 0
    moved = day + sign * relativedelta(years=part["years"], months=part["months"])
    moved += sign * timedelta(weeks=part["weeks"], days=part["days"] + whole_days)
    if not part["workdays"]:
        return moved, False
    counted = add_workdays(moved, sign * part["workdays"], special)
    return counted.day, counted.provisional
