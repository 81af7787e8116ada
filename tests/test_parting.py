"""分办: what a unit hands on, who does it, who accepts it, and what becomes of it with the commitment."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obligations import carrying_over, parting, withdrawing
from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.jobs import daily
from obligations.models import Commitment, Directive, Event, Evidence, Notice, Part, Slice, Task, Unit, User
from obligations.register import changing
from obligations.workflow import close, hand_in, report_progress, resume
from tests.conftest import TODAY, People, Register, TaskMaker, make_unit, make_user, moment
from tests.jobs.conftest import in_list, mails_of
from tests.scene import make_newer
from tests.test_verbs_at_once import at_once, refused

pytestmark = pytest.mark.usefixtures("today")
DAY = date(2026, 10, 20)
PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture
def section(register: Register) -> Unit:
    unit = make_unit("云河市能源局热力科", short="热力科", kind="office")
    unit.parent = register.energy
    unit.save()
    return unit


@pytest.fixture
def clerk(section: Unit, people: People) -> User:
    return make_user("clerk", "coordinator", section, name="史可", email="shi@yunhe.example")


@pytest.fixture
def part(commitment: Commitment, people: People, section: Unit, clerk: User) -> Part:
    return parting.split(commitment.pk, people.coordinator, section.pk, "核对管网图纸", DAY)


def fresh(part: Part) -> Part:
    return Part.objects.with_details().get(pk=part.pk)


class TestHandingOn:
    def test_who_does_it_is_told_and_the_record_says_it(self, part: Part, clerk: User, people: People) -> None:
        event = Event.objects.get(verb="part_made")
        assert (event.actor, event.commitment_id) == (people.coordinator, part.commitment_id)
        assert event.after == {"part": part.pk, "what": "核对管网图纸", "part_unit": "热力科", "due_on": "2026-10-20"}
        notice = Notice.objects.get(recipient=clerk)
        assert (notice.title, notice.link) == ("分办：核对管网图纸", f"/parts/{part.pk}/")

    def test_the_whole_way(self, part: Part, clerk: User, people: People) -> None:
        parting.sign_part(part.pk, clerk)
        parting.report_part(part.pk, clerk, percent=60, done_so_far="核对12张")
        parting.hand_in_part(part.pk, clerk, done_so_far="全部核对")
        assert Notice.objects.get(recipient=people.coordinator).title == "分办报完成，待验收：核对管网图纸"
        parting.return_part(part.pk, people.coordinator, "缺签字")
        assert (fresh(part).state, fresh(part).return_reason) == ("returned", "缺签字")
        parting.hand_in_part(part.pk, clerk, done_so_far="已签字")
        parting.accept_part(part.pk, people.coordinator, "齐全")
        assert (fresh(part).state, fresh(part).percent, fresh(part).done_on) == ("done", 100, TODAY)
        assert part.reports.count() == 3

    def test_the_parent_goes_on_owing_and_nobody_counts_the_part(self, part: Part, clerk: User, people: People) -> None:
        parting.hand_in_part(part.pk, clerk, done_so_far="全部核对")
        parent = Commitment.objects.get(pk=part.commitment_id)
        assert (parent.state, parent.percent, parent.signed_at) == ("open", 0, None)
        assert Commitment.objects.visible_to(people.supervisor).count() == 4
        assert Commitment.objects.slice_counts([Slice.HANDED_IN], TODAY) == {Slice.HANDED_IN: 0}

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"what": " "}, "what"),
            ({"what": "长" * 1001}, "what"),
            ({"due_on": date(2026, 11, 1)}, "due_on"),
            ({"due_on": date(2026, 9, 15)}, "due_on"),
        ],
    )
    def test_what_can_not_be(
        self, commitment: Commitment, people: People, section: Unit, values: dict[str, object], field: str
    ) -> None:
        given = {"what": "核对", "due_on": DAY} | values
        with pytest.raises(BadInput) as refusal:
            parting.split(commitment.pk, people.coordinator, section.pk, **given)  # type: ignore[arg-type]
        assert refusal.value.field == field and not Part.objects.exists()

    def test_only_to_those_below(self, commitment: Commitment, people: People, register: Register) -> None:
        for unit in (register.finance, register.all_counties):
            with pytest.raises(BadInput, match="内设机构"):
                parting.split(commitment.pk, people.coordinator, unit.pk, "核对", DAY)

    def test_within_the_unit_to_a_named_person(
        self, commitment: Commitment, people: People, register: Register
    ) -> None:
        with pytest.raises(BadInput, match="指定经办人"):
            parting.split(commitment.pk, people.coordinator, register.energy.pk, "核对", DAY)
        with pytest.raises(BadInput, match="经办人应是市能源局的人员"):
            parting.split(commitment.pk, people.coordinator, register.energy.pk, "核对", DAY, people.stranger.pk)
        colleague = make_user("colleague", "coordinator", register.energy, name="秦岚")
        made = parting.split(commitment.pk, people.coordinator, register.energy.pk, "核对", DAY, colleague.pk)
        assert made.person == colleague
        assert list(Notice.objects.values_list("recipient__username", flat=True)) == ["colleague"]

    def test_a_deputy_head_of_the_office_can_not_hand_on_or_accept(self, part: Part, clerk: User) -> None:
        with pytest.raises(NotAllowed):
            parting.split(part.commitment_id, clerk, part.unit_id, "再分", DAY)
        parting.hand_in_part(part.pk, clerk, done_so_far="全部核对")
        for verb in (parting.accept_part, parting.withdraw_part, parting.return_part):
            with pytest.raises(NotAllowed):
                verb(part.pk, clerk, "好")

    def test_it_is_changed_and_taken_back(self, part: Part, clerk: User, people: People) -> None:
        with pytest.raises(Conflict, match="没有变化"):
            parting.change_part(part.pk, people.coordinator, "核对管网图纸", DAY)
        parting.change_part(part.pk, people.coordinator, "核对全部图纸", date(2026, 10, 10), clerk.pk)
        event = Event.objects.get(verb="part_changed")
        assert event.before == {"what": "核对管网图纸", "due_on": "2026-10-20", "person": ""}
        assert event.after["person"] == "史可"
        parting.withdraw_part(part.pk, people.coordinator, "由局里直接办")
        with pytest.raises(Conflict, match="已收回"):
            parting.report_part(part.pk, clerk, percent=1, done_so_far="好")


class TestWhatBecomesOfIt:
    def test_closed_it_ends_and_resumed_it_goes_on(self, part: Part, clerk: User, people: People) -> None:
        close(part.commitment_id, people.supervisor, "已核实")
        assert not Part.objects.live().exists()
        with pytest.raises(Conflict, match="主办事项已办结"):
            parting.report_part(part.pk, clerk, percent=1, done_so_far="好")
        assert Notice.objects.filter(recipient=clerk, title__startswith="已销号", link=f"/parts/{part.pk}/").exists()
        resume(part.commitment_id, people.supervisor)
        assert Part.objects.live().get() == part
        assert parting.report_part(part.pk, clerk, percent=1, done_so_far="好").pk

    def test_it_rests_while_the_commitment_is_suspended(self, part: Part, clerk: User) -> None:
        Commitment.objects.filter(pk=part.commitment_id).update(state="suspended")
        assert not Part.objects.live().exists()
        with pytest.raises(Conflict, match="主办事项已中止"):
            parting.sign_part(part.pk, clerk)

    def test_withdrawn_with_its_task_and_restored(self, part: Part, clerk: User, people: People) -> None:
        withdrawing.withdraw(part.commitment.task_id, people.supervisor, "文件废止")
        with pytest.raises(Conflict, match="主办事项已撤销"):
            parting.sign_part(part.pk, clerk)
        withdrawing.restore(part.commitment.task_id, people.supervisor)
        assert parting.sign_part(part.pk, clerk).signed_at

    def test_an_earlier_date_of_the_parent_counts_for_the_part(self, part: Part) -> None:
        Commitment.objects.filter(pk=part.commitment_id).update(due_on=date(2026, 10, 1))
        assert fresh(part).limit == date(2026, 10, 1)
        assert Part.objects.with_limit().get().limit_on == date(2026, 10, 1)
        Commitment.objects.filter(pk=part.commitment_id).update(due_on=date(2026, 12, 1))
        assert fresh(part).limit == DAY

    def test_what_is_overdue_is_handed_on_with_a_date_of_its_own(
        self, commitment: Commitment, people: People, section: Unit, clerk: User
    ) -> None:
        Commitment.objects.filter(pk=commitment.pk).update(due_on=date(2026, 9, 1))
        client = Client()
        client.force_login(people.coordinator)
        assert 'value="2026-09-01"' not in client.get(f"/commitments/{commitment.pk}/split/").content.decode()
        made = parting.split(commitment.pk, people.coordinator, section.pk, "补齐资料", DAY)
        assert fresh(made).limit == DAY
        parting.change_part(made.pk, people.coordinator, "补齐资料", date(2026, 10, 25))
        assert fresh(made).limit == date(2026, 10, 25)

    def test_one_handed_on_in_time_keeps_to_the_parents_date(self, part: Part, people: People) -> None:
        late = moment(date(2026, 11, 5))
        with pytest.raises(BadInput, match="10月31日，该日期已过；需要另定时限的，请收回后重新分办"):
            parting.change_part(part.pk, people.coordinator, "核对管网图纸", date(2026, 11, 20), at=late)

    @pytest.mark.parametrize(
        ("own", "parent"),
        [(None, None), (None, DAY), (DAY, None), (DAY, TODAY), (TODAY, DAY), (DAY, DAY), (DAY, date(2026, 9, 1))],
    )
    def test_the_limit_is_the_same_in_sql(self, part: Part, own: date | None, parent: date | None) -> None:
        Part.objects.update(due_on=own)
        Commitment.objects.filter(pk=part.commitment_id).update(due_on=parent)
        found = Part.objects.with_limit().with_details().get()
        assert found.limit == found.limit_on  # type: ignore[attr-defined]

    def test_the_heir_of_the_parent_has_its_offices_too(
        self, part: Part, clerk: User, people: People, register: Register
    ) -> None:
        changing.merge(register.energy.pk, register.finance.pk, people.administrator)
        assert Part.objects.live().get() == part
        assert parting.sign_part(part.pk, clerk).signed_at

    def test_an_office_is_taken_over(self, part: Part, people: People, register: Register) -> None:
        other = make_unit("云河市能源局电力科", short="电力科", kind="office")
        other.parent = register.energy
        other.save()
        changing.merge(part.unit_id, other.pk, people.administrator)
        assert Part.objects.live().get().unit == other

    def test_another_unit_has_the_commitment_now(
        self, part: Part, clerk: User, register: Register, people: People
    ) -> None:
        Commitment.objects.filter(pk=part.commitment_id).update(unit=register.finance)
        assert not Part.objects.live().exists()
        with pytest.raises(Conflict, match="转由其他单位"):
            parting.sign_part(part.pk, clerk)

    def test_a_new_version_takes_it_along(
        self, part: Part, clerk: User, people: People, make_task: TaskMaker, register: Register
    ) -> None:
        report_progress(part.commitment_id, people.coordinator, percent=10, done_so_far="已开工")
        newer = make_newer(part.commitment.task.directive)
        Directive.objects.filter(pk=part.commitment.task.directive_id).update(replaced_by=newer, replaced_on=TODAY)
        due = {"kind": "fixed", "due_on": date(2026, 10, 31), "text": "10月31日前"}
        task = make_task("完成管网改造", lead=register.energy, deadlines=(due,))
        Task.objects.filter(pk=task.pk).update(directive=newer)
        carrying_over.carry_over(part.commitment.task_id, task.pk, people.supervisor)
        assert Part.objects.live().get().commitment.task == task
        assert parting.sign_part(part.pk, clerk).signed_at


class TestTheOwnReport:
    def test_files_of_parts_go_along(
        self, part: Part, clerk: User, people: People, settings: object, tmp_path: Path
    ) -> None:
        settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
        sent = [SimpleUploadedFile("图纸.pdf", PDF)]
        parting.report_part(part.pk, clerk, percent=60, done_so_far="核对12张", files=sent)
        file = Evidence.objects.get()
        report = report_progress(
            part.commitment_id, people.coordinator, percent=30, done_so_far="见附件", part_files=[file.pk]
        )
        copied = report.evidence.get()
        assert (copied.name, copied.sha256, copied.file.name) == (file.name, file.sha256, file.file.name)
        with pytest.raises(BadInput, match="分办材料"):
            report_progress(part.commitment_id, people.coordinator, percent=30, done_so_far="好", part_files=[10**9])
        other = Commitment.objects.exclude(pk=part.commitment_id).first()
        assert other is not None
        with pytest.raises(BadInput):
            hand_in(other.pk, people.supervisor, done_so_far="好", part_files=[file.pk])

    def test_what_the_parts_report_is_quoted(self, client: Client, part: Part, clerk: User, people: People) -> None:
        parting.report_part(part.pk, clerk, percent=60, done_so_far="核对12张", problems="缺底图")
        client.force_login(people.coordinator)
        url = f"/commitments/{part.commitment_id}/report/"
        assert "引用分办进展" in client.get(url).content.decode()
        form = client.post(url, {"do": "parts", "done_so_far": "已开工", "percent": "20"}).context["form"]
        assert form.initial["done_so_far"] == "已开工\n热力科：核对12张"
        assert form.initial["problems"] == "热力科：缺底图"

    def test_their_files_are_for_those_who_may(
        self, client: Client, part: Part, clerk: User, people: People, settings: object, tmp_path: Path
    ) -> None:
        settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
        parting.report_part(part.pk, clerk, percent=6, done_so_far="见附件", files=[SimpleUploadedFile("图.pdf", PDF)])
        url = f"/evidence/{Evidence.objects.get().pk}/"
        for who, status in ((clerk, 200), (people.coordinator, 200), (people.supervisor, 200), (people.stranger, 404)):
            client.force_login(who)
            assert client.get(url).status_code == status


class TestReminders:
    def test_at_the_same_stages_and_by_mail(self, part: Part, clerk: User) -> None:
        for day in (date(2026, 10, 13), date(2026, 10, 13), date(2026, 10, 19), date(2026, 10, 21)):
            with time_machine.travel(moment(day, 8), tick=False):
                daily.run()
        told = [stage for stage in in_list("clerk") if "202" in stage and "made" not in stage]
        dates = ["due_soon:2026-10-20", "last_call:2026-10-20", "overdue:2026-10-21"]
        assert told == [f"part:{part.pk}:{one}" for one in dates]
        assert len(mails_of("clerk")) == 3
        assert "核对管网图纸，逾期1天（10月20日）" in mails_of("clerk")[-1].body

    def test_nothing_about_what_is_handed_in_or_over(self, part: Part, clerk: User, people: People) -> None:
        parting.hand_in_part(part.pk, clerk, done_so_far="全部核对")
        close(part.commitment_id, people.supervisor, "已核实")
        with time_machine.travel(moment(date(2026, 10, 21), 8), tick=False):
            daily.run()
        assert not Notice.objects.filter(kind="part").exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_returned_and_accepted(self, part: Part, clerk: User, people: People) -> None:
        parting.hand_in_part(part.pk, clerk, done_so_far="全部核对")
        results = at_once(
            lambda: parting.recall_part(part.pk, clerk), lambda: parting.accept_part(part.pk, people.coordinator)
        )
        assert len(refused(results)) == 1

    def test_handed_on_while_it_is_closed(self, part: Part, people: People) -> None:
        results = at_once(
            lambda: parting.split(part.commitment_id, people.coordinator, part.unit_id, "再分", DAY),
            lambda: close(part.commitment_id, people.supervisor, "已核实"),
        )
        assert len(refused(results)) <= 1
        assert not Part.objects.live().exists()

    def test_reported_while_it_is_taken_back(self, part: Part, clerk: User, people: People) -> None:
        results = at_once(
            lambda: parting.report_part(part.pk, clerk, percent=5, done_so_far="好"),
            lambda: parting.withdraw_part(part.pk, people.coordinator, "不办了"),
        )
        assert len(refused(results)) <= 1
        assert fresh(part).state == "withdrawn"


class TestPages:
    def test_the_office_sees_its_part_and_the_sentence_but_not_the_commitment(
        self, client: Client, part: Part, clerk: User
    ) -> None:
        client.force_login(clerk)
        todo = client.get("/todo/").content.decode()
        assert "分办给我们的" in todo and "核对管网图纸" in todo
        page = client.get(f"/parts/{part.pk}/").content.decode()
        assert "10月31日前完成老旧供热管网改造任务" in page and "签收" in page and "验收" not in page
        assert client.get(f"/tasks/{part.commitment.task_id}/").status_code == 200
        assert client.get(f"/directives/{part.commitment.task.directive_id}/").status_code == 200
        assert client.get(f"/commitments/{part.commitment_id}/").status_code == 404

    def test_the_parent_sees_how_far_they_are(self, client: Client, part: Part, people: People, clerk: User) -> None:
        client.force_login(people.coordinator)
        assert "分办 1 项，已完成 0 项" in client.get("/todo/").content.decode()
        assert "核对管网图纸" in client.get(f"/tasks/{part.commitment.task_id}/").content.decode()
        parting.hand_in_part(part.pk, clerk, done_so_far="全部核对")
        page = client.get("/parts/").content.decode()
        assert "我们分出去的" in page and "待验收" in page and f"/parts/{part.pk}/accept/" in page

    def test_others_do_not(self, client: Client, part: Part, people: People) -> None:
        client.force_login(people.stranger)
        assert client.get(f"/parts/{part.pk}/").status_code == 404
        assert "核对管网图纸" not in client.get("/parts/?all=1").content.decode()

    def test_it_is_handed_on_from_the_list(
        self, client: Client, commitment: Commitment, people: People, section: Unit, clerk: User
    ) -> None:
        client.force_login(people.coordinator)
        page = client.get(f"/commitments/{commitment.pk}/split/").content.decode()
        assert "热力科" in page and "史可（热力科）" in page and "本单位（市能源局）" in page
        data = {"unit_id": section.pk, "person_id": clerk.pk, "what": "核对", "due_on": "2026-11-30"}
        answer = client.post(f"/commitments/{commitment.pk}/split/", data)
        assert answer.status_code == 422 and "不能晚于主办事项的10月31日" in answer.content.decode()
        assert client.post(f"/commitments/{commitment.pk}/split/", data | {"due_on": "2026-10-20"}).status_code == 302
        assert Part.objects.get().person == clerk

    def test_more_parts_cost_no_more_queries(
        self, client: Client, part: Part, people: People, django_assert_max_num_queries: object
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.force_login(people.coordinator)
        client.get("/parts/")
        with CaptureQueriesContext(connection) as few:
            client.get("/parts/")
        for number in range(8):
            parting.split(part.commitment_id, people.coordinator, part.unit_id, f"第{number}项", DAY)
        with CaptureQueriesContext(connection) as many:
            client.get("/parts/")
        assert len(many) == len(few)
