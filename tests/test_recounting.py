"""Dates counted over a year without published holidays: marked, and counted anew when the holidays are there."""

from datetime import date

import pytest
from django.test import Client

from obligations.jobs import daily
from obligations.models import Commitment, Deadline, Event, Notice, Task
from obligations.recounting import publish_holidays, recount
from obligations.review import confirm
from obligations.schedule import extend_recurring, make_commitments, record_event
from obligations.verifying import verify
from obligations.workflow import close, decide_extension
from obligations.workflow.extensions import ask_extension
from tests.conftest import NOW, TODAY, People, Register, Suggested, TaskMaker
from tests.scene import HOLIDAYS
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")
# Friday before the National Day holidays of a year that nobody knows yet: five working days on.
EVENT = date(2090, 9, 29)
BY_WEEKENDS, BY_CALENDAR = date(2090, 10, 6), date(2090, 10, 12)


@pytest.fixture
def waiting(suggested: Suggested, people: People) -> Commitment:
    Task.objects.filter(pk=suggested.relative.pk).update(state=Task.State.IN_FORCE)
    make_commitments(suggested.relative, TODAY)
    record_event(suggested.relative.deadlines.get().pk, EVENT, people.supervisor, at=NOW)
    return Commitment.objects.select_related("deadline").get(task=suggested.relative)


def test_it_is_marked_until_the_year_is_published(waiting: Commitment, people: People, client: Client) -> None:
    assert waiting.due_on == BY_WEEKENDS and waiting.is_provisional
    client.force_login(people.coordinator)
    for page in ("/todo/?slice=all", f"/tasks/{waiting.task_id}/"):
        assert "暂定" in client.get(page).content.decode()
    publish_holidays(2090, HOLIDAYS, people.supervisor)
    for page in ("/todo/?slice=all", f"/tasks/{waiting.task_id}/"):
        assert "暂定" not in client.get(page).content.decode()


def test_publishing_moves_the_date_records_it_and_tells_the_unit(waiting: Commitment, people: People) -> None:
    _, done = publish_holidays(2090, HOLIDAYS, people.supervisor, at=NOW)
    assert (done.deadlines, done.moved) == (1, 1)
    waiting.refresh_from_db()
    assert (waiting.due_on, waiting.first_due_on) == (BY_CALENDAR, BY_WEEKENDS)
    event = Event.objects.get(verb="recounted", commitment=waiting)
    assert (event.actor, event.before, event.after) == (
        None,
        {"due_on": BY_WEEKENDS.isoformat()},
        {"due_on": BY_CALENDAR.isoformat()},
    )
    notice = Notice.objects.get(commitment=waiting, recipient=people.coordinator)
    assert "2090年10月12日" in notice.title and "2090年10月6日" in notice.body
    assert not verify().problems


def test_twice_is_once(waiting: Commitment, people: People) -> None:
    publish_holidays(2090, HOLIDAYS, people.supervisor)
    again = recount()
    assert (again.deadlines, again.moved) == (0, 0)
    publish_holidays(2090, HOLIDAYS, people.supervisor)
    assert Event.objects.filter(verb="recounted", commitment=waiting).count() == 1


def test_a_corrected_table_counts_again(waiting: Commitment, people: People) -> None:
    publish_holidays(2090, HOLIDAYS, people.supervisor)
    publish_holidays(2090, HOLIDAYS.replace("10月1日至7日", "10月1日至9日"), people.supervisor)
    waiting.refresh_from_db()
    assert waiting.due_on == date(2090, 10, 13)


def test_what_was_granted_meanwhile_stays(waiting: Commitment, people: People) -> None:
    later = date(2090, 12, 1)
    asked = ask_extension(waiting.pk, people.coordinator, later, "流标")
    decide_extension(asked.pk, people.supervisor, later)
    publish_holidays(2090, HOLIDAYS, people.supervisor)
    waiting.refresh_from_db()
    assert waiting.due_on == later and not waiting.is_provisional


def test_nothing_closed_moves(waiting: Commitment, people: People) -> None:
    close(waiting.pk, people.supervisor, "核实")
    _, done = publish_holidays(2090, HOLIDAYS, people.supervisor)
    assert done.deadlines == 0
    waiting.refresh_from_db()
    assert waiting.due_on == BY_WEEKENDS


