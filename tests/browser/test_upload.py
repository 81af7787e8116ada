"""Uploading: a bar while the worker reads, then what was found; the same file again, a file that is none."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from obligations.models import Directive, SourceFile
from tests.web.test_upload_formats import layout, word, workbook

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


@pytest.mark.parametrize("size", ["desk", "phone"], indirect=True)
def test_files_of_several_formats_and_where_their_tasks_stand(open_as: Callable[[str], Page], size: str) -> None:
    page = open_as("supervisor")
    page.goto("/directives/")
    expect(page.locator("#formats")).to_contain_text("OFD")
    made = {"清单.docx": word(), "清单.xlsx": workbook(), "清单.ofd": layout(), "坏.pdf": b"%PDF-1.7"}
    files = [{"name": name, "mimeType": "application/octet-stream", "buffer": made[name]} for name in made]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="上传并识别").click()
    sources = page.locator("#sources > li")
    expect(sources.filter(has_text="已识别")).to_have_count(3)
    expect(sources.filter(has_text="坏.pdf")).to_contain_text("文件已损坏")
    for path, place in [("/review/", "第1页表1第2行"), ("/directives/", "第1页表1第2行")]:
        directive = Directive.objects.get(source__name="清单.ofd")
        page.goto(f"{path}{directive.pk}/")
        expect(page.get_by_text(place).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
