"""Who stands in during an absence: the to-do list, the notices and the rights, for whom stands in the record."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from obligations import workflow
from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.jobs import daily
from obligations.models import Commitment, Deputy, Directive, Event, Membership, Notice, Task, User
from obligations.register.deputies import end_deputy, name_deputy
from obligations.verifying import verify
from tests.conftest import NOW, TODAY, People, Register, make_unit, make_user, moment

pytestmark = pytest.mark.usefixtures("today")
LAST = TODAY + timedelta(days=9)


@pytest.fixture
def colleague(register: Register) -> User:
    """Of the office below 市能源局, so without a right of their own in it."""
    office = make_unit("市散煤治理办公室", short="市散煤办", kind="office")
    office.parent = register.energy
    office.save()
    return make_user("shike", "coordinator", office, name="史可")


def stand_in(people: People, register: Register, deputy: User, first: date = TODAY) -> Deputy:
    return name_deputy(register.energy.pk, people.coordinator.pk, deputy.pk, first, LAST, people.coordinator, at=NOW)


def test_a_deputy_sees_and_acts_and_the_record_says_for_whom(
    register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    with pytest.raises(NotAllowed):
        workflow.sign(commitment.pk, colleague, at=NOW)
    stand_in(people, register, colleague)
    assert Commitment.objects.visible_to(colleague).get() == commitment
    assert Task.objects.visible_to(colleague).exists() and Directive.objects.visible_to(colleague).exists()
    workflow.sign(commitment.pk, colleague, at=NOW)
    event = Event.objects.get(verb="signed")
    assert (event.actor, event.actor_name) == (colleague, "史可（代郭一鸣）")
    assert Event.objects.get(verb="deputy_named").actor_name == "郭一鸣"
    assert not verify().problems


def test_before_and_after_the_absence_there_is_no_right(
    register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    stand_in(people, register, colleague, first=TODAY + timedelta(days=2))
    for day, may in ((1, False), (2, True), (9, True), (10, False)):
        with time_machine.travel(moment(TODAY + timedelta(days=day))):
            assert colleague.may("signed", commitment.unit) is may
            assert Commitment.objects.visible_to(colleague).exists() is may


def test_who_acts_in_their_own_right_is_named_alone(register: Register, people: People, commitment: Commitment) -> None:
    own = make_user("own", "coordinator", register.energy, name="史可")
    stand_in(people, register, own)
    workflow.sign(commitment.pk, own, at=NOW)
    assert Event.objects.get(verb="signed").actor_name == "史可"


def test_a_deputy_of_one_unit_has_no_right_in_another(
    register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    Membership.objects.create(user=people.coordinator, unit=register.finance)
    stand_in(people, register, colleague)
    assert not colleague.may("signed", register.finance)


def test_an_account_that_was_closed_lends_no_right(
    register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    stand_in(people, register, colleague)
    User.objects.filter(pk=people.coordinator.pk).update(is_active=False)
    assert not colleague.may("signed", register.energy)
    assert not Commitment.objects.visible_to(colleague).exists()


def test_reminders_and_news_reach_the_deputy_as_well(
    register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    stand_in(people, register, colleague)
    Commitment.objects.filter(pk=commitment.pk).update(due_on=TODAY + timedelta(days=3))
    daily.run(TODAY)
    told = set(Notice.objects.filter(commitment=commitment).values_list("recipient__display_name", flat=True))
    assert told == {"郭一鸣", "史可"}
    workflow.urge(commitment.pk, people.supervisor, at=NOW)
    assert Event.objects.get(verb="urged").after == {"people": ["郭一鸣", "史可"]}


def test_a_deputy_hands_it_on_to_nobody(
    register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    stand_in(people, register, colleague)
    other = make_user("other", "coordinator", register.energy)
    with pytest.raises(NotAllowed):
        name_deputy(register.energy.pk, other.pk, people.coordinator.pk, TODAY, LAST, colleague, at=NOW)


def test_one_deputy_at_a_time(register: Register, people: People, colleague: User) -> None:
    stand_in(people, register, colleague)
    other = make_user("other", "coordinator", register.energy)
    with pytest.raises(Conflict, match="已由史可代办"):
        stand_in(people, register, other, first=LAST)


def test_what_is_no_deputy(register: Register, people: People, colleague: User) -> None:
    unit, absent = register.energy.pk, people.coordinator.pk
    for values, said in (
        ((unit, people.stranger.pk, colleague.pk, TODAY, LAST), "市能源局的人员"),
        ((unit, absent, absent, TODAY, LAST), "另一位"),
        ((unit, absent, people.stranger.pk, TODAY, LAST), "另一位"),
        ((unit, absent, colleague.pk, LAST, TODAY), "不能早于"),
        ((unit, absent, colleague.pk, TODAY - timedelta(days=9), TODAY - timedelta(days=1)), "已过"),
    ):
        with pytest.raises(BadInput, match=said):
            name_deputy(*values, people.coordinator, at=NOW)
    name_deputy(unit, absent, people.stranger.pk, TODAY, LAST, people.supervisor, at=NOW)


def test_it_ends_early(register: Register, people: People, commitment: Commitment, colleague: User) -> None:
    row = stand_in(people, register, colleague)
    with time_machine.travel(moment(TODAY + timedelta(days=3))):
        end_deputy(row.pk, people.coordinator)
        assert not colleague.may("signed", register.energy)
        row.refresh_from_db()
        assert row.ends_on == TODAY + timedelta(days=2)
        with pytest.raises(Conflict, match="已结束"):
            end_deputy(row.pk, people.coordinator)


def test_whoever_works_above_acts_for_what_is_below(register: Register, people: People, commitment: Commitment) -> None:
    """科室、下属单位: their matters are also those of the unit above, not the other way round."""
    top = make_unit("云河市能源集团")
    register.energy.parent = top
    register.energy.save()
    above = make_user("above", "coordinator", top, name="史可")
    assert Commitment.objects.visible_to(above).get() == commitment
    workflow.sign(commitment.pk, above, at=NOW)
    Commitment.objects.filter(pk=commitment.pk).update(unit=top)
    assert not people.coordinator.may("signed", top)
    assert not Commitment.objects.visible_to(people.coordinator).exists()


def test_the_page_names_and_ends(
    client: Client, register: Register, people: People, commitment: Commitment, colleague: User
) -> None:
    client.force_login(people.coordinator)
    page = f"/units/{register.energy.pk}/"
    assert "指定代办人" in client.get(page).content.decode()
    data = {
        "absent": people.coordinator.pk,
        "deputy": colleague.pk,
        "first": TODAY.isoformat(),
        "last": LAST.isoformat(),
    }
    html = client.post(f"{page}deputies/", data).content.decode()
    assert "9月16日至9月25日，史可代郭一鸣办理市能源局的承办事项。" in html and not Deputy.objects.exists()
    client.post(f"{page}deputies/", data | {"sure": "1"})
    assert "代郭一鸣" in client.get(page).content.decode()
    other = Client()
    other.force_login(colleague)
    assert "完成管网改造" in other.get("/todo/?slice=live").content.decode()
    assert "签收" in other.get("/todo/?slice=live").content.decode()
    assert "结束代办" not in other.get(page).content.decode()
    assert client.post(f"/units/deputies/{Deputy.objects.get().pk}/end/").status_code == 302
    assert not Deputy.objects.exists()
    stranger = Client()
    stranger.force_login(people.stranger)
    assert stranger.get(f"{page}deputies/").status_code == 404
