"""What is typed in the form of a report is kept by itself, whatever happens to the page."""

import os

import pytest
from playwright.sync_api import expect

from obligations.models import Commitment, Membership, Progress, ReportDraft
from obligations.workflow import save_draft
from obligations.workflow.report_drafts import Seen, Written
from tests.conftest import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]
SHOTS = os.environ.get("SHOTS", "")


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_it_is_saved_while_typing_when_closing_and_found_again(open_as, commitment: Commitment, size: str) -> None:
    page = open_as("coordinator")
    page.goto("/todo/")
    shot(page, f"todo-{size}")
    page.get_by_role("link", name="报进展").first.click()
    page.fill("#id_done_so_far", "已完成管沟开挖")
    expect(page.locator("#draft-state")).to_contain_text("草稿已自动保存")
    shot(page, f"draft-{size}")
    page.type("#id_done_so_far", "8公里")
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#drawer")).not_to_be_visible()
    page.wait_for_timeout(300)
    assert ReportDraft.objects.get().done_so_far == "已完成管沟开挖8公里"
    page.goto("/todo/")
    assert "有未提交的草稿" in page.content()
    page.get_by_role("link", name="报进展").first.click()
    expect(page.locator("#id_done_so_far")).to_have_value("已完成管沟开挖8公里")
    page.press("#id_percent", "Enter")
    expect(page.locator("#messages")).to_contain_text("已报进展")
    assert Progress.objects.count() == 1 and not ReportDraft.objects.exists()


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_two_at_once_and_both_are_put_together(open_as, commitment: Commitment, register, people, size: str) -> None:
    colleague = make_user("shike", "coordinator", register.energy, name="史可")
    assert Membership.objects.filter(user=colleague).exists()
    page = open_as("coordinator")
    page.goto("/todo/")
    page.get_by_role("link", name="报进展").first.click()
    page.wait_for_selector("#id_done_so_far")
    theirs = Written(60, "已完成管沟开挖12公里，管道焊接过半。", "雨天停工", "")
    save_draft(commitment.pk, colleague, theirs, Seen(pad="other"))
    page.fill("#id_done_so_far", "已完成管沟开挖8公里，管道焊接过半。")
    expect(page.locator("#draft-state")).to_contain_text("史可刚刚保存了另一份草稿")
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator(".clash")).to_contain_text("史可于")
    shot(page, f"clash-{size}")
    page.get_by_role("button", name="合并两份").click()
    expect(page.locator("#id_done_so_far")).to_have_value(
        "已完成管沟开挖12公里，管道焊接过半。\n已完成管沟开挖8公里，管道焊接过半。"
    )
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator("#messages")).to_contain_text("已报进展")


def test_after_the_session_is_over_the_text_stays_and_is_sent(open_as, commitment: Commitment) -> None:
    page = open_as("coordinator")
    page.goto("/todo/")
    page.get_by_role("link", name="报进展").first.click()
    page.wait_for_selector("#id_done_so_far")
    kept = [one for one in page.context.cookies() if one["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.fill("#id_done_so_far", "已完成8公里")
    expect(page.locator("#draft-state")).to_contain_text("登录已过期")
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator("#messages")).to_contain_text("登录已过期，内容没有提交")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    other = opened.value
    other.fill("#id_username", "nengyuan")
    other.fill("#id_password", "correct horse 2026")
    other.press("#id_password", "Enter")
    other.wait_for_url(lambda url: "/login/" not in url)
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator("#messages")).to_contain_text("已报进展")
    assert Progress.objects.get().done_so_far == "已完成8公里"
