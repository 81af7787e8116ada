"""任务: the words in their context, who owes what, what happened, and files for those who may see them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from obligations import review, workflow
from obligations.models import Assignment, Commitment, Deadline, Evidence, Task
from tests.conftest import DIRECTIVE_TEXT, People, Register, Suggested, TaskMaker
from tests.web.conftest import HTMX, put_in_force, text_of


def place_words(task: Task) -> None:
    """Points the assignments and deadlines of the fixture at their words, as the extractor does."""
    for assignment in Assignment.objects.filter(task=task):
        at = DIRECTIVE_TEXT.find(str(assignment.unit), task.start)
        if at >= 0:
            Assignment.objects.filter(pk=assignment.pk).update(start=at, end=at + len(str(assignment.unit)))
    for deadline in Deadline.objects.filter(task=task):
        at = DIRECTIVE_TEXT.find(deadline.text, task.start)
        Deadline.objects.filter(pk=deadline.pk).update(start=at, end=at + len(deadline.text))


def url(task: Task) -> str:
    return reverse("task", args=[task.pk])


def test_words_are_marked_in_their_context(coordinator: Client, commitment: Commitment) -> None:
    place_words(commitment.task)
    page = text_of(coordinator.get(url(commitment.task)))
    assert 'class="w-deadline" title="定期限">10月31日前</span>' in page
    assert 'class="w-lead" title="牵头：市能源局">市能源局</span>' in page
    assert 'class="w-support" title="配合：市财政局">市财政局</span>' in page
    assert "is-own" in page and "二、按月报送进度" in page and "is-far" in page


def test_each_sees_the_own_units_rows(
    coordinator: Client, supervisor: Client, stranger: Client, commitment: Commitment
) -> None:
    assert text_of(coordinator.get(url(commitment.task))).count('id="c-') == 1
    assert text_of(supervisor.get(url(commitment.task))).count('id="c-') == 4
    assert stranger.get(url(commitment.task)).status_code == 404


def test_a_supporting_unit_reads_the_task_and_owes_nothing(
    as_, commitment: Commitment, people: People, register: Register
) -> None:
    people.stranger.memberships.all().delete()
    people.stranger.memberships.create(unit=register.finance)
    page = text_of(as_("stranger").get(url(commitment.task)))
    assert "完成管网改造" in page and "没有您可见的承办事项" in page and "act is-first" not in page


def test_a_suggestion_is_for_supervisors_only(coordinator: Client, supervisor: Client, suggested: Suggested) -> None:
    assert coordinator.get(url(suggested.fixed)).status_code == 404
    assert "去确认台" in text_of(supervisor.get(url(suggested.fixed)))


def test_the_timeline_tells_what_happened(
    supervisor: Client, coordinator: Client, suggested: Suggested, people: People
) -> None:
    review.confirm(suggested.fixed.pk, people.supervisor)
    commitment = Commitment.objects.get(task=suggested.fixed, unit__short_name="市能源局")
    files = [SimpleUploadedFile("验收单.pdf", b"%PDF-1.7 sample")]
    workflow.report_progress(commitment.pk, people.coordinator, percent=40, done_so_far="已开工", files=files)
    workflow.ask_extension(commitment.pk, people.coordinator, date(2026, 11, 30), "流标")
    page = text_of(supervisor.get(url(suggested.fixed)))
    for words in ("确认立项", "方立新", "报进展 40%", "已开工", "验收单.pdf", "申请延期", "流标", "郭一鸣"):
        assert words in page


def test_another_units_reports_are_not_in_the_timeline(
    coordinator: Client, commitment: Commitment, people: People
) -> None:
    county = Commitment.objects.exclude(pk=commitment.pk).first()
    workflow.report_progress(county.pk, people.supervisor, percent=40, done_so_far="县里的情况")
    assert "县里的情况" not in text_of(coordinator.get(url(commitment.task)))


def test_evidence_is_handed_to_those_who_see_the_commitment(
    coordinator: Client, supervisor: Client, stranger: Client, client: Client, commitment: Commitment, people: People
) -> None:
    files = [SimpleUploadedFile("验收单 甲.pdf", b"%PDF-1.7 <script>")]
    workflow.report_progress(commitment.pk, people.coordinator, percent=40, done_so_far="已开工", files=files)
    address = reverse("evidence", args=[Evidence.objects.get().pk])
    for allowed in (coordinator, supervisor):
        answer = allowed.get(address)
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 <script>"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/octet-stream"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert stranger.get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert supervisor.post(address).status_code == 405


def test_recording_the_day_of_the_event(supervisor: Client, coordinator: Client, suggested: Suggested) -> None:
    put_in_force(suggested.relative)
    deadline = suggested.relative.deadlines.get()
    address = reverse("record_event", args=[deadline.pk])
    assert coordinator.post(address, {"event_on": "2026-09-16"}).status_code == 403
    assert supervisor.get(address).status_code == 405
    assert "请填写起算日期" in text_of(supervisor.post(address, {"event_on": ""}, follow=True))
    for wrong in ("9999-12-31", "0206-09-16"):
        assert "年份有误" in text_of(supervisor.post(address, {"event_on": wrong}, follow=True))
    assert "有效的日期" in text_of(supervisor.post(address, {"event_on": "2026-02-30"}, follow=True))
    page = text_of(supervisor.post(address, {"event_on": "2026-09-16"}, follow=True))
    # Sunday the 20th is worked in exchange for the holidays of October 2026.
    assert "已登记起算日期" in page and "9月22日" in page
    assert "已登记为" in text_of(supervisor.post(address, {"event_on": "2026-09-16"}, follow=True))


def test_a_file_that_is_gone_from_the_disk_is_not_an_error(
    supervisor: Client, commitment: Commitment, people: People
) -> None:
    files = [SimpleUploadedFile("验收单.pdf", b"%PDF-1.7")]
    workflow.report_progress(commitment.pk, people.coordinator, percent=40, done_so_far="已开工", files=files)
    row = Evidence.objects.get()
    row.file.storage.delete(row.file.name)
    assert supervisor.get(reverse("evidence", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("units", [1, 3])
def test_the_number_of_queries_does_not_grow(
    supervisor: Client, people: People, register: Register, make_task: TaskMaker, django_assert_max_num_queries, units
) -> None:
    task = make_task("改造", responsible=tuple(register.counties[:units]), deadlines=({"kind": "fixed"},))
    put_in_force(task)
    for commitment in task.commitments.all():
        for n in range(units):
            workflow.report_progress(commitment.pk, people.supervisor, percent=n, done_so_far=f"第{n}次")
    with django_assert_max_num_queries(26):
        supervisor.get(url(task))


def test_the_row_for_which_the_page_was_opened_is_there(coordinator: Client, commitment: Commitment) -> None:
    Commitment.objects.bulk_create(
        Commitment(task=commitment.task, unit=commitment.unit, role="lead", occurrence=str(n), due_on=date(2026, 9, 1))
        for n in range(60)
    )
    assert f'id="c-{commitment.pk}"' not in text_of(coordinator.get(url(commitment.task)))
    page = text_of(coordinator.get(f"{url(commitment.task)}?commitment={commitment.pk}"))
    assert f'id="c-{commitment.pk}"' in page and "先列最紧的" in page


def test_rows_of_several_time_limits_say_which_deed_they_are_about(
    coordinator: Client, register: Register, make_task: TaskMaker, people: People
) -> None:
    deadlines = tuple(
        {"kind": "fixed", "text": f"{month}月底前", "due_on": date(2026, month, 30), "what": what}
        for month, what in ((9, "制定实施方案"), (11, "全面完成改造"))
    )
    task = make_task("改造老旧管网", lead=register.energy, deadlines=deadlines)
    review.confirm(task.pk, people.supervisor)
    assert '<p class="meta">全面完成改造</p>' in text_of(coordinator.get(url(task)))
    last = Commitment.objects.get(task=task, due_on=date(2026, 11, 30))
    form = text_of(coordinator.get(reverse("report", args=[last.pk]), **HTMX))
    assert "改造老旧管网：全面完成改造" in form
    workflow.urge(last.pk, people.supervisor)
    assert "催办：改造老旧管网：全面完成改造" in text_of(coordinator.get("/inbox/"))


def test_the_timeline_begins_with_what_is_recent_and_leads_to_all(
    supervisor: Client, commitment: Commitment, people: People
) -> None:
    for percent in range(1, 31):
        workflow.report_progress(commitment.pk, people.coordinator, percent=percent, done_so_far=f"第{percent}次报告")
    page = text_of(supervisor.get(url(commitment.task)))
    assert "第30次报告" in page and "第3次报告" not in page
    assert 'href="?log=all#h-log"' in page
    page = text_of(supervisor.get(url(commitment.task), {"log": "all"}))
    assert "第30次报告" in page and "第1次报告" in page and "查看更早的记录" not in page
