"""Feasts that a limit leans on (国庆节前, 春节前): those of the solar calendar, and the days of those that move."""

from datetime import date, timedelta

FIXED_FEASTS = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "七一": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "十一": (10, 1),
    "国庆": (10, 1),
}

# By the lunar calendar, and 清明 by the sun: month and day of each year from FIRST_YEAR on.
FIRST_YEAR = 2018
_MOVING = {
    "春节": "0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208",
    "元宵": "0302 0219 0208 0226 0215 0205 0224 0212 0303 0220 0209 0227 0217 0206 0225 0214 0305 0222",
    "清明": "0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405 0404 0404 0405 0405",
    "端午": "0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610",
    "中秋": "0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916",
    "重阳": "1017 1007 1025 1014 1004 1023 1011 1029 1018 1008 1026 1016 1005 1024 1012 1001 1020 1009",
}
MOVING_FEASTS = tuple(_MOVING)
# The month in which a feast that moves mostly falls, for a year of which its day is not known.
USUAL_MONTH = {"春节": 2, "元宵": 2, "清明": 4, "端午": 6, "中秋": 9, "重阳": 10}


def moving_feast(name: str, year: int) -> date | None:
    """The day of the feast in this year, None outside of the years that the table holds (2018 to 2035)."""
    days = _MOVING[name].split()
    at = year - FIRST_YEAR
    if not 0 <= at < len(days):
        return None
    return date(year, int(days[at][:2]), int(days[at][2:]))


def eve_of(name: str, year: int) -> date | None:
    """The last day before a feast that moves."""
    day = moving_feast(name, year)
    return day - timedelta(days=1) if day else None
