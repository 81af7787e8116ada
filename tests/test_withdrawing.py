"""A task that is asked for no more: withdrawn with what is open of it, restored as it was."""

from datetime import date

import pytest
from django.test import Client

from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Directive, Event, Extension, Notice, Task
from obligations.register.changing import merge
from obligations.register.members import join_group
from obligations.schedule import extend_recurring, make_commitments
from obligations.verifying import verify
from obligations.withdrawing import restore, why_ended, withdraw, withdraw_many
from obligations.workflow import ask_extension, close, hand_in, return_
from tests.conftest import NOW, TODAY, People, Register, Suggested, TaskMaker, moment
from tests.scene import LATER, make_newer
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")
WHY = "文件已废止"


def states(task: Task) -> dict[str, str]:
    return dict(task.commitments.values_list("unit__name", "state"))


class TestWithdraw:
    def test_what_is_open_goes_and_what_is_done_stays(self, commitment: Commitment, people: People) -> None:
        close(commitment.pk, people.supervisor, "核实")
        assert withdraw(commitment.task_id, people.supervisor, WHY, at=NOW) == 3
        task = Task.objects.get(pk=commitment.task_id)
        assert (task.state, task.reason) == ("withdrawn", WHY)
        assert sorted(states(task).values()) == ["done", "withdrawn", "withdrawn", "withdrawn"]
        event = Event.objects.get(verb="task_withdrawn")
        assert (event.note, event.before, event.after) == (WHY, {"state": "in_force"}, {"state": "withdrawn"})
        assert Event.objects.filter(verb="withdrawn").count() == 3
        assert not verify().problems

    def test_the_units_are_told(self, commitment: Commitment, people: People) -> None:
        withdraw(commitment.task_id, people.supervisor, WHY, at=NOW)
        notice = Notice.objects.get(recipient=people.coordinator, commitment=commitment)
        assert notice.title.startswith("任务已撤销") and notice.body == WHY

    def test_a_request_that_waits_is_answered(self, commitment: Commitment, people: People) -> None:
        ask_extension(commitment.pk, people.coordinator, LATER, "流标")
        withdraw(commitment.task_id, people.supervisor, WHY)
        assert Extension.objects.get().state == "refused"

    def test_it_needs_a_reason(self, commitment: Commitment, people: People) -> None:
        with pytest.raises(BadInput):
            withdraw(commitment.task_id, people.supervisor, " ")

    def test_nothing_of_it_is_laid_out_any_more(self, suggested: Suggested, people: People) -> None:
        task = suggested.recurring
        Task.objects.filter(pk=task.pk).update(state="in_force")
        make_commitments(task, TODAY)
        withdraw(task.pk, people.supervisor, WHY)
        count = task.commitments.count()
        assert extend_recurring(date(2027, 9, 1)) == 0
        assert task.commitments.count() == count


class TestRestore:
    def test_each_comes_back_as_it_was(self, commitment: Commitment, people: People, register: Register) -> None:
        rows = {row.unit.name: row for row in commitment.task.commitments.select_related("unit")}
        county = rows[register.counties[0].name]
        for row in (commitment, county):
            hand_in(row.pk, people.administrator, done_so_far="完工", at=NOW)
        return_(county.pk, people.supervisor, "缺材料")
        before = states(commitment.task)
        withdraw(commitment.task_id, people.supervisor, WHY)
        assert restore(commitment.task_id, people.second_supervisor) == 4
        assert states(commitment.task) == before
        assert set(before.values()) == {"open", "handed_in", "returned"}
        task = Task.objects.get(pk=commitment.task_id)
        assert (task.state, task.reason) == ("in_force", "")

    def test_nothing_is_owed_twice_afterwards(self, suggested: Suggested, people: People) -> None:
        task = suggested.recurring
        Task.objects.filter(pk=task.pk).update(state="in_force")
        make_commitments(task, TODAY)
        withdraw(task.pk, people.supervisor, WHY)
        restore(task.pk, people.supervisor)
        extend_recurring(TODAY)
        assert task.commitments.count() == 12

    def test_what_a_unit_owed_that_was_taken_over_meanwhile_comes_back_to_its_heir(
        self, commitment: Commitment, people: People, register: Register
    ) -> None:
        """At once: nothing is owed by a unit that is none, and those who have to do it now are told."""
        withdraw(commitment.task_id, people.supervisor, WHY)
        merge(register.energy.pk, register.housing.pk, people.administrator)
        assert restore(commitment.task_id, people.supervisor, at=NOW) == 4
        commitment.refresh_from_db()
        assert (commitment.unit, commitment.state) == (register.housing, "open")
        assert not Commitment.objects.live().filter(unit__is_active=False).exists()
        assert not Task.objects.get(pk=commitment.task_id).assignments.filter(unit=register.energy).exists()
        told = Notice.objects.filter(commitment=commitment, title__startswith="任务已恢复")
        assert people.stranger in [one.recipient for one in told]
        assert not verify().problems

    def test_who_joined_its_group_meanwhile_owes_it_too(
        self, commitment: Commitment, people: People, register: Register
    ) -> None:
        withdraw(commitment.task_id, people.supervisor, WHY)
        join_group(register.all_counties.pk, register.housing.pk, TODAY, people.administrator)
        restore(commitment.task_id, people.supervisor, at=NOW)
        row = Commitment.objects.get(task=commitment.task_id, unit=register.housing)
        assert (row.state, row.due_on) == ("open", commitment.due_on)

    def test_a_task_in_force_has_nothing_to_restore(self, commitment: Commitment, people: People) -> None:
        with pytest.raises(Conflict, match="执行中"):
            restore(commitment.task_id, people.supervisor)


