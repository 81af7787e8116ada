"""Uploading: a bar while the worker reads, then what was found; the same file again, a file that is none."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from obligations.models import SourceFile

TEXT = """云河市人民政府办公室
关于加强燃气安全工作的通知
云政办发〔2026〕20号
各县（市、区）人民政府，市直有关部门：
一、排查隐患。10月31日前完成燃气管网隐患排查。（牵头单位：市能源局；配合单位：市财政局）
云河市人民政府办公室
2026年9月9日
"""


def test_uploading_and_what_was_found(open_as: Callable[[str], Page]) -> None:
    page = open_as("supervisor")
    page.goto("/directives/")
    files = [
        {"name": "燃气安全.txt", "mimeType": "text/plain", "buffer": TEXT.encode()},
        {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 ..."},
    ]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator("[data-files]")).to_contain_text("燃气安全.txt、扫描件.pdf")
    page.get_by_role("button", name="上传并识别").click()
    sources = page.locator("#sources > li")
    expect(sources).to_have_count(2)
    expect(sources.filter(has_text="扫描件")).to_contain_text("文件已损坏")
    # The worker of the tests reads at once; the page asks until it is told.
    expect(sources.filter(has_text="燃气安全")).to_contain_text("已识别 1 条")
    expect(page.locator("[data-files]")).not_to_contain_text("燃气安全.txt")
    expect(page.locator("#directive-list")).to_contain_text("云政办发〔2026〕20号")

    page.locator("input[type=file]").set_input_files(files[:1])
    page.get_by_role("button", name="上传并识别").click()
    expect(page.locator(".tag", has_text="以前上传过同一个文件")).to_be_visible()
    expect(sources.filter(has_text="燃气安全")).to_have_count(1)
    assert SourceFile.objects.count() == 1
