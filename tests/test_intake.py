"""Files in: stored once, read once, all or nothing."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.extraction.findings import (
    AssignedUnit,
    Basis,
    DeadlineFinding,
    DeadlineKind,
    DirectiveFinding,
    ObligationFinding,
    Role,
    UnitMention,
)
from obligations.extraction.register import Register as Names
from obligations.intake import (
    LEASE,
    NOTHING_FOUND,
    Received,
    read_again,
    read_source,
    receive,
    receive_unread,
    unread_sources,
)
from obligations.models import Assignment, Commitment, Deadline, Directive, Event, SourceFile, Task, UnitAlias
from obligations.register.names import match_name, resolve_names, unknown_names
from obligations.review import confirm
from tests.conftest import DIRECTIVE_TEXT, NOW, People, Register, make_unit
from tests.test_verbs_at_once import at_once, refused

CONTENT = DIRECTIVE_TEXT.encode()


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def stored(files: Path) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file()]


def mention(text: str, name: str, role: Role, after: int = 0) -> AssignedUnit:
    at = text.index(name, after)
    return AssignedUnit(role, UnitMention(name, at, at + len(name)))


def found_by_hand(text: str, _register: Names, _grids: object = ()) -> list[DirectiveFinding]:
    """What a reader would find in the sample directive."""
    one, two, three = (text.index(mark) for mark in ("一、", "二、", "三、"))
    ten = text.index("10月31日前")
    fixed = DeadlineFinding(ten, ten + 7, "10月\n31日前", DeadlineKind.FIXED, due_on=date(2026, 10, 31), confidence=0.9)
    monthly = DeadlineFinding(two, two + 5, "每月25日前", DeadlineKind.RECURRING, rrule="FREQ=MONTHLY;BYMONTHDAY=25")
    broken = DeadlineFinding(two, two + 5, "每逢佳节", DeadlineKind.RECURRING, rrule="FREQ=HOLIDAY")
    issue = DeadlineFinding(three, three + 5, "印发后5日内", DeadlineKind.RELATIVE, offset="P5D", after="本通知印发")
    return [
        DirectiveFinding(
            start=0,
            end=len(text),
            doc_number="云政办发〔2026〕12号",
            title="云河市人民政府办公室\n关于做好冬季清洁取暖工作的通知",
            issuer="云河市人民政府办公室",
            issued_on=date(2026, 9, 8),
            kind="通知",
            addressees=["各县(市、区)人民政府"],
            confidence=0.98,
            obligations=[
                ObligationFinding(
                    one,
                    two,
                    text[one:two],
                    ["一、完成管网改造。"],
                    "完成管网改造",
                    Basis.CLAUSE,
                    [
                        mention(text, "市能源局", Role.LEAD),
                        mention(text, "市能源局", Role.LEAD),
                        mention(text, "各县(市、区)人民政府", Role.RESPONSIBLE, one),
                        mention(text, "市老区建设促进会", Role.SUPPORT),
                    ],
                    [fixed],
                    0.95,
                ),
                ObligationFinding(two, three, text[two:three], [], "", Basis.SUBJECT, [], [monthly, broken], 0.4),
                ObligationFinding(
                    three,
                    three + 30,
                    text[three : three + 30],
                    [],
                    "长" * 400,
                    Basis.CLAUSE,
                    [mention(text, "市老区建设促进会", Role.RESPONSIBLE)],
                    [issue],
                    0.7,
                ),
            ],
        )
    ]


@pytest.fixture
def received(db: None) -> SourceFile:
    return receive("清洁取暖.txt", CONTENT, None, at=NOW).source


def test_a_file_is_stored_under_its_hash(people: People, files: Path) -> None:
    received = receive("C:\\fake/清洁取暖.txt", CONTENT, people.supervisor, at=NOW)
    source = SourceFile.objects.get()
    assert received.is_new
    assert (source.name, source.state, source.received_by) == ("清洁取暖.txt", "waiting", people.supervisor)
    assert source.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert [path.name for path in stored(files)] == [f"{source.sha256}.txt"]
    assert source.text == DIRECTIVE_TEXT
    assert Event.objects.get().verb == "received"


def test_the_same_content_is_told_not_doubled(received: SourceFile, files: Path) -> None:
    again = receive("换个名字.txt", CONTENT, None)
    assert (again.is_new, again.source) == (False, received)
    assert len(stored(files)) == 1


def test_an_unreadable_file_leaves_nothing(db: None, files: Path, settings: object) -> None:
    settings.UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined]
    for content, words in [(b"%PDF-1.7", "损坏"), (b"", "空的"), ("字".encode() * 400_000, "超过")]:
        with pytest.raises(BadInput, match=words):
            receive("文件.pdf", content, None)
    assert not SourceFile.objects.exists()
    assert not stored(files)


@pytest.mark.parametrize("take", [receive, receive_unread])
def test_a_file_of_another_type_than_its_name_says_leaves_nothing(
    take: Callable[..., Received], db: None, files: Path
) -> None:
    with pytest.raises(BadInput, match=r"扩展名是 \.docx（Word 文档），内容却是纯文本.*改为 \.txt"):
        take("清洁取暖.docx", CONTENT, None)
    assert not SourceFile.objects.exists() and not stored(files)
    assert take("清洁取暖.txt", CONTENT, None).is_new


def test_a_coordinator_uploads_nothing(people: People, files: Path) -> None:
    with pytest.raises(NotAllowed):
        receive("清洁取暖.txt", CONTENT, people.coordinator)
    assert not stored(files)


def test_reading_suggests_tasks_with_units_and_dates(received: SourceFile, register: Register) -> None:
    source = read_source(received.pk, found_by_hand)
    assert (source.state, source.message) == ("done", "")
    assert source.seconds is not None
    directive = Directive.objects.get()
    assert directive.title == "云河市人民政府办公室关于做好冬季清洁取暖工作的通知"
    assert directive.text == DIRECTIVE_TEXT
    first, second, third = Task.objects.all()
    assert {t.state for t in (first, second, third)} == {"suggested"}
    assert [(a.role, a.name, a.unit) for a in first.assignments.all()] == [
        ("lead", "市能源局", register.energy),
        ("responsible", "各县(市、区)人民政府", register.all_counties),
        ("support", "市老区建设促进会", None),
    ]
    deadline = first.deadlines.get()
    assert (deadline.text, deadline.due_on, deadline.by_machine) == ("10月31日前", date(2026, 10, 31), True)
    assert second.title == "".join(second.text.split())[:300]
    assert len(third.title) == 300
    assert directive.events.get().after == {"tasks": 3}


ROWS = """云河市人民政府办公室关于印发2026年重点任务清单的通知
云政办发〔2026〕31号
各县(市、区)人民政府:
序号\t重点任务\t具体要求\t责任单位\t完成时限
1\t管网改造\t更换老旧管道42公里\t市住建局\t10月底前
2\t燃气安全\t入户检查\t市能源局\t每月25日前
云河市人民政府办公室
2026年9月8日
"""


def test_the_title_of_a_row_keeps_its_cells_apart(db: None, files: Path) -> None:
    source = receive("重点任务清单.txt", ROWS.encode(), None).source
    read_source(source.pk)
    titles = list(Task.objects.values_list("title", flat=True))
    assert titles == ["管网改造 更换老旧管道42公里", "燃气安全 入户检查"]
    assert [task.suggestion["title"] for task in Task.objects.all()] == titles


def test_every_place_points_at_the_words_in_the_source(received: SourceFile, register: Register) -> None:
    read_source(received.pk, found_by_hand)
    text = received.text
    for assignment in Assignment.objects.all():
        assert text[assignment.start : assignment.end] == assignment.name
    for task in Task.objects.all():
        assert text[task.start : task.end] == task.text


def test_the_machines_version_is_kept_whole(received: SourceFile, register: Register) -> None:
    read_source(received.pk, found_by_hand)
    second = Task.objects.get(number=2)
    assert [d["rrule"] for d in second.suggestion["deadlines"]] == ["FREQ=MONTHLY;BYMONTHDAY=25", "FREQ=HOLIDAY"]
    # what no calendar can use is not lost: it waits for a person's date
    assert {(d.kind, d.rrule) for d in second.deadlines.all()} == {
        ("recurring", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("undated", ""),
    }


def test_the_day_of_issue_is_known_where_it_is_the_event(received: SourceFile, register: Register) -> None:
    read_source(received.pk, found_by_hand)
    assert Deadline.objects.get(kind="relative").event_on == date(2026, 9, 8)


def test_reading_twice_makes_everything_once(received: SourceFile, register: Register) -> None:
    read_source(received.pk, found_by_hand)
    assert read_source(received.pk, found_by_hand).state == "done"
    assert Task.objects.count() == 3


def test_reading_a_large_source_takes_a_fixed_number_of_queries(
    received: SourceFile, register: Register, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    def many(text: str, names: Names, _grids: object) -> list[DirectiveFinding]:
        found = found_by_hand(text, names)
        found[0].obligations *= 100
        return found

    with django_assert_max_num_queries(60):  # type: ignore[attr-defined]
        read_source(received.pk, many)
    assert Task.objects.count() == 300


def test_a_failure_leaves_nothing_half_done_and_can_be_tried_again(
    received: SourceFile, register: Register, people: People
) -> None:
    def half(text: str, names: Names, _grids: object) -> list[DirectiveFinding]:
        found = found_by_hand(text, names)
        return [*found, None]  # type: ignore[list-item]

    source = read_source(received.pk, half)
    assert source.state == "failed"
    assert "文件已保存" in source.message
    assert not Directive.objects.exists()
    with pytest.raises(NotAllowed):
        read_again(source.pk, people.coordinator)
    read_again(source.pk, people.supervisor)
    assert read_source(source.pk, found_by_hand).state == "done"
    with pytest.raises(Conflict):
        read_again(source.pk, people.supervisor)


def test_a_text_without_directives_is_told(received: SourceFile) -> None:
    source = read_source(received.pk, lambda *_given: [])
    assert (source.state, "没有识别出文件" in source.message) == ("done", True)


def test_what_a_killed_worker_left_is_taken_over_later(received: SourceFile, register: Register) -> None:
    now = timezone.now()
    SourceFile.objects.update(state="reading", claimed_at=now)
    assert read_source(received.pk, found_by_hand).state == "reading"
    assert not unread_sources().exists()
    SourceFile.objects.update(claimed_at=now - LEASE - timedelta(seconds=1))
    assert list(unread_sources()) == [received]
    assert read_source(received.pk, found_by_hand).state == "done"


def test_a_reader_that_lost_its_claim_writes_nothing(received: SourceFile, register: Register) -> None:
    def slow(text: str, names: Names, _grids: object) -> list[DirectiveFinding]:
        SourceFile.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
        read_source(received.pk, found_by_hand)
        return found_by_hand(text, names)

    assert read_source(received.pk, slow).state == "done"
    assert Task.objects.count() == 3


def test_unknown_names_are_counted(received: SourceFile, register: Register) -> None:
    read_source(received.pk, found_by_hand)
    assert list(unknown_names()) == [{"name": "市老区建设促进会", "count": 2}]


def test_matching_a_name_learns_it_and_catches_up(received: SourceFile, register: Register, people: People) -> None:
    read_source(received.pk, found_by_hand)
    assert match_name("市老区建设促进会", register.office, people.administrator, at=NOW).places == 2
    assert not unknown_names()
    assert UnitAlias.objects.get(spelling="市老区建设促进会").unit == register.office
    assert match_name("市老区建设促进会", register.office, people.administrator).places == 0
    with pytest.raises(Conflict, match="别名"):
        match_name("市老区建设促进会", register.energy, people.administrator)


def test_a_task_in_force_gets_the_commitments_of_a_matched_name(
    received: SourceFile, register: Register, people: People
) -> None:
    read_source(received.pk, found_by_hand)
    task = Task.objects.get(number=1)
    Assignment.objects.create(task=task, name="市重点项目中心", role="responsible", position=9)
    confirm(task.pk, people.supervisor, at=NOW)
    assert not Commitment.objects.filter(unit=register.housing).exists()
    match_name("市重点 项目中心", register.housing, people.administrator, at=NOW)
    assert Commitment.objects.filter(unit=register.housing, task=task).count() == 1


def test_names_are_resolved_once_the_register_knows_them(
    received: SourceFile, register: Register, people: People
) -> None:
    read_source(received.pk, found_by_hand)
    task = Task.objects.get(number=1)
    Assignment.objects.create(task=task, name="市老区建设促进会", role="responsible", position=9)
    confirm(task.pk, people.supervisor, at=NOW)
    assert resolve_names() == 0
    newcomer = make_unit("云河市老区建设促进会", "市老区建设促进会")
    assert resolve_names() == 3
    event = task.events.get(verb="name_matched")
    assert (event.actor, event.note) == (None, f"市老区建设促进会：{newcomer}")
    assert Commitment.objects.filter(unit=newcomer, task=task).count() == 1
    assert not unknown_names()


def test_only_administrators_match_names(register: Register, people: People) -> None:
    for actor in (people.coordinator, people.supervisor):
        with pytest.raises(NotAllowed):
            match_name("市老区建设促进会", register.office, actor)


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_stored_once(files: Path) -> None:
    results = at_once(*[lambda: receive("清洁取暖.txt", CONTENT, None)] * 3)
    assert not refused(results)
    assert sum(result.is_new for result in results) == 1
    assert len(stored(files)) == SourceFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_read_a_source_once(received: SourceFile, register: Register) -> None:
    results = at_once(*[lambda: read_source(received.pk, found_by_hand)] * 2)
    assert not refused(results)
    assert Task.objects.count() == 3


@pytest.mark.parametrize(
    "text",
    [
        "夏夜的风从河面吹来，他站在桥上看灯。\n她说明天就走，他没有回答。\n",
        "面粉500克，清水300克。\n揉成面团，静置二十分钟。\n",
    ],
)
def test_a_text_that_is_no_official_document_becomes_none(people: People, text: str) -> None:
    source = read_source(receive("散文.txt", text.encode(), people.supervisor).source.pk)
    assert source.state == SourceFile.State.DONE
    assert source.message == NOTHING_FOUND
    assert not Directive.objects.exists()
