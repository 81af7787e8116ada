"""manage.py extract FILE: the findings as JSON Lines. No database is touched."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from obligations.extraction.findings import DeadlineFinding, DirectiveFinding, ObligationFinding, Role, TargetFinding
from obligations.extraction.pipeline import extract
from obligations.extraction.register import Register
from obligations.readers import Reading, Unreadable, read_text


class Command(BaseCommand):
    help = "识别文件中的任务，按行输出 JSON（不读写数据库）。"
    requires_system_checks: list[str] = []  # noqa: RUF012 - starts without loading the site

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="文件，- 表示标准输入")
        parser.add_argument("--register", action="append", type=Path, help="单位名录（JSON），可重复")

    def handle(self, *_args: object, file: str, register: list[Path] | None = None, **_options: object) -> None:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            reading = read_text(content, file)
        except (OSError, Unreadable) as fault:
            self.stderr.write(f"{file}: {fault}")
            sys.exit(2)
        names = Register.from_files(register or settings.REGISTER_FILES)
        for index, directive in enumerate(extract(reading.text, names, reading.grids), start=1):
            for record in records(index, directive, reading):
                self.stdout.write(json.dumps(record, ensure_ascii=False))


def records(index: int, directive: DirectiveFinding, reading: Reading) -> Iterator[dict[str, Any]]:
    """The directive's line and those of its obligations; `place` where the format has places."""
    yield {
        "type": "directive",
        "index": index,
        "start": directive.start,
        "end": directive.end,
        "doc_number": directive.doc_number,
        "title": directive.title,
        "issuer": directive.issuer,
        "issued_on": _iso(directive.issued_on),
        "kind": directive.kind,
        "addressees": directive.addressees,
        "effective_from": _iso(directive.effective_from),
        "expires_on": _iso(directive.expires_on),
        "supersedes": directive.supersedes,
        "confidence": directive.confidence,
        **_place(reading, directive.start),
    }
    for obligation in directive.obligations:
        yield {**_obligation(index, obligation), **_place(reading, obligation.start)}


def _obligation(index: int, obligation: ObligationFinding) -> dict[str, Any]:
    return {
        "type": "obligation",
        "directive": index,
        "start": obligation.start,
        "end": obligation.end,
        "text": obligation.text,
        "path": obligation.path,
        "title": obligation.title,
        "basis": obligation.basis,
        **{role.value: obligation.names(role) for role in Role},
        "units": [
            {"name": unit.mention.name, "role": unit.role, "start": unit.mention.start, "end": unit.mention.end}
            for unit in obligation.units
        ],
        "confidence": obligation.confidence,
        "deadlines": [_deadline(deadline) for deadline in obligation.deadlines],
        "targets": [_target(target) for target in obligation.targets],
        "vague": [{"start": v.start, "end": v.end, "text": v.text, "what": v.what} for v in obligation.vague],
    }


def _deadline(deadline: DeadlineFinding) -> dict[str, Any]:
    record = {
        "start": deadline.start,
        "end": deadline.end,
        "text": deadline.text,
        "kind": deadline.kind,
        "start_on": _iso(deadline.start_on),
        "due_on": _iso(deadline.due_on),
        "rrule": deadline.rrule,
        "offset": deadline.offset,
        "after": deadline.after,
        "what": deadline.what,
        "confidence": deadline.confidence,
    }
    return {key: value for key, value in record.items() if value not in (None, "")}


def _place(reading: Reading, offset: int) -> dict[str, str]:
    place = reading.place_at(offset)
    return {"place": place.label} if place else {}


def _target(target: TargetFinding) -> dict[str, Any]:
    record = {
        "start": target.start,
        "end": target.end,
        "text": target.text,
        "number": str(target.number),
        "number_to": str(target.number_to) if target.number_to is not None else None,
        "unit": target.unit,
        "comparator": target.comparator,
        "change": target.change,
        "what": target.what,
    }
    return {key: value for key, value in record.items() if value not in (None, "")}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
