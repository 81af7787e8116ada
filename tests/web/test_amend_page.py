"""更正任务 as pages: what is entered, what it will do, and that this is what is done."""

import html
import re

import pytest
from django.test import Client

from obligations.models import Commitment, Task
from obligations.workflow import hand_in
from tests.conftest import People
from tests.scene import everything

pytestmark = pytest.mark.usefixtures("today")


def entered(task: Task) -> dict[str, object]:
    """The form as it comes, with another date."""
    deadline = task.deadlines.get()
    return {
        "title": task.title,
        "lead": ["市能源局"],
        "responsible": ["各县（市、区）"],
        "support": ["市财政局"],
        "deadline-0-id": deadline.pk,
        "deadline-0-kind": "fixed",
        "deadline-0-what": deadline.what,
        "deadline-0-text": deadline.text,
        "deadline-0-due_on": "2026-11-15",
        "reason": "印发有误",
    }


def mark(page: str) -> str:
    found = re.search(r'name="seen" value="(\w{64})"', page)
    assert found
    return found[1]


def test_shown_then_done(supervisor: Client, commitment: Commitment) -> None:
    url, data = f"/tasks/{commitment.task_id}/amend/", entered(commitment.task)
    form = supervisor.get(url).content.decode()
    assert "2026-10-31" in form and "市能源局" in form
    before = everything()
    page = html.unescape(supervisor.post(url, data).content.decode())
    assert "确认后：改期4项。" in page and "10月31日" in page and "11月15日" in page
    assert everything() == before
    answer = supervisor.post(url, data | {"seen": mark(page)}, follow=True)
    assert "已更正：改期4项。" in answer.content.decode()
    assert {str(row.due_on) for row in Commitment.objects.all()} == {"2026-11-15"}


def test_what_changed_meanwhile_is_shown_anew(supervisor: Client, commitment: Commitment, people: People) -> None:
    url, data = f"/tasks/{commitment.task_id}/amend/", entered(commitment.task)
    seen = mark(supervisor.post(url, data).content.decode())
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    answer = supervisor.post(url, data | {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422 and "预览之后情况有变化" in page and mark(page) != seen
    assert supervisor.post(url, data | {"seen": mark(page)}).status_code == 302


def test_back_to_the_form_with_all_that_was_entered(supervisor: Client, commitment: Commitment) -> None:
    url, data = f"/tasks/{commitment.task_id}/amend/", entered(commitment.task)
    page = supervisor.post(url, data | {"again": "1", "seen": "x"}).content.decode()
    assert "2026-11-15" in page and "印发有误" in page and "查看将有哪些变化" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deadline-0-due_on": "2026-13-40"}, "日期"),
        ({"reason": ""}, "请填写更正理由"),
        ({"title": " "}, "请填写任务名称"),
        ({"lead": [], "responsible": []}, "没有在名录中的牵头或责任单位"),
        ({"deadline-0-due_on": "2026-10-31"}, "内容没有变化"),
    ],
)
def test_what_can_not_be(supervisor: Client, commitment: Commitment, change: dict[str, object], said: str) -> None:
    url, data = f"/tasks/{commitment.task_id}/amend/", entered(commitment.task)
    before = everything()
    answer = supervisor.post(url, data | change)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert everything() == before


def test_only_of_what_is_in_force(supervisor: Client, commitment: Commitment) -> None:
    Task.objects.update(state="closed")
    answer = supervisor.get(f"/tasks/{commitment.task_id}/amend/", follow=True)
    assert "这项任务现为“已办结”，不能更正。" in answer.content.decode()
