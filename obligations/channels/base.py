"""What every channel gives: whom it reaches, and how one notice is handed over."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings

from obligations.models import Notice, User

# Hands over one notice, its recipient loaded.
Deliver = Callable[[Notice], None]


class NotDeliverable(Exception):
    """This notice can't reach its recipient, now or later. The message is a Chinese phrase for the notice's failure.

    Any other exception of a delivery counts as a passing trouble: the sender tries again later.
    """


class Channel(ABC):
    @abstractmethod
    def reaches(self, person: User) -> bool:
        """Whether there is an address to send to. For others no notice of this channel is made."""

    @abstractmethod
    def connected(self) -> AbstractContextManager[Deliver]:
        """A connection for a batch. Raises when the other side can't be reached: then nothing was tried."""


def absolute(link: str) -> str:
    """A notice's link as an address for outside the site; "" stays ""."""
    return f"{settings.SITE_URL}{link}" if link.startswith("/") else link
