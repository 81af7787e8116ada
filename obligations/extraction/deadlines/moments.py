"""Points of time as printed: 2023年10月底, 11月15日, 三月下旬, 上半年, 第一季度末, 年底, 次年3月, 2024-06-30.

`moment(tag)` gives the pattern, with its groups marked by `tag` so that one pattern can hold two of them;
`read_moment(match, tag)` gives the value, whose year may still be unknown.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from obligations.extraction.deadlines.feasts import FIXED_FEASTS, MOVING_FEASTS, USUAL_MONTH, eve_of, moving_feast
from obligations.extraction.numerals import ZEROS, number, year_number

# 24年底, 25年6月: the century is left out.
SHORT_YEAR = r"2\d(?=年(?:年?[底末]|(?:1[0-2]|[1-9])月|[上下]半年|第?[一二三四]季度))"
YEAR = rf"(?:(?:19|20)\d\d|{SHORT_YEAR}|[一二][{ZEROS}一二三四五六七八九]{{3}})"
# Words that place a year by another one; the number is the distance.
YEAR_WORDS = {"今": 0, "本": 0, "当": 0, "明": 1, "来": 1, "次": 1, "翌": 1, "去": -1, "上": -1}
# 本年度 names a plan (本年度计划) more often than a time, so it must be closed by 内, 底 …
YEAR_WORD = r"[今本当明来次翌去上]年(?:度(?=[内底末前]))?"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# 11月10前: the 日 is sometimes forgotten.
DAY_END = r"(?:日|号(?![文楼线井机])|(?=[之以]?前|[-—~至]))"
CLOCK = (
    r"(?:(?:上午|下午|中午|早上?|晚上?)?(?:(?:\d{1,2}|零)(?:[:∶]\d{2}(?:[:∶]\d{2})?|[时点](?:整|半|\d{1,2}分)?)|下班))"
)
# 8月15日(星期四), 8月15日(含当日).
WEEKDAY = r"\((?:(?:星期|周)[一二三四五六日天]|含(?:当[日天]|本日)?)\)"
# 中 and 初 begin other words too (中央, 中小学, 初步, 初中).
PART = r"(?:[上中下]{1,2}旬|月?[底末]|初(?![中步级期始审评试])|中(?=[,前完开启组印实]))"
# 内 and 前 begin other words too (内蒙古, 内部, 前期), but not in 年内部署, 月底前列入.
INSIDE = r"内(?!部(?!署|分)|外|容|蒙|陆(?!续)|涝|河|控(?!制)|设(?=机构)|涵)"
# 年中 is a time where a deed or a mark follows; 2025年中央, 年中考核 begin with other words.
MID_YEAR = (
    r"中(?=[,前、。)]|[和与或及至到各基全报集对实]|组织|完成|开[展工业通放]|召开|启动|进行|[建投验竣交并封上]"
    r"(?:[成产运用收工付网顶线]|入))"
)
CLOSE = rf"年?[底末终](?:了(?=前))?|年中|度终了(?=前)|度?结束(?=前)|{MID_YEAR}|度?{INSIDE}"
# 到“十四五”末 is the last year of that plan.
FIVE_YEAR_PLANS = {"十二": 2015, "十三": 2020, "十四": 2025, "十五": 2030, "十六": 2035}

# A separator of two ends. 一 is what a dash becomes in a bad PDF, and is only one between a unit of time and a digit.
DASH = r"(?:[-—~]{1,3}|至|到|(?<=[年月日号])一(?=\d))"

NUMERIC = (
    r"(?P<year_n{0}>20\d\d)(?P<sep{0}>[-./])(?P<month_n{0}>1[0-2]|0?[1-9])"
    r"(?P=sep{0})(?P<day_n{0}>[12]\d|3[01]|0?[1-9])(?!\d)日?"
)
# 2024.6底前, 2024.06前; a cell or a label's value 2024.12. A number (2024.12万元) goes on.
NUMERIC_MONTH = r"(?P<year_m{0}>20\d\d)\.(?P<month_m{0}>1[0-2]|0?[1-9])(?:月?[底末]|(?=[之以]?前|[-—~至)、,;。]|$))"
# 国庆节前 is by the day before the feast. 六一, 七一, 八一 and 十一 are numbers too, unless quoted or called a feast.
_FEAST_END = r"(?:国际)?(?:劳动|儿童|妇女|国庆|建[军党])?节?(?:日|假日?期?|小?长假|黄金周|假期)?(?:到?来临?)?之?"
_FEAST_NAME = r"元旦|“?(?:五一|六一|七一|八一|十一|三八)”?|劳动节|儿童节|建军节|教师节|国庆|妇女节|植树节|" + "|".join(
    MOVING_FEASTS
)
# 元旦、春节前: the limit stands once behind a list.
FEAST = (
    rf"(?:(?P<feast{{0}}>元旦|五一|劳动节|儿童节|建军节|教师节|国庆|妇女节|植树节|{'|'.join(MOVING_FEASTS)})"
    r"|“(?P<quoted_feast{0}>三八|五一|六一|七一|八一|十一)”"
    r"|(?P<called_feast{0}>[六八]一|十一|七一|三八)(?=国际|儿童|妇女|建[军党]|国庆|节))"
    rf"{_FEAST_END}(?=前(?!后)|[、和及与](?:{_FEAST_NAME}){_FEAST_END}前(?!后))"
)


def moment(tag: str) -> str:
    """The pattern of a point of time, at least as fine as a year."""
    year = rf"(?P<named{tag}>(?P<year{tag}>{YEAR})年(?:度(?=[内底末前]))?|(?P<word{tag}>{YEAR_WORD}))?"
    in_month = rf"(?:的?(?P<day{tag}>{DAY}){DAY_END}(?:{WEEKDAY})?{CLOCK}?|(?P<part{tag}>{PART}))?"
    month = rf"(?P<month{tag}>{MONTH})月份?{in_month}"
    quarter = rf"(?:第|前(?=[二两三23]))?(?P<quarter{tag}>[一二两三四1-4])个?季度(?:[末底])?"
    half = rf"(?P<half{tag}>[上下])半年(?:[末底])?"
    # 年底 alone, 2023年底, 2023年年底.
    close = rf"(?(named{tag})年?|年)(?P<close{tag}>{CLOSE})"
    year_alone = rf"(?(named{tag})|(?!))"
    plan = rf"[“\"]?(?P<plan{tag}>十[二三四五六])五[”\"]?(?:时?期)?末期?"
    numeric = rf"{NUMERIC.format(tag)}|{NUMERIC_MONTH.format(tag)}"
    return rf"(?:{numeric}|{year}(?:{month}|{quarter}|{half}|{close}|{FEAST.format(tag)}|{year_alone})|{plan})"


# The first and last day of a part of a month, 0 for the month's end.
PARTS_OF_MONTH = {"上": (1, 10), "初": (1, 10), "中": (11, 20), "下": (21, 0), "底": (1, 0), "末": (1, 0)}
# The month of a Moment that 本月 and 本周 name: that of the date of issue.
ISSUE_MONTH = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of time with its grain. `year` is None where none is printed, `year_offset` says 次年, 今年.

    `month` is the last month of the grain and `first_month` the first. `day` is 0 where only `last_day` is known: an
    interval from `first()` to `last()`. `from_monday`: 本周五 counts its days from the Monday of the week of issue.
    `months_ahead`: 下月 is one month after that of issue. `feast`: up to the day before a feast that moves (春节).
    `nth`: 第二年 is the second of the plan's years.
    """

    year: int | None = None
    year_offset: int | None = None
    first_month: int = 1
    month: int = 12
    first_day: int = 1
    day: int = 0
    grain: str = "year"
    from_monday: int | None = None
    months_ahead: int = 0
    feast: str = ""
    nth: int = 0

    def first(self, year: int) -> date:
        """The first day of the interval in this year."""
        return date(year, self.first_month, min(self.first_day, monthrange(year, self.first_month)[1]))

    def last(self, year: int) -> date:
        """The last day of the interval in this year; a day that the month lacks (2月30日) is the month's last."""
        if self.feast and (eve := eve_of(self.feast, year)):
            return eve
        size = monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day, size) if self.day else size)

    @property
    def clamped(self) -> bool:
        """Whether the printed day exists in no year."""
        return self.day > (monthrange(2024, self.month)[1] if self.month else 31)

    def is_known_in(self, year: int) -> bool:
        """Whether a day of this year can be named: that of a feast that moves only as far as it is known."""
        return not self.feast or moving_feast(self.feast, year) is not None

    def seen_from(self, issued_on: date | None) -> "Moment | None":
        """The moment with what 本月 and 本周五 mean, None where that is unknown; other moments as they are."""
        if self.month != ISSUE_MONTH:
            return self
        if issued_on is None:
            return None
        if self.from_monday is not None:
            day = issued_on + timedelta(days=self.from_monday - issued_on.weekday())
            return Moment(day.year, None, day.month, day.month, day.day, day.day, "day")
        if self.grain == "quarter":
            last = 3 * ((issued_on.month - 1) // 3) + 3
            return Moment(issued_on.year, None, last - 2, last, grain="quarter")
        years, month = divmod(issued_on.month - 1 + self.months_ahead, 12)
        return replace(self, year=issued_on.year + years, first_month=month + 1, month=month + 1)


def read_moment(match: re.Match[str], tag: str) -> Moment:
    """The moment of a match of `moment(tag)`."""
    got = match.groupdict()
    if got[f"year_n{tag}"]:
        month, day = int(got[f"month_n{tag}"]), int(got[f"day_n{tag}"])
        return Moment(int(got[f"year_n{tag}"]), None, month, month, day, day, "day")
    if got[f"year_m{tag}"]:
        month = int(got[f"month_m{tag}"])
        return Moment(int(got[f"year_m{tag}"]), None, month, month, grain="part")
    if plan := got[f"plan{tag}"]:
        return Moment(FIVE_YEAR_PLANS[plan])
    word = got[f"word{tag}"]
    year = year_number(got[f"year{tag}"]) if got[f"year{tag}"] else None
    offset = YEAR_WORDS[word[0]] if word else None
    if feast := got[f"feast{tag}"] or got[f"quoted_feast{tag}"] or got[f"called_feast{tag}"]:
        return _eve(year, offset, feast)
    if month_text := got[f"month{tag}"]:
        return _in_month(year, offset, number(month_text), got[f"day{tag}"], got[f"part{tag}"] or "")
    if quarter := got[f"quarter{tag}"]:
        last = 3 * number(quarter)
        return Moment(year, offset, last - 2, last, grain="quarter")
    if half := got[f"half{tag}"]:
        return Moment(year, offset, 1, 6, grain="half") if half == "上" else Moment(year, offset, 7, 12, grain="half")
    close = got[f"close{tag}"] or ""
    if close.endswith("中"):
        return Moment(year, offset, 1, 6, grain="half")
    return Moment(year, offset, grain="close" if close else "year")


def day_before(moment: Moment) -> Moment:
    """The moment one day earlier, with its year still unknown where it was; others than days as they are."""
    if moment.grain != "day" or not moment.day or not moment.month or moment.feast:
        return moment
    day = date(moment.year or 2023, moment.month, moment.day) - timedelta(days=1)
    year, offset = moment.year, moment.year_offset
    if day.year < (year or 2023):
        year, offset = (year - 1 if year else None), (offset - 1 if offset is not None else None)
    return replace(
        moment, year=year, year_offset=offset, first_month=day.month, month=day.month, first_day=day.day, day=day.day
    )


def _eve(year: int | None, offset: int | None, feast: str) -> Moment:
    """The day before a feast. That of 元旦 lies in the year before the one printed (2025年元旦前)."""
    if feast in USUAL_MONTH:
        month = USUAL_MONTH[feast]
        return Moment(year, offset, month, month, grain="day", feast=feast)
    month, day = FIXED_FEASTS[feast]
    eve = date(2023, month, day) - timedelta(days=1)
    if month == 1:
        year, offset = (year - 1 if year else None), (offset - 1 if offset is not None else None)
    return Moment(year, offset, eve.month, eve.month, eve.day, eve.day, "day")


def _in_month(year: int | None, offset: int | None, month: int, day: str | None, part: str) -> Moment:
    if day:
        return Moment(year, offset, month, month, number(day), number(day), "day")
    first, last = PARTS_OF_MONTH.get(part[:1], (1, 0))[0], PARTS_OF_MONTH.get(part.removesuffix("旬")[-1:], (1, 0))[1]
    return Moment(year, offset, month, month, first, last, "part" if part else "month")
