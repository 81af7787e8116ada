from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from obligations.exports import progress_report
from obligations.models import Commitment, Light, Unit
from obligations.models.commitments import CommitmentQuerySet


class Command(BaseCommand):
    help = "Writes the progress report of all units as an Excel workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="the .xlsx file to write")
        parser.add_argument("--unit", help="only this unit: any spelling of its name")
        parser.add_argument("--light", choices=Light.values, help="only commitments that stand at this light")
        parser.add_argument("--on", type=date.fromisoformat, help="as of this day, YYYY-MM-DD; today without it")

    def handle(
        self, *_args: Any, out: Path, unit: str | None, light: str | None, on: date | None, **_options: Any
    ) -> None:
        day = on or timezone.localdate()
        commitments: CommitmentQuerySet = Commitment.objects.exclude(state=Commitment.State.WITHDRAWN)
        filters = []
        if unit:
            chosen = self._unit(unit)
            commitments = commitments.for_unit(chosen)
            filters.append(str(chosen))
        if light:
            commitments = commitments.at_light(Light(light), day)
            filters.append(str(Light(light).label))
        with out.open("wb") as file:
            count = progress_report.write(commitments, day, file, filters="；".join(filters) or "全部")
        self.stdout.write(f"{out}：{count} 项承办事项")

    def _unit(self, name: str) -> Unit:
        found = Unit.objects.by_names([name]).get(name)
        if found is None:
            raise CommandError(f"单位名录中没有“{name}”")
        return found
