"""What a file's name says that it is, and whether its content agrees.

A name that says another type than the content is most often the wrong file, or one that was renamed: it is refused with
both types named. Harmless are names that say nothing (none, .bak), the older name of the same family (.doc, .wps for a
Word document), and text and web pages under each other's names, whose words come out right either way.
"""

from pathlib import PurePath

from obligations.readers.base import Unreadable

# The types that are read, by the name of their reader: as people call them (a blank sets Latin letters off), the ending
# to give them, and the endings that mean them.
TYPES = {
    "pdf": (" PDF 文件", ".pdf", ("pdf",)),
    "docx": (" Word 文档", ".docx", ("docx", "docm", "dotx", "dotm", "doc", "dot", "wps", "wpt")),
    "xlsx": (" Excel 工作簿", ".xlsx", ("xlsx", "xlsm", "xltx", "xltm", "xls", "xlt", "et", "ett")),
    "ofd": (" OFD 版式文件", ".ofd", ("ofd",)),
    "html": ("网页", ".html", ("html", "htm", "xhtml", "shtml", "mht", "mhtml")),
    "plain_text": ("纯文本", ".txt", ("txt", "text", "csv", "tsv", "md")),
}
# Types that nothing here reads; their names say something all the same.
FOREIGN = {
    "图片": ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff"),
    "压缩包": ("zip", "rar", "7z", "gz", "tar"),
    "演示文稿": ("ppt", "pptx", "pps", "ppsx", "dps"),
    " RTF 文档": ("rtf",),
    " OpenDocument 文档": ("odt", "ods", "odp"),
}
TYPE_OF = {ending: kind for kind, (_, _, endings) in TYPES.items() for ending in endings}
FOREIGN_OF = {ending: called for called, endings in FOREIGN.items() for ending in endings}
WORDS_OF_BOTH = {"html", "plain_text"}


def ending(name: str) -> str:
    """The ending of a file's name in small letters, without its dot; "" where it has none that means anything here."""
    found = PurePath(name.strip()).suffix[1:].lower()
    return found if found in TYPE_OF or found in FOREIGN_OF else ""


def check_name(name: str, kind: str) -> None:
    """Raises Unreadable where `name` says another type than `kind`, the reader's name of what the content is."""
    said = ending(name)
    named = TYPE_OF.get(said)
    if not said or named == kind or {named, kind} == WORDS_OF_BOTH:
        return
    called, proper, _ = TYPES[kind]
    raise Unreadable(
        f"文件的扩展名是 .{said}（{_called(said).strip()}），内容却是{called}，两者不一致，没有收下。"
        f"请核对是否选错了文件；如果没有选错，请把扩展名改为 {proper} 后再上传。"
    )


def about_foreign(name: str, kinds: tuple[str, ...], message: str) -> str:
    """`message` of a content that nothing reads; where the name says none of `kinds`, that is told before it."""
    said = ending(name)
    if not said or said in kinds:
        return message
    return f"文件的扩展名是 .{said}，内容却不是{_called(said)}。{message}"


def about_noise(name: str) -> str:
    """What to do with bytes that are of no type at all, under a name that says one. "" where it says none, or text."""
    said = ending(name)
    if not said or TYPE_OF.get(said) in WORDS_OF_BOTH:
        return ""
    return (
        f"文件的扩展名是 .{said}，内容却不是{_called(said)}：文件可能已损坏，或被单位的加密软件加密。"
        "请用原来的软件打开，另存为未加密的文件后再上传。"
    )


def _called(said: str) -> str:
    named = TYPE_OF.get(said)
    return TYPES[named][0] if named else FOREIGN_OF[said]
