"""Documents without a number (通告, a notice on top, a regulation with its note of adoption) beside numbered ones."""

import re

from obligations.extraction.addressees import find_addressees
from obligations.extraction.adoption import find_adoption
from obligations.extraction.head import Head, opens
from obligations.extraction.lines import Line, closes_text, dated, is_contact, is_imprint, is_issuer, is_release
from obligations.extraction.signatures import find_signature
from obligations.extraction.text import SourceText
from obligations.extraction.titles import TitleBlock, issuer_of, kind_of, title_above, title_below

_NOT_CORE = re.compile(r"[《》〈〉“”]|的?(?:通知|通告|公告|通报|决定|命令|批复|复函|函)$")
_UNNUMBERED_REACH = 300  # lines within which a document without number must be signed
_HEAD_CHARS = 300  # the characters in which a document names what it attaches or makes public

_UNNUMBERED_KINDS = frozenset(("通知", "通告", "公告", "通报", "决定", "命令", "批复", "复函", "函"))
_UNNUMBERED_ENDS = frozenset(kind[-1] for kind in _UNNUMBERED_KINDS)


def with_unnumbered(source: SourceText, lines: list[Line], heads: list[Head]) -> list[Head]:
    """The heads with those of documents printed without a number (通告, 公告) after another one's end."""
    found = _before_numbered(source, lines, heads[0])
    stops = [head.first for head in heads[1:]] + [len(lines)]
    for head, stop in zip(heads, stops, strict=True):
        found.append(head)
        for at in range(head.last + 2, stop - 1):
            if at <= found[-1].last:
                continue
            if lines[at].text[-1] in _UNNUMBERED_ENDS and kind_of(lines[at].text) in _UNNUMBERED_KINDS:
                block = title_above(lines, at + 1)
                begins = block and block.shaped and _stands_alone(source, lines, found[-1], block, stop)
            elif lines[at].text[0] == "(" and find_adoption(source, lines, at):
                block = title_above(lines, at)
                begins = block and _is_adopted(source, lines, found[-1], block)
            else:
                continue
            if block and begins:
                found.append(Head(block.first, block.last, None, block, facts_from=block.first))
    return found


def _before_numbered(source: SourceText, lines: list[Line], head: Head) -> list[Head]:
    """The notice at the top of a file of several, printed without a number: titled, addressed and signed."""
    stop = min(head.first, head.facts_from)
    block = title_below(lines, -1, stop) if head.number else None
    if block is None or not block.shaped:
        return []
    title = "".join(line.text for line in lines[block.first : block.last + 1])
    if kind_of(title) not in _UNNUMBERED_KINDS or not find_addressees(lines, block.last + 1, stop, source.verbatim)[0]:
        return []
    if not find_signature(source, lines, block.last + 1, stop, None).names:
        return []
    return [Head(block.first, block.last, None, block, facts_from=block.first)]


def _is_adopted(source: SourceText, lines: list[Line], before: Head, block: TitleBlock) -> bool:
    """Whether a title with the note of its adoption (…会议通过) is a document, and not what an order attaches."""
    above = block.first - 1
    while above > before.last and block.first - above < 6 and is_issuer(lines[above].text):
        above -= 1
    if above <= before.last or not (closes_text(lines[above].text) or dated(lines[above].text)):
        return False
    start = lines[block.first].start
    head_end = min(start, lines[before.last].end + _HEAD_CHARS)
    return source.text[start : lines[block.last].end] not in source.text[lines[before.first].start : head_end]


def _stands_alone(source: SourceText, lines: list[Line], before: Head, block: TitleBlock, stop: int) -> bool:
    """Whether a title without number begins a document: the one before is signed, and it has a text and a signature."""
    above = block.first - 1
    while above > before.last and block.first - above < 6 and is_issuer(lines[above].text):
        above -= 1
    if above <= before.last or not _ended(lines, block, above, stop, source.verbatim):
        return False
    core = _core(source.text[lines[block.first].start : lines[block.last].end])
    head_end = min(lines[block.first].start, lines[max(before.last, before.first)].end + _HEAD_CHARS)
    if core and core in _core(source.text[lines[before.first].start : head_end]):
        return False
    if not opens(lines, Head(block.first, block.last, None, block, block.first)):
        return False
    stop = min(stop, block.last + _UNNUMBERED_REACH)
    return find_signature(source, lines, block.last + 1, stop, None).names != ""


def _ended(lines: list[Line], block: TitleBlock, above: int, stop: int, verbatim: str) -> bool:
    """Whether the document before is over: it is signed, or a sentence ends it and issuer and addressees follow."""
    text = lines[above].text
    if dated(text) or is_release(text) or is_imprint(text):
        return True
    title = "".join(line.text for line in lines[block.first : block.last + 1])
    over = text.endswith("。") or is_contact(text)
    return over and issuer_of(title) != "" and find_addressees(lines, block.last + 1, stop, verbatim)[0] != []


def _core(title: str) -> str:
    """What a title is about, without issuer, kind and quotation marks."""
    return _NOT_CORE.sub("", title).partition("关于")[2]
