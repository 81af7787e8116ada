"""A small writer of OFD files by GB/T 33190, for tests: pages of lines and ruled tables, and templates under them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.readers.packages import zipped

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
SIZE = 5.6  # of characters, in mm: 16 pt
STEP = 9.8  # from line to line
PADDING = 1.0
NO_LINE_START = "，。、；：！？）》”,.;:!?)%〉』」】〕"


def advance(char: str, size: float = SIZE) -> float:
    return size * (0.5 if char.isascii() else 1.0)


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """The text in lines of a width; closing marks hang over."""
    lines, used = [""], 0.0
    for char in text:
        if used + advance(char, size) > width + 0.01 and char not in NO_LINE_START:
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += advance(char, size)
    return lines


def text_object(text: str, x: float, y: float, ident: int, size: float = SIZE) -> str:
    """A line whose left top corner is at a place. DeltaX in the short form where steps are alike."""
    steps = [f"{advance(char, size):g}" for char in text[:-1]]
    short: list[str] = []
    at = 0
    while at < len(steps):
        count = next((i for i in range(at, len(steps)) if steps[i] != steps[at]), len(steps)) - at
        short += ["g", str(count), steps[at]] if count > 2 else steps[at : at + count]
        at += count
    width = sum(advance(char, size) for char in text)
    delta = f' DeltaX="{" ".join(short)}"' if short else ""
    return (
        f'<ofd:TextObject ID="{ident}" Boundary="{x:.2f} {y:.2f} {width:.2f} {size * 1.2:.2f}" Font="3" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size * 0.88:.3f}"{delta}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def line_object(x0: float, y0: float, x1: float, y1: float, ident: int) -> str:
    return (
        f'<ofd:PathObject ID="{ident}" Boundary="{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f}" LineWidth="0.25">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.2f} {y1 - y0:.2f}</ofd:AbbreviatedData></ofd:PathObject>"
    )


@dataclass
class Writer:
    """Lays text and tables out on pages, from top to bottom."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = TOP
    ident: int = 10
    page_numbers: bool = True

    def _next(self) -> int:
        self.ident += 1
        return self.ident

    def _room(self, height: float) -> bool:
        """Makes room; True when a new page began."""
        if self.y + height <= BOTTOM:
            return False
        self.pages.append([])
        self.y = TOP
        return True

    def paragraph(self, text: str) -> None:
        stripped = text.lstrip("\u3000 ")
        indent = sum(advance(char) for char in text[: len(text) - len(stripped)])
        # a signature is set as far to the right as it fits
        indent = min(indent, max(0.0, RIGHT - LEFT - sum(map(advance, stripped)))) if indent > 20 else indent
        for at, line in enumerate(wrapped("\u3000" * round(indent / SIZE) + stripped, RIGHT - LEFT)):
            self._room(STEP)
            if words := line.lstrip("\u3000"):
                x = LEFT + (indent if at == 0 else 0.0)
                self.pages[-1].append(text_object(words, x, self.y, self._next()))
            self.y += STEP

    def table(self, rows: Sequence[Sequence[str | None]], heads: int = 1) -> None:
        """Rows of equal length; None for a field that the cell above goes on into. Heads are repeated on each page."""
        columns = len(rows[0])
        width = (RIGHT - LEFT) / columns
        size = 4.2
        heights = [
            max(len(wrapped(text or "", width - 2 * PADDING, size)) for text in row) * size * 1.35 + 2 * PADDING
            for row in rows
        ]
        for at, row in enumerate(rows):
            if self._room(heights[at]):
                for head in range(heads):
                    self._row(rows[head], [], heights[head], width, size)
            self._row(row, rows[at + 1] if at + 1 < len(rows) else [], heights[at], width, size)

    def _row(
        self, row: Sequence[str | None], below: Sequence[str | None], height: float, width: float, size: float
    ) -> None:
        page = self.pages[-1]
        for column, text in enumerate(row):
            x = LEFT + column * width
            page.append(line_object(x, self.y, x, self.y + height, self._next()))
            if text is not None:
                page.append(line_object(x, self.y, x + width, self.y, self._next()))
            merged = column < len(below) and below[column] is None
            if not merged:
                page.append(line_object(x, self.y + height, x + width, self.y + height, self._next()))
            for at, line in enumerate(wrapped(text or "", width - 2 * PADDING, size)):
                if line:
                    top = self.y + PADDING + at * size * 1.35
                    page.append(text_object(line, x + PADDING, top, self._next(), size))
        page.append(line_object(RIGHT, self.y, RIGHT, self.y + height, self._next()))
        self.y += height

    def content(self, template: str = "") -> bytes:
        """The file. `template`: a line that is laid under every page."""
        parts: dict[str, str | bytes] = {
            "OFD.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody>'
                "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
                "</ofd:DocBody></ofd:OFD>"
            )
        }
        listed = "".join(
            f'<ofd:Page ID="{1000 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(self.pages))
        )
        shared = '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
        parts["Doc_0/Document.xml"] = (
            f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea>"
            f"<ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>{shared}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        )
        if template:
            parts["Doc_0/Tpls/Tpl_0/Content.xml"] = _page([text_object(template, 90, 20, 5, 4.0)])
        under = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if template else ""
        for at, objects in enumerate(self.pages):
            number = [text_object(f"— {at + 1} —", 98, 275, self._next(), 4.9)] if self.page_numbers else []
            parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = _page([*objects, *number], under)
        return zipped(parts)


def _page(objects: Sequence[str], under: str = "") -> str:
    return (
        f"<ofd:Page {NAMESPACE}>{under}<ofd:Content>"
        f'<ofd:Layer ID="4" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def ofd_of(text: str) -> bytes:
    """A text as an OFD file: a paragraph a line, lines with tabs as ruled tables."""
    writer = Writer()
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            writer.table(rows)
            rows = []
        writer.paragraph(line)
    return writer.content()
