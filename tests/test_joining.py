"""Two tasks become one, or are kept apart, and either is taken back; nothing is owed twice, nothing added silently."""

from datetime import date

import pytest

from obligations import review, workflow
from obligations.errors import Conflict, NotAllowed
from obligations.joining import join, keep_apart, take_back
from obligations.models import Commitment, Directive, Event, Task, TaskPair
from obligations.offering import Rows, offer
from tests.conftest import FIXED, NOW, People, Register, Suggested, TaskMaker

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def second(directive: Directive) -> Directive:
    """A later directive that repeats a task."""
    return Directive.objects.create(
        source=directive.source,
        number_in_source=2,
        start=directive.start,
        end=directive.end,
        text=directive.text,
        doc_number="云政办发〔2026〕19号",
        title="云河市人民政府办公室关于加快冬季供热准备的通知",
        issued_on=date(2026, 9, 12),
    )


@pytest.fixture
def twin(second: Directive, register: Register, suggested: Suggested) -> Task:
    """市能源局 leads and owes it by the same day; 市住建局 owes it by another day as well."""
    later = {"kind": "fixed", "text": "11月10日前", "due_on": date(2026, 11, 10), "what": "完成收尾"}
    return TaskMaker(second)(
        "完成老旧供热管网改造", lead=register.energy, responsible=(register.housing,), deadlines=(FIXED, later)
    )


@pytest.fixture
def pair(suggested: Suggested, twin: Task) -> TaskPair:
    first, other = sorted((suggested.fixed.pk, twin.pk))
    return TaskPair.objects.create(first_id=first, second_id=other, score=0.9, reasons={"words": ["管网"]})


def details(task: Task) -> Task:
    return Task.objects.with_details().get(pk=task.pk)


