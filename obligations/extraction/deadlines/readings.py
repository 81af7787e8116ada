"""What a rule reads before years are known: a value with its place and the rule that read it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from obligations.extraction.deadlines.moments import Moment


@dataclass(frozen=True, slots=True)
class Point:
    """By or on a moment. `explicit`: a word such as 前, 内, 截止 says that it is a limit."""

    moment: Moment
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """From a moment to a moment. `first` None: from the day of issue; `last` None: with no end.

    `lasting`: how long it is open from `first` on, where that is said instead of its end: ISO 8601, P100D.
    """

    first: Moment | None
    last: Moment | None
    lasting: str = ""


@dataclass(frozen=True, slots=True)
class Cycle:
    """An RFC 5545 rule: `freq` and what narrows it. `also` are further days of the month, after `day`; `nth` picks
    one of the month's `weekdays`, from the end where it is negative."""

    freq: str
    interval: int = 1
    months: tuple[int, ...] = ()
    day: int = 0
    weekdays: str = ""
    also: tuple[int, ...] = ()
    nth: int = 0

    def rrule(self) -> str:
        """The rule with its keys in the fixed order FREQ;INTERVAL;BYMONTH;BYMONTHDAY;BYDAY;BYSETPOS."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        if self.day:
            parts.append("BYMONTHDAY=" + ",".join(map(str, (self.day, *self.also))))
        if self.weekdays:
            parts.append(f"BYDAY={self.weekdays}")
        if self.nth:
            parts.append(f"BYSETPOS={self.nth}")
        return ";".join(parts)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A time after an event, with a minus before it. `offset`: ISO 8601, B for working days; two of them, by a /."""

    offset: str


Value = Point | Window | Cycle | Lapse


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of expression is written. `read` makes the value of a match, None where it is none after all."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Value | None]
    confidence: float


@dataclass(slots=True)
class Reading:
    """A value at [start, end) of the text. `after` is the event of a Lapse as printed."""

    start: int
    end: int
    value: Value
    rule: str
    confidence: float
    after: str = ""
