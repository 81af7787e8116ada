"""Documents of different issuers, as one paragraph a line, as a PDF's column wraps them, and over pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.pipeline import extract
from obligations.extraction.text import SourceText
from tests.extraction.reading import NONE, who
from tests.extraction.styles import STYLES

INDENTS = ["", "　　", "    "]
NARROWEST, WIDEST = 20, 60


def read(text: str) -> list[str]:
    found = extract(text, NONE)
    assert len(found) == 1
    return [who(item.units) for item in found[0].obligations if item.units]


def findings(text: str) -> list[object]:
    """All that is found, each obligation by its text without what belongs to the page."""
    source = SourceText(text)
    found: list[object] = []
    for d in extract(text, NONE):
        found.append((d.doc_number, d.title, d.issuer, d.issued_on, d.kind, d.addressees))
        found.append((d.effective_from, d.expires_on, d.supersedes))
        for item in d.obligations:
            span = slice(source.squeezed_offset(item.start), source.squeezed_offset(item.end))
            dates = [(x.kind, x.due_on, x.start_on, x.rrule, x.offset) for x in item.deadlines]
            found.append((source.text[span], item.path, item.basis, who(item.units), dates))
    return found


def wrapped(text: str, width: int, indent: str = "", gap: str = "\n") -> str:
    lines = []
    for paragraph in text.splitlines():
        prose = len(paragraph) > width or "。" in paragraph
        line = indent + paragraph if prose else paragraph
        lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return gap.join(lines)


@pytest.mark.parametrize("style", STYLES)
def test_who_answers_for_what(style):
    text, expected = STYLES[style]
    assert read(text) == expected


@given(
    style=st.sampled_from(sorted(STYLES)),
    width=st.integers(NARROWEST, WIDEST),
    indent=st.sampled_from(INDENTS),
    gap=st.sampled_from(["\n", "\n\n", "\n \n", "\r\n"]),
)
@settings(max_examples=80, deadline=None)
def test_a_wrapped_text_reads_as_the_same_text(style, width, indent, gap):
    text, _ = STYLES[style]
    assert findings(wrapped(text, width, indent, gap)) == findings(text)


@pytest.mark.parametrize("style", STYLES)
def test_spaces_and_widths_of_characters_change_nothing(style):
    text, _ = STYLES[style]
    plain = findings(text)
    assert findings("\n".join(" ".join(line) for line in text.splitlines())) == plain
    assert findings(text.replace("　　", "")) == plain
    ascii_marks = text.translate(str.maketrans("（），：；", "(),:;"))
    assert [who_else(f) for f in findings(ascii_marks)] == [who_else(f) for f in plain]


def who_else(finding):
    """A finding without the names and headings that are given as printed."""
    return str(finding).translate(str.maketrans("（），：；", "(),:;"))


# Heads and feet of pages, by the number of the page.
PAGES = {
    "gazette left and right": lambda n: f"{n}\n" + ("市政府文件" if n % 2 else "云河市人民政府公报　2024年第3期"),
    "gazette and month": lambda n: f" {n} \n云河市人民政府公报  2024.11",
    "gazette in quotes": lambda n: f"{n}　《云河市人民政府公报》2024年第3期",
    "gazette and bar": lambda n: f"{n} | 云河市人民政府公报",
    "section": lambda n: f"{n}\n·市政府文件·",
    "points": lambda n: f"· {n} ·",
    "dashes": lambda n: f"— {n} —",
    "underlined": lambda n: f"-_{n}_-\n云河市人民政府公报",
    "waves": lambda n: f"～{n}～",
    "stars": lambda n: f"* {n} *",
    "words": lambda n: f"第{n}页 共40页",
    "english": lambda n: f"Page {n} of 40",
    "of": lambda n: f"{n} / 40",
    "browser": lambda n: f"https://www.yunhe.gov.cn/zc/1.html　　{n}/40",
    "title": lambda n: f"- {n} -\n云河市公共停车场管理办法",
    "rule": lambda n: f"- {n} -\n———————————",
}


@pytest.mark.parametrize("feed", ["", "\f"], ids=["", "form feed"])
@pytest.mark.parametrize("lines", [23, 32])
@pytest.mark.parametrize("page", PAGES)
def test_pages_change_nothing(page, lines, feed):
    text = wrapped("\n".join(style for style, _ in STYLES.values()), 30, "　　")
    printed = text.splitlines()
    starts = range(0, len(printed), lines)
    paged = [
        "\n".join(printed[at : at + lines]) + "\n" + PAGES[page](number) + feed for number, at in enumerate(starts, 7)
    ]
    assert findings("\n".join(paged)) == findings(text)


@given(st.lists(st.sampled_from(sorted(STYLES)), min_size=2, max_size=4, unique=True), st.sampled_from([22, 30, 44]))
@settings(max_examples=25, deadline=None)
def test_documents_read_the_same_in_any_company(styles, width):
    alone = [finding for style in styles for finding in findings(wrapped(STYLES[style][0], width, "　　"))]
    assert findings("".join(wrapped(STYLES[style][0], width, "　　") + "\n" for style in styles)) == alone
