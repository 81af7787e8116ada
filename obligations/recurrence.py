"""Dates of recurring deadlines, from the RRULEs (RFC 5545) that the extractor writes. Pure Python.

A Chinese document says how often (每月, 每季度, 每半年, 每年) and seldom on which day. Without a day a thing is due on
the last day of each period: month, calendar quarter, half-year, year, week.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday
from dateutil.rrule import weekdays as week

from obligations.workdays import Counted, Special, is_known, is_workday

WEEKDAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), week, strict=True))
KEYS = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "UNTIL", "COUNT"}
WORKING = ("MO", "TU", "WE", "TH", "FR")
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
# 每季度5日前 reports the quarter before and falls in a quarter's first month; 每季度25日前 in its last.
EARLY_IN_PERIOD = 15
LONGEST_INTERVAL = 200


@dataclass(frozen=True, slots=True)
class Rule:
    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[str, ...] = ()
    nth: int = 0
    until: date | None = None
    count: int | None = None

    @property
    def is_workday(self) -> bool:
        """Whether `nth` picks a working day of each month: the calendar's, 调休 included."""
        return self.nth != 0 and self.days == WORKING

    @property
    def adjective(self) -> str:
        """How an official names such an item: 月度, 季度, 年度 …"""
        if self.freq == "MONTHLY" and self.months:
            return "年度" if len(self.months) == 1 else "定期"
        if (self.freq, self.interval, len(self.month_days)) == ("MONTHLY", 1, 2):
            return "半月度"
        known = ADJECTIVES.get((self.freq, self.interval))
        return known or f"每{self.interval}{UNITS[self.freq]}一次的"


