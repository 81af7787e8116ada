"""Commitments in every light, with reports."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from obligations.models import Commitment, Deadline, Progress, Task, Unit
from tests.conftest import TODAY, Register, TaskMaker, moment


@dataclass
class Ledger:
    overdue: Commitment
    extended: Commitment
    handed_in: Commitment
    done_late: Commitment
    waiting: Commitment


def owe(task: Task, unit: Unit, due_on: date | None, **values: object) -> Commitment:
    task.state = Task.State.IN_FORCE
    task.save(update_fields=["state"])
    deadline = task.deadlines.first()
    values = {"first_due_on": due_on, "role": "responsible", "occurrence": str(due_on or ""), **values}
    return Commitment.objects.create(task=task, unit=unit, deadline=deadline, due_on=due_on, **values)


def report(commitment: Commitment, percent: int, done_so_far: str, *, on: date = TODAY, **values: str) -> Progress:
    user = commitment.unit.people.first() or values.pop("by")
    return Progress.objects.create(
        commitment=commitment,
        reported_by=user,
        reported_at=moment(on),
        percent=percent,
        done_so_far=done_so_far,
        **values,
    )


@pytest.fixture
def ledger(register: Register, make_task: TaskMaker, people: object) -> Ledger:
    fixed = {"kind": Deadline.Kind.FIXED, "text": "9月10日前", "due_on": date(2026, 9, 10)}
    pipes = make_task(
        "完成老旧供热管网改造",
        lead=register.energy,
        responsible=(register.all_counties, "市老区建设促进会"),
        support=(register.finance, register.housing),
        deadlines=(fixed,),
    )
    boilers = make_task("淘汰燃煤锅炉", responsible=(register.energy,), deadlines=(fixed,))
    others = make_task("开展宣传", responsible=(register.housing,))
    overdue = owe(pipes, register.energy, date(2026, 9, 10), role="lead", percent=60)
    report(overdue, 40, "旧的一条", on=TODAY - timedelta(days=5))
    report(overdue, 60, "已完成三个片区的改造。", problems="资金到位慢", next_steps="9月底前完成剩余片区")
    return Ledger(
        overdue=overdue,
        extended=owe(boilers, register.energy, date(2026, 10, 20), first_due_on=date(2026, 9, 10)),
        handed_in=owe(
            pipes, register.housing, date(2026, 9, 10), state="handed_in", handed_in_on=date(2026, 9, 9), percent=100
        ),
        done_late=owe(
            boilers,
            register.finance,
            date(2026, 9, 1),
            state="done",
            handed_in_on=date(2026, 9, 4),
            done_on=date(2026, 9, 8),
            percent=100,
        ),
        waiting=owe(others, register.housing, None),
    )
