"""Who is a unit's 联络员 or 分管领导, from the unit's page."""

import pytest
from django.test import Client

from obligations.countersigning import rules
from obligations.errors import BadInput, Conflict
from obligations.models import Commitment, Event, Membership, Notice
from obligations.register.people import name_person, relieve_person
from obligations.workflow import hand_in
from tests.conftest import People, Register

pytestmark = pytest.mark.usefixtures("today")


def test_a_part_gives_its_rights_and_is_in_the_record(people: People, register: Register) -> None:
    made = name_person(register.energy.pk, people.stranger.pk, "head", people.administrator)
    assert people.stranger.may("head_signed", register.energy)
    event = Event.objects.get(verb="person_named")
    assert (event.unit, event.note) == (register.energy, "梁慧敏（分管领导）")
    with pytest.raises(Conflict, match="梁慧敏已是市能源局的分管领导"):
        name_person(register.energy.pk, people.stranger.pk, "head", people.administrator)
    relieve_person(made.pk, people.administrator)
    assert not people.stranger.may("head_signed", register.energy)
    assert Event.objects.get(verb="person_relieved").before == {"person": "梁慧敏", "part": "head"}
    with pytest.raises(Conflict, match="已免去"):
        relieve_person(made.pk, people.administrator)


def test_what_makes_no_sense_is_refused(people: People, register: Register) -> None:
    with pytest.raises(Conflict, match="单位组"):
        name_person(register.departments.pk, people.stranger.pk, "head", people.administrator)
    with pytest.raises(BadInput, match="身份"):
        name_person(register.energy.pk, people.stranger.pk, "boss", people.administrator)
    assert not Event.objects.exists()


def test_the_last_head_leaves_and_nothing_is_stuck(commitment: Commitment, people: People) -> None:
    head = name_person(commitment.unit_id, people.stranger.pk, "head", people.administrator)
    rules.set_unit_rule(commitment.unit_id, people.administrator, True)
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    assert Notice.objects.filter(recipient=people.stranger, title__startswith="待分管领导审签").exists()
    relieve_person(head.pk, people.administrator)
    commitment.refresh_from_db()
    assert (commitment.state, commitment.waits_for) == ("handed_in", "supervisor")


def test_from_the_page_it_is_told_before(client: Client, people: People, register: Register) -> None:
    client.force_login(people.administrator)
    page = f"/units/{register.energy.pk}/people/"
    data = {"person": people.stranger.pk, "part": "head"}
    assert "梁慧敏担任市能源局的分管领导" in client.post(page, data).content.decode()
    assert not Membership.objects.filter(part="head").exists()
    client.post(page, data | {"sure": 1})
    row = Membership.objects.get(part="head")
    assert f"/units/people/{row.pk}/end/" in client.get(f"/units/{register.energy.pk}/").content.decode()
    client.post(f"/units/people/{row.pk}/end/")
    assert not Membership.objects.filter(part="head").exists()
