"""Writes the tables of docs/states.md and docs/rights.md anew, for whoever changed `steps` or `rights`."""

from typing import Any

from django.core.management.base import BaseCommand

from obligations.management.tables import DOCS, FILES, filled


class Command(BaseCommand):
    help = "按代码重写 docs/states.md 和 docs/rights.md 中的表"

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name in FILES:
            (DOCS / name).write_text(filled(name), encoding="utf-8")
            self.stdout.write(f"已写 docs/{name}")
