"""Where directives begin: a document number on a line of its own, with the title above or below it.

A gazette prints title, then number; a document on its own has the number above the title (红头); orders and
announcements have the name of their series and a serial (云河市人民政府令 / 第12号); web pages name the number in a
table of facts (发文字号:…). Contents pages and lists of repealed documents hold titles with numbers too: there no
text follows before the next one.
"""

import re
from dataclasses import replace

from obligations.extraction.addressees import find_addressees
from obligations.extraction.bare_heads import with_unnumbered
from obligations.extraction.doc_numbers import (
    DocNumber,
    is_number_label,
    is_serial_line,
    number_at_line_end,
    number_key,
    number_on_line,
    number_with_title,
)
from obligations.extraction.head import Head, opens
from obligations.extraction.lines import (
    Line,
    closes_text,
    is_issuer,
    is_masthead,
)
from obligations.extraction.pagefacts import is_fact, is_label, is_name_label
from obligations.extraction.text import SourceText
from obligations.extraction.titles import TitleBlock, is_series, issuer_of, title_above, title_below

_SERIES_WORD = re.compile(r"(?:命令|令|公告|通告|(?:会议)?纪要)$")
_BEFORE_CITATION = ("(", "、", ",", "》")
_AFTER_CITATION = (")", "》", "、", ",", "。", "文件", "要求", "精神")
_SERIES_NUMBER = re.compile(r"(?:令|公告|通告)\(?(?:第|(?:19|20)\d\d)")
_FACTS = 25  # lines that the table of facts above a web page may take
_REACH = 40  # lines within which the title follows such a table
_AGAIN = 8  # lines within which the title is printed again under its table of facts
# A table that is a file of its own: 云河市2025年重点工作任务分解表.
_LEDGER = re.compile(r"[^。;:,|]{4,40}(?:表|台账|清单|一览)(?:\([^()]{1,16}\))?")
_FIRST_LINES = 3
_FAR = 20  # lines below its first print at which a document can stand once more
_COVER = 15  # lines within which a number without a title may stand at the top of a file
_ISSUES = re.compile(r"(?:印发|转发|批转|公布|发布|颁发|颁布|出台)(?:实施|试行)?(?:\(.{2,8}\))?《[^《》]{2,80}》$")
# What is published without a number; a 方案 or 意见 without one is an attachment.


def find_heads(source: SourceText, lines: list[Line]) -> list[Head]:
    """The heads of all directives in text order; one without number where nothing in the file has a number."""
    text = source.text
    candidates = [head for at, line in enumerate(lines) if "号" in line.text and (head := _head_at(lines, at))]
    heads = _distinct(_opening(lines, _in_order(candidates), text), text) or [_only_head(lines, text)]
    return with_unnumbered(source, lines, heads)


def _head_at(lines: list[Line], at: int) -> Head | None:
    line = lines[at]
    if is_serial_line(line.text):
        return _series_head(lines, at)
    number = number_on_line(line.text)
    if number is None:
        return _titled_head(lines, at) or _inline_head(lines, at)
    if _is_cut_citation(lines, at):
        return None
    span = (line.start + number.start, line.start + number.end)
    if number.labelled or (at > 0 and is_number_label(lines[at - 1].text)):
        return _below_its_title(lines, at, span) or _labelled_head(lines, at, span)
    block = _title_beside(lines, at)
    if block:
        first = min(_with_masthead(lines, at), block.first)
        last = max(at, _printed_again(lines, block).last)
        below = number_on_line(lines[last + 1].text) if at < last < len(lines) - 1 else None
        last += below is not None and number_key(below.text) == number_key(number.text)
        return Head(first, last, span, block, facts_from=first)
    if _is_series_number(number):
        return Head(at, at, span, None, facts_from=at, series=True)
    if at < _COVER:
        return Head(_with_masthead(lines, at), at, span, None, facts_from=at)
    return None


def _title_beside(lines: list[Line], at: int) -> TitleBlock | None:
    """The title next to a number: the one that reads like a title before one that merely ends like one, above first."""
    above = title_above(lines, at)
    if above and above.shaped:
        return above
    below = title_below(lines, at, len(lines))
    if below and below.shaped:
        return below
    return above or below


