"""确认台: suggestions beside their words; confirm, edit, reject, take back; one and many."""

from datetime import date

import pytest
from django.test import Client

from obligations import review, workflow
from obligations.models import Assignment, Commitment, Deadline, Directive, Task
from tests.conftest import FIXED, People, Register, Suggested, TaskMaker
from tests.web.conftest import HTMX, text_of


def verb(name: str, task: Task) -> str:
    return f"/review/tasks/{task.pk}/{name}/"


def test_the_overview_lists_what_waits_and_the_unknown_names(
    supervisor: Client, suggested: Suggested, directive: Directive
) -> None:
    page = text_of(supervisor.get("/review/"))
    assert directive.title in page and "市老区建设促进会" in page and "<strong>4</strong>" in page
    assert directive.title in text_of(supervisor.get(f"/review/?source={directive.source_id}"))
    assert "没有等待确认的建议" in text_of(supervisor.get("/review/?source=999"))


def test_suggestions_stand_beside_the_words(supervisor: Client, suggested: Suggested, directive: Directive) -> None:
    page = text_of(supervisor.get(f"/review/{directive.pk}/"))
    assert page.count('class="suggestion') == 4
    assert f'data-tasks="{suggested.fixed.pk}"' in page
    assert "建议 0/4" in page and "待定单位 1" in page and "把握 90%" in page
    assert "每月25日前" in page and "用户核实后5个工作日内" in page


def test_it_says_before_what_confirming_makes(supervisor: Client, suggested: Suggested) -> None:
    assert "4个单位将各生成1个承办事项" in text_of(supervisor.get(verb("preview", suggested.fixed)))
    assert "12个月度承办事项" in text_of(supervisor.get(verb("preview", suggested.recurring)))


def test_what_is_said_before_is_text(supervisor: Client, suggested: Suggested) -> None:
    Assignment.objects.filter(task=suggested.dateless).update(unit=None, name="<b>某局</b>")
    assert "&lt;b&gt;" in text_of(supervisor.get(verb("preview", suggested.dateless)))


def test_confirming(supervisor: Client, suggested: Suggested) -> None:
    page = text_of(supervisor.post(verb("confirm", suggested.fixed), **HTMX))
    assert "执行中" in page and "建议 1/4" in page and "生成4个承办事项" in page
    # In the card and in the message.
    assert page.count(f'hx-post="{verb("reopen", suggested.fixed)}"') == 2
    assert 'id="waiting-count" hx-swap-oob="true">3<' in page
    assert Commitment.objects.count() == 4


def test_confirming_without_scripts(supervisor: Client, suggested: Suggested, directive: Directive) -> None:
    answer = supervisor.post(verb("confirm", suggested.fixed))
    assert answer["Location"] == f"/review/{directive.pk}/#s-{suggested.fixed.pk}"


def test_what_somebody_else_confirmed_is_told_with_its_state(
    supervisor: Client, suggested: Suggested, people: People
) -> None:
    review.confirm(suggested.fixed.pk, people.second_supervisor)
    answer = supervisor.post(verb("confirm", suggested.fixed), **HTMX)
    assert answer.status_code == 422
    assert "赵启明确认立项" in text_of(answer) and "执行中" in text_of(answer)
    assert Commitment.objects.count() == 4


def test_a_task_that_nobody_owes_is_not_confirmed(supervisor: Client, make_task: TaskMaker) -> None:
    task = make_task("无主任务")
    answer = supervisor.post(verb("confirm", task), **HTMX)
    assert answer.status_code == 422 and "没有牵头或责任单位" in text_of(answer)


def test_rejecting_and_taking_it_back(supervisor: Client, suggested: Suggested) -> None:
    page = text_of(supervisor.post(verb("reject", suggested.dateless), {"reason": "一般性要求"}, **HTMX))
    assert "不立项" in page and "一般性要求" in page
    page = text_of(supervisor.post(verb("reopen", suggested.dateless), **HTMX))
    assert "把握" in page and "建议 0/4" in page


