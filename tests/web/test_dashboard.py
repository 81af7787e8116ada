"""看板: every number is right, and opens the list that it counts."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from obligations.models import Commitment, Heartbeat, Light
from tests.conftest import TODAY, Register, Suggested, TaskMaker
from tests.web.conftest import put_in_force, text_of


@pytest.fixture
def rows(commitment: Commitment, suggested: Suggested, register: Register) -> None:
    units = [register.energy, *register.counties]
    for n, (days, values) in enumerate(
        [
            (-1, {}), (-7, {}), (-8, {}), (-31, {}), (-2, {"state": "handed_in", "handed_in_on": TODAY}),
            (0, {}), (3, {}), (3, {"state": "handed_in", "handed_in_on": TODAY}), (10, {}), (90, {}),
            (-3, {"state": "done", "done_on": TODAY}),
            (5, {"state": "done", "done_on": TODAY - timedelta(days=2)}),
            (-60, {"state": "done", "done_on": TODAY - timedelta(days=50)}),
        ]
    ):  # fmt: skip
        due_on = TODAY + timedelta(days=days)
        values |= {"task": suggested.fixed, "unit": units[n % 4], "role": "lead", "occurrence": str(n)}
        Commitment.objects.create(due_on=due_on, **values)
    put_in_force(suggested.dateless)


def counted(client: Client, query: str) -> int:
    return client.get(f"/commitments/?{query}").context["page"].paginator.count


def test_each_light_opens_its_list(supervisor: Client, rows: None) -> None:
    figures = supervisor.get("/dashboard/").context["figures"]
    assert {f.light: f.count for f in figures} == {
        Light.OVERDUE: 5, Light.NEAR: 2, Light.ON_TIME: 7, Light.WAITING: 1,
    }  # fmt: skip
    for figure in figures:
        assert counted(supervisor, figure.query) == figure.count


def test_done_this_month_and_in_time(supervisor: Client, rows: None) -> None:
    context = supervisor.get("/dashboard/").context
    assert (context["done"], context["in_time"]) == (2, 50)
    assert counted(supervisor, context["done_query"]) == 2


def test_what_was_granted_does_not_hide_what_was_late_by_the_first_date(
    supervisor: Client, commitment: Commitment
) -> None:
    assert supervisor.get("/dashboard/").context["by_first"] is None
    Commitment.objects.filter(pk=commitment.pk).update(
        state="done", done_on=TODAY, first_due_on=TODAY - timedelta(days=3), due_on=TODAY
    )
    page = supervisor.get("/dashboard/")
    assert (page.context["in_time"], page.context["by_first"]) == (100, 0)
    assert "按时 100%（按原定 0%）" in text_of(page)


def test_units_days_ages_and_waits_open_their_lists(supervisor: Client, rows: None) -> None:
    context = supervisor.get("/dashboard/").context
    assert sum(bar.count for bar in context["units"]) == 5
    assert [bar.count for bar in context["units"]] == sorted((bar.count for bar in context["units"]), reverse=True)
    assert [day.count for day in context["days"]][:4] == [1, 0, 0, 1]
    assert sum(door.count for door in context["ages"]) == 5
    assert [door.count for door in context["ages"]] == [3, 1, 1]
    for door in (*context["units"], *context["days"], *context["ages"], *context["waits"]):
        assert counted(supervisor, door.query) == door.count


def test_every_link_of_the_page_opens(supervisor: Client, rows: None) -> None:
    page = text_of(supervisor.get("/dashboard/"))
    for address in set(re.findall(r'href="(/[^"#]*)"', page)):
        if not address.startswith("/static/") and "/admin/" not in address:
            assert supervisor.get(unescape(address)).status_code in (200, 302), address


def test_days_off_are_marked(supervisor: Client, rows: None) -> None:
    days = {day.day: day.is_off for day in supervisor.get("/dashboard/").context["days"]}
    # Saturday the 19th is free; Sunday the 20th is worked in exchange for a holiday.
    assert days[TODAY + timedelta(days=3)] and not days[TODAY + timedelta(days=4)]


def test_a_silent_scheduler_is_told(supervisor: Client) -> None:
    assert "后台任务从未运行" in text_of(supervisor.get("/dashboard/"))
    Heartbeat.objects.create(name="scheduler", beat_at=timezone.now() - timedelta(hours=1))
    assert "后台任务已停止" in text_of(supervisor.get("/dashboard/"))
    Heartbeat.objects.update(beat_at=timezone.now())
    assert "后台任务" not in text_of(supervisor.get("/dashboard/"))


def test_an_empty_system_has_a_dashboard(supervisor: Client) -> None:
    page = text_of(supervisor.get("/dashboard/"))
    assert "没有逾期事项" in page


@pytest.mark.parametrize("count", [1, 60])
def test_the_number_of_queries_does_not_grow(
    supervisor: Client, register: Register, make_task: TaskMaker, django_assert_max_num_queries, count: int
) -> None:
    deadline = {"kind": "fixed", "due_on": TODAY - timedelta(days=1)}
    for n in range(count):
        put_in_force(make_task(f"任务{n}", lead=register.energy, deadlines=(deadline,)))
    with django_assert_max_num_queries(26):
        supervisor.get("/dashboard/")
