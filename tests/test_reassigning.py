"""改派: another unit owes it, by the same date or a new one; nothing is owed twice, nothing reported is lost."""

from datetime import date

import pytest
from django.test import Client

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Extension, Notice, Progress, Task
from obligations.register import changing, members
from obligations.review import confirm, reopen
from obligations.schedule import extend_recurring, make_commitments
from obligations.supporting import ask_support, release_support
from obligations.withdrawing import restore, withdraw
from obligations.workflow import ask_extension, close, hand_in, reassign, report_progress, sign
from tests.conftest import FIXED, MONTHLY, TODAY, People, Register, Suggested, TaskMaker, make_user
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")
LATER = date(2026, 12, 1)


@pytest.fixture
def monthly(register: Register, people: People, make_task: TaskMaker) -> Task:
    """市能源局 reports by the 25th of every month."""
    task = make_task("按月报送", lead=register.energy, deadlines=(MONTHLY,))
    return confirm(task.pk, people.supervisor).task


def owed(task: Task) -> list[tuple[str, date | None]]:
    rows = task.commitments.exclude(state="withdrawn").select_related("unit")
    return sorted((str(row.unit), row.due_on) for row in rows)


class TestOne:
    def test_the_new_unit_signs_anew_and_the_old_one_reads_what_it_reported(
        self, client: Client, commitment: Commitment, register: Register, people: People
    ) -> None:
        report_progress(commitment.pk, people.coordinator, percent=60, done_so_far="已铺设12公里")
        made = reassign(commitment.pk, register.housing.pk, people.supervisor, "职责在住建部门").rows[0]
        commitment.refresh_from_db()
        assert commitment.state == "withdrawn" and commitment.percent == 60
        assert (made.unit, made.due_on, made.first_due_on) == (register.housing, FIXED["due_on"], FIXED["due_on"])
        assert (made.signed_at, made.percent, made.state, made.role) == (None, 0, "open", "lead")
        sign(made.pk, people.stranger)
        for person in (people.coordinator, people.stranger, people.supervisor):
            client.force_login(person)
            page = client.get(f"/tasks/{made.task_id}/").content.decode()
            assert "已铺设12公里" in page and "职责在住建部门" in page
        client.force_login(people.coordinator)
        assert "改派" not in client.get("/todo/").content.decode()
        assert not Commitment.objects.visible_to(people.coordinator).exists()

    def test_the_old_unit_does_not_see_what_the_new_one_does(
        self, client: Client, commitment: Commitment, register: Register, people: People
    ) -> None:
        made = reassign(commitment.pk, register.housing.pk, people.supervisor, "职责在住建部门").rows[0]
        report_progress(made.pk, people.stranger, percent=10, done_so_far="重新勘察")
        client.force_login(people.coordinator)
        page = client.get(f"/tasks/{made.task_id}/").content.decode()
        assert "重新勘察" not in page and "改派" in page
        assert client.get(f"/commitments/{made.pk}/").status_code == 404

    def test_another_date_keeps_the_first(self, commitment: Commitment, register: Register, people: People) -> None:
        made = reassign(commitment.pk, register.housing.pk, people.supervisor, "职责", LATER).rows[0]
        assert (made.due_on, made.first_due_on) == (LATER, FIXED["due_on"])

    def test_what_waited_for_a_decision_is_answered(
        self, commitment: Commitment, register: Register, people: People
    ) -> None:
        ask_extension(commitment.pk, people.coordinator, LATER, "流标")
        hand_in(commitment.pk, people.coordinator, done_so_far="完工")
        made = reassign(commitment.pk, register.housing.pk, people.supervisor, "职责").rows[0]
        assert Extension.objects.get().state == "refused" and "改派" in Extension.objects.get().reply
        assert (made.state, made.handed_in_on) == ("open", None)
        commitment.refresh_from_db()
        assert commitment.handed_in_on == TODAY

    def test_each_person_is_told_once(self, commitment: Commitment, register: Register, people: People) -> None:
        reassign(commitment.pk, register.housing.pk, people.supervisor, "职责在住建部门")
        told = {notice.recipient: notice.title for notice in Notice.objects.all()}
        assert told == {
            people.coordinator: "已改派市住房城乡建设局：完成管网改造",
            people.stranger: "改派承办：完成管网改造",
        }

    def test_where_a_notice_leads(
        self, client: Client, commitment: Commitment, register: Register, people: People
    ) -> None:
        reassign(commitment.pk, register.housing.pk, people.supervisor, "职责")
        for person in (people.coordinator, people.stranger):
            client.force_login(person)
            notice = Notice.objects.get(recipient=person)
            answer = client.post(f"/inbox/{notice.pk}/open/", follow=True)
            assert answer.redirect_chain[-1][0].startswith(f"/tasks/{commitment.task_id}/")

    def test_to_a_unit_that_owes_the_same(self, commitment: Commitment, register: Register, people: People) -> None:
        with pytest.raises(Conflict, match=r"清源区.*已承办这项任务10月31日前完成的同一事项（办理中），不能"):
            reassign(commitment.pk, register.counties[0].pk, people.supervisor, "职责")

    @pytest.mark.parametrize(
        ("which", "said"),
        [("energy", "已由市能源局承办"), ("all_counties", "是单位组"), ("finance", "已停用")],
    )
    def test_units_that_can_not_take_it(
        self, commitment: Commitment, register: Register, people: People, which: str, said: str
    ) -> None:
        register.finance.is_active = False
        register.finance.save()
        with pytest.raises(BadInput, match=said):
            reassign(commitment.pk, getattr(register, which).pk, people.supervisor, "职责")

    def test_dates_that_can_not_be(self, commitment: Commitment, register: Register, people: People) -> None:
        with pytest.raises(BadInput, match="不能早于今天"):
            reassign(commitment.pk, register.housing.pk, people.supervisor, "职责", date(2026, 9, 1))
        with pytest.raises(BadInput, match="请填写改派理由"):
            reassign(commitment.pk, register.housing.pk, people.supervisor, "  ")


