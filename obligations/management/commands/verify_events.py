"""Computes the chain of events anew and says whether anything was changed: 操作记录核验."""

import re
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.verifying import Anchor, verify


def anchor(text: str) -> Anchor:
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip())
    if found is None:
        raise ArgumentTypeError("应为编号与校验值（N:HASH），如上次核验所印。")
    return Anchor(int(found[1]), found[2])


class Command(BaseCommand):
    help = "核验操作记录：逐条重算校验值，有改动、缺失或插入时退出码为1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known", type=anchor, action="append", default=[], metavar="N:HASH", help="以前抄录的链尾，可重复"
        )

    def handle(self, *_args: Any, known: list[Anchor], **_options: Any) -> None:
        verdict = verify(known)
        for problem in verdict.problems:
            self.stdout.write(problem)
        if verdict.problems:
            more = f"（另有{verdict.more_problems}处未列出）" if verdict.more_problems else ""
            found = len(verdict.problems) + verdict.more_problems
            raise CommandError(f"操作记录有改动：核对{verdict.count}条，发现{found}处问题{more}。")
        self.stdout.write(f"操作记录{verdict.count}条，逐条核对无误。")
        if verdict.count:
            self.stdout.write(f"链尾 {verdict.end}")
            self.stdout.write("请把链尾抄录到系统之外；以后用 --known 核对，可以发现整条链被重写。")
