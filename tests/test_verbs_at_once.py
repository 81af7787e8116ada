"""Two people at the same moment: one wins, the other is told, nothing happens twice."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from obligations.errors import Conflict, Refused
from obligations.joining import join, keep_apart
from obligations.models import Commitment, Event, Progress, Task, TaskPair
from obligations.review import confirm, reopen
from obligations.schedule import extend_recurring, make_commitments
from obligations.workflow import close, hand_in, report_progress
from tests.conftest import NOW, TODAY, People, Suggested

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls in threads that start together; results or the exceptions, in order."""
    gate = Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def refused(results: list[Any]) -> list[Refused]:
    unexpected = [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    assert not unexpected, unexpected
    return [result for result in results if isinstance(result, Refused)]


def test_two_confirm_the_same_task(suggested: Suggested, people: People) -> None:
    results = at_once(
        *[
            lambda actor=actor: confirm(suggested.fixed.pk, actor, at=NOW)
            for actor in (people.supervisor, people.second_supervisor, people.administrator)
        ]
    )
    assert [type(r) for r in refused(results)] == [Conflict, Conflict]
    assert Commitment.objects.filter(task=suggested.fixed).count() == 4
    assert Event.objects.filter(task=suggested.fixed, verb="confirmed").count() == 1


def test_two_close_the_same_commitment(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    results = at_once(
        lambda: close(commitment.pk, people.supervisor), lambda: close(commitment.pk, people.second_supervisor)
    )
    assert len(refused(results)) == 1
    assert Event.objects.filter(commitment=commitment, verb="closed").count() == 1


def test_the_last_two_are_closed_at_once_and_the_task_with_them(commitment: Commitment, people: People) -> None:
    rows = list(Commitment.objects.filter(task=commitment.task))
    results = at_once(*[lambda row=row: close(row.pk, people.supervisor, "核实") for row in rows])
    assert not refused(results)
    assert Task.objects.get(pk=commitment.task_id).state == Task.State.CLOSED
    assert Event.objects.filter(verb="task_closed").count() == 1


def test_a_report_and_the_withdrawal_of_its_task(commitment: Commitment, people: People) -> None:
    """Either the report stands and the task stays in force, or the task is withdrawn and the report refused."""
    results = at_once(
        lambda: report_progress(commitment.pk, people.coordinator, percent=10, done_so_far="进场"),
        lambda: reopen(commitment.task_id, people.supervisor),
    )
    assert len(refused(results)) == 1
    in_force = Task.objects.get(pk=commitment.task_id).state == Task.State.IN_FORCE
    assert Progress.objects.exists() == in_force
    assert Commitment.objects.exists() == in_force


def test_two_machines_roll_the_horizon_on(suggested: Suggested) -> None:
    Task.objects.filter(pk=suggested.recurring.pk).update(state=Task.State.IN_FORCE)
    made = at_once(*[lambda: make_commitments(suggested.recurring, TODAY)] * 2, lambda: extend_recurring(TODAY))
    assert not refused(made)
    assert Commitment.objects.filter(task=suggested.recurring).count() == 12


def test_one_joins_while_another_confirms(suggested: Suggested, people: People) -> None:
    """Whoever comes second is told; in no order does the merged task owe anything."""
    low, high = sorted((suggested.fixed.pk, suggested.dateless.pk))
    pair = TaskPair.objects.create(first_id=low, second_id=high, score=0.9)
    results = at_once(
        lambda: join(pair.pk, suggested.fixed.pk, people.supervisor),
        lambda: keep_apart(pair.pk, people.second_supervisor),
        lambda: confirm(suggested.dateless.pk, people.administrator, at=NOW),
    )
    told = refused(results)
    merged = Task.objects.get(pk=suggested.dateless.pk)
    pair.refresh_from_db()
    assert (pair.state == TaskPair.State.JOINED) == (merged.state == Task.State.MERGED)
    assert merged.state != Task.State.MERGED or not Commitment.objects.filter(task=merged).exists()
    assert isinstance(results[0], Refused) != isinstance(results[1], Refused)
    assert len(told) in (1, 2)
