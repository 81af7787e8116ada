"""Places of a text, found once and asked for often."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice, repeat


class Places(list[int]):
    """Offsets in ascending order."""

    def within(self, start: int, end: int) -> bool:
        """Whether one of them is in [start, end)."""
        at = bisect_left(self, start)
        return at < len(self) and self[at] < end

    def since(self, start: int, beyond: int) -> Iterator[int]:
        """Those from `start` on, and `beyond` without end."""
        return chain(islice(self, bisect_left(self, start), None), repeat(beyond))
