"""The words of a directive with its tables as rows, and paragraphs where the file says that they begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.extraction.text import SourceText
from obligations.models import Directive, Task
from obligations.readers import Reading
from obligations.readers.building import TableCell, TextBuilder
from obligations.web import source_view
from obligations.web.source_view import Mark, Paragraph

HEAD = ["序号", "重点任务", "责任单位"]


def built(rows: list[list[str]], before: tuple[str, ...] = ("通知", "附件"), after: str = "备注") -> Reading:
    builder = TextBuilder()
    for at, line in enumerate(before):
        builder.line(line, f"第{at + 1}段")
    cells = [TableCell(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line)]
    builder.table(cells, lambda row: f"表1第{row + 1}行")
    if after:
        builder.line(after, "第3段")
    return builder.reading()


def shown(monkeypatch: pytest.MonkeyPatch, reading: Reading, *marks: Mark, start: int = 0) -> list[Paragraph]:
    monkeypatch.setattr(source_view, "marks_of", lambda _: list(marks))
    monkeypatch.setattr(source_view, "outlines_of", lambda _: reading)
    # a directive ends with its last character, a table with the end of its line
    text = reading.text.rstrip("\n")[start:]
    directive = Directive(text=text, start=start, end=start + len(text))
    return source_view.read_directive(directive, [Task(pk=1, start=start, end=start)])


def cells(paragraph: Paragraph) -> list[str]:
    return ["".join(piece.text for piece in cell.pieces) for cell in paragraph.cells]


def test_rows_of_a_table_are_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [HEAD, ["一、民生", "", ""], ["1", "改造管网\n新建泵站", "市能源局"], ["", "清淤", ""]]
    found = shown(monkeypatch, built(rows))
    assert [paragraph.text for paragraph in found if not paragraph.cells] == ["通知", "附件", "一、民生", "备注"]
    assert [cells(paragraph) for paragraph in found if paragraph.cells] == [
        HEAD,
        ["1", "改造管网新建泵站", "市能源局"],
        ["", "清淤", ""],
    ]
    assert [cell.is_narrow for cell in found[2].cells] == [True, False, False]


def test_marks_stand_in_their_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = built([HEAD, ["1", "改造管网", "市能源局"]])
    at = reading.text.index("市能源局")
    row = shown(monkeypatch, reading, Mark(at, at + 4, "lead"))[3]
    assert [piece.css for cell in row.cells for piece in cell.pieces] == ["", "", "w-lead"]


def test_a_directive_in_the_middle_of_a_file_has_its_own_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = built([HEAD, ["1", "改造管网", "市能源局"]], before=("别的文件。", "通知"))
    found = shown(monkeypatch, reading, start=reading.text.index("通知"))
    assert [bool(paragraph.cells) for paragraph in found] == [False, True, True, False]


def test_a_table_at_the_end_of_its_directive(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown(monkeypatch, built([HEAD, ["1", "改造管网", "市能源局"]], after=""))
    assert [bool(paragraph.cells) for paragraph in found] == [False, False, True, True]


def test_a_table_of_plain_text_is_shown_as_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "通知\n" + "\t".join(HEAD) + "\n1\t改造管网\t市能源局\n2\t清淤\t市水利局\n"
    found = shown(monkeypatch, Reading(text))
    assert [cells(paragraph) for paragraph in found[1:]] == [
        HEAD,
        ["1", "改造管网", "市能源局"],
        ["2", "清淤", "市水利局"],
    ]


def test_paragraphs_of_the_file_are_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = TextBuilder()
    lines = [
        "云河市人民政府办公室关于做好年度重点工作任务分解落实的通知",
        "云政办发〔2026〕1号",
        "现印发给你们。",
        "云河市人民政府",
    ]
    for at, line in enumerate(lines):
        builder.line(line, f"第{at + 1}段")
    assert [paragraph.text for paragraph in shown(monkeypatch, builder.reading())] == lines


WORDS = st.text(alphabet="一市局1月 \n（）。", max_size=12)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=5), WORDS)
def test_nothing_is_lost(rows: list[list[str]], after: str) -> None:
    reading = built(rows, after=after)
    with pytest.MonkeyPatch.context() as patch:
        found = shown(patch, reading)
    words = "".join(paragraph.text for paragraph in found).replace(" ", "")
    assert words == SourceText(reading.text).verbatim
    for paragraph in found:
        if paragraph.cells:
            assert "".join(cells(paragraph)).replace(" ", "") == paragraph.text.replace(" ", "")
