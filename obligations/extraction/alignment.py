"""The cells of a flattened row: its stretches between gaps, given to the columns in their order as fits best."""

import re
from dataclasses import dataclass
from enum import IntEnum, auto

from obligations.extraction.cells import OPENS_NAME, PLACE_END, SECTION_LIST
from obligations.extraction.columns import Column, Kind
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.findings import Role
from obligations.extraction.register import Register
from obligations.extraction.rows import Span
from obligations.extraction.text import SourceText
from obligations.extraction.units import list_at

WHEN = (
    r"(?:(?:19|20)\d\d(?:年度?|[./-]\d{1,2}(?:[./-]\d{1,2})?)|\d{1,2}(?:月份?|日)|第?[一二三四1-4]季度|[上下]半年|年[底末内]"
    r"|[底末]|[上中下]旬|[之以]?前|每(?:个?[年月周日旬]|季度?|半年)|全年|长期|持续|坚持|推进|实施|开展|常态化?|立行立改|即知即改|立[即刻]|即[日时]"
    r"|整改|[-—~至到、,;/.。()]|起|完成|止|启动|[今当次明]年|年|月|日|\d{1,4})"
)
# What a date can begin with.
DATE_BEGINS = frozenset(
    "0123456789第一二三四上中下年底末之以前每全长持坚推实开常立即整-—~至到、,;/.。()起完止启今当次明月日"
)
DATE = re.compile(rf"(?=.*(?:[\d年月季旬]|长期|持续|常态|立行|即|立)){WHEN}{{1,16}}")
# What a gap inside a date leaves: 2026 年 6 月 底前.
FRAGMENT = re.compile(r"\d{1,4}|[年月日前底]|底前|(?:月|日|年)?(?:[底末]前?|前)|月份|日前")
BLANK = re.compile(r"[-—/\\无〃]")
PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、,][\u4e00-\u9fff·]{2,4})*")
# A row of more stretches is no row.
MOST_PARTS = 90
# How many lines a list of units may run over between two names' ends, and how short a broken name's beginning is.
MOST_JOINED = 4
SHORT = 12
LONGEST_UNITS = 300


class Sort(IntEnum):
    DATE = auto()
    FRAGMENT = auto()
    UNITS = auto()
    BLANK = auto()
    TEXT = auto()


@dataclass(slots=True)
class Part:
    """A stretch between gaps. `new_line`: a line break stands before it; `closed`: it ends a sentence."""

    start: int
    end: int
    new_line: bool
    sort: Sort
    closed: bool = False


# How well a stretch of a sort fits a column.
FITS: dict[Kind, dict[Sort, float]] = {
    Kind.UNITS: {Sort.UNITS: 3, Sort.TEXT: -3, Sort.DATE: -5, Sort.FRAGMENT: -5, Sort.BLANK: 0.5},
    Kind.DATE: {Sort.UNITS: -5, Sort.TEXT: -4, Sort.DATE: 3, Sort.FRAGMENT: 0.3, Sort.BLANK: 0.5},
    Kind.TASK: {Sort.UNITS: -1.5, Sort.TEXT: 1, Sort.DATE: -1.5, Sort.FRAGMENT: 0, Sort.BLANK: -1},
    Kind.HEADING: {Sort.UNITS: -1.5, Sort.TEXT: 0.8, Sort.DATE: -3, Sort.FRAGMENT: -1, Sort.BLANK: 0},
    Kind.PERSON: {Sort.UNITS: -2, Sort.TEXT: -1, Sort.DATE: -3, Sort.FRAGMENT: -1, Sort.BLANK: 0.5},
    Kind.REMARK: {Sort.UNITS: -2, Sort.TEXT: 0, Sort.DATE: -2, Sort.FRAGMENT: 0, Sort.BLANK: 0.5},
    Kind.PERIOD: {Sort.UNITS: -3, Sort.TEXT: 0.5, Sort.DATE: -1, Sort.FRAGMENT: 0.5, Sort.BLANK: 0.5},
    Kind.NUMBER: {Sort.UNITS: -4, Sort.TEXT: -4, Sort.DATE: -4, Sort.FRAGMENT: 1, Sort.BLANK: -1},
}
UNKNOWN = {Sort.UNITS: -0.5, Sort.TEXT: 0.8, Sort.DATE: -2, Sort.FRAGMENT: 0, Sort.BLANK: 0}
EMPTY = {Kind.UNITS: -1.2, Kind.DATE: -1.0, Kind.TASK: -0.8, Kind.REMARK: 0.0, Kind.NUMBER: 0.0}
LEFT_OVER = -0.6


