"""A task's sentence with the words marked that the reading took for units and dates. Everything is escaped."""

import re
from collections.abc import Iterable
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from obligations.models import Task

# Line ends and blanks of the PDF; a blank between two Latin words is one.
PRINTED_BLANK = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
Span = tuple[int, int, str]


def marked(task: Task) -> SafeString:
    """The task's words as HTML. Reads prefetched assignments, deadlines and targets."""
    spans = list(clipped(task))
    cuts = sorted({0, len(task.text), *(at for start, end, _kind in spans for at in (start, end))})
    pieces = (
        (kinds_over(spans, start, end), PRINTED_BLANK.sub("", task.text[start:end])) for start, end in pairwise(cuts)
    )
    return format_html('<div class="sentence">{}</div>', format_html_join("", '<span class="{}">{}</span>', pieces))


def clipped(task: Task) -> Iterable[Span]:
    """The marked places counted from the task's first character, those outside of it left out."""
    rows = [(a.start, a.end, a.role) for a in task.assignments.all()]
    rows += [(d.start, d.end, "deadline") for d in task.deadlines.all()]
    rows += [(t.start, t.end, "target") for t in task.targets.all()]
    for start, end, kind in rows:
        if start is None or end is None:
            continue
        first, last = max(start - task.start, 0), min(end - task.start, len(task.text))
        if first < last:
            yield first, last, kind


def kinds_over(spans: Iterable[Span], start: int, end: int) -> str:
    """Class names of the marks that cover [start, end)."""
    return " ".join(sorted({f"w-{kind}" for first, last, kind in spans if first <= start and end <= last}))
