"""Stages with a window: (一)部署阶段(2月20日—2月28日). The window belongs to each item of the stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from obligations.extraction.findings import DeadlineFinding, DeadlineKind
from obligations.extraction.layout import Layout
from obligations.extraction.outline import Item, heading_of


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands below the heading, [start, end), has this window to be done in. `heading` is the heading's span."""

    start: int
    end: int
    window: DeadlineFinding
    heading: tuple[int, int]

    def window_of(self, what: str) -> DeadlineFinding:
        """A window of one item's own; it points at the words of the heading."""
        return replace(self.window, what=what)


def find_stages(layout: Layout, root: Item, read: Callable[[int, int], list[DeadlineFinding]]) -> list[Stage]:
    """The headings above numbered items that print a window; `read` gives the deadlines of a span. Inner ones last.

    A heading without items below is part of its passage, where the window is read like any other date.
    """
    stages = []
    for item in _headings(root):
        end = item.start + len(heading_of(layout, item))
        windows = [found for found in read(item.start, end) if found.kind is DeadlineKind.PERIOD and found.due_on]
        if windows:
            stages.append(Stage(item.own_end, item.end, windows[0], (item.start, end)))
    return stages


def is_heading(stages: list[Stage], start: int, end: int) -> bool:
    """Whether [start, end) is nothing but the heading of a stage, with or without a mark behind it."""
    return any(start >= stage.heading[0] and end <= stage.heading[1] + 1 for stage in stages)


def stage_at(stages: list[Stage], offset: int) -> Stage | None:
    """The innermost stage that holds the offset."""
    return next((stage for stage in reversed(stages) if stage.start <= offset < stage.end), None)


def _headings(item: Item) -> Iterator[Item]:
    for child in item.children:
        if child.children:
            yield child
            yield from _headings(child)
