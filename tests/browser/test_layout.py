"""No page scrolls sideways, on a desk of 1366×768 or on a phone of 390×844; every page works by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from obligations.models import Commitment, Directive, SourceFile, Task
from tests.conftest import Suggested

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONG = "关于进一步推动城镇老旧供热管网改造与燃气安全隐患排查整治及居民清洁取暖补贴发放工作全面落实的任务"


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_no_page_scrolls_sideways(
    open_as: Callable[[str], Page], commitment: Commitment, suggested: Suggested, directive: Directive
) -> None:
    Task.objects.update(title=LONG * 2)
    page = open_as("supervisor")
    paths = [
        "/dashboard/",
        "/commitments/?slice=all&light=on_time&q=a",
        "/commitments/",
        f"/tasks/{commitment.task_id}/",
        "/directives/",
        "/calendar/",
        f"/directives/{directive.pk}/withdraw/",
        f"/directives/{directive.pk}/versions/",
        f"/directives/{directive.pk}/replaced/",
        f"/tasks/{commitment.task_id}/withdraw/",
        f"/tasks/{commitment.task_id}/check/",
        f"/tasks/{commitment.task_id}/support/",
        f"/directives/{directive.pk}/",
        "/review/",
        f"/review/{directive.pk}/",
        f"/review/tasks/{suggested.recurring.pk}/edit/",
        "/units/",
        f"/units/{commitment.unit_id}/",
        "/inbox/",
        "/password/",
        f"/commitments/{commitment.pk}/close/",
        "/nowhere/",
    ]
    wide = {}
    for path in paths:
        page.goto(path)
        if extra := page.evaluate(SIDEWAYS):
            wide[path] = extra
    assert not wide


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_long_names_and_answers_wrap(open_as: Callable[[str], Page], directive: Directive, source: SourceFile) -> None:
    Directive.objects.update(issuer="云河市人民政府办公室、" * 5, doc_number="云政办发〔2026〕12号、" * 3)
    SourceFile.objects.update(state=SourceFile.State.FAILED, message=LONG * 3, name=f"{LONG * 2}.txt")
    page = open_as("supervisor")
    page.goto("/directives/")
    files = [{"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x00\x01" * 50}]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="上传并识别").click()
    expect(page.locator("#sources > li")).to_have_count(2)
    assert page.evaluate(SIDEWAYS) == 0
    for answer in page.locator("#sources .state > *").all():
        assert answer.evaluate("one => one.getBoundingClientRect().right <= one.closest('.panel').clientWidth + 40")


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_the_drawer_fits(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    page.get_by_role("link", name="报进展").click()
    expect(page.locator("#drawer")).to_be_visible()
    box = page.locator("#drawer").bounding_box()
    assert box is not None and box["x"] >= 0
    assert page.locator("#drawer").evaluate("drawer => drawer.scrollWidth - drawer.clientWidth") == 0
    expect(page.get_by_role("button", name="提交进展")).to_be_in_viewport()


def test_the_first_tab_stop_skips_to_the_text(open_as: Callable[[str], Page]) -> None:
    page = open_as("coordinator")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_drawer_is_opened_and_left_by_keys(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    link = page.get_by_role("link", name="报进展")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
