"""Our own directives, written to each format by other programs, give the findings of the plain text."""

import html
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from obligations.extraction.findings import DirectiveFinding
from obligations.extraction.pipeline import extract
from obligations.extraction.register import Register
from obligations.extraction.text import squeeze
from obligations.readers import Reading, read_text
from obligations.sample_city import SAMPLE_REGISTER, sample_files
from tests.browser.conftest import chromium
from tests.readers.ofd_builder import Writer, ofd_of
from tests.readers.office import DOCX, HTML, PDF, WRITER_HTML, XLSX, converted, needs_office

DAY = date(2026, 9, 16)
# A gazette, an urgent notice, a table of tasks, a notice without numbers, rules.
CHOSEN = ("04", "05", "09", "10", "13")
# Those with tables, which a workbook can hold as well.
TABLES = ("09", "14")
FORMATS = ("docx", "html", "pdf", "docx.pdf")

NOTICE = """云河市人民政府办公室关于印发冬季供暖保障重点任务清单的通知
云政办发〔2026〕31号
各县（市、区）人民政府，市直有关部门：
现将《冬季供暖保障重点任务清单》印发给你们，请认真组织实施。
云河市人民政府办公室
2026年9月9日
附件
冬季供暖保障重点任务清单"""
HEAD = ("序号", "重点任务", "工作措施", "牵头单位", "责任单位", "完成时限")
# None: the cell above goes on.
MEASURES: list[tuple[str | None, ...]] = [
    ("1", "管网改造", "完成老旧供热管网改造40公里", "市住建局", "各县（市、区）人民政府", "2026年10月20日前"),
    (None, None, "更换换热站设备12套", None, "市城投集团", "2026年10月31日前"),
    ("2", "燃料储备", "储备电煤30万吨", "市能源局", "市工信局、国网云河供电公司", "2026年10月底前"),
    ("3", "应急抢修", "组建抢修队伍15支", "市应急管理局", "市消防救援支队", "2026年11月5日前"),
    (None, None, "开展应急演练", None, "各县（市、区）人民政府", "2026年11月10日前"),
    ("4", "价格监管", "公布供热价格和服务电话", "市发展改革委", "市市场监管局", "2026年10月15日前"),
]
REGISTER = Register.from_files([SAMPLE_REGISTER])


def findings(reading: Reading) -> list[tuple[object, ...]]:
    """What a person would check: directives with their facts, who owes what, by when."""
    found: list[tuple[object, ...]] = []
    for directive in extract(reading.text, REGISTER, reading.grids):
        found.append(_facts(directive))
        for one in directive.obligations:
            units = sorted((unit.role.value, squeeze(unit.mention.name)) for unit in one.units)
            dates = sorted((d.kind.value, str(d.start_on), str(d.due_on), d.rrule, d.offset) for d in one.deadlines)
            found.append((one.basis.value, tuple(units), tuple(dates)))
    return found


def _facts(found: DirectiveFinding) -> tuple[object, ...]:
    return found.doc_number, squeeze(found.title), found.issuer, found.issued_on, found.kind, tuple(found.addressees)


def page_of(text: str) -> str:
    """A text as a page: a paragraph a line, lines with tabs as tables."""
    parts: list[str] = []
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            rows.append("".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t")))
            continue
        if rows:
            parts.append(f"{TABLE}<tr>{'</tr><tr>'.join(rows)}</tr></table>")
            rows = []
        parts.append(f"<p>{html.escape(line)}</p>")
    return page_with("".join(parts))


TABLE = '<table border="1" cellspacing="0" style="border-collapse: collapse">'


def page_with(body: str) -> str:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def merged_page() -> str:
    """The notice with its table, merged cells and all."""
    rows = ["".join(f"<th>{cell}</th>" for cell in HEAD)]
    for at, row in enumerate(MEASURES):
        cells = ""
        for column, text in enumerate(row):
            height = 1
            while at + height < len(MEASURES) and MEASURES[at + height][column] is None:
                height += 1
            cells += f"<td rowspan={height}>{text}</td>" if text is not None else ""
        rows.append(cells)
    paragraphs = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines())
    return page_with(f"{paragraphs}{TABLE}<tr>{'</tr><tr>'.join(rows)}</tr></table>")


def merged_text() -> str:
    """The same as plain text, each merged cell written in every row that it covers."""
    lines = ["\t".join(HEAD)]
    above: tuple[str | None, ...] = HEAD
    for row in MEASURES:
        above = tuple(text if text is not None else above[at] for at, text in enumerate(row))
        lines.append("\t".join(map(str, above)))
    return "\n".join([NOTICE, *lines, ""])


