"""Which reader reads a file: what it holds decides, and a name that says another type is refused."""

import codecs
import importlib
import logging
import re
from collections.abc import Callable
from typing import Any, TypeVar

from obligations.readers import plain_text
from obligations.readers.base import Reading, Unreadable
from obligations.readers.names import FOREIGN, TYPE_OF, TYPES, about_foreign, about_noise, check_name, ending

T = TypeVar("T")

logger = logging.getLogger(__name__)

MAX_BYTES = 50 * 1024 * 1024
# What people are told; README and the upload page say the same.
FORMATS = "纯文本、PDF、Word（docx）、Excel（xlsx）、网页（html）、OFD"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Formats that no reader reads: their first bytes, the endings that mean them, what they are and what to do.
UNZIP = "这是压缩包，暂不支持。请解压后逐个上传其中的文件。"
IMAGE = "这是图片，其中的文字无法直接识别。请先用文字识别（OCR）软件转成 Word 文档或带文字的 PDF 后再上传。"
AS_DOCX = "请用 Word 或 WPS 打开，另存为 Word 文档（.docx）后再上传。"
PICTURES, ARCHIVES, SLIDES = FOREIGN["图片"], FOREIGN["压缩包"], FOREIGN["演示文稿"]
WORD, EXCEL = TYPES["docx"][2], TYPES["xlsx"][2]
ARCHIVED_PAGE = f"这是网页归档文件（mht），暂不支持。{AS_DOCX}"
OTHERS = [
    (b"{\\rtf", FOREIGN[" RTF 文档"], f"这是 RTF 文档，暂不支持。{AS_DOCX}"),
    (b"\x89PNG", PICTURES, IMAGE),
    (b"\xff\xd8\xff", PICTURES, IMAGE),
    (b"GIF8", PICTURES, IMAGE),
    (b"BM", PICTURES, IMAGE),
    (b"II*\x00", PICTURES, IMAGE),
    (b"MM\x00*", PICTURES, IMAGE),
    (b"Rar!", ARCHIVES, UNZIP),
    (b"7z\xbc\xaf", ARCHIVES, UNZIP),
    (b"\x1f\x8b", ARCHIVES, UNZIP),
    (b"From: <", TYPES["html"][2], ARCHIVED_PAGE),
    (b"MIME-Version:", TYPES["html"][2], ARCHIVED_PAGE),
]
# The formats before 2007 by a stream that they hold, whose name is in UTF-16.
OLD = [
    ("WordDocument", WORD, f"这是旧版 Word 或 WPS 文字文档（.doc、.wps），暂不支持。{AS_DOCX}"),
    (
        "Workbook",
        EXCEL,
        "这是旧版 Excel 或 WPS 表格（.xls、.et），暂不支持。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。",
    ),
    (
        "PowerPoint Document",
        SLIDES,
        "这是旧版演示文稿（.ppt、.dps），暂不支持。请把正文另存为 Word 文档（.docx）或 PDF 后再上传。",
    ),
]
LOCKED = ("EncryptedPackage", "EncryptionInfo")
BROKEN = "文件已损坏或内容异常，无法识别。请用原来的软件打开并另存后再上传。"
TOO_COMPLEX = "文件的结构过于复杂，无法识别。请把正文另存为新的 Word 文档后再上传。"
HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|span|script|style|link)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
OFFICE_XML = re.compile(r"\s*<\?xml[^>]{0,200}\?>\s*<\?mso-application|<(?:w:wordDocument|pkg:package)[\s>]")
TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}[\s>/]", re.IGNORECASE)
HEAD_BYTES = 4096


def read_text(content: bytes, name: str, max_bytes: int = MAX_BYTES) -> Reading:
    """The text of a file, with its tables and places.

    Raises Unreadable, and nothing else, for what is empty, larger than `max_bytes`, locked, broken, without text, of
    no format known here, or of another type than `name` says.
    """
    return _guarded(_read, content, name, max_bytes)


def check_type(content: bytes, name: str, max_bytes: int = MAX_BYTES) -> None:
    """The refusals of `read_text` that the first look at a file tells: what it is, and whether its name agrees."""
    _guarded(_kind, content, name, max_bytes)


