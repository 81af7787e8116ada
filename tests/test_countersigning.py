"""Countersigning: lead unit, head of the unit, supervisor. Off unless switched on; nothing is ever stuck."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from obligations.countersigning import passing, rules, signing
from obligations.countersigning.desks import Desk, say_way
from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.jobs import daily
from obligations.jobs.to_countersign import make_countersign_notices
from obligations.models import Commitment, Countersign, Deputy, Event, Light, Membership, Notice, Task, User
from obligations.schedule import make_commitments
from obligations.verifying import verify
from obligations.workflow import close, hand_in, recall, resume, return_
from tests.conftest import FIXED, NOW, TODAY, People, Register, TaskMaker, make_unit, make_user

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def row(register: Register, people: People, make_task: TaskMaker) -> Commitment:
    """市能源局 owes what 市住建局 leads."""
    task = make_task("完成管网改造", lead=register.housing, responsible=(register.energy,), deadlines=(FIXED,))
    Task.objects.filter(pk=task.pk).update(state="in_force")
    make_commitments(Task.objects.with_details().get(pk=task.pk), TODAY)
    return task.commitments.get(unit=register.energy)


@pytest.fixture
def head(register: Register) -> User:
    return make_head("chengli", "程立", register.energy)


@pytest.fixture
def both(people: People) -> None:
    rules.set_rule(people.administrator, head_signs=True, lead_checks=True)


def make_head(username: str, name: str, unit: object) -> User:
    who = make_user(username, "coordinator", name=name)
    Membership.objects.create(user=who, unit=unit, part="head")
    return who


def now(row: Commitment) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.waits_for


def said(row: Commitment) -> list[tuple[str, str, str]]:
    found = Countersign.objects.filter(commitment=row).order_by("pk")
    return [(one.desk, one.outcome, one.remark) for one in found]


def hand(row: Commitment, who: User) -> int:
    return hand_in(row.pk, who, done_so_far="管网改造完成").pk


class TestOrder:
    def test_without_the_setting_the_supervisor_decides_at_once(
        self, row: Commitment, people: People, head: User
    ) -> None:
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "supervisor")
        assert said(row) == []
        close(row.pk, people.supervisor)

    @pytest.mark.usefixtures("both")
    def test_lead_then_head_then_supervisor(self, row: Commitment, people: People, head: User) -> None:
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "lead")
        with pytest.raises(Conflict, match="待牵头单位审核"):
            signing.agree(row.pk, head, Desk.HEAD)
        signing.agree(row.pk, people.stranger, Desk.LEAD, "数据已核")
        assert now(row) == ("handed_in", "head")
        signing.agree(row.pk, head, Desk.HEAD)
        assert now(row) == ("handed_in", "supervisor")
        close(row.pk, people.supervisor)
        assert now(row)[0] == "done"
        assert said(row) == [("lead", "agreed", "数据已核"), ("head", "agreed", "")]
        verbs = list(Event.objects.filter(commitment=row).order_by("number").values_list("verb", flat=True))
        assert verbs == ["handed_in", "lead_checked", "head_signed", "closed"]
        assert Event.objects.get(verb="lead_checked").unit_name == "市住房城乡建设局"
        assert not verify().problems

    @pytest.mark.usefixtures("both")
    def test_the_unit_that_leads_needs_no_check_by_itself_and_it_is_said(
        self, row: Commitment, people: People, register: Register
    ) -> None:
        mine = row.task.commitments.get(unit=register.housing)
        make_head("hou", "侯平", register.housing)
        hand(mine, people.stranger)
        assert now(mine) == ("handed_in", "head")
        assert said(mine) == [("lead", "waived", "本单位即牵头单位")]
        assert Event.objects.get(verb="handed_in").after["passed"] == ["牵头单位审核：本单位即牵头单位"]

    @pytest.mark.usefixtures("both")
    def test_a_unit_without_a_head_goes_on_and_it_is_said(self, row: Commitment, people: People) -> None:
        hand(row, people.coordinator)
        signing.agree(row.pk, people.stranger, Desk.LEAD)
        assert now(row) == ("handed_in", "supervisor")
        assert said(row)[-1] == ("head", "waived", "市能源局没有分管领导")

    @pytest.mark.usefixtures("both")
    def test_a_lead_without_people_is_passed_over(self, row: Commitment, people: People, head: User) -> None:
        Membership.objects.filter(user=people.stranger).delete()
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "head")
        assert said(row) == [("lead", "waived", "市住房城乡建设局还没有联络员")]

    @pytest.mark.usefixtures("both")
    def test_who_hands_in_as_head_has_signed(self, row: Commitment, people: People, head: User) -> None:
        assert say_way(row, head) == "牵头单位市住房城乡建设局审核"
        assert say_way(row, people.coordinator) == "牵头单位市住房城乡建设局审核、分管领导审签"
        hand(row, head)
        signing.agree(row.pk, people.stranger, Desk.LEAD)
        assert now(row) == ("handed_in", "supervisor")
        assert said(row)[0] == ("head", "given", "")

    def test_an_office_without_a_head_is_signed_for_above(
        self, row: Commitment, people: People, register: Register
    ) -> None:
        top = make_unit("云河市能源集团")
        register.energy.parent = top
        register.energy.save()
        above = make_head("dong", "董事", top)
        rules.set_unit_rule(top.pk, people.administrator, True)
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "head")
        signing.agree(row.pk, above, Desk.HEAD)
        assert now(row) == ("handed_in", "supervisor")


class TestDecisions:
    @pytest.fixture(autouse=True)
    def _at_the_head(self, today: date, row: Commitment, people: People, head: User) -> None:
        rules.set_unit_rule(row.unit_id, people.administrator, True)
        self.report = hand(row, people.coordinator)

    def test_returned_with_a_reason_the_clock_runs_again(self, row: Commitment, people: People, head: User) -> None:
        with pytest.raises(BadInput, match="退回理由"):
            signing.send_back(row.pk, head, Desk.HEAD, " ")
        signing.send_back(row.pk, head, Desk.HEAD, "缺验收单")
        row.refresh_from_db()
        assert (row.state, row.handed_in_on, row.return_reason) == ("returned", None, "缺验收单")
        notice = Notice.objects.get(recipient=people.coordinator, title__contains="退回")
        assert (notice.title, notice.body) == ("分管领导退回修改：完成管网改造", "缺验收单")
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "head")

    def test_the_day_of_the_hand_in_is_the_units(self, row: Commitment, people: People, head: User) -> None:
        late = FIXED["due_on"] + timedelta(days=3)
        with time_machine.travel(NOW + timedelta(days=60)):
            signing.agree(row.pk, head, Desk.HEAD)
            row.refresh_from_db()
            assert row.handed_in_on == TODAY
            assert row.light(late) == Light.ON_TIME
            assert not Commitment.objects.overdue(late).filter(pk=row.pk).exists()

    def test_recalled_before_anybody_has_signed(self, row: Commitment, people: People, head: User) -> None:
        recall(row.pk, people.coordinator)
        assert now(row) == ("open", "supervisor")
        with pytest.raises(Conflict):
            signing.agree(row.pk, head, Desk.HEAD)

    def test_handed_in_anew_it_is_not_signed_unread(self, row: Commitment, people: People, head: User) -> None:
        newer = hand(row, people.coordinator)
        with pytest.raises(Conflict, match="重新申请办结"):
            signing.agree(row.pk, head, Desk.HEAD, seen=self.report)
        signing.agree(row.pk, head, Desk.HEAD, seen=newer)
        assert now(row) == ("handed_in", "supervisor")

    def test_signed_and_handed_in_anew_it_is_signed_again(self, row: Commitment, people: People, head: User) -> None:
        signing.agree(row.pk, head, Desk.HEAD)
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "head")

    def test_the_supervisor_need_not_wait_but_says_why(self, row: Commitment, people: People) -> None:
        with pytest.raises(BadInput, match="待分管领导审签"):
            close(row.pk, people.supervisor)
        close(row.pk, people.supervisor, "分管领导外出，电话确认")
        assert now(row) == ("done", "supervisor")
        resume(row.pk, people.supervisor)
        assert now(row) == ("handed_in", "supervisor")

    def test_the_supervisor_may_return_it(self, row: Commitment, people: People) -> None:
        return_(row.pk, people.supervisor, "缺材料")
        assert now(row) == ("returned", "supervisor")

    def test_nobody_signs_in_the_heads_place(self, row: Commitment, people: People) -> None:
        for who in (people.coordinator, people.stranger, people.supervisor, people.administrator):
            with pytest.raises(NotAllowed, match="分管领导"):
                signing.agree(row.pk, who, Desk.HEAD)

    def test_but_a_deputy_does_and_the_record_says_for_whom(self, row: Commitment, people: People, head: User) -> None:
        Deputy.objects.create(
            unit_id=row.unit_id, absent=head, deputy=people.second_supervisor, starts_on=TODAY, ends_on=TODAY
        )
        deputy = make_user("shike", "coordinator", name="史可")
        Deputy.objects.create(unit_id=row.unit_id, absent=head, deputy=deputy, starts_on=TODAY, ends_on=TODAY)
        signing.agree(row.pk, deputy, Desk.HEAD)
        assert Event.objects.get(verb="head_signed").actor_name == "史可（代程立）"

    def test_those_who_can_sign_are_told(self, row: Commitment, head: User, people: People) -> None:
        [notice] = Notice.objects.filter(title__startswith="待分管领导审签")
        assert notice.recipient == head
        assert "市能源局于9月16日申请办结" in notice.body


class TestNothingIsStuck:
    @pytest.mark.usefixtures("both")
    def test_switched_off_everywhere(self, row: Commitment, people: People, head: User) -> None:
        hand(row, people.coordinator)
        assert rules.set_rule(people.administrator, head_signs=True, lead_checks=False) == 1
        assert now(row) == ("handed_in", "head")
        assert rules.set_rule(people.administrator, head_signs=False, lead_checks=False) == 1
        assert now(row) == ("handed_in", "supervisor")
        events = Event.objects.filter(verb="countersign_passed").order_by("number")
        assert [event.note for event in events] == ["牵头单位审核：会签已停用", "分管领导审签：会签已停用"]
        close(row.pk, people.supervisor)
        assert not verify().problems

    def test_what_is_said_of_one_task_or_unit_stands_before_the_rest(
        self, row: Commitment, people: People, head: User
    ) -> None:
        rules.set_task_rule(row.task_id, people.supervisor, True)
        rules.set_rule(people.administrator, head_signs=True, lead_checks=False)
        hand(row, people.coordinator)
        assert now(row) == ("handed_in", "lead")
        assert rules.set_unit_rule(row.unit_id, people.administrator, False) == 0
        assert rules.set_task_rule(row.task_id, people.supervisor, None) == 1
        assert now(row) == ("handed_in", "supervisor")

    def test_the_only_head_leaves(self, row: Commitment, people: People, head: User) -> None:
        rules.set_rule(people.administrator, head_signs=True, lead_checks=False)
        hand(row, people.coordinator)
        assert passing.catch_up() == 0
        head.is_active = False
        head.save()
        assert passing.catch_up() == 1
        assert now(row) == ("handed_in", "supervisor")
        assert passing.catch_up() == 0

    def test_switching_on_takes_nothing_from_the_supervisor(self, row: Commitment, people: People, head: User) -> None:
        hand(row, people.coordinator)
        rules.set_rule(people.administrator, head_signs=True, lead_checks=True)
        assert now(row) == ("handed_in", "supervisor")

    def test_a_desk_that_was_passed_is_not_asked_afterwards(self, row: Commitment, people: People, head: User) -> None:
        rules.set_rule(people.administrator, head_signs=True, lead_checks=False)
        hand(row, people.coordinator)
        rules.set_rule(people.administrator, head_signs=True, lead_checks=True)
        signing.agree(row.pk, head, Desk.HEAD)
        assert now(row) == ("handed_in", "supervisor")

    def test_what_is_set_already_is_said(self, row: Commitment, people: People) -> None:
        with pytest.raises(Conflict, match="没有变化"):
            rules.set_rule(people.administrator, head_signs=False, lead_checks=False)


class TestWhatALeadSees:
    def test_others_commitments_of_its_task_only_where_it_checks(
        self, row: Commitment, people: People, register: Register
    ) -> None:
        mine = Commitment.objects.filter(unit=register.housing)
        assert set(Commitment.objects.visible_to(people.stranger)) == set(mine)
        rules.set_task_rule(row.task_id, people.supervisor, True)
        assert set(Commitment.objects.visible_to(people.stranger)) == {row, *mine}
        # the day's work stays its own
        assert set(Commitment.objects.of(people.stranger)) == set(mine)
        assert not Commitment.objects.to_countersign(people.stranger)
        hand(row, people.coordinator)
        assert list(Commitment.objects.to_countersign(people.stranger)) == [row]
        assert not Commitment.objects.to_countersign(people.coordinator)


class TestReminders:
    def test_every_other_working_day_one_notice_however_many_wait(
        self, row: Commitment, people: People, head: User
    ) -> None:
        rules.set_unit_rule(row.unit_id, people.administrator, True)
        hand(row, people.coordinator)
        mine = Notice.objects.filter(recipient=head, kind="countersign")
        thursday, friday = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
        assert make_countersign_notices(thursday) == []
        assert make_countersign_notices(friday) == [head.pk]
        assert make_countersign_notices(friday) == []
        assert mine.get().title == "会签提醒：1项办结申请待您签署，最早的自9月16日起等待"
        assert mine.get().link == "/todo/?slice=to_sign"
        # 9月20日 is worked in place of a day of the holidays: Monday is the second working day after Friday
        assert make_countersign_notices(friday + timedelta(days=1)) == []
        assert make_countersign_notices(friday + timedelta(days=5)) == [head.pk]
        signing.agree(row.pk, head, Desk.HEAD)
        assert make_countersign_notices(friday + timedelta(days=20)) == []

    def test_it_stands_in_the_daily_mail(self, row: Commitment, people: People, head: User) -> None:
        User.objects.filter(pk=head.pk).update(email="cheng@yunhe.example")
        rules.set_unit_rule(row.unit_id, people.administrator, True)
        hand(row, people.coordinator)
        daily.run(TODAY + timedelta(days=2))
        mail = Notice.objects.get(recipient=head, channel="email")
        assert mail.title == "9月18日办理提醒：待会签"
        assert "待会签\n1. 1项办结申请待您签署，最早的自9月16日起等待" in mail.body


class TestPages:
    def test_the_lead_finds_signs_and_passes_it_on(self, client: Client, row: Commitment, people: People) -> None:
        rules.set_task_rule(row.task_id, people.supervisor, True)
        report = hand(row, people.coordinator)
        client.force_login(people.stranger)
        assert "待我签署" in client.get("/todo/").content.decode()
        page = client.get("/todo/?slice=to_sign").content.decode()
        assert "市能源局" in page and "待牵头单位审核（市住房城乡建设局）" in page
        drawer = client.get(f"/commitments/{row.pk}/lead/").content.decode()
        assert "管网改造完成" in drawer and f'name="report" value="{report}"' in drawer
        answer = client.post(f"/commitments/{row.pk}/lead/", {"decision": "return", "remark": ""})
        assert answer.status_code == 422 and "退回时请填写理由" in answer.content.decode()
        client.post(f"/commitments/{row.pk}/lead/", {"decision": "agree", "report": report})
        assert now(row) == ("handed_in", "supervisor")
        assert "待我签署" not in client.get("/todo/").content.decode()

    def test_the_unit_is_told_the_way(self, client: Client, row: Commitment, people: People, head: User) -> None:
        rules.set_rule(people.administrator, head_signs=True, lead_checks=True)
        client.force_login(people.coordinator)
        assert "提交后先由牵头单位市住房城乡建设局审核、分管领导审签，再由督查室审核" in (
            client.get(f"/commitments/{row.pk}/hand-in/").content.decode()
        )

    def test_the_supervisor_closes_with_a_reason_or_waits(
        self, client: Client, row: Commitment, people: People, head: User
    ) -> None:
        rules.set_unit_rule(row.unit_id, people.administrator, True)
        hand(row, people.coordinator)
        client.force_login(people.supervisor)
        page = client.get(f"/commitments/{row.pk}/close/").content.decode()
        assert "待分管领导审签" in page and "将不等签署直接销号" in page
        assert client.post(f"/commitments/{row.pk}/close/", {"note": ""}).status_code == 422
        client.post(f"/commitments/{row.pk}/close/", {"note": "电话确认"})
        assert now(row)[0] == "done"
