"""From a text to its findings: directives, their obligations, who and when."""

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from obligations.extraction.bodies import Bodies
from obligations.extraction.clauses import ClauseReader
from obligations.extraction.confidence import deadline_grounds, obligation_grounds, of_deadline, of_obligation
from obligations.extraction.deadlines import TimeContext, find_deadlines, find_vague, time_context
from obligations.extraction.duties import DutyReader
from obligations.extraction.findings import (
    DeadlineFinding,
    DirectiveFinding,
    ObligationFinding,
    TargetFinding,
    VagueTime,
)
from obligations.extraction.flattened import cell_lines
from obligations.extraction.gazette import split_gazette
from obligations.extraction.grids import Grid
from obligations.extraction.layout import Layout
from obligations.extraction.outline import read_outline
from obligations.extraction.passages import Passage
from obligations.extraction.register import Register
from obligations.extraction.rowtimes import row_deadlines, row_vague
from obligations.extraction.stages import Stage, Stages
from obligations.extraction.subjects import SubjectReader
from obligations.extraction.tables import Tables, find_tables, with_flattened
from obligations.extraction.targets import find_targets
from obligations.extraction.text import SourceText

YEARLY_STEP = re.compile(r"FREQ=YEARLY;BYMONTH=")
# Kinds whose duties stand until further notice: a date without a year comes back every year.
STANDING_TITLES = ("办法", "细则", "规定", "制度", "规则", "条例")


def extract(text: str, register: Register | None = None, grids: Sequence[Grid] = ()) -> list[DirectiveFinding]:
    """The directives of `text` with their obligations. All offsets are offsets into `text`, ends exclusive.

    `grids`: the tables whose cells a reader saw.
    """
    with _uncollected():
        source = SourceText(text)
        register = register or Register.empty()
        tables = find_tables(source, grids, register)
        held = Tables([*tables.tables, *cell_lines(source)])
        directives = with_tables(source, split_gazette(source, held.outside), tables, held)
        for directive in directives:
            _read_obligations(source, directive, register, tables)
        return [_outwards(source, directive) for directive in directives]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: what is read is kept to the end, and it would walk through all of it in vain.

    With a long text it would walk ever longer.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def with_tables(
    source: SourceText, directives: list[DirectiveFinding], tables: Tables, held: Tables
) -> list[DirectiveFinding]:
    """The directives with the tables that stand before the first of them and behind each; one of tables alone.

    `held`: these and what else was left out when the text was split.
    """
    if not held.tables:
        return directives
    if not directives and tables.tables:
        return [DirectiveFinding(0, len(source))]
    if directives and any(table.rows for table in tables.within(0, directives[0].start)):
        directives[0].start = directives[0].body_start = 0
    for directive in directives:
        while behind := held.within(directive.end, directive.end + 1):
            directive.end = behind[0].end
    return directives


def _read_obligations(source: SourceText, directive: DirectiveFinding, register: Register, tables: Tables) -> None:
    start = directive.body_start or directive.start
    layout = Layout(source, start, directive.end)
    clauses = ClauseReader(layout, start, directive.end, register)
    tables = with_flattened(source, tables, start, directive.end, register, clauses.first_leads)
    undated = time_context(directive.issued_on, directive.title)
    reader = DutyReader(
        layout,
        register,
        SubjectReader(layout, register, directive.addressees, Bodies(source, start, directive.end), directive.issuer),
        clauses,
        dated=lambda start, end: bool(find_deadlines(source, start, end, undated)),
        tables=tables,
    )
    root = read_outline(source, layout, start, directive.end, tables.holds)
    standing = any(word in directive.title[-14:] for word in STANDING_TITLES)
    stages = Stages(layout, root, lambda first, last: find_deadlines(source, first, last, undated))
    yearly: dict[tuple[str, ...], list[str]] = {}  # sections with a step that is due every year, and that step
    for passage in reader.read(root):
        if not passage.units and stages.is_heading(passage.start, passage.end):
            continue
        if passage.end <= passage.start:
            # a closing line that is nothing but a clause, 职责分工:审批由市行政审批局牵头, is what it says itself
            if not passage.units:
                continue
            named = max(unit.mention.end for unit in passage.units)
            passage.end = max(named, layout.paragraphs(passage.start, directive.end)[0][1])
        section = tuple(passage.path[:-1])
        again = yearly.get(section, passage.path) != passage.path
        context = time_context(directive.issued_on, directive.title, passage.path, standing, again)
        obligation = _obligation(source, passage, context, stages.at(passage.start))
        if obligation is None:
            continue
        directive.obligations.append(obligation)
        if len(section) > 0 and any(YEARLY_STEP.match(one.rrule) for one in obligation.deadlines):
            yearly.setdefault(section, passage.path)