def test_many_each_on_its_own(commitment: Commitment, suggested: Suggested, people: People) -> None:
    result = withdraw_many([commitment.task_id, suggested.dateless.pk], people.supervisor, WHY)
    assert (result.done, result.commitments_made) == (1, 4)
    [(task, why)] = result.refused
    assert task.pk == suggested.dateless.pk and "待确认" in why


class TestThePages:
    @pytest.fixture
    def ended(self, commitment: Commitment, directive: Directive) -> Directive:
        directive.replaced_by, directive.replaced_on = make_newer(directive), TODAY
        directive.save()
        return directive

    def test_a_repealed_directive_offers_it(self, ended: Directive, people: People, client: Client) -> None:
        client.force_login(people.supervisor)
        page = client.get(f"/directives/{ended.pk}/").content.decode()
        assert "文件已于9月16日被云政办发〔2027〕3号废止。仍有 1 项任务在执行。" in page
        assert "1 个文件已废止或到期" in client.get("/directives/").content.decode()
        page = client.get("/dashboard/").content.decode()
        assert "已废止或到期的文件 <strong>1</strong>" in page and "/directives/?ended=1" in page
        assert ended.title in client.get("/directives/?ended=1").content.decode()
        page = client.get(f"/directives/{ended.pk}/withdraw/").content.decode()
        assert "完成管网改造" in page and "文件已于9月16日被云政办发〔2027〕3号废止。" in page

    def test_what_was_chosen_is_withdrawn(
        self, ended: Directive, commitment: Commitment, people: People, client: Client
    ) -> None:
        client.force_login(people.supervisor)
        address = f"/directives/{ended.pk}/withdraw/"
        assert client.post(address, {"reason": WHY}).status_code == 422
        answer = client.post(address, {"reason": WHY, "task": commitment.task_id}, follow=True)
        assert "已撤销1项任务、4个承办事项，已通知承办单位。" in answer.content.decode()
        assert "已废止或到期，仍有" not in client.get("/directives/").content.decode()
        page = client.post(f"/tasks/{commitment.task_id}/restore/", follow=True).content.decode()
        assert "任务已恢复，4个承办事项继续办理。" in page

    def test_what_is_overdue_is_said_before_it_goes(
        self, ended: Directive, commitment: Commitment, people: People, client: Client
    ) -> None:
        Commitment.objects.filter(pk=commitment.pk).update(due_on=date(2026, 9, 1))
        client.force_login(people.supervisor)
        for page in ("withdraw", "versions"):
            assert "逾期 1" in client.get(f"/directives/{ended.pk}/{page}/").content.decode()

    def test_what_another_directive_still_asks_for_is_not_ticked(
        self, ended: Directive, commitment: Commitment, people: People, client: Client
    ) -> None:
        other = Directive.objects.get(doc_number="云政办发〔2027〕3号")
        TaskMaker(other)("完成管网改造")
        Task.objects.filter(directive=other).update(state="merged", merged_into=commitment.task_id)
        client.force_login(people.supervisor)
        page = client.get(f"/directives/{ended.pk}/withdraw/").content.decode()
        assert "另有来源" in page and " checked>" not in page
        Directive.objects.filter(pk=other.pk).update(expires_on=date(2026, 1, 1))
        page = client.get(f"/directives/{ended.pk}/withdraw/").content.decode()
        assert "另有来源" not in page and " checked>" in page

    def test_who_owed_it_can_look_it_up_and_is_not_reminded(
        self, commitment: Commitment, people: People, client: Client
    ) -> None:
        withdraw(commitment.task_id, people.supervisor, WHY)
        client.force_login(people.coordinator)
        page = client.get(f"/tasks/{commitment.task_id}/").content.decode()
        assert WHY in page and "恢复任务" not in page
        assert "完成管网改造" not in client.get("/todo/").content.decode()
        client.force_login(people.stranger)
        assert client.get(f"/tasks/{commitment.task_id}/").status_code == 404


def test_a_directive_that_has_expired_says_so(directive: Directive) -> None:
    directive.expires_on = date(2026, 8, 31)
    assert why_ended(directive, TODAY) == "文件有效期至8月31日，已届满。"
    assert why_ended(directive, date(2026, 8, 31)) == ""


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_beside_everything_else(commitment: Commitment, people: People) -> None:
    """Done before it is withdrawn and stays, or withdrawn and refused to be closed; never in between."""
    results = at_once(
        lambda: withdraw(commitment.task_id, people.supervisor, WHY),
        lambda: withdraw(commitment.task_id, people.second_supervisor, WHY),
        lambda: close(commitment.pk, people.administrator, "核实", at=moment(TODAY)),
    )
    told = refused(results)
    assert len(told) in (1, 2)
    commitment.refresh_from_db()
    assert commitment.state == ("withdrawn" if isinstance(results[2], Exception) else "done")
    assert Event.objects.filter(verb="task_withdrawn").count() == 1
    assert not verify().problems
