"""Closing, returning, resuming; and when a task is done."""

from datetime import date

import pytest

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Event, Extension, Notice, Task
from obligations.review import confirm
from obligations.workflow import ask_extension, close, hand_in, resume, return_
from tests.conftest import NOW, People, Suggested, moment

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def handed_in(commitment: Commitment, people: People) -> Commitment:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工", at=moment(date(2026, 10, 20)))
    return commitment


def test_the_supervisor_closes_what_was_handed_in(handed_in: Commitment, people: People) -> None:
    close(handed_in.pk, people.supervisor, at=moment(date(2026, 11, 2)))
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.done_on, handed_in.handed_in_on) == (
        "done",
        date(2026, 11, 2),
        date(2026, 10, 20),
    )
    with pytest.raises(Conflict, match="已于"):
        close(handed_in.pk, people.second_supervisor)


def test_a_coordinator_decides_nothing(handed_in: Commitment, people: People) -> None:
    with pytest.raises(NotAllowed):
        close(handed_in.pk, people.coordinator)
    with pytest.raises(NotAllowed):
        return_(handed_in.pk, people.coordinator, "不行")
    with pytest.raises(NotAllowed):
        resume(handed_in.pk, people.coordinator)


def test_closing_takes_a_second_person(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.supervisor, done_so_far="代单位报送")
    with pytest.raises(NotAllowed, match="不能自己销号"):
        close(commitment.pk, people.supervisor)
    assert close(commitment.pk, people.second_supervisor).state == "done"


def test_closing_without_a_hand_in_needs_a_reason(commitment: Commitment, people: People) -> None:
    with pytest.raises(BadInput, match="请填写说明"):
        close(commitment.pk, people.supervisor)
    close(commitment.pk, people.supervisor, "现场核实已完成", at=NOW)
    event = Event.objects.get(commitment=commitment)
    assert (event.verb, event.note, event.after["state"]) == ("closed", "现场核实已完成", "done")


def test_returning_needs_a_reason_and_tells_the_unit(handed_in: Commitment, people: People) -> None:
    with pytest.raises(BadInput):
        return_(handed_in.pk, people.supervisor, " ")
    return_(handed_in.pk, people.supervisor, "缺少验收单")
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.return_reason, handed_in.handed_in_on) == ("returned", "缺少验收单", None)
    news = Notice.objects.inbox_of(people.coordinator).get()
    assert (news.kind, news.body, news.state) == ("news", "缺少验收单", "sent")
    assert not Notice.objects.filter(recipient=people.stranger).exists()


def test_nothing_is_returned_that_was_not_handed_in(commitment: Commitment, people: People) -> None:
    with pytest.raises(Conflict, match="尚未申请办结"):
        return_(commitment.pk, people.supervisor, "缺少验收单")


def test_closing_settles_a_pending_extension(commitment: Commitment, people: People) -> None:
    ask_extension(commitment.pk, people.coordinator, date(2026, 11, 30), "管材未到", at=NOW)
    close(commitment.pk, people.supervisor, "现场核实")
    assert Extension.objects.get().state == Extension.State.REFUSED


def test_the_last_commitment_closes_the_task(commitment: Commitment, people: People) -> None:
    *others, last = Commitment.objects.filter(task=commitment.task)
    for one in others:
        close(one.pk, people.supervisor, "核实", at=NOW)
    task = Task.objects.get(pk=commitment.task_id)
    assert task.state == Task.State.IN_FORCE
    close(last.pk, people.supervisor, "核实", at=NOW)
    task.refresh_from_db()
    assert task.state == Task.State.CLOSED
    assert task.events.filter(verb="task_closed").count() == 1


def test_a_recurring_task_stays_in_force(suggested: Suggested, people: People) -> None:
    confirm(suggested.recurring.pk, people.supervisor, at=NOW)
    for one in Commitment.objects.filter(task=suggested.recurring):
        close(one.pk, people.supervisor, "已报", at=moment(date(2027, 8, 30)))
    assert Task.objects.get(pk=suggested.recurring.pk).state == Task.State.IN_FORCE


def test_a_recurring_task_closes_with_its_directive(suggested: Suggested, people: People) -> None:
    directive = suggested.recurring.directive
    directive.expires_on = date(2026, 12, 31)
    directive.save()
    confirm(suggested.recurring.pk, people.supervisor, at=NOW)
    rows = list(Commitment.objects.filter(task=suggested.recurring))
    assert len(rows) == 4
    for one in rows:
        close(one.pk, people.supervisor, "已报", at=moment(date(2026, 12, 26)))
    assert Task.objects.get(pk=suggested.recurring.pk).state == Task.State.CLOSED


def test_a_close_out_is_taken_back(handed_in: Commitment, people: People) -> None:
    for one in Commitment.objects.filter(task=handed_in.task):
        close(one.pk, people.supervisor, "核实")
    resume(handed_in.pk, people.second_supervisor, "验收单有误")
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.done_on, handed_in.percent) == ("handed_in", None, 100)
    task = Task.objects.get(pk=handed_in.task_id)
    assert task.state == Task.State.IN_FORCE
    assert task.events.filter(verb="task_resumed").exists()
    assert close(handed_in.pk, people.supervisor).state == "done"


def test_a_direct_close_out_is_taken_back_to_open(commitment: Commitment, people: People) -> None:
    close(commitment.pk, people.supervisor, "核实")
    resume(commitment.pk, people.supervisor)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.percent) == ("open", 0)
