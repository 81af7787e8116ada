"""Urging a unit, not too often."""

from datetime import date

import pytest

from obligations.errors import Conflict, NotAllowed
from obligations.models import Commitment, Notice
from obligations.workflow import hand_in, urge
from tests.conftest import NOW, People, moment

pytestmark = pytest.mark.usefixtures("today")


def test_the_units_people_get_it_in_the_inbox_and_by_mail(commitment: Commitment, people: People) -> None:
    urge(commitment.pk, people.supervisor, "请于本周内报送进展。", at=NOW)
    rows = Notice.objects.filter(commitment=commitment).order_by("channel")
    assert [(n.recipient, n.channel, n.state, n.kind, n.body) for n in rows] == [
        (people.coordinator, "email", "waiting", "urge", "请于本周内报送进展。"),
        (people.coordinator, "inbox", "sent", "urge", "请于本周内报送进展。"),
    ]
    event = commitment.events.get()
    assert (event.verb, event.actor, event.after) == ("urged", people.supervisor, {"people": ["郭一鸣"]})


def test_without_words_it_names_the_date(commitment: Commitment, people: People) -> None:
    assert "10月31日" in urge(commitment.pk, people.supervisor, at=NOW)[0].body


def test_there_is_a_gap_between_two(commitment: Commitment, people: People, settings: object) -> None:
    urge(commitment.pk, people.supervisor, at=moment(date(2026, 9, 16), hour=18))
    with pytest.raises(Conflict, match="9月19日起可再次催办"):
        urge(commitment.pk, people.second_supervisor, at=moment(date(2026, 9, 18)))
    urge(commitment.pk, people.supervisor, at=moment(date(2026, 9, 19), hour=8))
    assert Notice.objects.filter(channel="inbox").count() == 2


def test_without_a_gap_a_second_one_on_the_day_is_another_message(
    commitment: Commitment, people: People, settings
) -> None:
    settings.URGE_GAP_DAYS = 0
    for hour in (9, 15):
        urge(commitment.pk, people.supervisor, at=moment(date(2026, 9, 16), hour=hour))
    assert Notice.objects.filter(commitment=commitment, channel="inbox").count() == 2


def test_only_supervisors_urge(commitment: Commitment, people: People) -> None:
    for actor in (people.coordinator, people.stranger):
        with pytest.raises(NotAllowed):
            urge(commitment.pk, actor)


def test_what_waits_for_the_supervisor_is_not_urged(commitment: Commitment, people: People) -> None:
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    with pytest.raises(Conflict, match="等待审核"):
        urge(commitment.pk, people.supervisor)


def test_a_unit_without_people_is_told(commitment: Commitment, people: People) -> None:
    county = Commitment.objects.filter(task=commitment.task, unit__name="白石县人民政府").get()
    with pytest.raises(Conflict, match="还没有联络员"):
        urge(county.pk, people.supervisor)
