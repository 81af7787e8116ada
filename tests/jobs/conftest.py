from datetime import date

import pytest

from obligations.models import Commitment, Notice, Task, Unit
from tests.conftest import TaskMaker


class Owe:
    """Makes a commitment of one unit by one date, on a task in force of its own."""

    def __init__(self, make_task: TaskMaker) -> None:
        self.make_task = make_task

    def __call__(self, unit: Unit, due_on: date | None, title: str = "完成散煤清零", **values: object) -> Commitment:
        task = self.make_task(title, responsible=(unit,))
        Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
        values = {"role": "responsible", "first_due_on": due_on, "occurrence": str(due_on or ""), **values}
        return Commitment.objects.create(task=task, unit=unit, due_on=due_on, **values)


@pytest.fixture
def owe(make_task: TaskMaker) -> Owe:
    return Owe(make_task)


def in_list(username: str) -> list[str]:
    """The stages in this person's in-app list, in the order in which they came."""
    mine = Notice.objects.filter(recipient__username=username, channel=Notice.Channel.INBOX)
    return list(mine.order_by("pk").values_list("stage", flat=True))


def mails_of(username: str) -> list[Notice]:
    mine = Notice.objects.filter(recipient__username=username, channel=Notice.Channel.EMAIL)
    return list(mine.order_by("pk"))
