"""更正任务 and 改派 in a browser: entered, shown, done."""

import pytest

from obligations.models import Commitment
from obligations.workflow import report_progress
from tests.conftest import People, Register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]
WIDE = "document.scrollingElement.scrollWidth <= window.innerWidth"


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_a_task_is_corrected(open_as, commitment: Commitment, people: People, size: str) -> None:
    report_progress(commitment.pk, people.coordinator, percent=60, done_so_far="已铺设12公里")
    page = open_as("supervisor")
    page.goto(f"/tasks/{commitment.task_id}/")
    page.click("text=更正任务")
    page.fill("input[name='deadline-0-due_on']", "2026-11-15")
    page.click("text=+ 时限")
    page.fill("input[name='deadline-1-what']", "组织验收")
    page.fill("input[name='deadline-1-due_on']", "2026-12-20")
    page.fill("textarea[name='reason']", "文件印发有误，以更正通知为准")
    assert page.evaluate(WIDE)
    page.click("text=查看将有哪些变化")
    assert page.locator("text=确认后：新增4项、改期4项。").is_visible()
    assert page.evaluate(WIDE)
    page.click("text=返回修改")
    assert page.input_value("input[name='deadline-1-due_on']") == "2026-12-20"
    page.click("text=查看将有哪些变化")
    page.click("text=确认更正")
    page.wait_for_url("**/tasks/*/")
    assert page.locator("text=已更正：新增4项、改期4项。").is_visible()


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_a_commitment_is_reassigned(
    open_as, commitment: Commitment, people: People, register: Register, size: str
) -> None:
    report_progress(commitment.pk, people.coordinator, percent=60, done_so_far="已铺设12公里")
    page = open_as("supervisor")
    page.goto(f"/tasks/{commitment.task_id}/")
    page.click(f"#c-{commitment.pk} >> text=更多")
    page.click(f"#c-{commitment.pk} >> text=改派")
    page.select_option("select[name='unit']", label="市住房城乡建设局")
    page.fill("textarea[name='reason']", "职责在住建部门")
    page.click("text=确认改派")
    page.wait_for_selector("text=已改派市住房城乡建设局，共1个承办事项。责任分工已变更。")
    assert page.evaluate(WIDE)
    other = open_as("coordinator")
    other.goto(f"/tasks/{commitment.task_id}/")
