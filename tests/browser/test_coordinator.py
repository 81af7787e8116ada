"""A coordinator's day: sign, report in the drawer without losing the place, mistakes, hand in, take back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from obligations import workflow
from obligations.models import Commitment, Evidence, Progress
from tests.conftest import People


def test_signing_changes_the_row_in_place(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    row = page.locator(f"#c-{commitment.pk}")
    expect(page.locator("#tabs a", has_text="待签收")).to_contain_text("1")
    row.get_by_role("button", name="签收").click()
    expect(page.locator(".message")).to_contain_text("已签收")
    expect(row.get_by_role("button", name="签收")).to_have_count(0)
    expect(page.locator("#tabs a", has_text="待签收")).to_contain_text("0")
    commitment.refresh_from_db()
    assert commitment.signed_by is not None


def test_a_page_that_comes_back_shows_the_field_to_mend(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    page.goto(f"/commitments/{commitment.pk}/report/")
    page.fill("#id_percent", "60")
    page.fill("#id_done_so_far", "已改造80公里。")
    page.set_input_files(
        "input[type=file]", {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"not a pdf"}
    )
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator("main .error")).to_contain_text("内容与扩展名不符")
    expect(page.locator("main .error")).to_be_in_viewport()
    expect(page.locator("input[type=file]")).to_be_focused()
    expect(page.locator("#id_done_so_far")).to_have_value("已改造80公里。")


def test_reporting_in_the_drawer(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    row = page.locator(f"#c-{commitment.pk}")
    row.get_by_role("link", name="报进展").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    expect(drawer).to_contain_text("完成老旧供热管网改造任务")
    drawer.get_by_label("完成比例").fill("60")
    evidence = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sample"}
    drawer.locator("input[type=file]").set_input_files(evidence)
    expect(drawer).to_contain_text("验收单.pdf")
    drawer.get_by_role("button", name="提交进展").click()

    expect(drawer.locator(".error")).to_contain_text("请填写进展情况")
    expect(drawer.get_by_label("完成比例")).to_have_value("60")
    drawer.get_by_label("进展情况").fill("已改造80公里。")
    drawer.get_by_role("button", name="提交进展").click()

    expect(drawer).to_be_hidden()
    expect(row).to_contain_text("60%")
    progress = Progress.objects.get()
    # The file outlived the mistake.
    assert [file.name for file in progress.evidence.all()] == ["验收单.pdf"]


def test_the_sentence_opens_in_place(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    row = page.locator(f"#c-{commitment.pk}")
    sentence = row.locator(".quote")
    expect(sentence).to_be_hidden()
    row.locator("summary .toggle").click()
    expect(sentence).to_be_visible()


def test_closing_the_drawer_asks_before_words_are_lost(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("link", name="报进展").click()
    expect(page.locator("#drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    # a report is kept as a draft (test_drafts.py); a request is not
    page.get_by_role("link", name="申请延期").click()
    page.get_by_label("延期理由").fill("写了一半")
    page.keyboard.press("Escape")
    expect(page.get_by_label("延期理由")).to_have_value("写了一半")
    assert len(asked) == 1 and "还没有提交" in asked[0]


def test_a_refusal_stands_beside_what_was_entered(
    open_as: Callable[[str], Page], commitment: Commitment, people: People
) -> None:
    page = open_as("coordinator")
    page.get_by_role("link", name="申请办结").click()
    page.get_by_label("进展情况").fill("全部完成")
    workflow.close(commitment.pk, people.supervisor, "已现场核验")
    page.get_by_role("button", name="提交办结申请").click()
    expect(page.locator("#drawer [role=alert]")).to_contain_text("没有保存，填写的内容还在")
    expect(page.get_by_label("进展情况")).to_have_value("全部完成")


def test_a_server_that_is_gone_is_told(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    page.get_by_role("link", name="报进展").click()
    page.get_by_label("进展情况").fill("已开工")
    page.route("**/report/", lambda route: route.abort())
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator(".message.error")).to_contain_text("没有保存：网络不通")
    expect(page.get_by_label("进展情况")).to_have_value("已开工")
    page.unroute("**/report/")
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator("#drawer")).to_be_hidden()


def test_handing_in_and_taking_it_back(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    row = page.locator(f"#c-{commitment.pk}")
    row.get_by_role("link", name="申请办结").click()
    page.get_by_label("进展情况").fill("全部完成")
    page.get_by_role("button", name="提交办结申请").click()
    expect(row).to_contain_text("待督查室审核")
    row.get_by_role("button", name="撤回办结申请").click()
    expect(row.get_by_role("link", name="报进展")).to_be_visible()


def test_a_session_that_is_over_leads_to_the_login(open_as: Callable[[str], Page], commitment: Commitment) -> None:
    page = open_as("coordinator")
    page.context.clear_cookies()
    page.get_by_role("link", name="报进展").click()
    page.wait_for_url("**/login/?next=/todo/")


def test_files_stay_chosen_and_are_named_after_a_mistake(
    open_as: Callable[[str], Page], commitment: Commitment
) -> None:
    page = open_as("coordinator")
    page.get_by_role("link", name="报进展").click()
    drawer = page.locator("#drawer")
    file = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 sample"}
    drawer.locator("input[type=file]").set_input_files([file])
    page.get_by_role("button", name="提交进展").click()
    expect(drawer).to_contain_text("请填写进展情况")
    expect(drawer.locator("[data-files]")).to_have_text("验收单.pdf")
    drawer.get_by_label("进展情况").fill("已完成验收")
    page.get_by_role("button", name="提交进展").click()
    expect(page.locator(".message")).to_contain_text("已报进展")
    assert Evidence.objects.get().name == "验收单.pdf"