@dataclass(frozen=True)
class Written:
    """The texts by their number, and the files of each format."""

    texts: dict[str, str]
    files: dict[str, dict[str, Path]]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    samples = dict(zip((f"{n:02d}" for n in range(1, 99)), sample_files(DAY), strict=False))
    chosen = sorted({*CHOSEN, *TABLES})
    texts = {number: samples[number][1].decode() for number in chosen} | {"merged": merged_text()}
    (folder / "pages").mkdir()
    pages = []
    for number, text in texts.items():
        pages.append(folder / "pages" / f"{number}.html")
        pages[-1].write_text(merged_page() if number == "merged" else page_of(text), encoding="utf-8")
    office = [folder / name for name in ("docx", "pdf", "html", "docx.pdf", "xlsx")]
    docx = converted(pages, DOCX, office[0], WRITER_HTML)
    made = {
        "docx": docx,
        "pdf": converted(pages, PDF, office[1], WRITER_HTML),
        "html": converted(docx, HTML, office[2]),
        "docx.pdf": converted(docx, PDF, office[3]),
        "xlsx": converted([p for p in pages if p.stem in (*TABLES, "merged")], XLSX, office[4], "calc_HTML_WebQuery"),
    }
    return Written(texts, {name: {path.stem: path for path in files} for name, files in made.items()})


def same(text: str, content: bytes, name: str) -> Reading:
    """Checks that a file says what its text says; returns its reading."""
    reading = read_text(content, name)
    expected = findings(read_text(text.encode(), "a.txt"))
    assert len(expected) > 5
    assert findings(reading) == expected
    return reading


class TestOffice:
    pytestmark = needs_office

    @pytest.mark.parametrize("number", [*sorted({*CHOSEN, *TABLES}), "merged"])
    @pytest.mark.parametrize("form", FORMATS)
    def test_a_file_says_what_its_text_says(self, written: Written, number: str, form: str) -> None:
        path = written.files[form][number]
        reading = same(written.texts[number], path.read_bytes(), path.name)
        assert reading.places
        if number in (*TABLES, "merged"):
            assert reading.grids

    @pytest.mark.parametrize("number", [*TABLES, "merged"])
    def test_a_workbook_says_what_its_text_says(self, written: Written, number: str) -> None:
        path = written.files["xlsx"][number]
        reading = same(written.texts[number], path.read_bytes(), path.name)
        assert reading.grids

    def test_a_workbook_keeps_merged_cells(self, written: Written) -> None:
        reading = read_text(written.files["xlsx"]["merged"].read_bytes(), "a.xlsx")
        assert len(reading.grids) == 1
        assert any(cell.rows == 2 for cell in reading.grids[0].cells)

    def test_places_of_a_pdf_are_pages_and_rows(self, written: Written) -> None:
        reading = read_text(written.files["pdf"]["09"].read_bytes(), "a.pdf")
        assert {place.page for place in reading.places} == {1, 2}
        assert reading.place_at(reading.text.index("汛期") if "汛期" in reading.text else len(reading.text) - 2)
        rows = [place.label for place in reading.places if "表1" in place.label]
        assert rows[0] == "第1页表1第1行" and rows[-1].startswith("第2页表1第")


COLUMNS = """<style>body { column-count: 2; column-gap: 10mm; font-size: 10.5pt; text-align: justify }
p { text-indent: 2em }</style>"""


@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="no Chromium here: apt-get install chromium, or set CHROMIUM")
@pytest.mark.parametrize(("number", "style"), [("05", COLUMNS), ("10", COLUMNS), ("09", ""), ("13", "")])
def test_what_a_browser_prints_says_what_its_text_says(tmp_path: Path, number: str, style: str) -> None:
    text = sample_files(DAY)[int(number) - 1][1].decode()
    page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(page_of(text).replace("</head>", f"{style}</head>"), encoding="utf-8")
    command = [str(chromium()), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={pdf}", str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    same(text, pdf.read_bytes(), "page.pdf")


@pytest.mark.parametrize("number", CHOSEN)
def test_an_ofd_file_says_what_its_text_says(number: str) -> None:
    name, content = sample_files(DAY)[int(number) - 1]
    text = content.decode()
    same(text, ofd_of(text), f"{name}.ofd")


def test_an_ofd_table_with_merged_cells_says_what_its_text_says() -> None:
    writer = Writer()
    for line in NOTICE.splitlines():
        writer.paragraph(line)
    writer.table([HEAD, *MEASURES])
    same(merged_text(), writer.content(), "清单.ofd")
