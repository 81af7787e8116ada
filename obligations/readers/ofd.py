"""OFD files (GB/T 33190), read from their XML: characters and lines by their places, in page order."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from obligations.readers.base import Reading, Unreadable
from obligations.readers.building import EMPTY, MAX_SECONDS, TOO_LONG
from obligations.readers.page_lines import Glyph, Page, rules_of
from obligations.readers.page_text import reading_of
from obligations.readers.xml_parts import Element, child, children, kind, parsed, value
from obligations.readers.zips import BROKEN, LOCKED, Package, resolved

MAX_PAGES = 3_000
MAX_CHARACTERS = 2_000_000
DEEPEST = 20
LONGEST_PATH = 200_000
# OFD measures in millimetres.
POINT = 72 / 25.4
A4 = (0.0, 0.0, 210.0, 297.0)
# How far a character reaches above its baseline, in its size; and how wide one of half width is.
ASCENT = 0.86
HALF = 0.5
SLANT = 0.2
SCAN = "这是扫描件，其中没有可识别的文字。请先用文字识别（OCR）软件处理，或上传原始的电子文件。"
LOCKS = ("encryptions.xml", "decryptseed.dat", "entriesmap.dat")
PATH_TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+(?:[eE][-+]?\d+)?")
PATH_SIZES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

_Numbers = tuple[float, ...]


def read(package: Package) -> Reading:
    """The text of all documents in the package; places are pages. Raises Unreadable for a locked or scanned file."""
    if any(name.rpartition("/")[2] in LOCKS for name in package.names()):
        raise Unreadable(LOCKED)
    pages = _counted(_pages(package))
    if not any(page.glyphs or page.has_image for page in pages):
        raise Unreadable(EMPTY)
    return reading_of(pages, "ofd", SCAN)


def _counted(pages: Iterator[Page]) -> list[Page]:
    began = time.thread_time()
    found: list[Page] = []
    count = 0
    for page in pages:
        found.append(page)
        count += len(page.glyphs)
        if len(found) > MAX_PAGES or count > MAX_CHARACTERS or time.thread_time() - began > MAX_SECONDS:
            raise Unreadable(TOO_LONG)
    return found


def _pages(package: Package) -> Iterator[Page]:
    roots = [
        text for body in children(parsed(package.read("OFD.xml")), "DocBody") if (text := _text(child(body, "DocRoot")))
    ]
    if not roots:
        raise Unreadable(BROKEN)
    for root in roots:
        yield from _Document(package, resolved(root, "OFD.xml")).pages()


@dataclass(slots=True)
class _Document:
    """A document of a package; `templates` are the pages laid under others, by their ids, read once."""

    package: Package
    part: str
    templates: dict[str, Element] = field(default_factory=dict)

    def pages(self) -> Iterator[Page]:
        root = parsed(self.package.read(self.part))
        common = child(root, "CommonData")
        box = _numbers(_text(child(common, "PageArea", "PhysicalBox")), 4) or A4
        for template in children(common, "TemplatePage"):
            name = resolved(template.get("BaseLoc", ""), self.part)
            if name in self.package:
                self.templates[template.get("ID", "")] = parsed(self.package.read(name))
        for page in children(child(root, "Pages"), "Page"):
            name = resolved(page.get("BaseLoc", ""), self.part)
            yield self._page(parsed(self.package.read(name)), box)

    def _page(self, root: Element, usual: _Numbers) -> Page:
        box = _numbers(_text(child(root, "Area", "PhysicalBox")), 4) or usual
        page = Page(box[2] * POINT, box[3] * POINT)
        for template in children(root, "Template"):
            below = self.templates.get(template.get("TemplateID", ""))
            if below is not None:
                _take(child(below, "Content"), page, 0)
        _take(child(root, "Content"), page, 0)
        return page


def _take(parent: Element | None, page: Page, depth: int) -> None:
    """Puts the objects of a layer or block on the page."""
    if parent is None or depth > DEEPEST:
        return
    for one in parent:
        if value(one, "Visible", "true") == "false":
            continue
        match kind(one):
            case "Layer" | "PageBlock":
                _take(one, page, depth + 1)
            case "TextObject":
                page.glyphs += _glyphs(one)
            case "PathObject":
                _add_rules(one, page)
            case "ImageObject":
                _, _, width, height = _numbers(value(one, "Boundary"), 4) or (0, 0, 0, 0)
                page.covered += width * height * POINT**2


@dataclass(frozen=True, slots=True)
class _Frame:
    """How an object's coordinates become those of the page: CTM, then the corner of its boundary."""

    matrix: _Numbers
    left: float
    top: float

    @classmethod
    def of(cls, element: Element) -> "_Frame":
        left, top, _, _ = _numbers(value(element, "Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
        return cls(_numbers(value(element, "CTM"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), left, top)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page, in points."""
        a, b, c, d, e, f = self.matrix
        return (a * x + c * y + e + self.left) * POINT, (b * x + d * y + f + self.top) * POINT


def _glyphs(element: Element) -> Iterator[Glyph]:
    """The characters of a text object. What runs aslant or sideways (a watermark) is left out."""
    frame = _Frame.of(element)
    a, b, _, d = frame.matrix[:4]
    if abs(b) > SLANT * abs(a) or a <= 0 or d <= 0:
        return
    size = (_numbers(value(element, "Size"), 1) or (3.5,))[0]
    stretch = (_numbers(value(element, "HScale"), 1) or (1.0,))[0]
    spaced = False
    for code in children(element, "TextCode"):
        text = (code.text or "").strip("\r\n")
        x, y = (_numbers(value(code, name), 1) or (0.0,) for name in ("X", "Y"))
        steps_x = _deltas(value(code, "DeltaX"), len(text) - 1)
        steps_y = _deltas(value(code, "DeltaY"), len(text) - 1)
        at_x, at_y = x[0], y[0]
        for at, char in enumerate(text):
            width = size * stretch * (HALF if char.isascii() else 1.0)
            if char.isspace():
                spaced = True
            else:
                left, baseline = frame.point(at_x, at_y)
                height = size * d * POINT
                top = baseline - ASCENT * height
                yield Glyph(char, left, top, left + width * a * POINT, top + height, spaced)
                spaced = False
            at_x += steps_x[at] if at < len(steps_x) else (0.0 if steps_y else width)
            at_y += steps_y[at] if at < len(steps_y) else 0.0


def _deltas(text: str, most: int) -> list[float]:
    """Steps from character to character: numbers, where "g 3 5.5" says 5.5 three times."""
    words = text.split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g" and at + 2 < len(words):
            repeated = _numbers(" ".join(words[at + 1 : at + 3]), 2) or (0.0, 0.0)
            steps += [repeated[1]] * min(max(0, int(repeated[0])), most)
            at += 3
        else:
            steps += _numbers(words[at], 1) or (0.0,)
            at += 1
    return steps[:most]


def _add_rules(element: Element, page: Page) -> None:
    frame = _Frame.of(element)
    stroked = value(element, "Stroke", "true") != "false"
    for shape in _shapes(_text(child(element, "AbbreviatedData"))[:LONGEST_PATH]):
        page.rules += rules_of([frame.point(x, y) for x, y in shape], stroked)


def _shapes(data: str) -> list[list[tuple[float, float]]]:
    """The corners of each part of a path. Parts with curves are left out."""
    shapes: list[list[tuple[float, float]]] = []
    words = PATH_TOKEN.findall(data)
    letters = [at for at, word in enumerate(words) if word.isalpha()]
    for at, following in pairwise([*letters, len(words)]):
        letter = words[at].upper()
        numbers = _numbers(" ".join(words[at + 1 : following]), PATH_SIZES.get(letter, -1))
        if letter == "C" and shapes and shapes[-1]:
            shapes[-1].append(shapes[-1][0])
        elif letter in "SM" and numbers:
            shapes.append([(numbers[0], numbers[1])])
        elif letter == "L" and numbers and shapes and shapes[-1]:
            shapes[-1].append((numbers[0], numbers[1]))
        elif shapes:
            shapes[-1] = []
    return [shape for shape in shapes if len(shape) > 1]


def _numbers(text: str, count: int) -> _Numbers | None:
    """So many finite numbers; None for anything else."""
    words = text.split()
    if len(words) != count:
        return None
    try:
        numbers = tuple(float(word) for word in words)
    except ValueError:
        return None
    return numbers if all(abs(number) < 1e6 for number in numbers) else None


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