def _guarded(look: Callable[[bytes, str], T], content: bytes, name: str, max_bytes: int) -> T:
    if not content.strip(b" \t\r\n\x00"):
        raise Unreadable("文件是空的，没有可识别的文字。")
    if len(content) > max_bytes:
        raise Unreadable(f"文件大小超过 {max_bytes // 1024 // 1024} MB，请拆分后再上传。")
    try:
        return look(content, name)
    except Unreadable:
        raise
    except (RecursionError, MemoryError) as error:
        raise Unreadable(TOO_COMPLEX) from error
    except Exception as error:
        # A library met what it did not expect: the person is told, and the log keeps the trace for us.
        logger.warning("%s could not be read", name, exc_info=True)
        raise Unreadable(BROKEN) from error


def _read(content: bytes, name: str) -> Reading:
    kind, opened = _kind(content, name)
    reading: Reading = _reader(kind).read(opened)
    return reading


def _kind(content: bytes, name: str) -> tuple[str, Any]:
    """The name of the reader for a file, and what that reads: the content, or the zip that it is."""
    # A PDF may have a few bytes before its header.
    if b"%PDF-" in content[:1024]:
        kind, opened = "pdf", content
    elif content.startswith(ZIP):
        kind, opened = _in_zip(content, name)
    elif content.startswith(OLE):
        raise Unreadable(_about_ole(content, name))
    else:
        kind, opened = _of_words(content, name), content
    check_name(name, kind)
    return kind, opened


def _of_words(content: bytes, name: str) -> str:
    """html or plain_text."""
    for magic, endings, message in OTHERS:
        if content.startswith(magic):
            raise Unreadable(about_foreign(name, endings, message))
    head = _head(content)
    if OFFICE_XML.match(head):
        raise Unreadable(f"这是旧版 Office 的 XML 文档，暂不支持。{AS_DOCX}")
    # a page that begins with words, and is called one
    if HTML.match(head) or (TYPE_OF.get(ending(name)) == "html" and TAG.search(head)):
        return "html"
    if noise := about_noise(name):
        try:
            plain_text.read(content)
        except Unreadable as error:
            raise Unreadable(noise) from error
    return "plain_text"


def _reader(name: str) -> Any:
    """A reader's module, loaded with its libraries only when a file needs it."""
    return importlib.import_module(f"obligations.readers.{name}")


def _in_zip(content: bytes, name: str) -> tuple[str, Any]:
    package = _reader("zips").Package(content)
    if "OFD.xml" in package:
        return "ofd", package
    part = _reader("xml_parts").office_part(package)
    if part.startswith("word/") and part.endswith(".xml"):
        return "docx", package
    if part.startswith("xl/") and part.endswith(".xml"):
        return "xlsx", package
    endings, message = _about_zip(part, package.read_if_there("mimetype") or b"")
    raise Unreadable(about_foreign(name, endings, message))


def _about_zip(part: str, kind: bytes) -> tuple[tuple[str, ...], str]:
    """The endings that a zip of another format should have, and what to do with it."""
    if part.startswith("ppt/"):
        return SLIDES, "这是演示文稿（PPT），暂不支持。请把正文另存为 Word 文档（.docx）或 PDF 后再上传。"
    if part.startswith("xl/"):
        return EXCEL, "这是 Excel 二进制工作簿（xlsb），暂不支持。请另存为 Excel 工作簿（.xlsx）后再上传。"
    if b"opendocument" in kind:
        message = "这是 OpenDocument 文档，暂不支持。请另存为 Word 文档（.docx）或 Excel 工作簿（.xlsx）后再上传。"
        return FOREIGN[" OpenDocument 文档"], message
    return ARCHIVES, UNZIP


def _about_ole(content: bytes, name: str) -> str:
    """What to do with a file in the format before 2007, which is also the wrapping of a locked newer one."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if any(holds(stream) for stream in LOCKED):
        return about_foreign(
            name, (*WORD, *EXCEL, *SLIDES), "这是设有打开密码的 Office 文件，无法识别。请取消密码保护后再上传。"
        )
    found = [one for one in OLD if holds(one[0])]
    # a table inside a document: both are there, and the name says which holds the other
    for _, endings, message in sorted(found, key=lambda one: ending(name) not in one[1]):
        return about_foreign(name, endings, message)
    message = "这是旧版 Office 或 WPS 文件，暂不支持。请用 Office 或 WPS 打开，另存为 .docx、.xlsx 或 PDF 后再上传。"
    return about_foreign(name, (*WORD, *EXCEL, *SLIDES), message)


def _head(content: bytes) -> str:
    """The beginning of a file that may be text, well enough decoded to find tags in it."""
    head = content[:HEAD_BYTES]
    if head.startswith(codecs.BOM_UTF16_LE) or head[1:2] == b"\x00":
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head.startswith(codecs.BOM_UTF16_BE) or head[:1] == b"\x00":
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
