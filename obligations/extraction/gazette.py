"""The directives of a file: where each starts and ends, its title, number, issuer, day, kind, addressees, validity."""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from obligations.extraction.addressees import find_addressees
from obligations.extraction.adoption import Adoption, find_adoption
from obligations.extraction.doc_numbers import agency_code, number_on_line
from obligations.extraction.findings import DirectiveFinding
from obligations.extraction.head import Head
from obligations.extraction.heads import find_heads
from obligations.extraction.lines import (
    Line,
    closes_text,
    is_beside_number,
    is_other_section,
    names_other_section,
    printed_lines,
)
from obligations.extraction.pagefacts import is_label
from obligations.extraction.repeals import find_repeals
from obligations.extraction.signatures import (
    Signature,
    find_signature,
    head_day,
    joint_bodies,
    masthead_facts,
    number_year,
    printed_facts,
    vertical_name,
)
from obligations.extraction.text import UNIFY, SourceText
from obligations.extraction.titles import issuer_of, kind_of, with_issuer
from obligations.extraction.validity import find_validity

# What an announcement makes public; what it is based on is cited the same way.
_PROMULGATED = re.compile(
    r"(?<!根据)(?<!按照)(?<!依据)(?<!依照)《(?P<title>[^《》]{3,80})》(?:\([^()]{1,30}\))?,?(?:已|业|现|经|予以|自)"
    r"[^。]{0,160}?(?:公布|发布|公告|施行)"
)
_SERIES = re.compile(
    r"(?P<issuer>[\u3400-\u9fff()、·]{2,60}?)(?:(?:专题|常务|办公)?会议)?(?P<kind>命令|令|公告|通告|纪要)[(〔]?(?:第|[\u3400-\u9fff]{1,4}届|(?:19|20)\d\d)"
)
_PLACE = re.compile(r"[\u3400-\u9fff]{1,8}?(?P<level>[省市县区州旗])")
_BESIDE_LINES = 8


@dataclass(frozen=True, slots=True)
class _Naming:
    """A directive's number, title (as printed) and kind, and the issuer whose name its series bears."""

    number: str
    title: str
    kind: str
    series_issuer: str = ""


def split_gazette(
    source: SourceText, outside: Callable[[list[Line]], list[Line]] = lambda lines: lines
) -> list[DirectiveFinding]:
    """Every directive of the file in text order; offsets are squeezed, spans are disjoint.

    A directive ends where the next one starts, at a section without directives (大事记, 政策解读), or with the file.
    A file without any number is one directive from its first title to the end. Joint issuers are given whole, with 、
    between the names. An empty text has no directive. `outside`: those of the lines that stand in no table, whose cells
    are no titles, numbers or signatures.
    """
    lines = outside(printed_lines(source))
    if not lines:
        return []
    heads = find_heads(source, lines)
    stops = [head.first for head in heads[1:]] + [len(lines)]
    signatures = [_signature(source, lines, head, stop) for head, stop in zip(heads, stops, strict=True)]
    known = frozenset(signature.names for signature in signatures if signature.names)
    floors = [0, *(head.last + 1 for head in heads[:-1])]
    firsts = [
        _first_line(lines, head, signature, floor, known)
        for head, signature, floor in zip(heads, signatures, floors, strict=True)
    ]
    others = (
        [at for at, line in enumerate(lines) if "事" in line.text or "解读" in line.text if is_other_section(line.text)]
        if names_other_section(source)
        else []
    )
    ends = [_end(lines, others, head, stop) for head, stop in zip(heads, [*firsts[1:], len(lines)], strict=True)]
    directives = [
        _directive(source, lines, head, signature, first, end)
        for head, signature, first, end in zip(heads, signatures, firsts, ends, strict=True)
    ]
    _share_issuers(directives)
    return directives


def _end(lines: list[Line], others: list[int], head: Head, stop: int) -> int:
    """Where a directive ends: at the next one, or at a section of the gazette that holds no directives.

    `others`: the numbers of the lines that may head such a section.
    """
    for at in others[bisect_left(others, head.last + 2) : bisect_left(others, stop)]:
        if closes_text(lines[at - 1].text):
            return lines[at].start
    return lines[stop - 1].end


def _share_issuers(directives: list[DirectiveFinding]) -> None:
    """Who issues under an agency code (云政函) is known from the other directives of the file that bear it."""
    issuers: dict[str, str] = {}
    for directive in directives:
        if directive.issuer:
            issuers.setdefault(agency_code(directive.doc_number), directive.issuer)
    for directive in directives:
        if not directive.issuer and (code := agency_code(directive.doc_number)):
            directive.issuer = issuers.get(code, "")


def _signature(source: SourceText, lines: list[Line], head: Head, stop: int) -> Signature:
    number = _number(source, head)
    expected = issuer_of(_block_text(source, lines, head))
    return find_signature(source, lines, head.last + 1, stop, number_year(number), expected)


def _first_line(lines: list[Line], head: Head, signature: Signature, floor: int, known: frozenset[str]) -> int:
    """The line number at which the directive starts: the issuer's own line above the title belongs to it."""
    if head.block is None or head.block.first > head.first:
        return head.first
    return with_issuer(lines, head.block, floor, signature.names, known).first


