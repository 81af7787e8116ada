"""manage.py extract: JSON Lines on standard output, no database."""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from tests.readers.packages import docx, paragraph

TEXT = """云河市人民政府办公室
关于做好清洁取暖改造工作的通知
云政办发〔2026〕12号
各县(市、区)人民政府,市直有关部门:
为做好清洁取暖改造工作,现将有关事项通知如下。
一、重点任务
(一)推进改造。10 月底前,完成 5200 户清洁取暖改造。(牵头部门:市能源局;责任单位:各县(市、区)人民
政府)
(二)加强监测。市生态环境局要每月25日前通报监测情况。
二、保障措施
各县(市、区)要落实资金。
云河市人民政府办公室
2026年3月8日
(此件公开发布)
"""


@pytest.fixture
def gazette(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def extracted(path) -> list[dict]:
    out = StringIO()
    call_command("extract", str(path), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_directive_comes_before_its_obligations(gazette):
    directive, *obligations = extracted(gazette)
    assert directive["type"] == "directive" and directive["index"] == 1
    assert directive["doc_number"] == "云政办发〔2026〕12号"
    assert directive["title"] == "云河市人民政府办公室关于做好清洁取暖改造工作的通知"
    assert directive["issued_on"] == "2026-03-08" and directive["kind"] == "通知"
    assert directive["addressees"] == ["各县(市、区)人民政府", "市直有关部门"]
    assert [record["directive"] for record in obligations] == [1, 1, 1]


def test_units_roles_and_dates(gazette):
    first, second, third = extracted(gazette)[1:]
    assert (first["basis"], first["lead"], first["responsible"]) == (
        "clause",
        ["市能源局"],
        ["各县(市、区)人民政府"],
    )
    assert [(d["kind"], d["due_on"]) for d in first["deadlines"]] == [("fixed", "2026-10-31")]
    assert first["path"][0].startswith("一、重点任务")
    assert second["responsible"] == ["市生态环境局"]
    assert second["deadlines"][0]["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=25"
    assert (third["basis"], third["responsible"]) == ("subject", ["各县(市、区)"])


def test_offsets_point_into_the_text_that_was_read(gazette):
    for record in extracted(gazette)[1:]:
        for finding in (record, *record["deadlines"]):
            assert TEXT[finding["start"] : finding["end"]] == finding["text"]


def test_standard_input(gazette, monkeypatch):
    class Stdin:
        buffer = gazette.open("rb")

    monkeypatch.setattr("sys.stdin", Stdin)
    assert len(extracted("-")) == 4


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, b"%PDF-1.7 ...", b""])
def test_a_file_that_cannot_be_read_exits_2_with_one_line(tmp_path, content, capsys):
    path = tmp_path / "broken.txt"
    path.write_bytes(content)
    err = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("extract", str(path), stderr=err)
    assert stop.value.code == 2
    assert len(err.getvalue().strip().splitlines()) == 1


def test_a_missing_file_exits_2(tmp_path):
    with pytest.raises(SystemExit) as stop:
        call_command("extract", str(tmp_path / "nowhere.txt"), stderr=StringIO())
    assert stop.value.code == 2


def test_a_word_file_tells_the_place_of_each_record(tmp_path):
    path = tmp_path / "notice.doc"  # its name says something else than its content
    path.write_bytes(docx("".join(paragraph(line) for line in TEXT.splitlines())))
    directive, first, *_ = extracted(path)
    assert directive["place"] == "第1段" and first["place"] == "第7段"
    assert first["lead"] == ["市能源局"]


def test_plain_text_has_no_places(gazette):
    assert not any("place" in record for record in extracted(gazette))


def test_reading_plain_text_loads_no_library_of_other_formats():
    heavy = ("lxml", "pypdfium2", "obligations.readers.docx")
    code = "import sys; from obligations.readers import read_text; read_text('通知'.encode(), 'a.txt'); "
    code += f"print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
