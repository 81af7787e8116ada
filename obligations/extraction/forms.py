"""Forms: tables whose heads stand beside their cells, one task a form (任务名称 | …, 牵头单位 | …, 完成时限 | …).

A reader's cells give label and value in turn; in lines of text a label opens its line, and its value follows in the
line or below it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from obligations.extraction.cells import Reader, is_blank
from obligations.extraction.columns import Column, Kind, column_of
from obligations.extraction.excerpts import printed_parts
from obligations.extraction.lines import is_attachment
from obligations.extraction.matrices import Field, Matrix, text_of
from obligations.extraction.rows import Row, Span, Table, TimeCell
from obligations.extraction.text import SourceText

LONGEST_LABEL = 10
MOST_COLUMNS = 8
FEWEST_LABELS = 3
TELLING = (Kind.UNITS, Kind.DATE)
NO_LABEL = re.compile(r"[\d。;、]")
# What names a task in lines of text, where no cells tell a label from what it stands beside.
TASK_LABEL = re.compile(
    r"(?:重点|主要|具体|工作|整改|年度|督办|办理|任务|项目|事项|存在|目标)*(?:任务|内容|名称|事项|措施|目标|要求|问题|项目|成果|标准|举措)"
)
# In lines of text: how many may stand between two labels, and how long a value for when is.
MOST_BETWEEN = 12
LONGEST_LIMIT = 40


@dataclass(slots=True)
class _Pair:
    """A label with what stands beside it; `column` is None where the label says nothing known."""

    label: str
    column: Column | None
    start: int
    value: Field

    def is_kind(self, *kinds: Kind) -> bool:
        return self.column is not None and self.column.kind in kinds


def form_rows(source: SourceText, matrix: Matrix, reader: Reader) -> list[Row] | None:
    """A row for each form, or None where the heads of the table stand elsewhere."""
    if not 2 <= matrix.columns <= MOST_COLUMNS:
        return None
    pairs: list[_Pair | None] = []  # None: what stands across the table, and ends a form
    for at in range(len(matrix.rows)):
        found = _pairs(source, matrix, at)
        if found is None:
            return None
        pairs += found
    named = [pair for pair in pairs if pair]
    known = [pair for pair in named if pair.column]
    if 3 * len(known) < 2 * len(named) or any(_is_head(source, pair.value) for pair in known):
        return None
    forms = list(_forms(pairs))
    return [_row(source, form, reader) for form in forms] or None


def _pairs(source: SourceText, matrix: Matrix, at: int) -> Sequence[_Pair | None] | None:
    """The labels of a row with what stands beside them; None for a row that cannot be of a form."""
    fields = [one for one in dict.fromkeys(matrix.rows[at]) if one is not None]
    if len(fields) % 2 and len(fields) > 1 and fields[0].rows > 1:
        fields = fields[1:]  # a heading beside several labels
    if len(fields) < 2:
        return [None]
    if len(fields) % 2 and fields[-1].pieces:
        return None
    return [
        _Pair(text, _label(text), label.pieces[0][0], value)
        for label, value in zip(fields[::2], fields[1::2], strict=False)
        if label.row == at and label.pieces
        for text in [text_of(source, label).rstrip(":")]
    ]


def _label(text: str) -> Column | None:
    if len(text) > LONGEST_LABEL or NO_LABEL.search(text):
        return None
    column = column_of([text], (0, 0))
    return None if column is None or column.kind is Kind.PERIOD else column


def _is_head(source: SourceText, value: Field) -> bool:
    """Whether a value is a column's head: 任务 | 责任单位 are the heads of a table."""
    column = _label(text_of(source, value)) if value.pieces else None
    return column is not None and column.kind in (*TELLING, Kind.NUMBER, Kind.PERSON, Kind.REMARK)


def _forms(pairs: Iterable[_Pair | None]) -> Iterator[list[_Pair]]:
    """The pairs of each form: one ends where its first label comes again, or with a line across the table."""
    form: list[_Pair] = []
    for pair in [*pairs, None]:
        if form and (pair is None or pair.label == form[0].label):
            if _is_form(form):
                yield form
            form = []
        if pair is not None:
            form.append(pair)


def _is_form(form: list[_Pair]) -> bool:
    filled = [pair for pair in form if pair.value.pieces]
    telling = any(pair.is_kind(*TELLING) for pair in filled)
    return len(form) >= FEWEST_LABELS and telling and any(pair.is_kind(Kind.TASK) for pair in filled)


