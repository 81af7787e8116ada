"""Dates and numbers as documents print them: 2023年10月8日, 2023-10-08, 二〇二三年十月八日, 三十.

All patterns read text in one width (`SourceText.text`).
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from obligations.extraction.numerals import chinese_number

# The zero of a year is printed with whatever round sign the typist found.
_ZERO = "〇○◯零OoОΟ0"
_ONE_ZERO = str.maketrans(dict.fromkeys(_ZERO[2:], "〇"))

NUMERAL = rf"(?:\d{{1,4}}|[{_ZERO[:4]}一二三四五六七八九两十百千]{{1,7}})"

ARABIC_DATE = r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
_ORDINAL = "[一二三四五六七八九十]{1,3}"
CHINESE_DATE = rf"[一二][{_ZERO}一二三四五六七八九]{{3}}年(?:元|{_ORDINAL})月{_ORDINAL}日"
DATE = rf"(?:{ARABIC_DATE}|{CHINESE_DATE})"
NUMERIC_DATE = r"(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}(?!\d)"

_PARTS = re.compile(r"([^年]{4})年([^月]{1,3})月([^日]{1,3})日")
_NUMERIC = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")


def read_number(text: str) -> int | None:
    """The value of an Arabic or Chinese number: "30", "三十", "一百二十", "二〇二三"; None when it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    return chinese_number(text.translate(_ONE_ZERO))


def read_date(text: str) -> date | None:
    """The day that the text begins with, or None when it is no day of the calendar."""
    match = _PARTS.match(text)
    if match:
        year, month, day = match.groups()
        return _day(read_number(year), read_number(month.replace("元", "一")), read_number(day))
    match = _NUMERIC.match(text)
    if match:
        return _day(*(int(part) for part in match.groups()))
    return None


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 28 February where the year has none."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or the month's last day where there is none (民法典 202).

    A date past the year 9999 is held at the last day that a date can be.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """The day `days` later, held at the last day that a date can be."""
    return date.max if days > (date.max - day).days else day + timedelta(days=days)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
