"""相似任务 by keyboard: D keeps apart, M compares and joins, U takes back; on the desk and on the phone."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from obligations.models import Directive, Task, TaskPair
from tests.conftest import Register, Suggested, TaskMaker

pytestmark = pytest.mark.django_db(transaction=True)


def shot(page: Page, name: str, size: str) -> None:
    """A picture for whoever asks for one: SHOTS=/somewhere pytest …"""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{size}.png")


@pytest.fixture
def pair(suggested: Suggested, directive: Directive, register: Register) -> TaskPair:
    """The table of a later directive repeats 完成管网改造 with another number."""
    sentence = "完成老旧供热管网改造任务56公里。"
    later = Directive.objects.create(
        source=directive.source,
        number_in_source=2,
        start=0,
        end=len(directive.text),
        text=directive.text,
        doc_number="云政办发〔2026〕19号",
        title="云河市人民政府办公室关于加快冬季供热准备的通知",
        issued_on=date(2026, 9, 12),
    )
    deadline = {"kind": "fixed", "text": "11月10日前", "due_on": date(2026, 11, 10), "what": "完成收尾"}
    task = TaskMaker(later)(
        "老旧供热管网改造56公里", lead=register.energy, support=(register.housing,), deadlines=(deadline,)
    )
    Task.objects.filter(pk=task.pk).update(text=sentence)
    reasons = {
        "words": ["供热", "管网", "改造", "老旧"],
        "figures_changed": [["42公里", "56公里"]],
        "due_changed": [["2026-10-31"], ["2026-11-10"]],
    }
    return TaskPair.objects.create(first=suggested.fixed, second=task, score=0.9, reasons=reasons)


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_deciding_on_a_twin(
    open_as: Callable[[str], Page], pair: TaskPair, suggested: Suggested, directive: Directive, size: str
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    card = page.locator(f"#s-{suggested.fixed.pk}")
    expect(card.locator(".twin-words mark.is-other")).to_have_text("56公里")
    shot(page, "row", size)
    page.keyboard.press("d")
    expect(card.get_by_text("不是同一项：")).to_be_visible()
    card.get_by_role("button", name="撤回").click()
    expect(card.get_by_text("相似任务：")).to_be_visible()
    card.focus()
    page.keyboard.press("m")
    drawer = page.locator("#drawer")
    expect(drawer.locator(".side")).to_have_count(2)
    shot(page, "join", size)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    drawer.get_by_role("checkbox", name="11月10日前 对方").check()
    drawer.get_by_role("button", name="合并，保留两处来源").click()
    expect(drawer).not_to_be_visible()
    expect(card.get_by_text("已合并来源：")).to_be_visible()
    shot(page, "joined", size)
    merged = Task.objects.get(pk=pair.second_id)
    assert (merged.state, merged.merged_into_id) == (Task.State.MERGED, suggested.fixed.pk)
    page.goto(f"/tasks/{suggested.fixed.pk}/")
    expect(page.get_by_text("另一处来源")).to_be_visible()
    shot(page, "task", size)
    page.goto(f"/review/{merged.directive_id}/")
    page.keyboard.press("u")
    expect(page.get_by_text("重新等待判断")).to_be_visible()
    assert Task.objects.get(pk=merged.pk).state == Task.State.SUGGESTED
