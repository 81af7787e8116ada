"""What is done about a row: by its unit, by the supervisors; refused in place; done already by somebody else."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from obligations import workflow
from obligations.models import Commitment, Deadline, Evidence, Extension, Membership, Notice, Progress
from tests.conftest import TODAY, People, Register, Suggested
from tests.web.conftest import HTMX, put_in_force, text_of

ON_LIST = {**HTMX, "HTTP_HX_CURRENT_URL": "http://testserver/todo/"}
REPORT = {"percent": "60", "done_so_far": "已改造80公里。", "problems": "雨季影响", "next_steps": "加快进度"}


def url(name: str, commitment: Commitment) -> str:
    return reverse(name, args=[commitment.pk])


def pdf(name: str = "验收单.pdf", content: bytes = b"%PDF-1.7 sample") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_signing_answers_with_the_row_and_the_tabs(coordinator: Client, commitment: Commitment) -> None:
    before = text_of(coordinator.get("/todo/"))
    assert "签收</button>" in before
    answer = coordinator.post(url("sign", commitment), **ON_LIST)
    page = text_of(answer)
    assert answer["HX-Reswap"] == "none" and "drawer:close" in answer["HX-Trigger"]
    assert f'id="c-{commitment.pk}"' in page and 'hx-swap-oob="true"' in page
    assert 'id="tabs"' in page and "已签收" in page and "签收</button>" not in page
    commitment.refresh_from_db()
    assert commitment.signed_at is not None


def test_signing_without_scripts_comes_back_to_the_list(coordinator: Client, commitment: Commitment) -> None:
    answer = coordinator.post(url("sign", commitment), {"next": "/todo/?slice=unsigned"}, follow=True)
    assert answer.redirect_chain == [("/todo/?slice=unsigned", 302)]
    assert "已签收" in text_of(answer)


def test_next_leads_nowhere_else(coordinator: Client, commitment: Commitment) -> None:
    answer = coordinator.post(url("sign", commitment), {"next": "https://example.com/"})
    assert answer["Location"] == "/todo/"


def test_signing_twice_is_told(coordinator: Client, commitment: Commitment) -> None:
    coordinator.post(url("sign", commitment))
    answer = coordinator.post(url("sign", commitment), **ON_LIST)
    assert answer.status_code == 422
    assert "签收" in text_of(answer) and answer["HX-Reswap"] == "none"


@pytest.mark.parametrize("name", ["report", "hand_in", "ask_extension"])
def test_forms_show_the_sentence(coordinator: Client, commitment: Commitment, name: str) -> None:
    for extra in ({}, HTMX):
        page = text_of(coordinator.get(url(name, commitment), **extra))
        assert "10月31日前完成老旧供热管网改造任务。" in page
    assert "<html" not in text_of(coordinator.get(url(name, commitment), **HTMX))


def test_reporting_progress_with_evidence(coordinator: Client, commitment: Commitment) -> None:
    answer = coordinator.post(url("report", commitment), {**REPORT, "files": [pdf(), pdf("照片.pdf")]}, **ON_LIST)
    assert answer.status_code == 200 and "60%" in text_of(answer)
    progress = Progress.objects.get()
    assert (progress.percent, progress.done_so_far, progress.next_steps) == (60, "已改造80公里。", "加快进度")
    assert sorted(progress.evidence.values_list("name", flat=True)) == ["照片.pdf", "验收单.pdf"]
    commitment.refresh_from_db()
    assert commitment.percent == 60 and commitment.signed_at is not None


def test_a_mistake_keeps_what_was_entered(coordinator: Client, commitment: Commitment) -> None:
    answer = coordinator.post(url("report", commitment), {**REPORT, "done_so_far": " "}, **HTMX)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "请填写进展情况。" in page and "雨季影响" in page and 'value="60"' in page
    assert not Progress.objects.exists()


@pytest.mark.parametrize("percent", ["101", "-1", "x", ""])
def test_percent_is_a_part_of_a_hundred(coordinator: Client, commitment: Commitment, percent: str) -> None:
    assert coordinator.post(url("report", commitment), {**REPORT, "percent": percent}, **HTMX).status_code == 422


def test_evidence_that_is_not_what_it_says_is_refused_beside_the_field(
    coordinator: Client, commitment: Commitment
) -> None:
    data = {**REPORT, "files": [pdf("说明.exe", b"MZ")]}
    answer = coordinator.post(url("report", commitment), data, **HTMX)
    assert answer.status_code == 422
    assert "id_files_error" in text_of(answer) and "已改造80公里。" in text_of(answer)
    assert not Progress.objects.exists() and not Evidence.objects.exists()


def test_handing_in_and_taking_it_back(coordinator: Client, commitment: Commitment) -> None:
    data = {"percent": "100", "done_so_far": "全部完成"}
    page = text_of(coordinator.post(url("hand_in", commitment), data, **ON_LIST))
    assert "待审核" in page and "撤回办结申请" in page and "报进展</a>" not in page
    page = text_of(coordinator.post(url("recall", commitment), **ON_LIST))
    assert "报进展</a>" in page
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_reporting_on_what_was_closed_meanwhile_is_refused_in_place(
    coordinator: Client, commitment: Commitment, people: People
) -> None:
    workflow.close(commitment.pk, people.supervisor, "已现场核验")
    answer = coordinator.post(url("report", commitment), REPORT, **HTMX)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "办结销号" in page and "没有保存，填写的内容还在" in page and "已改造80公里。" in page


def test_asking_for_an_extension_and_granting_it(
    coordinator: Client, supervisor: Client, commitment: Commitment
) -> None:
    data = {"wanted_on": "2026-11-30", "reason": "设备招标流标，需重新组织。"}
    page = text_of(coordinator.post(url("ask_extension", commitment), data, **ON_LIST))
    assert "延至11月30日" in page and "申请延期</a>" not in page
    extension = Extension.objects.get()
    decide = reverse("decide_extension", args=[extension.pk])
    assert coordinator.get(decide).status_code == 403
    shown = text_of(supervisor.get(decide, **HTMX))
    assert "设备招标流标" in shown and "同意延至11月30日" in shown
    refused = supervisor.post(decide, {"decision": "other", "granted_on": ""}, **HTMX)
    assert refused.status_code == 422
    page = text_of(supervisor.post(decide, {"decision": "other", "granted_on": "2026-11-20"}, **ON_LIST))
    assert "11月20日" in page and "原定10月31日" in page
    again = supervisor.post(decide, {"decision": "refuse", "reply": "不符"}, **HTMX)
    assert again.status_code == 422 and "审批" in text_of(again)


def test_an_extension_to_an_earlier_day_is_refused_beside_the_day(coordinator: Client, commitment: Commitment) -> None:
    answer = coordinator.post(url("ask_extension", commitment), {"wanted_on": "2026-10-01", "reason": "提前"}, **HTMX)
    assert answer.status_code == 422 and "id_wanted_on_error" in text_of(answer)


def test_an_extension_that_is_not_there(supervisor: Client, db: None) -> None:
    assert supervisor.get(reverse("decide_extension", args=[99])).status_code == 404


def test_closing_what_was_handed_in(supervisor: Client, coordinator: Client, commitment: Commitment) -> None:
    coordinator.post(url("hand_in", commitment), {"percent": "100", "done_so_far": "全部完成"})
    assert "全部完成" in text_of(supervisor.get(url("close", commitment), **HTMX))
    page = text_of(supervisor.post(url("close", commitment), {"note": ""}, **ON_LIST))
    assert "已销号" in page and "恢复办理" in page
    commitment.refresh_from_db()
    assert (commitment.state, commitment.done_on) == ("done", TODAY)
    answer = supervisor.post(url("close", commitment), {"note": "再来"}, **HTMX)
    assert answer.status_code == 422 and "办结销号" in text_of(answer)


def test_closing_directly_needs_a_word(supervisor: Client, commitment: Commitment) -> None:
    assert supervisor.post(url("close", commitment), {"note": ""}, **HTMX).status_code == 422
    assert supervisor.post(url("close", commitment), {"note": "文件已废止"}, **HTMX).status_code == 200


def test_resuming_what_was_closed_by_mistake(supervisor: Client, commitment: Commitment) -> None:
    supervisor.post(url("close", commitment), {"note": "误操作"})
    assert supervisor.post(url("resume", commitment), {"reason": "误点"}, **ON_LIST).status_code == 200
    commitment.refresh_from_db()
    assert commitment.state == "open"


def test_returning_says_why(supervisor: Client, coordinator: Client, commitment: Commitment) -> None:
    coordinator.post(url("hand_in", commitment), {"percent": "100", "done_so_far": "全部完成"})
    assert supervisor.post(url("return", commitment), {"reason": ""}, **HTMX).status_code == 422
    supervisor.post(url("return", commitment), {"reason": "缺少验收单"})
    assert "退回理由：缺少验收单" in text_of(coordinator.get("/todo/?slice=returned"))


def test_urging_reaches_the_unit_once(supervisor: Client, commitment: Commitment, people: People) -> None:
    supervisor.post(url("urge", commitment), {"message": "请于本周报进展。"})
    assert Notice.objects.inbox_of(people.coordinator).get().body == "请于本周报进展。"
    again = supervisor.post(url("urge", commitment), {"message": "再催"}, **HTMX)
    assert again.status_code == 422 and "再次催办" in text_of(again)


def test_giving_a_date_to_what_has_none(supervisor: Client, suggested: Suggested) -> None:
    put_in_force(suggested.dateless)
    commitment = Commitment.objects.get(task=suggested.dateless)
    assert "定时限" in text_of(supervisor.get("/commitments/"))
    page = text_of(supervisor.post(url("set_due_date", commitment), {"due_on": "2026-12-31"}, **ON_LIST))
    assert "12月31日" in page
    commitment.refresh_from_db()
    assert commitment.due_on == date(2026, 12, 31)


def test_outside_a_list_the_page_is_loaded_anew(coordinator: Client, commitment: Commitment) -> None:
    current = f"http://testserver/tasks/{commitment.task_id}/"
    answer = coordinator.post(url("sign", commitment), **HTMX, HTTP_HX_CURRENT_URL=current)
    assert answer["HX-Refresh"] == "true"
    assert "已签收" in text_of(coordinator.get("/todo/"))


def test_the_head_of_several_units_acts_for_each(
    coordinator: Client, commitment: Commitment, people: People, register: Register
) -> None:
    other = Commitment.objects.get(unit=register.counties[0])
    assert coordinator.post(url("sign", other)).status_code == 404
    Membership.objects.create(user=people.coordinator, unit=register.counties[0], part="head")
    assert coordinator.post(url("sign", other)).status_code == 302


def test_what_waits_for_an_event_gets_no_date_by_hand(supervisor: Client, suggested: Suggested) -> None:
    put_in_force(suggested.relative)
    assert Commitment.objects.filter(deadline__kind=Deadline.Kind.RELATIVE).exists()
    assert "定时限" not in text_of(supervisor.get("/commitments/"))


def test_a_commitment_address_leads_to_its_task(coordinator: Client, commitment: Commitment) -> None:
    answer = coordinator.get(url("commitment", commitment))
    assert answer["Location"] == f"/tasks/{commitment.task_id}/?commitment={commitment.pk}#c-{commitment.pk}"


def test_late_hand_in_stays_late_on_screen(coordinator: Client, commitment: Commitment) -> None:
    Commitment.objects.filter(pk=commitment.pk).update(due_on=TODAY - timedelta(days=4))
    page = text_of(coordinator.post(url("hand_in", commitment), {"percent": "100", "done_so_far": "完成"}, **ON_LIST))
    assert "逾期4天" in page


def test_what_changed_since_the_form_was_opened_is_told_and_not_closed(
    supervisor: Client, commitment: Commitment, people: People
) -> None:
    workflow.hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    address = reverse("close", args=[commitment.pk])
    assert '<input type="hidden" name="seen" value="handed_in">' in text_of(supervisor.get(address, **HTMX))
    workflow.recall(commitment.pk, people.coordinator)
    answer = supervisor.post(address, {"note": "同意", "seen": "handed_in"}, **HTMX)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "刚刚有变化，现为“办理中”" in page and "同意" in page and 'name="seen" value="open"' in page
    commitment.refresh_from_db()
    assert commitment.state == "open"
    assert supervisor.post(address, {"note": "同意", "seen": "open"}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.state == "done"
