"""Rules for what recurs: 每月25日前, 每季度末, 每年8月15日前, 逐月, 周报表, 一年一评估, 次月5日前."""

import re
from dataclasses import replace

from obligations.extraction.deadlines.moments import CLOCK, DASH, DAY, Moment, moment, read_moment
from obligations.extraction.deadlines.readings import Cycle, Rule
from obligations.extraction.deadlines.rules_dates import LIMIT
from obligations.extraction.numerals import COUNT, number

UNITS = {
    "半年": Cycle("MONTHLY", 6),
    "半个月": Cycle("MONTHLY", day=15, also=(-1,)),
    "半月": Cycle("MONTHLY", day=15, also=(-1,)),
    "双月": Cycle("MONTHLY", 2),
    "双周": Cycle("WEEKLY", 2),
    "学期": Cycle("MONTHLY", 6),
    "学年": Cycle("YEARLY"),
    "季": Cycle("MONTHLY", 3),
    "年": Cycle("YEARLY"),
    "月": Cycle("MONTHLY"),
    "旬": Cycle("MONTHLY", day=10, also=(20, -1)),
    "周": Cycle("WEEKLY"),
    "星期": Cycle("WEEKLY"),
    "工作日": Cycle("WEEKLY", weekdays="MO,TU,WE,TH,FR"),
    "日": Cycle("DAILY"),
    "天": Cycle("DAILY"),
    "小时": Cycle("HOURLY"),
}
WEEKDAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU"}
LAST_DAY = -1
# The months of a quarter that are not its first.
MONTHS_OF_QUARTER = {
    **dict.fromkeys("二2", (2, 5, 8, 11)),
    **dict.fromkeys(("末", "三", "3", "后"), (3, 6, 9, 12)),
}
MOST_WORKDAYS = 20  # fewer than any month has

UNIT = r"(?P<unit>半年|半个?月|双[月周]|学[期年]|季度?|年|月|旬|周|星期|工作日|日|天|小时)"
DEED = (
    r"(?:调度|通报|报告|报表|报送|报|小结|总结|例会|会商|会议|研判|汇总|分析|排名|排位|巡查|检查|抽查|抽检|督查|督导|督办"
    r"|考核|评估|评价|点评|公示|公布|清零|清单|统计|监测|盘点|推进|盯办|对账|培训|演练|体检|更新|轮训|评比|晾晒|销号)"
)
# 月初报送计划, 月末上报进展: what is reported at one end of a month comes back every month.
REPORTED = r"(?:及时)?(?:[报填上]报|报[送告]|通报|盘点|总结|小结|调度|召开)"
# 每周一通报 and 每周一次 say how often, 每周一报送 which day.
ONCE = rf"(?:[次份期轮回遍]|报(?![送告请])|(?!报[^告]){DEED}(?=[,、。;:)”’]|机制|制度|一次|$))"
MONTH_PART = {"上旬": 10, "初": 10, "中旬": 20, "中": 15, "下旬": LAST_DAY, "底": LAST_DAY, "末": LAST_DAY}
PART_OF_MONTH = r"(?P<part>上旬|中旬|下旬|月?[底末](?!班)|初(?!步)|中(?=[,前]))"
DAY_IN_MONTH = rf"(?:的?前?(?P<day>{DAY})(?:日|号|天内|(?=[之以]?前))|{PART_OF_MONTH})"
RANGE_IN_MONTH = rf"(?:的?{DAY}(?:日|号)?{DASH}(?P<day>{DAY})(?:日|号))"


def unit_cycle(name: str, count: int = 1) -> Cycle | None:
    """The cycle of a printed unit, `count` of them long."""
    unit = UNITS[name] if name in UNITS else UNITS[name.removesuffix("度")]
    if count == 1:
        return unit
    if count < 1 or unit.day or unit.weekdays:
        return None
    return replace(unit, interval=unit.interval * count)


def yearly(when: Moment) -> Cycle:
    """The cycle that comes back every year at this moment."""
    if when.feast:
        return Cycle("YEARLY")
    if when.grain == "month":
        return Cycle("YEARLY", months=(when.month,))
    if when.grain == "year":
        return Cycle("YEARLY")
    return Cycle("YEARLY", months=(when.month,), day=when.day or LAST_DAY)


