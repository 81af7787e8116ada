"""The day of an event, and dates for what has none."""

from datetime import date

import pytest
from django.test import Client

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Deadline, Task
from obligations.schedule import make_commitments, record_event, same_event, set_due_date, set_task_due_date
from tests.conftest import AFTER, NOW, TODAY, People, Register, Suggested, TaskMaker

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def waiting(suggested: Suggested) -> Commitment:
    Task.objects.filter(pk=suggested.relative.pk).update(state=Task.State.IN_FORCE)
    make_commitments(suggested.relative, TODAY)
    return Commitment.objects.get(task=suggested.relative)


@pytest.fixture
def deadline(suggested: Suggested) -> Deadline:
    return Deadline.objects.get(task=suggested.relative)


def test_recording_the_event_gives_the_date(waiting: Commitment, deadline: Deadline, people: People) -> None:
    assert record_event(deadline.pk, date(2026, 9, 16), people.supervisor, at=NOW) == 1
    waiting.refresh_from_db()
    assert waiting.due_on == waiting.first_due_on == date(2026, 9, 22)
    event = waiting.events.get()
    assert event.verb == "due_date_set"
    assert event.after == {"due_on": "2026-09-22"}


def test_a_corrected_event_corrects_the_date_and_keeps_the_first(
    waiting: Commitment, deadline: Deadline, people: People
) -> None:
    record_event(deadline.pk, date(2026, 9, 16), people.supervisor)
    assert record_event(deadline.pk, date(2026, 9, 21), people.supervisor) == 1
    waiting.refresh_from_db()
    assert (waiting.due_on, waiting.first_due_on) == (date(2026, 9, 29), date(2026, 9, 22))


def test_an_extension_is_not_overwritten_by_a_corrected_event(
    waiting: Commitment, deadline: Deadline, people: People
) -> None:
    record_event(deadline.pk, date(2026, 9, 16), people.supervisor)
    Commitment.objects.filter(pk=waiting.pk).update(due_on=date(2026, 12, 1))
    assert record_event(deadline.pk, date(2026, 9, 21), people.supervisor) == 0
    waiting.refresh_from_db()
    assert waiting.due_on == date(2026, 12, 1)


def test_the_same_day_twice_is_told(waiting: Commitment, deadline: Deadline, people: People) -> None:
    record_event(deadline.pk, date(2026, 9, 16), people.supervisor)
    with pytest.raises(Conflict, match="已登记"):
        record_event(deadline.pk, date(2026, 9, 16), people.supervisor)


def test_a_year_without_published_holidays_is_noted(waiting: Commitment, deadline: Deadline, people: People) -> None:
    record_event(deadline.pk, date(2090, 3, 1), people.supervisor)
    event = deadline.task.events.get(verb="event_recorded")
    assert "尚未公布" in event.note


def test_a_coordinator_records_no_event(deadline: Deadline, people: People) -> None:
    with pytest.raises(NotAllowed):
        record_event(deadline.pk, TODAY, people.coordinator)


def test_only_relative_deadlines_have_an_event(suggested: Suggested, people: People) -> None:
    fixed = Deadline.objects.get(task=suggested.fixed)
    with pytest.raises(BadInput):
        record_event(fixed.pk, TODAY, people.supervisor)


def test_a_supervisor_gives_a_date_to_what_has_none(suggested: Suggested, people: People) -> None:
    make_commitments(suggested.dateless, TODAY)
    commitment = Commitment.objects.get(task=suggested.dateless)
    changed = set_due_date(commitment.pk, people.supervisor, date(2026, 12, 31))
    assert changed.due_on == changed.first_due_on == date(2026, 12, 31)
    with pytest.raises(Conflict, match="延期"):
        set_due_date(commitment.pk, people.supervisor, date(2027, 1, 31))
    with pytest.raises(NotAllowed):
        set_due_date(commitment.pk, people.coordinator, date(2027, 1, 31))


def test_a_date_for_a_whole_task(suggested: Suggested, waiting: Commitment, people: People) -> None:
    make_commitments(suggested.dateless, TODAY)
    assert set_task_due_date(suggested.dateless.pk, people.supervisor, date(2026, 12, 31)) == 1
    with pytest.raises(Conflict):
        set_task_due_date(waiting.task_id, people.supervisor, date(2026, 12, 31))


class TestOneEventForSeveralTasks:
    @pytest.fixture
    def other(self, waiting: Commitment, register: Register, make_task: TaskMaker) -> Deadline:
        task = make_task("公示补贴名单", lead=register.finance, deadlines=({**AFTER, "offset": "P10D"},))
        Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
        make_commitments(task, TODAY)
        return task.deadlines.get()

    def test_they_are_found_by_its_name(
        self, deadline: Deadline, other: Deadline, register: Register, make_task: TaskMaker
    ) -> None:
        make_task("另一件事", lead=register.energy, deadlines=({**AFTER, "after": "批复"},))
        assert same_event(deadline) == [other]
        Deadline.objects.filter(pk=other.pk).update(event_on=TODAY)
        assert same_event(deadline) == []

    def test_the_page_records_it_for_all_at_once_where_wanted(
        self, deadline: Deadline, other: Deadline, people: People, client: Client
    ) -> None:
        client.force_login(people.supervisor)
        page = client.get(f"/tasks/{deadline.task_id}/").content.decode()
        assert "同时登记本文件同一事件的其他 1 个时限" in page
        data = {"event_on": "2026-09-16", "also": "1"}
        page = client.post(f"/deadlines/{deadline.pk}/event/", data, follow=True).content.decode()
        assert "已登记起算日期，2个承办事项有了完成时限。" in page
        assert Commitment.objects.get(deadline=other).due_on == date(2026, 9, 26)

    def test_else_only_that_one(self, deadline: Deadline, other: Deadline, people: People, client: Client) -> None:
        client.force_login(people.supervisor)
        client.post(f"/deadlines/{deadline.pk}/event/", {"event_on": "2026-09-16"})
        assert Commitment.objects.get(deadline=other).due_on is None
