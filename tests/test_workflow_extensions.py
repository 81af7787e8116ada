"""Asking for a later date, and the decision."""

from datetime import date

import pytest

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Extension, Notice
from obligations.schedule import make_commitments
from obligations.workflow import ask_extension, close, decide_extension, hand_in, recall_extension, shorten
from tests.conftest import NOW, TODAY, People, Suggested, moment

pytestmark = pytest.mark.usefixtures("today")

LATER = date(2026, 11, 30)


def asked(commitment: Commitment, people: People) -> Extension:
    return ask_extension(commitment.pk, people.coordinator, LATER, "管材未到", at=NOW)


def test_a_granted_extension_moves_the_date_and_keeps_the_first(commitment: Commitment, people: People) -> None:
    extension = decide_extension(asked(commitment, people).pk, people.supervisor, date(2026, 11, 15), "压缩工期")
    commitment.refresh_from_db()
    assert (commitment.due_on, commitment.first_due_on) == (date(2026, 11, 15), date(2026, 10, 31))
    assert (extension.state, extension.due_before, extension.wanted_on, extension.granted_on) == (
        "granted",
        date(2026, 10, 31),
        LATER,
        date(2026, 11, 15),
    )
    assert [event.verb for event in commitment.events.all()] == ["extension_granted", "extension_asked"]
    assert "11月15日" in Notice.objects.inbox_of(people.coordinator).get().title


def test_a_refused_extension_leaves_the_date(commitment: Commitment, people: People) -> None:
    extension = decide_extension(asked(commitment, people).pk, people.supervisor, None, "不符合条件")
    commitment.refresh_from_db()
    assert (commitment.due_on, extension.state, extension.reply) == (date(2026, 10, 31), "refused", "不符合条件")


def test_one_request_at_a_time(commitment: Commitment, people: People) -> None:
    first = asked(commitment, people)
    with pytest.raises(Conflict, match="正在审批"):
        asked(commitment, people)
    decide_extension(first.pk, people.supervisor, None, "不符合条件")
    assert asked(commitment, people).pk != first.pk


def test_it_is_decided_once(commitment: Commitment, people: People) -> None:
    extension = asked(commitment, people)
    decide_extension(extension.pk, people.supervisor, LATER)
    with pytest.raises(Conflict, match="方立新"):
        decide_extension(extension.pk, people.second_supervisor, None, "不符合条件")


def test_each_has_the_right_of_its_role(commitment: Commitment, people: People) -> None:
    with pytest.raises(NotAllowed):
        ask_extension(commitment.pk, people.stranger, LATER, "管材未到", at=NOW)
    extension = asked(commitment, people)
    for actor in (people.coordinator, people.stranger):
        with pytest.raises(NotAllowed):
            decide_extension(extension.pk, actor, LATER)


@pytest.mark.parametrize("wanted_on", [date(2026, 10, 31), date(2026, 10, 1)])
def test_the_wanted_date_lies_after_the_due_date(commitment: Commitment, people: People, wanted_on: date) -> None:
    with pytest.raises(BadInput) as refusal:
        ask_extension(commitment.pk, people.coordinator, wanted_on, "管材未到", at=NOW)
    assert refusal.value.field == "wanted_on"


def test_a_late_request_is_possible_but_not_for_the_past(commitment: Commitment, people: People) -> None:
    late = moment(date(2026, 11, 20))
    with pytest.raises(BadInput):
        ask_extension(commitment.pk, people.coordinator, date(2026, 11, 10), "管材未到", at=late)
    extension = ask_extension(commitment.pk, people.coordinator, LATER, "管材未到", at=late)
    assert extension.due_before < extension.asked_at.date()


def test_a_reason_is_needed_and_a_granted_date_is_later(commitment: Commitment, people: People) -> None:
    with pytest.raises(BadInput):
        ask_extension(commitment.pk, people.coordinator, LATER, "", at=NOW)
    with pytest.raises(BadInput):
        decide_extension(asked(commitment, people).pk, people.supervisor, date(2026, 10, 31))


def test_what_has_no_date_needs_no_extension(suggested: Suggested, people: People) -> None:
    make_commitments(suggested.dateless, TODAY)
    commitment = Commitment.objects.get(task=suggested.dateless)
    with pytest.raises(Conflict, match="没有完成时限"):
        ask_extension(commitment.pk, people.coordinator, LATER, "忙", at=NOW)


