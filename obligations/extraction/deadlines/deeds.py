"""The deed that a date binds: the clause after it, else the one that it stands in."""

import re

from obligations.extraction.deadlines.scene import Scene
from obligations.extraction.text import SourceText

LONGEST = 40
SKIP = re.compile(r"[,:)”、\s]*")
# The number of an item: (一), 第一阶段 stays.
MARKER = re.compile(r"^[(\uff08]?[一二三四五六七八九十\d]{1,3}[)\uff09.、]+")
OPENING = re.compile(r"[(\uff08]")
CLOSED = re.compile(r"[)\uff09]+$")
CLAUSE = re.compile(r"[^,。;:!?]+")


def deed_of(scene: Scene) -> str:
    """At most 40 characters as printed; "" where the passage holds nothing but the date."""
    reading = scene.reading
    return deed_at(scene.source, reading.start, reading.end, scene.high, reading.start - len(scene.lead))


def deed_at(source: SourceText, start: int, end: int, high: int, lead: int) -> str:
    """The same for the words [start, end) of a passage that ends at `high`; their own clause begins at `lead`."""
    skipped = SKIP.match(source.text, end, high)
    begin = skipped.end() if skipped else end
    clause = CLAUSE.match(source.text, begin, min(high, begin + LONGEST))
    if clause and clause.end() - clause.start() > 1:
        return unclosed(source.verbatim[clause.start() : clause.end()])
    return MARKER.sub("", unopened(source.verbatim[max(start - LONGEST, lead) : start]))


def unclosed(deed: str) -> str:
    """The deed without the bracket that closes what was opened before it."""
    return deed if OPENING.search(deed) else CLOSED.sub("", deed)


def unopened(deed: str) -> str:
    """The deed without the bracket that opens what follows it."""
    return deed[:-1] if OPENING.search(deed[-1:]) else deed
