"""Drafts of reports: kept, shared by a unit's people, cleared by sending; and nothing of another's is overwritten."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Event, Progress, ReportDraft, User
from obligations.web.reporting import compared, merged
from obligations.workflow import close, discard_draft, hand_in, report_progress, save_draft
from obligations.workflow.report_drafts import Outdated, Seen, Written
from tests.conftest import People, Register, make_user, moment
from tests.test_verbs_at_once import at_once

pytestmark = pytest.mark.usefixtures("today")
MINE = Written(40, "已完成8公里。", "缺管材", "下周到货")
THEIRS = Written(60, "已完成12公里。", "", "下周到货")
FORM = {"percent": "40", "done_so_far": "已完成8公里。", "problems": "缺管材", "next_steps": "下周到货"}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def colleague(register: Register, people: People) -> User:
    return make_user("shike", "coordinator", register.energy, name="史可")


def the_draft() -> ReportDraft:
    return ReportDraft.objects.get()


class TestADraft:
    def test_it_is_kept_and_says_who_and_when(self, commitment: Commitment, people: People) -> None:
        save_draft(commitment.pk, people.coordinator, MINE, Seen(), at=moment(date(2026, 9, 16), 11))
        draft = the_draft()
        assert (draft.percent, draft.done_so_far, draft.problems) == (40, "已完成8公里。", "缺管材")
        assert (draft.written_by, draft.written_at) == (people.coordinator, moment(date(2026, 9, 16), 11))
        assert not Progress.objects.exists() and not Event.objects.exists()

    def test_a_colleague_goes_on_with_it(self, commitment: Commitment, people: People, colleague: User) -> None:
        first = save_draft(commitment.pk, people.coordinator, MINE, Seen())
        assert first is not None
        save_draft(commitment.pk, colleague, THEIRS, Seen(draft=first.mark))
        assert (the_draft().done_so_far, the_draft().written_by) == ("已完成12公里。", colleague)

    def test_nothing_typed_makes_none(self, commitment: Commitment, people: People) -> None:
        assert save_draft(commitment.pk, people.coordinator, Written(40, "  "), Seen()) is None
        assert not ReportDraft.objects.exists()

    def test_the_same_text_again_is_no_other_version(self, commitment: Commitment, people: People) -> None:
        save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a"))
        mark = the_draft().mark
        save_draft(commitment.pk, people.coordinator, MINE, Seen(draft=mark, pad="a"))
        assert the_draft().mark == mark

    @pytest.mark.parametrize("send", [report_progress, hand_in])
    def test_sending_clears_it(self, commitment: Commitment, people: People, send: Callable[..., Progress]) -> None:
        draft = save_draft(commitment.pk, people.coordinator, MINE, Seen())
        assert draft is not None
        send(commitment.pk, people.coordinator, percent=40, done_so_far="已完成8公里。", seen=Seen(draft.mark))
        assert not ReportDraft.objects.exists()

    def test_a_report_that_is_refused_keeps_it(self, commitment: Commitment, people: People) -> None:
        save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a"))
        with pytest.raises(BadInput):
            report_progress(commitment.pk, people.coordinator, percent=400, done_so_far="好", seen=Seen(pad="a"))
        assert the_draft().done_so_far == "已完成8公里。"

    def test_it_is_thrown_away(self, commitment: Commitment, people: People) -> None:
        draft = save_draft(commitment.pk, people.coordinator, MINE, Seen())
        assert draft is not None
        discard_draft(commitment.pk, people.coordinator, Seen(draft.mark))
        assert not ReportDraft.objects.exists()

    def test_only_who_may_report(self, commitment: Commitment, people: People) -> None:
        with pytest.raises(NotAllowed):
            save_draft(commitment.pk, people.stranger, MINE, Seen())
        close(commitment.pk, people.supervisor, "已核实")
        with pytest.raises(Conflict, match="办结"):
            save_draft(commitment.pk, people.coordinator, MINE, Seen())


class TestTwoAtOnce:
    def test_the_second_to_save_is_told(self, commitment: Commitment, people: People, colleague: User) -> None:
        save_draft(commitment.pk, colleague, THEIRS, Seen(pad="b"))
        with pytest.raises(Outdated, match="史可刚刚保存了另一份草稿") as told:
            save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a"))
        assert told.value.by == "draft"
        with pytest.raises(Outdated):
            report_progress(commitment.pk, people.coordinator, percent=1, done_so_far="好", seen=Seen(pad="a"))
        with pytest.raises(Outdated):
            discard_draft(commitment.pk, people.coordinator, Seen(pad="a"))
        assert the_draft().done_so_far == THEIRS.done_so_far and not Progress.objects.exists()

    def test_somebody_reported_meanwhile(self, commitment: Commitment, people: People, colleague: User) -> None:
        report = report_progress(commitment.pk, colleague, percent=60, done_so_far="已完成12公里。", seen=Seen())
        with pytest.raises(Outdated, match="史可刚刚报了进展") as told:
            report_progress(commitment.pk, people.coordinator, percent=40, done_so_far="八公里", seen=Seen())
        assert told.value.by == "report"
        assert list(Progress.objects.all()) == [report]
        seen = Seen(report=report.pk)
        assert report_progress(commitment.pk, people.coordinator, percent=60, done_so_far="补充", seen=seen).pk

    def test_what_a_form_saved_itself_is_no_surprise_to_it(self, commitment: Commitment, people: People) -> None:
        """Its answer may not have come back before the button was pressed."""
        save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a"))
        report_progress(commitment.pk, people.coordinator, percent=40, done_so_far="八公里多", seen=Seen(pad="a"))
        assert not ReportDraft.objects.exists()

    def test_a_draft_that_was_thrown_away_holds_nobody_up(
        self, commitment: Commitment, people: People, colleague: User
    ) -> None:
        draft = save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a"))
        assert draft is not None
        discard_draft(commitment.pk, colleague, Seen(draft.mark, pad="b"))
        save_draft(commitment.pk, people.coordinator, MINE, Seen(draft.mark, pad="a"))
        assert the_draft().written_by == people.coordinator


@pytest.mark.django_db(transaction=True)
class TestInParallel:
    def test_two_save_at_the_same_moment(self, commitment: Commitment, people: People, colleague: User) -> None:
        results = at_once(
            lambda: save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a")),
            lambda: save_draft(commitment.pk, colleague, THEIRS, Seen(pad="b")),
        )
        [told] = [one for one in results if isinstance(one, Exception)]
        assert isinstance(told, Outdated)
        [kept] = [one for one in results if isinstance(one, ReportDraft)]
        assert the_draft().done_so_far == kept.done_so_far

    def test_two_send_at_the_same_moment(self, commitment: Commitment, people: People, colleague: User) -> None:
        results = at_once(
            lambda: report_progress(commitment.pk, people.coordinator, percent=4, done_so_far="甲", seen=Seen(pad="a")),
            lambda: report_progress(commitment.pk, colleague, percent=6, done_so_far="乙", seen=Seen(pad="b")),
        )
        assert sorted(type(one).__name__ for one in results) == ["Outdated", "Progress"]
        assert Progress.objects.count() == 1

    def test_one_saves_while_another_sends(self, commitment: Commitment, people: People, colleague: User) -> None:
        results = at_once(
            lambda: save_draft(commitment.pk, people.coordinator, MINE, Seen(pad="a")),
            lambda: report_progress(commitment.pk, colleague, percent=6, done_so_far="乙", seen=Seen(pad="b")),
        )
        assert sum(isinstance(one, Outdated) for one in results) == 1
        assert Progress.objects.exists() != ReportDraft.objects.exists()


class TestBothTexts:
    def test_they_are_joined_without_saying_a_thing_twice(self) -> None:
        assert merged(MINE, THEIRS) == Written(40, "已完成12公里。\n已完成8公里。", "缺管材", "下周到货")

    def test_what_differs_is_marked(self) -> None:
        sides = {side.label: side for side in compared(Written(1, "甲，乙。丙"), Written(1, "甲，丁。丙"))}
        side = sides["进展情况"]
        assert side.mine == [("甲，", True), ("乙。", False), ("丙", True)]
        assert side.theirs == [("甲，", True), ("丁。", False), ("丙", True)]
        assert side.is_different and not sides["完成比例"].is_different

    @given(st.text("甲乙，。\n", max_size=30), st.text("甲乙，。\n", max_size=30))
    def test_nothing_of_either_is_lost(self, one: str, other: str) -> None:
        both = merged(Written(1, one), Written(2, other)).done_so_far
        assert one in both and other in both
        side = compared(Written(1, one), Written(2, other))[1]
        assert "".join(piece for piece, _ in side.mine) == one
        assert "".join(piece for piece, _ in side.theirs) == other
        assert side.is_different == (one != other)


class TestThePages:
    def url(self, commitment: Commitment, name: str = "report") -> str:
        return f"/commitments/{commitment.pk}/{name}/"

    @pytest.fixture
    def mine(self, people: People) -> Client:
        client = Client()
        client.force_login(people.coordinator)
        return client

    @pytest.fixture
    def theirs(self, colleague: User) -> Client:
        client = Client()
        client.force_login(colleague)
        return client

    def seen(self, client: Client, commitment: Commitment, name: str = "report") -> dict[str, str]:
        seen = client.get(self.url(commitment, name)).context["seen"]
        return {"seen_draft": seen.draft, "seen_report": str(seen.report), "pad": seen.pad}

    def test_what_is_typed_is_there_again(self, mine: Client, theirs: Client, commitment: Commitment) -> None:
        looked = self.seen(mine, commitment)
        answer = mine.post(self.url(commitment, "draft"), {**FORM, **looked}, **HTMX)
        assert answer.status_code == 200 and "草稿已自动保存" in answer.content.decode()
        for name in ("report", "hand-in"):
            page = theirs.get(self.url(commitment, name)).content.decode()
            assert "已完成8公里。" in page and "接着郭一鸣" in page
        assert "有未提交的草稿" in theirs.get("/todo/").content.decode()

    def test_supervisors_do_not_see_it_in_their_list(
        self, client: Client, commitment: Commitment, people: People
    ) -> None:
        save_draft(commitment.pk, people.coordinator, MINE, Seen())
        client.force_login(people.supervisor)
        assert "有未提交的草稿" not in client.get("/commitments/").content.decode()

    def test_a_session_that_is_over_loses_nothing(self, client: Client, commitment: Commitment) -> None:
        answer = client.post(self.url(commitment, "draft"), FORM, **HTMX)
        assert answer.status_code == 200 and "登录已过期" in answer.content.decode()
        answer = client.post(self.url(commitment), FORM, **HTMX)
        assert answer.status_code == 422 and "内容没有提交，仍在本页" in answer.content.decode()
        assert answer["HX-Reswap"] == "none"
        assert not ReportDraft.objects.exists() and not Progress.objects.exists()

    @pytest.mark.parametrize("name", ["report", "hand-in"])
    def test_the_second_sees_both_texts_and_decides(
        self, mine: Client, theirs: Client, commitment: Commitment, name: str
    ) -> None:
        looked = self.seen(mine, commitment, name)
        other = self.seen(theirs, commitment, name)
        theirs.post(
            self.url(commitment, name), {"do": "keep", "percent": "60", "done_so_far": "已完成12公里。", **other}
        )
        answer = mine.post(self.url(commitment, name), {**FORM, **looked})
        page = answer.content.decode()
        assert answer.status_code == 422 and not Progress.objects.exists()
        assert "史可于" in page and "<mark>已完成12公里。</mark>" in page and "<mark>已完成8公里。</mark>" in page
        assert the_draft().done_so_far == "已完成12公里。"
        now = answer.context["seen"]
        again = {**FORM, "seen_draft": now.draft, "seen_report": now.report, "pad": now.pad, "clash": "draft"}
        both = mine.post(self.url(commitment, name), {**again, "do": "both"}).context["form"]
        assert both.initial["done_so_far"] == "已完成12公里。\n已完成8公里。"
        his = mine.post(self.url(commitment, name), {**again, "do": "theirs"}).context["form"]
        assert his.initial["done_so_far"] == "已完成12公里。"
        assert mine.post(self.url(commitment, name), again).status_code == 302
        assert Progress.objects.get().done_so_far == "已完成8公里。" and not ReportDraft.objects.exists()

    def test_a_report_of_meanwhile_is_shown(self, mine: Client, commitment: Commitment, colleague: User) -> None:
        looked = self.seen(mine, commitment)
        report_progress(commitment.pk, colleague, percent=60, done_so_far="已完成12公里。")
        page = mine.post(self.url(commitment), {**FORM, **looked}).content.decode()
        assert "史可已于" in page and "60%" in page
        assert Progress.objects.count() == 1

    def test_it_is_thrown_away_from_the_page(self, mine: Client, commitment: Commitment, people: People) -> None:
        save_draft(commitment.pk, people.coordinator, MINE, Seen())
        page = mine.post(self.url(commitment), {"do": "discard", **self.seen(mine, commitment)})
        assert page.status_code == 200 and not ReportDraft.objects.exists()
        assert "已完成8公里" not in page.content.decode()

    def test_others_can_not_look_or_write(self, client: Client, commitment: Commitment, people: People) -> None:
        client.force_login(people.stranger)
        assert client.post(self.url(commitment, "draft"), FORM).status_code == 404
        assert not ReportDraft.objects.exists()

    @pytest.mark.parametrize("data", [{"percent": "x"}, {"percent": "9" * 40}, {"done_so_far": "长" * 4001}, {}])
    def test_anything_may_come_in(self, mine: Client, commitment: Commitment, data: dict[str, str]) -> None:
        looked = {"seen_draft": "\x00", "seen_report": "-1", "pad": "长" * 99}
        assert mine.post(self.url(commitment, "draft"), {**data, **looked}).status_code == 200
        assert not ReportDraft.objects.exists()
