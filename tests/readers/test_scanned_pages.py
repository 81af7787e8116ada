"""Pages that are pictures: among pages of text they are told, alone they refuse the file."""

import pytest

from obligations.readers import Unreadable, read_text
from tests.readers.ofd_builder import Writer
from tests.readers.pdf_builder import SENTENCE, pdf_of

OFD_PICTURE = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="5"/>'
OFD_STRIP = '<ofd:ImageObject ID="3" Boundary="0 {} 210 30" ResourceID="5"/>'
CHINESE = "各县（市、区）要按照职责分工，于十月底前完成年度任务并报市政府办公室。"


@pytest.mark.parametrize(
    ("pages", "unread"),
    [
        (("typed", "typed"), ()),
        (("typed", "scan", "typed", "typed", "scan"), (2, 5)),
        (("scan", "typed"), (1,)),
        (("typed", "strips", "typed"), (2,)),
        (("typed", "stamped", "typed", "stamped"), (2, 4)),
        (("typed", "outlines", "typed"), (2,)),
        (("typed", "blank", "logo", "typed"), ()),
        # One typed letter with a long scanned annex is no scan.
        (("typed", *["scan"] * 200), tuple(range(2, 202))),
    ],
    ids=["typed", "between", "first", "strips", "page numbers over it", "outlines", "nothing to read", "long annex"],
)
def test_pages_that_are_pictures_are_told_and_the_others_read(pages: tuple[str, ...], unread: tuple[int, ...]) -> None:
    reading = read_text(pdf_of(*pages), "通知.pdf")
    assert reading.unread == unread
    assert reading.text.count(SENTENCE) == 20 * pages.count("typed")
    typed = {number for number, sort in enumerate(pages, start=1) if sort == "typed"}
    assert {place.page for place in reading.places} == typed


@pytest.mark.parametrize("pages", [("scan",), ("strips", "strips"), ("stamped",) * 6, ("outlines",), ("scan", "blank")])
def test_a_file_of_nothing_but_pictures_is_refused(pages: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable, match=r"扫描件.*OCR"):
        read_text(pdf_of(*pages), "扫描件.pdf")


def test_pages_of_an_ofd_are_told_too() -> None:
    writer = Writer()
    writer.paragraph(CHINESE * 4)
    writer.pages += [[OFD_PICTURE], [OFD_STRIP.format(at) for at in range(0, 290, 30)], []]
    writer.y = 300.0
    writer.paragraph(CHINESE * 4)
    reading = read_text(writer.content(), "通知.ofd")
    assert reading.unread == (2, 3)
    assert "".join(reading.text.split()) == CHINESE * 8
