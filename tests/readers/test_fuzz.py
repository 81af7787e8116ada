"""Damaged files of every format give a reading or a sentence, never another error, and quickly."""

import time
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from obligations.extraction.pipeline import extract
from obligations.readers import Reading, Unreadable, read_text
from tests.readers.ofd_builder import Writer
from tests.readers.packages import cell, docx, level, numbering, paragraph, sheet_rows, table, xlsx, zipped

SENTENCE = "市能源局要于10月31日前完成管网改造。"
HEAD = ("序号", "重点任务", "责任单位", "完成时限")
ROW = ("1", "改造管网", "市能源局", "10月底前")
SLOWEST = 5.0  # seconds, on a machine that does other things too


def word() -> bytes:
    body = paragraph("通知") + paragraph(SENTENCE, num=(1, 0))
    body += table("".join(cell(text) for text in HEAD), "".join(cell(text, merge="restart") for text in ROW))
    return docx(body, numbers=numbering({0: level(0, "japaneseCounting", "%1、")}, {1: (0, "")}))


def workbook() -> bytes:
    merged = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    return xlsx(("台账", sheet_rows(HEAD, ROW, ("", *ROW[1:])) + merged))


def layout() -> bytes:
    writer = Writer()
    writer.paragraph(SENTENCE * 3)
    writer.table([HEAD, ROW, (None, "新建泵站", None, "年底前")])
    return writer.content("云河市人民政府文件")


def web() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td rowspan=2>{text}</td>' for text in row)}</tr>" for row in (HEAD, ROW))
    return (
        f"<html><head><meta charset='utf-8'></head><body><p>{SENTENCE}</p><table>{rows}</table></body></html>".encode()
    )


def portable() -> bytes:
    """A page with words in a standard font, and lines."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(595, 842)
    for at in range(5):
        text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 12.0)
        words = "task 2026-10-31".encode("utf-16-le") + b"\x00\x00"
        raw.FPDFText_SetText(text, (raw.FPDF_WCHAR * (len(words) // 2)).from_buffer_copy(words))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 72, 700 - 20 * at)
        raw.FPDFPage_InsertObject(page, text)
        line = raw.FPDFPageObj_CreateNewRect(60, 690 - 20 * at, 300, 20)
        raw.FPDFPath_SetDrawMode(line, 0, True)
        raw.FPDFPage_InsertObject(page, line)
    raw.FPDFPage_GenerateContent(page)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[], bytes]] = {
    "docx": word,
    "xlsx": workbook,
    "ofd": layout,
    "html": web,
    "pdf": portable,
    "txt": lambda: SENTENCE.encode("gb18030"),
}


@cache
def sample(form: str) -> bytes:
    return WRITERS[form]()


def check(content: bytes) -> Reading | None:
    """Reads a file; whatever is in it, what comes back holds together."""
    began = time.monotonic()
    try:
        reading = read_text(content, "文件")
    except Unreadable as refusal:
        assert refusal.message
        return None
    finally:
        assert time.monotonic() - began < SLOWEST
    size = len(reading.text)
    reading.text.encode("utf-8")
    assert "\x00" not in reading.text
    assert all(a.start <= b.start for a, b in zip(reading.places, reading.places[1:], strict=False))
    assert all(0 <= place.start < size and place.label for place in reading.places)
    last = 0
    for grid in reading.grids:
        assert last <= grid.start <= grid.end <= size
        last = grid.end
        for one in grid.cells:
            assert grid.start <= one.start <= one.end <= grid.end and one.rows > 0 and one.columns > 0
            assert "\t" not in reading.text[one.start : one.end]
    return reading


@pytest.mark.parametrize("form", WRITERS)
def test_the_samples_themselves_are_read(form: str) -> None:
    reading = check(sample(form))
    assert reading and ("能源局" in reading.text or "2026-10-31" in reading.text)
    assert form in ("pdf", "html", "txt") or reading.grids
    extract(reading.text, grids=reading.grids)


quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("form", WRITERS)
@quickly
@given(data=st.data())
def test_a_file_cut_off_or_with_other_bytes_in_it(form: str, data: st.DataObject) -> None:
    content = bytearray(sample(form))
    places = st.integers(0, len(content) - 1)
    for at, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=12)):
        content[at] = byte
    end = data.draw(st.one_of(st.none(), places))
    check(bytes(content[:end]))


@pytest.mark.parametrize("form", ["docx", "xlsx", "ofd"])
@quickly
@given(data=st.data())
def test_a_package_whose_xml_has_been_damaged(form: str, data: st.DataObject) -> None:
    """The zip is sound, so that the damage reaches the reader: words of the XML changed, moved and doubled."""
    parts = {}
    with zipfile.ZipFile(BytesIO(sample(form))) as package:
        for name in package.namelist():
            parts[name] = package.read(name).decode()
    name = data.draw(st.sampled_from(sorted(parts)))
    text = parts[name]
    for _ in range(data.draw(st.integers(1, 4))):
        first, last = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        how = data.draw(st.sampled_from(["number", "drop", "double", "swap"]))
        if how == "number":
            digit = data.draw(st.sampled_from(["-1", "0", "99999999999", "1e300", "nan", "", "字"]))
            at = next((i for i in range(first, len(text)) if text[i].isdigit()), None)
            text = text if at is None else text[:at] + digit + text[at + 1 :]
        elif how == "drop":
            text = text[:first] + text[min(last, first + 40) :]
        elif how == "double":
            text = text[:last] + text[first:last][:400] + text[last:]
        else:
            text = text.replace("w:p", "w:tbl", 1) if "w:p" in text else text.replace("<c ", "<row ", 1)
    check(zipped({**parts, name: text}))


TAGS = [
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td colspan=999>",
    "<td rowspan=0>",
    "</table>",
    "<div>",
    "<br>",
    "<ul><li>",
    "&#0;",
]


@quickly
@given(st.lists(st.sampled_from([*TAGS, SENTENCE, "\x0b", "　", "<!--", "<a href=x>"]), max_size=60))
@example(["<table>", "<tr>", "<td rowspan=0>", SENTENCE])
def test_any_soup_of_tags(parts: list[str]) -> None:
    check(("<html><body>" + "".join(parts)).encode())


@quickly
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xfe\xff"])
)
def test_any_bytes(rest: bytes, start: bytes) -> None:
    check(start + rest)
