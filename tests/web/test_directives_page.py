"""文件: the list, one directive, and taking files in."""

from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obligations.intake import BROKE_DOWN
from obligations.models import Commitment, Directive, SourceFile, Task
from tests.conftest import People, Suggested, TaskMaker
from tests.web.conftest import HTMX, put_in_force, text_of

TEXT = """云河市人民政府办公室
关于加强燃气安全工作的通知
云政办发〔2026〕20号
各县（市、区）人民政府，市直有关部门：
一、排查隐患。10月31日前完成燃气管网隐患排查。（牵头单位：市能源局；配合单位：市财政局）
二、定期报送。市住建局每月25日前报送进度。
云河市人民政府办公室
2026年9月9日
"""
UPLOAD = "/directives/upload/"


def file(name: str = "燃气安全通知.txt", text: str = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_the_list_and_its_doors(supervisor: Client, suggested: Suggested, directive: Directive) -> None:
    put_in_force(suggested.fixed)
    page = text_of(supervisor.get("/directives/"))
    assert directive.doc_number in page and directive.title in page and "9月8日" in page
    assert f'href="/review/{directive.pk}/"><strong>3</strong>' in page
    assert f'href="/directives/{directive.pk}/?state=in_force">1</a>' in page
    filtered = text_of(supervisor.get(f"/directives/{directive.pk}/?state=in_force"))
    assert filtered.count("data-task=") == 1


def test_coordinators_see_directives_that_ask_something_of_them(
    coordinator: Client, stranger: Client, commitment: Commitment, directive: Directive
) -> None:
    assert directive.title in text_of(coordinator.get("/directives/"))
    page = text_of(coordinator.get(f"/directives/{directive.pk}/"))
    assert page.count("data-task=") == 1 and "确认" not in page.split("<main")[1].split("</h1>")[0]
    assert directive.title not in text_of(stranger.get("/directives/"))
    assert stranger.get(f"/directives/{directive.pk}/").status_code == 404


def test_numbers_of_a_coordinator_count_only_what_they_see(
    coordinator: Client, suggested: Suggested, directive: Directive
) -> None:
    put_in_force(suggested.fixed)
    put_in_force(suggested.recurring)  # of another unit
    found = coordinator.get("/directives/").context["page"].object_list[0]
    assert found.in_force_count == 1


def test_searching(supervisor: Client, directive: Directive) -> None:
    assert directive.title in text_of(supervisor.get("/directives/", {"q": "清洁取暖 12号"}))
    assert "没有含“防汛”的文件" in text_of(supervisor.get("/directives/", {"q": "防汛"}))


def test_uploading_reads_and_tells_how_many(supervisor: Client, django_capture_on_commit_callbacks) -> None:
    # The queue gets the file when the upload's transaction is written; in tests the worker runs at once.
    with django_capture_on_commit_callbacks(execute=True):
        page = text_of(supervisor.post(UPLOAD, {"files": [file()]}, **HTMX))
    source = SourceFile.objects.get()
    assert f'id="source-{source.pk}"' in page and 'hx-trigger="every 1500ms"' in page and "排队中" in page
    page = text_of(supervisor.get(f"/sources/{source.pk}/", **HTMX))
    assert "hx-trigger" not in page
    assert f"已识别 {Task.objects.count()} 条" in page and Task.objects.count() >= 2


def test_the_same_file_twice_is_told(supervisor: Client, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        supervisor.post(UPLOAD, {"files": [file()]}, **HTMX)
    with django_capture_on_commit_callbacks() as queued:
        page = text_of(supervisor.post(UPLOAD, {"files": [file("另一个名字.txt")]}, **HTMX))
    assert "以前上传过同一个文件" in page and "已识别" in page
    assert SourceFile.objects.count() == 1 and not queued


def test_of_several_files_each_is_told(supervisor: Client, people: People, settings) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    files = [
        file(),
        file("空.txt", " "),
        SimpleUploadedFile("扫描件.pdf", b"%PDF-1.7 ..."),
        file("大.txt", "一" * 400_000),
    ]
    page = text_of(supervisor.post(UPLOAD, {"files": files}, **HTMX))
    assert page.count("<li") == 4
    assert "文件是空的" in page and "文件已损坏" in page and "超过1MB" in page
    assert SourceFile.objects.count() == 1


def test_without_a_file(supervisor: Client) -> None:
    assert "请先选择文件" in text_of(supervisor.post(UPLOAD, {}, **HTMX))


def test_without_scripts_the_result_is_a_page(supervisor: Client, people: People) -> None:
    assert "上传结果" in text_of(supervisor.post(UPLOAD, {"files": [file()]}))


def test_a_reading_that_failed_is_told_and_tried_again(
    supervisor: Client, coordinator: Client, django_capture_on_commit_callbacks
) -> None:
    with (
        mock.patch("obligations.intake.suggest", side_effect=RuntimeError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        supervisor.post(UPLOAD, {"files": [file()]}, **HTMX)
    source = SourceFile.objects.get()
    page = text_of(supervisor.get(f"/sources/{source.pk}/", **HTMX))
    assert BROKE_DOWN in page and "重新识别" in page
    assert coordinator.post(f"/sources/{source.pk}/again/").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert "排队中" in text_of(supervisor.post(f"/sources/{source.pk}/again/", **HTMX))
    assert Task.objects.exists()
    again = supervisor.post(f"/sources/{source.pk}/again/", **HTMX)
    assert again.status_code == 422 and "不需要重新识别" in text_of(again)


def test_who_waits_for_a_worker_that_is_not_there_is_told(supervisor: Client, clock) -> None:
    supervisor.post(UPLOAD, {"files": [file()]}, **HTMX)
    source = SourceFile.objects.get()
    assert "后台任务" not in text_of(supervisor.get(f"/sources/{source.pk}/", **HTMX))
    clock.shift(60)
    assert "后台任务从未运行" in text_of(supervisor.get(f"/sources/{source.pk}/", **HTMX))


def test_coordinators_do_not_follow_readings(coordinator: Client, directive: Directive) -> None:
    assert coordinator.get(f"/sources/{directive.source_id}/").status_code == 403


def test_the_original_is_handed_to_those_who_see_a_directive_of_it(
    supervisor: Client, coordinator: Client, stranger: Client, commitment: Commitment
) -> None:
    source = commitment.task.directive.source
    source.file.save("original.txt", SimpleUploadedFile("original.txt", "原文".encode()))
    address = f"/sources/{source.pk}/file/"
    for allowed in (supervisor, coordinator):
        answer = allowed.get(address)
        assert b"".join(answer.streaming_content) == "原文".encode()
        assert answer["Content-Disposition"].startswith("attachment;")
    assert stranger.get(address).status_code == 404


def test_lately_received_files_stay_in_sight(supervisor: Client, directive: Directive) -> None:
    SourceFile.objects.update(received_at=timezone.now())
    assert directive.source.name in text_of(supervisor.get("/directives/"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(
    supervisor: Client, directive: Directive, make_task: TaskMaker, django_assert_max_num_queries, count: int
) -> None:
    for n in range(count):
        make_task(f"任务{n}", responsible=("甲局", "乙局"), deadlines=({"kind": "fixed"},))
        Directive.objects.create(
            source=directive.source, number_in_source=n + 2, start=0, end=1, text="通", title=f"通知{n}"
        )
    with django_assert_max_num_queries(12):
        supervisor.get("/directives/")
    with django_assert_max_num_queries(12):
        supervisor.get(f"/directives/{directive.pk}/")
