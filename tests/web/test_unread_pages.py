"""Pages that are pictures are told wherever their directive is read; big files are read by the worker."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obligations import intake
from obligations.jobs import health
from obligations.models import Directive, SourceFile, Task
from obligations.web import directives
from tests.conftest import NOW
from tests.readers.ofd_builder import Writer
from tests.readers.pdf_builder import pdf_of
from tests.web.conftest import HTMX, text_of

FIRST = """云河市人民政府办公室
关于加强燃气安全工作的通知
云政办发〔2026〕20号
各县（市、区）人民政府，市直有关部门：
一、排查隐患。10月31日前完成燃气管网隐患排查。（牵头单位：市能源局；配合单位：市财政局）
云河市人民政府办公室
2026年9月9日"""
SECOND = """云河市人民政府办公室
关于做好秋冬季防火工作的通知
云政办发〔2026〕21号
各县（市、区）人民政府，市直有关部门：
一、清理隔离带。11月15日前完成林区隔离带清理。（责任单位：市林业局）
云河市人民政府办公室
2026年9月10日"""
PICTURE = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" ResourceID="5"/>'
UPLOAD = "/directives/upload/"


def gazette() -> bytes:
    """The first directive on page 1, its annex scanned on 2 and 3, the second directive on page 4."""
    writer = Writer(page_numbers=False)
    for line in FIRST.splitlines():
        writer.paragraph(line)
    writer.pages += [[PICTURE], [PICTURE], []]
    writer.y = 37.0
    for line in SECOND.splitlines():
        writer.paragraph(line)
    return writer.content()


def upload(client: Client, content: bytes, capture, name: str = "公报.ofd") -> str:
    with capture(execute=True):
        return text_of(client.post(UPLOAD, {"files": [SimpleUploadedFile(name, content)]}, **HTMX))


def row(client: Client) -> str:
    return text_of(client.get(f"/sources/{SourceFile.objects.get().pk}/", **HTMX))


WORDS = "第2—3页没有文字，可能是扫描页，其内容未读取"


def test_pages_without_text_are_told_at_upload_and_beside_the_directive(
    supervisor: Client, django_capture_on_commit_callbacks
) -> None:
    upload(supervisor, gazette(), django_capture_on_commit_callbacks)
    assert WORDS in row(supervisor) and "已识别 2 条" in row(supervisor)
    assert WORDS in text_of(supervisor.get("/directives/"))
    # A scanned annex may belong to the one before it or to the one behind it: both say so.
    for directive in Directive.objects.all():
        assert WORDS in text_of(supervisor.get(f"/directives/{directive.pk}/"))
        assert WORDS in text_of(supervisor.get(f"/review/{directive.pk}/"))
    assert set(Task.objects.values_list("place", flat=True)) == {"第1页", "第4页"}


def test_a_directive_says_nothing_of_the_pages_of_others(supervisor: Client, directive: Directive) -> None:
    source, middle = directive.source, len(directive.text) // 2
    source.places = [[0, 1, "第1页"], [middle - 40, 2, "第2页"], [middle + 40, 4, "第4页"]]
    source.unread_pages = [3, 6]
    source.save()
    Directive.objects.filter(pk=directive.pk).update(end=middle)
    later = Directive.objects.create(
        source=source, number_in_source=2, start=middle, end=2 * middle, text="", title="乙"
    )
    assert Directive.objects.get(pk=directive.pk).unread_pages() == []
    assert later.unread_pages() == [3, 6]
    assert "没有文字" not in text_of(supervisor.get(f"/directives/{directive.pk}/"))
    assert "第3、6页没有文字" in text_of(supervisor.get(f"/directives/{later.pk}/"))


@pytest.mark.parametrize(("limit", "seconds"), [(100, 3.0), (10**9, -1.0)], ids=["big", "late"])
def test_the_worker_reads_what_would_keep_the_person_waiting(
    limit: int, seconds: float, supervisor: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(directives, "AT_ONCE", limit)
    monkeypatch.setattr(directives, "AT_ONCE_SECONDS", seconds)
    with mock.patch("obligations.intake.read_text", side_effect=AssertionError("read inside the request")):
        with django_capture_on_commit_callbacks() as waiting:
            page = text_of(supervisor.post(UPLOAD, {"files": [SimpleUploadedFile("公报.ofd", gazette())]}, **HTMX))
        assert ("文件较大，由后台读取，可以离开本页" if limit == 100 else "排队中") in page
        assert "hx-trigger" in row(supervisor) and not Task.objects.exists()
    for callback in waiting:
        callback()
    assert "已识别 2 条" in row(supervisor) and WORDS in row(supervisor)


def test_a_big_file_that_cannot_be_read_says_why(
    supervisor: Client, clock, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(directives, "AT_ONCE", 100)
    scan = pdf_of("scan", "scan")
    upload(supervisor, scan, django_capture_on_commit_callbacks, "扫描件.pdf")
    page = row(supervisor)
    assert "这是扫描件" in page and "OCR" in page
    # Trying again would end the same; nothing is wrong with the machinery either.
    assert "重新识别" not in page and "hx-trigger" not in page
    assert health.readings(NOW) == []
    again = upload(supervisor, scan, django_capture_on_commit_callbacks, "扫描件.pdf")
    assert "以前上传过" in again and "这是扫描件" in again
    clock.shift(timedelta(days=2))
    assert "扫描件.pdf" not in text_of(supervisor.get("/directives/"))


def test_a_big_file_that_is_gone_is_told_as_a_failure(db: None, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    source = intake.receive_unread("通知.txt", FIRST.encode(), None).source
    source.file.storage.delete(source.file.name)
    assert intake.read_source(source.pk).state == SourceFile.State.FAILED
