"""PDF files with a text layer: characters and lines by their places, from PDFium."""

import ctypes
import threading
import time
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from obligations.readers.base import Reading, Unreadable
from obligations.readers.building import EMPTY, MAX_SECONDS, TOO_LONG
from obligations.readers.page_lines import Glyph, Page, Rule, rules_of
from obligations.readers.page_text import reading_of
from obligations.readers.zips import BROKEN, LOCKED

MAX_PAGES = 3_000
MAX_CHARACTERS = 2_000_000  # 1,500 full pages, 0.5 GB while their places are known
MAX_OBJECTS = 20_000  # of one page, for its lines
MAX_POINTS = 4_000  # of one path: what has more is a drawing
DEEPEST = 4
# So many curved shapes are a drawing, or letters turned to outlines.
MANY_CURVES = 200
NO_TEXT_LAYER = (
    "这是扫描件，其中没有可识别的文字。请先用文字识别（OCR）软件转成带文字的 PDF 或 Word 文档，或上传原始的电子文件。"
)
NO_UNICODE = "PDF 中的字体没有文字编码，无法读出文字。请上传原始的 Word 文档，或先用文字识别（OCR）软件处理。"
# PDFium keeps global state: one thread at a time.
ONE_AT_A_TIME = threading.Lock()

BLANKS = frozenset((0x20, 0xA0, 0x3000))
# A character with the quarter turns of its text (-1 for aslant), whether a blank stands before it, and its corners.
_Placed = tuple[int, str, bool, float, float, float, float]
# a b c d e f of a transformation.
_Matrix = tuple[float, float, float, float, float, float]


def read(content: bytes) -> Reading:
    """The text of the pages. Raises Unreadable for a locked, broken or scanned file."""
    with ONE_AT_A_TIME:
        return _read(content)


def _read(content: bytes) -> Reading:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise Unreadable(LOCKED if locked else BROKEN) from error
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(TOO_LONG)
        pages = list(_pages(document))
    except pdfium.PdfiumError as error:
        raise Unreadable(BROKEN) from error
    finally:
        document.close()
    _check(pages)
    return reading_of(pages, "pdf", NO_TEXT_LAYER)


def _check(pages: list[Page]) -> None:
    count = sum(len(page.glyphs) for page in pages)
    if not count and not any(page.has_image for page in pages):
        raise Unreadable(EMPTY)
    strange = sum(_is_strange(glyph.text) for page in pages for glyph in page.glyphs)
    if 3 * strange > count:
        raise Unreadable(NO_UNICODE)


def _is_strange(char: str) -> bool:
    """What PDFium gives for a character whose font doesn't say what it is."""
    return char < " " or "\ue000" <= char <= "\uf8ff" or char >= "\ufffd"


def _pages(document: Any) -> Iterator[Page]:
    began = time.thread_time()
    total = 0
    for number in range(len(document)):
        page = document[number]
        found = _page(page)
        total += len(found.glyphs)
        if total > MAX_CHARACTERS or time.thread_time() - began > MAX_SECONDS:
            raise Unreadable(TOO_LONG)
        yield found
        page.close()


def _page(page: Any) -> Page:
    width, height = page.get_size()
    glyphs, turns = _glyphs(page)
    rules, covered = _rules(page)
    upright = turns.index(max(turns))
    # Text may run up or down the page, by the page's own turn or in a table set sideways: the page is turned with it.
    box = page.get_mediabox()
    found = Page(width, height, covered=covered)
    sideways = upright in (1, 3)
    found.width, found.height = (box[3] - box[1], box[2] - box[0]) if sideways else (box[2] - box[0], box[3] - box[1])
    for turn, char, spaced, *corners in glyphs:
        if turn == upright:
            found.glyphs.append(Glyph(char, *_turned(corners, upright, box), spaced))
    found.rules = [Rule(*_turned(rule, upright, box)) for rule in rules]
    return found


def _turned(corners: Any, turn: int, box: Any) -> tuple[float, float, float, float]:
    """A box from PDF's coordinates (y upwards) to those of a reader who turned the page by quarters, y downwards."""
    x0, y0, x1, y1 = corners
    left, bottom, right, top = box
    match turn:
        case 0:
            return x0 - left, top - y1, x1 - left, top - y0
        case 1:  # text runs upwards
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        case 2:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        case _:  # text runs downwards
            return top - y1, right - x1, top - y0, right - x0


