"""办理过程: who, for which unit, when, what, before and after."""

import re
from datetime import date, timedelta

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obligations import review, schedule, workflow
from obligations.models import Commitment, Event, Task
from obligations.review import DeadlineDraft, TargetDraft, TaskDraft, UnitDraft
from obligations.web.changes import Change, changes_of
from tests.conftest import NOW, TODAY, People, Register, Suggested
from tests.web.conftest import put_in_force, text_of


def lines(client: Client, task: Task) -> list[str]:
    """The entries of the page's timeline as plain words, the newest first."""
    page = text_of(client.get(reverse("task", args=[task.pk])))
    found = re.search(r'<ol class="timeline">(.*?)</ol>', page, re.DOTALL)
    assert found is not None
    entries = re.split(r"<li(?: class=\"is-report\")?>\s*<div class=\"meta\">", found[1])[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", entry).split()) for entry in entries]


def changes(event: Event) -> list[tuple[str, str, str]]:
    return [(str(one.label), one.before, one.after) for one in changes_of(event)]


def test_every_line_says_who_for_whom_when_what_and_what_changed(
    supervisor: Client, commitment: Commitment, people: People
) -> None:
    day = timedelta(days=1)
    for number, step in enumerate(
        [
            lambda at: workflow.report_progress(
                commitment.pk, people.coordinator, percent=40, done_so_far="已开工", at=at
            ),
            lambda at: workflow.ask_extension(commitment.pk, people.coordinator, date(2026, 11, 30), "流标", at=at),
            lambda at: workflow.decide_extension(
                commitment.extensions.get().pk, people.supervisor, date(2026, 11, 15), "抓紧", at=at
            ),
            lambda at: workflow.hand_in(commitment.pk, people.coordinator, done_so_far="完工", at=at),
            lambda at: workflow.return_(commitment.pk, people.supervisor, "缺验收单", at=at),
        ]
    ):
        step(NOW + number * day)
    found = [line.replace("→ 改为", "→") for line in lines(supervisor, commitment.task)]
    assert found == [
        "9月20日 10:00 · 方立新 · 市能源局 退回修改 状态 待审核 → 退回修改 申请办结日期 9月19日 → 无 缺验收单",
        "9月19日 10:00 · 郭一鸣 · 市能源局 申请办结 100% 状态 办理中 → 待审核 申请办结日期 9月19日 完工",
        "9月18日 10:00 · 方立新 · 市能源局 同意延期 截止 10月31日 → 11月15日 缩短，申请的是 11月30日 抓紧",
        "9月17日 10:00 · 郭一鸣 · 市能源局 申请延期 申请延至 10月31日 → 11月30日 流标",
        "9月16日 10:00 · 郭一鸣 · 市能源局 报进展 40% 已开工",
    ]


def test_a_renamed_unit_keeps_its_name_in_its_history(
    supervisor: Client, commitment: Commitment, people: People
) -> None:
    workflow.sign(commitment.pk, people.coordinator)
    commitment.unit.short_name = "市能源和数据局"
    commitment.unit.save()
    [line] = lines(supervisor, commitment.task)
    assert "· 市能源局 签收" in line


def test_a_job_is_the_system(supervisor: Client, suggested: Suggested, people: People) -> None:
    review.confirm(suggested.recurring.pk, people.supervisor, at=NOW)
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        schedule.extend_recurring(TODAY + timedelta(days=60))
    newest = lines(supervisor, suggested.recurring)[0]
    assert "系统 续排周期事项 新增承办事项 2项" in newest


def test_a_correction_shows_units_dates_and_amounts_in_words(suggested: Suggested, people: People) -> None:
    draft = TaskDraft.of(suggested.fixed)
    draft.units = [UnitDraft("lead", "市住建局"), UnitDraft("support", "市财政局")]
    draft.deadlines = [DeadlineDraft(kind="recurring", rrule="FREQ=MONTHLY;BYMONTHDAY=25")]
    draft.targets = [TargetDraft(number=75, unit="%", comparator="ge", what="改造率")]
    review.correct(suggested.fixed.pk, draft, people.supervisor)
    found = {label: (before, after) for label, before, after in changes(Event.objects.get())}
    before, after = found["责任分工"]
    assert before.startswith("牵头 市能源局；责任 各县（市、区）") and before.endswith("配合 市财政局")
    assert after == "牵头 市住建局；配合 市财政局"
    assert found["时限"] == ("10月31日前", "每月25日前")
    assert found["指标"] == ("", "≥75% 改造率")
    assert "任务" not in found


def test_what_is_not_for_reading_is_left_out() -> None:
    event = Event(verb="signed", commitment_id=1, before={"signed_at": None}, after={"signed_at": "2026-09-16", "x": 1})
    assert changes_of(event) == []
    unknown = Event(verb="closed", commitment_id=1, before={"state": "gone"}, after={"state": "done"})
    assert changes_of(unknown) == [Change("状态", "gone", "已办结")]


def test_other_units_events_are_not_shown(coordinator: Client, commitment: Commitment, people: People) -> None:
    county = Commitment.objects.filter(task=commitment.task).exclude(pk=commitment.pk)[0]
    workflow.urge(commitment.pk, people.supervisor, "请抓紧")
    workflow.close(county.pk, people.supervisor, "县里已完成")
    [line] = lines(coordinator, commitment.task)
    assert "请抓紧" in line


def test_a_long_history_costs_no_more_queries(
    supervisor: Client, suggested: Suggested, register: Register, people: People
) -> None:
    put_in_force(suggested.recurring)
    rows = list(suggested.recurring.commitments.all())
    address = reverse("task", args=[suggested.recurring.pk])

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            supervisor.get(address, {"log": "all"})
        return len(captured)

    workflow.report_progress(rows[0].pk, people.supervisor, percent=1, done_so_far="第一次")
    few = queries()
    for number, row in enumerate(rows):
        for percent in range(5):
            workflow.report_progress(row.pk, people.supervisor, percent=percent, done_so_far=f"{number}-{percent}")
    assert queries() == few