def _row(source: SourceText, form: list[_Pair], reader: Reader) -> Row:
    filled = [pair for pair in form if pair.value.pieces]
    row = Row(filled[0].value.pieces[0][0], max(pair.value.pieces[-1][1] for pair in filled), times=[])
    for pair in filled:
        if pair.column is None or pair.column.kind is Kind.TASK:
            row.tasks += pair.value.pieces
        elif pair.column.kind is Kind.UNITS:
            row.units += reader.units(pair.value, pair.column)
        elif row.times is not None and pair.column.kind is Kind.DATE and not is_blank(text_of(source, pair.value)):
            row.times.append(TimeCell(pair.value.pieces))
        elif pair.column.note:
            row.notes += pair.value.pieces
    reader.add_ordered(row)
    return row


# Forms in lines of text.


def flat_forms(source: SourceText, lines: list[Span], candidates: list[int], reader: Reader) -> list[Table]:
    """The forms among the printed lines, each a table, in text order. `candidates`: the lines that may hold a label."""
    tables: list[Table] = []
    floor = 0
    for at in candidates:
        if at < floor or _labelled(source, lines[at]) is None:
            continue
        labels = [*reversed(list(_labels(source, lines, range(at - 1, floor - 1, -1)))), at]
        labels += _labels(source, lines, range(at + 1, len(lines)))
        pairs = [_pair(source, lines, label, following) for label, following in _with_next(source, lines, labels)]
        forms = [form for form in _forms(pairs) if _holds(form, reader)]
        for form in forms:
            row = _row(source, form, reader)
            tables.append(Table(form[0].start, row.end, [row]))
        floor = labels[-1] + 1
    return tables


def _with_next(source: SourceText, lines: list[Span], labels: list[int]) -> Iterator[tuple[int, int | None]]:
    """Each label with the one below it in the same form."""
    ends = [_labelled(source, lines[at]) for at in labels]
    texts = [source.text[lines[at][0] : end[1] if end else 0] for at, end in zip(labels, ends, strict=True)]
    for number, at in enumerate(labels):
        goes_on = number + 1 < len(labels) and texts[number + 1] != texts[0]
        yield at, labels[number + 1] if goes_on else None


def _labels(source: SourceText, lines: list[Span], where: range) -> Iterator[int]:
    """The lines with labels, until too many stand without one."""
    quiet = 0
    for at in where:
        if quiet > MOST_BETWEEN or is_attachment(source.text[slice(*lines[at])]):
            return
        quiet += 1
        if _labelled(source, lines[at]):
            yield at
            quiet = 0


def _labelled(source: SourceText, line: Span) -> tuple[Column, int] | None:
    """The column of the label that opens a line, and where the label ends."""
    if source.holds_gap(*line):
        end = printed_parts(source, *line)[0][1]
    else:
        end = line[1]
    label = source.text[line[0] : min(end, line[0] + LONGEST_LABEL + 1)]
    column = _label(label)
    if column is None or (column.kind is Kind.TASK and not TASK_LABEL.fullmatch(label)):
        return None
    return column, end


def _pair(source: SourceText, lines: list[Span], at: int, following: int | None) -> _Pair:
    line = lines[at]
    labelled = _labelled(source, line)
    assert labelled is not None
    column, start = labelled
    first = at if start < line[1] else at + 1
    last = following if following is not None else _last_of_value(source, lines, first, column)
    end = lines[last - 1][1] if last > first and last - 1 < len(lines) else start
    pieces = ((start, end),) if end > start else ()
    return _Pair(source.text[line[0] : start], column, line[0], Field(pieces, 0, 0))


def _last_of_value(source: SourceText, lines: list[Span], first: int, column: Column) -> int:
    """The line after the value of a form's last label: up to its sentence's end, or to the end of its list."""
    text = source.text
    for at in range(first, min(len(lines), first + MOST_BETWEEN)):
        if column.kind is Kind.TASK and text[lines[at][1] - 1] == "。":
            return at + 1
        if column.kind is not Kind.TASK and text[lines[at][1] - 1] not in "、,":
            return at + 1
    return first + 1


def _holds(form: list[_Pair], reader: Reader) -> bool:
    """Whether the values are what their labels ask for: all are there, bodies for who, a short one for when."""
    for pair in form:
        if not pair.value.pieces:
            return False
        if pair.is_kind(Kind.UNITS) and not reader.units(pair.value, pair.column or Column(Kind.UNITS)):
            return False
        if pair.is_kind(Kind.DATE) and sum(end - start for start, end in pair.value.pieces) > LONGEST_LIMIT:
            return False
    return True
