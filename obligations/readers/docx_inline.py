"""The words of a Word paragraph: its runs, fields and marks, with tracked changes as accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from obligations.readers.xml_parts import Element, child, kind, value

# Properties, what was deleted or moved away, codes of fields, phonetic guides.
SKIPPED = frozenset(
    [
        "pPr",
        "rPr",
        "tblPr",
        "tcPr",
        "trPr",
        "sdtPr",
        "sdtEndPr",
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "instrText",
        "rt",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "commentReference",
        "annotationRef",
        "lastRenderedPageBreak",
        "softHyphen",
    ]
)
PRINTED = {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-"}
OFF = ("0", "false", "off")
# Boxes of the symbol fonts, by the low byte of their code.
SYMBOLS = {0xA8: "□", 0x6F: "□", 0xA3: "□", 0xFE: "☑", 0x52: "☑", 0xFC: "√", 0x50: "√", 0xFD: "☒", 0x6C: "●", 0x6E: "■"}


@dataclass(slots=True)
class Words:
    """What a paragraph prints. `boxes`: the contents of text boxes anchored in it; `notes`: (kind, id) of its notes."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class InlineReader:
    """Reads paragraphs in document order: a field may begin in one and end in another."""

    def __init__(self) -> None:
        # For each open field, whether its code is being read and not yet its result.
        self._fields: list[bool] = []

    def words(self, paragraph: Element) -> Words:
        found = Words()
        self._read(paragraph, found)
        # A code does not run over paragraphs; one that never ends must not swallow the rest.
        self._fields = [False] * len(self._fields)
        return found

    def _read(self, parent: Element, found: Words) -> None:
        for one in parent:
            name = kind(one)
            if name in SKIPPED:
                continue
            if name == "t":
                self._print(one.text or "", found)
            elif name in PRINTED:
                self._print(PRINTED[name], found)
            elif name == "fldChar":
                self._field(value(one, "fldCharType"))
            elif name == "sym":
                self._print(_symbol(value(one, "char")), found)
            elif name in ("drawing", "pict", "object"):
                found.boxes += _boxes(one)
            elif name in ("footnoteReference", "endnoteReference"):
                found.notes.append((name.removesuffix("Reference"), value(one, "id")))
            elif name == "AlternateContent":
                self._alternatives(one, found)
            elif name != "r" or not _is_hidden(one):
                # Runs, links, insertions, content controls, simple fields, smart tags, formulas.
                self._read(one, found)

    def _print(self, text: str, found: Words) -> None:
        if not any(self._fields):
            found.parts.append(text)

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(True)
        elif step == "separate" and self._fields:
            self._fields[-1] = False
        elif step == "end" and self._fields:
            self._fields.pop()

    def _alternatives(self, element: Element, found: Words) -> None:
        """The same content for newer and for older programs: the first that says anything, once."""
        for choice in element:
            tried = Words()
            self._read(choice, tried)
            if tried.parts or tried.boxes:
                found.parts += tried.parts
                found.boxes += tried.boxes
                found.notes += tried.notes
                return


def _boxes(element: Element) -> list[Element]:
    """The outermost text boxes of a drawing, each once where the drawing holds alternatives."""
    boxes: list[Element] = []
    for one in element:
        name = kind(one)
        if name == "txbxContent":
            boxes.append(one)
        elif name == "AlternateContent":
            boxes += next((found for choice in one if (found := _boxes(choice))), [])
        else:
            boxes += _boxes(one)
    return boxes


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and value(vanish) not in OFF


def _symbol(code: str) -> str:
    try:
        at = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= at <= 0xF0FF or at <= 0xFF:
        return SYMBOLS.get(at & 0xFF, "")
    return chr(at) if at <= 0x10FFFF and not 0xD800 <= at <= 0xDFFF else ""


def mark_is_gone(paragraph: Element) -> bool:
    """Whether the paragraph's end was deleted or moved away in a tracked change: it runs into the next one."""
    properties = child(paragraph, "pPr", "rPr")
    return properties is not None and any(kind(one) in ("del", "moveFrom") for one in properties)


def blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell, box or note in order, through content controls and insertions."""
    for one in parent:
        name = kind(one)
        if name in ("p", "tbl"):
            yield one
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "txbxContent"):
            yield from blocks(one)
        elif name == "AlternateContent":
            yield from next((found for choice in one if (found := list(blocks(choice)))), [])
