"""Reads the holidays of a year as the State Council's notice prints them, or one day a line. Pure Python."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from obligations.errors import BadInput

# 1月1日（周五）至3日（周日）; 2月7日（周日）、20日（周六）; 2027-10-01
_DAY = r"(?:(?P<y{n}>\d{{4}})年)?(?:(?P<m{n}>\d{{1,2}})月)?(?P<d{n}>\d{{1,2}})日(?:\([^)]*\))?"
_MARK = re.compile(
    rf"(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})|(?:{_DAY.format(n=1)})(?:(?:至|到|[-—~～]+){_DAY.format(n=2)})?"
    r"|(?P<off>放假|休息|补休|休)|(?P<on>上班|班)|(?P<end>[。\n])"
)
_BRACKETS = str.maketrans("（）", "()")
# New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn and National Day have this many together.
LEAST_DAYS_OFF = 13
LONGEST_HOLIDAY = timedelta(days=15)


def read_holidays(year: int, text: str) -> dict[date, bool]:
    """Date → whether it is worked. Raises BadInput("text", …) for what can't be the calendar of this year."""
    found: dict[date, bool] = {}
    for day, is_workday in _days(year, text):
        if day.year not in (year - 1, year, year + 1):
            raise BadInput("text", f"{day:%Y年%-m月%-d日}不在{year}年前后。")
        if found.setdefault(day, is_workday) != is_workday:
            raise BadInput("text", f"{day:%-m月%-d日}既放假又上班，请核对。")
        if is_workday and day.weekday() < 5:
            raise BadInput("text", f"{day:%-m月%-d日}不是周末，不需要调休上班，请核对。")
    off = sum(not worked for day, worked in found.items() if day.year == year)
    if off < LEAST_DAYS_OFF:
        raise BadInput("text", f"只读出{year}年的{off}天假期，全年应不少于{LEAST_DAYS_OFF}天，请粘贴通知全文。")
    return found


def _days(year: int, text: str) -> Iterator[tuple[date, bool]]:
    """Days wait for the word that says what they are: 10月1日至7日放假, 9月20日、10月10日上班."""
    waiting: list[date] = []
    month = 0
    for mark in _MARK.finditer(text.translate(_BRACKETS)):
        if mark["off"] or mark["on"]:
            yield from ((day, bool(mark["on"])) for day in waiting)
            waiting = []
        elif mark["end"]:
            waiting = []
        elif mark["iso"]:
            waiting.append(_day(*map(int, mark["iso"].split("-"))))
        else:
            month = int(mark["m1"] or month)
            first = _day(int(mark["y1"] or year), month, int(mark["d1"]))
            last = first
            if mark["d2"]:
                month = int(mark["m2"] or month)
                over = month < first.month and not mark["y2"]
                last = _day(int(mark["y2"] or first.year + over), month, int(mark["d2"]))
            if not first <= last <= first + LONGEST_HOLIDAY:
                raise BadInput("text", f"“{mark[0]}”的起止日期有误，请核对。")
            waiting += [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput("text", f"没有{year}年{month}月{day}日这一天，请核对。") from None
