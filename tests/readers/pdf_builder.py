"""A small writer of PDF files for tests, by PDFium itself: pages of typed lines, of pictures, of nothing."""

from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

WIDTH, HEIGHT = 595, 842
# Its standard fonts hold no Chinese characters.
SENTENCE = "Every county reports on the works of this year by the tenth of October, and names who is in charge."


def pdf_of(*pages: str) -> bytes:
    """`pages`: "typed", "scan" (a picture), "strips" (one cut into twelve), "stamped" (one with a page number typed
    over it), "outlines" (letters turned to curves), "logo" (a small picture) or "blank".
    """
    document = pdfium.PdfDocument.new()
    for number, sort in enumerate(pages, start=1):
        page = document.new_page(WIDTH, HEIGHT)
        match sort:
            case "typed":
                for line in range(20):
                    _type(document, page, SENTENCE, HEIGHT - 140 - 20 * line)
            case "scan" | "stamped":
                _picture(document, page, 0, 0, WIDTH, HEIGHT)
            case "strips":
                for strip in range(12):
                    _picture(document, page, 0, strip * HEIGHT / 12, WIDTH, HEIGHT / 12)
            case "outlines":
                for at in range(300):
                    _curve(page, 60 + 16 * (at % 30), 100 + 20 * (at // 30))
            case "logo":
                _picture(document, page, 40, 40, 60, 60)
        if sort in ("typed", "stamped"):
            _type(document, page, f"- {number} -", 40)
        raw.FPDFPage_GenerateContent(page)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _type(document: Any, page: Any, text: str, y: float) -> None:
    item = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 10)
    units = (text + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(item, (raw.FPDF_WCHAR * (len(units) // 2)).from_buffer_copy(units))
    raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 60, y)
    raw.FPDFPage_InsertObject(page, item)


def _picture(document: Any, page: Any, x: float, y: float, width: float, height: float) -> None:
    bitmap = raw.FPDFBitmap_Create(60, 80, 0)
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, 60, 80, 0xFF888888)
    image = raw.FPDFPageObj_NewImageObj(document)
    raw.FPDFImageObj_SetBitmap(None, 0, image, bitmap)
    raw.FPDFImageObj_SetMatrix(image, width, 0, 0, height, x, y)
    raw.FPDFPage_InsertObject(page, image)


def _curve(page: Any, x: float, y: float) -> None:
    path = raw.FPDFPageObj_CreateNewPath(x, y)
    raw.FPDFPath_BezierTo(path, x + 4, y + 8, x + 8, y + 8, x + 10, y)
    raw.FPDFPath_BezierTo(path, x + 8, y - 4, x + 4, y - 4, x, y)
    raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_ALTERNATE, 0)
    raw.FPDFPage_InsertObject(page, path)
