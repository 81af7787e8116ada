"""The whole main job, through the pages and the worker's own functions.

A gazette goes in, suggested tasks come out, a person confirms them, a coordinator sees and reports them, the worker
reminds and reports what is overdue, a supervisor closes one and exports Excel.
"""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from obligations.jobs import daily, sending, weekly
from obligations.models import Commitment, Directive, Event, SourceFile, Task
from tests.conftest import PASSWORD, People

GAZETTE = """云河市人民政府办公室
关于做好 2026 年清洁取暖工作的
通　　知

云政办发〔2026〕18 号

各县（市、区）人民政府，市直有关部门：
　　为做好清洁取暖工作，现就有关事项通知如下。
　　一、重点任务
　　（一）完成管网改造。10 月 31 日前，完成老旧供热管网改造任务 120 公
里。（牵头部门：市能源局；责任单位：各县（市、区）人民政府；配合部门：市财
政局）
　　（二）加强进度调度。市住建局要于每月 25 日前报送工程进度。
　　（三）兑现运行补贴。（责任单位：市能源局、市供热行业协会）
　　二、保障措施
　　各县（市、区）要加强组织领导，落实工作责任。

云河市人民政府办公室
2026 年 9 月 8 日
（此件公开发布）
"""

pytestmark = pytest.mark.django_db(transaction=True)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at(date(2026, 9, 16)), tick=False) as traveller:
        yield traveller


def signed_in(username: str) -> Client:
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def page(client: Client, name: str, *args: int, **query: str) -> str:
    """The words of a page, without tags and white space."""
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, f"{name}: {response.status_code}"
    return "".join(strip_tags(response.content.decode()).split())


def do(client: Client, name: str, *args: int, **data: object) -> None:
    response = client.post(reverse(name, args=args), data)
    assert response.status_code in (200, 302), f"{name}: {response.status_code} {response.content.decode()[:400]}"


def workbook_rows(content: bytes) -> list[dict[str, object]]:
    """The rows of the sheet of all commitments, by column title."""
    sheet = load_workbook(BytesIO(content))["全部事项"]
    lines = list(sheet.iter_rows(values_only=True))
    head = next(i for i, line in enumerate(lines) if line[0] == "序号")
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :] if isinstance(line[0], int)]


def test_from_a_gazette_to_the_excel_report(
    people: People, clock: time_machine.Traveller, mailoutbox: list[EmailMessage]
) -> None:
    supervisor, coordinator, stranger = signed_in("ducha"), signed_in("nengyuan"), signed_in("zhujian")

    # Intake: the upload is read by the worker's function; the same file again is told, not doubled.
    for _ in range(2):
        file = SimpleUploadedFile("云政办发18号.txt", GAZETTE.encode("gb18030"), "text/plain")
        do(supervisor, "upload", files=file)
    source = SourceFile.objects.get()
    assert source.state == SourceFile.State.DONE
    directive = Directive.objects.get()
    assert directive.title == "云河市人民政府办公室关于做好2026年清洁取暖工作的通知"
    assert (directive.doc_number, directive.issued_on) == ("云政办发〔2026〕18号", date(2026, 9, 8))

    # Review: every suggestion stands beside its words; the unknown name is kept and listed.
    network, monthly, subsidy, lead = Task.objects.order_by("number")
    review = page(supervisor, "review_directive", directive.pk)
    assert "完成老旧供热管网改造任务120公里" in review
    assert "市供热行业协会" in review
    do(supervisor, "review_confirm", network.pk)
    do(supervisor, "review_confirm", monthly.pk)
    do(supervisor, "review_confirm", subsidy.pk)
    do(supervisor, "review_reject", lead.pk, reason="一般性要求")
    assert list(Task.objects.order_by("number").values_list("state", flat=True)) == ["in_force"] * 3 + ["rejected"]

    # Commitments: the lead and the three counties of the group; a year of months for the recurring one.
    assert network.commitments.count() == 4
    assert set(network.commitments.values_list("due_on", flat=True)) == {date(2026, 10, 31)}
    assert monthly.commitments.count() == 12
    assert monthly.commitments.order_by("due_on").first().due_on == date(2026, 9, 25)

    # To-do: the coordinator sees the own unit's rows with the source sentence, and nobody else's.
    own = network.commitments.get(unit__short_name="市能源局")
    todo = page(coordinator, "todo", slice="all")
    assert "完成管网改造" in todo and "剩45天" in todo and "完成老旧供热管网改造任务120公里" in todo
    assert "加强进度调度" not in todo
    assert "完成管网改造" not in page(stranger, "todo", slice="all")
    assert stranger.get(reverse("commitment", args=[own.pk])).status_code == 404
    assert coordinator.get(reverse("review")).status_code == 403

    do(coordinator, "sign", own.pk)
    do(coordinator, "report", own.pk, percent="40", done_so_far="已完成48公里改造。", next_steps="加快进度")

    # Reminders: when the date is near, once in the list and once by mail, however often the worker runs.
    clock.move_to(at(date(2026, 10, 26)))
    coordinator = signed_in("nengyuan")  # sessions end after two weeks
    for _ in range(3):
        daily.run()
        sending.run()
    mine = [mail for mail in mailoutbox if mail.to == ["guo@yunhe.example"]]
    assert len(mine) == 1 and "完成管网改造" in mine[0].body
    assert page(coordinator, "inbox").count("临期提醒：完成管网改造") == 1

    # Overdue: a reminder to the unit, and on Monday the report to the supervisor, once.
    clock.move_to(at(date(2026, 11, 2)))
    supervisor = signed_in("ducha")
    for _ in range(2):
        daily.run()
        weekly.run()
        sending.run()
    assert len([mail for mail in mailoutbox if mail.to == ["guo@yunhe.example"]]) == 2
    reports = [mail for mail in mailoutbox if mail.to == ["fang@yunhe.example"]]
    assert len(reports) == 1 and "逾期" in reports[0].subject
    assert "逾期通报" in page(supervisor, "inbox")
    late = Commitment.objects.overdue(date(2026, 11, 2)).count()
    assert late == 6  # the lead, three counties, and the reports of September and October
    assert f"逾期{late}" in page(supervisor, "dashboard")

    # Done: handed in by the unit, closed by the supervisor.
    do(coordinator, "hand_in", own.pk, percent="100", done_so_far="120公里改造全部完成并验收。")
    do(supervisor, "close", own.pk, note="已现场核验")
    own.refresh_from_db()
    assert (own.state, own.done_on) == ("done", date(2026, 11, 2))
    assert "已现场核验" in page(supervisor, "task", network.pk)
    verbs = list(Event.objects.filter(commitment=own).order_by("pk").values_list("verb", flat=True))
    assert verbs[0] != verbs[-1] and len(verbs) >= 4

    # Excel: what the supervisor sees, read back.
    response = supervisor.get(reverse("export_progress"))
    rows = workbook_rows(b"".join(response.streaming_content))
    assert len(rows) == Commitment.objects.count()
    row = next(r for r in rows if r["承办单位"] == "市能源局" and r["任务"] == "完成管网改造")
    assert row["文号"] == "云政办发〔2026〕18号"
    assert row["牵头单位"] == "市能源局" and row["配合单位"] == "市财政局"
    assert row["现时限"].date() == date(2026, 10, 31)
    assert row["进展情况"] == "120公里改造全部完成并验收。" and row["完成比例"] == 1
    assert row["状态"] == "办结"
    assert coordinator.get(reverse("export_progress")).status_code == 403
