"""确认台 by keyboard and in bulk; the text and the list follow each other."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from obligations.models import Commitment, Directive, Task
from tests.conftest import Suggested


def state(task: Task) -> str:
    task.refresh_from_db()
    return task.state


def test_confirm_reject_and_undo_by_keys(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    first, second = page.locator(f"#s-{suggested.fixed.pk}"), page.locator(f"#s-{suggested.recurring.pk}")
    expect(first).to_have_class("suggestion is-chosen")
    expect(first.locator(".what-follows")).to_contain_text("4个单位将各生成1个承办事项")
    expect(page.locator("p.is-chosen")).to_contain_text("一、完成管网改造")

    page.keyboard.press("Enter")
    expect(first).to_contain_text("执行中")
    expect(page.locator("#review-counts")).to_contain_text("1/4")
    expect(second).to_have_class("suggestion is-chosen")
    expect(page.locator("p.is-chosen")).to_contain_text("二、按月报送进度")

    page.keyboard.press("x")
    expect(second).to_contain_text("不立项")
    assert (state(suggested.fixed), state(suggested.recurring)) == ("in_force", "rejected")

    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(second).to_contain_text("把握")
    expect(second).to_have_class("suggestion is-chosen")
    assert state(suggested.recurring) == "suggested"


def test_u_takes_back_what_was_just_decided_step_by_step(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    first, second = page.locator(f"#s-{suggested.fixed.pk}"), page.locator(f"#s-{suggested.recurring.pk}")
    badge = page.locator("#waiting-count")
    expect(badge).to_have_text("4")
    page.keyboard.press("Enter")
    expect(second).to_have_class("suggestion is-chosen")
    expect(badge).to_have_text("3")
    expect(page.get_by_role("button", name="选把握≥90%的 3 条")).to_be_visible()
    page.keyboard.press("x")
    expect(second).to_contain_text("不立项")

    page.keyboard.press("u")
    expect(second).to_have_class("suggestion is-chosen")
    expect(second).to_contain_text("把握")
    page.keyboard.press("u")
    expect(first).to_have_class("suggestion is-chosen")
    expect(badge).to_have_text("4")
    assert (state(suggested.fixed), state(suggested.recurring)) == ("suggested", "suggested")
    assert Commitment.objects.count() == 0

    page.keyboard.press("u")
    expect(page.locator(".message", has_text="没有可以撤回的决定")).to_be_visible()


def test_keys_pressed_before_the_answer_came_mean_what_was_decided(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    first, second = page.locator(f"#s-{suggested.fixed.pk}"), page.locator(f"#s-{suggested.recurring.pk}")
    expect(first.locator(".what-follows")).to_contain_text("承办事项")
    page.evaluate(
        """() => { for (const key of ["Enter", "u"])
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})) }"""
    )
    expect(first).to_have_class("suggestion is-chosen")
    expect(page.locator(".message", has_text="已撤回")).to_be_visible()
    assert state(suggested.fixed) == "suggested"

    third = page.locator(f"#s-{suggested.relative.pk}")
    page.evaluate(
        """() => { for (const key of ["Enter", "j", "j"])
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})) }"""
    )
    expect(first).to_contain_text("执行中")
    expect(third).to_have_class("suggestion is-chosen")
    expect(second).to_have_class("suggestion")


def test_the_message_takes_back(open_as: Callable[[str], Page], suggested: Suggested, directive: Directive) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    first, second = page.locator(f"#s-{suggested.fixed.pk}"), page.locator(f"#s-{suggested.recurring.pk}")
    page.keyboard.press("Enter")
    expect(second).to_have_class("suggestion is-chosen")
    page.keyboard.press("Enter")
    expect(second).to_contain_text("执行中")
    backs = page.locator(".message").get_by_role("button", name="撤回")
    expect(backs).to_have_count(1)
    backs.click()
    expect(second).to_contain_text("把握")
    expect(second).to_have_class("suggestion is-chosen")
    expect(backs).to_have_count(0)
    assert (state(suggested.fixed), state(suggested.recurring)) == ("in_force", "suggested")
    page.keyboard.press("u")
    expect(first).to_contain_text("把握")


def test_editing_by_keys_saves_and_stays(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    card = page.locator(f"#s-{suggested.fixed.pk}")
    page.keyboard.press("e")
    title = card.get_by_label("任务")
    expect(title).to_be_focused()
    title.fill("")
    card.get_by_role("button", name="保存修改").click()
    expect(card.locator("[role=alert]")).to_contain_text("请填写任务名称")

    title.fill("完成供热管网改造")
    card.get_by_role("button", name="+ 配合单位").click()
    card.locator("input[name=support]").last.fill("市住建局")
    card.get_by_role("button", name="+ 时限").click()
    row = card.locator(".deadline-row").last
    row.get_by_label("类型").select_option("recurring")
    expect(row.get_by_label("截止")).to_be_hidden()
    row.get_by_label("周期").select_option("FREQ=MONTHLY")
    row.get_by_label("日期").select_option("5")
    card.get_by_role("button", name="保存修改").click()

    expect(card.locator(".name")).to_contain_text("完成供热管网改造")
    expect(card).to_contain_text("每月5日前")
    expect(card).to_have_class("suggestion is-chosen")
    expect(card.locator(".what-follows")).to_contain_text("月度承办事项")
    assert state(suggested.fixed) == "suggested"


def test_escape_leaves_the_form(open_as: Callable[[str], Page], suggested: Suggested, directive: Directive) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    card = page.locator(f"#s-{suggested.fixed.pk}")
    page.keyboard.press("e")
    expect(card.get_by_label("任务")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card.get_by_label("任务")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(f"#s-{suggested.recurring.pk}")).to_have_class("suggestion is-chosen")


def test_a_click_in_the_text_chooses_the_suggestion(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    page.locator("p[data-tasks]", has_text="四、加强宣传引导").click()
    expect(page.locator(f"#s-{suggested.dateless.pk}")).to_have_class("suggestion is-chosen")


def test_many_at_once(open_as: Callable[[str], Page], suggested: Suggested, directive: Directive) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    expect(page.locator("[data-bulk]")).to_be_disabled()
    page.keyboard.press(" ")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    page.locator("[data-bulk]").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("已选 2 条建议")
    expect(drawer).to_contain_text("16 个承办事项")
    drawer.get_by_role("button", name="确认 2 条").click()
    expect(page.locator(".message")).to_contain_text("已确认2条")
    assert Commitment.objects.count() == 16


def test_all_that_are_sure_are_checked_at_once(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    Task.objects.filter(pk=suggested.dateless.pk).update(confidence=0.5)
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    page.get_by_role("button", name="选把握≥90%的 3 条").click()
    expect(page.locator("[data-bulk]")).to_contain_text("3")
    page.locator("[data-bulk]").click()
    page.get_by_role("button", name="全部不立项").click()
    expect(page.locator(".message").first).to_contain_text("3条建议已作不立项处理")
    assert Task.objects.filter(state="rejected").count() == 3


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_the_message_covers_no_button_of_the_next(
    open_as: Callable[[str], Page], suggested: Suggested, directive: Directive
) -> None:
    page = open_as("supervisor")
    page.goto(f"/review/{directive.pk}/")
    page.keyboard.press("Enter")
    chosen = page.locator(".suggestion.is-chosen")
    expect(chosen.locator(".what-follows")).to_contain_text("承办事项")
    expect(page.locator(".message")).to_be_visible()
    message, button = page.locator(".message").bounding_box(), chosen.locator("[data-do=reject]").bounding_box()
    assert message is not None and button is not None
    assert button["y"] + button["height"] <= message["y"] or button["x"] >= message["x"] + message["width"]
