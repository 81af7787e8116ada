"""A new version of a directive: what changed task by task, and going on with it without losing what was done."""

from datetime import date, datetime

import pytest
from django.test import Client

from obligations.carrying_over import carry_over
from obligations.errors import Conflict
from obligations.models import Commitment, Directive, Event, Evidence, Progress, Task
from obligations.schedule import make_commitments
from obligations.verifying import verify
from obligations.versions import Difference, changes
from obligations.withdrawing import restore
from obligations.workflow import close, hand_in, report_progress, sign
from tests.conftest import AFTER, FIXED, MONTHLY, NOW, TODAY, People, Register, TaskMaker
from tests.scene import make_newer
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")

PIPES = "完成老旧供热管网改造任务,同步更新换热站计量设备。"
REPORTS = "每月向指挥部报送散煤治理工程进度和资金拨付台账。"
SUBSIDY = "用户核实后发放清洁取暖设备购置补贴。"
STOVES = "建立生物质炉具抽检制度,公开抽检结果。"
LATER = {**FIXED, "text": "11月30日前", "due_on": date(2026, 11, 30)}


def with_text(task: Task, text: str) -> Task:
    Task.objects.filter(pk=task.pk).update(text=text)
    return Task.objects.with_details().get(pk=task.pk)


@pytest.fixture
def newer(directive: Directive) -> Directive:
    newer = make_newer(directive, issued_on=date(2026, 9, 15))
    directive.replaced_by, directive.replaced_on = newer, TODAY
    directive.save()
    return newer


@pytest.fixture
def old(register: Register, make_task: TaskMaker, newer: Directive) -> dict[str, Task]:
    """Three tasks in force: one with a date, one each month, one after an event."""
    tasks = {
        "pipes": with_text(make_task("管网改造", lead=register.energy, deadlines=(FIXED,)), PIPES),
        "reports": with_text(make_task("报送进度", lead=register.housing, deadlines=(MONTHLY,)), REPORTS),
        "subsidy": with_text(make_task("发放补贴", lead=register.finance, deadlines=(AFTER,)), SUBSIDY),
    }
    for task in tasks.values():
        Task.objects.filter(pk=task.pk).update(state="in_force")
        task.refresh_from_db()
        make_commitments(task, TODAY)
    return tasks


@pytest.fixture
def new(register: Register, newer: Directive, old: dict[str, Task]) -> dict[str, Task]:
    """Another order, another date, another unit; one is gone, one was added."""
    make = TaskMaker(newer)
    return {
        "stoves": with_text(make("炉具抽检", lead=register.energy), STOVES),
        "reports": with_text(make("报送进度", lead=register.energy, deadlines=(MONTHLY,)), REPORTS),
        "pipes": with_text(make("管网改造", lead=register.energy, deadlines=(LATER,)), PIPES),
    }


def test_what_changed_task_by_task(
    directive: Directive, newer: Directive, old: dict[str, Task], new: dict[str, Task]
) -> None:
    rows = [(row.old and row.old.title, row.new and row.new.title, row.differs) for row in changes(directive, newer)]
    assert rows == [
        (None, "炉具抽检", frozenset()),
        ("报送进度", "报送进度", {Difference.UNIT}),
        ("管网改造", "管网改造", {Difference.DATE}),
        ("发放补贴", None, frozenset()),
    ]


def test_what_did_not_change_says_so(directive: Directive, newer: Directive, register: Register) -> None:
    for owner in (directive, newer):
        with_text(TaskMaker(owner)("管网改造", lead=register.energy, deadlines=(FIXED,)), PIPES)
    [row] = changes(directive, newer)
    assert row.old and row.new and not row.differs


