"""The note under the title of a regulation: who adopted it and when, with what order it was made public.

(2023年12月1日云河市人民政府第5次常务会议通过 2023年12月20日云河市人民政府令第88号公布 自2024年2月1日起施行)
"""

import re
from dataclasses import dataclass
from datetime import date

from obligations.extraction.dates import DATE, read_date
from obligations.extraction.doc_numbers import ORDER
from obligations.extraction.lines import Line
from obligations.extraction.text import SourceText

_EVENT = re.compile(rf"(?P<day>{DATE})(?:由|经|以)?(?P<by>[^,。;年]{{0,60}}?)(?P<verb>公布|发布|颁布|印发|通过|批准)")
_NUMBER = re.compile(rf"(?P<number>{ORDER})$")
_PUBLISHED = ("公布", "发布", "颁布", "印发")
_LINES = 8
_CHARS = 400


@dataclass(frozen=True, slots=True)
class Adoption:
    """Day of issue, the order's number as its squeezed span (None: the note names none), and the note's end."""

    issued_on: date | None = None
    number: tuple[int, int] | None = None
    end: int = 0


def find_adoption(source: SourceText, lines: list[Line], first: int) -> Adoption | None:
    """The note that begins on line number `first`; None when none stands there."""
    if first >= len(lines) or not lines[first].text.startswith("("):
        return None
    start = lines[first].start
    stop = min(lines[min(first + _LINES, len(lines)) - 1].end, start + _CHARS)
    end = _closing(source.text, start, stop)
    events = list(_EVENT.finditer(source.text, start, end)) if end else []
    if not events:
        return None
    event = next((e for e in events if e["verb"] in _PUBLISHED), events[0])
    number = _NUMBER.search(source.text, event.start("by"), event.end("by"))
    return Adoption(read_date(event["day"]), number.span("number") if number else None, end)


def _closing(text: str, start: int, stop: int) -> int:
    """The offset behind the bracket that closes the one at `start`, 0 when it stays open."""
    depth = 0
    for at in range(start, stop):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at + 1
    return 0