class TestTheRole:
    def test_it_goes_along_when_nothing_is_left(
        self, commitment: Commitment, register: Register, people: People
    ) -> None:
        assert reassign(commitment.pk, register.housing.pk, people.supervisor, "职责").with_role
        assert commitment.task.assignments.get(role="lead").unit == register.housing
        event = Event.objects.get(verb="reassigned", commitment=None)
        assert (event.before, event.after) == (
            {"units": [["lead", "市能源局"]]},
            {"units": [["lead", "市住房城乡建设局"]]},
        )

    def test_it_stays_when_one_month_is_reassigned(self, monthly: Task, register: Register, people: People) -> None:
        first = monthly.commitments.order_by("due_on")[0]
        before = owed(monthly)
        done = reassign(first.pk, register.housing.pk, people.supervisor, "本月由住建部门报")
        assert not done.with_role and monthly.assignments.get().unit == register.energy
        assert owed(monthly) == sorted([("市住房城乡建设局", first.due_on), *before[1:]])
        # neither the job nor anybody else asks the old unit for that month again
        assert extend_recurring(TODAY) == 0 and make_commitments(monthly, TODAY) == 0

    def test_all_of_it_goes_and_the_months_to_come(self, monthly: Task, register: Register, people: People) -> None:
        first, second = monthly.commitments.order_by("due_on")[:2]
        close(first.pk, people.supervisor, "已报")
        done = reassign(second.pk, register.housing.pk, people.supervisor, "职责调整", whole=True)
        assert done.with_role and len(done.rows) == 11
        assert make_commitments(Task.objects.get(pk=monthly.pk), TODAY) == 0
        assert extend_recurring(date(2026, 11, 1)) == 2
        assert {name for name, _day in owed(monthly)[:-1]} == {"市住房城乡建设局"}
        assert owed(monthly)[-1] == ("市能源局", first.due_on)
        assert Notice.objects.filter(recipient=people.stranger).count() == 1
        assert "等11项" in Notice.objects.get(recipient=people.stranger).title

    def test_one_of_a_group_hands_on_and_the_group_stays(
        self, commitment: Commitment, register: Register, people: People
    ) -> None:
        row = commitment.task.commitments.get(unit=register.counties[0])
        done = reassign(row.pk, register.housing.pk, people.supervisor, "城区由市住建局统一实施")
        assert not done.with_role and len(done.rows) == 1
        assert make_commitments(commitment.task, TODAY) == 0

    def test_one_that_is_named_and_in_the_group_too_is_not_asked_again(
        self, make_task: TaskMaker, register: Register, people: People
    ) -> None:
        county = register.counties[0]
        task = make_task("整治管网", lead=county, responsible=(register.all_counties,), deadlines=(FIXED,))
        confirm(task.pk, people.supervisor)
        row = task.commitments.get(unit=county)
        done = reassign(row.pk, register.housing.pk, people.supervisor, "由市住建局统一实施")
        assert done.with_role and done.rows[0].in_place_of == county
        assert make_commitments(Task.objects.get(pk=task.pk), TODAY) == 0
        assert str(county) not in dict(owed(task))

    def test_one_that_stands_in_for_another_and_joins_the_group_is_not_asked_when_it_hands_on(
        self, commitment: Commitment, register: Register, people: People
    ) -> None:
        row = commitment.task.commitments.get(unit=register.counties[0])
        there = reassign(row.pk, register.housing.pk, people.supervisor, "改派").rows[0]
        members.join_group(register.all_counties.pk, register.housing.pk, TODAY, people.administrator)
        onward = reassign(there.pk, register.finance.pk, people.supervisor, "再改派").rows[0]
        assert onward.in_place_of == register.counties[0]
        assert make_commitments(commitment.task, TODAY) == 0
        assert owed(commitment.task).count((str(register.finance), FIXED["due_on"])) == 1

    def test_there_and_back_again(self, monthly: Task, register: Register, people: People) -> None:
        before = owed(monthly)
        first = monthly.commitments.order_by("due_on")[0]
        there = reassign(first.pk, register.housing.pk, people.supervisor, "改派").rows[0]
        back = reassign(there.pk, register.energy.pk, people.supervisor, "改回").rows[0]
        assert owed(monthly) == before and back.in_place_of is None
        assert make_commitments(monthly, TODAY) == 0
        # and with the role
        reassign(back.pk, register.housing.pk, people.supervisor, "职责", whole=True)
        row = monthly.commitments.live().filter(unit=register.housing).order_by("due_on")[0]
        reassign(row.pk, register.energy.pk, people.supervisor, "职责", whole=True)
        assert owed(monthly) == before
        assert make_commitments(Task.objects.get(pk=monthly.pk), TODAY) == 0


