"""Tasks without a date: one date for all that is owed of them, or an interval at which they are looked at again."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.checking import check, set_check
from obligations.errors import BadInput, Conflict
from obligations.jobs import daily
from obligations.models import Commitment, Event, Notice, Slice, Task
from obligations.schedule import make_commitments, set_due_date
from obligations.verifying import verify
from obligations.workdays import is_workday
from tests.conftest import NOW, TODAY, People, Suggested, moment
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")
# A Sunday; the working day before it is Friday the 16th.
FIRST = date(2026, 10, 18)


@pytest.fixture
def task(suggested: Suggested) -> Task:
    Task.objects.filter(pk=suggested.dateless.pk).update(state=Task.State.IN_FORCE)
    make_commitments(suggested.dateless, TODAY)
    return Task.objects.get(pk=suggested.dateless.pk)


def reload(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def told(people: People) -> int:
    return Notice.objects.filter(recipient=people.coordinator, stage__startswith="check:").count()


def test_the_units_are_reminded_once_on_the_working_day_before(task: Task, people: People) -> None:
    set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    for day in range(14, 16):
        daily.run(date(2026, 10, day))
    assert told(people) == 0
    for day in (16, 16, 17, 18, 19):
        daily.run(date(2026, 10, day))
    assert told(people) == 1
    notice = Notice.objects.exclude(kind=Notice.Kind.SIGN).get(recipient=people.coordinator)
    assert notice.title == "定期调度（10月18日）：加强宣传引导"


def test_it_stays_in_sight_until_somebody_looked(task: Task, people: People) -> None:
    set_check(task.pk, people.supervisor, 3, FIRST, at=NOW)
    rows = Commitment.objects.visible_to(people.supervisor)
    assert not rows.in_slice(Slice.CHECK, FIRST - timedelta(days=1)).exists()
    assert rows.in_slice(Slice.CHECK, FIRST + timedelta(days=100)).count() == 1
    following = check(task.pk, people.supervisor, "请按月报数据", at=moment(date(2026, 10, 20)))
    assert following == reload(task).check_on == date(2027, 1, 18)
    assert not rows.in_slice(Slice.CHECK, date(2027, 1, 17)).exists()
    event = Event.objects.get(verb="checked")
    assert (event.note, event.after) == ("请按月报数据", {"check_on": "2027-01-18"})
    assert Notice.objects.get(recipient=people.coordinator).body == "请按月报数据"
    assert not verify().problems


def test_after_months_of_silence_the_next_day_lies_ahead(task: Task, people: People) -> None:
    set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    daily.run(date(2027, 3, 3))
    assert told(people) == 1
    assert check(task.pk, people.supervisor, at=moment(date(2027, 3, 3))) == date(2027, 3, 18)


def test_looked_at_early_counts(task: Task, people: People) -> None:
    set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    assert check(task.pk, people.supervisor, at=NOW) == date(2026, 11, 18)


def test_a_task_that_got_a_date_is_not_checked(task: Task, people: People) -> None:
    set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    set_due_date(task.commitments.get().pk, people.supervisor, date(2026, 12, 1))
    daily.run(FIRST)
    assert told(people) == 0
    with pytest.raises(Conflict, match="没有缺少时限"):
        set_check(task.pk, people.supervisor, 3)


def test_what_can_not_be_is_told(task: Task, people: People) -> None:
    with pytest.raises(BadInput):
        set_check(task.pk, people.supervisor, 5)
    with pytest.raises(BadInput):
        set_check(task.pk, people.supervisor, 1, TODAY - timedelta(days=1), at=NOW)
    with pytest.raises(Conflict):
        check(task.pk, people.supervisor)
    set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    with pytest.raises(Conflict, match="没有变化"):
        set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    set_check(task.pk, people.supervisor, None)
    assert reload(task).check_on is None


def test_the_pages(task: Task, people: People, client: Client) -> None:
    client.force_login(people.supervisor)
    address = f"/tasks/{task.pk}/"
    page = client.get(address).content.decode()
    assert "1 个承办事项没有完成时限" in page
    page = client.post(f"{address}check/", {"every": 3, "first_on": "2026-09-16"}, follow=True).content.decode()
    assert "已设定每季度调度，下次9月16日。" in page
    page = client.get("/commitments/?slice=check").content.decode()
    assert "加强宣传引导" in page and "9月16日调度" in page
    page = client.post(f"{address}checked/", {"note": ""}, follow=True).content.decode()
    assert "已调度，下次12月16日。" in page
    page = client.post(f"{address}due-date/", {"due_on": "2026-12-31"}, follow=True).content.decode()
    assert "1个承办事项的完成时限定为12月31日。" in page


@pytest.mark.django_db(transaction=True)
def test_two_machines_remind_once(task: Task, people: People) -> None:
    set_check(task.pk, people.supervisor, 1, FIRST, at=NOW)
    assert not refused(at_once(*[lambda: daily.run(FIRST)] * 3))
    assert told(people) == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.integers(0, 60),
    every=st.sampled_from(Task.CheckEvery.values),
    skips=st.lists(st.integers(0, 9), max_size=40),
)
def test_however_the_days_are_skipped_each_check_is_told_once(
    task: Task, people: People, first: int, every: int, skips: list[int]
) -> None:
    Notice.objects.all().delete()
    Task.objects.filter(pk=task.pk).update(check_every=None, check_on=None)
    check_on = TODAY + timedelta(days=first)
    set_check(task.pk, people.supervisor, every, check_on, at=NOW)
    day = TODAY
    for skip in skips:
        day += timedelta(days=skip)
        daily.make_check_notices(day)
    # told on the first run from the working day before the check on, whichever that was
    before = check_on
    while not is_workday(before):
        before -= timedelta(days=1)
    assert told(people) == (1 if skips and day >= before else 0)
