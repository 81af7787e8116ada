"""Readings of one sentence that lean on each other: 每年8月15日前、11月15日前; 6月、12月底前; 每月10日、25日前."""

import re
from dataclasses import replace

from obligations.extraction.deadlines.context import TimeContext
from obligations.extraction.deadlines.moments import ISSUE_MONTH, Moment
from obligations.extraction.deadlines.readings import Cycle, Lapse, Point, Reading, Value, Window
from obligations.extraction.deadlines.rules_cycles import LAST_DAY, yearly
from obligations.extraction.deadlines.scene import SENTENCE_END, said_year, sentence_start
from obligations.extraction.orders import DEEDS

LIST_MARK = re.compile(r"(?:[、,和及与或]|以及)(?:于|在)?")
ANY_YEAR = re.compile(r"上一?年度|上一年|本年度|当年|下一?年度|下一年|次年")
GLOSS = re.compile(r"\((?:[\d一二三四五六七八九十上中下旬季度年月日底末前、,和及与]|分别|即|指|为|于|在|每|的)+\)")
EVERY_MONTH = re.compile(r"每|[上当]个?月|逐月|按月|月度")
# A limit or an hour makes a cycle a date: 每日17时前.
CLOSER = re.compile(r"[前内]|\d[时点:]")
DEED_WORD = re.compile(DEEDS)
REPORTS = re.compile(r"报[送告请备]|上报|汇报")
CLAUSE_END = re.compile(r"[,。;:!?]")
STAGE = re.compile(r"阶段\($")
STAGE_GRAINS = ("month", "part", "quarter", "half")
LONGEST_HEADING = 30
MAX_GAP = 120
# A duration that needs no table of working days.
OF_CALENDAR = re.compile(r"P\d+[DWMY]")
HALF_YEAR = 6


def link(text: str, readings: list[Reading], context: TimeContext) -> list[Reading]:
    """The readings, with what a neighbour of the same sentence says about them."""
    readings = _counted_from_dates(text, _without_glosses(text, readings))
    readings = [_as_stage(text, reading) for reading in readings]
    return _forward(text, _backward(text, readings), of_one_year=len(context.years) == 1)


def _as_stage(text: str, reading: Reading) -> Reading:
    """动员部署阶段(5月): the month of a stage is the window it has."""
    value = reading.value
    if not isinstance(value, Point) or value.explicit or value.moment.grain not in STAGE_GRAINS:
        return reading
    if not text.startswith(")", reading.end) or not STAGE.search(text, max(0, reading.start - 12), reading.start):
        return reading
    return replace(reading, value=Window(value.moment, value.moment))


def _without_glosses(text: str, readings: list[Reading]) -> list[Reading]:
    """每季度末(6月、9月底): the bracket spells out what the cycle has said."""
    kept: list[Reading] = []
    closed = 0
    for reading in readings:
        previous = kept[-1] if kept else None
        if previous and isinstance(previous.value, Cycle) and (gloss := GLOSS.match(text, previous.end)):
            closed = gloss.end()
        if reading.start >= closed or not isinstance(reading.value, Point):
            kept.append(reading)
    return kept


def _counted_from_dates(text: str, readings: list[Reading]) -> list[Reading]:
    """自4月1日起3个月内 is one window that the calendar closes, not a start and a lapse."""
    linked: list[Reading] = []
    for reading in readings:
        previous = linked[-1] if linked else None
        if previous and isinstance(reading.value, Lapse) and _goes_on(text, previous, reading):
            linked.pop()
            start, lasting, value = previous.start, reading.value.offset, previous.value
            reading = replace(reading, start=start, after=text[start : previous.end])
            if isinstance(value, Window) and OF_CALENDAR.fullmatch(lasting):
                reading = replace(reading, value=replace(value, lasting=lasting))
        linked.append(reading)
    return linked


def _goes_on(text: str, since: Reading, lapse: Reading) -> bool:
    """起100天内, 起用三个月时间; behind a comma 10日内 may be the time that each case takes from then on."""
    if since.rule not in ("since", "from today"):
        return False
    gap = text[since.end : lapse.start]
    return not gap or (gap == "," and lapse.rule == "taking")


def _of_every_period(text: str, reading: Reading, low: int, standing: bool) -> Reading:
    """下月5日前报送上月数据 comes back every month; 本季度末前 in a duty without end every quarter."""
    value = reading.value
    if reading.rule == "this quarter":
        return replace(reading, value=Cycle("MONTHLY", 3, day=LAST_DAY)) if standing else reading
    if reading.rule != "next month" or not isinstance(value, Point):
        return reading
    sentence = sentence_start(text, low, reading.start)
    if not EVERY_MONTH.search(text, sentence, _sentence_end(text, reading.end)):
        return reading
    return replace(reading, value=Cycle("MONTHLY", day=value.moment.day or LAST_DAY))


