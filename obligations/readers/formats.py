"""Which reader reads a file: decided by what it holds, never by its name alone."""

import codecs
import importlib
import logging
import re
from typing import Any

from obligations.readers import plain_text
from obligations.readers.base import Reading, Unreadable

logger = logging.getLogger(__name__)

MAX_BYTES = 50 * 1024 * 1024
# What people are told; README and the upload page say the same.
FORMATS = "纯文本、PDF、Word（docx）、Excel（xlsx）、网页（html）、OFD"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Formats that no reader reads: their first bytes, what they are, and what to do.
UNZIP = "请解压后逐个上传其中的文件。"
IMAGE = "图片中的文字无法直接识别，请先用文字识别（OCR）软件转成 Word 文档或带文字的 PDF 后再上传。"
AS_DOCX = "请用 Word 或 WPS 打开，另存为 Word 文档（.docx）后再上传。"
OTHERS = [
    (b"{\\rtf", f"这是 RTF 文档，暂不支持。{AS_DOCX}"),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"BM", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"Rar!", f"这是压缩包，暂不支持。{UNZIP}"),
    (b"7z\xbc\xaf", f"这是压缩包，暂不支持。{UNZIP}"),
    (b"\x1f\x8b", f"这是压缩包，暂不支持。{UNZIP}"),
    (b"From: <", f"这是网页归档文件（mht），暂不支持。{AS_DOCX}"),
    (b"MIME-Version:", f"这是网页归档文件（mht），暂不支持。{AS_DOCX}"),
]
# Streams of an OLE file, whose names are in UTF-16.
OLD_WORD, OLD_EXCEL, OLD_SLIDES = ("WordDocument", "Workbook", "PowerPoint Document")
LOCKED = ("EncryptedPackage", "EncryptionInfo")
BROKEN = "文件已损坏或内容异常，无法识别。请用原来的软件打开并另存后再上传。"
TOO_COMPLEX = "文件的结构过于复杂，无法识别。请把正文另存为新的 Word 文档后再上传。"
HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|span|script|style|link)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
OFFICE_XML = re.compile(r"\s*<\?xml[^>]{0,200}\?>\s*<\?mso-application|<(?:w:wordDocument|pkg:package)[\s>]")
HEAD_BYTES = 4096


def read_text(content: bytes, name: str, max_bytes: int = MAX_BYTES) -> Reading:
    """The text of a file, with its tables and places.

    Raises Unreadable, and nothing else, for what is empty, larger than `max_bytes`, locked, broken, without text, or of
    no format known here.
    """
    if not content.strip(b" \t\r\n\x00"):
        raise Unreadable("文件是空的，没有可识别的文字。")
    if len(content) > max_bytes:
        raise Unreadable(f"文件大小超过 {max_bytes // 1024 // 1024} MB，请拆分后再上传。")
    try:
        return _read(content)
    except Unreadable:
        raise
    except (RecursionError, MemoryError) as error:
        raise Unreadable(TOO_COMPLEX) from error
    except Exception as error:
        # A library met what it did not expect: the person is told, and the log keeps the trace for us.
        logger.warning("%s could not be read", name, exc_info=True)
        raise Unreadable(BROKEN) from error


def _read(content: bytes) -> Reading:
    # A PDF may have a few bytes before its header.
    if b"%PDF-" in content[:1024]:
        return _read_by("pdf", content)
    if content.startswith(ZIP):
        return _read_zip(content)
    if content.startswith(OLE):
        raise Unreadable(_about_ole(content))
    for magic, message in OTHERS:
        if content.startswith(magic):
            raise Unreadable(message)
    head = _head(content)
    if OFFICE_XML.match(head):
        raise Unreadable(f"这是旧版 Office 的 XML 文档，暂不支持。{AS_DOCX}")
    return _read_by("html", content) if HTML.match(head) else plain_text.read(content)


def _reader(name: str) -> Any:
    """A reader's module, loaded with its libraries only when a file needs it."""
    return importlib.import_module(f"obligations.readers.{name}")


def _read_zip(content: bytes) -> Reading:
    zips = _reader("zips")
    package = zips.Package(content)
    if "OFD.xml" in package:
        return _read_by("ofd", package)
    part = _reader("xml_parts").office_part(package)
    if part.startswith("word/") and part.endswith(".xml"):
        return _read_by("docx", package)
    if part.startswith("xl/") and part.endswith(".xml"):
        return _read_by("xlsx", package)
    raise Unreadable(_about_zip(part, package.read_if_there("mimetype") or b""))


def _read_by(reader: str, content: Any) -> Reading:
    reading: Reading = _reader(reader).read(content)
    return reading


def _about_zip(part: str, kind: bytes) -> str:
    if part.startswith("ppt/"):
        return "这是演示文稿（PPT），暂不支持。请把正文另存为 Word 文档（.docx）或 PDF 后再上传。"
    if part.startswith("xl/"):
        return "这是 Excel 二进制工作簿（xlsb），暂不支持。请另存为 Excel 工作簿（.xlsx）后再上传。"
    if b"opendocument" in kind:
        return "这是 OpenDocument 文档，暂不支持。请另存为 Word 文档（.docx）或 Excel 工作簿（.xlsx）后再上传。"
    return f"这是压缩包，暂不支持。{UNZIP}"


def _about_ole(content: bytes) -> str:
    """What to do with a file in the format before 2007, which is also the wrapping of a locked newer one."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if any(holds(name) for name in LOCKED):
        return "文件设有打开密码，无法识别。请取消密码保护后再上传。"
    if holds(OLD_WORD):
        return f"这是旧版 Word 或 WPS 文字文档（.doc、.wps），暂不支持。{AS_DOCX}"
    if holds(OLD_EXCEL):
        return "这是旧版 Excel 或 WPS 表格（.xls、.et），暂不支持。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
    if holds(OLD_SLIDES):
        return "这是旧版演示文稿（.ppt、.dps），暂不支持。请把正文另存为 Word 文档（.docx）或 PDF 后再上传。"
    return "这是旧版 Office 或 WPS 文件，暂不支持。请用 Office 或 WPS 打开，另存为 .docx、.xlsx 或 PDF 后再上传。"


def _head(content: bytes) -> str:
    """The beginning of a file that may be text, well enough decoded to find tags in it."""
    head = content[:HEAD_BYTES]
    if head.startswith(codecs.BOM_UTF16_LE) or head[1:2] == b"\x00":
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith(codecs.BOM_UTF16_BE) or head[:1] == b"\x00":
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
