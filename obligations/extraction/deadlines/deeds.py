"""The deed that a date binds: the clause after it, else the one that it stands in."""

import re

from obligations.extraction.deadlines.scene import Scene

LONGEST = 40
SKIP = re.compile(r"[,:)”、\s]*")
# The number of an item: (一), 第一阶段 stays.
MARKER = re.compile(r"^[(\uff08]?[一二三四五六七八九十\d]{1,3}[)\uff09.、]+")
OPENING = re.compile(r"[(\uff08]")
CLOSED = re.compile(r"[)\uff09]+$")
CLAUSE = re.compile(r"[^,。;:!?]+")


def deed_of(scene: Scene) -> str:
    """At most 40 characters as printed; "" where the passage holds nothing but the date."""
    source, start = scene.source, scene.reading.end
    skipped = SKIP.match(source.text, start, scene.high)
    begin = skipped.end() if skipped else start
    clause = CLAUSE.match(source.text, begin, min(scene.high, begin + LONGEST))
    if clause and clause.end() - clause.start() > 1:
        return unclosed(source.verbatim[clause.start() : clause.end()])
    end = scene.reading.start
    lead = source.verbatim[max(end - LONGEST, end - len(scene.lead)) : end]
    return MARKER.sub("", unopened(lead))


def unclosed(deed: str) -> str:
    """The deed without the bracket that closes what was opened before it."""
    return deed if OPENING.search(deed) else CLOSED.sub("", deed)


def unopened(deed: str) -> str:
    """The deed without the bracket that opens what follows it."""
    return deed[:-1] if OPENING.search(deed[-1:]) else deed