def in_standing_duty(text: str, low: int, reading: Reading, context: TimeContext) -> Reading:
    """次年3月底前 in a duty without end comes back every year, unless the sentence says from which year it counts.

    So does a bare 1月31日前 where the sentence speaks of a year as such (上年度, 当年).
    """
    reading = _of_every_period(text, reading, low, context.standing)
    value = reading.value
    if context.yearly and isinstance(value, Point) and value.explicit and _is_undated(value):
        return replace(reading, value=_limited_cycle(value)) if value.moment.month != ISSUE_MONTH else reading
    if not context.standing or not isinstance(value, Point) or value.moment.year or value.moment.grain == "year":
        return reading
    sentence = sentence_start(text, low, reading.start)
    if said_year(text, sentence, reading.start, context):
        return reading
    if value.moment.year_offset is None and not ANY_YEAR.search(text, sentence, _sentence_end(text, reading.end)):
        return reading
    return replace(reading, value=_limited_cycle(value))


def _sentence_end(text: str, at: int) -> int:
    end = SENTENCE_END.search(text, at, at + MAX_GAP)
    return end.start() if end else min(len(text), at + MAX_GAP)


def _backward(text: str, readings: list[Reading]) -> list[Reading]:
    """6月、12月底前: the limit of the last of a list holds for all of it."""
    linked: list[Reading] = []
    for reading in reversed(readings):
        following = linked[-1] if linked else None
        if following and LIST_MARK.fullmatch(text, reading.end, following.start):
            shared = text.find("的", following.start, following.end) >= 0
            reading = _of_same_day(reading, following) if shared else _as_limited(reading, following)
        linked.append(reading)
    return linked[::-1]


def _of_same_day(reading: Reading, following: Reading) -> Reading:
    """每年3月、9月的25日前: the day is printed once, behind the last month."""
    value, last = reading.value, following.value
    if not isinstance(last, Point) or last.moment.grain != "day":
        return reading
    if isinstance(value, Cycle) and value.months and not value.day:
        return replace(reading, value=replace(value, day=last.moment.day))
    if isinstance(value, Point) and value.moment.grain == "month":
        moment = replace(value.moment, first_day=last.moment.day, day=last.moment.day, grain="day")
        return replace(reading, value=Point(moment, last.explicit), confidence=following.confidence)
    return reading


def _as_limited(reading: Reading, following: Reading) -> Reading:
    value, last = reading.value, following.value
    if not isinstance(last, Point) or not last.explicit:
        return reading
    if isinstance(value, Cycle) and value.months and not value.day:
        return replace(reading, value=replace(value, day=LAST_DAY))
    if not isinstance(value, Point):
        return reading
    if value.moment.grain == "month" and last.moment.grain == "part":
        moment = _with_part(value.moment, last.moment)
        return replace(reading, value=Point(moment, explicit=True), confidence=following.confidence)
    if value.moment.grain == last.moment.grain:
        return replace(reading, value=replace(value, explicit=True), confidence=following.confidence)
    return reading


def _with_part(moment: Moment, part: Moment) -> Moment:
    return replace(moment, first_day=part.first_day, day=part.day, grain="part")


def _forward(text: str, readings: list[Reading], *, of_one_year: bool) -> list[Reading]:
    """每年7月份…,10月份…: a month after a yearly one comes back every year too; likewise days after a monthly one."""
    linked: list[Reading] = []
    for reading in readings:
        previous = linked[-1] if linked else None
        listed = previous is not None and bool(LIST_MARK.fullmatch(text, previous.end, reading.start))
        if reading.rule == "listed day" and not (listed and previous and _is_day_of_month(previous.value)):
            continue
        if previous and listed:
            reading = replace(reading, value=_of_same_month(reading.value, previous.value))
            reading = replace(reading, value=_of_same_year(reading.value, previous.value))
        if previous and _same_sentence(text, previous, reading):
            reading = replace(reading, value=_as_recurring(reading.value, previous.value, of_one_year=of_one_year))
        linked.append(reading)
    return linked


def _is_day_of_month(value: Value) -> bool:
    return isinstance(value, Cycle) and value.freq == "MONTHLY" and bool(value.day)


