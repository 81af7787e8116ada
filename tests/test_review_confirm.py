"""Confirming, rejecting and taking back."""

from datetime import date

import pytest

from obligations.errors import Conflict, NotAllowed
from obligations.models import Assignment, Commitment, Event, Task
from obligations.review import confirm, confirm_many, reject, reject_many, reopen
from obligations.workflow import close, report_progress, sign, urge
from tests.conftest import FIXED, MONTHLY, NOW, TODAY, People, Register, Suggested, TaskMaker

pytestmark = pytest.mark.usefixtures("today")


def test_confirming_puts_in_force_and_makes_commitments(suggested: Suggested, people: People) -> None:
    result = confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    assert result.commitments_made == 4
    task = Task.objects.get(pk=suggested.fixed.pk)
    assert (task.state, task.reviewed_by, task.reviewed_at) == (Task.State.IN_FORCE, people.supervisor, NOW)
    event = Event.objects.get(task=task)
    assert (event.verb, event.actor, event.before, event.after) == (
        "confirmed",
        people.supervisor,
        {"state": "suggested"},
        {"state": "in_force"},
    )


@pytest.mark.parametrize("who", ["coordinator", "stranger"])
def test_a_coordinator_reviews_nothing(suggested: Suggested, people: People, who: str) -> None:
    actor = getattr(people, who)
    for verb in (confirm, reject, reopen):
        with pytest.raises(NotAllowed):
            verb(suggested.fixed.pk, actor)
    with pytest.raises(NotAllowed):
        confirm_many([suggested.fixed.pk], actor)
    assert not Event.objects.exists()


def test_an_administrator_may_review(suggested: Suggested, people: People) -> None:
    assert confirm(suggested.fixed.pk, people.administrator).task.state == Task.State.IN_FORCE


def test_the_second_confirmation_says_who_was_first(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor)
    with pytest.raises(Conflict, match="已由方立新确认立项"):
        confirm(suggested.fixed.pk, people.second_supervisor)


def test_without_an_owing_unit_nothing_is_confirmed(register: Register, make_task: TaskMaker, people: People) -> None:
    nobody = make_task("无人负责", support=(register.energy,), deadlines=(FIXED,))
    unknown = make_task("单位不明", responsible=("市老区建设促进会",), deadlines=(FIXED,))
    register.all_counties.member_links.all().delete()
    empty = make_task("空组", responsible=(register.all_counties,), deadlines=(FIXED,))
    for task, message in [(nobody, "没有牵头或责任单位"), (unknown, "市老区建设促进会"), (empty, "没有成员")]:
        with pytest.raises(Conflict, match=message):
            confirm(task.pk, people.supervisor)
    assert not Commitment.objects.exists()


def test_a_recurring_task_of_an_expired_directive_is_not_confirmed(suggested: Suggested, people: People) -> None:
    suggested.recurring.directive.expires_on = date(2026, 9, 10)
    suggested.recurring.directive.save()
    with pytest.raises(Conflict, match="有效期"):
        confirm(suggested.recurring.pk, people.supervisor, at=NOW)


def test_rejecting_keeps_the_reason(suggested: Suggested, people: People) -> None:
    task = reject(suggested.fixed.pk, people.supervisor, "  与上一文件重复 ", at=NOW)
    task.refresh_from_db()
    assert (task.state, task.reason) == (Task.State.REJECTED, "与上一文件重复")
    with pytest.raises(Conflict, match="不予立项"):
        confirm(suggested.fixed.pk, people.supervisor)


def test_a_rejection_is_taken_back(suggested: Suggested, people: People) -> None:
    reject(suggested.fixed.pk, people.supervisor)
    task = reopen(suggested.fixed.pk, people.second_supervisor)
    task.refresh_from_db()
    assert (task.state, task.reviewed_by, task.reason) == (Task.State.SUGGESTED, None, "")


def test_a_confirmation_is_taken_back_and_given_again(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    reopen(suggested.fixed.pk, people.supervisor)
    assert not Commitment.objects.exists()
    assert confirm(suggested.fixed.pk, people.supervisor, at=NOW).commitments_made == 4


def test_what_a_unit_signed_for_is_withdrawn_not_deleted(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    signed = Commitment.objects.get(task=suggested.fixed, unit__name="云河市能源局")
    sign(signed.pk, people.coordinator)
    reopen(suggested.fixed.pk, people.supervisor)
    signed.refresh_from_db()
    assert signed.state == Commitment.State.WITHDRAWN
    assert Commitment.objects.count() == 1
    assert not Commitment.objects.visible_to(people.supervisor).exists()
    assert confirm(suggested.fixed.pk, people.supervisor, at=NOW).commitments_made == 4


def test_after_a_reminder_the_commitment_is_kept_too(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    urged = Commitment.objects.get(task=suggested.fixed, unit__name="云河市能源局")
    urge(urged.pk, people.supervisor)
    reopen(suggested.fixed.pk, people.supervisor)
    assert list(Commitment.objects.values_list("pk", "state")) == [(urged.pk, "withdrawn")]


def test_reported_progress_keeps_a_task_in_force(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    commitment = Commitment.objects.get(task=suggested.fixed, unit__name="云河市能源局")
    report_progress(commitment.pk, people.coordinator, percent=10, done_so_far="已进场施工")
    with pytest.raises(Conflict, match="不能再撤回"):
        reopen(suggested.fixed.pk, people.supervisor)
    assert Commitment.objects.count() == 4


def test_a_directly_closed_commitment_keeps_a_task_in_force(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    commitment = Commitment.objects.filter(task=suggested.fixed).first()
    assert commitment is not None
    close(commitment.pk, people.supervisor, "已现场核实")
    with pytest.raises(Conflict):
        reopen(suggested.fixed.pk, people.supervisor)


def test_a_suggested_task_needs_no_reopening(suggested: Suggested, people: People) -> None:
    with pytest.raises(Conflict, match="还没有审核"):
        reopen(suggested.fixed.pk, people.supervisor)


def test_many_are_confirmed_and_the_refused_are_named(
    suggested: Suggested, register: Register, make_task: TaskMaker, people: People
) -> None:
    unknown = make_task("单位不明", responsible=("市老区建设促进会",))
    ids = [suggested.fixed.pk, unknown.pk, suggested.recurring.pk, 999_999]
    result = confirm_many(ids, people.supervisor, at=NOW)
    assert (result.done, result.commitments_made) == (2, 16)
    assert [(task, "不在单位名录" in message) for task, message in result.refused] == [(unknown, True)]


def test_many_are_rejected(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor)
    result = reject_many([suggested.fixed.pk, suggested.recurring.pk], people.supervisor, "不属于督办范围")
    assert result.done == 1
    assert [task for task, _ in result.refused] == [suggested.fixed]


def test_a_task_with_a_known_and_an_unknown_unit_starts_with_the_known(suggested: Suggested, people: People) -> None:
    assert confirm(suggested.relative.pk, people.supervisor).commitments_made == 1
    assert Assignment.objects.unknown_names().get() == {"name": "市老区建设促进会", "count": 1}


def test_a_task_may_be_monthly_and_have_a_fixed_date(register: Register, make_task: TaskMaker, people: People) -> None:
    task = make_task("两样", lead=register.energy, deadlines=(FIXED, MONTHLY))
    assert confirm(task.pk, people.supervisor, at=NOW).commitments_made == 13
    assert Commitment.objects.live().overdue(TODAY).count() == 0