def parts_of(
    source: SourceText, start: int, end: int, register: Register, sections: bool, most: int = MOST_PARTS
) -> list[Part]:
    """The row's stretches, lists of names that a line break has cut joined again. `sections`: see `Column`."""
    spans = printed_parts(source, start, end)[:most]
    parts: list[Part] = []
    at = 0
    while at < len(spans):
        first, last = spans[at]
        new_line = "\n" in source.raw_gap(first)
        sort = _sort(source, first, last, register, sections)
        more = _goes_on(source, spans, at, sort, register) if sort in (Sort.UNITS, Sort.TEXT) else 0
        if more:
            last, sort = spans[at + more][1], Sort.UNITS
        parts.append(Part(first, last, new_line, sort, source.text[last - 1] in "。;"))
        at += more + 1
    return parts


def _goes_on(source: SourceText, spans: list[Span], at: int, sort: Sort, register: Register) -> int:
    """How many stretches after this one belong to its list of units: behind 、, or where a name runs over a break."""
    start, end = spans[at]
    text = source.text
    open_end = text[end - 1] in "、,"
    following = at + 1 < len(spans) and OPENS_NAME.match(text, *spans[at + 1])
    whole = sort is Sort.TEXT and following and text.find("、", start, end) < 0 and text[end - 1] not in PLACE_END
    if whole and _is_list(source, *spans[at + 1], register):
        return 0
    if sort is Sort.TEXT and not (
        end - start <= SHORT or (text[end - 1] not in "。;:)”" and _begins(source, spans[at], register))
    ):
        return 0
    if sort is Sort.UNITS and not open_end and following and text[end - 1] not in PLACE_END:
        return 0
    most = 1 if sort is Sort.UNITS and not open_end else MOST_JOINED
    for more in range(1, min(most, len(spans) - 1 - at) + 1):
        first, last = spans[at + more]
        before = spans[at + more - 1][1]
        if text[before - 1] not in "、," and "\n" not in source.raw_gap(first):
            return 0
        if _is_list(source, start, last, register) and _runs_over(source, start, last, spans[at : at + more], register):
            beyond = _goes_on(source, [(start, last), *spans[at + more + 1 :]], 0, Sort.UNITS, register)
            return more + beyond
    return 0


def _begins(source: SourceText, span: Span, register: Register) -> bool:
    return list_at(source, *span, register) is not None


def _runs_over(source: SourceText, start: int, end: int, broken: list[Span], register: Register) -> bool:
    """Whether at each break the list is open or a name stands across it."""
    listed = list_at(source, start, end, register)
    mentions = listed[0] if listed else []
    return all(
        source.text[stop - 1] in "、," or any(one.start < stop < one.end for one in mentions) for _, stop in broken
    )


def align(parts: list[Part], columns: list[Column | None], whole: bool) -> list[list[Span]]:
    """The spans of each column. `whole`: the row is known to end with its last part; else what fits nowhere is left."""
    if not parts or not columns:
        return [[] for _ in columns]
    size = len(columns)
    best = [[float("-inf")] * size for _ in parts]
    came: list[list[int]] = [[-1] * size for _ in parts]
    skipped = _skipped(columns)
    for i, part in enumerate(parts):
        for c, column in enumerate(columns):
            fit = _fit(part, column)
            if i == 0:
                best[i][c] = skipped[c] + fit
                continue
            for before in range(c + 1):
                score = best[i - 1][before] + fit
                score += _join(part, parts[i - 1], column) if before == c else skipped[c] - skipped[before + 1]
                if score > best[i][c]:
                    best[i][c], came[i][c] = score, before
    last, column_at = _end(parts, best, skipped, whole)
    cells: list[list[Span]] = [[] for _ in columns]
    for i in range(last, -1, -1):
        cells[column_at].insert(0, (parts[i].start, parts[i].end))
        column_at = came[i][column_at]
    return cells


def align_rows(parts: list[Part], columns: list[Column | None]) -> list[list[list[Part]]]:
    """The parts of each column of each row, where nothing but the fit tells where rows begin: at some line's start."""
    size = len(columns)
    skipped = _skipped(columns)
    best: list[list[float]] = []
    came: list[list[int]] = []  # the column of the part before; less than 0 where a row begins, -1 - that column
    for i, part in enumerate(parts):
        fits = [_fit_of_line(part, column) for column in columns]
        if i == 0:
            best.append([skipped[c] + fits[c] for c in range(size)])
            came.append([-1] * size)
            continue
        above = best[-1]
        closed = [score + skipped[-1] - skipped[c + 1] for c, score in enumerate(above)]
        ended = max(range(size), key=closed.__getitem__)
        scores, origins = [], []
        for c, column in enumerate(columns):
            found = [above[before] + skipped[c] - skipped[before + 1] for before in range(c)]
            found.append(above[c] + _join(part, parts[i - 1], column) + _run_on(part, parts[i - 1], column))
            origin = max(range(c + 1), key=found.__getitem__)
            score = found[origin]
            if part.new_line and closed[ended] + skipped[c] >= score:
                score, origin = closed[ended] + skipped[c], -1 - ended
            scores.append(score + fits[c])
            origins.append(origin)
        best.append(scores)
        came.append(origins)
    return _rows_back(parts, best, came, skipped)