def test_no_extension_for_what_is_handed_in_or_done(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    with pytest.raises(Conflict):
        asked(commitment, people)
    close(commitment.pk, people.supervisor)
    with pytest.raises(Conflict):
        asked(commitment, people)


def test_a_request_is_taken_back_and_made_again(commitment: Commitment, people: People) -> None:
    extension = ask_extension(commitment.pk, people.coordinator, date(2026, 11, 30), "管材未到", at=NOW)
    with pytest.raises(NotAllowed):
        recall_extension(extension.pk, people.stranger)
    recall_extension(extension.pk, people.coordinator, at=NOW)
    extension.refresh_from_db()
    assert extension.state == Extension.State.RECALLED
    with pytest.raises(Conflict, match="已由申请单位撤回"):
        decide_extension(extension.pk, people.supervisor, date(2026, 11, 30))
    assert ask_extension(commitment.pk, people.coordinator, date(2026, 11, 20), "改期", at=NOW).pk


def test_what_is_decided_is_not_taken_back(commitment: Commitment, people: People) -> None:
    extension = ask_extension(commitment.pk, people.coordinator, date(2026, 11, 30), "管材未到", at=NOW)
    decide_extension(extension.pk, people.supervisor, date(2026, 11, 30), at=NOW)
    with pytest.raises(Conflict, match="已由方立新审批：同意"):
        recall_extension(extension.pk, people.coordinator)


def test_a_refusal_says_why(commitment: Commitment, people: People) -> None:
    with pytest.raises(BadInput, match="请填写理由"):
        decide_extension(asked(commitment, people).pk, people.supervisor, None, " ")


def test_an_earlier_day_than_was_asked_for_is_told_as_shortened(commitment: Commitment, people: People) -> None:
    extension = decide_extension(asked(commitment, people).pk, people.supervisor, date(2026, 11, 15))
    assert extension.is_shortened and not extension.was_late
    event = commitment.events.filter(verb="extension_granted").get()
    assert (event.after["due_on"], event.after["shortened_from"]) == ("2026-11-15", "2026-11-30")
    assert "申请延至11月30日，予以缩短" in Notice.objects.inbox_of(people.coordinator).get().title
    assert not decide_extension(
        ask_extension(commitment.pk, people.coordinator, LATER, "再延", at=NOW).pk, people.supervisor, LATER
    ).is_shortened


class TestANearerDate:
    def test_it_keeps_the_first_one(self, commitment: Commitment, people: People) -> None:
        decide_extension(asked(commitment, people).pk, people.supervisor, LATER)
        shorten(commitment.pk, people.supervisor, date(2026, 11, 10), "汛期前完成")
        commitment.refresh_from_db()
        assert (commitment.due_on, commitment.first_due_on) == (date(2026, 11, 10), date(2026, 10, 31))
        assert "时限由11月30日提前至11月10日" in Notice.objects.inbox_of(people.coordinator).first().title

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2026, 10, 31), "早于现定的10月31日"),
            (date(2026, 12, 1), "走延期申请"),
            (date(2026, 9, 1), "今天"),
        ],
    )
    def test_it_lies_between_today_and_the_date(
        self, commitment: Commitment, people: People, day: date, said: str
    ) -> None:
        with pytest.raises(BadInput, match=said):
            shorten(commitment.pk, people.supervisor, day, "提前")

    def test_it_needs_a_reason_and_a_date(self, commitment: Commitment, people: People) -> None:
        with pytest.raises(BadInput, match="理由"):
            shorten(commitment.pk, people.supervisor, date(2026, 10, 1), "")
        Commitment.objects.filter(pk=commitment.pk).update(due_on=None)
        with pytest.raises(Conflict, match="没有完成时限"):
            shorten(commitment.pk, people.supervisor, date(2026, 10, 1), "提前")

    def test_what_is_asked_for_meanwhile_is_measured_by_it(self, commitment: Commitment, people: People) -> None:
        extension = asked(commitment, people)
        shorten(commitment.pk, people.supervisor, date(2026, 10, 10), "提前")
        decide_extension(extension.pk, people.supervisor, date(2026, 10, 20))
        commitment.refresh_from_db()
        assert commitment.due_on == date(2026, 10, 20)
