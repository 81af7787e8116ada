"""One row of every noun, any of them in any state."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from obligations import (
    schedule,
)
from obligations.models import (
    Commitment,
    Deadline,
    Directive,
    Event,
    Extension,
    Part,
    SourceFile,
    Suspension,
    Task,
    TaskPair,
)
from tests.conftest import AFTER, FIXED, NOW, TODAY, People, Register, TaskMaker, make_unit

Verb = Event.Verb
LATER = date(2026, 12, 1)
NEXT_YEAR = date(2027, 1, 8)
# A name that the register does not bear.
UNKNOWN = "市能源和数据局"


@dataclass
class Scene:
    """`task` is 市能源局's, with one commitment; `waiting` waits for an event; `pair` are two more tasks."""

    task: Task
    commitment: Commitment
    extension: Extension
    waiting: Deadline
    first: Task
    second: Task
    pair: TaskPair
    source: SourceFile
    register: Register
    people: People
    part: Part

    def put(self, row: Any, state: str) -> None:
        """Puts the row in the state by hand, with what the state needs."""
        values: dict[str, Any] = {"state": state}
        if isinstance(row, Commitment):
            values["done_on"] = TODAY if state == "done" else None
            values["handed_in_on"] = TODAY if state == "handed_in" else None
        if isinstance(row, Part):
            values["done_on"] = TODAY if state == "done" else None
            values["handed_in_on"] = TODAY if state == "handed_in" else None
        if isinstance(row, Task):
            values["merged_into"] = self.task if state == "merged" and row.pk != self.task.pk else None
        if isinstance(row, TaskPair):
            values["kept"] = self.first if state == "joined" else None
            if state == "joined":
                Task.objects.filter(pk=self.second.pk).update(state="merged", merged_into=self.first)
        if isinstance(row, Extension) and state != "pending":
            values |= {"decided_by": self.people.second_supervisor, "decided_at": NOW}
        if isinstance(row, Commitment) and state == "suspended":
            Suspension.objects.get_or_create(commitment=row, ended_on=None, reason="区划调整", started_on=TODAY)
        type(row).objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()


def make_scene(register: Register, people: People, make_task: TaskMaker, source: SourceFile) -> Scene:
    task = make_task("完成管网改造", lead=register.energy, deadlines=(FIXED,))
    waiting = make_task("规范补贴发放", lead=register.housing, support=(UNKNOWN, register.energy), deadlines=(AFTER,))
    first = make_task("加强巡查", lead=register.energy, deadlines=(FIXED,))
    second = make_task("加强巡查工作", lead=register.energy, deadlines=(FIXED,))
    Task.objects.filter(pk__in=[task.pk, waiting.pk]).update(state=Task.State.IN_FORCE)
    task.refresh_from_db()
    schedule.make_commitments(task, TODAY)
    commitment = task.commitments.get()
    extension = Extension.objects.create(
        commitment=commitment,
        asked_by=people.coordinator,
        asked_at=NOW,
        due_before=commitment.due_on,
        wanted_on=LATER,
        reason="流标",
    )
    pair = TaskPair.objects.create(first=first, second=second, score=0.9)
    deadline = waiting.deadlines.get()
    section = make_unit("云河市能源局热力科", short="热力科", kind="office")
    section.parent = register.energy
    section.save()
    part = Part.objects.create(
        commitment=commitment, unit=section, what="核对管网图纸", made_by=people.coordinator, made_at=NOW
    )
    return Scene(task, commitment, extension, deadline, first, second, pair, source, register, people, part)


def make_newer(directive: Directive, **values: Any) -> Directive:
    """A directive of the next year, from a file of its own."""
    source = SourceFile.objects.create(
        name="新通知.txt", sha256="1" * 64, file="sources/2027/new.txt", size=1, text="新通知", received_at=NOW
    )
    values = {"doc_number": "云政办发〔2027〕3号", "title": f"{directive.title}（新）", "issued_on": NEXT_YEAR} | values
    return Directive.objects.create(source=source, number_in_source=1, start=0, end=3, text="新通知", **values)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All that is in our tables: to show that nothing was changed. Read raw: tests ask it thousands of times."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


@cache
def _tables() -> list[str]:
    models = apps.get_app_config("obligations").get_models(include_auto_created=True)
    return [model._meta.db_table for model in models]
