"""Turns findings of the extractor into rows: directives, suggested tasks, assignments, deadlines. In bulk."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import models

from obligations.extraction.findings import (
    AssignedUnit,
    DeadlineFinding,
    DeadlineKind,
    DirectiveFinding,
    ObligationFinding,
    TargetFinding,
    VagueTime,
)
from obligations.extraction.text import squeeze
from obligations.models import Assignment, Deadline, Directive, DismissedName, SourceFile, Target, Task, Unit
from obligations.models.units import NameBook, name_key
from obligations.offsets import is_offset
from obligations.readers.base import Place
from obligations.recurrence import is_rule

BATCH = 500
LONGEST_RULE = 120
LONGEST_OFFSET = 24
LARGEST = Decimal(10) ** 13

# "自印发之日起", "本通知下发后": the day that the directive itself bears.
ISSUE_OF_THIS = re.compile(
    r"(?:自|从)?(?:本|该)?(?:通知|批复|复函|函|决定|通告|公告|方案|意见|办法|规定|细则|规划|计划|措施|文件|文)?"
    r"(?:印发|发布|公布|下发|发文)(?:之日)?(?:起|后)?$"
)


def suggest(source: SourceFile, findings: Sequence[DirectiveFinding]) -> list[tuple[Directive, int]]:
    """Creates all rows of a source; returns each directive with the number of its tasks."""
    directives = Directive.objects.bulk_create(
        [_directive(source, number, finding) for number, finding in enumerate(findings, start=1)], batch_size=BATCH
    )
    reading = source.reading
    pairs = [
        (_task(directive, number, obligation, reading.place_at(obligation.start)), obligation)
        for directive, finding in zip(directives, findings, strict=True)
        for number, obligation in enumerate(finding.obligations, start=1)
    ]
    Task.objects.bulk_create([task for task, _ in pairs], batch_size=BATCH)
    names = {unit.mention.name for _, obligation in pairs for unit in obligation.units}
    known = Unit.objects.name_book(names)
    no_units = set(DismissedName.objects.filter(key__in=map(name_key, names)).values_list("key", flat=True))
    Assignment.objects.bulk_create(
        [row for task, obligation in pairs for row in _assignments(task, obligation.units, known, no_units)],
        batch_size=BATCH,
    )
    Deadline.objects.bulk_create(
        [row for task, obligation in pairs for row in _deadlines(task, obligation)],
        batch_size=BATCH,
    )
    Target.objects.bulk_create(
        [_target(task, one) for task, obligation in pairs for one in obligation.targets if _is_kept(one)],
        batch_size=BATCH,
    )
    return [(directive, len(finding.obligations)) for directive, finding in zip(directives, findings, strict=True)]


def _directive(source: SourceFile, number: int, finding: DirectiveFinding) -> Directive:
    return Directive(
        source=source,
        number_in_source=number,
        start=finding.start,
        end=finding.end,
        text=source.text[finding.start : finding.end],
        doc_number=_fit(Directive, "doc_number", finding.doc_number),
        title=_fit(Directive, "title", finding.title) or source.name,
        issuer=_fit(Directive, "issuer", finding.issuer),
        issued_on=finding.issued_on,
        kind=_fit(Directive, "kind", finding.kind),
        addressees=finding.addressees,
        effective_from=finding.effective_from,
        expires_on=finding.expires_on,
        supersedes=finding.supersedes,
        confidence=finding.confidence,
    )


def _task(directive: Directive, number: int, finding: ObligationFinding, place: Place | None) -> Task:
    return Task(
        directive=directive,
        number=number,
        path=[squeeze(part) for part in finding.path],
        title=_title(finding) or _fit(Task, "title", finding.text),
        start=finding.start,
        end=finding.end,
        place=_fit(Task, "place", place.label) if place else "",
        text=finding.text,
        basis=finding.basis.value,
        confidence=finding.confidence,
        suggestion=_suggestion(finding),
    )


def _assignments(
    task: Task, units: Iterable[AssignedUnit], known: NameBook, no_units: set[str]
) -> Iterable[Assignment]:
    """One row a name and role, in printed order."""
    seen: set[tuple[str, str]] = set()
    for unit in units:
        name = _fit(Assignment, "name", unit.mention.name)
        role = unit.role.value
        if not name or (role, name) in seen:
            continue
        seen.add((role, name))
        bearer = known.find(unit.mention.name, task.directive.issued_on)
        yield Assignment(
            task=task,
            unit=bearer,
            is_dismissed=bearer is None and name_key(name) in no_units,
            name=name,
            role=role,
            position=len(seen),
            start=unit.mention.start,
            end=unit.mention.end,
            by_machine=True,
        )


def _deadlines(task: Task, finding: ObligationFinding) -> Iterable[Deadline]:
    """In the order of the text. What names no date, or a value that no calendar can use, waits for a person's date."""
    dated = [_deadline(task, one) for one in finding.deadlines if _has_value(one)]
    waiting: list[VagueTime | DeadlineFinding] = [*finding.vague]
    waiting += [one for one in finding.deadlines if not _has_value(one)]
    return sorted([*dated, *(_undated(task, one) for one in waiting)], key=lambda row: row.start or 0)


