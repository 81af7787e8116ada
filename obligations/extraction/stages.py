"""Limits printed at a section's head: (一)部署阶段(2月20日—2月28日), 二、管网改造(2026年底前完成), 整改时限:立行立改.

They belong to each item of the section that has no limit of its own.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from obligations.extraction.deadlines import labelled_limits
from obligations.extraction.findings import DeadlineFinding, DeadlineKind, VagueTime
from obligations.extraction.layout import Layout
from obligations.extraction.outline import Item, heading_of
from obligations.extraction.text import SourceText

Read = Callable[[int, int], list[DeadlineFinding]]
Span = tuple[int, int]

# 时限 is a limit of what is to be done; 申报时限 and 公示期限 are of something else.
LABEL = re.compile(
    r"(?:(?:完成|整改|办理|办结|落实|实施|推进|工作|任务|责任|时间)?(?:时限|期限)|(?:完成|整改)时间)(?:要求|安排)?[为是]?:"
)
# What stands in a bracket behind a heading's date, and a heading that is nothing but its date: 6月底前完成的任务.
DONE = re.compile(r"(?:要|应|须)?(?:全面|全部|基本|如期)?(?:完成|办结|整改|落实|实现|到位|建成){0,2}(?:整改)?\)?[。:]?")
DATED = re.compile(r"(?:[需要应须]+)?(?:全面|全部|基本)?(?:完成|办结|整改到位|落实到位)的?[\u4e00-\u9fff]{0,6}[。:]?")
# What may stand behind the limit in a head that says nothing else: 整改措施:.
LIMITS = "前底末内止"
LONGEST_BRACKET = 40
REST = re.compile(r"(?:前|完成|[。;,])*(?:[^。;:,]{2,8}:)?")


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands below the heading, [start, end), has this limit to be done in: a deadline, or words without a date.

    `heading` is the span of what heads the section and says nothing but what and when. `outer`: the place of the stage
    around this one among all, -1 for none.
    """

    start: int
    end: int
    limit: DeadlineFinding | VagueTime
    heading: Span
    outer: int = -1

    def deadline_of(self, what: str) -> list[DeadlineFinding]:
        """The deadline of one item's own, if it is one; it points at the words of the heading."""
        return [replace(self.limit, what=what)] if isinstance(self.limit, DeadlineFinding) else []

    def vague_of(self, what: str) -> list[VagueTime]:
        """The same for words without a date."""
        return [replace(self.limit, what=what)] if isinstance(self.limit, VagueTime) else []


class Stages:
    """The sections of a directive that print a limit at their head; `read` gives the deadlines of a span.

    A heading without items below is part of its passage, where the limit is read like any other date.
    """

    def __init__(self, layout: Layout, root: Item, read: Read) -> None:
        self.stages: list[Stage] = []
        for item in _headings(root):
            if stage := _stage(layout, item, read):
                self.stages.append(replace(stage, outer=self._holding(item.start)))
        self._starts = [stage.start for stage in self.stages]
        self._heads = [stage.heading[0] for stage in self.stages]

    def is_heading(self, start: int, end: int) -> bool:
        """Whether [start, end) is nothing but the head of a section, with or without a mark behind it."""
        at = bisect_right(self._heads, start) - 1
        return at >= 0 and end <= self.stages[at].heading[1] + 1

    def at(self, offset: int) -> Stage | None:
        """The innermost section with a limit that holds the offset."""
        at = self._open(bisect_right(self._starts, offset) - 1, offset)
        return self.stages[at] if at >= 0 else None

    def _holding(self, offset: int) -> int:
        return self._open(len(self.stages) - 1, offset)

    def _open(self, at: int, offset: int) -> int:
        while at >= 0 and self.stages[at].end <= offset:
            at = self.stages[at].outer
        return at


def _headings(item: Item) -> Iterator[Item]:
    for child in item.children:
        if child.children:
            yield child
            yield from _headings(child)


def _stage(layout: Layout, item: Item, read: Read) -> Stage | None:
    text = layout.source.text
    end = _heading_end(layout, item)
    found = read(item.start, end)
    windows = [one for one in found if one.kind is DeadlineKind.PERIOD and one.due_on]
    limits = [one for one in found if one.kind is DeadlineKind.FIXED and _is_of_heading(text, item, one, end)]
    if windows or limits:
        return Stage(item.own_end, item.end, (windows or limits)[0], (item.start, end))
    words = labelled_limits(layout.source, item.start, end)
    if words and text[words[0].end : end] in (")", ""):
        return Stage(item.own_end, item.end, words[0], (item.start, end))
    return _labelled(layout, item, end, read)


def _heading_end(layout: Layout, item: Item) -> int:
    """The end of the heading, with the whole of a bracket in it: 管网改造(完成时限:2026年底前)."""
    heading = heading_of(layout, item)
    end = item.start + len(heading)
    if unclosed(heading):
        closing = layout.source.text.find(")", end, min(item.own_end, end + LONGEST_BRACKET))
        end = closing + 1 if closing >= 0 else end
    return end


def unclosed(heading: str) -> bool:
    return max(heading.rfind("("), heading.rfind("\uff08")) > max(heading.rfind(")"), heading.rfind("\uff09"))


def _is_of_heading(text: str, item: Item, found: DeadlineFinding, end: int) -> bool:
    """(2026年底前完成) or (完成时限:…) behind a heading, or a heading that is its date and nothing else."""
    before, behind = text[item.start : found.start], text[found.end : end]
    if before.endswith(("(", ":")):
        return DONE.fullmatch(behind) is not None and (before[-1] == ":" or len(behind) > 1 or found.text[-1] in LIMITS)
    return not before and DATED.fullmatch(behind) is not None


def _labelled(layout: Layout, item: Item, end: int, read: Read) -> Stage | None:
    """A line 整改时限:… between the heading and the first item."""
    source = layout.source
    if source.text.find(":", end, item.own_end) < 0:
        return None
    label = next((one for one in LABEL.finditer(source.text, end, item.own_end) if _opens(source, one.start())), None)
    if label is None:
        return None
    dated = [one for one in read(label.start(), item.own_end) if one.start - label.end() <= 1]
    limits: list[DeadlineFinding | VagueTime] = [*dated] or [*labelled_limits(source, label.start(), item.own_end)]
    if not limits or limits[0].start - label.end() > 1:
        return None
    plain = source.text[end : label.start()] in ("", "。", ":") and REST.fullmatch(
        source.text, limits[0].end, item.own_end
    )
    return Stage(item.own_end, item.end, limits[0], (item.start, item.own_end if plain else end))


def _opens(source: SourceText, at: int) -> bool:
    """Whether a label begins here: 申报时限 is another one than 时限."""
    return source.starts_line(at) or source.text[at - 1] in "。;,:(" or bool(source.raw_gap(at))