def _directive(
    source: SourceText, lines: list[Line], head: Head, signature: Signature, first: int, end: int
) -> DirectiveFinding:
    stop = next((at for at in range(head.last + 1, len(lines)) if lines[at].start >= end), len(lines))
    adoption = find_adoption(source, lines, head.last + 1)
    if adoption and adoption.number and head.number is None:
        head = replace(head, number=adoption.number)
    naming = _naming(source, lines, head, first, end)
    addressees, body_start = _opening(source, lines, head.last + 1, stop)
    text_start = body_start
    if adoption and not addressees:
        body_start = max(body_start, adoption.end)
    facts = _facts(source, lines, head, stop, signature)
    issued_on = _issued_on(lines, head, signature, facts, adoption)
    titled = "、".join(joint_bodies(issuer_of(naming.title)))
    issuer = titled if titled.endswith(signature.issuer) else signature.issuer
    issuer = issuer or facts.issuer or vertical_name(lines, first) or naming.series_issuer
    start = lines[first].start
    title = source.text[start:body_start]
    validity = find_validity(source.text, text_start, end, issued_on, title)
    return DirectiveFinding(
        start=start,
        end=end,
        doc_number=naming.number,
        title=naming.title,
        issuer=issuer,
        issued_on=issued_on,
        kind=naming.kind,
        addressees=addressees,
        effective_from=validity.effective_from,
        expires_on=validity.expires_on,
        supersedes=find_repeals(source.text, source.verbatim, body_start, end, naming.title, naming.number),
        body_start=min(max(body_start, start), end),
        confidence=_confidence(head, signature, naming, bool(addressees)),
    )


def _facts(source: SourceText, lines: list[Line], head: Head, stop: int, signature: Signature) -> Signature:
    """What labels and the masthead say of issuer and day, where the signature leaves one of them open."""
    if signature.issued_on and signature.issuer:
        return signature
    facts = printed_facts(lines, head.facts_from, stop, source.verbatim)
    if facts.issued_on is None and head.number is None:
        return masthead_facts(lines, head.facts_from, head.first)
    if facts.issued_on is None and head.block and head.block.first > head.first:
        return masthead_facts(lines, head.first, head.block.first)
    return facts


def _issued_on(
    lines: list[Line], head: Head, signature: Signature, facts: Signature, adoption: Adoption | None
) -> date | None:
    """The day of the signature, else the first that is printed elsewhere: with the adoption, a label, the title."""
    adopted = adoption.issued_on if adoption else None
    if adopted and not signature.names:
        return adopted
    return signature.issued_on or facts.issued_on or head_day(lines, head.first, head.last)


def _number(source: SourceText, head: Head) -> str:
    return source.verbatim[slice(*head.number)] if head.number else ""


def _block_text(source: SourceText, lines: list[Line], head: Head, first: int | None = None) -> str:
    """The title as printed; `first`: its first line, where the issuer above belongs to it."""
    if head.block is None:
        return ""
    start = lines[head.block.first if first is None else first].start
    end = lines[head.block.last].end
    if head.number and start < head.number[0] < end:
        end = head.number[0] - 1
    elif head.number and head.number[0] == start and head.number[1] < end:
        start, end = head.number[1] + 1, end - 1  # …公告2024年第3号(关于…的公告)
    return source.verbatim[start:end].rstrip("*＊※")  # the mark of an editor's note


def _naming(source: SourceText, lines: list[Line], head: Head, first: int, end: int) -> _Naming:
    number = _number(source, head)
    above = head.block is not None and head.block.first == head.first
    title = _block_text(source, lines, head, first if above else None)
    series = _SERIES.match(number.translate(UNIFY))
    issuer = number[: series.end("issuer")] if series else ""
    kind = series["kind"] if series else ""
    if not head.series or title:
        return _Naming(number, title, kind_of(title.translate(UNIFY)), _placed(issuer, title))
    body = lines[head.last].end
    named = _PROMULGATED.search(source.text, body, min(end, body + 300))
    title = source.verbatim[slice(*named.span("title"))] if named else issuer + kind
    return _Naming(number, title, kind, issuer)


def _placed(issuer: str, title: str) -> str:
    """市人民政府 in the number of 云河市公园管理办法 is 云河市人民政府."""
    place = _PLACE.match(title.translate(UNIFY))
    if place and issuer.startswith(place["level"] + "人民政府"):
        return title[: place.end()] + issuer[1:]
    return issuer


def _opening(source: SourceText, lines: list[Line], first: int, stop: int) -> tuple[list[str], int]:
    """The addressees and where the text begins, past what may stand between: a date in brackets, a page's facts."""
    for _ in range(_BESIDE_LINES):
        text = lines[first].text if first < stop else ""
        if is_label(text):
            first += 2
        elif text and (is_beside_number(text) or (text.startswith("(") and number_on_line(text))):
            first += 1
    if first >= stop:
        return [], lines[stop - 1].end if stop else 0
    return find_addressees(lines, first, stop, source.verbatim)


def _confidence(head: Head, signature: Signature, naming: _Naming, addressed: bool) -> float:
    """How much of what a directive prints was found: number, a title that reads like one, signature, addressees."""
    score = 0.3
    score += 0.25 if naming.number else 0.0
    score += 0.2 if head.block and head.block.shaped else 0.05 if naming.title else 0.0
    score += 0.1 if signature.issued_on else 0.0
    score += 0.08 if signature.issuer else 0.0
    score += 0.05 if addressed else 0.0
    return round(min(score, 0.98), 2)
