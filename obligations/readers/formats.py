"""Which reader reads a file: decided by its first bytes, never by its name alone."""

from pathlib import PurePath

from obligations.readers import plain_text
from obligations.readers.base import Reading, Unreadable

MAX_BYTES = 50 * 1024 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_SUFFIXES = {
    ".docx": "Word 文档",
    ".xlsx": "Excel 工作簿",
    ".pptx": "PowerPoint 演示文稿",
    ".ofd": "OFD 版式文件",
}
MAGIC = [
    (b"%PDF-", "PDF 文件"),
    (OLE, "旧版 Office 或 WPS 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
]


def read_text(content: bytes, name: str, max_bytes: int = MAX_BYTES) -> Reading:
    """The text of a file. Raises Unreadable for what is empty, larger than `max_bytes`, or of no format known here."""
    if not content.strip(b" \t\r\n\x00"):
        raise Unreadable("文件是空的，没有可识别的文字。")
    if len(content) > max_bytes:
        raise Unreadable(f"文件大小超过 {max_bytes // 1024 // 1024} MB，请拆分后再上传。")
    if other := format_of(content, name):
        raise Unreadable(f"暂不支持{other}，请另存为纯文本（.txt）后再上传。")
    return plain_text.read(content)


def format_of(content: bytes, name: str) -> str:
    """The Chinese name of a format that is no plain text, "" for what may be text."""
    if content.startswith(b"PK\x03\x04"):
        return OFFICE_SUFFIXES.get(PurePath(name).suffix.lower(), "压缩包")
    # A PDF may have a few bytes before its header.
    if b"%PDF-" in content[:1024]:
        return "PDF 文件"
    return next((label for magic, label in MAGIC if content.startswith(magic)), "")
