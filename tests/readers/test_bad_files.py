"""Locked, broken, scanned, mislabelled and hostile files: a clear sentence that says what to do, in bounded time."""

import re
import time
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from obligations.readers import Unreadable, building, formats, read_text, zips
from tests.readers.ofd_builder import ofd_of
from tests.readers.office import LOCKED_PDF, PDF, WRITER_HTML, converted, needs_office
from tests.readers.packages import cell, docx, paragraph, sheet_rows, table, xlsx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = "云河市人民政府办公室关于做好防汛工作的通知\n各县（市、区）要于5月31日前完成隐患排查。\n"
WORD = docx("".join(paragraph(line) for line in TEXT.splitlines()))
EXCEL = xlsx(("台账", sheet_rows(("序号", "任务"), ("1", "完成隐患排查"))))
OFD = ofd_of(TEXT)
PAGE = f"<html><head><meta charset='utf-8'></head><body><p>{TEXT}</p></body></html>".encode()
# What every message ends with: something that the person can do.
WHAT_TO_DO = re.compile(r"请|文件是空的")


def refusal(content: bytes, name: str = "文件") -> str:
    with pytest.raises(Unreadable) as refused:
        read_text(content, name)
    assert WHAT_TO_DO.search(refused.value.message)
    return refused.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "另存为 Word 文档（.docx）"),
        (OLE + "Workbook".encode("utf-16-le"), "另存为 .xlsx"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
        (OLE + bytes(600), "另存为 .docx"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "OCR"),
        (b"Rar!\x1a\x07", "解压"),
        (zipped({"通知.txt": TEXT}), "解压"),
        (zipped({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument"),
        (zipped({"OFD.xml": "<OFD/>", "Encryptions.xml": "<E/>"}), "打开密码"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "旧版 Office"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
        (b"%PDF-1.7\nrest", "损坏"),
        (b"PK\x03\x04rest", "损坏"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, words: str) -> None:
    assert words in refusal(content)


@pytest.mark.parametrize("content", [WORD, EXCEL, OFD])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_told(content: bytes, share: float) -> None:
    assert "损坏" in refusal(content[: int(share * len(content))])


def locked_zip() -> bytes:
    """A zip whose entries say that they have a password."""
    content = bytearray(zipped({"OFD.xml": "<OFD/>"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def test_a_locked_zip_is_told() -> None:
    assert "打开密码" in refusal(locked_zip())


# Bombs.


def test_a_part_that_unpacks_to_far_too_much_is_told_at_once() -> None:
    began = time.monotonic()
    assert "解压后过大" in refusal(zipped({"word/document.xml": bytes(80_000_000)}))
    assert time.monotonic() - began < 5


def test_the_sizes_that_a_zip_declares_are_not_believed() -> None:
    content = bytearray(zipped({"word/document.xml": b" " * 30_000_000}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    content[22:26] = (100).to_bytes(4, "little")
    assert refusal(bytes(content))


def test_many_parts_that_are_each_small_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_TOTAL", 2_000_000)
    parts = {f"word/part{n}.xml": bytes(1_500_000) for n in range(3)}
    package = zips.Package(zipped(parts))
    package.read("word/part0.xml")
    with pytest.raises(Unreadable, match="解压后过大"):
        package.read("word/part1.xml")


def test_far_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MAX_PARTS", 50)
    assert "解压后过大" in refusal(zipped({f"{n}.xml": "" for n in range(60)}))


ENTITIES = '<!DOCTYPE a [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize("reference", ["&j;", ""])
@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": '{bomb}]><w:document xmlns:w="w"><w:body><w:p>{ref}</w:p></w:body></w:document>'},
        {"OFD.xml": "{bomb}]><OFD><DocBody><DocRoot>{ref}D.xml</DocRoot></DocBody></OFD>"},
        {"xl/workbook.xml": "{bomb}]><workbook><sheets>{ref}</sheets></workbook>"},
    ],
)
def test_entities_in_packages_are_refused(parts: dict[str, str], reference: str) -> None:
    began = time.monotonic()
    refusal(zipped({name: text.format(bomb=ENTITIES, ref=reference) for name, text in parts.items()}))
    assert time.monotonic() - began < 2


def test_a_file_outside_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容")
    body = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
    content = f'{body}<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    assert "机密" not in refusal(zipped({"word/document.xml": content}))


def test_xml_nested_too_deeply_is_told() -> None:
    assert refusal(docx("<w:sdt><w:sdtContent>" * 3000 + paragraph("字") + "</w:sdtContent></w:sdt>" * 3000))


def test_a_table_of_absurd_width_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MAX_FIELDS", 1000)
    assert "拆分" in refusal(docx(table(*["".join(cell("字") for _ in range(50)) for _ in range(50)])))


def test_a_workbook_with_far_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    from obligations.readers import xlsx as reader

    monkeypatch.setattr(reader, "MAX_CELLS", 100)
    assert "拆分" in refusal(xlsx(("Sheet1", sheet_rows(*[("甲", "乙")] * 60))))


def test_a_text_beyond_all_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MAX_CHARACTERS", 100)
    assert "拆分" in refusal(docx(paragraph("字" * 200)))


def test_what_a_library_did_not_expect_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (RuntimeError("?"), RecursionError(), MemoryError()):
        monkeypatch.setattr(formats, "_read", lambda _content, _name, error=error: (_ for _ in ()).throw(error))
        refusal(b"x")


def test_characters_that_a_database_refuses_are_left_out() -> None:
    found = read_text(docx(paragraph("通&#x85;知正文")), "a.docx").text
    assert "\x85" not in found and "\x00" not in found


# PDF.


def image_only_pdf() -> bytes:
    document = pdfium.PdfDocument.new()
    page = document.new_page(595, 842)
    bitmap = raw.FPDFBitmap_Create(60, 80, 0)
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, 60, 80, 0xFF888888)
    image = raw.FPDFPageObj_NewImageObj(document)
    raw.FPDFImageObj_SetBitmap(None, 0, image, bitmap)
    raw.FPDFImageObj_SetMatrix(image, 595, 0, 0, 842, 0, 0)
    raw.FPDFPage_InsertObject(page, image)
    raw.FPDFPage_GenerateContent(page)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_scanned_pdf_is_told() -> None:
    message = refusal(image_only_pdf(), "扫描件.pdf")
    assert "扫描件" in message and "OCR" in message


def test_a_pdf_without_any_words_is_told() -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(595, 842)
    buffer = BytesIO()
    document.save(buffer)
    assert "文件是空的" in refusal(buffer.getvalue())


class TestOffice:
    pytestmark = needs_office

    def test_a_locked_and_a_truncated_pdf_are_told(self, tmp_path: Path) -> None:
        source = tmp_path / "notice.html"
        source.write_bytes(PAGE)
        (locked,) = converted([source], LOCKED_PDF, tmp_path / "locked", WRITER_HTML)
        assert "打开密码" in refusal(locked.read_bytes())
        (plain,) = converted([source], PDF, tmp_path / "plain", WRITER_HTML)
        content = plain.read_bytes()
        assert "完成隐患排查" in read_text(content, "a").text
        assert refusal(content[: len(content) // 3])
