"""What every reader gives and raises."""

from bisect import bisect_right
from dataclasses import dataclass

from obligations.extraction.grids import Grid


class Unreadable(Exception):
    """A file whose text can't be had. `message` is a Chinese sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text from `start` on stands in the file: a page (from 1, None where the format has none) and a name.

    `label` is Chinese, for the user: 第3页, 第12段, 表2第3行, 工作表“台账”B5.
    """

    start: int
    page: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file; offsets of all findings point into `text`. `encoding` is the codec that decoded it.

    `grids` are the tables whose cells the format tells, in text order; `places` are ascending by `start`, empty where
    the format has neither pages nor paragraphs. `unread` are the pages (from 1) that show a picture and hold no text:
    scans among pages that were read.
    """

    text: str
    encoding: str = ""
    grids: tuple[Grid, ...] = ()
    places: tuple[Place, ...] = ()
    unread: tuple[int, ...] = ()

    def place_at(self, offset: int) -> Place | None:
        """The place of the character at `offset`."""
        at = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[at - 1] if at else None
