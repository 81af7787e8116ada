"""Writes the Events (操作记录) of verbs. Called inside the verb's own transaction, so both happen or neither."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from obligations.models import Commitment, Directive, Event, Task, Unit, User

Subject = Commitment | Task | Directive | None


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
) -> Event:
    """One event on a commitment, task or directive; what stands above the subject is filled in from it."""
    event = event_of(verb, subject, actor, at=at, note=note, unit=unit, before=before, after=after)
    event.save(force_insert=True)
    return event


def record_many(events: Iterable[Event]) -> None:
    Event.objects.bulk_create(list(events), batch_size=500)


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
    """The same, not saved yet."""
    event = Event(at=at or timezone.now(), actor=actor, verb=verb, note=note, unit=unit)
    event.before = plain_values(before or {})
    event.after = plain_values(after or {})
    if isinstance(subject, Commitment):
        event.commitment = subject
        event.unit_id = event.unit_id or subject.unit_id
        event.task_id = subject.task_id
        event.directive_id = subject.task.directive_id
    elif isinstance(subject, Task):
        event.task = subject
        event.directive_id = subject.directive_id
    elif isinstance(subject, Directive):
        event.directive = subject
    return event


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON can hold them: dates in ISO form, records by their key."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