def every(match: re.Match[str]) -> Cycle | None:
    count = match["count"]
    return unit_cycle(match["unit"], number(count) if count else 1)


def every_unit(match: re.Match[str]) -> Cycle | None:
    return unit_cycle(match["unit"])


def every_year_end(_match: re.Match[str]) -> Cycle:
    return Cycle("YEARLY", months=(12,), day=LAST_DAY)


def every_year_in_months(match: re.Match[str]) -> Cycle:
    """每年3、6、9、12月底前: the word 月 is printed once."""
    months = tuple(int(month) for month in match["months"].split("、"))
    return Cycle("YEARLY", months=months, day=LAST_DAY if match["limit"] else 0)


def every_year_on(match: re.Match[str]) -> Cycle:
    cycle = yearly(read_moment(match, "a"))
    if match["limit"] and cycle.months and not cycle.day:
        return replace(cycle, day=LAST_DAY)
    return cycle


def every_year_until(match: re.Match[str]) -> Cycle:
    """每年3月至5月: in time while the window is open, so the last day counts."""
    cycle = yearly(read_moment(match, "b"))
    return cycle if cycle.day else replace(cycle, day=LAST_DAY)


def every_year_until_month(match: re.Match[str]) -> Cycle:
    return Cycle("YEARLY", months=(number(match["last"]),), day=LAST_DAY)


