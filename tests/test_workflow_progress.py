"""Signing, reporting, handing in, and taking that back."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Event, Evidence, Progress
from obligations.workflow import close, hand_in, recall, report_progress, return_, sign
from tests.conftest import NOW, People, moment

pytestmark = pytest.mark.usefixtures("today")

PDF = b"%PDF-1.7\n1 0 obj"


def pdf(name: str = "验收单.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_signing_says_who_and_when(commitment: Commitment, people: People) -> None:
    sign(commitment.pk, people.coordinator, at=NOW)
    commitment.refresh_from_db()
    assert (commitment.signed_by, commitment.signed_at) == (people.coordinator, NOW)
    event = Event.objects.get(commitment=commitment)
    assert (event.verb, event.unit, event.task) == ("signed", commitment.unit, commitment.task)
    with pytest.raises(Conflict, match="签收"):
        sign(commitment.pk, people.coordinator, at=NOW)


def test_only_the_own_unit_and_supervisors_act(commitment: Commitment, people: People) -> None:
    with pytest.raises(NotAllowed):
        sign(commitment.pk, people.stranger)
    with pytest.raises(NotAllowed):
        report_progress(commitment.pk, people.stranger, percent=10, done_so_far="代报")
    with pytest.raises(NotAllowed):
        hand_in(commitment.pk, people.stranger, done_so_far="代报")
    with pytest.raises(NotAllowed):
        recall(commitment.pk, people.stranger)
    assert report_progress(commitment.pk, people.supervisor, percent=10, done_so_far="电话核实").pk


def test_an_account_that_was_closed_acts_no_more(commitment: Commitment, people: People) -> None:
    people.coordinator.is_active = False
    people.coordinator.save()
    with pytest.raises(NotAllowed):
        sign(commitment.pk, people.coordinator)


def test_a_report_is_kept_and_shown_on_the_commitment(commitment: Commitment, people: People) -> None:
    report = report_progress(
        commitment.pk,
        people.coordinator,
        percent=60,
        done_so_far=" 已完成12公里 ",
        problems="缺少管材",
        next_steps="下周到货",
        at=NOW,
    )
    commitment.refresh_from_db()
    assert (commitment.percent, commitment.state, commitment.signed_by) == (60, "open", people.coordinator)
    assert (report.done_so_far, report.problems, report.next_steps) == ("已完成12公里", "缺少管材", "下周到货")
    event = Event.objects.get(commitment=commitment)
    assert (event.verb, event.note, event.before["percent"], event.after["percent"]) == (
        "reported",
        "已完成12公里",
        0,
        60,
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"percent": 101, "done_so_far": "好"}, "percent"),
        ({"percent": -1, "done_so_far": "好"}, "percent"),
        ({"percent": 10, "done_so_far": "  "}, "done_so_far"),
        ({"percent": 10, "done_so_far": "长" * 4001}, "done_so_far"),
        ({"percent": 10, "done_so_far": "好", "problems": "长" * 4001}, "problems"),
    ],
)
def test_bad_input_names_its_field(
    commitment: Commitment, people: People, values: dict[str, object], field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        report_progress(commitment.pk, people.coordinator, **values)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not Progress.objects.exists()


def test_handing_in_stops_the_clock_on_that_day(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="全部完工", at=moment(date(2026, 10, 30), hour=23))
    commitment.refresh_from_db()
    assert (commitment.state, commitment.percent, commitment.handed_in_on) == ("handed_in", 100, date(2026, 10, 30))
    assert commitment.light(date(2026, 11, 5)) == "on_time"


def test_a_day_begins_at_midnight_in_shanghai(commitment: Commitment, people: People) -> None:
    """0:30 in Shanghai is still the day before in Greenwich."""
    hand_in(commitment.pk, people.coordinator, done_so_far="完工", at=moment(date(2026, 11, 1), hour=0))
    commitment.refresh_from_db()
    assert commitment.handed_in_on == date(2026, 11, 1)


def test_handing_in_again_replaces_the_report_and_keeps_the_day(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工", at=moment(date(2026, 10, 30)))
    hand_in(commitment.pk, people.coordinator, done_so_far="完工,补充材料", at=moment(date(2026, 11, 2)))
    commitment.refresh_from_db()
    assert commitment.handed_in_on == date(2026, 10, 30)
    assert commitment.progress.count() == 2


def test_no_report_while_the_hand_in_waits(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    with pytest.raises(Conflict, match="等待审核"):
        report_progress(commitment.pk, people.coordinator, percent=50, done_so_far="又改了")


def test_a_hand_in_is_taken_back_before_the_decision(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    recall(commitment.pk, people.coordinator)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.handed_in_on) == ("open", None)
    with pytest.raises(Conflict, match="尚未申请办结"):
        recall(commitment.pk, people.coordinator)


def test_after_a_return_the_unit_hands_in_again(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工", at=moment(date(2026, 10, 30)))
    return_(commitment.pk, people.supervisor, "缺少验收单")
    hand_in(commitment.pk, people.coordinator, done_so_far="已补", at=moment(date(2026, 11, 3)))
    commitment.refresh_from_db()
    assert (commitment.handed_in_on, commitment.return_reason) == (date(2026, 11, 3), "")


def test_nothing_is_reported_on_what_is_done(commitment: Commitment, people: People) -> None:
    close(commitment.pk, people.supervisor, "已核实", at=NOW)
    for verb in (sign, recall):
        with pytest.raises(Conflict, match="已于9月16日办结"):
            verb(commitment.pk, people.coordinator)
    with pytest.raises(Conflict):
        report_progress(commitment.pk, people.coordinator, percent=10, done_so_far="晚了")


def test_evidence_is_stored_under_its_hash(commitment: Commitment, people: People) -> None:
    report_progress(commitment.pk, people.coordinator, percent=10, done_so_far="见附件", files=[pdf()])
    row = Evidence.objects.get()
    assert (row.name, row.size) == ("验收单.pdf", len(PDF))
    assert row.sha256 in row.file.name
    assert row.file.read() == PDF
    assert Event.objects.get(commitment=commitment).after["files"] == ["验收单.pdf"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (pdf("木马.exe"), "类型不在允许范围"),
        (pdf("无扩展名"), "类型不在允许范围"),
        (pdf("假.docx"), "内容与扩展名不符"),
        (pdf("假.txt", b"\x00\x01\x02\xff"), "内容与扩展名不符"),
        (pdf("空.pdf", b""), "空文件"),
        (pdf("大.pdf", PDF + bytes(1024 * 1024)), "超过1 MB"),
    ],
)
def test_evidence_is_checked_and_nothing_stays(
    commitment: Commitment, people: People, settings: object, file: SimpleUploadedFile, words: str
) -> None:
    settings.EVIDENCE_LIMIT_MB = 1  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match=words) as refusal:
        report_progress(commitment.pk, people.coordinator, percent=10, done_so_far="见附件", files=[pdf(), file])
    assert refusal.value.field == "files"
    assert not Progress.objects.exists()


def test_too_many_files_are_refused(commitment: Commitment, people: People, settings: object) -> None:
    settings.EVIDENCE_FILES = 2  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="最多上传2个"):
        report_progress(commitment.pk, people.coordinator, percent=1, done_so_far="多", files=[pdf(), pdf(), pdf()])


def test_a_refused_report_leaves_no_file(
    commitment: Commitment, people: People, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    hand_in(commitment.pk, people.coordinator, done_so_far="完工", files=[pdf()])
    before = sorted(tmp_path.rglob("*.pdf"))
    assert len(before) == 1
    for actor in (people.coordinator, people.stranger):
        with pytest.raises((Conflict, NotAllowed)):
            report_progress(commitment.pk, actor, percent=1, done_so_far="多", files=[pdf(content=PDF + b"2")])
    assert sorted(tmp_path.rglob("*.pdf")) == before


def test_a_failure_after_storing_removes_the_file(
    commitment: Commitment, people: People, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("obligations.workflow.progress.change", broken)
    with pytest.raises(RuntimeError):
        report_progress(commitment.pk, people.coordinator, percent=1, done_so_far="好", files=[pdf()])
    assert not list(tmp_path.rglob("*.pdf"))
    assert not Progress.objects.exists()