class TestCarryOver:
    @pytest.fixture
    def reported(self, old: dict[str, Task], people: People) -> Commitment:
        row = old["pipes"].commitments.get()
        sign(row.pk, people.coordinator, at=NOW)
        report_progress(row.pk, people.coordinator, percent=60, done_so_far="完成主干管网", at=NOW)
        Evidence.objects.create(
            progress=row.progress.get(), file="evidence/2026/a.pdf", name="验收单.pdf", size=9, sha256="2" * 64
        )
        return row

    def test_the_progress_goes_along(
        self, reported: Commitment, old: dict[str, Task], new: dict[str, Task], people: People
    ) -> None:
        done = carry_over(old["pipes"].pk, new["pipes"].pk, people.supervisor, at=NOW)
        assert (done.withdrawn, done.made, done.carried) == (1, 1, 1)
        row = new["pipes"].commitments.get()
        assert (row.percent, row.signed_at, row.signed_by, row.state) == (60, NOW, people.coordinator, "open")
        assert row.due_on == row.first_due_on == date(2026, 11, 30)
        report = row.progress.get()
        assert (report.done_so_far, report.reported_by, report.reported_at) == ("完成主干管网", people.coordinator, NOW)
        assert report.evidence.get().name == "验收单.pdf"
        told = row.events.get(verb="carried")
        assert told.before == {"signed_at": None, "signed_by": None, "percent": 0}
        assert datetime.fromisoformat(told.after.pop("signed_at")) == NOW
        assert told.after == {"signed_by": people.coordinator.pk, "percent": 60}
        assert reported.progress.count() == 1
        reported.refresh_from_db()
        assert reported.state == "withdrawn"
        assert not verify().problems

    def test_by_the_dates_where_there_are_many(
        self, old: dict[str, Task], new: dict[str, Task], people: People, register: Register
    ) -> None:
        Task.objects.get(pk=new["reports"].pk).assignments.update(unit=register.housing, name="市住房城乡建设局")
        october = old["reports"].commitments.get(due_on=date(2026, 10, 25))
        report_progress(october.pk, people.stranger, percent=30, done_so_far="十月台账", at=NOW)
        done = carry_over(old["reports"].pk, new["reports"].pk, people.supervisor, at=NOW)
        assert done.carried == 1
        row = new["reports"].commitments.get(due_on=date(2026, 10, 25))
        assert row.progress.get().done_so_far == "十月台账"
        assert Commitment.objects.live().filter(due_on=date(2026, 10, 25)).count() == 1

    @pytest.fixture
    def months(self, old: dict[str, Task], new: dict[str, Task], register: Register) -> Task:
        """The new version's report by the same unit; of the old one August and September were due."""
        Task.objects.get(pk=new["reports"].pk).assignments.update(unit=register.housing, name="市住房城乡建设局")
        task = old["reports"]
        limit = task.deadlines.get()
        for month in (7, 8):
            day = date(2026, month, 25)
            Commitment.objects.create(
                task=task,
                unit=register.housing,
                role="responsible",
                deadline=limit,
                occurrence=day.isoformat(),
                due_on=day,
                first_due_on=day,
            )
        return task

    def test_what_was_due_is_still_owed(self, months: Task, new: dict[str, Task], people: People) -> None:
        july, august = months.commitments.filter(due_on__lt=TODAY).order_by("due_on")
        report_progress(july.pk, people.stranger, percent=50, done_so_far="七月台账", at=NOW)
        hand_in(august.pk, people.stranger, done_so_far="八月台账", at=NOW)
        done = carry_over(months.pk, new["reports"].pk, people.supervisor, at=NOW)
        assert done.due == 2
        rows = list(new["reports"].commitments.filter(due_on__lt=TODAY).order_by("due_on"))
        assert [(row.state, row.percent, row.first_due_on) for row in rows] == [
            ("open", 50, date(2026, 7, 25)),
            ("handed_in", 100, date(2026, 8, 25)),
        ]
        assert Commitment.objects.overdue(TODAY).filter(task=new["reports"]).count() == 2
        # the record says since when it waits for the decision
        august.refresh_from_db()
        told = Event.objects.get(verb="carried", commitment=rows[1]).after
        assert rows[1].waits_since == august.waits_since and told["waits_since"] == august.waits_since.isoformat()
        close(rows[1].pk, people.supervisor)
        assert make_commitments(Task.objects.get(pk=new["reports"].pk), TODAY) == 0
        assert not verify().problems

    def test_what_was_done_or_is_owed_by_another_unit_stays_behind(
        self, months: Task, new: dict[str, Task], people: People, register: Register
    ) -> None:
        july, august = months.commitments.filter(due_on__lt=TODAY).order_by("due_on")
        close(july.pk, people.supervisor, "已报")
        Commitment.objects.filter(pk=august.pk).update(unit=register.energy)
        assert carry_over(months.pk, new["reports"].pk, people.supervisor, at=NOW).due == 0

    def test_another_unit_begins_anew(self, old: dict[str, Task], new: dict[str, Task], people: People) -> None:
        row = old["reports"].commitments.first()
        report_progress(row.pk, people.stranger, percent=30, done_so_far="台账", at=NOW)
        assert carry_over(old["reports"].pk, new["reports"].pk, people.supervisor, at=NOW).carried == 0
        assert not Progress.objects.filter(commitment__task=new["reports"]).exists()

    def test_a_new_task_that_is_in_force_already(
        self, reported: Commitment, old: dict[str, Task], new: dict[str, Task], people: People
    ) -> None:
        Task.objects.filter(pk=new["pipes"].pk).update(state="in_force")
        make_commitments(new["pipes"], TODAY)
        done = carry_over(old["pipes"].pk, new["pipes"].pk, people.supervisor)
        assert (done.made, done.carried) == (0, 1)

    def test_once(self, old: dict[str, Task], new: dict[str, Task], people: People) -> None:
        carry_over(old["pipes"].pk, new["pipes"].pk, people.supervisor)
        with pytest.raises(Conflict, match="已承接"):
            carry_over(old["pipes"].pk, new["pipes"].pk, people.supervisor)
        with pytest.raises(Conflict, match="重复"):
            restore(old["pipes"].pk, people.supervisor)

    def test_only_between_versions(self, old: dict[str, Task], people: People) -> None:
        with pytest.raises(Conflict, match="新旧版本"):
            carry_over(old["pipes"].pk, old["reports"].pk, people.supervisor)

    def test_what_can_not_be_confirmed_leaves_the_old_as_it_was(
        self, reported: Commitment, old: dict[str, Task], new: dict[str, Task], people: People
    ) -> None:
        new["pipes"].assignments.all().delete()
        with pytest.raises(Conflict, match="没有牵头"):
            carry_over(old["pipes"].pk, new["pipes"].pk, people.supervisor)
        reported.refresh_from_db()
        assert reported.state == "open" and Task.objects.get(pk=old["pipes"].pk).state == "in_force"
        assert not Event.objects.filter(verb="task_withdrawn").exists()

    @pytest.mark.django_db(transaction=True)
    def test_two_carry_at_once(
        self, reported: Commitment, old: dict[str, Task], new: dict[str, Task], people: People
    ) -> None:
        results = at_once(
            *[
                lambda who=who: carry_over(old["pipes"].pk, new["pipes"].pk, who)
                for who in (people.supervisor, people.second_supervisor)
            ]
        )
        assert len(refused(results)) == 1
        assert new["pipes"].commitments.get().progress.count() == 1
        assert not verify().problems


