"""A file of another type than its name says is refused with both types named; harmless names are read."""

import pytest

from obligations.readers import Unreadable, check_type, read_text
from tests.readers.pdf_builder import pdf_of
from tests.readers.test_bad_files import EXCEL, OFD, OLE, PAGE, TEXT, WORD, refusal, zipped

PDF = pdf_of("typed")
PLAIN = TEXT.encode("gb18030")
NOISE = bytes(range(128, 256)) * 40
OLD_WORD = OLE + "WordDocument".encode("utf-16-le")
OLD_EXCEL = OLE + "Workbook".encode("utf-16-le")
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "content", "says", "rename"),
    [
        ("报告.pdf", WORD, "扩展名是 .pdf（PDF 文件），内容却是 Word 文档", "改为 .docx"),
        ("通知.docx", PLAIN, "扩展名是 .docx（Word 文档），内容却是纯文本", "改为 .txt"),
        ("通知.DOCX", PAGE, "扩展名是 .docx（Word 文档），内容却是网页", "改为 .html"),
        ("通知.docx", PDF, "内容却是 PDF", "改为 .pdf"),
        ("通知.doc", PAGE, "内容却是网页", "改为 .html"),
        ("台账.xls", PAGE, "扩展名是 .xls（Excel 工作簿），内容却是网页", "改为 .html"),
        ("台账.xlsx", PLAIN, "内容却是纯文本", "改为 .txt"),
        ("台账.csv", EXCEL, "扩展名是 .csv（纯文本），内容却是 Excel 工作簿", "改为 .xlsx"),
        ("台账.docx", EXCEL, "内容却是 Excel 工作簿", "改为 .xlsx"),
        ("台账.wps", EXCEL, "内容却是 Excel 工作簿", "改为 .xlsx"),
        ("通知.et", WORD, "内容却是 Word 文档", "改为 .docx"),
        ("通知.txt", WORD, "内容却是 Word 文档", "改为 .docx"),
        ("通知.html", PDF, "内容却是 PDF", "改为 .pdf"),
        ("通知.pdf", OFD, "内容却是 OFD 版式文件", "改为 .ofd"),
        ("通知.ofd", PDF, "扩展名是 .ofd（OFD 版式文件），内容却是 PDF", "改为 .pdf"),
        ("通知.jpg", PDF, "扩展名是 .jpg（图片），内容却是 PDF", "改为 .pdf"),
        ("通知.zip", WORD, "扩展名是 .zip（压缩包），内容却是 Word 文档", "改为 .docx"),
        ("通知.pdf ", WORD, "扩展名是 .pdf", "改为 .docx"),
    ],
)
def test_both_types_are_named_and_what_to_do(name: str, content: bytes, says: str, rename: str) -> None:
    message = refusal(content, name)
    assert says in message and rename in message and "没有收下" in message and "选错了文件" in message


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("报告.pdf", b"\x89PNG\r\n\x1a\n", "扩展名是 .pdf，内容却不是 PDF 文件。这是图片"),
        ("报告.docx", zipped({"通知.txt": TEXT}), "内容却不是 Word 文档。这是压缩包"),
        ("报告.pdf", OLD_WORD, "内容却不是 PDF 文件。这是旧版 Word"),
        ("台账.xlsx", OLD_WORD, "内容却不是 Excel 工作簿。这是旧版 Word"),
        ("报告.pdf", LOCKED, "内容却不是 PDF 文件。这是设有打开密码的 Office 文件"),
        ("报告.doc", b"{\\rtf1\\ansi", "内容却不是 Word 文档。这是 RTF 文档"),
        ("报告.docx", NOISE, "加密软件"),
        ("报告.pdf", NOISE, "加密软件"),
    ],
)
def test_what_nothing_reads_under_another_name_is_told_as_such(name: str, content: bytes, says: str) -> None:
    assert says in refusal(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.docx", OLD_WORD),
        ("报告.wps", OLD_WORD),
        ("台账.xlsx", OLD_EXCEL),
        ("台账.xls", OLD_EXCEL + OLD_WORD),
        ("报告.docx", LOCKED),
        ("台账.xlsx", LOCKED),
        ("图.jpg", b"\x89PNG\r\n\x1a\n"),
        ("通知.txt", NOISE),
    ],
)
def test_a_refusal_says_nothing_of_a_name_that_fits(name: str, content: bytes) -> None:
    assert "扩展名" not in refusal(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("通知", WORD),
        ("通知", PLAIN),
        ("云政发〔2026〕12号.关于防汛工作的通知", OFD),
        ("通知.bak", WORD),
        ("-", PLAIN),
        ("", PAGE),
        ("通知.doc", WORD),
        ("通知.wps", WORD),
        ("通知.DOCM", WORD),
        ("台账.xls", EXCEL),
        ("台账.et", EXCEL),
        ("通知.htm", PAGE),
        ("通知.txt", PAGE),
        ("通知.html", PLAIN),
        ("台账.csv", PLAIN),
    ],
)
def test_a_name_that_says_nothing_else_is_no_hindrance(name: str, content: bytes) -> None:
    assert "完成隐患排查" in read_text(content, name).text


def test_a_part_of_a_page_that_begins_with_words_is_read_as_a_page() -> None:
    found = read_text("通知如下：<section><p>完成隐患排查</p></section>".encode(), "通知.html").text
    assert "完成隐患排查" in found and "<" not in found


def test_the_first_look_tells_the_same() -> None:
    for name, content in [("报告.pdf", WORD), ("报告.docx", NOISE), ("报告.docx", WORD[: len(WORD) // 2]), ("空", b"")]:
        with pytest.raises(Unreadable) as looked:
            check_type(content, name)
        assert refusal(content, name) == looked.value.message
    check_type(WORD, "报告.docx")