def test_one_task_with_two_sources(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    result = join(pair.pk, suggested.fixed.pk, people.supervisor, at=NOW)
    assert (result.kept, result.merged, result.commitments_made) == (suggested.fixed, twin, 0)
    merged = details(twin)
    assert (merged.state, merged.merged_into) == (Task.State.MERGED, suggested.fixed)
    assert merged.reviewed_by == people.supervisor
    pair.refresh_from_db()
    assert (pair.state, pair.kept, pair.decided_by) == (TaskPair.State.JOINED, suggested.fixed, people.supervisor)
    assert list(suggested.fixed.merged.all()) == [twin]
    # Nothing of the other one was taken over: nobody chose it.
    assert details(suggested.fixed).assignments.count() == 3 and details(suggested.fixed).deadlines.count() == 1
    assert {event.task for event in Event.objects.filter(verb="joined")} == {suggested.fixed, twin}


def test_what_the_kept_one_lacks_is_offered(pair: TaskPair, suggested: Suggested, twin: Task) -> None:
    offered = offer(details(suggested.fixed), details(twin))
    assert [a.name for a in offered.assignments.other] == ["市住房城乡建设局"]
    assert [d.text for d in offered.deadlines.other] == ["11月10日前"]


def test_what_was_chosen_is_added(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    offered = offer(details(suggested.fixed), details(twin))
    join(
        pair.pk,
        suggested.fixed.pk,
        people.supervisor,
        take=Rows.of([offered.assignments.other[0].pk], [offered.deadlines.other[0].pk]),
    )
    kept = details(suggested.fixed)
    assert "市住房城乡建设局" in [a.name for a in kept.assignments.all()]
    assert {d.due_on for d in kept.deadlines.all()} == {date(2026, 10, 31), date(2026, 11, 10)}


def test_rows_of_another_task_are_refused(pair: TaskPair, suggested: Suggested, people: People) -> None:
    strange = suggested.recurring.deadlines.all()[0].pk
    with pytest.raises(Conflict, match="有变化"):
        join(pair.pk, suggested.fixed.pk, people.supervisor, take=Rows.of(deadlines=[strange]))
    pair.refresh_from_db()
    assert pair.state == TaskPair.State.PROPOSED


def test_a_task_in_force_keeps_its_commitments(
    pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    Task.objects.filter(pk=suggested.fixed.pk).update(state=Task.State.IN_FORCE)
    task = details(suggested.fixed)
    review.make_planned(task, review.plan(task, NOW.date()))
    before = set(Commitment.objects.values_list("pk", flat=True))
    result = join(pair.pk, task.pk, people.supervisor, at=NOW)
    assert result.commitments_made == 0
    assert set(Commitment.objects.values_list("pk", flat=True)) == before and len(before) == 4


def test_a_unit_that_is_added_owes_at_once(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    TaskPair.objects.all().delete()
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    pair.save(force_insert=True)
    offered = offer(details(suggested.fixed), details(twin))
    result = join(
        pair.pk, suggested.fixed.pk, people.supervisor, take=Rows.of([offered.assignments.other[0].pk]), at=NOW
    )
    assert result.commitments_made == 1
    assert Commitment.objects.filter(task=suggested.fixed).count() == 5


def test_a_date_is_not_added_beside_rows_without_one(suggested: Suggested, twin: Task, people: People) -> None:
    review.confirm(suggested.dateless.pk, people.supervisor, at=NOW)
    offered = offer(details(suggested.dateless), details(twin))
    assert offered.deadlines.other == () and "无时限" in offered.no_dates


def test_the_one_in_force_is_kept(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    Task.objects.filter(pk=suggested.fixed.pk).update(state=Task.State.IN_FORCE)
    with pytest.raises(Conflict, match="请保留已立项的那一项"):
        join(pair.pk, twin.pk, people.supervisor)
    Task.objects.filter(pk=twin.pk).update(state=Task.State.IN_FORCE)
    with pytest.raises(Conflict, match="先撤回其中一项"):
        join(pair.pk, twin.pk, people.supervisor)


@pytest.mark.parametrize("state", [Task.State.REJECTED, Task.State.CLOSED, Task.State.WITHDRAWN])
def test_what_counts_no_more_takes_part_in_no_join(
    state: str, pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    Task.objects.filter(pk=twin.pk).update(state=state)
    for kept in (suggested.fixed, twin):
        with pytest.raises(Conflict):
            join(pair.pk, kept.pk, people.supervisor)


def test_only_supervisors_decide(pair: TaskPair, suggested: Suggested, people: People) -> None:
    for person in (people.coordinator, people.stranger):
        with pytest.raises(NotAllowed):
            join(pair.pk, suggested.fixed.pk, person)
        with pytest.raises(NotAllowed):
            keep_apart(pair.pk, person)
        with pytest.raises(NotAllowed):
            take_back(pair.pk, person)
    join(pair.pk, suggested.fixed.pk, people.administrator)


def test_the_second_is_told_who_was_first(pair: TaskPair, suggested: Suggested, people: People) -> None:
    keep_apart(pair.pk, people.supervisor)
    with pytest.raises(Conflict, match="已由方立新判为不是同一项"):
        join(pair.pk, suggested.fixed.pk, people.second_supervisor)
    take_back(pair.pk, people.second_supervisor)
    join(pair.pk, suggested.fixed.pk, people.second_supervisor)
    with pytest.raises(Conflict, match="已由赵启明合并为一项"):
        keep_apart(pair.pk, people.supervisor)


def test_a_join_is_undone(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    offered = offer(details(suggested.fixed), details(twin))
    join(pair.pk, suggested.fixed.pk, people.supervisor, take=offered.others())
    take_back(pair.pk, people.supervisor)
    merged = details(twin)
    assert (merged.state, merged.merged_into, merged.reviewed_by) == (Task.State.SUGGESTED, None, None)
    assert details(suggested.fixed).assignments.count() == 3
    pair.refresh_from_db()
    assert (pair.state, pair.kept, pair.decided_by) == (TaskPair.State.PROPOSED, None, None)


def test_a_join_that_made_somebody_owe_is_undone_after_the_confirmation(
    pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    offered = offer(details(suggested.fixed), details(twin))
    join(pair.pk, suggested.fixed.pk, people.supervisor, take=offered.others())
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    with pytest.raises(Conflict, match="请先撤回保留任务的立项"):
        take_back(pair.pk, people.supervisor)
    review.reopen(suggested.fixed.pk, people.supervisor)
    take_back(pair.pk, people.supervisor)
    assert details(twin).state == Task.State.SUGGESTED


def test_a_join_without_additions_is_undone_while_the_work_goes_on(
    pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    take_back(pair.pk, people.supervisor)
    assert details(twin).state == Task.State.SUGGESTED and Commitment.objects.count() == 4
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    for row in Commitment.objects.all():
        workflow.close(row.pk, people.supervisor, "核实")
    with pytest.raises(Conflict, match="已办结"):
        take_back(pair.pk, people.supervisor)


def test_a_merged_task_is_decided_no_more(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    for verb in (review.confirm, review.reject, review.reopen):
        with pytest.raises(Conflict, match="并入另一项任务"):
            verb(twin.pk, people.supervisor)
    assert twin not in Task.objects.suggested()


def test_three_places_of_one_task(
    pair: TaskPair, suggested: Suggested, twin: Task, people: People, second: Directive, register: Register
) -> None:
    third = TaskMaker(second)
    third.number = 1
    task = third("供热管网改造", lead=register.energy)
    low, high = sorted((twin.pk, task.pk))
    other = TaskPair.objects.create(first_id=low, second_id=high, score=0.8)
    join(other.pk, twin.pk, people.supervisor)
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    assert set(suggested.fixed.merged.all()) == {twin, task}
    with pytest.raises(Conflict, match="先拆开后一次合并"):
        take_back(other.pk, people.supervisor)
    take_back(pair.pk, people.supervisor)
    assert list(twin.merged.all()) == [task]


def test_what_was_like_the_merged_one_is_like_the_kept_one(
    pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    low, high = sorted((twin.pk, suggested.dateless.pk))
    TaskPair.objects.create(first_id=low, second_id=high, score=0.8)
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    left = TaskPair.objects.unresolved()
    assert [{one.first_id, one.second_id} for one in left] == [{suggested.fixed.pk, suggested.dateless.pk}]


def test_many_are_not_confirmed_with_a_twin(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    result = review.confirm_many([suggested.fixed.pk, suggested.dateless.pk], people.supervisor)
    assert result.done == 1
    assert [(task, "相似任务" in why) for task, why in result.refused] == [(suggested.fixed, True)]
    keep_apart(pair.pk, people.supervisor)
    assert review.confirm_many([suggested.fixed.pk], people.supervisor).done == 1


def test_the_second_of_two_is_not_confirmed_before_a_decision(
    pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    with pytest.raises(Conflict, match="与执行中的任务"):
        review.confirm(twin.pk, people.supervisor)
    keep_apart(pair.pk, people.supervisor)
    review.confirm(twin.pk, people.supervisor, at=NOW)


def test_who_sees_a_merged_task(pair: TaskPair, suggested: Suggested, twin: Task, people: People) -> None:
    """Those whom it names and who have a part in the task that covers it; nobody learns of a directive by a merge."""
    second = twin.directive
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    assert second not in Directive.objects.visible_to(people.coordinator)
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    assert second in Directive.objects.visible_to(people.coordinator)
    assert twin in Task.objects.visible_to(people.coordinator)
    # 市住建局 is named by the second text alone, and the supervisor did not take it over.
    assert second not in Directive.objects.visible_to(people.stranger)
    assert twin not in Task.objects.visible_to(people.stranger)


def test_the_offer_knows_one_unit_by_two_names(pair: TaskPair, suggested: Suggested, register: Register) -> None:
    other = suggested.recurring
    assert offer(details(suggested.fixed), details(other)).assignments.other[0].unit == register.housing
    assert offer(details(suggested.fixed), details(suggested.dateless)).assignments.other == ()
