"""Suspending: the clock stands still, nobody is reminded, and on resuming the supervisor decides about the date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations import withdrawing
from obligations.errors import BadInput, Conflict
from obligations.jobs.reminders import due_for_reminder
from obligations.models import Commitment, Event, Extension, Light, Notice, Slice, Suspension, Task
from obligations.review import confirm
from obligations.schedule import extend_recurring
from obligations.workflow import ask_extension, close, hand_in, report_progress, restart, return_, suspend
from obligations.workflow.suspending import Dating, due_after
from tests.conftest import NOW, TODAY, People, Suggested, moment

pytestmark = pytest.mark.usefixtures("today")
DUE = date(2026, 10, 31)
LATER = date(2026, 12, 20)
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))


def fresh(commitment: Commitment) -> Commitment:
    return Commitment.objects.get(pk=commitment.pk)


def test_it_is_never_overdue_and_nobody_is_reminded(commitment: Commitment, people: People) -> None:
    suspend(commitment.pk, people.supervisor, "区划调整", date(2026, 12, 1), at=NOW)
    rows = Commitment.objects.filter(pk=commitment.pk)
    assert rows.get().state == "suspended"
    for on in (TODAY, DUE, LATER):
        assert rows.get().light(on) == Light.SUSPENDED
        assert rows.with_light(on).get().light_now == Light.SUSPENDED.value
        assert not rows.overdue(on).exists() and not rows.due_soon(on).exists()
        assert not due_for_reminder(on).filter(pk=commitment.pk).exists()
        found = {one for one in Slice if rows.in_slice(one, on).exists()}
        assert found == {Slice.SUSPENDED, Slice.LIVE, Slice.ALL}
    assert "已中止" in Notice.objects.inbox_of(people.coordinator).first().title


@pytest.mark.parametrize(
    ("dating", "given_on", "due_on"),
    [
        (Dating.MOVED, None, DUE + timedelta(days=10)),
        (Dating.KEPT, None, DUE),
        (Dating.GIVEN, date(2026, 11, 3), date(2026, 11, 3)),
    ],
)
def test_the_date_is_moved_kept_or_given(
    commitment: Commitment, people: People, dating: Dating, given_on: date | None, due_on: date
) -> None:
    suspend(commitment.pk, people.supervisor, "区划调整", at=NOW)
    restart(commitment.pk, people.supervisor, dating, given_on, at=moment(TODAY + timedelta(days=10)))
    row = fresh(commitment)
    assert (row.state, row.due_on, row.first_due_on) == ("open", due_on, DUE)
    assert Event.objects.get(verb="restarted").after["stood_days"] == 10
    assert Suspension.objects.get().ended_on == TODAY + timedelta(days=10)


def test_it_goes_on_where_it_was(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    with pytest.raises(Conflict, match="等待审核"):
        suspend(commitment.pk, people.supervisor, "区划调整")
    return_(commitment.pk, people.supervisor, "缺材料")
    suspend(commitment.pk, people.supervisor, "区划调整")
    with pytest.raises(Conflict, match="已中止"):
        report_progress(commitment.pk, people.coordinator, percent=10, done_so_far="继续")
    restart(commitment.pk, people.supervisor)
    assert fresh(commitment).state == "returned"


def test_bad_input_changes_nothing(commitment: Commitment, people: People) -> None:
    with pytest.raises(BadInput, match="中止原因"):
        suspend(commitment.pk, people.supervisor, "")
    with pytest.raises(BadInput, match="今天"):
        suspend(commitment.pk, people.supervisor, "区划调整", TODAY - timedelta(days=1))
    suspend(commitment.pk, people.supervisor, "区划调整")
    for day in (None, TODAY - timedelta(days=1)):
        with pytest.raises(BadInput):
            restart(commitment.pk, people.supervisor, Dating.GIVEN, day)
    assert fresh(commitment).state == "suspended"


def test_a_request_that_waited_is_answered(commitment: Commitment, people: People) -> None:
    ask_extension(commitment.pk, people.coordinator, LATER, "流标")
    suspend(commitment.pk, people.supervisor, "区划调整")
    assert Extension.objects.get().state == "refused"


def test_closed_or_withdrawn_from_there(commitment: Commitment, people: People) -> None:
    suspend(commitment.pk, people.supervisor, "区划调整")
    withdrawing.withdraw(commitment.task_id, people.supervisor, "文件废止")
    assert fresh(commitment).state == "withdrawn"
    withdrawing.restore(commitment.task_id, people.supervisor)
    assert fresh(commitment).state == "suspended"
    close(commitment.pk, people.supervisor, "不再需要")
    assert fresh(commitment).state == "done" and Suspension.objects.get().ended_on == TODAY


def test_a_task_is_not_closed_while_something_of_it_stands_still(commitment: Commitment, people: People) -> None:
    suspend(commitment.pk, people.supervisor, "区划调整")
    for row in Commitment.objects.filter(task=commitment.task_id).exclude(pk=commitment.pk):
        close(row.pk, people.supervisor, "核实")
    assert Task.objects.get(pk=commitment.task_id).state == "in_force"


def test_a_rhythm_that_rests_does_not_begin_by_itself(suggested: Suggested, people: People) -> None:
    task = confirm(suggested.recurring.pk, people.supervisor, at=NOW).task
    for row in list(task.commitments.all()):
        suspend(row.pk, people.supervisor, "区划调整", at=NOW)
    before = task.commitments.count()
    assert extend_recurring(date(2027, 2, 1)) > 0
    assert task.commitments.count() > before
    assert set(task.commitments.values_list("state", flat=True)) == {"suspended"}
    assert Suspension.objects.filter(by=None, ended_on=None).count() == task.commitments.count() - before
    ahead = task.commitments.filter(due_on__gte=date(2026, 12, 1)).first()
    assert ahead is not None
    restart(ahead.pk, people.supervisor, at=moment(date(2026, 11, 1)))
    assert fresh(ahead).due_on == ahead.due_on


@given(due=DAYS, start=DAYS, stood=st.integers(0, 400))
def test_moved_it_has_as_many_days_left_as_when_it_stopped(due: date, start: date, stood: int) -> None:
    on = start + timedelta(days=stood)
    moved = due_after(Commitment(due_on=due), Dating.MOVED, None, start, on)
    assert moved is not None and moved - on == due - start
