"""The chain of Events: each carries the hash of itself and of the one before, so a later change shows."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

# What the first event has in the place of a predecessor.
BEGINNING = "0" * 64
# The first part of every hashed text: another way of writing events down must bear another number.
FORM = 1


class Recorded(Protocol):
    """An event, or a row of one in a migration."""

    number: Any
    at: Any
    verb: Any
    actor_id: Any
    actor_name: Any
    unit_id: Any
    unit_name: Any
    directive_id: Any
    task_id: Any
    commitment_id: Any
    note: Any
    before: Any
    after: Any


# In this order they are hashed. `hash` itself is not among them.
FIELDS = (
    *("number", "at", "verb", "actor_id", "actor_name", "unit_id", "unit_name"),
    *("directive_id", "task_id", "commitment_id", "note", "before", "after"),
)


def hash_of(previous: str, event: Recorded) -> str:
    """sha256 (hex) of the predecessor's hash and every field, written the same way on every machine and database."""
    values = [FORM, previous, *(_written(getattr(event, name)) for name in FIELDS)]
    text = json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _written(value: Any) -> Any:
    # The moment, not the zone in which a database hands it out.
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


class Chain(models.Model):
    """One row: how many events there are and the hash of the last. Whoever appends holds its lock until the commit.

    It stands apart from the events, so that taking the last ones away shows as well.
    """

    ONLY = 1

    length = models.PositiveBigIntegerField(_("条数"), default=0)
    hash = models.CharField(_("链尾校验值"), max_length=64, default=BEGINNING)

    class Meta:
        verbose_name = _("操作记录链")
        verbose_name_plural = _("操作记录链")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="chain_only_one")]

    def __str__(self) -> str:
        return f"{self.length}:{self.hash}"

    @classmethod
    def locked(cls) -> "Chain":
        """The end of the chain, for one writer at a time. Only inside a transaction."""
        return cls.objects.select_for_update().get(pk=cls.ONLY)

    def append(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        """Gives each event its number and hash and moves the end on; saves nothing."""
        for event in events:
            self.length += 1
            event.number = self.length
            self.hash = hash_of(self.hash, event)
            event.hash = self.hash  # type: ignore[attr-defined]
            yield event