def _rows_back(
    parts: list[Part], best: list[list[float]], came: list[list[int]], skipped: list[float]
) -> list[list[list[Part]]]:
    """The rows along the best way back from the last part."""
    rows: list[list[list[Part]]] = []
    size = len(skipped) - 1
    at = max(range(size), key=lambda c: best[-1][c] + skipped[-1] - skipped[c + 1]) if parts else 0
    cells: list[list[Part]] = [[] for _ in range(size)]
    for i in range(len(parts) - 1, -1, -1):
        cells[at].insert(0, parts[i])
        origin = came[i][at]
        if i == 0 or origin < 0:
            rows.append(cells)
            cells = [[] for _ in range(size)]
        at = origin if origin >= 0 else -1 - origin
    return rows[::-1]


def _fit_of_line(part: Part, column: Column | None) -> float:
    """A remark in a line of its own is no task of the next row."""
    return 0.8 if part.sort is Sort.TEXT and column and column.kind is Kind.REMARK else _fit(part, column)


def _run_on(part: Part, before: Part, column: Column | None) -> float:
    """What it costs that a cell of words goes on in the next line, behind a line that seems to end it."""
    words = column is None or column.kind not in (Kind.UNITS, Kind.DATE)
    return -0.3 if words and part.new_line and (before.closed or before.end - before.start < SHORT) else 0.0


def _skipped(columns: list[Column | None]) -> list[float]:
    """What it costs to leave all columns before the c-th empty, for c from 0 to the number of columns."""
    total = [0.0]
    for column in columns:
        total.append(total[-1] + (EMPTY.get(column.kind, -0.5) if column else -0.5))
    return total


def _fit(part: Part, column: Column | None) -> float:
    return (FITS[column.kind] if column else UNKNOWN)[part.sort]


def _join(part: Part, before: Part, column: Column | None) -> float:
    """What it costs to put a part into the column of the one before it."""
    kind = column.kind if column else None
    if kind is Kind.UNITS:
        alone = column is not None and column.role is Role.LEAD
        return -1.0 if not part.new_line else -1.2 if alone else -0.3
    if kind is Kind.DATE:
        return 0.0 if Sort.FRAGMENT in (part.sort, before.sort) else -0.5
    return 0.0 if part.new_line or kind is Kind.TASK else -0.2


def _end(parts: list[Part], best: list[list[float]], skipped: list[float], whole: bool) -> tuple[int, int]:
    """The part and the column with which the row ends best: at a line's end."""
    top, found = float("-inf"), (len(parts) - 1, 0)
    for i in range(len(parts) - 1, -1, -1):
        at_line_end = i + 1 == len(parts) or parts[i + 1].new_line
        if not at_line_end or (whole and i + 1 < len(parts)):
            continue
        for c, score in enumerate(best[i]):
            total = score + skipped[-1] - skipped[c + 1] + LEFT_OVER * (len(parts) - 1 - i)
            if total > top:
                top, found = total, (i, c)
    return found


def _sort(source: SourceText, start: int, end: int, register: Register, sections: bool) -> Sort:
    text = source.text
    if end - start <= 1 and BLANK.fullmatch(text, start, end):
        return Sort.BLANK
    if end - start <= 6 and FRAGMENT.fullmatch(text, start, end):
        return Sort.FRAGMENT
    if end - start <= 40 and text[start] in DATE_BEGINS and DATE.fullmatch(text, start, end):
        return Sort.DATE
    if sections and SECTION_LIST.fullmatch(text, start, end):
        return Sort.UNITS
    return Sort.UNITS if _is_list(source, start, end, register) else Sort.TEXT


def _is_list(source: SourceText, start: int, end: int, register: Register) -> bool:
    if end - start > LONGEST_UNITS or end - start < 2 or source.text[end - 1] in "。;":
        return False
    listed = list_at(source, start, end, register)
    if listed is None:
        return False
    rest = source.text[listed[1] : end]
    return rest in ("", "、", ",") or NOTED.fullmatch(rest) is not None


NOTED = re.compile(r"[(][^()]{2,8}[)][、,]?|(?:牵头|配合|负责|按职责分工负责|落实)[,、]?.*")