def _series_head(lines: list[Line], at: int) -> Head | None:
    """云河市人民政府令 / 第12号, or 云河市财政局 / 公告 / 2024年第5号."""
    if at == 0:
        return None
    first = at - 1
    if _SERIES_WORD.fullmatch(lines[first].text) and first > 0 and is_issuer(lines[first - 1].text):
        first -= 1
    name = "".join(line.text for line in lines[first:at])
    if not is_series(name):
        return None
    while first > 0 and _issues_with(lines[first - 1].text, name):
        first -= 1
    below = title_below(lines, at, min(len(lines), at + 8))
    last = below.last if below else at
    return Head(first, last, (lines[first].start, lines[at].end), below, facts_from=first, series=True)


def _issues_with(line: str, name: str) -> bool:
    """Whether the body on the line above issues together with the one that names the series, and ends no list."""
    kin = line[:2] == name[:2] or line.startswith(("国家", "中国", "中共"))
    return kin and is_issuer(line) and not closes_text(line)


def _is_series_number(number: DocNumber) -> bool:
    return _SERIES_NUMBER.search(number.text) is not None


def _inline_head(lines: list[Line], at: int) -> Head | None:
    """A title that ends with its number in brackets, on one line or two: …的通知(云政办发〔2024〕12号)."""
    top, line = at, lines[at]
    if at > 0 and line.text.endswith("号)") and line.text.count("(") < line.text.count(")"):
        top, line = at - 1, Line(lines[at - 1].start, line.end, lines[at - 1].text + line.text)
    number = number_at_line_end(line.text)
    if number is None or _is_cut_citation(lines, at):
        return None
    title_end = number.start - 1
    floor = max(0, top - 12)
    bare = line._replace(end=line.start + title_end, text=line.text[:title_end])
    window = [*lines[floor:top], *([bare] if title_end else [])]
    block = title_above(window, len(window))
    if block is None or not block.shaped:
        return None
    first = block.first + floor
    above = lines[first - 1].text if first > 0 else ""
    if above and not above.endswith(")") and not closes_text(above) and not is_issuer(above):
        return None
    span = (line.start + number.start, line.start + number.end)
    return Head(first, at, span, TitleBlock(first, at, shaped=True), facts_from=first)


def _titled_head(lines: list[Line], at: int) -> Head | None:
    """海关总署公告2024年第3号(关于…的公告), on one line or a few."""
    joined = ""
    for last in range(at, min(len(lines), at + 5)):
        joined += lines[last].text
        if found := number_with_title(joined):
            span = (lines[at].start + found[0].start, lines[at].start + found[0].end)
            return Head(at, last, span, TitleBlock(at, last, shaped=True), facts_from=at)
        if "号(" not in joined or "。" in joined:
            return None
    return None


def _below_its_title(lines: list[Line], at: int, span: tuple[int, int]) -> Head | None:
    """A number with a label (文号:) below its title and above its text: no part of a table of facts."""
    block = title_above(lines, at)
    if block is None or not block.shaped or at + 1 >= len(lines) or is_fact(lines[at + 1].text):
        return None
    if block.first > 0 and is_name_label(lines[block.first - 1].text):
        return None
    below = title_below(lines, at, len(lines))
    if below and below.shaped:
        return None
    return Head(block.first, at, span, block, facts_from=block.first)


def _labelled_head(lines: list[Line], at: int, span: tuple[int, int]) -> Head:
    """A number of a web page's table of facts: its title is the next that reads like one, else that of the table."""
    block = _first_title(lines, at, min(len(lines), at + _REACH), shaped=True) or _named_title(lines, at)
    block = block or _first_title(lines, at, min(len(lines), at + _REACH))
    block = _printed_again(lines, block) if block else None
    last = max(at, block.last) if block else at
    first = min(at, block.first) if block else at
    return Head(first, last, span, block, facts_from=max(0, at - _FACTS), labelled=True)


def _only_head(lines: list[Line], text: str) -> Head:
    """The head of a file without numbers. A file may begin with the addressees, its title left on the web page."""
    block = _first_title(lines, -1, min(len(lines), 2 * _REACH))
    if find_addressees(lines, 0, min(len(lines), 4), text)[0]:
        return Head(0, -1, None, block, facts_from=0)
    if block:
        return Head(block.first, block.last, None, block, facts_from=0)
    for at, line in enumerate(lines[:_FIRST_LINES]):
        if _LEDGER.fullmatch(line.text):
            return Head(at, at, None, TitleBlock(at, at, shaped=False), facts_from=0)
    return Head(0, -1, None, None, facts_from=0)