def test_taking_a_confirmation_back_takes_the_commitments(supervisor: Client, suggested: Suggested) -> None:
    supervisor.post(verb("confirm", suggested.fixed), **HTMX)
    supervisor.post(verb("reopen", suggested.fixed), **HTMX)
    assert Commitment.objects.count() == 0


def test_what_was_reported_on_is_not_taken_back(supervisor: Client, suggested: Suggested, people: People) -> None:
    review.confirm(suggested.fixed.pk, people.supervisor)
    own = Commitment.objects.get(unit__short_name="市能源局")
    workflow.report_progress(own.pk, people.coordinator, percent=10, done_so_far="已开工")
    answer = supervisor.post(verb("reopen", suggested.fixed), **HTMX)
    assert answer.status_code == 422 and "不能再撤回" in text_of(answer)


def entered(task: Task, **changes: object) -> dict[str, object]:
    """What the form posts when nothing but `changes` was entered."""
    page = {"title": task.title}
    for assignment in task.assignments.all():
        page.setdefault(assignment.role, []).append(assignment.name)
    for n, deadline in enumerate(task.deadlines.all()):
        for name in ("id", "kind", "text", "what", "start_on", "due_on", "after"):
            value = getattr(deadline, name)
            page[f"deadline-{n}-{name}"] = "" if value is None else str(value)
    return page | changes


def test_the_form_begins_with_the_task_as_it_stands(supervisor: Client, suggested: Suggested) -> None:
    page = text_of(supervisor.get(verb("edit", suggested.relative), **HTMX))
    assert 'value="规范补贴发放"' in page and 'value="市能源局"' in page and "未登记" in page
    assert 'value="5"' in page and '<option value="B" selected>' in page and 'value="用户核实"' in page
    page = text_of(supervisor.get(verb("edit", suggested.recurring), **HTMX))
    assert '<option value="FREQ=MONTHLY" selected>' in page and '<option value="25" selected>25日前' in page


def test_editing_title_units_and_date(supervisor: Client, suggested: Suggested) -> None:
    data = entered(suggested.fixed, title="完成供热管网改造", lead=["市住建局"], support=[])
    data["deadline-0-due_on"] = "2026-11-15"
    page = text_of(supervisor.post(verb("edit", suggested.fixed), data, **HTMX))
    assert "完成供热管网改造" in page and "11月15日前" in page and "已保存修改" in page
    task = Task.objects.with_details().get(pk=suggested.fixed.pk)
    assert task.state == Task.State.SUGGESTED
    assert [(a.role, str(a.unit)) for a in task.assignments.all()] == [
        ("lead", "市住房城乡建设局"),
        ("responsible", "各县（市、区）"),
    ]
    assert task.deadlines.get().due_on == date(2026, 11, 15)


def test_a_unit_that_the_register_does_not_know_is_flagged(supervisor: Client, suggested: Suggested) -> None:
    page = text_of(
        supervisor.post(verb("edit", suggested.dateless), entered(suggested.dateless, lead=["市防汛办"]), **HTMX)
    )
    assert "市防汛办" in page and "unknown" in page


