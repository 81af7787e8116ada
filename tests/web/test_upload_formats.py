"""A file of each format goes in through the upload page and comes out as tasks that know their place in it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obligations.models import SourceFile, Task
from tests.conftest import People
from tests.readers.ofd_builder import Writer
from tests.readers.office import PDF, WRITER_HTML, converted, needs_office
from tests.readers.packages import cell, docx, level, numbering, paragraph, sheet_rows, table, xlsx
from tests.web.conftest import HTMX, text_of

HEAD = ("序号", "重点任务", "牵头单位", "完成时限")
ROWS = (
    ("1", "改造老旧供热管网40公里", "市能源局", "2026年10月31日前"),
    ("2", "储备电煤30万吨", "市住建局", "2026年11月5日前"),
)
ABOVE = (
    "云河市人民政府办公室关于印发供暖保障任务清单的通知",
    "云政办发〔2026〕31号",
    "各县（市、区）人民政府，市直有关部门：",
    "现将任务清单印发给你们，请认真组织实施。",
    "云河市人民政府办公室",
    "2026年9月9日",
    "供暖保障任务清单",
)
UPLOAD = "/directives/upload/"


def word() -> bytes:
    body = "".join(paragraph(line) for line in ABOVE)
    return docx(body + table(*("".join(cell(text) for text in row) for row in (HEAD, *ROWS))))


def workbook() -> bytes:
    return xlsx(("台账", sheet_rows(*((line,) for line in ABOVE), HEAD, *ROWS)))


def web() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (HEAD, *ROWS))
    lines = "".join(f"<p>{line}</p>" for line in ABOVE)
    return (
        f"<html><head><meta charset='utf-8'></head><body>{lines}<table border=1>{rows}</table></body></html>".encode()
    )


def layout() -> bytes:
    writer = Writer()
    for line in ABOVE:
        writer.paragraph(line)
    writer.table([HEAD, *ROWS])
    return writer.content()


def upload(client: Client, name: str, content: bytes) -> str:
    return text_of(client.post(UPLOAD, {"files": [SimpleUploadedFile(name, content)]}, **HTMX))


def arrives(client: Client, name: str, content: bytes, places: list[str], capture: object) -> None:
    with capture(execute=True):  # type: ignore[operator]
        upload(client, name, content)
    source = SourceFile.objects.get()
    assert (source.name, source.state) == (name, "done")
    tasks = list(Task.objects.order_by("number").filter(basis="table"))
    assert [str(task.deadlines.get().due_on) for task in tasks] == ["2026-10-31", "2026-11-05"]
    assert [task.assignments.get().name for task in tasks] == ["市能源局", "市住建局"]
    assert [task.place for task in tasks] == places
    reading = source.reading
    assert reading.place_at(tasks[0].start).label == places[0]  # type: ignore[union-attr]
    assert reading.grids and reading.text[tasks[0].start : tasks[0].end] == tasks[0].text
    for page in (
        f"/directives/{tasks[0].directive_id}/",
        f"/review/{tasks[0].directive_id}/",
        f"/tasks/{tasks[0].pk}/",
    ):
        assert places[0] in text_of(client.get(page))


@pytest.mark.parametrize(
    ("name", "make", "places"),
    [
        ("清单.docx", word, ["表1第2行", "表1第3行"]),
        ("清单.xlsx", workbook, ["工作表“台账”第9行", "工作表“台账”第10行"]),
        ("清单.html", web, ["表1第2行", "表1第3行"]),
        ("清单.ofd", layout, ["第1页表1第2行", "第1页表1第3行"]),
    ],
)
def test_a_file_of_each_format_arrives(
    supervisor: Client, people: People, django_capture_on_commit_callbacks, name: str, make, places: list[str]
) -> None:
    arrives(supervisor, name, make(), places, django_capture_on_commit_callbacks)


@pytest.mark.office
@needs_office[1]
def test_a_pdf_arrives(supervisor: Client, people: People, django_capture_on_commit_callbacks, tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    page.write_bytes(web())
    (pdf,) = converted([page], PDF, tmp_path / "pdf", WRITER_HTML)
    places = ["第1页表1第2行", "第1页表1第3行"]
    arrives(supervisor, "清单.pdf", pdf.read_bytes(), places, django_capture_on_commit_callbacks)


def test_a_paragraph_is_a_place_too(supervisor: Client, people: People, django_capture_on_commit_callbacks) -> None:
    numbers = numbering({0: level(0, "japaneseCounting", "%1、")}, {1: (0, "")})
    body = "".join(paragraph(line) for line in ABOVE[:4])
    body += paragraph("完成管网改造。市能源局要于10月31日前完成改造。", num=(1, 0)) + paragraph(
        "加强宣传。", num=(1, 0)
    )
    body += "".join(paragraph(line) for line in ABOVE[4:6])
    with django_capture_on_commit_callbacks(execute=True):
        upload(supervisor, "通知.docx", docx(body, numbers=numbers))
    task = Task.objects.get(deadlines__due_on="2026-10-31")
    assert (task.place, task.path[0][:2]) == ("第5段", "一、")


def test_a_file_that_cannot_be_read_leaves_nothing(supervisor: Client, people: People) -> None:
    page = upload(supervisor, "清单.docx", word()[:500])
    assert "文件已损坏" in page and not SourceFile.objects.exists()


def test_the_upload_names_the_formats(supervisor: Client) -> None:
    page = text_of(supervisor.get("/directives/"))
    assert all(name in page for name in ("PDF", "docx", "xlsx", "html", "OFD", "扫描件"))