def _undated(task: Task, finding: VagueTime | DeadlineFinding) -> Deadline:
    return Deadline(
        task=task,
        kind=Deadline.Kind.UNDATED,
        text=_fit(Deadline, "text", finding.text),
        what=_fit(Deadline, "what", finding.what),
        start=finding.start,
        end=finding.end,
        by_machine=True,
    )


def _deadline(task: Task, finding: DeadlineFinding) -> Deadline:
    return Deadline(
        task=task,
        kind=finding.kind.value,
        text=_fit(Deadline, "text", finding.text),
        what=_fit(Deadline, "what", finding.what),
        start=finding.start,
        end=finding.end,
        start_on=finding.start_on,
        due_on=finding.due_on,
        rrule=finding.rrule,
        offset=finding.offset,
        after=_fit(Deadline, "after", finding.after),
        event_on=_event_on(finding, task.directive),
        confidence=finding.confidence,
        by_machine=True,
    )


def _target(task: Task, finding: TargetFinding) -> Target:
    return Target(
        task=task,
        number=finding.number,
        number_to=finding.number_to,
        unit=_fit(Target, "unit", finding.unit),
        comparator=finding.comparator.value,
        change=finding.change.value,
        text=_fit(Target, "text", finding.text),
        what=_fit(Target, "what", finding.what),
        start=finding.start,
        end=finding.end,
        by_machine=True,
    )


def _is_kept(finding: TargetFinding) -> bool:
    """Whether the columns hold the number: no directive names a larger one, broken text may."""
    return finding.number < LARGEST and (finding.number_to is None or finding.number_to < LARGEST)


def _has_value(finding: DeadlineFinding) -> bool:
    """Whether dates can be computed from it (not from 每2小时)."""
    match finding.kind:
        case DeadlineKind.FIXED:
            good = finding.due_on is not None
        case DeadlineKind.PERIOD:
            good = finding.start_on is not None or finding.due_on is not None
        case DeadlineKind.RECURRING:
            good = len(finding.rrule) <= LONGEST_RULE and is_rule(finding.rrule)
        case DeadlineKind.RELATIVE:
            good = len(finding.offset) <= LONGEST_OFFSET and is_offset(finding.offset)
    return good


def _event_on(finding: DeadlineFinding, directive: Directive) -> date | None:
    """The day of the event where the directive itself is the event; any other day a person has to record."""
    return directive.issued_on if finding.after and ISSUE_OF_THIS.match(squeeze(finding.after)) else None


def _suggestion(finding: ObligationFinding) -> dict[str, object]:
    """What the machine suggested, for comparison with what people made of it. Dates in ISO form."""
    return {
        "title": " ".join(finding.title.split()),
        "basis": finding.basis.value,
        "confidence": finding.confidence,
        "units": [
            {"role": unit.role.value, "name": unit.mention.name, "start": unit.mention.start, "end": unit.mention.end}
            for unit in finding.units
        ],
        "deadlines": [_deadline_values(deadline) for deadline in finding.deadlines],
        "vague": [
            {"text": squeeze(one.text), "what": squeeze(one.what), "start": one.start, "end": one.end}
            for one in finding.vague
        ],
        "targets": [
            {"text": squeeze(target.text), "start": target.start, "end": target.end} for target in finding.targets
        ],
    }


def _deadline_values(finding: DeadlineFinding) -> dict[str, object]:
    return {
        "kind": finding.kind.value,
        "text": squeeze(finding.text),
        "what": squeeze(finding.what),
        "start": finding.start,
        "end": finding.end,
        "start_on": finding.start_on.isoformat() if finding.start_on else None,
        "due_on": finding.due_on.isoformat() if finding.due_on else None,
        "rrule": finding.rrule,
        "offset": finding.offset,
        "after": finding.after,
        "confidence": finding.confidence,
    }


def _title(finding: ObligationFinding) -> str:
    """The extractor has squeezed it already; a blank that it holds stands between two cells of a row."""
    return " ".join(finding.title.split())[: Task._meta.get_field("title").max_length]


def _fit(model: type[models.Model], field: str, value: str) -> str:
    """The value without the line breaks of its PDF, cut to what the column holds."""
    most = model._meta.get_field(field).max_length  # type: ignore[union-attr]
    return squeeze(value)[:most]
