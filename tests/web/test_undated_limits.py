"""A limit without a date on the pages: shown as 待定 with its words, and dated in the edit form."""

from datetime import date

import pytest
from django.test import Client

from obligations import review
from obligations.models import Task
from tests.conftest import FIXED, People, Register, TaskMaker
from tests.web.conftest import HTMX, text_of

UNDATED = {"kind": "undated", "text": "长期坚持"}


@pytest.fixture
def task(register: Register, make_task: TaskMaker) -> Task:
    return make_task("完善巡查制度", lead=register.energy, deadlines=(UNDATED,))


def test_the_suggestion_shows_the_words_and_that_they_name_no_date(supervisor: Client, task: Task) -> None:
    page = text_of(supervisor.get(f"/review/{task.directive_id}/"))
    assert 'class="light waiting"' in page and "长期坚持 · 未写明日期" in page


def test_it_is_said_before_what_confirming_does_about_it(supervisor: Client, task: Task) -> None:
    page = text_of(supervisor.get(f"/review/tasks/{task.pk}/preview/"))
    assert "暂无完成时限" in page and "“长期坚持”未写明日期，不据此排期" in page


def test_the_edit_form_says_what_was_printed_and_takes_a_date(supervisor: Client, task: Task) -> None:
    page = text_of(supervisor.get(f"/review/tasks/{task.pk}/edit/", **HTMX))
    assert "原文写法：长期坚持" in page and "确认后不据此排期" in page
    assert '<option value="undated" selected>待定</option>' in page
    limit = task.deadlines.get()
    sent = {
        "title": task.title,
        "lead": "市能源局",
        "deadline-0-id": limit.pk,
        "deadline-0-text": limit.text,
        "deadline-0-kind": "recurring",
        "deadline-0-every": "FREQ=MONTHLY",
    }
    page = text_of(supervisor.post(f"/review/tasks/{task.pk}/edit/", sent, **HTMX))
    assert "未写明日期" not in page and "每月" in page and "“长期坚持”" in page
    assert task.deadlines.get().rrule == "FREQ=MONTHLY"


def test_saving_without_a_date_keeps_it(supervisor: Client, task: Task) -> None:
    limit = task.deadlines.get()
    sent = {
        "title": task.title,
        "lead": "市能源局",
        "deadline-0-id": limit.pk,
        "deadline-0-text": limit.text,
        "deadline-0-kind": "undated",
    }
    supervisor.post(f"/review/tasks/{task.pk}/edit/", sent, **HTMX)
    kept = task.deadlines.get()
    assert (kept.pk, kept.kind, kept.text) == (limit.pk, "undated", "长期坚持")


@pytest.mark.usefixtures("today")
def test_a_confirmed_task_still_shows_it(supervisor: Client, coordinator: Client, task: Task, people: People) -> None:
    review.confirm(task.pk, people.supervisor)
    for person in (supervisor, coordinator):
        page = text_of(person.get(f"/tasks/{task.pk}/"))
        assert "长期坚持 · 未写明日期" in page and "没有据此排期" in page
        assert "长期坚持 · 未写明日期" in text_of(person.get("/commitments/?slice=all"))
    assert "定时限" in text_of(supervisor.get(f"/tasks/{task.pk}/"))


@pytest.mark.usefixtures("today")
def test_the_date_that_stands_beside_it_is_shown_with_its_own_row(
    supervisor: Client, register: Register, make_task: TaskMaker, people: People
) -> None:
    task = make_task("完善巡查制度", lead=register.energy, deadlines=(UNDATED, {**FIXED, "due_on": date(2026, 12, 31)}))
    review.confirm(task.pk, people.supervisor)
    page = text_of(supervisor.get(f"/tasks/{task.pk}/"))
    assert "长期坚持 · 未写明日期" in page and "12月31日" in page
