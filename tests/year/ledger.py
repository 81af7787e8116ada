"""What the record says: every event played again, from the first day, beside what stands in the rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from obligations.models import Chain, Commitment, Event, Task
from obligations.models.chain import BEGINNING, hash_of
from obligations.recording import plain_values
from obligations.steps import COMMITMENT, PAIR, TASK, Steps

Verb = Event.Verb
Values = dict[str, Any]
# What is no state of a commitment: its keys, what is counted from the calendar beside the date, and the unit, which
# events name in words.
NOT_REPLAYED = {
    *("id", "task", "unit", "in_place_of", "reassigned_from", "deadline", "occurrence", "created_at"),
    *("start_on", "first_due_on", "is_provisional", "sign_by"),
}
BROUGHT_ALONG = ("due_on", "role")
OF_TASK = ("state", "check_every", "check_on")


def replayed_fields() -> list[str]:
    return [one.name for one in Commitment._meta.concrete_fields if one.name not in NOT_REPLAYED]


def _comparable(value: Any) -> Any:
    """A moment, whatever zone it was written in."""
    if isinstance(value, str) and len(value) > 10 and value[4:5] == "-":
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            return value
    return value


@dataclass
class Book:
    """The rows of one noun as the record has them."""

    model: type[models.Model]
    steps: Steps
    fields: list[str]
    rows: dict[int, Values] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    # as they were compared last, and those of which something was recorded since
    _seen: dict[int, Values] = field(default_factory=dict)
    _touched: set[int] = field(default_factory=set)

    def play(self, key: int, event: Event) -> None:
        begins = key not in self.rows
        row = self.rows.setdefault(key, {})
        self._touched.add(key)
        named = f"{self.model.__name__} {key}, event {event.number} {event.verb}"
        start = self._defaults()
        before = {name: event.before[name] for name in self.fields if name in event.before}
        for name, value in before.items():
            known = row.get(name, start.get(name, value))
            if _comparable(known) != _comparable(value):
                self.problems.append(f"{named}: {name} was {known!r}, the event says {value!r}")
        state = row.get("state", start["state"])
        after = {name: event.after[name] for name in self.fields if name in event.after}
        # with what made it a row may begin (改派)
        if not (begins and event.verb == Verb.REASSIGNED and after.get("state", state) in self.steps.first):
            self._hold_steps(named, event, state, after.get("state", state))
        for name, value in before.items():
            row.setdefault(name, value)
        row.update(after)

    def _hold_steps(self, named: str, event: Event, before: str, after: str) -> None:
        moves = self.steps.moves.get(Verb(event.verb))
        if moves is None:
            if before != after:
                self.problems.append(f"{named}: no step of it leads from {before} to {after}")
        elif after not in moves.get(before, ()) and not (before == after and Verb(event.verb) in PAIR.moves):
            self.problems.append(f"{named}: steps.py knows no way from {before} to {after}")

    def _defaults(self) -> Values:
        """What a row begins with; its date and its role it brings along."""
        found = {one.name: one.get_default() for one in self.model._meta.concrete_fields if one.name in self.fields}
        for name in BROUGHT_ALONG:
            found.pop(name, None)
        return plain_values(found)

    def compare(self, found: dict[int, Values]) -> Iterator[str]:
        """`found`: the rows of the database by key."""
        start = self._defaults()
        for key, values in found.items():
            if key not in self._touched and self._seen.get(key) == values:
                continue
            row = self.rows.setdefault(key, {})
            for name, value in plain_values(values).items():
                known = row.setdefault(name, start.get(name, value))
                if known is not value and _comparable(known) != _comparable(value):
                    yield f"{self.model.__name__} {key}: {name} is {value!r}, by the record {known!r}"
        self._seen, self._touched = dict(found), set()


@dataclass
class Ledger:
    """Reads what was recorded since the last time, and follows the chain."""

    length: int = 0
    hash: str = BEGINNING
    commitments: Book = field(default_factory=lambda: Book(Commitment, COMMITMENT, replayed_fields()))
    tasks: Book = field(default_factory=lambda: Book(Task, TASK, list(OF_TASK)))
    # what was recorded since the last check, and by task and verb the days
    new: list[Event] = field(default_factory=list)
    moved_to: dict[int, str] = field(default_factory=dict)
    reopened: set[int] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def read_on(self) -> None:
        self.new = list(Event.objects.filter(number__gt=self.length).order_by("number"))
        self.moved_to, self.reopened = {}, set()
        for event in self.new:
            self._link(event)
            if event.commitment_id is not None:
                self.commitments.play(event.commitment_id, event)
            elif event.task_id is not None:
                self.tasks.play(event.task_id, event)
            if event.verb == Verb.MOVED and event.commitment_id is not None and "unit" in event.after:
                self.moved_to[event.commitment_id] = event.after["unit"]
            if event.verb == Verb.REOPENED and event.task_id is not None:
                self.reopened.add(event.task_id)
        there = Event.objects.count()
        if there != self.length:
            self.problems.append(f"{there} events are there, the last is number {self.length}")
        end = Chain.objects.get()
        if (end.length, end.hash) != (self.length, self.hash):
            self.problems.append(f"the chain ends at {end}, its events at {self.length}:{self.hash}")

    def _link(self, event: Event) -> None:
        if event.number != self.length + 1:
            self.problems.append(f"event {self.length + 1} is missing")
        if event.hash != hash_of(self.hash, event):
            self.problems.append(f"event {event.number} does not fit its hash")
        self.length, self.hash = event.number, event.hash

    def take_problems(self) -> list[str]:
        found = [*self.problems, *self.commitments.problems, *self.tasks.problems]
        self.problems, self.commitments.problems, self.tasks.problems = [], [], []
        return found