def month_day(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups["day"]:
        return number(groups["day"])
    part = groups.get("part")
    return MONTH_PART[part.removeprefix("月") if part[:1] == "月" else part] if part else 0


def every_month_on(match: re.Match[str]) -> Cycle:
    return Cycle("MONTHLY", day=month_day(match) or LAST_DAY)


def every_month_working_day(match: re.Match[str]) -> Cycle | None:
    """每月第一个工作日, 每月前5个工作日内, 每月最后一个工作日."""
    nth = number(match["nth"]) if match["nth"] else 1
    working = UNITS["工作日"].weekdays
    return Cycle("MONTHLY", weekdays=working, nth=-nth if match["last"] else nth) if 1 <= nth <= MOST_WORKDAYS else None


def every_quarter_end(_match: re.Match[str]) -> Cycle:
    return Cycle("MONTHLY", 3, day=LAST_DAY)


def every_quarter_on(match: re.Match[str]) -> Cycle:
    """每季度首月10日前. The first month of a quarter is the default of a quarterly rule; the others are named."""
    which = match["which"]
    month = "末" if which and ("末" in which or "最后" in which) else (which or "首").strip("第个月")
    return Cycle("MONTHLY", 3, MONTHS_OF_QUARTER.get(month, ()), month_day(match))


def every_quarter_working_day(match: re.Match[str]) -> Cycle | None:
    """每季度第一个工作日, 每季度末月最后一个工作日. Without a month: first days of its first, last ones of its last."""
    cycle = every_month_working_day(match)
    months = MONTHS_OF_QUARTER.get((match["which"] or "").strip("第个月")[-1:], ())
    return replace(cycle, interval=3, months=months) if cycle else None


def every_nth_week(match: re.Match[str]) -> Cycle | None:
    """每月第一周, 每季度最后一周: by the last day of that week, counted in sevens from the first of the month."""
    nth, quarterly = number(match["nth"] or "一"), "季" in match.group()
    interval = 3 if quarterly else 1
    if match["last"]:
        return Cycle("MONTHLY", interval, day=LAST_DAY) if nth == 1 else None
    return Cycle("MONTHLY", interval, day=7 * nth) if nth <= (2 if quarterly else 4) else None


def every_nth_weekday(match: re.Match[str]) -> Cycle | None:
    """每月第二个星期一, 每月最后一个周五前."""
    nth = number(match["nth"] or "一")
    sign = "-" if match["last"] else ""
    return Cycle("MONTHLY", weekdays=f"{sign}{nth}{WEEKDAYS[match['weekday']]}") if 1 <= nth <= 4 else None


def every_half_year_end(_match: re.Match[str]) -> Cycle:
    return Cycle("MONTHLY", 6, day=LAST_DAY)


def after_each(match: re.Match[str]) -> Cycle | None:
    """每季度结束后10日内: the tenth of the next period's first month; 每年度结束后3个月内: the end of March."""
    unit = match["unit"]
    if match["months"]:
        month = number(match["months"])
        return Cycle("YEARLY", months=(month,), day=LAST_DAY) if unit.startswith("年") and month <= 12 else None
    days = number(match["count"])
    if match["work"] or not 1 <= days <= 31:
        return unit_cycle(unit)
    if unit.startswith("年"):
        return Cycle("YEARLY", months=(1,), day=days)
    cycle = unit_cycle(unit)
    if days > 28:
        return cycle
    return replace(cycle, day=days, also=()) if cycle and cycle.freq == "MONTHLY" else cycle


def every_week_on(match: re.Match[str]) -> Cycle:
    """每周一, 每周二、周四."""
    days = [WEEKDAYS[char] for char in match["weekdays"] if char in WEEKDAYS]
    return Cycle("WEEKLY", 2 if match["two"] else 1, weekdays=",".join(dict.fromkeys(days)))


def every_other_month(match: re.Match[str]) -> Cycle:
    """逢单月, 逢双月5日前."""
    months = tuple(range(1 if match["parity"] == "单" else 2, 13, 2))
    return Cycle("MONTHLY", months=months, day=month_day(match))


def every_two_months(_match: re.Match[str]) -> Cycle:
    return Cycle("MONTHLY", 2)


def every_working_day(_match: re.Match[str]) -> Cycle:
    return UNITS["工作日"]


def every_year(_match: re.Match[str]) -> Cycle:
    return UNITS["年"]


def at_month_end(match: re.Match[str]) -> Cycle:
    """月初报送计划, 月末报送进展."""
    return Cycle("MONTHLY", day=MONTH_PART[match["part"]])


def every_week_between(match: re.Match[str]) -> Cycle | None:
    names = list(dict.fromkeys(WEEKDAYS.values()))
    first, last = names.index(WEEKDAYS[match["first"]]), names.index(WEEKDAYS[match["last"]])
    return Cycle("WEEKLY", weekdays=",".join(names[first : last + 1])) if first < last else None


def unit_by_unit(match: re.Match[str]) -> Cycle | None:
    return unit_cycle(match["unit"] or match["long"])


def mid_year(_match: re.Match[str]) -> Cycle:
    """半年和年终各报一次."""
    return Cycle("YEARLY", months=(6,), day=LAST_DAY)


def listed_day(match: re.Match[str]) -> Cycle:
    """每月5日、20日: a day that follows another one; `links` drops it where none comes before."""
    return Cycle("MONTHLY", day=number(match["day"]))


def once_in(match: re.Match[str]) -> Cycle | None:
    """五年一评估, 半年一次."""
    return unit_cycle(match["half"]) if match["half"] else unit_cycle(match["unit"], number(match["count"]))


# 按年龄, 按周边, 按月龄, 按日计罚, 按季节 are no cycles; 按年度计划 is a name.
BARE_UNIT = (
    r"(?P<unit>半年度?|双月|学[期年]|年度(?![报计预目考任检工](?!送|[告报]送))|年(?![度龄代级均初底末终前内限轮报计预目考任检工])|季度?(?![度节])|月度?(?![度龄计均])"
    r"|旬|周(?![岁边期密全围转])|[日天](?![照历均计常夜期然])(?!程))"
)
LONG_UNIT = r"(?P<long>年度|季度|月)(?![份饼])"
# A short unit is a cadence only where it begins a word: 实行月调度, 周报表和月总结, 日会商、周通报.
AFTER_VERB = r"(?:\A|(?<=[行取立实持格按到以施展循即每、,。;:和及与“‘(]))"
SHORT_UNIT = r"(?P<unit>双[月周]|半年|季度?|旬|月|周|日)"
# After 一年一 a word begins: 一年一体检; but 一月一日 is a day, 一年一度 a festival.
# 月调度、季通报、年考核: a year's turn ends a list of shorter ones.
YEAR_LISTED = r"(?<=[月季旬周日度][\u4e00-\u9fff]{2}[,、])年度?"
ANY_DEED = r"(?=[\u4e00-\u9fff])(?![日号月年天个定般直致旦度律样种类级线以二三四五六七八九十百])"

A, B = moment("a"), moment("b")
_EVERY_YEAR = r"每(?:一)?年度?的?(?:于|在)?"
_EVERY_QUARTER = r"(?:每(?:个)?季度?|(?<![一二三四1-4])季度?(?=[首末次]月|末的?\d))的?"
_EVERY_MONTH = r"(?:每(?:个)?月(?:份|度)?|当月|次月|翌月)的?(?:月)?"
_LAST_DAYS = r"最后(?:[一二三四五十1-9]个?)(?:工作日|[日天]|周)(?:[之以]?内)?"
_BEFORE = rf"(?:{CLOCK})?(?:{LIMIT})?"

CYCLE_RULES = (
    Rule(
        "every",
        re.compile(
            rf"每(?:间?隔)?(?P<count>{COUNT})?个?(?:{UNIT})(?:[度份](?!计划|报告|目标|任务))?"
            rf"(?!龄|岁|边|薪|均|常|用|工程)(?:(?<=[日天周期]){CLOCK}{LIMIT})?"
        ),
        every,
        0.8,
    ),
    Rule("every year's end", re.compile(rf"每年(?:[底末终]|度?的?{_LAST_DAYS})(?:{LIMIT})?"), every_year_end, 0.95),
    Rule(
        "every year in months",
        re.compile(
            rf"{_EVERY_YEAR}(?P<months>(?:1[0-2]|[1-9])(?:、(?:1[0-2]|[1-9])){{1,11}})月份?(?P<limit>[底末]?(?:{LIMIT})?)"
        ),
        every_year_in_months,
        0.8,
    ),
    Rule("every year on", re.compile(rf"{_EVERY_YEAR}{A}{CLOCK}?(?P<limit>{LIMIT})?"), every_year_on, 0.95),
    Rule("every year until", re.compile(rf"{_EVERY_YEAR}{A}(?:起)?{DASH}{B}{_BEFORE}"), every_year_until, 0.75),
    Rule(
        "every year until a month",
        re.compile(rf"{_EVERY_YEAR}\d{{1,2}}(?:{DASH})(?P<last>1[0-2]|[1-9])月份?(?:{LIMIT}|底前|底)?"),
        every_year_until_month,
        0.75,
    ),
    Rule(
        "every half year's end",
        re.compile(rf"每半年(?:度)?(?:[底末]|的?{_LAST_DAYS}){_BEFORE}"),
        every_half_year_end,
        0.9,
    ),
    Rule(
        "every quarter's end",
        re.compile(rf"{_EVERY_QUARTER}(?:季?[末底]|{_LAST_DAYS})(?!月){_BEFORE}"),
        every_quarter_end,
        0.95,
    ),
    Rule(
        "every quarter on",
        re.compile(
            rf"{_EVERY_QUARTER}(?P<which>首月|[次下]个?月|末月|末(?=的?\d{{1,2}}日)|最后一个?月|第[一二三123]个?月)?(?:的)?{DAY_IN_MONTH}{_BEFORE}"
        ),
        every_quarter_on,
        0.9,
    ),
    Rule(
        "every month on",
        re.compile(rf"{_EVERY_MONTH}(?:{DAY_IN_MONTH}|最后一个?[日天]){_BEFORE}"),
        every_month_on,
        0.95,
    ),
    Rule(
        "every month's working day",
        re.compile(
            rf"{_EVERY_MONTH}(?:(?P<last>最后|倒数第)|第|前|首)(?P<nth>{COUNT})?个?工作日(?:[之以]?内)?{_BEFORE}"
        ),
        every_month_working_day,
        0.9,
    ),
    Rule(
        "every quarter's working day",
        re.compile(
            rf"{_EVERY_QUARTER}(?:的?(?P<which>首月|次月|末月|最后一个?月|第[一二三123]个?月)的?)?"
            rf"(?:(?P<last>最后|倒数第)|第|前|首)(?P<nth>{COUNT})?个?工作日(?:[之以]?内)?{_BEFORE}"
        ),
        every_quarter_working_day,
        0.9,
    ),
    Rule(
        "every nth week",
        re.compile(
            rf"(?:{_EVERY_QUARTER}|{_EVERY_MONTH})(?:(?P<last>最后|倒数第)|第|首)(?P<nth>[一二三四1-4])?个?(?:周|星期)"
            rf"(?![一二三四五六日天])(?:[之以]?内)?{_BEFORE}"
        ),
        every_nth_week,
        0.85,
    ),
    Rule(
        "every nth weekday",
        re.compile(
            rf"{_EVERY_MONTH}(?:(?P<last>最后|倒数第)|第|首)(?P<nth>[一二三四1-4])?个?(?:周|星期)(?P<weekday>[一二三四五六日天]){_BEFORE}"
        ),
        every_nth_weekday,
        0.85,
    ),
    Rule("every month until", re.compile(rf"{_EVERY_MONTH}{RANGE_IN_MONTH}{_BEFORE}"), every_month_on, 0.85),
    Rule(
        "after each period",
        re.compile(
            rf"(?:每(?:个)?|(?<![一二三四\d个上下本当次同逐])(?=[季月]度?后\d)){UNIT}度?(?:结束|终了|终|完)?(?:后|之后)的?(?:(?P<count>{COUNT})个?(?P<work>工作)?[日天]"
            rf"|(?P<months>{COUNT})个月)[之以]?[内前]"
        ),
        after_each,
        0.8,
    ),
    Rule(
        "every week on",
        re.compile(
            rf"每(?:个)?(?:(?P<two>[双两]周的?)|周的?)?(?:周|星期)(?P<weekdays>[一二三四五六日天](?:(?:[、和](?:周|星期)?[一二三四五六日天]){{1,6}}|(?!{ONCE})))(?![至到—-]){_BEFORE}"
        ),
        every_week_on,
        0.93,
    ),
    Rule(
        "every week between",
        re.compile(rf"每(?:周|星期)(?P<first>[一二三四五六])(?:{DASH})(?:周|星期)?(?P<last>[二三四五六日天])"),
        every_week_between,
        0.6,
    ),
    Rule(
        "every other month",
        re.compile(rf"(?:每?逢|每)(?P<parity>单|双)月(?:份)?(?:{DAY_IN_MONTH}{_BEFORE})?"),
        every_other_month,
        0.8,
    ),
    Rule("every two months", re.compile(r"双月(?=召开|举[办行])"), every_two_months, 0.7),
    Rule("every working day", re.compile(rf"(?:每个)?工作日每[天日]{_BEFORE}"), every_working_day, 0.85),
    Rule(
        "at a month's end", re.compile(rf"(?:\A|(?<=[,、。;:于在]))月(?P<part>[初末])(?={REPORTED})"), at_month_end, 0.7
    ),
    Rule("year's turn", re.compile(rf"{YEAR_LISTED}一?{DEED}表?"), every_year, 0.75),
    Rule("unit by unit", re.compile(rf"(?:逐|按)(?:照)?{BARE_UNIT}|分(?:{LONG_UNIT})"), unit_by_unit, 0.75),
    Rule("cadence", re.compile(rf"{AFTER_VERB}{SHORT_UNIT}一?{DEED}表?"), every_unit, 0.75),
    Rule("quarter's end", re.compile(r"(?<![一二三四\d])季(?:度?末(?!月)|度底)(?:前|之前)?"), every_quarter_end, 0.7),
    Rule("listed day", re.compile(rf"(?<=[、和及与或])(?P<day>{DAY})(?:日|号)(?!内)"), listed_day, 0.85),
    Rule("half year in a list", re.compile(r"半年(?=[和、与及]年[终底末])"), mid_year, 0.7),
    Rule(
        "once in a while",
        re.compile(
            rf"(?:(?P<count>{COUNT})个?{UNIT}|(?P<half>半年|半个?月))(?:至少|不少于)?"
            rf"(?:[一1](?:{ONCE}|{ANY_DEED})|(?:[两二三四2-4]|[一1][-—~至到][两二三四2-4])次|(?:至少)?(?:开展|进行|组织|召开)[一1]次)"
        ),
        once_in,
        0.8,
    ),
)
