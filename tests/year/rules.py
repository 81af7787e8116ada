"""What a rule of recurrence asks for, said a second time and another way: is this day one of its days?

`obligations.recurrence` walks from one date to the next; this looks at a day alone. Where the two differ, one is wrong.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EARLY = 15


@cache
def parts(rule: str) -> Mapping[str, str]:
    return dict(part.split("=") for part in rule.removeprefix("RRULE:").split(";"))


def falls_on(rule: str, anchor: date, day: date) -> bool:
    """Whether something falls due on the day. Not for working days of a month, which ask for the calendar."""
    given = parts(rule)
    until = given.get("UNTIL")
    if until and f"{day:%Y%m%d}" > until[:8]:
        return False
    interval = int(given.get("INTERVAL", "1"))
    match given["FREQ"]:
        case "DAILY":
            return day >= anchor and (day - anchor).days % interval == 0
        case "WEEKLY":
            weeks = (_monday(day) - _monday(anchor)).days // 7
            if "BYDAY" in given:
                return weeks >= 0 and weeks % interval == 0 and WEEK[day.weekday()] in given["BYDAY"].split(",")
            return weeks >= 0 and (weeks + 1) % interval == 0 and day.weekday() == 6
    return _of_months(given, interval, anchor, day)


def _of_months(given: Mapping[str, str], interval: int, anchor: date, day: date) -> bool:
    yearly = given["FREQ"] == "YEARLY"
    if "BYMONTH" in given:
        if str(day.month) not in given["BYMONTH"].split(","):
            return False
        if yearly and (day.year - anchor.year) % interval:
            return False
        return day.day in _days(given, day, length=1, first=True, last=True)
    length = interval * (12 if yearly else 1)
    begin = 1 if yearly or 12 % length == 0 else anchor.month
    months = (day.year - anchor.year) * 12 + day.month - begin
    first, last = months % length == 0, (months + 1) % length == 0
    return day.day in _days(given, day, length=length, first=first, last=last)


def _days(given: Mapping[str, str], day: date, *, length: int, first: bool, last: bool) -> set[int]:
    """The due days in this month: those of a period's first month and of its last."""
    size = monthrange(day.year, day.month)[1]
    found = set()
    for text in given.get("BYMONTHDAY", "-1").split(","):
        number = int(text)
        early = "BYMONTHDAY" in given and length > 1 and 0 < number <= EARLY
        if first if early else last:
            found.add(min(number, size) if number > 0 else max(1, size + 1 + number))
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@cache
def due_days(rule: str, anchor: date, first: date, last: date) -> tuple[date, ...]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if falls_on(rule, anchor, day))