def test_a_day_that_does_not_move_is_no_longer_provisional(waiting: Commitment, people: People) -> None:
    record_event(waiting.deadline_id, date(2090, 6, 5), people.supervisor, at=NOW)
    _, done = publish_holidays(2090, HOLIDAYS, people.supervisor)
    assert (done.deadlines, done.moved) == (1, 0)
    assert not Deadline.objects.filter(is_provisional=True).exists()


def test_an_event_known_before_the_confirmation_is_marked_too(
    register: Register, make_task: TaskMaker, people: People
) -> None:
    known = {"kind": "relative", "text": "签订后5个工作日内", "offset": "P5B", "after": "签订", "event_on": EVENT}
    task = make_task("签订合同", lead=register.energy, deadlines=(known,))
    confirm(task.pk, people.supervisor, at=NOW)
    assert Commitment.objects.select_related("deadline").get(task=task).is_provisional
    publish_holidays(2090, HOLIDAYS, people.supervisor)
    assert Commitment.objects.get(task=task).due_on == BY_CALENDAR


def test_the_daily_job_counts_when_a_newer_calendar_was_installed(
    waiting: Commitment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("obligations.workdays.is_published", lambda year: True)
    assert daily.run(TODAY).recounted == 0
    assert not Deadline.objects.filter(is_provisional=True).exists()


class TestThePage:
    def test_a_supervisor_pastes_the_notice(self, waiting: Commitment, people: People, client: Client) -> None:
        client.force_login(people.supervisor)
        data = {"year": 2090, "source": "国办发明电〔2089〕9号", "text": HOLIDAYS}
        answer = client.post("/calendar/", data, follow=True)
        page = answer.content.decode()
        assert "已登记2090年的节假日，重新推算1个时限，1个承办事项的日期有变。" in page
        assert "国办发明电〔2089〕9号" in page and "2090年10月1日至2090年10月7日放假" in page

    def test_what_is_wrong_stands_at_the_field(self, people: People, client: Client) -> None:
        client.force_login(people.supervisor)
        answer = client.post("/calendar/", {"year": 2090, "text": "春节放假8天"})
        assert answer.status_code == 422 and "只读出2090年的0天假期" in answer.content.decode()

    def test_it_is_for_supervisors(self, people: People, client: Client) -> None:
        client.force_login(people.coordinator)
        assert client.get("/calendar/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_machines_and_a_person_count_at_once(waiting: Commitment, people: People) -> None:
    results = at_once(
        lambda: publish_holidays(2090, HOLIDAYS, people.supervisor),
        lambda: recount(),
        lambda: publish_holidays(2090, HOLIDAYS, people.second_supervisor),
        lambda: recount(),
    )
    assert not refused(results)
    waiting.refresh_from_db()
    assert waiting.due_on == BY_CALENDAR
    assert Event.objects.filter(verb="recounted", commitment=waiting).count() == 1
    assert Notice.objects.filter(commitment=waiting).count() == 1
    assert not verify().problems


FIRST_WORKING_DAY = {
    "kind": "recurring",
    "text": "每月第一个工作日",
    "rrule": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
}


class TestAWorkingDayOfEachMonth:
    """每月第一个工作日: laid out before the year is published, moved when it is, never made a second time."""

    DAY = date(2090, 3, 1)

    @pytest.fixture
    def task(self, register: Register, make_task: TaskMaker) -> Task:
        task = make_task("报送月报", lead=register.energy, deadlines=(FIRST_WORKING_DAY,))
        Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
        task.refresh_from_db()
        make_commitments(task, self.DAY)
        return task

    def october(self, task: Task) -> Commitment:
        return task.commitments.get(due_on__year=2090, due_on__month=10)

    def test_the_month_stays_and_the_day_moves(self, task: Task, people: People) -> None:
        assert self.october(task).due_on == date(2090, 10, 2)
        assert self.october(task).is_provisional
        publish_holidays(2090, HOLIDAYS, people.supervisor)
        october = self.october(task)
        assert (october.due_on, october.first_due_on) == (date(2090, 10, 9), date(2090, 10, 2))
        assert not october.is_provisional
        assert task.commitments.filter(due_on__year=2091, is_provisional=True).exists()
        count = task.commitments.count()
        extend_recurring(self.DAY)
        assert task.commitments.count() == count

    def test_what_was_granted_stays(self, task: Task, people: People) -> None:
        later = date(2090, 12, 1)
        asked = ask_extension(self.october(task).pk, people.coordinator, later, "流标")
        decide_extension(asked.pk, people.supervisor, later)
        publish_holidays(2090, HOLIDAYS, people.supervisor)
        asked.commitment.refresh_from_db()
        assert asked.commitment.due_on == later
