"""Days: events that limits count from, holidays that are published, matters without a date."""

from datetime import date

from obligations.checking import check, set_check
from obligations.models import Commitment, Deadline, Task
from obligations.recounting import publish_holidays
from obligations.schedule import record_event, set_task_due_date
from tests.year.office import task
from tests.year.plot.directives import HEATING, HEATING_AGAIN
from tests.year.story import Story, on

LATE = "云政办发〔2026〕33号"
# As the notice of the State Council is written; what it says of the year is ours.
HOLIDAYS_OF_2027 = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月30日（周六）、2月20日（周六）上班。
三、清明节：4月3日至5日放假。四、劳动节：5月1日至5日放假。五、国庆节：10月1日至7日放假，共7天。"""


def waiting(number: str) -> Deadline:
    return Deadline.objects.get(kind="relative", task__directive__doc_number=number, task__state="in_force")


@on("12-30")
def the_contract_was_signed(story: Story) -> None:
    """20 working days over New Year."""
    found = waiting(HEATING)
    assert record_event(found.pk, date(2025, 12, 26), story.cast.supervisor) > 0
    story.office.did("event recorded")


@on("01-07")
def it_was_another_day(story: Story) -> None:
    record_event(waiting(HEATING).pk, date(2025, 12, 29), story.cast.supervisor)
    story.office.did("event corrected")


@on("11-11")
def the_building_is_accepted(story: Story) -> None:
    """60 working days into a year whose holidays nobody knows yet."""
    record_event(waiting(LATE).pk, date(2026, 11, 10), story.cast.supervisor)
    assert Commitment.objects.filter(deadline=waiting(LATE), is_provisional=True).count() == 2


@on("2026-11-25")
def the_holidays_are_published(story: Story) -> None:
    before = dict(Commitment.objects.filter(is_provisional=True).values_list("pk", "due_on"))
    assert len(before) >= 3
    publish_holidays(2027, HOLIDAYS_OF_2027, story.cast.supervisor, "国务院办公厅通知")
    after = dict(Commitment.objects.filter(pk__in=before).values_list("pk", "due_on"))
    assert before != after and not Commitment.objects.live().filter(is_provisional=True).exists()
    story.office.did("recounted")


@on("12-01")
def what_has_no_date_is_looked_at_each_quarter(story: Story) -> None:
    set_check(task(HEATING, "加强巡查值守").pk, story.cast.supervisor, Task.CheckEvery.QUARTER)


@on("03-02")
def it_is_looked_at(story: Story) -> None:
    assert check(task(HEATING, "加强巡查值守").pk, story.cast.supervisor, "请补充值守台账。") == date(2026, 6, 1)
    story.office.did("checked")


@on("05-06")
def it_gets_a_date(story: Story) -> None:
    assert set_task_due_date(task(HEATING_AGAIN, "加强巡查值守").pk, story.cast.supervisor, date(2026, 10, 31)) == 1
    story.office.did("date set")
