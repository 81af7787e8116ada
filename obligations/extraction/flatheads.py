"""Column heads in lines of text: in one line with blanks between, without any, or one head a line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from obligations.extraction.columns import (
    DATE_HEAD,
    NUMBER_HEAD,
    PERIOD_HEAD,
    PERSON_HEAD,
    ROLE_HEAD,
    Column,
    Kind,
    column_of,
    with_bare_units,
)
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.rows import Span
from obligations.extraction.text import SourceText

# Where a head may stand: a column for who or when, and no label (责任单位:…). Words alone, so that one pass is cheap.
TRIGGER = re.compile(
    r"(?:单位|部门|主体|处室|科室|股室|时限|时间|节点|期限|进度安排|机构|牵头|责任|日期)(?=[^:为的])(?![要应须])"
)
SENTENCE = re.compile(r"[。;:,]")
# A mark of a sentence; in brackets one may stand: (万元,不含税).
MARK = re.compile(r"[。;]|^[^(]*[,:]")
# A table's own title is no head.
TITLE = re.compile(r"(?:表|清单|台账|方案|分工|安排)$|(?:19|20)\d\d年.*[^\d年底前目标任务]$")
# Heads of two columns.
PAIRS = ([Kind.DATE, Kind.TASK], [Kind.UNITS, Kind.TASK], [Kind.TASK, Kind.UNITS])
LONGEST_LINE = 90
LONGEST_LABEL = 16
# 牵头 | 单位: the rest of a head that was broken.
REST = re.compile(r"(?:责任)?(?:单位|部门|时限|时间|要求|内容|名称|任务|措施|节点|目标|领导|情况|人|号)")
BROKEN = re.compile("总?牵头|责任|配合|完成|协办|承办|主办|协助|参与|时限|时间|重点|工作|主要|目标|具体")
TOKENS = re.compile(
    rf"(?P<number>序号|编号)|(?P<units>{ROLE_HEAD.pattern.split('|^')[0]})|(?P<date>(?:完成|办结|整改|达成|治理|落实|计划)*"
    rf"(?:{DATE_HEAD.pattern})(?:要求|安排)?)|(?P<person>(?:责任|包联|分管|市级|县级|牵头)?(?:领导|责任人|联系人))|(?P<remark>备注)"
)


@dataclass(frozen=True, slots=True)
class FlatHead:
    """The heads stand in lines `first` to `after` (exclusive) of the lines that were read."""

    first: int
    after: int
    columns: list[Column | None]

    @property
    def one_a_line(self) -> bool:
        """Whether each head has a line of its own, as then each cell may have."""
        return self.after - self.first >= len(self.columns) > 1

    def kinds(self) -> list[Kind | None]:
        return [column.kind if column else None for column in self.columns]


def find_heads(source: SourceText, lines: list[Span], candidates: Iterable[int]) -> Iterator[FlatHead]:
    """The heads among the lines, in order, none over another. Lines are printed lines in text order."""
    after = 0
    for at in candidates:
        head = _head_at(source, lines, at, after) if at >= after else None
        if head is not None:
            after = head.after
            yield head


def candidate_lines(source: SourceText, lines: list[Span]) -> Iterator[int]:
    """The lines that are short enough and hold a word of who or when, found in one pass over the text."""
    if not lines:
        return
    starts = [start for start, _ in lines]
    last = -1
    for match in TRIGGER.finditer(source.text, starts[0], min(lines[-1][1] + 1, len(source))):
        at = bisect_right(starts, match.start()) - 1
        start, end = lines[at]
        if at != last and match.end() <= end <= start + LONGEST_LINE:
            last = at
            if source.text.find("。", start, end) < 0:
                yield at


def _head_at(source: SourceText, lines: list[Span], at: int, floor: int) -> FlatHead | None:
    gaps = source.holds_gap(*lines[at])
    if gaps and len(parts := list(_spaced(printed_parts(source, *lines[at])))) > 1:
        return _in_line(source, lines, at, parts)
    return _one_a_line(source, lines, at, floor) or _without_gaps(source, lines, at)


def _spaced(parts: list[Span]) -> Iterator[Span]:
    """备 注: single characters set apart are one head."""
    at = 0
    while at < len(parts):
        last = at
        while last + 1 < len(parts) and all(end - start == 1 for start, end in parts[at : last + 2]):
            last += 1
        yield parts[at][0], parts[last][1]
        at = last + 1


def _in_line(source: SourceText, lines: list[Span], at: int, parts: list[Span]) -> FlatHead | None:
    """序号 重点任务 牵头单位; the next line may hold the rest of some of them."""
    labels = [source.text[a:b] for a, b in parts]
    after = at + 1
    if after < len(lines):
        rest = [source.text[a:b] for a, b in printed_parts(source, *lines[after])]
        open_ones = [
            i for i, label in enumerate(labels) if re.fullmatch("总?牵头|责任|配合|完成|协办|承办|主办|时限", label)
        ]
        if open_ones and len(rest) == len(open_ones) and all(REST.fullmatch(one) for one in rest):
            for i, one in zip(open_ones, rest, strict=True):
                labels[i] += one
            after += 1
    return _checked(at, after, labels, parts)


def _one_a_line(source: SourceText, lines: list[Span], at: int, floor: int) -> FlatHead | None:
    """The short neighbours that are heads too."""

    def label(i: int) -> str:
        return source.text[lines[i][0] : lines[i][1]]

    def is_head(i: int) -> bool:
        text = label(i)
        if len(text) > LONGEST_LABEL or SENTENCE.search(text):
            return False
        return bool(column_of([text], (0, 0)) or REST.fullmatch(text)) and not TITLE.search(text)

    if not is_head(at):
        return None
    first, after = at, at + 1
    while first > floor and is_head(first - 1):
        first -= 1
    dated = any(DATE_HEAD.search(label(i)) for i in range(first, after))
    while after < len(lines) and is_head(after) and not (dated and PERIOD_HEAD.fullmatch(label(after))):
        dated = dated or DATE_HEAD.search(label(after)) is not None
        after += 1  # below 完成时限 a date is the first row's
    labels: list[str] = []
    spans: list[Span] = []
    for i in range(first, after):
        text = label(i)
        if labels and REST.fullmatch(text) and not column_of([text], (0, 0)):
            labels[-1] += text
            continue
        labels.append(text)
        spans.append(lines[i])
    return _checked(first, after, labels, spans)


def _without_gaps(source: SourceText, lines: list[Span], at: int) -> FlatHead | None:
    """序号重点任务牵头单位完成时限: what stands between known heads is a head too."""
    start, end = lines[at]
    if not NUMBER_HEAD.match(source.text, start):
        return None
    spans: list[Span] = []
    begin = start
    for token in TOKENS.finditer(source.text, start, end):
        if token.start() > begin:
            spans.append((begin, token.start()))
        spans.append(token.span())
        begin = token.end()
    if end > begin:
        spans.append((begin, end))
    labels = [source.text[a:b] for a, b in spans]
    return _checked(at, at + 1, labels, spans)


def _checked(first: int, after: int, labels: list[str], spans: list[Span]) -> FlatHead | None:
    """The head, when enough of the labels are known, one says who or when, and none is a sentence."""
    if len(labels) < 2 or any(len(label) > 2 * LONGEST_LABEL or MARK.search(label) for label in labels):
        return None
    if not all(len(label) <= LONGEST_LABEL or "(" in label for label in labels):
        return None
    columns = [column_of([label], span) for label, span in zip(labels, spans, strict=True)]
    columns = with_bare_units(columns, labels)
    kinds = [column.kind for column in columns if column]
    telling = Kind.UNITS in kinds or Kind.DATE in kinds
    numbered = Kind.NUMBER in kinds
    if not telling or 3 * len(kinds) < 2 * len(labels) or (len(labels) < 3 and not numbered and kinds not in PAIRS):
        return None
    if any(PERSON_HEAD.fullmatch(label) for label in labels[:1]):
        return None
    return FlatHead(first, after, columns)
