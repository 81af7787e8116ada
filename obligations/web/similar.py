"""What is similar to a task: the words that agree marked, what differs said, for the rows of the review page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from obligations.extraction.text import squeeze
from obligations.models import Task, TaskPair
from obligations.models.pairs import COUNTING
from obligations.web.wording import say_value

# Of the other task's sentence in a row; the whole of it stands in the comparison.
SHOWN = 160


@dataclass(frozen=True, slots=True)
class Twin:
    """One pair as seen from one of its tasks: the other task, its words marked, and what differs (here, there)."""

    pair: TaskPair
    task: Task
    sentence: SafeString
    differs: list[tuple[str, str, str]]


@dataclass(slots=True)
class Similar:
    """All pairs of one task: waiting for a decision, merged into this one, this one's merger, judged to be apart."""

    waiting: list[Twin] = field(default_factory=list)
    covers: list[Twin] = field(default_factory=list)
    covered_by: Twin | None = None
    apart: list[Twin] = field(default_factory=list)


def similar_of(tasks: Iterable[Task]) -> dict[int, Similar]:
    """What is similar to each of these tasks, by key; tasks without any are left out. Two queries."""
    ids = {task.pk for task in tasks}
    found: dict[int, Similar] = {}
    for pair in TaskPair.objects.of(ids).with_tasks():
        for task_id in {pair.first_id, pair.second_id} & ids:
            _place(found.setdefault(task_id, Similar()), pair, task_id)
    return found


def _place(similar: Similar, pair: TaskPair, task_id: int) -> None:
    twin = _twin(pair, task_id)
    if pair.state == TaskPair.State.APART:
        similar.apart.append(twin)
    elif pair.state == TaskPair.State.PROPOSED:
        if pair.first.state in COUNTING and pair.second.state in COUNTING:
            similar.waiting.append(twin)
    elif pair.kept_id == task_id:
        similar.covers.append(twin)
    else:
        similar.covered_by = twin


def _twin(pair: TaskPair, task_id: int) -> Twin:
    other = pair.other(task_id)
    return Twin(pair, other, marked_words(other, pair, SHOWN), differs(pair, here_first=pair.first_id == task_id))


def differs(pair: TaskPair, *, here_first: bool) -> list[tuple[str, str, str]]:
    """(what, here, there) for numbers and dates that are not the same."""
    reasons = pair.reasons
    pairs = [(_("数量"), ours, theirs) for ours, theirs in reasons.get("figures_changed", [])]
    ours, theirs = reasons.get("due_changed") or ((), ())
    if ours or theirs:
        pairs.append((_("时限"), _say_values(ours), _say_values(theirs)))
    return pairs if here_first else [(what, there, here) for what, here, there in pairs]


def _say_values(values: Iterable[str]) -> str:
    return "、".join(say_value(value) for value in values)


def marked_words(task: Task, pair: TaskPair, most: int = 0) -> SafeString:
    """The task's sentence: words and numbers that both hold are marked, numbers that differ marked otherwise."""
    text = squeeze(task.text)
    if most and len(text) > most:
        text = text[:most] + "…"
    mine = 0 if task.pk == pair.first_id else 1
    other = {both[mine] for both in pair.reasons.get("figures_changed", [])}
    same = {*pair.reasons.get("words", []), *pair.reasons.get("figures", [])}
    words = sorted(other | same, key=len, reverse=True)
    if not words:
        return escape(text)
    parts = re.split("(" + "|".join(map(re.escape, words)) + ")", text)
    return mark_safe("".join(_mark(part, other, same) for part in parts))  # noqa: S308 - every part is escaped


def _mark(part: str, other: set[str], same: set[str]) -> str:
    if part in other:
        return format_html('<mark class="is-other">{}</mark>', part)
    return format_html("<mark>{}</mark>", part) if part in same else escape(part)