def _obligation(
    source: SourceText, passage: Passage, context: TimeContext, stage: Stage | None
) -> ObligationFinding | None:
    """The finding, when somebody is named or a date binds. A limit of its own goes before that of its section."""
    deadlines = _deadlines(source, passage, context)
    vague = _vague(source, passage, deadlines)
    if stage and not deadlines and not vague and not passage.aim:
        deadlines, vague = stage.deadline_of(passage.title), stage.vague_of(passage.title)
    if not passage.units and not deadlines:
        return None
    obligation = ObligationFinding(
        passage.start,
        passage.end,
        text="",
        path=passage.path,
        title=passage.title,
        basis=passage.basis,
        units=passage.units,
        deadlines=deadlines,
        targets=_targets(source, passage, deadlines),
        vague=vague,
    )
    obligation.grounds = obligation_grounds(obligation, passage.sure, passage.end - passage.start)
    obligation.confidence = of_obligation(obligation)
    for deadline in deadlines:
        deadline.grounds = deadline_grounds(deadline)
        deadline.confidence = of_deadline(deadline)
    return obligation


def _deadlines(source: SourceText, passage: Passage, context: TimeContext) -> list[DeadlineFinding]:
    if passage.row:
        return row_deadlines(source, passage.row, passage.start, passage.end, passage.title, context)
    return [] if passage.aim else find_deadlines(source, passage.start, passage.end, context)


def _targets(source: SourceText, passage: Passage, deadlines: list[DeadlineFinding]) -> list[TargetFinding]:
    """The targets of a passage, of a row those in the cells that say what is to be done."""
    taken = [(deadline.start, deadline.end) for deadline in deadlines]
    spans = passage.row.said() if passage.row else [(passage.start, passage.end)]
    return [target for span in spans for target in find_targets(source, *span, taken)]


def _vague(source: SourceText, passage: Passage, found: list[DeadlineFinding]) -> list[VagueTime]:
    if passage.row:
        return row_vague(source, passage.row, passage.title, found)
    return [] if passage.aim else find_vague(source, passage.start, passage.end, found, passage.title)


def _outwards(source: SourceText, directive: DirectiveFinding) -> DirectiveFinding:
    """Squeezed offsets turned into offsets of the text as read."""
    directive.body_start = source.raw_span(directive.body_start, directive.body_start)[0]
    directive.start, directive.end = source.raw_span(directive.start, directive.end)
    mentions = [unit.mention for obligation in directive.obligations for unit in obligation.units]
    # a section's clause gives the same mentions to several obligations
    for mention in {id(mention): mention for mention in mentions}.values():
        mention.start, mention.end = source.raw_span(mention.start, mention.end)
    for obligation in directive.obligations:
        findings: list[ObligationFinding | DeadlineFinding | TargetFinding | VagueTime] = [
            obligation,
            *obligation.deadlines,
            *obligation.targets,
            *obligation.vague,
        ]
        for finding in findings:
            finding.start, finding.end = source.raw_span(finding.start, finding.end)
            finding.text = source.raw[finding.start : finding.end]
    return directive
