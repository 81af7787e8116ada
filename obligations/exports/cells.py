"""Text that is safe in a cell, and names that Excel takes for a sheet."""

import re

# What XML 1.0 can't hold: control characters but tab, line feed and carriage return, surrogates, two non-characters.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# A value that begins so is run as a formula when somebody edits the cell or saves the sheet as CSV (OWASP, CSV
# injection). The full-width forms count in Excel on Chinese Windows. A leading tab or line end only hides them.
FORMULA_START = tuple("=+-@＝＋－＠")
CELL_LENGTH = 32_767

SHEET_LENGTH = 31
NOT_IN_SHEET = re.compile(r"[\[\]:*?/\\：？／＼［］＊]")
# Excel keeps this name for itself.
RESERVED = "history"


def safe_text(text: str) -> str:
    """The text without control characters, cut to what a cell holds; an apostrophe before what could be a formula."""
    clean = NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").lstrip("\t\n")
    if clean.lstrip().startswith(FORMULA_START):
        clean = f"'{clean}"
    return clean if len(clean) <= CELL_LENGTH else f"{clean[: CELL_LENGTH - 1]}…"


class SheetNames:
    """Gives every sheet of one workbook a valid name of its own; Excel takes A and a for the same."""

    def __init__(self) -> None:
        self._taken: set[str] = {RESERVED}

    def take(self, wanted: str) -> str:
        clean = " ".join(NOT_IN_SHEET.sub(" ", NOT_XML.sub("", wanted)).split()).strip("'") or "未命名"
        name = clean[:SHEET_LENGTH].rstrip("' ")
        number = 1
        while name.casefold() in self._taken:
            number += 1
            ending = f"({number})"
            name = clean[: SHEET_LENGTH - len(ending)] + ending
        self._taken.add(name.casefold())
        return name