def _of_same_month(value: Value, previous: Value) -> Value:
    """5月10日、20日前: the month is printed once."""
    if not isinstance(value, Lapse) or not isinstance(previous, Point) or previous.moment.grain != "day":
        return value
    day = _days_back(value)
    return Point(replace(previous.moment, first_day=day, day=day), explicit=True) if day else value


def _of_same_year(value: Value, previous: Value) -> Value:
    """每年上半年、下半年: the second half comes back too."""
    if not isinstance(previous, Cycle) or previous.freq != "YEARLY" or not previous.months:
        return value
    if isinstance(value, Point) and value.moment.grain in ("half", "quarter") and _is_undated(value):
        return _limited_cycle(value)
    return value


def _days_back(value: Lapse) -> int:
    """20日前 was read as so many days before something; 0 where it can be no day of a month."""
    days = re.fullmatch(r"-P(\d+)D", value.offset)
    return int(days[1]) if days and 1 <= int(days[1]) <= 31 else 0


def _same_sentence(text: str, one: Reading, other: Reading) -> bool:
    return other.start - one.end <= MAX_GAP and not SENTENCE_END.search(text, one.end, other.start)


def _as_recurring(value: Value, previous: Value, *, of_one_year: bool) -> Value:
    """`of_one_year`: the plan of one year means that year's end by 年底."""
    if not isinstance(previous, Cycle):
        return value
    if isinstance(value, Point) and value.moment.grain == "close" and _is_undated(value):
        return value if of_one_year and previous.freq != "YEARLY" else _limited_cycle(value)
    if isinstance(value, Point) and (previous.freq == "YEARLY" or previous.interval == HALF_YEAR):
        return _yearly_again(value, previous)
    if isinstance(value, Lapse) and _is_day_of_month(previous):
        day = _days_back(value)
        return replace(previous, day=day, also=()) if day else value
    return value


def _is_undated(value: Point) -> bool:
    return not value.moment.nth and value.moment.year is None and value.moment.year_offset is None


def _yearly_again(value: Point, previous: Cycle) -> Value:
    """每年11月…,次年3月底前…; 每年开展…,10月底前…. A bare month needs a month before it."""
    moment = value.moment
    if (
        moment.month == ISSUE_MONTH
        or moment.year
        or (moment.year_offset is None and not previous.months and not value.explicit)
    ):
        return value
    if moment.grain == "year" or (moment.grain in ("quarter", "half") and moment.year_offset is None):
        return value
    return _limited_cycle(value)


def _limited_cycle(value: Point) -> Cycle:
    cycle = yearly(value.moment)
    return replace(cycle, day=LAST_DAY) if value.explicit and cycle.months and not cycle.day else cycle


def is_said_closer(text: str, start: int, reading: Reading, others: list[Reading]) -> bool:
    """按月报送进度。…每月25日前报送…: the passage's heading names the cycle of a deed that a later sentence dates."""
    end = text.find("。", start, start + LONGEST_HEADING)
    if not start <= reading.start < end or not _is_bare(text, reading):
        return False
    return any(
        other.start > end and _is_closer(text, reading, other) and _same_deed(text, reading, other) for other in others
    )


def _is_bare(text: str, reading: Reading) -> bool:
    value = reading.value
    if not isinstance(value, Cycle) or value.day or value.months or value.weekdays:
        return False
    return not CLOSER.search(text, reading.start, reading.end)


def _is_closer(text: str, one: Reading, other: Reading) -> bool:
    if not (isinstance(one.value, Cycle) and isinstance(other.value, Cycle)):
        return False
    alike = (one.value.freq, one.value.interval) == (other.value.freq, other.value.interval)
    return alike and not _is_bare(text, other)


def _same_deed(text: str, one: Reading, other: Reading) -> bool:
    """Whether the clauses of two readings begin with the same deed; all words for reporting are one."""
    first, second = (DEED_WORD.search(text, at, _clause_end(text, end)) for at, end in _deed_spans(one, other))
    if first is None or second is None:
        return False
    if REPORTS.match(first.group()):
        return bool(REPORTS.search(text, other.end, _clause_end(text, other.end)))
    return first.group() == second.group()


def _deed_spans(*readings: Reading) -> list[tuple[int, int]]:
    """From where the deed is looked for; a cadence, 日报告, holds its deed."""
    return [(r.start if r.rule == "cadence" else r.end, r.end) for r in readings]


def _clause_end(text: str, at: int) -> int:
    mark = CLAUSE_END.search(text, at, at + MAX_GAP)
    return mark.start() if mark else min(len(text), at + MAX_GAP)
