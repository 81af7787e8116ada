"""Office packages made by hand, for features that no program here writes on demand."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """id → (kind, target)."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


# Word.


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, style: str = "", num: tuple[int, int] | None = None, mark: str = "") -> str:
    """`content`: texts, or XML where it begins with <. `num`: (numId, level). `mark`: what happened to its end."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    if mark:
        properties += f"<w:rPr><w:{mark}/></w:rPr>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def level(at: int, style: str, text: str, extra: str = "") -> str:
    words = f'<w:numFmt w:val="{style}"/>{extra}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/>{words}</w:lvl>'


def numbering(abstracts: Mapping[int, str], nums: Mapping[int, tuple[int, str]]) -> str:
    """Abstract lists by id: their levels; lists by id: (abstract id, overrides)."""
    rows = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>' for at, levels in abstracts.items()
    )
    rows += "".join(
        f'<w:num w:numId="{at}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        for at, (abstract, overrides) in nums.items()
    )
    return f"<w:numbering {W}>{rows}</w:numbering>"


def docx(body: str, *, numbers: str = "", styles: str = "", footnotes: str = "") -> bytes:
    related = {
        f"rId{at}": (name, f"{name}.xml") for at, name in enumerate(("numbering", "styles", "footnotes"), start=1)
    }
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(related),
        "word/document.xml": f"<w:document {W} {R} {OTHERS}><w:body>{body}</w:body></w:document>",
    }
    if numbers:
        parts["word/numbering.xml"] = numbers
    if styles:
        parts["word/styles.xml"] = f"<w:styles {W}>{styles}</w:styles>"
    if footnotes:
        parts["word/footnotes.xml"] = f"<w:footnotes {W}>{footnotes}</w:footnotes>"
    return zipped(parts)


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*paragraphs: str, span: int = 1, merge: str = "") -> str:
    """`merge`: restart or continue. `paragraphs`: texts, or XML where it begins with <."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    content = "".join(part if part.startswith("<") else paragraph(part) for part in paragraphs or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


# Excel.


def xlsx(*sheets: tuple[str, str], formats: Mapping[int, str] | None = None, hidden: tuple[str, ...] = ()) -> bytes:
    """Sheets of (name, XML inside of worksheet); `formats`: number formats by id, each the cell style of its order."""
    own = formats or {}
    styles = "".join(f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in own.items())
    cell_styles = "".join(f'<xf numFmtId="{at}"/>' for at in (0, *own))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}" state="{"hidden" if name in hidden else "visible"}"/>'
        for at, (name, _) in enumerate(sheets, start=1)
    )
    related = {f"rId{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)}
    parts = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/_rels/workbook.xml.rels": relations({**related, "rId99": ("styles", "styles.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" {R}><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": (
            f'<styleSheet xmlns="{SHEET}"><numFmts>{styles}</numFmts><cellXfs>{cell_styles}</cellXfs></styleSheet>'
        ),
    }
    for at, (_, content) in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{SHEET}">{content}</worksheet>'
    return zipped(parts)


def sheet_rows(*rows: tuple[str, ...], hidden: tuple[int, ...] = (), first: int = 1) -> str:
    """Rows of texts from row `first`; "" for an empty cell. `hidden`: numbers of hidden rows."""
    lines = []
    for at, row in enumerate(rows, start=first):
        cells = "".join(
            f'<c r="{chr(65 + column)}{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            for column, text in enumerate(row)
            if text
        )
        lines.append(f'<row r="{at}" hidden="{int(at in hidden)}">{cells}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"
