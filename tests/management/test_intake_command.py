"""manage.py intake: the same as the upload page, for many files."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from obligations.models import Directive, SourceFile, Task
from tests.conftest import DIRECTIVE_TEXT, Register


@pytest.fixture
def path(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.REGISTER_FILES = []  # type: ignore[attr-defined]
    path = tmp_path / "清洁取暖.txt"
    path.write_text(DIRECTIVE_TEXT, encoding="gb18030")
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("intake", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_it_reads_now_and_says_what_it_found(path: Path, register: Register) -> None:
    status, out, err = run("--now", path)
    assert (status, err) == (0, "")
    assert "文件 1 个" in out
    assert f"任务 {Task.objects.count()} 项" in out
    assert "市老区建设促进会" in out
    directive = Directive.objects.get()
    assert directive.doc_number == "云政办发〔2026〕12号"
    lead = Task.objects.get(directive=directive, title__contains="管网改造").assignments.get(role="lead")
    assert lead.unit == register.energy


def test_the_same_file_is_told(path: Path, register: Register) -> None:
    run("--now", path)
    status, out, _ = run("--now", path)
    assert status == 0
    assert "此前已收入" in out
    assert SourceFile.objects.count() == 1


def test_without_now_the_worker_reads(path: Path, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[int] = []
    monkeypatch.setattr("obligations.management.commands.intake.enqueue", queued.append)
    status, out, _ = run(path)
    assert (status, queued) == (0, [SourceFile.objects.get().pk])
    assert "等待后台识别" in out
    assert not Task.objects.exists()


def test_one_bad_file_does_not_stop_the_others(path: Path, tmp_path: Path, register: Register) -> None:
    pdf = tmp_path / "扫描件.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    status, out, err = run("--now", pdf, tmp_path / "没有.txt", path)
    assert status == 1
    assert "已损坏" in err
    assert "无法读取" in err
    assert "文件 1 个" in out
    assert SourceFile.objects.count() == 1
