"""A reading in its sentence: what stands around it, and the dates that it comes to."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from obligations.extraction.dates import add_days, add_months
from obligations.extraction.deadlines.context import LIMIT_LABEL, TimeContext, end_named, year_of
from obligations.extraction.deadlines.moments import Moment
from obligations.extraction.deadlines.readings import Point, Reading, Window
from obligations.extraction.text import SourceText

SENTENCE_MARKS = "。;!?"
CLAUSE_MARKS = ",。;:!?"
SENTENCE_END = re.compile(f"[{SENTENCE_MARKS}]")
CLAUSE_END = re.compile(f"[{CLAUSE_MARKS}]")
SAID_YEAR = re.compile(r"(?<![〔\[(—\-])(20\d\d)年(?!版|以来|以前|前)")
OVERALL_LIMIT = re.compile(rf"{LIMIT_LABEL}20\d\d年[^,。;!?]{{0,12}}")
REACH = 60
SENTENCE_REACH = 300
DAYS_OF = {"D": 1, "W": 7}
MONTHS_OF = {"M": 1, "Y": 12}


@dataclass(slots=True)
class Scene:
    """`low` and `high` bound the passage; `sentence` is where the reading's sentence starts.

    `before` is what stands before the reading in its sentence, the last characters of it, and `lead` the part of it
    in the reading's own clause. `after` is what follows the reading, over the sentence's end too, `rest` in its clause.
    """

    source: SourceText
    low: int
    high: int
    reading: Reading
    context: TimeContext
    sentence: int
    start_on: date | None
    due_on: date | None
    before: str
    lead: str
    after: str
    rest: str

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def alone(self) -> bool:
        """Whether the reading fills a printed line or a cell of its own."""
        gaps = self.source.raw_gap(self.reading.start), self.source.raw_gap(self.reading.end)
        at_end = self.reading.end == len(self.text)
        return (_is_cell_gap(gaps[0]) or self.reading.start == 0) and (at_end or _is_cell_gap(gaps[1]))


def scene_of(source: SourceText, low: int, high: int, reading: Reading, context: TimeContext) -> Scene:
    """The scene of a reading, with the dates of a Point or a Window in it. Unknown years leave the dates None."""
    text = source.text
    sentence = sentence_start(text, low, reading.start)
    said = said_year(text, sentence, reading.start, context) if _lacks_year(reading) else None
    bounded = replace(context, until=overall_limit(text, sentence, reading.start)) if said else context
    start_on, due_on = _dates(reading, said, bounded)
    before = text[max(sentence, reading.start - REACH) : reading.start]
    lead = before[1 + max(map(before.rfind, CLAUSE_MARKS)) :]
    after = text[reading.end : min(high, reading.end + REACH)]
    clause = CLAUSE_END.search(after)
    rest = after[: clause.start()] if clause else after
    return Scene(source, low, high, reading, context, sentence, start_on, due_on, before, lead, after, rest)


def _lacks_year(reading: Reading) -> bool:
    value = reading.value
    if isinstance(value, Point):
        return value.moment.year is None
    if not isinstance(value, Window):
        return False
    return any(moment is not None and moment.year is None for moment in (value.first, value.last))


def sentence_start(text: str, low: int, at: int) -> int:
    """Where the sentence of `at` starts, `low` at the earliest."""
    floor = max(low, at - SENTENCE_REACH)
    return max(floor, 1 + max(text.rfind(mark, floor, at) for mark in SENTENCE_MARKS))


def _is_cell_gap(gap: str) -> bool:
    """Columns and lines are set apart by a line break, a tab or several spaces."""
    return "\n" in gap or "\t" in gap or len(gap) > 2


def said_year(text: str, sentence: int, start: int, context: TimeContext) -> int | None:
    """The year that the sentence named last before `start`; a year before that of issue tells of the past."""
    oldest = context.issued_on.year if context.issued_on else 0
    for match in reversed(list(SAID_YEAR.finditer(text, sentence, start))):
        if int(match[1]) >= oldest and not in_book_title(text, match.start()):
            return int(match[1])
    return None


def overall_limit(text: str, sentence: int, start: int) -> date | None:
    """The day that a label of the sentence gives to the whole of what follows: 整改时限:2027年2月底前,其中10月底前…."""
    labelled = list(OVERALL_LIMIT.finditer(text, sentence, start))
    return end_named(labelled[-1].group()) if labelled else None


def in_book_title(text: str, at: int) -> bool:
    """Whether 《 was opened before `at` and not closed."""
    floor = max(0, at - REACH)
    return max(text.rfind("《", floor, at), text.rfind("〈", floor, at)) > max(
        text.rfind("》", floor, at), text.rfind("〉", floor, at)
    )


def _dates(reading: Reading, said: int | None, context: TimeContext) -> tuple[date | None, date | None]:
    value = reading.value
    if isinstance(value, Point):
        moment = value.moment.seen_from(context.issued_on)
        year = year_of(moment, said, context) if moment else None
        return None, moment.last(year) if moment and year and moment.is_known_in(year) else None
    if isinstance(value, Window):
        return _window_dates(value, said, context)
    return None, None


def _window_dates(value: Window, said: int | None, context: TimeContext) -> tuple[date | None, date | None]:
    first, last = value.first, value.last
    if last is None:
        if first is None:
            issued = context.issued_on
            return issued, add_lapse(issued, value.lasting) if issued and value.lasting else None
        year = year_of(first, said, context)
        if not year:
            return None, None
        return first.first(year), _closed_after(first, first.first(year), value.lasting) if value.lasting else None
    if first is None:
        year = year_of(last, said, context)
        return context.issued_on, last.last(year) if year else None
    return _both_ends(first, last, said, context)


def _closed_after(first: Moment, start_on: date, lasting: str) -> date:
    """The last day of a time that long. The day of a start does not count (民法典 201); a month or year that it starts
    with does: 自2024年4月起3个月内 is over with June."""
    end = add_lapse(start_on, lasting)
    return end if first.grain == "day" else end - timedelta(days=1)


def add_lapse(day: date, lasting: str) -> date:
    """The day so much later: P100D, P2W, P3M, P1Y."""
    count, unit = int(lasting[1:-1]), lasting[-1]
    if unit in DAYS_OF:
        return add_days(day, count * DAYS_OF[unit])
    return add_months(day, count * MONTHS_OF[unit])


def _both_ends(first: Moment, last: Moment, said: int | None, context: TimeContext) -> tuple[date | None, date | None]:
    """The year printed at one end gives the other's; without any, the end of the window decides, then its start."""
    if last.year is None and (first.year or last.year_offset):
        start_year = year_of(first, said, context)
        if start_year is None:
            return None, None
        due_year = start_year + (last.year_offset or 0) - (first.year_offset or 0)
        if last.last(due_year) < first.first(start_year):
            due_year += 1
        return first.first(start_year), last.last(due_year)
    if last.year and first.year_offset is None and first.year is None:
        # 9月起到2027年6月底, issued in 2025: from the September that comes
        start_year = year_of(first, said, context)
        if start_year and first.first(start_year) <= last.last(last.year):
            return first.first(start_year), last.last(last.year)
    end_year = year_of(last, said, context)
    if end_year is None:
        return None, None
    due_on = last.last(end_year)
    if first.year:
        return first.first(first.year), due_on
    start_on = first.first(end_year)
    return (start_on if start_on <= due_on else first.first(end_year - 1)), due_on


def is_past(scene: Scene) -> bool:
    """Whether the whole of the reading, of a start without an end the whole of the start, was over at issue."""
    issued, value = scene.context.issued_on, scene.reading.value
    over = scene.due_on
    if isinstance(value, Window) and value.last is None and value.first and scene.start_on and not value.lasting:
        over = value.first.last(scene.start_on.year)
    return issued is not None and over is not None and over < issued


def in_heading(scene: Scene) -> bool:
    """(2023年8月—10月): the window of a stage."""
    return scene.before.endswith("(") and scene.after.startswith(")")