def test_adding_deadlines_of_every_kind(supervisor: Client, suggested: Suggested) -> None:
    data = entered(suggested.dateless) | {
        "deadline-0-kind": "fixed", "deadline-0-due_on": "2026-12-31",
        "deadline-3-kind": "period", "deadline-3-start_on": "2026-10-01", "deadline-3-due_on": "2026-10-31",
        "deadline-4-kind": "recurring", "deadline-4-every": "FREQ=YEARLY", "deadline-4-month": "6",
        "deadline-4-month_day": "15", "deadline-4-weekday": "MO",
        "deadline-7-kind": "relative", "deadline-7-after": "批复", "deadline-7-count": "30", "deadline-7-span": "-D",
    }  # fmt: skip
    assert supervisor.post(verb("edit", suggested.dateless), data, **HTMX).status_code == 200
    found = Deadline.objects.filter(task=suggested.dateless).order_by("pk")
    assert [(d.kind, d.due_on, d.rrule, d.offset) for d in found] == [
        ("fixed", date(2026, 12, 31), "", ""),
        ("period", date(2026, 10, 31), "", ""),
        ("recurring", None, "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", ""),
        ("relative", None, "", "-P30D"),
    ]


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=25",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=15,-1",
        "FREQ=MONTHLY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=MO,FR",
        "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15",
        "FREQ=YEARLY;BYMONTH=5,10",
        "FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=3FR",
    ],
)
def test_saving_another_field_leaves_a_rule_as_it_is(supervisor: Client, suggested: Suggested, rrule: str) -> None:
    Deadline.objects.filter(task=suggested.recurring).update(rrule=rrule)
    form = supervisor.get(verb("edit", suggested.recurring), **HTMX).context["form"]
    data = {"title": "按月报送工程进度", "responsible": ["市住房城乡建设局"]}
    for deadline in form.deadlines:
        data |= {field.html_name: field.value() for field in deadline if field.value() is not None}
    assert supervisor.post(verb("edit", suggested.recurring), data, **HTMX).status_code == 200
    deadline = Deadline.objects.get(task=suggested.recurring)
    assert deadline.rrule == rrule and deadline.by_machine


@pytest.mark.parametrize("offset", ["P5B", "P20D", "P3M", "PT24H", "-P30D", "P10M/P1Y", "P1Y6M", "P2W"])
def test_saving_another_field_leaves_a_duration_as_it_is(supervisor: Client, suggested: Suggested, offset: str) -> None:
    Deadline.objects.filter(task=suggested.relative).update(offset=offset)
    form = supervisor.get(verb("edit", suggested.relative), **HTMX).context["form"]
    data = {"title": "发放补贴", "responsible": ["市能源局"]}
    for deadline in form.deadlines:
        data |= {field.html_name: field.value() for field in deadline if field.value() is not None}
    assert supervisor.post(verb("edit", suggested.relative), data, **HTMX).status_code == 200
    assert Deadline.objects.get(task=suggested.relative).offset == offset


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "请填写任务名称"),
        ({"deadline-0-due_on": ""}, "请填写完成日期"),
        ({"deadline-0-kind": "relative", "deadline-0-count": ""}, "请填写事件后的时长"),
        ({"deadline-0-due_on": "2026-02-30"}, "输入一个有效的日期"),
        ({"deadline-0-kind": "period", "deadline-0-start_on": "2026-12-01"}, "不能早于开始日期"),
    ],
)
def test_a_mistake_keeps_what_was_entered(
    supervisor: Client, suggested: Suggested, changes: dict[str, str], said: str
) -> None:
    data = entered(suggested.fixed, responsible=["新填的单位"]) | changes
    answer = supervisor.post(verb("edit", suggested.fixed), data, **HTMX)
    page = text_of(answer)
    assert answer.status_code == 422 and said in page and 'value="新填的单位"' in page
    assert answer["HX-Retarget"] == f"#edit-{suggested.fixed.pk}"
    assert not Assignment.objects.filter(name="新填的单位").exists()


def test_editing_what_is_in_force_is_refused(supervisor: Client, suggested: Suggested, people: People) -> None:
    review.confirm(suggested.fixed.pk, people.supervisor)
    answer = supervisor.post(verb("edit", suggested.fixed), entered(suggested.fixed), **HTMX)
    assert answer.status_code == 422 and "已由方立新确认立项" in text_of(answer)


def test_without_scripts_the_form_is_a_page(supervisor: Client, suggested: Suggested) -> None:
    assert "<html" in text_of(supervisor.get(verb("edit", suggested.fixed)))


