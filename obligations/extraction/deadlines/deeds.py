"""The deed that a date binds: the clause after it, else the one that it stands in."""

import re

from obligations.extraction.deadlines.scene import Scene
from obligations.extraction.text import SourceText

LONGEST = 40
SKIP = re.compile(r"[,:)、\s]*")
CLAUSE = re.compile(r"[^,。;:!?]+")


def deed_of(source: SourceText, scene: Scene) -> str:
    """At most 40 characters as printed; "" where the passage holds nothing but the date."""
    start = scene.reading.end
    skipped = SKIP.match(source.text, start, scene.high)
    begin = skipped.end() if skipped else start
    clause = CLAUSE.match(source.text, begin, min(scene.high, begin + LONGEST))
    if clause and clause.end() - clause.start() > 1:
        return source.verbatim[clause.start() : clause.end()]
    lead = scene.lead
    end = scene.reading.start
    return source.verbatim[max(end - LONGEST, end - len(lead)) : end].rstrip("(")
