"""更正任务: what a correction does to each commitment is shown before, and is what happens."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from obligations.amending import Amended, Fate, amend
from obligations.drafts import DeadlineDraft, TaskDraft, UnitDraft
from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Deadline, Event, Extension, Notice, Task
from obligations.register.taking import foretold
from obligations.review import confirm
from obligations.schedule import extend_recurring, make_commitments, record_event
from obligations.verifying import verify
from obligations.workflow import (
    ask_extension,
    close,
    decide_extension,
    hand_in,
    reassign,
    report_progress,
    set_task_due_date,
)
from tests.conftest import FIXED, MONTHLY, TODAY, People, Register, Suggested, TaskMaker, moment
from tests.scene import everything
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")
NOV = date(2026, 11, 15)
LATER = date(2026, 12, 1)
WHY = "文件印发有误"


def draft_of(task: Task) -> TaskDraft:
    return TaskDraft.of(Task.objects.with_details().get(pk=task.pk))


def dated(task: Task, day: date) -> TaskDraft:
    draft = draft_of(task)
    draft.deadlines[0] = replace(draft.deadlines[0], kind="fixed", due_on=day, rrule="")
    return draft


def ruled(task: Task, rule: str) -> TaskDraft:
    draft = draft_of(task)
    draft.deadlines[0] = replace(draft.deadlines[0], kind="recurring", due_on=None, rrule=rule)
    return draft


def owed(task: Task) -> list[tuple[str, date | None]]:
    rows = task.commitments.exclude(state="withdrawn").select_related("unit")
    return sorted((str(row.unit), row.due_on) for row in rows)


def months(task: Task) -> list[date | None]:
    return sorted(day for _name, day in owed(task))


@pytest.fixture
def task(suggested: Suggested, people: People) -> Task:
    """市能源局 leads, three counties are responsible, 市财政局 supports; by 10月31日."""
    return confirm(suggested.fixed.pk, people.supervisor).task


@pytest.fixture
def monthly(register: Register, people: People, make_task: TaskMaker) -> Task:
    task = make_task("按月报送", lead=register.energy, deadlines=(MONTHLY,))
    return confirm(task.pk, people.supervisor).task


def of(task: Task, unit: object) -> Commitment:
    return task.commitments.exclude(state="withdrawn").get(unit=unit)


class TestDates:
    def test_the_date_of_all_moves_and_the_first_one_stays(self, task: Task, people: People) -> None:
        done = amend(task.pk, dated(task, NOV), people.supervisor, WHY)
        assert done.summary == "改期4项"
        assert set(task.commitments.values_list("due_on", "first_due_on")) == {(NOV, FIXED["due_on"])}
        assert make_commitments(Task.objects.get(pk=task.pk), TODAY) == 0
        event = Event.objects.get(verb="amended", commitment=None)
        assert event.note == "文件印发有误（改期4项）" and list(event.after) == ["deadlines"]
        assert Event.objects.filter(verb="amended", commitment__isnull=False).count() == 4
        assert not verify().problems

    def test_reports_go_along(self, task: Task, register: Register, people: People) -> None:
        report_progress(of(task, register.energy).pk, people.coordinator, percent=60, done_so_far="已铺设")
        amend(task.pk, dated(task, NOV), people.supervisor, WHY)
        row = of(task, register.energy)
        assert (row.percent, row.progress.count(), row.due_on) == (60, 1, NOV)

    def test_what_is_done_stays_and_is_not_asked_for_again(
        self, task: Task, register: Register, people: People
    ) -> None:
        close(of(task, register.energy).pk, people.supervisor, "核实")
        before = Commitment.objects.filter(unit=register.energy).values("due_on", "state", "done_on", "percent").get()
        done = amend(task.pk, dated(task, NOV), people.supervisor, WHY)
        assert done.summary == "改期3项、已办结不变1项"
        assert Commitment.objects.filter(unit=register.energy).values(*before).get() == before
        assert make_commitments(Task.objects.get(pk=task.pk), TODAY) == 0

    def test_a_later_date_that_was_granted_stands(self, task: Task, register: Register, people: People) -> None:
        row = of(task, register.energy)
        decide_extension(ask_extension(row.pk, people.coordinator, LATER, "流标").pk, people.supervisor, LATER)
        done = amend(task.pk, dated(task, NOV), people.supervisor, WHY)
        [kept] = [line for line in done.lines if line.unit == register.energy]
        assert kept.fate == Fate.STAYS and kept.note == "已批延期至12月1日，予以保留"
        assert of(task, register.energy).due_on == LATER

    def test_an_earlier_one_gives_way(self, task: Task, register: Register, people: People) -> None:
        row = of(task, register.energy)
        decide_extension(ask_extension(row.pk, people.coordinator, NOV, "流标").pk, people.supervisor, NOV)
        amend(task.pk, dated(task, LATER), people.supervisor, WHY)
        assert of(task, register.energy).due_on == LATER

    def test_a_request_that_waits(self, task: Task, register: Register, people: People) -> None:
        asked = ask_extension(of(task, register.energy).pk, people.coordinator, LATER, "流标")
        done = amend(task.pk, dated(task, NOV), people.supervisor, WHY)
        assert "继续待审批" in next(line.note for line in done.lines if line.unit == register.energy)
        asked.refresh_from_db()
        assert (asked.state, asked.due_before) == ("pending", NOV)
        amend(task.pk, dated(task, LATER + timedelta(days=9)), people.supervisor, WHY)
        assert Extension.objects.get().state == "refused"

    def test_what_was_handed_in_goes_on_waiting(self, task: Task, register: Register, people: People) -> None:
        hand_in(of(task, register.energy).pk, people.coordinator, done_so_far="完工")
        amend(task.pk, dated(task, NOV), people.supervisor, WHY)
        assert of(task, register.energy).state == "handed_in"

    def test_a_second_date(self, task: Task, people: People) -> None:
        draft = draft_of(task)
        draft.deadlines.append(DeadlineDraft("fixed", what="验收", due_on=LATER))
        done = amend(task.pk, draft, people.supervisor, WHY)
        assert done.summary == "新增4项、不变4项"
        assert Notice.objects.filter(recipient=people.coordinator).count() == 1

    def test_a_date_is_taken_away_and_given_back(self, task: Task, register: Register, people: People) -> None:
        draft = draft_of(task)
        draft.deadlines.append(DeadlineDraft("fixed", what="验收", due_on=LATER))
        amend(task.pk, draft, people.supervisor, WHY)
        first = task.commitments.get(unit=register.energy, due_on=FIXED["due_on"])
        report_progress(first.pk, people.coordinator, percent=60, done_so_far="已铺设")
        close(task.commitments.get(unit=register.counties[0], due_on=FIXED["due_on"]).pk, people.supervisor, "核实")
        before, whole = owed(task), draft_of(task)
        less = draft_of(task)
        taken = less.deadlines.pop(0)
        assert amend(task.pk, less, people.supervisor, WHY).summary == "撤回3项、不变4项、已办结不变1项"
        back = draft_of(task)
        back.deadlines.append(replace(taken, id=None))
        assert amend(task.pk, back, people.supervisor, WHY).summary == "恢复3项、不变4项、已办结不变1项"
        assert owed(task) == before
        first.refresh_from_db()
        assert (first.state, first.percent) == ("open", 60)
        assert {one.what for one in draft_of(task).deadlines} == {one.what for one in whole.deadlines}
        assert make_commitments(Task.objects.get(pk=task.pk), TODAY) == 0

    def test_a_date_for_what_had_none(self, suggested: Suggested, register: Register, people: People) -> None:
        task = confirm(suggested.dateless.pk, people.supervisor).task
        set_task_due_date(task.pk, people.supervisor, NOV)
        report_progress(of(task, register.energy).pk, people.coordinator, percent=20, done_so_far="已印发")
        draft = draft_of(task)
        draft.deadlines.append(DeadlineDraft("fixed", due_on=LATER))
        assert amend(task.pk, draft, people.supervisor, WHY).summary == "改期1项"
        row = of(task, register.energy)
        assert (row.percent, row.due_on, row.first_due_on) == (20, LATER, NOV)

    def test_the_day_of_the_event_stays(self, suggested: Suggested, people: People) -> None:
        task = confirm(suggested.relative.pk, people.supervisor).task
        record_event(task.deadlines.get().pk, TODAY, people.supervisor)
        draft = draft_of(task)
        draft.deadlines[0] = replace(draft.deadlines[0], offset="P10B", event_on=None)
        amend(task.pk, draft, people.supervisor, WHY)
        assert months(task) == [date(2026, 9, 30)]
        assert task.deadlines.get().counted_on == date(2026, 9, 30)


class TestRules:
    def test_another_day_of_the_month(self, monthly: Task, people: People) -> None:
        rows = list(monthly.commitments.order_by("due_on"))
        report_progress(rows[0].pk, people.coordinator, percent=30, done_so_far="已汇总")
        done = amend(monthly.pk, ruled(monthly, "FREQ=MONTHLY;BYMONTHDAY=20"), people.supervisor, WHY)
        assert done.summary == "改期12项"
        assert months(monthly) == [row.due_on - timedelta(days=5) for row in rows]
        first = monthly.commitments.order_by("due_on")[0]
        assert (first.pk, first.percent, first.first_due_on) == (rows[0].pk, 30, rows[0].due_on)
        # the job goes on by the new rule
        assert extend_recurring(TODAY) == 0
        assert extend_recurring(date(2026, 11, 21)) == 3
        assert {day.day for day in months(monthly)} == {20} and len(set(months(monthly))) == 15

    def test_what_was_done_early_is_not_asked_for_again(self, monthly: Task, people: People) -> None:
        first = monthly.commitments.order_by("due_on")[0]
        close(first.pk, people.supervisor, "已报")
        done = amend(monthly.pk, ruled(monthly, "FREQ=MONTHLY;BYMONTHDAY=20"), people.supervisor, WHY)
        assert done.summary == "改期11项、已办结不变1项"
        assert extend_recurring(TODAY) == 0
        first.refresh_from_db()
        assert (first.state, first.due_on) == ("done", date(2026, 9, 25))

    def test_each_quarter_instead_of_each_month(self, monthly: Task, people: People) -> None:
        done = amend(monthly.pk, ruled(monthly, "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25"), people.supervisor, WHY)
        assert "撤回8项" in done.summary and "不变4项" in done.summary
        assert extend_recurring(TODAY) == 0
        back = amend(monthly.pk, ruled(monthly, str(MONTHLY["rrule"])), people.supervisor, "改错了")
        assert back.summary == "恢复8项、不变4项"
        assert len(months(monthly)) == 12 and extend_recurring(TODAY) == 0

    def test_once_instead_of_each_month(self, monthly: Task, people: People) -> None:
        amend(monthly.pk, dated(monthly, LATER), people.supervisor, WHY)
        assert months(monthly) == [LATER]
        assert extend_recurring(date(2026, 11, 21)) == 0

    def test_each_month_instead_of_once(self, task: Task, people: People, register: Register) -> None:
        report_progress(of(task, register.energy).pk, people.coordinator, percent=60, done_so_far="已铺设")
        amend(task.pk, ruled(task, "FREQ=MONTHLY;BYMONTHDAY=25"), people.supervisor, WHY)
        rows = task.commitments.filter(unit=register.energy).exclude(state="withdrawn").order_by("due_on")
        assert rows.count() == 12 and rows.filter(percent=60).count() == 1
        assert extend_recurring(TODAY) == 0

    def test_what_is_overdue_by_the_old_rule_stays(self, monthly: Task, people: People) -> None:
        late = date(2026, 12, 1)
        before = [day for day in months(monthly) if day < late]
        draft = ruled(monthly, "FREQ=MONTHLY;BYMONTHDAY=20")
        amend(monthly.pk, draft, people.supervisor, WHY, at=moment(late))
        assert [day for day in months(monthly) if day < late] == before


class TestUnits:
    def test_one_goes_one_comes(self, task: Task, register: Register, people: People) -> None:
        report_progress(of(task, register.energy).pk, people.coordinator, percent=60, done_so_far="已铺设")
        draft = draft_of(task)
        draft.units[0] = UnitDraft("lead", "市住建局", register.housing.pk)
        done = amend(task.pk, draft, people.supervisor, WHY)
        assert done.summary == "新增1项、撤回1项、不变3项"
        gone = task.commitments.get(unit=register.energy)
        assert (gone.state, gone.percent) == ("withdrawn", 60)
        assert of(task, register.housing).percent == 0
        assert {notice.recipient for notice in Notice.objects.all()} == {people.coordinator, people.stranger}

    def test_and_back_with_all_that_was_reported(self, task: Task, register: Register, people: People) -> None:
        report_progress(of(task, register.energy).pk, people.coordinator, percent=60, done_so_far="已铺设")
        hand_in(of(task, register.energy).pk, people.coordinator, done_so_far="完工")
        right, wrong = draft_of(task), draft_of(task)
        wrong.units = wrong.units[1:]
        amend(task.pk, wrong, people.supervisor, WHY)
        assert amend(task.pk, right, people.supervisor, "改错了").summary == "恢复1项、不变3项"
        row = of(task, register.energy)
        assert (row.state, row.percent, row.progress.count()) == ("handed_in", 100, 2)

    def test_another_role(self, task: Task, register: Register, people: People) -> None:
        draft = draft_of(task)
        draft.units[0] = draft.units[0]._replace(role="responsible")
        assert amend(task.pk, draft, people.supervisor, WHY).summary == "改角色1项、不变3项"
        assert of(task, register.energy).role == "responsible"

    def test_from_owing_to_support(self, task: Task, register: Register, people: People) -> None:
        draft = draft_of(task)
        draft.units[0] = draft.units[0]._replace(role="support")
        assert amend(task.pk, draft, people.supervisor, WHY).summary == "撤回1项、不变3项"

    def test_who_stands_in_goes_on(self, task: Task, register: Register, people: People) -> None:
        row = of(task, register.counties[0])
        reassign(row.pk, register.housing.pk, people.supervisor, "统一实施")
        assert amend(task.pk, dated(task, NOV), people.supervisor, WHY).summary == "改期4项"
        assert of(task, register.housing).due_on == NOV
        assert make_commitments(Task.objects.get(pk=task.pk), TODAY) == 0
        draft = draft_of(task)
        draft.units.append(UnitDraft("responsible", "市住建局", register.housing.pk))
        draft.units = [one for one in draft.units if one.unit_id != register.all_counties.pk]
        assert amend(task.pk, draft, people.supervisor, WHY).summary == "撤回2项、不变2项"

    def test_nobody_would_owe_it(self, task: Task, people: People) -> None:
        draft = draft_of(task)
        draft.units = [UnitDraft("lead", "市老区建设促进会")]
        with pytest.raises(BadInput, match="没有在名录中的牵头或责任单位"):
            amend(task.pk, draft, people.supervisor, WHY)

    def test_nothing_changes(self, task: Task, people: People) -> None:
        with pytest.raises(Conflict, match="内容没有变化"):
            amend(task.pk, draft_of(task), people.supervisor, WHY)
        with pytest.raises(BadInput, match="请填写更正理由"):
            amend(task.pk, dated(task, NOV), people.supervisor, " ")


class TestThePreview:
    def told(self, task: Task, draft: TaskDraft, people: People) -> Amended:
        return foretold(lambda: amend(task.pk, draft, people.supervisor, WHY))

    def test_it_changes_nothing_and_is_what_happens(self, task: Task, people: People) -> None:
        before = everything()
        told = self.told(task, dated(task, NOV), people)
        assert everything() == before
        done = amend(task.pk, dated(task, NOV), people.supervisor, WHY, seen=told.fingerprint)
        assert [line.values for line in done.lines] == [line.values for line in told.lines]

    def test_somebody_hands_in_meanwhile(self, task: Task, register: Register, people: People) -> None:
        told = self.told(task, dated(task, NOV), people)
        hand_in(of(task, register.energy).pk, people.coordinator, done_so_far="完工")
        before = everything()
        with pytest.raises(Conflict, match="预览之后情况有变化"):
            amend(task.pk, dated(task, NOV), people.supervisor, WHY, seen=told.fingerprint)
        assert everything() == before

    def test_somebody_else_corrects_meanwhile(self, task: Task, people: People) -> None:
        told = self.told(task, dated(task, NOV), people)
        amend(task.pk, dated(task, LATER), people.second_supervisor, WHY)
        with pytest.raises(Conflict, match="预览之后情况有变化"):
            amend(task.pk, dated(task, NOV), people.supervisor, WHY, seen=told.fingerprint)


class TestAtOnce:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_two_corrections(self, task: Task, people: People) -> None:
        """Both confirm what they saw; who is second sees that it is not so any more."""
        first = foretold(lambda: amend(task.pk, dated(task, NOV), people.supervisor, WHY)).fingerprint
        second = foretold(lambda: amend(task.pk, dated(task, LATER), people.supervisor, WHY)).fingerprint
        drafts = dated(task, NOV), dated(task, LATER)
        results = at_once(
            lambda: amend(task.pk, drafts[0], people.supervisor, WHY, seen=first),
            lambda: amend(task.pk, drafts[1], people.second_supervisor, WHY, seen=second),
        )
        assert len(refused(results)) == 1
        assert len({day for _name, day in owed(task)}) == 1 and len(owed(task)) == 4

    def test_a_correction_and_a_hand_in(self, task: Task, register: Register, people: People) -> None:
        row = of(task, register.energy)
        told = foretold(lambda: amend(task.pk, dated(task, NOV), people.supervisor, WHY))
        results = at_once(
            lambda: amend(task.pk, dated(task, NOV), people.supervisor, WHY, seen=told.fingerprint),
            lambda: hand_in(row.pk, people.coordinator, done_so_far="完工"),
        )
        refused(results)
        row.refresh_from_db()
        assert row.progress.count() == (row.state == "handed_in")
        assert len(owed(task)) == 4 and not verify().problems

    @pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYMONTHDAY=20", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25"])
    def test_a_correction_and_the_horizon(self, monthly: Task, people: People, rule: str) -> None:
        later = date(2026, 12, 1)
        results = at_once(
            lambda: extend_recurring(later),
            lambda: amend(monthly.pk, ruled(monthly, rule), people.supervisor, WHY),
            lambda: extend_recurring(later),
        )
        assert not refused(results)
        extend_recurring(later)
        days = [day for day in months(monthly) if day >= later]
        assert len(days) == len(set(days))
        assert {day.day for day in days} == {int(rule[-2:])}
        assert not verify().problems


def test_the_limit_that_was_taken_away_is_shown_no_more(task: Task, people: People) -> None:
    draft = draft_of(task)
    draft.deadlines.append(DeadlineDraft("fixed", what="验收", due_on=LATER))
    draft.deadlines.pop(0)
    amend(task.pk, draft, people.supervisor, WHY)
    assert [one.what for one in Task.objects.with_details().get(pk=task.pk).deadlines.all()] == ["验收"]
    assert Deadline.with_dropped.filter(task=task).count() == 2
