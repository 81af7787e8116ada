import codecs

import pytest

from obligations.readers import Unreadable, read_text

SENTENCE = "市能源局要于10月31日前完成改造,逾期的通报。\r\n  ——镕堃喆,㐂\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SENTENCE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("gb18030"), "gb18030"),
    ],
)
def test_the_encodings_of_chinese_offices_give_the_same_text(content: bytes, encoding: str) -> None:
    reading = read_text(content, "通知.txt")
    assert reading.text == SENTENCE
    assert reading.encoding == encoding


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "通知.wps", "WPS"),
        (b"\x89PNG\r\n", "扫描件.png", "OCR"),
    ],
)
def test_other_formats_are_named(content: bytes, name: str, word: str) -> None:
    with pytest.raises(Unreadable, match=r"暂不支持|OCR") as refusal:
        read_text(content, name)
    assert word in refusal.value.message


@pytest.mark.parametrize("content", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF8 + "　\n".encode()])
def test_an_empty_file_is_told(content: bytes) -> None:
    with pytest.raises(Unreadable, match="文件是空的"):
        read_text(content, "空.txt")


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        "通知".encode() + b"\x00" + "正文".encode(),
        b"\x7fELF" + bytes(200),
        b"\xff" * 400,
        codecs.BOM_UTF16_LE + b"\x00",
    ],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="不是文本文件"):
        read_text(content, "文件.txt")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(Unreadable, match="超过"):
        read_text("字".encode() * 400_000, "大.txt", max_bytes=1024 * 1024)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_though_characters_hold_a_zero_byte(encoding: str) -> None:
    text = "一、最后一项任务要在2025年6月底前开始。\n二、退出一批,开展最严格的检查。\n" * 5
    assert read_text(text.encode(encoding), "通知.txt").text == text
