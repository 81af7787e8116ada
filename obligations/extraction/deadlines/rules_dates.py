"""Rules for fixed dates and windows: 10月底前, 到2025年, 10月20日—12月31日, 11月起, 即日起至6月30日."""

import re

from obligations.extraction.deadlines.moments import (
    CLOCK,
    DASH,
    DAY,
    DAY_END,
    FIVE_YEAR_PLANS,
    INSIDE,
    ISSUE_MONTH,
    MONTH,
    PART,
    PARTS_OF_MONTH,
    WEEKDAY,
    YEAR,
    YEAR_WORD,
    YEAR_WORDS,
    Moment,
    day_before,
    moment,
    read_moment,
)
from obligations.extraction.deadlines.readings import Point, Rule, Window
from obligations.extraction.numerals import number, year_number

MIDNIGHT = re.compile(r"日(?:\(.{2,4}\))?(?:零|00?)(?:[时点]|[:∶]00)[之以]?前")
# 前期, 前三季度, 前置, 前述 are no limits.
_OTHER_WORD = r"期(?!间)|置(?!换)|述(?!职)|列(?!入|出|支|席)|沿(?!线|街|路)|景|后(?!续)|提(?=条件|下|是)"
BEFORE = rf"(?:[之以]前|前(?!{_OTHER_WORD}|[一二三四五六七八九十两\d]+个?(?:季度|月|批(?!次)|名)))"
LIMIT = rf"(?:{BEFORE}|[之以]内|{INSIDE}|为?止|截止)"
BEGIN = r"(?:正式)?(?:起(?!草|诉|步|点|重|源|吊|底)|开始)"
TODAY = r"(?:即日|现在|(?:本|该)?(?:通知|方案|通告|公告|意见|文件)?(?:印发|发布|下发|公布|发文)之日)"


def by(match: re.Match[str]) -> Point:
    """10月底前; by midnight (10月1日零时前) is by the day before."""
    when = read_moment(match, "a")
    return Point(day_before(when) if MIDNIGHT.search(match.group()) else when, explicit=True)


def at(match: re.Match[str]) -> Point:
    return Point(read_moment(match, "a"))


def since(match: re.Match[str]) -> Window:
    return Window(read_moment(match, "a"), None)


def between(match: re.Match[str]) -> Window | None:
    first, last = read_moment(match, "a"), read_moment(match, "b")
    if first.year and last.year and first.first(first.year) > last.last(last.year):
        return None
    return Window(first, last)


def until_from_today(match: re.Match[str]) -> Window:
    return Window(None, read_moment(match, "b"))


def from_today(_match: re.Match[str]) -> Window:
    return Window(None, None)


def this_month(match: re.Match[str]) -> Point:
    """本月底前, 本月内: the month of issue."""
    day = number(match["day"]) if match["day"] else 0
    return Point(Moment(month=ISSUE_MONTH, first_day=day or 1, day=day, grain="day" if day else "part"), explicit=True)


def this_quarter(_match: re.Match[str]) -> Point:
    """本季度末前: that of issue; `links` makes a cycle of it where every quarter is meant."""
    return Point(Moment(month=ISSUE_MONTH, grain="quarter"), explicit=True)


def this_week_through(_match: re.Match[str]) -> Point:
    """本周内: by the Sunday of the week of issue."""
    return Point(Moment(month=ISSUE_MONTH, grain="day", from_monday=6), explicit=True)


def whole_year(_match: re.Match[str]) -> Point:
    """全年, alone in a column for limits: by the year's end."""
    return Point(Moment(grain="close"))


def year_turn(match: re.Match[str]) -> Point:
    """岁末."""
    return Point(Moment(grain="close"), explicit=len(match.group()) > 2)


def year_of_plan(match: re.Match[str]) -> Point:
    """第一年度, 第二年底: known where the plan's years are."""
    return Point(Moment(grain="close", nth=number(match["nth"])), explicit=bool(match["limit"]))


def during_plan(match: re.Match[str]) -> Window:
    """“十四五”期间."""
    last = FIVE_YEAR_PLANS[match["plan"]]
    return Window(Moment(last - 4), Moment(last))


def next_month(match: re.Match[str]) -> Point:
    """下月中旬, 下月5日前: the month after that of issue; `links` makes a cycle of it where all months are meant."""
    first, last = (number(match["day"]),) * 2 if match["day"] else PARTS_OF_MONTH[match["part"][0]]
    when = Moment(month=ISSUE_MONTH, first_day=first, day=last, grain="day" if match["day"] else "part", months_ahead=1)
    return Point(when, explicit=bool(match["limit"]))


