"""What every reader gives and raises."""

from dataclasses import dataclass


class Unreadable(Exception):
    """A file whose text can't be had. `message` is a Chinese sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file; offsets of all findings point into `text`. `encoding` is the codec that decoded it."""

    text: str
    encoding: str
