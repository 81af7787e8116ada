"""A new version of a directive: what changed, task by task."""

from dataclasses import dataclass
from enum import StrEnum

from obligations.likeness.compare import profile
from obligations.likeness.versions import match
from obligations.models import Directive, Event, Task
from obligations.pairing import due_value, duty_of
from obligations.steps import TASK

Verb = Event.Verb
State = Task.State
# What a version asks for: a task that was rejected or merged is none of its own.
COUNTED = (State.SUGGESTED, State.IN_FORCE, State.CLOSED, State.WITHDRAWN)


class Difference(StrEnum):
    DATE = "date"
    UNIT = "unit"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Row:
    """A task in both versions, or in one of them: `old` alone is gone, `new` alone was added."""

    old: Task | None
    new: Task | None
    differs: frozenset[Difference] = frozenset()

    @property
    def can_carry(self) -> bool:
        return (
            self.old is not None
            and self.new is not None
            and self.old.state == State.IN_FORCE
            and self.new.continues_id is None
            and TASK.allows(Verb.CARRIED, self.new.state)
        )


def changes(old: Directive, new: Directive) -> list[Row]:
    """In the order of the new version, what is gone at the end. Those that were carried over stay together."""
    olds, news = _tasks(old), _tasks(new)
    by_key = {task.pk: task for task in olds}
    pairs = {task.pk: by_key[task.continues_id] for task in news if task.continues_id in by_key}
    settled = {task.pk for task in pairs.values()}
    free_old = [task for task in olds if task.pk not in settled]
    free_new = [task for task in news if task.pk not in pairs]
    found = match([profile(duty_of(task)) for task in free_old], [profile(duty_of(task)) for task in free_new])
    pairs |= {free_new[j].pk: free_old[i] for i, j in found}
    rows = [
        Row(one, task, _differences(one, task)) if (one := pairs.get(task.pk)) else Row(None, task) for task in news
    ]
    matched = {task.pk for task in pairs.values()}
    return rows + [Row(task, None) for task in olds if task.pk not in matched]


def _tasks(directive: Directive) -> list[Task]:
    tasks = Task.objects.filter(directive=directive, state__in=COUNTED).with_details()
    return list(tasks.defer("directive__text", "suggestion").order_by("number"))


def _differences(old: Task, new: Task) -> frozenset[Difference]:
    found = set()
    if dates_of(old) != dates_of(new):
        found.add(Difference.DATE)
    if units_of(old) != units_of(new):
        found.add(Difference.UNIT)
    if "".join(old.text.split()) != "".join(new.text.split()):
        found.add(Difference.WORDS)
    return frozenset(found)


def dates_of(task: Task) -> set[str]:
    return {due_value(deadline) or deadline.text for deadline in task.deadlines.all()}


def units_of(task: Task) -> set[tuple[str, str]]:
    return {(one.role, one.unit.name if one.unit else one.name) for one in task.assignments.all()}
