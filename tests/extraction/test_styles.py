"""Documents of different issuers, as one paragraph a line and as a PDF's column has wrapped them."""

import pytest

from obligations.extraction.pipeline import extract
from tests.extraction.reading import NONE, who
from tests.extraction.styles import STYLES


def read(text: str) -> list[str]:
    found = extract(text, NONE)
    assert len(found) == 1
    return [who(item.units) for item in found[0].obligations if item.units]


def wrapped(text: str, width: int, indent: str = "", gap: str = "\n") -> str:
    lines = []
    for paragraph in text.splitlines():
        line = indent + paragraph if len(paragraph) > width else paragraph
        lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return gap.join(lines)


@pytest.mark.parametrize("style", STYLES)
def test_who_answers_for_what(style):
    text, expected = STYLES[style]
    assert read(text) == expected


@pytest.mark.parametrize(
    "column",
    [
        {"width": 22},
        {"width": 22, "gap": "\n\n"},
        {"width": 24, "indent": "　　"},
        {"width": 31, "indent": "    "},
        {"width": 40},
        {"width": 44, "indent": "　　", "gap": "\n\n"},
    ],
    ids=str,
)
@pytest.mark.parametrize("style", STYLES)
def test_a_wrapped_text_reads_as_the_same_text(style, column):
    text, expected = STYLES[style]
    assert read(wrapped(text, **column)) == expected
