"""Which year a date without a year means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from obligations.extraction.deadlines.moments import DASH, Moment, moment, read_moment
from obligations.extraction.numerals import ZEROS, year_number
from obligations.extraction.text import UNIFY

YEARS_NAMED = re.compile(
    rf"(?P<first>20\d\d)年?[-—~至到]{{1,3}}(?P<last>20\d\d)年|(?P<one>20\d\d|二[{ZEROS}][{ZEROS}一二三四五六七八九]{{2}})年(?!版|修订)"
)
# A season from one year into the next: its later months belong to the first year.
WINTER = re.compile(r"秋冬|冬春|今冬明春|采暖|供暖|供热|冬季|越冬")
SEASON_TURN = 7
# How long after its month a plan of the year may be issued and still mean this year's month.
LATE_ISSUE_MONTHS = 4
MAX_YEARS = 16
# What makes the last date of a heading its end: 时限:…, …至…, …前.
LIMIT_LABEL = r"(?:时限|期限|时间|节点)(?:要求|安排)?[为:是于在]*"
ENDS_WITH = re.compile(
    rf"(?:(?P<label>{LIMIT_LABEL})|(?P<dash>{DASH})|)(?P<at>{moment('a')})(?P<limit>[之以]?前|[之以]?内|为?止)?"
)


@dataclass(slots=True)
class TimeContext:
    """What a passage's dates lean on.

    `issued_on`: 成文日期. `years`: the years that the passage's section, else the directive's title, names, ascending.
    `standing`: a duty without end (办法, 细则), whose 次年3月底前 comes back every year. `winter`: `years` is a season
    that turns from one year into the next. `until`: the day by which the section as a whole is over, where its heading
    says so (11月11日至2027年1月4日): what is bare in it does not mean a later day. `yearly`: a step of a procedure that
    began with 每年4月30日前, whose 9月底前 comes back every year too.
    """

    issued_on: date | None
    years: tuple[int, ...] = ()
    standing: bool = False
    winter: bool = False
    until: date | None = None
    yearly: bool = False


def time_context(
    issued_on: date | None, title: str, headings: Sequence[str] = (), standing: bool = False, yearly: bool = False
) -> TimeContext:
    """The context of a passage. `headings` go from the outermost to the nearest; the nearest that names a year wins.

    `yearly` counts where none does.
    """
    for heading in (*reversed(headings), title):
        if years := years_named(heading):
            winter = len(years) == 2 and WINTER.search(title) is not None
            return TimeContext(issued_on, years, standing, winter, end_named(heading))
    return TimeContext(issued_on, (), standing, yearly=yearly)


@lru_cache(maxsize=4096)
def years_named(text: str) -> tuple[int, ...]:
    """The years that a heading or title names, ascending; a range gives each of its years."""
    years: set[int] = set()
    for match in YEARS_NAMED.finditer(text.translate(UNIFY)):
        if match["one"]:
            years.add(year_number(match["one"]))
            continue
        first, last = int(match["first"]), int(match["last"])
        if first <= last < first + MAX_YEARS:
            years.update(range(first, last + 1))
    return tuple(sorted(years))


@lru_cache(maxsize=512)
def end_named(text: str) -> date | None:
    """The day by which what a heading or a labelled limit names is over: the end of a window, else a limit."""
    end = None
    for match in ENDS_WITH.finditer(text.translate(UNIFY)):
        if match["label"] or match["dash"] or match["limit"]:
            when = read_moment(match, "a")
            end = when.last(when.year) if when.year else end
    return end


def year_of(moment: Moment, said: int | None, context: TimeContext) -> int | None:
    """The year of a moment, where one is known.

    `said` is the year that the sentence itself named before. Then the section or title decides, then the date of
    issue: the following year where the month was already past. A bare moment never lies past the end of its section.
    """
    if moment.year:
        return moment.year
    if moment.nth:
        return context.years[moment.nth - 1] if 1 < len(context.years) >= moment.nth else None
    year = _unbounded_year(moment, said, context)
    if year is None or moment.year_offset is not None or context.until is None:
        return year
    issued = context.issued_on
    while moment.last(year) > context.until and issued and not _past(moment, year - 1, issued):
        year -= 1
    return year


def _unbounded_year(moment: Moment, said: int | None, context: TimeContext) -> int | None:
    issued = context.issued_on
    base = said or (issued.year if issued else None) or (context.years[0] if context.years else None)
    if moment.year_offset is not None:
        # 今年 and 明年 count from the issue, 当年 and 次年 from the year that was spoken of.
        return base + moment.year_offset if base else None
    if said:
        return _of_years(moment, (said,), context)
    if context.years:
        return _of_years(moment, context.years, context)
    return _ahead(moment, issued.year, issued) if issued else None


def _of_years(moment: Moment, years: tuple[int, ...], context: TimeContext) -> int:
    issued = context.issued_on
    if context.winter and len(years) == 2:
        return years[0] if moment.month >= SEASON_TURN else years[1]
    if issued is None:
        return years[0]
    if len(years) == 1 and years[0] == issued.year:
        late = issued.month - moment.month
        return years[0] if late <= LATE_ISSUE_MONTHS else years[0] + 1
    for year in range(years[0], years[-1] + 1):
        if year >= issued.year and not _past(moment, year, issued):
            return year
    return years[-1] if years[-1] >= issued.year else _ahead(moment, issued.year, issued)


def _ahead(moment: Moment, year: int, issued: date) -> int:
    return year + 1 if _past(moment, year, issued) else year


def _past(moment: Moment, year: int, issued: date) -> bool:
    """Whether the month of the moment was over at issue."""
    if moment.feast and moment.is_known_in(year):
        return moment.last(year) < issued
    return (year, moment.month) < (issued.year, issued.month)