ADJECTIVES = {
    ("DAILY", 1): "每日",
    ("WEEKLY", 1): "每周",
    ("WEEKLY", 2): "每两周",
    ("MONTHLY", 1): "月度",
    ("MONTHLY", 2): "每两月",
    ("MONTHLY", 3): "季度",
    ("MONTHLY", 6): "半年度",
    ("MONTHLY", 12): "年度",
    ("YEARLY", 1): "年度",
}
UNITS = {"DAILY": "日", "WEEKLY": "周", "MONTHLY": "个月", "YEARLY": "年"}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One due date; `start_on` is the first day of its period when the rule names no day.

    `key` tells it from the others for good: a working day of a month may move when the year's holidays are published
    (`is_provisional` until then), its month does not.
    """

    due_on: date
    start_on: date | None = None
    month: date | None = None
    is_provisional: bool = False

    @property
    def key(self) -> str:
        return (self.month or self.due_on).isoformat()


def parse(text: str) -> Rule:
    """Raises ValueError for what is no rule of ours."""
    given: dict[str, str] = {}
    for part in text.strip().removeprefix("RRULE:").split(";"):
        key, _, value = part.partition("=")
        if key not in KEYS or not value or key in given:
            raise ValueError(f"not a recurrence rule: {text!r}")
        given[key] = value
    rule = Rule(
        freq=given.get("FREQ", ""),
        interval=int(given.get("INTERVAL", "1")),
        months=_numbers(given.get("BYMONTH", "")),
        month_days=_numbers(given.get("BYMONTHDAY", "")),
        days=tuple(given["BYDAY"].split(",")) if "BYDAY" in given else (),
        nth=int(given.get("BYSETPOS", "0")),
        until=datetime.strptime(given["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in given else None,
        count=int(given["COUNT"]) if "COUNT" in given else None,
    )
    _check(rule, text)
    return rule


def is_rule(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def occurrences(
    rule: Rule, *, anchor: date, first: date, last: date, special: Special | None = None
) -> list[Occurrence]:
    """Due dates from `first` to `last`, both included. `anchor` is the day from which the duty stands: it
    fixes which weeks or years an interval counts from, and no period before it is looked at.
    """
    found = _all(rule, anchor, special)
    if rule.count is not None:
        found = islice(found, rule.count)
    until = min(last, rule.until or last)
    kept: list[Occurrence] = []
    for occurrence in found:
        if occurrence.due_on > until:
            break
        if occurrence.due_on >= first:
            kept.append(occurrence)
    return kept


def next_occurrence(rule: Rule, *, anchor: date, first: date, special: Special | None = None) -> Occurrence | None:
    """The first due date on or after `first`."""
    last = first + relativedelta(years=max(2, 2 * rule.interval))
    return next(iter(occurrences(rule, anchor=anchor, first=first, last=last, special=special)), None)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(part) for part in text.split(",")})) if text else ()


def _check(rule: Rule, text: str) -> None:
    good = (
        rule.freq in FREQUENCIES
        and 1 <= rule.interval <= LONGEST_INTERVAL
        and all(1 <= month <= 12 for month in rule.months)
        and all(1 <= abs(day) <= 31 for day in rule.month_days)
        and all(day[-2:] in WEEKDAYS and day[:-2].lstrip("+-").isdigit() | (len(day) == 2) for day in rule.days)
        and ("BYSETPOS=" not in text or (rule.freq == "MONTHLY" and rule.days == WORKING and 1 <= abs(rule.nth) <= 20))
        and (rule.count is None or rule.count > 0)
    )
    if not good:
        raise ValueError(f"not a recurrence rule: {text!r}")


def _all(rule: Rule, anchor: date, special: Special | None) -> Iterator[Occurrence]:
    """Due dates in order, from a little before `anchor`, without end."""
    if rule.freq == "DAILY":
        return (Occurrence(day.date()) for day in rrule(DAILY, interval=rule.interval, dtstart=_midnight(anchor)))
    if rule.freq == "WEEKLY":
        return _weekly(rule, anchor)
    return _monthly(rule, anchor, special)


def _weekly(rule: Rule, anchor: date) -> Iterator[Occurrence]:
    monday = anchor - timedelta(days=anchor.weekday())
    if rule.days:
        chosen = [WEEKDAYS[day[-2:]] for day in rule.days]
        for at in rrule(WEEKLY, interval=rule.interval, byweekday=chosen, dtstart=_midnight(monday)):
            yield Occurrence(at.date())
        return
    length = timedelta(weeks=rule.interval)
    for at in rrule(WEEKLY, interval=rule.interval, dtstart=_midnight(monday)):
        start = at.date()
        yield Occurrence(start + length - timedelta(days=1), start)


def _monthly(rule: Rule, anchor: date, special: Special | None) -> Iterator[Occurrence]:
    for start, months in _periods(rule, anchor):
        last = start + relativedelta(months=months - 1)
        if rule.is_workday:
            # the first working days of a quarter are those of its first month
            month = start if rule.nth > 0 else last
            found = nth_workday(month, rule.nth, special)
            yield Occurrence(found.day, month=month.replace(day=1), is_provisional=found.provisional)
        elif rule.days:
            for day in sorted(_nth_weekday(last, text) for text in rule.days):
                yield Occurrence(day)
        elif not rule.month_days:
            yield Occurrence(_day_of_month(last, -1), start)
        else:
            early = months > 1
            days = [_day_of_month(start if early and 0 < d <= EARLY_IN_PERIOD else last, d) for d in rule.month_days]
            for day in sorted(set(days)):
                yield Occurrence(day)


def _periods(rule: Rule, anchor: date) -> Iterator[tuple[date, int]]:
    """First day and length in months of each period. Named months are periods of one month."""
    length = rule.interval * (12 if rule.freq == "YEARLY" else 1)
    if rule.months:
        years = rule.interval if rule.freq == "YEARLY" else 1
        for at in rrule(MONTHLY, bymonth=rule.months, dtstart=_midnight(date(anchor.year, 1, 1))):
            if (at.year - anchor.year) % years == 0:
                yield at.date(), 1
        return
    # Quarters and half-years are the calendar's; an odd interval counts from the anchor's own month.
    aligned = 12 % length == 0 or rule.freq == "YEARLY"
    begin = date(anchor.year, 1 if aligned else anchor.month, 1)
    for at in rrule(MONTHLY, interval=length, dtstart=_midnight(begin)):
        yield at.date(), length


def _day_of_month(month: date, day: int) -> date:
    """That day, or the month's last one where the month is shorter; negative days count from the end."""
    length = monthrange(month.year, month.month)[1]
    number = min(day, length) if day > 0 else max(1, length + 1 + day)
    return month.replace(day=number)


def _nth_weekday(month: date, text: str) -> date:
    """3FR: the third Friday; -1FR the last; FR alone the first."""
    number = int(text[:-2] or 1)
    chosen: weekday = WEEKDAYS[text[-2:]]
    if number > 0:
        return month + relativedelta(day=1, weekday=chosen(number))
    return month + relativedelta(day=31, weekday=chosen(number))


def nth_workday(month: date, nth: int, special: Special | None = None) -> Counted:
    """The third working day of the month; -1 the last. The month's last or first one where it has fewer."""
    size = monthrange(month.year, month.month)[1]
    working = [day for n in range(1, size + 1) if is_workday(day := month.replace(day=n), special)]
    day = working[min(nth, len(working)) - 1] if nth > 0 else working[max(nth, -len(working))]
    return Counted(day, provisional=not is_known(month.year, special))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