def test_many_at_once_say_before_what_they_make(supervisor: Client, suggested: Suggested, directive: Directive) -> None:
    ids = [suggested.fixed.pk, suggested.recurring.pk]
    for extra in ({}, HTMX):
        page = text_of(supervisor.get(f"/review/{directive.pk}/bulk/", {"task": ids}, **extra))
        assert "已选 2 条建议" in page and "将生成 16 个承办事项" in page
    answer = supervisor.post(f"/review/{directive.pk}/confirm/", {"task": ids}, follow=True)
    assert "已确认2条，生成16个承办事项" in text_of(answer)
    assert Commitment.objects.count() == 16


def test_one_that_is_refused_does_not_hold_up_the_others(
    supervisor: Client, suggested: Suggested, make_task: TaskMaker, directive: Directive
) -> None:
    nobody = make_task("无主任务")
    ids = [nobody.pk, suggested.dateless.pk]
    assert "暂不能确认" in text_of(supervisor.get(f"/review/{directive.pk}/bulk/", {"task": ids}, **HTMX))
    answer = supervisor.post(f"/review/{directive.pk}/confirm/", {"task": ids}, **HTMX)
    assert answer["HX-Refresh"] == "true"
    page = text_of(supervisor.get(f"/review/{directive.pk}/"))
    assert "已确认1条" in page and "没有牵头或责任单位" in page


def test_rejecting_many(supervisor: Client, coordinator: Client, suggested: Suggested, directive: Directive) -> None:
    ids = [suggested.fixed.pk, suggested.dateless.pk]
    address = f"/review/{directive.pk}/reject/"
    assert coordinator.post(address, {"task": ids}).status_code == 403
    assert supervisor.get(address).status_code == 405
    supervisor.post(address, {"task": ids})
    assert Task.objects.filter(state="rejected").count() == 2
    assert "没有选中建议" in text_of(supervisor.post(address, {"task": ["x"]}, follow=True))


def test_only_suggestions_of_this_directive_are_touched(
    supervisor: Client, suggested: Suggested, directive: Directive
) -> None:
    other = Directive.objects.create(
        source=directive.source, number_in_source=2, start=0, end=1, text="通", title="另一个通知"
    )
    supervisor.post(f"/review/{other.pk}/confirm/", {"task": [suggested.fixed.pk]})
    assert Task.objects.get(pk=suggested.fixed.pk).state == "suggested"


def test_states_are_filters(supervisor: Client, suggested: Suggested, people: People, directive: Directive) -> None:
    review.confirm(suggested.fixed.pk, people.supervisor)
    assert text_of(supervisor.get(f"/review/{directive.pk}/?state=in_force")).count('class="suggestion') == 1
    assert text_of(supervisor.get(f"/review/{directive.pk}/?state=suggested")).count('class="suggestion') == 3
    assert "没有这一类建议" in text_of(supervisor.get(f"/review/{directive.pk}/?state=rejected"))


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_grow(
    supervisor: Client, make_task: TaskMaker, directive: Directive, django_assert_max_num_queries, count: int
) -> None:
    for n in range(count):
        make_task(f"任务{n}", responsible=("甲局", "乙局"), deadlines=({"kind": "fixed"},))
    with django_assert_max_num_queries(16):
        supervisor.get(f"/review/{directive.pk}/")
    with django_assert_max_num_queries(9):
        supervisor.get("/review/")


@pytest.mark.parametrize("count", [1, 40])
def test_foretelling_many_reads_the_groups_once(
    supervisor: Client,
    register: Register,
    make_task: TaskMaker,
    directive: Directive,
    django_assert_max_num_queries,
    count: int,
) -> None:
    made = [make_task(f"任务{n}", responsible=(register.all_counties,), deadlines=(FIXED,)) for n in range(count)]
    with django_assert_max_num_queries(10):
        page = text_of(supervisor.get(f"/review/{directive.pk}/bulk/", {"task": [task.pk for task in made]}, **HTMX))
    assert f"将生成 {3 * count} 个承办事项" in page