@pytest.mark.django_db(transaction=True)
def test_a_report_of_the_last_moment_is_not_lost(old: dict[str, Task], new: dict[str, Task], people: People) -> None:
    """Either it came before and goes along, or it is told that the matter was withdrawn."""
    row = old["pipes"].commitments.get()
    results = at_once(
        lambda: report_progress(row.pk, people.coordinator, percent=70, done_so_far="完成支线"),
        lambda: carry_over(old["pipes"].pk, new["pipes"].pk, people.supervisor),
    )
    told = refused(results)
    carried = new["pipes"].commitments.get()
    assert carried.progress.count() == 1 - len(told)
    assert carried.percent == (0 if told else 70)
    assert not verify().problems


def test_the_page_shows_the_changes_and_carries_what_was_chosen(
    directive: Directive, old: dict[str, Task], new: dict[str, Task], people: People, client: Client
) -> None:
    client.force_login(people.supervisor)
    address = f"/directives/{directive.pk}/versions/"
    page = client.get(address).content.decode()
    for said in (
        "新增 1",
        "单位变化 1",
        "时限变化 1",
        "取消 1",
        "撤销新版本中取消的 1 项任务",
        "市能源局将生成1个承办事项",
    ):
        assert said in page
    pair = f"{old['pipes'].pk}-{new['pipes'].pk}"
    page = client.post(address, {"pair": pair}, follow=True).content.decode()
    assert "已承接1项任务：撤销旧承办事项1个，生成1个，其中0个结转了进展。" in page
    assert f'value="{pair}"' not in page
    page = client.post(address, {"pair": pair}, follow=True).content.decode()
    assert "未能承接" in page and "已承接" in page
    assert address in client.get(f"/directives/{directive.pk}/").content.decode()
    client.force_login(people.coordinator)
    assert client.get(address).status_code == 403
