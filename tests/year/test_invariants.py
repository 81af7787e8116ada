"""A check that can't fail is none: here each is broken on purpose, past the verbs, and must say so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from obligations.models import Chain, Commitment, Event, Extension, Notice, Task, Unit
from obligations.models import slices as slices_of_product
from obligations.models.append_only import lifted
from tests.year import invariants, plot
from tests.year.clock import clock_at
from tests.year.story import FIRST, Story

LAST = date(2025, 12, 2)
Break = Callable[[Story], Any]


def one(**which: Any) -> Commitment:
    found = Commitment.objects.filter(**which).order_by("pk").first()
    assert found is not None
    return found


def rows(**which: Any) -> Any:
    return Commitment.objects.filter(pk=one(**which).pk)


def twice(story: Story) -> None:
    """A row with another key for the same date: no constraint of the database sees it."""
    row = one(state="open", due_on__isnull=False, deadline__kind="fixed")
    row.pk, row.occurrence = None, "once more"
    row._state.adding = True
    row.save()


def delete_one(story: Story) -> None:
    row = one(state="open", signed_at=None, notices=None)
    row.delete()


def take_an_event_away(story: Story) -> None:
    with lifted(connection):
        Event.objects.filter(pk=Event.objects.order_by("-number")[0].pk)._raw_delete(Event.objects.db)


def rewrite_an_event(story: Story) -> None:
    with lifted(connection):
        QuerySet.update(Event.objects.filter(number=5), note="改过的说明")


def forge_the_last(story: Story) -> None:
    """Taken away, and the end of the chain with it, so that only the numbers tell."""
    with lifted(connection):
        Chain.objects.update(length=3)


def step_that_is_none(story: Story) -> None:
    """A verb that moves a row where steps.py knows no way."""
    row = one(state="open", signed_at__isnull=False)
    before, after = {"state": "open"}, {"state": "returned"}
    event = Event(at=story.clock.now, verb="returned", commitment=row, task_id=row.task_id, before=before, after=after)
    Event.objects.append([event])
    Commitment.objects.filter(pk=row.pk).update(state="returned")


def another_before(story: Story) -> None:
    row = one(state="open", signed_at__isnull=False)
    event = Event(
        at=story.clock.now, verb="reported", commitment=row, before={"percent": 77}, after={"percent": row.percent}
    )
    Event.objects.append([event])


def remind_of_what_is_done(story: Story) -> None:
    row = one(state="open", due_on__isnull=False)
    Commitment.objects.filter(pk=row.pk).update(state="done", done_on=LAST)
    notice_of(row, "due_soon", "due_soon:2025-12-09")


def remind_on_a_sunday(story: Story) -> None:
    story.clock.to(date(2025, 12, 7), 8)
    notice_of(one(state="open", due_on__gt=LAST + timedelta(days=9)), "due_soon", "due_soon:2026-01-09")


def remind_of_another_stage(story: Story) -> None:
    notice_of(one(state="open", due_on__gt=LAST + timedelta(days=9)), "overdue", "overdue:2025-12-01")


def notice_of(row: Commitment, kind: str, stage: str) -> None:
    person = row.unit.people.order_by("pk")[0]
    values = {"recipient": person, "commitment": row, "kind": kind, "channel": "inbox", "created_at": row.created_at}
    Notice.objects.create(stage=stage, title="提醒", state="sent", **values)


def told_again(story: Story) -> None:
    last = Notice.objects.filter(commitment__isnull=False).order_by("-pk")[0]
    story.year.told.add((last.recipient_id, last.commitment_id, "due_soon:2030-01-01", "inbox"))
    notice_of(last.commitment, "due_soon", "due_soon:2030-01-01")


def close_a_task_early(story: Story) -> None:
    task = one(state="open", deadline__kind="fixed").task
    Task.objects.filter(pk=task.pk).update(state="closed")


def close_what_comes_again(story: Story) -> None:
    task = one(state="open", deadline__kind="recurring").task
    Commitment.objects.filter(task=task).update(state="done", done_on=LAST)
    Task.objects.filter(pk=task.pk).update(state="closed")


def leave_a_task_open(story: Story) -> None:
    task = one(state="open", deadline__kind="fixed").task
    Commitment.objects.filter(task=task).update(state="done", done_on=LAST)


def end_a_unit(story: Story) -> None:
    Unit.objects.filter(pk=one(state="open").unit_id).update(is_active=False)


def move_it(story: Story) -> None:
    row = one(state="open", deadline__kind="fixed")
    rows(pk=row.pk).update(unit=Unit.objects.exclude(commitments__task=row.task).exclude(kind="group")[0])


def ask_for_what_is_done(story: Story) -> None:
    row = one(state="open", due_on__isnull=False)
    Extension.objects.create(
        commitment=row,
        asked_by=story.cast.supervisor,
        asked_at=story.clock.now,
        due_before=row.due_on,
        wanted_on=row.due_on + timedelta(days=9),
        reason="流标",
    )
    Commitment.objects.filter(pk=row.pk).update(state="done", done_on=LAST)


BREAKS: list[tuple[str, Break]] = [
    ("the_chain_fits", take_an_event_away),
    ("record", rewrite_an_event),
    ("the_chain_fits", forge_the_last),
    ("the_chain_fits", step_that_is_none),
    ("the_chain_fits", another_before),
    ("rows_are_as_recorded", lambda s: rows(state="open").update(percent=99)),
    ("rows_are_as_recorded", lambda s: rows(due_on__isnull=False).update(due_on=date(2027, 1, 1))),
    ("rows_are_as_recorded", lambda s: Task.objects.filter(pk=one().task_id).update(check_every=3)),
    ("first_dates_are_kept", lambda s: rows(due_on__isnull=False).update(first_due_on=date(2027, 1, 1))),
    ("first_dates_are_kept", lambda s: rows(due_on__isnull=False).update(due_on=None)),
    ("nothing_is_owed_twice", twice),
    ("nothing_is_lost", delete_one),
    ("nothing_is_lost", lambda s: rows(state="open").update(state="withdrawn", occurrence="withdrawn:1")),
    ("nothing_is_lost", leave_a_task_open),
    ("closed_tasks_are_over", close_a_task_early),
    ("closed_tasks_are_over", close_what_comes_again),
    ("who_owes_is_active", end_a_unit),
    ("who_owes_is_active", move_it),
    ("states_fit_their_dates", lambda s: rows(state="open").update(done_on=LAST)),
    ("states_fit_their_dates", lambda s: rows(state="open").update(handed_in_on=LAST)),
    ("states_fit_their_dates", lambda s: rows(state="open").update(state="handed_in")),
    ("states_fit_their_dates", ask_for_what_is_done),
    ("notices_are_told_once", told_again),
    ("notices", remind_of_what_is_done),
    ("notices", remind_on_a_sunday),
    ("notices", remind_of_another_stage),
]


@contextmanager
def taken_back(story: Story) -> Iterator[None]:
    kept, now = deepcopy(story.year), story.clock.now
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    story.year = kept
    story.clock._set(now)


def found(story: Story) -> set[str]:
    """The checks that complain."""
    today = story.clock.today
    problems = story.year.check_notices(today) + story.year.check(today, LAST) + story.year.check_record()
    return {problem.split(":")[0] for problem in problems}


@pytest.mark.django_db
def test_each_check_can_fail(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HORIZON_MONTHS = 3
    assert plot.__all__
    with clock_at(FIRST) as clock:
        story = Story(clock)
        story.play(LAST)
        assert found(story) == set()
        for check, act in BREAKS:
            with taken_back(story):
                act(story)
                assert check in found(story), f"{act.__name__} is not seen by {check}"
        # those that compare one way of counting with another: one of the two is bent
        monkeypatch.setattr(invariants, "light_of", lambda **_values: "done")
        assert found(story) >= {"lights_agree"}
        monkeypatch.undo()
        monkeypatch.setattr(slices_of_product, "near_until", lambda on: on + timedelta(days=200))
        assert "slices_count_what_they_say" in found(story)
    broken = {check for check, _act in BREAKS} | {"lights_agree", "slices_count_what_they_say"}
    assert broken - {"notices", "record"} == {check.__name__ for check in invariants.CHECKS}