class TestBesideOtherVerbs:
    def test_the_task_is_withdrawn_and_restored(self, monthly: Task, register: Register, people: People) -> None:
        first = monthly.commitments.order_by("due_on")[0]
        reassign(first.pk, register.housing.pk, people.supervisor, "改派")
        before = owed(monthly)
        withdraw(monthly.pk, people.supervisor, "文件废止")
        assert owed(monthly) == []
        restore(monthly.pk, people.supervisor)
        assert owed(monthly) == before

    def test_the_confirmation_is_taken_back_and_given_again(
        self, monthly: Task, register: Register, people: People
    ) -> None:
        before = owed(monthly)
        first = monthly.commitments.order_by("due_on")[0]
        reassign(first.pk, register.housing.pk, people.supervisor, "改派")
        reopen(monthly.pk, people.supervisor)
        confirm(monthly.pk, people.supervisor)
        assert owed(monthly) == before

    def test_a_confirmation_is_not_taken_back_when_the_first_unit_had_reported(
        self, monthly: Task, register: Register, people: People
    ) -> None:
        first = monthly.commitments.order_by("due_on")[0]
        report_progress(first.pk, people.coordinator, percent=10, done_so_far="已开始")
        reassign(first.pk, register.housing.pk, people.supervisor, "改派")
        with pytest.raises(Conflict, match="已有单位反馈进展"):
            reopen(monthly.pk, people.supervisor)

    def test_the_units_become_one(self, monthly: Task, register: Register, people: People) -> None:
        before = owed(monthly)
        first = monthly.commitments.order_by("due_on")[0]
        reassign(first.pk, register.housing.pk, people.supervisor, "改派")
        changing.merge(register.housing.pk, register.energy.pk, people.administrator)
        assert owed(monthly) == before
        assert make_commitments(Task.objects.get(pk=monthly.pk), TODAY) == 0

    def test_who_supports_is_released_and_a_stand_in_of_another_stays(
        self, suggested: Suggested, register: Register, people: People
    ) -> None:
        task = confirm(suggested.fixed.pk, people.supervisor).task
        support = task.assignments.get(role="support")
        ask_support(support.pk, people.supervisor)
        row = task.commitments.get(unit=register.finance)
        reassign(row.pk, register.housing.pk, people.supervisor, "改派")
        assert task.assignments.get(role="support").unit == register.housing
        assert release_support(support.pk, people.supervisor) == 1