def _glyphs(page: Any) -> tuple[list[_Placed], list[int]]:
    """The printed characters, and how many have each turn."""
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    if count > MAX_CHARACTERS:
        raise Unreadable(TOO_LONG)
    box = raw.FS_RECTF()
    reference = ctypes.byref(box)
    found = []
    turns = [0, 0, 0, 0]
    spaced = False
    for at in range(max(0, count)):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in BLANKS:
            # PDFium makes up blanks of its own where it sees a gap.
            spaced = spaced or not raw.FPDFText_IsGenerated(text, at)
            continue
        if code < 32 or code in (0xAD, 0xFFFE) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, at, reference):
            continue
        angle = raw.FPDFText_GetCharAngle(text, at) / 1.5707963267948966
        turn = round(angle) % 4 if abs(angle - round(angle)) < 0.1 else -1
        if turn >= 0:
            turns[turn] += 1
        found.append((turn, chr(code), spaced, box.left, box.bottom, box.right, box.top))
        spaced = False
    text.close()
    return found, turns


# Lines.


def _rules(page: Any) -> tuple[list[tuple[float, float, float, float]], float]:
    """Lines along the axes as (left, bottom, right, top), and the area of all pictures.

    Letters turned to outlines are a picture of the whole page.
    """
    rules: list[tuple[float, float, float, float]] = []
    covered = 0.0
    curves = 0
    for kind, item, matrix in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found, curved = _path_rules(item, matrix)
            rules += found
            curves += curved
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            covered += _area(item, matrix)
    if curves > MANY_CURVES:
        width, height = page.get_size()
        covered = max(covered, width * height)
    return rules, covered


def _objects(page: Any) -> Iterator[tuple[int, Any, _Matrix]]:
    """The objects of a page, those inside of forms too, each with the transformation of its form."""
    left = MAX_OBJECTS

    def inside(count: int, get: Any, matrix: _Matrix, depth: int) -> Iterator[tuple[int, Any, _Matrix]]:
        nonlocal left
        for at in range(count):
            left -= 1
            if left < 0:
                return
            item = get(at)
            kind = raw.FPDFPageObj_GetType(item)
            if kind != raw.FPDF_PAGEOBJ_FORM:
                yield kind, item, matrix
            elif depth < DEEPEST:
                form = item
                inner = _multiplied(_matrix_of(form), matrix)
                size = raw.FPDFFormObj_CountObjects(form)
                yield from inside(size, lambda i, form=form: raw.FPDFFormObj_GetObject(form, i), inner, depth + 1)

    count = raw.FPDFPage_CountObjects(page)
    yield from inside(count, lambda i: raw.FPDFPage_GetObject(page, i), (1, 0, 0, 1, 0, 0), 0)


def _matrix_of(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _multiplied(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _area(image: Any, matrix: _Matrix) -> float:
    a, b, c, d, _, _ = _multiplied(_matrix_of(image), matrix)
    return abs(a * d - b * c)


def _path_rules(path: Any, matrix: _Matrix) -> tuple[list[tuple[float, float, float, float]], int]:
    """The lines of a path, and how many of its parts are curved."""
    count = raw.FPDFPath_CountSegments(path)
    if not 1 < count <= MAX_POINTS:
        return [], count // 10
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    shapes, curved = _shapes(path, count, _multiplied(_matrix_of(path), matrix))
    return [rule for shape in shapes for rule in rules_of(shape, stroked=bool(stroke.value))], curved


def _shapes(path: Any, count: int, matrix: _Matrix) -> tuple[list[list[tuple[float, float]]], int]:
    """The corners of each part of a path; a closed part ends where it began. Parts with curves are counted instead."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    shapes: list[list[tuple[float, float]]] = []
    curved: set[int] = set()
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == raw.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([point])
        else:
            shapes[-1].append(point)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            curved.add(len(shapes) - 1)
        if raw.FPDFPathSegment_GetClose(segment):
            shapes[-1].append(shapes[-1][0])
    return [shape for at, shape in enumerate(shapes) if at not in curved and len(shape) > 1], len(curved)
