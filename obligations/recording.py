"""Writes the Events (操作记录) of verbs, in the verb's own transaction: both happen or neither.

Every verb runs in `recorded()`. What it records joins the chain as the last thing before it commits: the end of the
chain is the last lock that a verb takes, so two verbs never wait for each other crosswise, and hold it for a moment.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from obligations.models import Commitment, Directive, Event, Task, Unit, User

Subject = Commitment | Task | Directive | None


class _Waiting(threading.local):
    """What this thread's verb has recorded so far, and the depth of the transaction in which it may wait."""

    def __init__(self) -> None:
        self.events: list[Event] | None = None
        self.depth = 0


_waiting = _Waiting()


@contextmanager
def recorded() -> Iterator[None]:
    """The transaction of a verb, as a decorator or in a with statement. Inside another it is a part of that one."""
    with transaction.atomic():
        depth, _waiting.depth = _waiting.depth, len(connection.atomic_blocks)
        try:
            if _waiting.events is None:
                yield from _outermost()
            else:
                yield from _within(_waiting.events)
        finally:
            _waiting.depth = depth


def _outermost() -> Iterator[None]:
    events: list[Event] = []
    _waiting.events = events
    try:
        yield
    finally:
        _waiting.events = None
    if events:
        Event.objects.append(events)


def _within(events: list[Event]) -> Iterator[None]:
    """What is taken back takes its events along."""
    before = len(events)
    try:
        yield
    except BaseException:
        del events[before:]
        raise


def record(
    verb: Event.Verb,
    subject: Subject,
    actor: User | None,
    *,
    at: datetime | None = None,
    note: str = "",
    unit: Unit | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """One event on a commitment, task or directive; what stands above the subject is filled in from it."""
    record_many([event_of(verb, subject, actor, at=at, note=note, unit=unit, before=before, after=after)])


def record_many(events: Iterable[Event]) -> None:
    found = list(events)
    # In a transaction of its own inside the verb's, they are written at once: it may be rolled back alone.
    if _waiting.events is not None and len(connection.atomic_blocks) == _waiting.depth:
        _waiting.events += found
    elif found:
        Event.objects.append(found)


def event_of(
    verb: Event.Verb,
    subject: Subject,
    actor: User | None,
    *,
    at: datetime | None = None,
    note: str = "",
    unit: Unit | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """The same, not recorded yet."""
    if isinstance(subject, Commitment):
        unit = unit or subject.unit
    event = Event(at=at or timezone.now(), actor=actor, verb=verb.value, note=note, unit=unit)
    event.actor_name = _named(actor, unit)[:150]
    event.unit_name = str(unit or "")
    event.before = plain_values(before or {})
    event.after = plain_values(after or {})
    if isinstance(subject, Commitment):
        event.commitment = subject
        event.task_id = subject.task_id
        event.directive_id = subject.task.directive_id
    elif isinstance(subject, Task):
        event.task = subject
        event.directive_id = subject.directive_id
    elif isinstance(subject, Directive):
        event.directive = subject
    return event


def _named(actor: User | None, unit: Unit | None) -> str:
    """梁慧敏（代郭一鸣）: who acted, and in whose place."""
    absent = actor.stands_in_for(unit) if actor is not None and unit is not None else ""
    return f"{actor}（代{absent}）" if absent else str(actor or "")


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON can hold them: dates in ISO form, records by their key."""
    return {str(name): _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Mapping):
        return plain_values(value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    # A database may hand a fraction back in another form, and the hash would no longer fit.
    if isinstance(value, float | Decimal):
        return str(value)
    if isinstance(value, str):
        return str(value)
    return value