class TestAtOnce:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_two_reassign_the_same(self, commitment: Commitment, register: Register, people: People) -> None:
        results = at_once(
            lambda: reassign(commitment.pk, register.housing.pk, people.supervisor, "改派"),
            lambda: reassign(commitment.pk, register.finance.pk, people.second_supervisor, "改派"),
        )
        assert len(refused(results)) == 1
        assert Commitment.objects.live().filter(task=commitment.task, role="lead").count() == 1

    def test_two_units_hand_the_same_date_to_a_third(
        self, commitment: Commitment, register: Register, people: People
    ) -> None:
        rows = list(Commitment.objects.filter(task=commitment.task, unit__in=register.counties).order_by("pk"))[:2]
        results = at_once(
            *[lambda row=row: reassign(row.pk, register.housing.pk, people.supervisor, "改派") for row in rows]
        )
        assert len(refused(results)) == 1
        assert Commitment.objects.live().filter(task=commitment.task, unit=register.housing).count() == 1

    def test_a_report_at_the_same_moment(self, commitment: Commitment, register: Register, people: People) -> None:
        results = at_once(
            lambda: reassign(commitment.pk, register.housing.pk, people.supervisor, "改派"),
            lambda: report_progress(commitment.pk, people.coordinator, percent=30, done_so_far="进场"),
        )
        told = refused(results)
        assert len(told) + Progress.objects.count() == 1

    def test_the_horizon_at_the_same_moment(self, monthly: Task, register: Register, people: People) -> None:
        first = monthly.commitments.order_by("due_on")[0]
        day = date(2026, 12, 1)
        results = at_once(
            lambda: extend_recurring(day),
            lambda: reassign(first.pk, register.housing.pk, people.supervisor, "职责", whole=True),
            lambda: extend_recurring(day),
        )
        refused(results)
        extend_recurring(day)
        days = [day for _name, day in owed(monthly)]
        assert len(days) == len(set(days)) == 15


def test_the_page(client: Client, commitment: Commitment, register: Register, people: People) -> None:
    make_user("other", "coordinator", register.finance, name="史可")
    client.force_login(people.supervisor)
    page = client.get(f"/commitments/{commitment.pk}/reassign/").content.decode()
    assert "责任分工随之变更" in page and "市住房城乡建设局" in page and ">各县（市、区）<" not in page
    answer = client.post(f"/commitments/{commitment.pk}/reassign/", {"unit": register.counties[0].pk, "reason": "职责"})
    assert answer.status_code == 422 and "不能再改派给它" in answer.content.decode()
    answer = client.post(f"/commitments/{commitment.pk}/reassign/", {"unit": register.finance.pk, "reason": "职责"})
    assert answer.status_code == 302
    assert Commitment.objects.live().get(task=commitment.task, unit=register.finance).reassigned_from == commitment
