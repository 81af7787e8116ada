"""Supporting units: they see the task and may report; they owe it when the supervisor says so."""

import pytest
from django.test import Client

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Assignment, Commitment, Event, Notice
from obligations.supporting import ask_support, release_support, report_support
from obligations.verifying import verify
from obligations.workflow import report_progress
from tests.conftest import NOW, People, Register, make_user
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def support(commitment: Commitment) -> Assignment:
    """市财政局 supports 完成管网改造."""
    return commitment.task.assignments.get(role="support")


class TestAsked:
    def test_it_owes_by_the_same_date(self, support: Assignment, register: Register, people: People) -> None:
        assert ask_support(support.pk, people.supervisor, at=NOW) == 1
        row = Commitment.objects.get(unit=register.finance)
        assert (row.role, row.due_on, row.state) == ("support", support.task.deadlines.get().due_on, "open")
        event = Event.objects.get(verb="support_asked")
        assert (event.unit, event.task) == (register.finance, support.task)
        assert not verify().problems

    def test_a_group_owes_through_its_members(self, support: Assignment, register: Register, people: People) -> None:
        support.unit = register.departments
        support.save()
        # 市能源局 leads the task already and owes it once
        assert ask_support(support.pk, people.supervisor) == 2
        assert Commitment.objects.filter(role="support").count() == 2

    def test_twice_is_told(self, support: Assignment, people: People) -> None:
        ask_support(support.pk, people.supervisor)
        with pytest.raises(Conflict, match="已由督查室要求承办"):
            ask_support(support.pk, people.supervisor)

    def test_a_unit_that_leads_needs_no_asking(self, commitment: Commitment, people: People) -> None:
        with pytest.raises(BadInput):
            ask_support(commitment.task.assignments.get(role="lead").pk, people.supervisor)

    def test_released_its_row_is_withdrawn_and_may_come_again(
        self, support: Assignment, register: Register, people: People
    ) -> None:
        ask_support(support.pk, people.supervisor)
        row = Commitment.objects.get(unit=register.finance)
        report_progress(row.pk, people.administrator, percent=10, done_so_far="进场")
        assert release_support(support.pk, people.supervisor) == 1
        row.refresh_from_db()
        assert row.state == "withdrawn" and row.progress.exists()
        assert Commitment.objects.live().count() == 4
        assert ask_support(support.pk, people.supervisor) == 1
        assert Commitment.objects.live().filter(unit=register.finance).count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_two_ask_at_once(self, support: Assignment, register: Register, people: People) -> None:
        results = at_once(
            lambda: ask_support(support.pk, people.supervisor),
            lambda: ask_support(support.pk, people.second_supervisor),
        )
        assert len(refused(results)) == 1
        assert Commitment.objects.filter(unit=register.finance).count() == 1


class TestReports:
    def test_who_owes_it_is_told_and_the_timeline_says_it(
        self, support: Assignment, register: Register, people: People, client: Client
    ) -> None:
        helper = make_user("caizheng", "coordinator", register.finance, name="石敏")
        assert report_support(support.task_id, helper, "已拨付补助资金", at=NOW) == register.finance
        notice = Notice.objects.get(recipient=people.coordinator)
        assert notice.title.startswith("市财政局反馈配合情况") and notice.body == "已拨付补助资金"
        client.force_login(helper)
        page = client.get(f"/tasks/{support.task_id}/").content.decode()
        assert "已拨付补助资金" in page and "反馈配合情况" in page

    def test_only_units_that_support_it(self, support: Assignment, people: People) -> None:
        for who in (people.coordinator, people.stranger):
            with pytest.raises(NotAllowed):
                report_support(support.task_id, who, "已拨付")

    def test_it_needs_words(self, support: Assignment, register: Register, client: Client) -> None:
        client.force_login(make_user("caizheng", "coordinator", register.finance))
        answer = client.post(f"/tasks/{support.task_id}/support/", {"text": ""})
        assert answer.status_code == 422
        answer = client.post(f"/tasks/{support.task_id}/support/", {"text": "已拨付"}, follow=True)
        assert "已反馈市财政局的配合情况。" in answer.content.decode()


def test_a_supervisor_asks_and_releases_on_the_page(support: Assignment, people: People, client: Client) -> None:
    client.force_login(people.supervisor)
    address = f"/tasks/{support.task_id}/"
    assert "由市财政局承办" in client.get(address).content.decode()
    page = client.post(f"/assignments/{support.pk}/ask/", follow=True).content.decode()
    assert "已要求承办，新增1个承办事项。" in page and "不再由市财政局承办" in page
    page = client.post(f"/assignments/{support.pk}/release/", follow=True).content.decode()
    assert "不再要求承办，撤回1个承办事项。" in page
