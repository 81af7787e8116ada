"""Limits that name no date (长期坚持): stored, kept, told beforehand, dated by a person; they make nothing."""

from datetime import date

import pytest

from obligations.drafts import DeadlineDraft, TaskDraft
from obligations.errors import BadInput
from obligations.extraction.pipeline import extract
from obligations.models import Commitment, Deadline, SourceFile, Task
from obligations.review import confirm, correct, preview
from obligations.suggesting import suggest
from tests.conftest import FIXED, NOW, TODAY, People, Register, TaskMaker

pytestmark = pytest.mark.usefixtures("today")

UNDATED = {"kind": "undated", "text": "长期坚持"}
NOTICE = """云河市人民政府办公室关于加强巡查工作的通知
云政办发〔2026〕18号
各县(市、区)人民政府:
一、工作任务
(一)加强巡查。完善巡查制度。(责任单位:市能源局;完成时限:长期坚持)
(二)汛期值守。市能源局要在汛期前完成检查,6月底前报送总结。
(三)雨情报告。市能源局应每2小时报告一次雨情。
云河市人民政府办公室
2026年3月8日
"""


def test_intake_keeps_what_names_no_date(register: Register, source: SourceFile) -> None:
    source.text = NOTICE
    suggest(source, extract(NOTICE))
    rows = [[(d.kind, d.text) for d in task.deadlines.all()] for task in Task.objects.order_by("number")]
    assert rows == [
        [("undated", "长期坚持")],
        [("undated", "汛期前"), ("fixed", "6月底前")],
        [("undated", "每2小时")],
    ]
    limit = Deadline.objects.get(text="长期坚持")
    assert NOTICE[limit.start : limit.end] == "长期坚持" and limit.by_machine
    assert Task.objects.order_by("number")[0].suggestion["vague"][0]["text"] == "长期坚持"


def test_a_task_with_no_other_limit_is_owed_without_a_date(
    register: Register, make_task: TaskMaker, people: People
) -> None:
    task = make_task("巡查", lead=register.energy, deadlines=(UNDATED,))
    assert preview(task, TODAY) == (
        "市能源局将生成1个承办事项（暂无完成时限）。“长期坚持”未写明日期，不据此排期；需要排期的，请先改为具体时限。"
    )
    assert confirm(task.pk, people.supervisor, at=NOW).commitments_made == 1
    row = Commitment.objects.get()
    assert (row.deadline, row.due_on) == (None, None)
    assert Deadline.objects.get(task=task).text == "长期坚持"


def test_beside_a_date_it_makes_nothing_and_stays(register: Register, make_task: TaskMaker, people: People) -> None:
    task = make_task("巡查", lead=register.energy, deadlines=(UNDATED, FIXED))
    assert "生成1个承办事项（10月31日截止）" in preview(task, TODAY) and "“长期坚持”未写明日期" in preview(task, TODAY)
    confirm(task.pk, people.supervisor, at=NOW)
    assert [row.due_on for row in Commitment.objects.all()] == [FIXED["due_on"]]
    assert set(Deadline.objects.values_list("kind", flat=True)) == {"undated", "fixed"}


def test_a_person_gives_it_a_date(register: Register, make_task: TaskMaker, people: People) -> None:
    task = make_task("巡查", lead=register.energy, deadlines=(UNDATED,))
    draft = TaskDraft.of(task)
    draft.deadlines[0].kind, draft.deadlines[0].due_on = "fixed", date(2026, 12, 31)
    correct(task.pk, draft, people.supervisor)
    limit = Deadline.objects.get(task=task)
    assert (limit.kind, limit.due_on, limit.text) == ("fixed", date(2026, 12, 31), "长期坚持")
    confirm(task.pk, people.supervisor, at=NOW)
    assert Commitment.objects.get().due_on == date(2026, 12, 31)


def test_a_date_may_be_taken_back_to_undated(register: Register, make_task: TaskMaker, people: People) -> None:
    task = make_task("巡查", lead=register.energy, deadlines=(FIXED,))
    draft = TaskDraft.of(task)
    draft.deadlines[0].kind = "undated"
    correct(task.pk, draft, people.supervisor)
    limit = Deadline.objects.get(task=task)
    assert (limit.kind, limit.due_on) == ("undated", None)


def test_one_that_is_added_must_say_what_is_to_be_dated(
    register: Register, make_task: TaskMaker, people: People
) -> None:
    task = make_task("巡查", lead=register.energy)
    with pytest.raises(BadInput, match="写明什么的时限待定"):
        correct(task.pk, TaskDraft("巡查", deadlines=[DeadlineDraft("undated")]), people.supervisor)
    correct(task.pk, TaskDraft("巡查", deadlines=[DeadlineDraft("undated", what="验收")]), people.supervisor)
    assert Deadline.objects.get(task=task).text == "验收"