def this_week(match: re.Match[str]) -> Point:
    """本周五前, 下周三下班前: counted from the week of issue."""
    from_monday = "一二三四五六日".index(match["weekday"].replace("天", "日")) + (7 if match["week"] == "下" else 0)
    return Point(Moment(month=ISSUE_MONTH, grain="day", from_monday=from_monday), explicit=True)


def between_days(match: re.Match[str]) -> Window | None:
    """10月20日至31日, 10月20—31日: the month is printed once."""
    year, offset = _year(match)
    month, first, last = number(match["month"]), number(match["day"]), number(match["last"])
    if first > last:
        return None
    return Window(
        Moment(year, offset, month, month, first, first, "day"), Moment(year, offset, month, month, last, last, "day")
    )


def between_months(match: re.Match[str]) -> Window | None:
    """10—12月, 1至3月底: the word 月 is printed once."""
    year, offset = _year(match)
    first, last = number(match["month"]), number(match["last"])
    if first >= last:
        return None
    return Window(Moment(year, offset, first, first, grain="month"), Moment(year, offset, last, last, grain="month"))


def between_years(match: re.Match[str]) -> Window | None:
    """2025—2027年."""
    first, last = year_number(match["first"]), year_number(match["last"])
    return Window(Moment(first), Moment(last)) if first < last else None


def _year(match: re.Match[str]) -> tuple[int | None, int | None]:
    word = match["word"]
    return year_number(match["year"]) if match["year"] else None, YEAR_WORDS[word[0]] if word else None


A, B = moment("a"), moment("b")
_YEAR = rf"(?:(?P<year>{YEAR})年|(?P<word>{YEAR_WORD}))?"
_END = rf"(?:{LIMIT}|期间)?"

DATE_RULES = (
    Rule("window", re.compile(rf"{A}(?:{BEGIN},?)?{DASH}{B}{_END}"), between, 0.92),
    Rule(
        "window in a month",
        re.compile(
            rf"{_YEAR}(?P<month>{MONTH})月(?P<day>{DAY})(?:日|号)?{CLOCK}?{DASH}(?P<last>{DAY})(?:日|号)"
            rf"(?:{WEEKDAY})?{CLOCK}?{_END}"
        ),
        between_days,
        0.92,
    ),
    Rule(
        "window of months",
        re.compile(rf"{_YEAR}(?P<month>{MONTH})(?:{DASH})(?P<last>{MONTH})月份?(?!{DAY}{DAY_END})(?:{PART})?{_END}"),
        between_months,
        0.85,
    ),
    Rule(
        "window of years",
        re.compile(rf"(?P<first>{YEAR})年?{DASH}(?P<last>{YEAR})年(?:年?底)?{_END}"),
        between_years,
        0.75,
    ),
    Rule("until, from today", re.compile(rf"{TODAY}(?:{BEGIN},?)?{DASH}{B}{_END}"), until_from_today, 0.95),
    Rule("this month", re.compile(rf"(?:本月(?P<day>{DAY})(?:日|号)|本?月[底末]){LIMIT}|本月内"), this_month, 0.9),
    Rule("this quarter", re.compile(rf"本季度?(?:内|[末底](?:{LIMIT})?)"), this_quarter, 0.85),
    Rule("within this week", re.compile(r"本周内"), this_week_through, 0.85),
    Rule("whole year", re.compile(r"全年"), whole_year, 0.7),
    Rule("year's turn", re.compile(rf"岁末(?:{LIMIT})?"), year_turn, 0.8),
    Rule(
        "year of a plan",
        re.compile(rf"第(?P<nth>[一二三四五1-5])个?年(?:度末?|年?[底末])?(?![月级期次届\d])(?P<limit>{LIMIT})?"),
        year_of_plan,
        0.7,
    ),
    Rule("during a plan", re.compile(r"[“\"]?(?P<plan>十[二三四五六])五[”\"]?(?:期间|时期)"), during_plan, 0.75),
    Rule(
        "next month",
        re.compile(rf"下个?月(?:(?P<day>{DAY})(?:日|号)|(?P<part>[上中下]旬|[底末初])){CLOCK}?(?P<limit>{LIMIT})?"),
        next_month,
        0.85,
    ),
    Rule(
        "this week",
        re.compile(rf"(?P<week>[本这下])个?(?:周|星期)(?P<weekday>[一二三四五六日天]){CLOCK}?{LIMIT}"),
        this_week,
        0.9,
    ),
    Rule("from today", re.compile(r"即日起"), from_today, 0.6),
    Rule("since", re.compile(rf"{A}(?:{BEGIN}|[以之]后(?=,)|及其?以后)"), since, 0.85),
    Rule("by", re.compile(rf"{A}{LIMIT}"), by, 0.97),
    Rule("at", re.compile(A), at, 0.6),
)
