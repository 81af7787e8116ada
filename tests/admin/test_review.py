"""Review in the admin: see the sentence, correct, decide one or many."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.models import Assignment, Commitment, Deadline, Event, Task
from tests.conftest import FIXED, People, Register, Suggested, TaskMaker

LIST = "/admin/obligations/task/"


def page(task: Task) -> str:
    return f"{LIST}{task.pk}/change/"


def said(answer: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def form_of(client: Client, task: Task) -> dict[str, str]:
    """What the browser would send back if nothing were changed."""
    context = client.get(page(task)).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else str(value)
    return data


def test_without_a_filter_the_list_is_what_waits(as_supervisor: Client, suggested: Suggested) -> None:
    assert as_supervisor.get(LIST).url == f"{LIST}?state__exact=suggested"


def test_a_row_shows_sentence_units_dates_and_confidence(as_supervisor: Client, suggested: Suggested) -> None:
    html = as_supervisor.get(f"{LIST}?state__exact=suggested").content.decode()
    assert "10月31日前完成老旧供热管网改造任务" in html
    assert '<span class="unknown-name">市老区建设促进会</span>' in html
    assert '<div title="2026-10-31">10月31日前</div>' in html
    assert "高 0.90" in html


def test_the_words_of_units_and_dates_are_marked_and_everything_is_escaped(
    as_supervisor: Client, register: Register, make_task: TaskMaker
) -> None:
    task = make_task("完成改造", lead=register.energy, deadlines=(FIXED,))
    text = "10月31\n日前完成<script>alert(1)</script>改造。(牵头部门:市能\n源局)"
    unit, limit = text.index("市能"), (0, text.index("完成"))
    Task.objects.filter(pk=task.pk).update(text=text, start=100, end=100 + len(text))
    Assignment.objects.filter(task=task).update(start=100 + unit, end=100 + unit + 5)
    Deadline.objects.filter(task=task).update(start=100 + limit[0], end=100 + limit[1])
    html = as_supervisor.get(page(task)).content.decode()
    assert '<span class="w-deadline">10月31日前</span>' in html
    assert '<span class="w-lead">市能源局</span>' in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)" not in html


def test_a_place_outside_the_sentence_marks_nothing(as_supervisor: Client, suggested: Suggested) -> None:
    Assignment.objects.filter(task=suggested.dateless).update(start=100_000, end=100_005)
    assert as_supervisor.get(page(suggested.dateless)).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state__exact=suggested&confidence=high", {"完成管网改造", "按月报送进度"}),
        ("confidence=middle", {"规范补贴发放"}),
        ("confidence=low", {"加强宣传引导"}),
        ("units=unknown", {"规范补贴发放"}),
        ("units=known", {"完成管网改造", "按月报送进度", "加强宣传引导"}),
        ("units=none", set()),
        ("basis__exact=table", set()),
        ("q=补贴", {"规范补贴发放"}),
        ("directive=999999", set()),
        ("state__exact=in_force", set()),
    ],
)
def test_the_filters(as_supervisor: Client, suggested: Suggested, query: str, titles: set[str]) -> None:
    Task.objects.filter(pk=suggested.relative.pk).update(confidence=0.7)
    Task.objects.filter(pk=suggested.dateless.pk).update(confidence=0.3)
    found = as_supervisor.get(f"{LIST}?{query}").context["cl"].queryset
    assert {task.title for task in found} == titles


def test_more_tasks_cost_no_more_queries(
    as_supervisor: Client, suggested: Suggested, make_task: TaskMaker, register
) -> None:
    with CaptureQueriesContext(connection) as few:
        as_supervisor.get(f"{LIST}?state__exact=suggested")
    for number in range(20):
        make_task(f"任务{number}", lead=register.energy, support=(register.finance, "市某局"), deadlines=(FIXED,))
    with CaptureQueriesContext(connection) as many:
        as_supervisor.get(f"{LIST}?state__exact=suggested")
    assert len(many) == len(few)


def test_foretelling_many_reads_the_groups_once(as_supervisor: Client, make_task: TaskMaker, register) -> None:
    def queries(tasks: list[Task]) -> int:
        ids = [task.pk for task in tasks]
        with CaptureQueriesContext(connection) as seen:
            answer = as_supervisor.post(LIST, {"action": "confirm_selected", "_selected_action": ids})
        assert f"共生成 {3 * len(ids)} 个承办事项" in answer.content.decode()
        return len(seen)

    made = [make_task(f"任务{n}", responsible=(register.all_counties,), deadlines=(FIXED,)) for n in range(20)]
    assert queries(made) == queries(made[:2])


def test_a_correction_replaces_title_units_and_dates(
    as_supervisor: Client, suggested: Suggested, register: Register, people: People
) -> None:
    task = suggested.relative
    data = form_of(as_supervisor, task) | {
        "title": "按时发放补贴",
        "assignments-0-unit": str(register.housing.pk),
        "assignments-0-name": "",
        "assignments-1-DELETE": "on",
        "assignments-2-role": "support",
        "assignments-2-unit": str(register.finance.pk),
        "deadlines-0-kind": "fixed",
        "deadlines-0-due_on": "2026-12-31",
        "deadlines-0-text": "12月底前",
        "_save": "",
    }
    answer = as_supervisor.post(page(task), data)
    assert answer.status_code == 302, answer.context["errors"]
    task = Task.objects.with_details().get(pk=task.pk)
    assert task.title == "按时发放补贴"
    assert [(a.role, str(a.unit)) for a in task.assignments.all()] == [
        ("responsible", "市住房城乡建设局"),
        ("support", "市财政局"),
    ]
    [deadline] = task.deadlines.all()
    assert (deadline.kind, deadline.due_on, deadline.offset) == ("fixed", date(2026, 12, 31), "")
    assert Event.objects.get(verb="corrected").actor == people.supervisor


def test_what_is_wrong_is_said_at_its_row_and_nothing_changes(as_supervisor: Client, suggested: Suggested) -> None:
    data = form_of(as_supervisor, suggested.recurring) | {"deadlines-0-rrule": "每月一次", "title": "改了"}
    answer = as_supervisor.post(page(suggested.recurring), data)
    assert answer.status_code == 200
    assert "周期规则无法识别" in answer.content.decode()
    assert Task.objects.get(pk=suggested.recurring.pk).title == "按月报送进度"


def test_a_unit_row_without_name_and_unit_is_refused(as_supervisor: Client, suggested: Suggested) -> None:
    data = form_of(as_supervisor, suggested.dateless) | {"assignments-1-role": "support"}
    answer = as_supervisor.post(page(suggested.dateless), data)
    assert "请填写原文写法，或选择单位。" in answer.content.decode()


def test_saving_without_a_change_writes_no_event(as_supervisor: Client, suggested: Suggested) -> None:
    as_supervisor.post(page(suggested.fixed), form_of(as_supervisor, suggested.fixed) | {"_save": ""})
    assert not Event.objects.exists()


def test_before_confirming_the_page_says_what_it_will_make(as_supervisor: Client, suggested: Suggested) -> None:
    assert "4个单位将各生成1个承办事项" in as_supervisor.get(page(suggested.fixed)).content.decode()


def test_correct_and_confirm_in_one_step_then_on_to_the_next(as_supervisor: Client, suggested: Suggested) -> None:
    data = form_of(as_supervisor, suggested.fixed) | {"deadlines-0-due_on": "2026-11-15", "_confirm": ""}
    answer = as_supervisor.post(page(suggested.fixed), data)
    assert answer.url == page(suggested.recurring)
    assert said(answer) == ["已确认：完成管网改造，生成 4 个承办事项。"]
    assert set(Commitment.objects.values_list("due_on", flat=True)) == {date(2026, 11, 15)}


def test_a_task_that_nobody_owes_can_not_be_confirmed(as_supervisor: Client, suggested: Suggested) -> None:
    Assignment.objects.filter(task=suggested.dateless).update(unit=None, name="市某局")
    data = form_of(as_supervisor, suggested.dateless) | {"_confirm": ""}
    answer = as_supervisor.post(page(suggested.dateless), data)
    assert answer.url == page(suggested.dateless)
    assert "不在单位名录中" in said(answer)[0]


def test_reject_with_a_reason(as_supervisor: Client, suggested: Suggested) -> None:
    data = form_of(as_supervisor, suggested.dateless) | {"_reject": "", "_reason": "不是任务"}
    as_supervisor.post(page(suggested.dateless), data)
    task = Task.objects.get(pk=suggested.dateless.pk)
    assert (task.state, task.reason) == ("rejected", "不是任务")


def test_what_was_decided_is_only_shown(as_supervisor: Client, suggested: Suggested) -> None:
    data = form_of(as_supervisor, suggested.fixed)
    Task.objects.filter(pk=suggested.fixed.pk).update(state=Task.State.IN_FORCE)
    shown = as_supervisor.get(page(suggested.fixed)).content.decode()
    assert 'name="title"' not in shown
    assert 'name="_confirm"' not in shown
    assert as_supervisor.post(page(suggested.fixed), data | {"title": "改"}).status_code == 403
    assert Task.objects.get(pk=suggested.fixed.pk).title == "完成管网改造"


def bulk(client: Client, action: str, tasks: list[Task], **others: str) -> HttpResponse:
    data = {"action": action, "_selected_action": [str(task.pk) for task in tasks], **others}
    return client.post(f"{LIST}?q=", data)


def test_many_are_confirmed_after_saying_what_that_makes(as_supervisor: Client, suggested: Suggested) -> None:
    tasks = [suggested.fixed, suggested.recurring]
    asked = bulk(as_supervisor, "confirm_selected", tasks).content.decode()
    assert "将确认 2 项任务，共生成 16 个承办事项。" in asked
    assert "12个月度承办事项" in asked
    assert not Commitment.objects.exists()
    answer = bulk(as_supervisor, "confirm_selected", tasks, apply="yes")
    assert said(answer) == ["已确认 2 项，生成 16 个承办事项。"]
    assert Commitment.objects.count() == 16


def test_one_that_can_not_be_confirmed_does_not_hold_up_the_others(as_supervisor: Client, suggested: Suggested) -> None:
    Assignment.objects.filter(task=suggested.dateless).update(unit=None, name="市某局")
    answer = bulk(as_supervisor, "confirm_selected", [suggested.fixed, suggested.dateless], apply="yes")
    done, refused = said(answer)
    assert done == "已确认 1 项，生成 4 个承办事项。"
    assert refused == "加强宣传引导：“市某局”不在单位名录中，请先匹配或改选单位。"


def test_what_can_not_be_confirmed_is_said_before(as_supervisor: Client, suggested: Suggested) -> None:
    Assignment.objects.filter(task=suggested.dateless).update(unit=None, name="市某局")
    asked = bulk(as_supervisor, "confirm_selected", [suggested.fixed, suggested.dateless]).content.decode()
    assert "将确认 1 项任务，共生成 4 个承办事项。" in asked
    assert "另外 1 项暂不能确认" in asked
    assert f'name="_selected_action" value="{suggested.fixed.pk}"' in asked
    assert f'name="_selected_action" value="{suggested.dateless.pk}"' not in asked


def test_what_was_decided_before_is_left_alone(as_supervisor: Client, suggested: Suggested) -> None:
    Task.objects.filter(pk=suggested.dateless.pk).update(state="rejected")
    asked = bulk(as_supervisor, "reject_selected", [suggested.fixed, suggested.dateless]).content.decode()
    assert "1 项任务将不予立项" in asked
    assert "另外 1 项已审核过，不受影响。" in asked


def test_many_are_rejected_with_one_reason_and_taken_back(as_supervisor: Client, suggested: Suggested) -> None:
    tasks = [suggested.fixed, suggested.dateless]
    assert "2 项任务将不予立项" in bulk(as_supervisor, "reject_selected", tasks).content.decode()
    answer = bulk(as_supervisor, "reject_selected", tasks, apply="yes", reason="重复")
    assert said(answer) == ["2 项作不予立项处理。"]
    assert set(Task.objects.filter(state="rejected").values_list("reason", flat=True)) == {"重复"}
    answer = as_supervisor.post(
        LIST + "?state__exact=rejected",
        {"action": "reopen_selected", "_selected_action": [str(task.pk) for task in tasks]},
    )
    assert said(answer)[-1] == "已撤回 2 项，回到待确认。"
    assert Task.objects.suggested().count() == 4


def test_too_many_at_once_are_refused(as_supervisor: Client, suggested: Suggested, monkeypatch) -> None:
    monkeypatch.setattr("obligations.admin.task_actions.MOST_AT_ONCE", 1)
    answer = bulk(as_supervisor, "confirm_selected", [suggested.fixed, suggested.dateless], apply="yes")
    assert said(answer) == ["一次最多处理 1 项，请先按文件筛选。"]
    assert not Commitment.objects.exists()


def test_a_directive_leads_to_its_tasks_by_state(as_supervisor: Client, suggested: Suggested) -> None:
    html = as_supervisor.get("/admin/obligations/directive/").content.decode()
    link = f"/admin/obligations/task/?directive={suggested.fixed.directive_id}&amp;state__exact=suggested"
    assert f'<a href="{link}">4</a>' in html
    assert len(as_supervisor.get(link.replace("&amp;", "&")).context["cl"].queryset) == 4


def test_a_limit_without_a_date_is_kept_and_dated_there_too(
    as_supervisor: Client, register: Register, make_task: TaskMaker
) -> None:
    task = make_task("巡查", lead=register.energy, deadlines=({"kind": "undated", "text": "长期坚持"},))
    assert "未写明日期" in as_supervisor.get(page(task)).content.decode()
    sent = form_of(as_supervisor, task)
    as_supervisor.post(page(task), sent)
    assert Deadline.objects.get().kind == "undated"
    as_supervisor.post(page(task), sent | {"deadlines-0-kind": "fixed", "deadlines-0-due_on": "2026-12-31"})
    assert Deadline.objects.get().due_on == date(2026, 12, 31)
