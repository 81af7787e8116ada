"""The supervisor's desk: files come in, similar tasks are settled, tasks are confirmed."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from obligations.errors import Refused
from obligations.intake import read_source, receive
from obligations.joining import join, keep_apart
from obligations.models import Directive, SourceFile, Task, TaskPair
from obligations.review import confirm, reject
from obligations.sample_city import SAMPLE_DIRECTIVES, render, template_name
from obligations.schedule import plan
from tests.year.cast import Cast
from tests.year.clock import Clock

SURE = 0.7
# A task that would fill every list is left to review.
MOST_OF_ONE = 6


@dataclass
class Office:
    cast: Cast
    clock: Clock
    done: Counter[str] = field(default_factory=Counter)

    def take_in_sample(self, number: str, issued_before: int) -> SourceFile:
        """A directive of the sample city as if it had been issued yesterday; `issued_before`: as its template says."""
        path = next(SAMPLE_DIRECTIVES.glob(f"{number}_*.txt"))
        template = path.read_text(encoding="utf-8")
        text = render(template, self.clock.today + timedelta(days=issued_before - 1))
        return self.take_in(f"{template_name(template)}.txt", text)

    def take_in(self, name: str, text: str) -> SourceFile:
        received = receive(name, text.encode(), self.cast.supervisor)
        source = read_source(received.source.pk)
        assert source.state == SourceFile.State.DONE, source.message
        self.did("taken in")
        return source

    def review(self, *, most: int = MOST_OF_ONE) -> None:
        """Everything that waits and is sure enough; a pair of similar tasks is settled before."""
        self._settle_pairs()
        waiting = Task.objects.suggested().with_details().defer("directive__text").order_by("directive", "number")
        for task in waiting:
            self._decide(task, most)
            self.clock.tick()

    def _settle_pairs(self) -> None:
        for pair in TaskPair.objects.unresolved().with_tasks().order_by("pk"):
            if not TaskPair.objects.unresolved().filter(pk=pair.pk).exists():
                continue  # merged with another meanwhile
            in_force = [one for one in (pair.first, pair.second) if one.state == Task.State.IN_FORCE]
            suggested = [one for one in (pair.first, pair.second) if one.state == Task.State.SUGGESTED]
            if not suggested or pair.score < 0.75:
                keep_apart(pair.pk, self.cast.supervisor)
                self.did("kept apart")
            else:
                join(pair.pk, (in_force or suggested)[0].pk, self.cast.supervisor)
                self.did("joined")

    def _decide(self, task: Task, most: int) -> None:
        if task.confidence < SURE:
            if task.basis == Task.Basis.NONE and not task.deadlines.all():
                reject(task.pk, self.cast.supervisor, "工作目标，已由下列任务分解")
                self.did("rejected")
            return
        if any(one.rrule.startswith("FREQ=DAILY") for one in task.deadlines.all()):
            return
        if not 0 < len(plan(task, self.clock.today)) <= most:
            return
        try:
            confirm(task.pk, self.cast.supervisor)
        except Refused:
            self.did("confirmation refused")
        else:
            self.did("confirmed")

    def did(self, what: str) -> None:
        self.done[what] += 1
        self.clock.tick()


def directive(number: str) -> Directive:
    return Directive.objects.defer("text").get(doc_number=number)


def task(number: str, words: str) -> Task:
    """The task of a directive whose title holds the words."""
    return Task.objects.with_details().get(directive__doc_number=number, title__contains=words)


def day(text: str) -> date:
    """12-24: in the first year from 11-20 on, else in the second; 2026-11-24 says it."""
    if len(text) > 5:
        return date.fromisoformat(text)
    month, number = map(int, text.split("-"))
    return date(2025 if month == 12 or (month == 11 and number >= 20) else 2026, month, number)
