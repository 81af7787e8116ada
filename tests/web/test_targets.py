"""指标: kept from the reading, marked in the words, corrected at review, in the Excel report."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from obligations import review
from obligations.exports import progress_report
from obligations.intake import read_source, receive
from obligations.models import Commitment, Event, Target, Task
from tests.conftest import TODAY, People, Register, Suggested
from tests.web.conftest import HTMX, text_of

TEXT = """云河市人民政府办公室关于做好供水工作的通知
云政办发〔2026〕31号

各县(市、区)人民政府:

一、改造管网。市能源局要于12月底前改造管网80公里以上,漏损率控制在9%以内。
二、加强宣传。市能源局要每季度开展宣传。

云河市人民政府办公室
2026年6月2日
"""


@pytest.fixture
def task(register: Register, settings: object, tmp_path: Path) -> Task:
    """The task with two targets, as the machine reads it."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    read_source(receive("供水.txt", TEXT.encode(), None).source.pk)
    return Task.objects.get(title__startswith="改造管网")


def amounts(task: Task) -> list[str]:
    return [target.amount for target in task.targets.all()]


def entered(task: Task, **changes: str) -> dict[str, object]:
    """What the form of the task sends."""
    data: dict[str, object] = {"title": task.title, "responsible": ["市能源局"]}
    for n, target in enumerate(task.targets.all()):
        values = {"id": target.pk, "what": target.what, "change": target.change, "comparator": target.comparator}
        values |= {"number": target.number, "unit": target.unit}
        data |= {f"target-{n}-{name}": value for name, value in values.items()}
    return data | changes


def edit(task: Task) -> str:
    return f"/review/tasks/{task.pk}/edit/"


def test_reading_keeps_them_with_their_place(task: Task) -> None:
    assert amounts(task) == ["≥80公里", "≤9%"]
    first = task.targets.first()
    assert first is not None and TEXT[first.start : first.end] == "80公里以上" and first.by_machine
    assert first.what == "市能源局要于12月底前改造管网80公里以上"
    assert [one["text"] for one in task.suggestion["targets"]] == ["80公里以上", "控制在9%以内"]
    assert not Target.objects.exclude(task=task).exists()


def test_the_pages_list_and_mark_them(supervisor: Client, task: Task) -> None:
    for url in (f"/review/{task.directive_id}/", f"/directives/{task.directive_id}/", f"/tasks/{task.pk}/"):
        page = text_of(supervisor.get(url))
        assert "≥80公里" in page and "≤9%" in page
        assert '<span class="w-target" title="指标">80公里以上</span>' in page.replace("\n", "")


def test_one_is_corrected_one_removed_one_added(supervisor: Client, task: Task) -> None:
    data = entered(task, **{"target-0-number": "90.5", "target-0-change": "rise"})
    data = {key: value for key, value in data.items() if not key.startswith("target-1-")}
    data |= {"target-7-number": "3", "target-7-number_to": "5", "target-7-comparator": "eq", "target-7-unit": "家"}
    assert "已保存修改" in text_of(supervisor.post(edit(task), data, **HTMX))
    assert amounts(task) == ["增加≥90.5公里", "3—5家"]
    assert [target.by_machine for target in task.targets.all()] == [False, False]
    assert Event.objects.filter(verb=Event.Verb.CORRECTED, task=task).count() == 1


def test_the_form_shows_them_and_saving_it_untouched_changes_nothing(supervisor: Client, task: Task) -> None:
    page = text_of(supervisor.get(edit(task), **HTMX))
    assert 'name="target-0-number" value="80"' in page and 'name="target-1-unit" value="%"' in page
    before = list(task.targets.values())
    supervisor.post(edit(task), entered(task), **HTMX)
    assert list(task.targets.values()) == before


@pytest.mark.parametrize(
    "change",
    [{"target-0-number": "x"}, {"target-0-number_to": "2"}, {"target-0-comparator": "?"}, {"target-0-number": ""}],
)
def test_a_mistake_saves_nothing(supervisor: Client, task: Task, change: dict[str, str]) -> None:
    assert supervisor.post(edit(task), entered(task, **change), **HTMX).status_code == 422
    assert amounts(task) == ["≥80公里", "≤9%"]


def test_a_correction_that_knows_no_targets_leaves_them(task: Task, people: People) -> None:
    draft = review.TaskDraft("新名称", [review.UnitDraft("responsible", "市能源局")])
    review.correct(task.pk, draft, people.supervisor)
    assert amounts(task) == ["≥80公里", "≤9%"]


def test_the_report_has_a_column(task: Task, people: People) -> None:
    review.confirm(task.pk, people.supervisor)
    sheet = load_workbook(BytesIO(progress_report.build(Commitment.objects.all(), TODAY)))["全部事项"]
    titles = [cell.value for cell in sheet[3]]
    shown = sheet.cell(4, titles.index("指标") + 1).value
    assert shown == "≥80公里（市能源局要于12月底前改造管网80公里以上）\n≤9%（漏损率控制在9%以内）"


def test_a_task_without_any_says_nothing_of_them(supervisor: Client, suggested: Suggested) -> None:
    assert "<dt>指标</dt>" not in text_of(supervisor.get(f"/tasks/{suggested.fixed.pk}/"))


def test_amounts_print_plainly() -> None:
    assert str(Target(number=Decimal("10070.0000"), unit="户")) == "10070户"
    assert str(Target(number=Decimal("100"), unit="%", comparator="ge")) == "≥100%"
    assert str(Target(number=Decimal("18.50"), unit="%", change="fall", comparator="about")) == "减少约18.5%"
