"""Plain text in the encodings that Chinese offices use: UTF-8, UTF-16, GB18030 (GBK, GB2312)."""

import codecs
import re
import unicodedata

from obligations.readers.base import Reading, Unreadable

BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
# Unassigned, private or surrogate: what GB18030 makes of bytes that never were text.
NO_CHARACTER = frozenset({"Cn", "Co", "Cs"})
# What Chinese documents are written in: printable ASCII and white space, ideographs, their punctuation and full width.
USUAL = re.compile(r"[\t\n\r\x20-\x7e\u2010-\u203b\u2460-\u2473\u3000-\u303f\u4e00-\u9fff\uff01-\uffe5]")
MOSTLY = 0.9
SAMPLE = 20_000
MOST_STRANGE = 0.02

NOT_TEXT = "这不是文本文件，或文字编码无法识别。请另存为 UTF-8 或 GB18030 编码的纯文本后再上传。"


def read(content: bytes) -> Reading:
    """Decodes the text as it is: line ends and spaces are kept, since offsets count them."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _checked(content[len(mark) :], encoding)
    for encoding in (*_without_mark(content), "utf-8"):
        try:
            return _checked(content, encoding)
        except Unreadable:
            continue
    return _checked(content, "gb18030")


def _without_mark(content: bytes) -> list[str]:
    """UTF-16 without a byte order mark: line ends, blanks and digits have a zero byte; read from the right side, nearly
    all characters are those of Chinese documents, from the wrong side few are (一 is 4E00, a line end 0A00)."""
    sample = content[: SAMPLE // 2 * 2]
    if len(content) % 2 or not sample.count(0):
        return []
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        shares[encoding] = len(USUAL.findall(text)) / len(text)
    likely = max(shares, key=shares.__getitem__)
    return [likely] if shares[likely] > MOSTLY and shares[likely] > min(shares.values()) else []


def _checked(content: bytes, encoding: str) -> Reading:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_TEXT) from error
    sample = text[:SAMPLE]
    # PostgreSQL keeps no NUL, and no text has one.
    if "\x00" in text or _strange(sample) > MOST_STRANGE * len(sample):
        raise Unreadable(NOT_TEXT)
    if not text.strip():
        raise Unreadable("文件是空的，没有可识别的文字。")
    return Reading(text, encoding)


def _strange(text: str) -> int:
    """How many characters no text would hold."""
    odd = sum(1 for char in text if unicodedata.category(char) in NO_CHARACTER)
    return odd + len(CONTROL.findall(text))
