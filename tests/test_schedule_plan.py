"""Who owes what by when, once a task is in force."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.models import Assignment, Commitment, Deadline, Directive, GroupMember, Task, Unit
from obligations.recurrence import occurrences, parse
from obligations.schedule import extend_recurring, make_commitments, plan
from tests.conftest import FIXED, MONTHLY, TODAY, Register, Suggested, TaskMaker, make_unit
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")


def dates_of(task: Task, on: date = TODAY) -> list[str]:
    return [str(item.due_on) for item in plan(task, on)]


def in_force(task: Task) -> Task:
    Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
    return task


def test_a_fixed_date_makes_one_commitment_a_unit(register: Register, suggested: Suggested) -> None:
    planned = plan(suggested.fixed, TODAY)
    assert [(p.unit.name, p.role, p.due_on) for p in planned] == [
        ("云河市能源局", "lead", date(2026, 10, 31)),
        ("松坪县人民政府", "responsible", date(2026, 10, 31)),
        ("清源区人民政府", "responsible", date(2026, 10, 31)),
        ("白石县人民政府", "responsible", date(2026, 10, 31)),
    ]


def test_support_units_owe_nothing(register: Register, suggested: Suggested) -> None:
    assert register.finance not in {p.unit for p in plan(suggested.fixed, TODAY)}


def test_a_unit_named_alone_and_in_a_group_owes_once_as_lead(register: Register, make_task: TaskMaker) -> None:
    register.departments.short_name = "市直各部门"
    task = make_task("加强排查", responsible=(register.departments,), lead=register.energy, deadlines=(FIXED,))
    roles = {p.unit: p.role for p in plan(task, TODAY)}
    assert len(plan(task, TODAY)) == 3
    assert roles[register.energy] == Assignment.Role.LEAD
    assert roles[register.housing] == Assignment.Role.RESPONSIBLE


def test_groups_in_groups_open_and_a_circle_ends(register: Register, make_task: TaskMaker) -> None:
    everybody = make_unit("各县（市、区）人民政府和市直各部门", kind="group")
    for member in (register.all_counties, register.departments, register.energy):
        GroupMember.objects.create(group=everybody, member=member)
    GroupMember.objects.create(group=register.departments, member=everybody)
    task = make_task("开展自查", responsible=(everybody,), deadlines=(FIXED,))
    assert len(plan(task, TODAY)) == 6


def test_a_unit_no_longer_in_use_owes_nothing_through_its_group(register: Register, suggested: Suggested) -> None:
    Unit.objects.filter(name="白石县人民政府").update(is_active=False)
    assert len(plan(suggested.fixed, TODAY)) == 3


def test_several_dates_make_one_commitment_each(register: Register, make_task: TaskMaker) -> None:
    half = {"kind": "fixed", "text": "9月底前", "due_on": date(2026, 9, 30), "what": "完成50%"}
    task = make_task("分步完成", lead=register.energy, deadlines=(FIXED, half))
    assert dates_of(task) == ["2026-10-31", "2026-09-30"]


def test_a_monthly_deadline_is_laid_out_for_twelve_months(suggested: Suggested) -> None:
    dates = dates_of(suggested.recurring)
    assert len(dates) == 12
    assert (dates[0], dates[-1]) == ("2026-09-25", "2027-08-25")


def test_an_occurrence_on_the_day_of_confirmation_counts(suggested: Suggested) -> None:
    assert dates_of(suggested.recurring, date(2026, 9, 25))[0] == "2026-09-25"
    assert dates_of(suggested.recurring, date(2026, 9, 26))[0] == "2026-10-25"


def test_the_horizon_is_a_setting(suggested: Suggested, settings: object) -> None:
    settings.HORIZON_MONTHS = 3  # type: ignore[attr-defined]
    assert len(dates_of(suggested.recurring)) == 3


def test_validity_bounds_what_recurs(suggested: Suggested) -> None:
    directive = suggested.recurring.directive
    directive.effective_from, directive.expires_on = date(2026, 11, 1), date(2027, 1, 31)
    assert dates_of(suggested.recurring) == ["2026-11-25", "2026-12-25", "2027-01-25"]
    directive.expires_on = date(2026, 9, 20)
    assert dates_of(suggested.recurring) == []


def test_a_rare_duty_gets_its_next_date(register: Register, make_task: TaskMaker) -> None:
    rule = {"kind": "recurring", "text": "每5年", "rrule": "FREQ=YEARLY;INTERVAL=5"}
    task = make_task("开展评估", lead=register.energy, deadlines=(rule,))
    assert dates_of(task) == ["2030-12-31"]


def test_a_daily_duty_is_laid_out_a_month_ahead(register: Register, make_task: TaskMaker) -> None:
    rule = {"kind": "recurring", "text": "每日", "rrule": "FREQ=DAILY"}
    task = make_task("每日巡查", lead=register.energy, deadlines=(rule,))
    assert len(dates_of(task)) == 31


@pytest.mark.parametrize(
    ("start_on", "due_on"),
    [(date(2026, 10, 1), date(2026, 12, 31)), (date(2026, 10, 1), None), (None, date(2026, 12, 31))],
)
def test_a_period_is_due_at_its_end(
    register: Register, make_task: TaskMaker, start_on: date | None, due_on: date | None
) -> None:
    period = {"kind": "period", "text": "10月至12月", "start_on": start_on, "due_on": due_on}
    task = make_task("集中整治", lead=register.energy, deadlines=(period,))
    assert [(p.start_on, p.due_on) for p in plan(task, TODAY)] == [(start_on, due_on)]


def test_a_task_without_a_deadline_makes_one_without_a_date(suggested: Suggested) -> None:
    assert [(p.deadline, p.due_on, p.occurrence) for p in plan(suggested.dateless, TODAY)] == [(None, None, "")]


def test_a_relative_deadline_waits_for_its_event(suggested: Suggested) -> None:
    assert [(p.unit.name, p.due_on) for p in plan(suggested.relative, TODAY)] == [("云河市能源局", None)]
    Deadline.objects.filter(task=suggested.relative).update(event_on=date(2026, 9, 16))
    task = Task.objects.with_details().select_related("directive__source").get(pk=suggested.relative.pk)
    assert dates_of(task) == ["2026-09-22"]


def test_making_commitments_twice_makes_them_once(suggested: Suggested) -> None:
    for task, count in [(suggested.fixed, 4), (suggested.recurring, 12), (suggested.dateless, 1)]:
        assert make_commitments(task, TODAY) == count
        assert make_commitments(task, TODAY) == 0
        assert Commitment.objects.filter(task=task).count() == count


def test_the_first_date_is_kept_beside_the_due_date(suggested: Suggested) -> None:
    make_commitments(suggested.fixed, TODAY)
    commitment = Commitment.objects.filter(task=suggested.fixed).first()
    assert commitment is not None
    assert commitment.first_due_on == commitment.due_on == date(2026, 10, 31)


def test_the_horizon_rolls_on_without_repeating(suggested: Suggested) -> None:
    task = in_force(suggested.recurring)
    make_commitments(task, TODAY)
    assert extend_recurring(TODAY) == 0
    assert extend_recurring(date(2026, 12, 1)) == 3
    assert extend_recurring(date(2026, 12, 1)) == 0
    last = Commitment.objects.filter(task=task).order_by("due_on").last()
    assert last is not None
    assert last.due_on == date(2027, 11, 25)
    assert task.events.filter(verb="continued").count() == 1


def test_only_tasks_in_force_roll_on(suggested: Suggested) -> None:
    make_commitments(suggested.recurring, TODAY)
    assert extend_recurring(date(2026, 12, 1)) == 0


def test_rolling_on_leaves_fixed_dates_alone(register: Register, make_task: TaskMaker) -> None:
    task = in_force(make_task("两样", lead=register.energy, deadlines=(FIXED, MONTHLY)))
    make_commitments(task, TODAY)
    GroupMember.objects.create(group=register.departments, member=register.office)
    Assignment.objects.create(task=task, unit=register.departments, name="市直有关部门", role="responsible", position=9)
    extend_recurring(TODAY)
    newcomer = Commitment.objects.filter(task=task, unit=register.office)
    assert newcomer.count() == 12
    assert not newcomer.filter(deadline__kind="fixed").exists()


def test_planning_many_units_takes_few_queries(suggested: Suggested, django_assert_max_num_queries: object) -> None:
    task = Task.objects.with_details().select_related("directive__source").get(pk=suggested.fixed.pk)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        plan(task, TODAY)


DAILY = {"kind": "recurring", "text": "每日", "rrule": "FREQ=DAILY"}
RULES = [
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
    "FREQ=MONTHLY;BYMONTHDAY=25",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;BYMONTHDAY=-1,15",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;INTERVAL=5",
]


def test_a_stop_longer_than_the_horizon_loses_no_day(register: Register, make_task: TaskMaker) -> None:
    task = in_force(make_task("每日巡查", lead=register.energy, deadlines=(DAILY,)))
    make_commitments(task, TODAY)
    later = TODAY + timedelta(days=75)
    extend_recurring(later)
    days = sorted(task.commitments.values_list("due_on", flat=True))
    assert days == [TODAY + timedelta(days=n) for n in range(75 + 31)]


def test_a_stop_over_the_end_of_validity_loses_no_day_before_it(register: Register, make_task: TaskMaker) -> None:
    task = in_force(make_task("每日巡查", lead=register.energy, deadlines=(DAILY,)))
    end = TODAY + timedelta(days=40)
    Directive.objects.filter(pk=task.directive_id).update(expires_on=end)
    task.directive.refresh_from_db()
    make_commitments(task, TODAY)
    extend_recurring(TODAY + timedelta(days=75))
    assert max(task.commitments.values_list("due_on", flat=True)) == end
    assert task.commitments.count() == 41


def test_who_comes_late_owes_from_then_on(register: Register, make_task: TaskMaker) -> None:
    task = in_force(make_task("每日巡查", responsible=(register.all_counties,), deadlines=(DAILY,)))
    make_commitments(task, TODAY)
    county = make_unit("柳河县人民政府", kind="locality")
    GroupMember.objects.create(group=register.all_counties, member=county)
    extend_recurring(TODAY + timedelta(days=10))
    assert min(task.commitments.filter(unit=county).values_list("due_on", flat=True)) == TODAY + timedelta(days=10)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=st.sampled_from(RULES), steps=st.lists(st.integers(0, 200), min_size=1, max_size=5))
def test_however_the_clock_jumps_the_days_are_those_of_one_run_a_day(
    register: Register, make_task: TaskMaker, rule: str, steps: list[int]
) -> None:
    """Never twice, none left out: the same days as by the rule itself from the first day to the last horizon."""
    task = in_force(
        make_task("定期巡查", lead=register.energy, deadlines=({"kind": "recurring", "text": "定期", "rrule": rule},))
    )
    make_commitments(task, TODAY)
    day = TODAY
    for step in steps:
        day += timedelta(days=step)
        extend_recurring(day)
        extend_recurring(day)
    days = sorted(task.commitments.values_list("due_on", flat=True))
    assert len(days) == len(set(days))
    assert task.directive.issued_on is not None
    wanted = occurrences(parse(rule), anchor=task.directive.issued_on, first=TODAY, last=days[-1])
    assert days == [one.due_on for one in wanted]
    assert days[-1] >= day
    Task.objects.update(state=Task.State.CLOSED)


@pytest.mark.django_db(transaction=True)
def test_three_machines_after_a_stop_of_weeks_make_each_day_once(register: Register, make_task: TaskMaker) -> None:
    tasks = [
        in_force(make_task(f"巡查{n}", responsible=(register.all_counties,), deadlines=(DAILY, MONTHLY)))
        for n in range(3)
    ]
    for task in tasks:
        make_commitments(task, TODAY)
    before = Commitment.objects.count()
    later = TODAY + timedelta(days=50)
    made = at_once(*[lambda: extend_recurring(later)] * 3)
    assert not refused(made)
    days = Commitment.objects.filter(task=tasks[0], unit=register.counties[0], deadline__rrule="FREQ=DAILY")
    assert sorted(days.values_list("due_on", flat=True)) == [TODAY + timedelta(days=n) for n in range(50 + 31)]
    assert sum(made) == Commitment.objects.count() - before
