"""Who signed a directive and on which day (发文机关署名, 成文日期).

The signature stands under the notice, above the attachments: the body's name, several below one another when several
issue together, then the day (GB/T 9704-2012 7.3.5). The 版记's day (…印发) and days inside the text are no signature.
"""

import re
from dataclasses import dataclass
from datetime import date

from obligations.extraction.dates import DATE, read_date
from obligations.extraction.lines import Line, closes_text, dated, is_imprint, is_issuer, is_signer
from obligations.extraction.pagefacts import is_bare_label, labelled_day, labelled_issuer
from obligations.extraction.text import SourceText

_YEAR = re.compile(r"[(\[{<〔【〖〈《]?((?:19|20)\d{2})")
_PRINTED = re.compile(rf"(?P<day>{DATE})印发")
_HEAD_DAY = re.compile(rf"(?:^|号)\(?(?P<day>{DATE})\)?$")
# A further body's name says whose it is; the second half of one name (人民政府 / 办公室) does not.
_OWN_NAME = re.compile(r"国家|中共|中国|[\u3400-\u9fff]{1,8}?[省市县区州盟旗]")
# Bodies of the centre are named without a place: 教育部办公厅　财政部办公厅.
_CENTRAL = re.compile(r"[\u3400-\u9fff]{1,10}(?:部|总局|总署|委|银行|证监会)(?:办公厅)?$")
_CENTRAL_BEGINS = re.compile(r"[\u3400-\u9fff]{1,10}(?:部|总局|总署|委|银行|证监会)(?:办公厅)?")
_PLACE = re.compile(r"(?:中共)?(?P<place>[\u3400-\u9fff]{2,8}?[省市县区州盟旗])")
_SEAL = re.compile(r"(?:\((?:盖章|公章|印章|章|代章)\)|\(.{0,6}印\))$")


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing bodies as one string, 、 between them ("" when only a day stands there), and the day.

    `names`: the verbatim lines, to compare a title's first lines with.
    """

    issuer: str
    issued_on: date | None
    names: str = ""


def find_signature(
    source: SourceText, lines: list[Line], first: int, stop: int, year: int | None, expected: str = ""
) -> Signature:
    """The signature among the lines [first, stop): the first body with a day, or the first day alone.

    `year`: of the document number; a document is dated in it, or in the next. `expected`: the issuer that the title
    names; its signature goes before that of another body, which may have signed an attachment.
    """
    pair: Signature | None = None
    weak: Signature | None = None
    for at in range(first, stop):
        match = dated(lines[at].text)
        if not match:
            continue
        day = read_date(match["date"])
        if day is None or not _fits(day, year):
            continue
        names = _names_above(source, lines, first, at, match["issuer"])
        if not names:
            weak = weak or Signature("", day)
            continue
        found = Signature("、".join(names), day, "".join(names))
        if not expected or expected in found.names or found.names in expected:
            return found
        pair = pair or found
    return pair or weak or Signature("", None)


def printed_facts(lines: list[Line], first: int, stop: int, verbatim: str) -> Signature:
    """Issuer and day from the labels that web pages print (发文机关:, 成文日期:), else the day of the 版记."""
    issuer, day, printed = "", None, None
    for at in range(first, stop):
        text = lines[at].text
        if len(text) > 120:
            continue
        if is_bare_label(text) and at + 1 < stop:
            text += lines[at + 1].text
        if not issuer and (match := labelled_issuer(text)):
            issuer = verbatim[lines[at].start + match.start("issuer") : lines[at].start + len(text)]
        if day is None and "日期" in text and (match := labelled_day(text)):
            day = read_date(match["day"])
        if printed is None and "印发" in text and is_imprint(text) and (match := _PRINTED.search(text)):
            printed = read_date(match["day"])
    return Signature(issuer, day or printed)


def masthead_facts(lines: list[Line], first: int, stop: int) -> Signature:
    """Issuer and day from a line between masthead and title, where minutes of meetings print them."""
    for line in lines[first:stop]:
        if match := dated(line.text):
            issuer = match["issuer"] if is_issuer(match["issuer"]) else ""
            return Signature(issuer, read_date(match["date"]))
    return Signature("", None)


def head_day(lines: list[Line], first: int, last: int) -> date | None:
    """The day that stands among the lines of a title, or on its number's line."""
    days = (_HEAD_DAY.search(line.text) for line in lines[first : last + 1])
    return next((day for match in days if match and (day := read_date(match["day"]))), None)


def number_year(number: str) -> int | None:
    """The year in a document number."""
    match = _YEAR.search(number)
    return int(match[1]) if match else None


def vertical_name(lines: list[Line], below: int) -> str:
    """The name printed one character a line just above line number `below`, "" when there is none."""
    at = below
    while at > 0 and len(lines[at - 1].text) == 1:
        at -= 1
    name = "".join(line.text for line in lines[at:below])
    return name if len(name) >= 4 and is_issuer(name) else ""


def _names_above(source: SourceText, lines: list[Line], first: int, at: int, beside: str) -> list[str]:
    """The bodies' names on the lines above a day, top one first; a person's office and name is passed over."""
    if beside and is_issuer(beside):
        start = lines[at].start
        names = _names_on_line(source, start, start + len(beside))
    elif beside:
        return []
    else:
        names = []
    above = at - 1
    while above >= first and is_signer(lines[above].text):
        above -= 1
    while above >= first and len(names) < 8:
        text = _SEAL.sub("", lines[above].text)
        if not is_issuer(text) or closes_text(lines[above].text):
            break
        if names and not _complete_above(lines, first, above):
            break
        names = _names_on_line(source, lines[above].start, lines[above].start + len(text)) + names
        above -= 1
    return names


def _names_on_line(source: SourceText, start: int, end: int) -> list[str]:
    """The bodies named between two offsets of a line; a wide space stands between bodies that sign side by side."""
    names, begin = [], start
    for at in range(start + 4, end - 3):
        left, right = source.text[begin:at], source.text[at:end]
        own = _OWN_NAME.match(right) or (_CENTRAL.match(left) and _CENTRAL_BEGINS.match(right))
        if own and source.raw_gap(at) and is_issuer(left) and is_issuer(right):
            names.append(source.verbatim[begin:at])
            begin = at
    return [part for name in [*names, source.verbatim[begin:end]] for part in joint_bodies(name)]


def joint_bodies(issuer: str) -> list[str]:
    """Bodies that stand side by side with nothing between them: each begins with the same place, after 中共 or not."""
    place = _PLACE.match(issuer)
    if place is None or issuer.count(place["place"]) < 2:
        return [issuer]
    parts: list[str] = []
    begin = 0
    for again in re.finditer(rf"(?:中共)?{place['place']}", issuer[2:]):
        at = again.start() + 2
        if is_issuer(issuer[begin:at]) and is_issuer(issuer[at:]):
            parts.append(issuer[begin:at])
            begin = at
    return [*parts, issuer[begin:]]


def _complete_above(lines: list[Line], first: int, at: int) -> bool:
    """Whether the line above is the end of the text or a further name, so that this one is a name and no text."""
    return at == first or closes_text(lines[at - 1].text) or is_issuer(lines[at - 1].text)


def _fits(day: date, year: int | None) -> bool:
    return year is None or day.year in (year, year + 1)
