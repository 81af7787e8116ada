"""Tells the people of the units whose commitments a correction changed: one notice a person, however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from obligations.amending.lines import Line, say_line
from obligations.models import Commitment, Notice, Task, User
from obligations.phrases import say_list
from obligations.workflow.telling import notices, people_of

MOST_SAID = 6


def tell(task: Task, lines: Sequence[Line], reason: str, at: datetime) -> None:
    by_unit: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.is_changed:
            by_unit[line.unit.pk].append(line)
    said: dict[User, list[str]] = defaultdict(list)
    about: dict[User, Commitment] = {}
    for unit_id, changed in by_unit.items():
        rows = Commitment.objects.filter(task=task, unit=unit_id)
        row = rows.live().order_by("pk").first() or rows.order_by("-pk").first()
        if row is None:
            continue
        for person in people_of(row):
            said[person].append(f"{changed[0].unit}：{say_list([say_line(one) for one in changed], MOST_SAID)}。")
            about.setdefault(person, row)
    made: list[Notice] = []
    for person, parts in said.items():
        body = f"{''.join(parts)}更正理由：{reason}"
        stage = f"amended:{at.isoformat()}"
        title = f"任务已更正：{task.title}"
        made += notices(about[person], [person], Notice.Kind.NEWS, title, body, stage=stage, at=at)
    Notice.objects.bulk_create(made, ignore_conflicts=True)
