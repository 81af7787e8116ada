"""A unit splits its work among its offices; the office does it, the unit accepts it."""

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from obligations import parting
from obligations.models import Commitment, Part
from tests.conftest import make_unit, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]
SHOTS = os.environ.get("SHOTS", "")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_from_the_list_to_the_acceptance(open_as, commitment: Commitment, register, people, size: str) -> None:
    section = make_unit("云河市能源局热力科", short="热力科", kind="office")
    section.parent = register.energy
    section.save()
    people.clerk = make_user("clerk", "coordinator", section, name="史可")
    page = open_as("coordinator")
    page.goto("/todo/")
    page.get_by_role("link", name="分办", exact=True).last.click()
    page.fill("#id_what", "核对老旧管网图纸，列出需要更换的管段")
    shot(page, f"split-{size}")
    page.get_by_role("button", name="分办").click()
    expect(page.locator("#messages")).to_contain_text("已分办给热力科")
    part = Part.objects.get()
    parting.report_part(part.pk, people.clerk, percent=60, done_so_far="已核对12张图纸", problems="缺一张底图")
    second = parting.split(commitment.pk, people.coordinator, section.pk, "测量管径", date(2026, 9, 20))
    office = open_as("clerk")
    office.goto("/todo/")
    shot(office, f"office-todo-{size}")
    office.goto(f"/parts/{part.pk}/")
    shot(office, f"part-{size}")
    office.get_by_role("link", name="报完成").click()
    office.fill("#id_done_so_far", "全部核对完毕")
    shot(office, f"part-form-{size}")
    office.get_by_role("button", name="报完成").click()
    expect(office.locator("#messages")).to_contain_text("等待市能源局验收")
    page.goto("/parts/")
    shot(page, f"parts-{size}")
    page.get_by_role("link", name="验收").click()
    page.get_by_role("button", name="验收").click()
    expect(page.locator("#messages")).to_contain_text("已验收")
    page.goto("/todo/")
    shot(page, f"todo-parts-{size}")
    page.get_by_role("link", name="报进展").first.click()
    page.locator(".parts-of summary").click()
    shot(page, f"quote-{size}")
    page.get_by_role("button", name="引用分办进展").click()
    expect(page.locator("#id_done_so_far")).to_have_value("热力科：全部核对完毕")
    assert second.state == "open"
    # nothing is wider than the page
    for path in ("/parts/", f"/parts/{part.pk}/", f"/tasks/{commitment.task_id}/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    shot(page, f"task-{size}")
