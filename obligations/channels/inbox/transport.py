"""The in-app list (站内): a notice is delivered by being there."""

from collections.abc import Iterator
from contextlib import contextmanager

from obligations.channels.base import Channel, Deliver
from obligations.models import Notice, User


class InboxChannel(Channel):
    def reaches(self, person: User) -> bool:
        return person.is_active

    @contextmanager
    def connected(self) -> Iterator[Deliver]:
        yield already_there


def already_there(_notice: Notice) -> None:
    """The list reads the same rows."""