def _printed_again(lines: list[Line], block: TitleBlock) -> TitleBlock:
    """The title itself, where a table of facts has named it a few lines before."""
    title = "".join(line.text for line in lines[block.first : block.last + 1])
    for above in range(block.last, min(len(lines), block.last + _AGAIN)):
        text = lines[above].text
        if above > block.last and ("。" in text or text.endswith(":")) and not (is_fact(text) or is_label(text)):
            break
        again = title_below(lines, above, min(len(lines), block.last + 2 * _AGAIN))
        if again and "".join(line.text for line in lines[again.first : again.last + 1]) == title:
            return again
    return block


def _named_title(lines: list[Line], at: int) -> TitleBlock | None:
    """The title that a table of facts names (标题:…) near its number."""
    for label in range(max(0, at - _FACTS), min(len(lines), at + _FACTS)):
        if is_name_label(lines[label].text):
            return title_below(lines, label, min(len(lines), label + 6))
    return title_above(lines, at - 1 if at > 0 and is_number_label(lines[at - 1].text) else at)


def _first_title(lines: list[Line], after: int, stop: int, *, shaped: bool = False) -> TitleBlock | None:
    """The first title that reads like one below a line, else (unless `shaped`) the first that ends like one."""
    ending: TitleBlock | None = None
    for at in range(after, stop - 1):
        block = title_below(lines, at, stop)
        if block and block.shaped:
            return block
        ending = ending or block
    return None if shaped else ending


def _with_masthead(lines: list[Line], at: int) -> int:
    """The red head's line above a number, if there is one: 云河市人民政府办公室文件."""
    return at - 1 if at > 0 and is_masthead(lines[at - 1].text) else at


def _is_cut_citation(lines: list[Line], at: int) -> bool:
    """Whether the number is a citation that happens to fill its line."""
    before = lines[at - 1].text if at > 0 else ""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    if before.endswith("》") and not after.startswith(_AFTER_CITATION):
        return not _issues_text(lines, at)
    return before.endswith(_BEFORE_CITATION) or after.startswith(_AFTER_CITATION)


def _issues_text(lines: list[Line], at: int) -> bool:
    """Whether a title that ends with the text it issues stands above: 云河市人民政府印发《云河市防汛工作方案》."""
    block = title_above(lines, at)
    if block is None or not block.shaped or block.last != at - 1:
        return False
    title = "".join(line.text for line in lines[block.first : at])
    named = issuer_of(title) or (block.first > 0 and is_issuer(lines[block.first - 1].text))
    return _ISSUES.search(title) is not None and bool(named or title.startswith("关于"))


def _in_order(heads: list[Head]) -> list[Head]:
    """The heads without those that begin inside another; a document goes before the facts printed above it."""
    kept: list[Head] = []
    for head in heads:
        while kept and head.first <= kept[-1].last and kept[-1].labelled and not head.labelled:
            head = replace(head, facts_from=kept.pop().facts_from)
        if kept and head.first <= kept[-1].last:
            if head.first < kept[-1].first or not head.shaped or kept[-1].shaped:
                continue
            kept.pop()
        kept.append(head)
    return kept


def _opening(lines: list[Line], heads: list[Head], text: str) -> list[Head]:
    """The heads that a text follows: those of a contents page or of a list of documents are dropped."""
    if len(heads) < 2:
        return heads
    stops = [lines[head.first].start for head in heads[1:]] + [len(text)]
    return [
        head
        for head, stop in zip(heads, stops, strict=True)
        if head.labelled or (text.find("。", lines[head.last].end, stop) >= 0 and opens(lines, head))
    ]


def _distinct(heads: list[Head], text: str) -> list[Head]:
    """The heads, each number once: facts above a page and the document below them are one directive.

    What is printed with its title once more, far below, is printed twice.
    """
    kept: dict[str, Head] = {}
    again: list[Head] = []
    for head in heads:
        key = _key(head, text)
        twin = kept.get(key)
        if twin is None:
            kept[key] = head
        elif twin.labelled and not head.labelled:
            kept[key] = replace(head, facts_from=twin.facts_from)
        elif head.shaped and twin.shaped and not head.labelled and head.first > twin.last + _FAR:
            again.append(twin)
            kept[key] = head
    return sorted([*kept.values(), *again], key=lambda head: head.first)


def _key(head: Head, text: str) -> str:
    return number_key(text[head.number[0] : head.number[1]]) if head.number else ""
