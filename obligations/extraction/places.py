"""Places of a text, found once and asked for often."""

from bisect import bisect_left


class Places(list[int]):
    """Offsets in ascending order."""

    def within(self, start: int, end: int) -> bool:
        """Whether one of them is in [start, end)."""
        at = bisect_left(self, start)
        return at < len(self) and self[at] < end
