"""What is edited by hand or loaded by command stands in the record: what, by whom, before and after."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from obligations.models import Event, Membership, User
from obligations.verifying import verify
from tests.admin.test_register import inline, person_form, unit_form
from tests.conftest import People, Register

UNITS = "/admin/obligations/unit/"
USERS = "/admin/obligations/user/"


def test_a_new_unit_is_recorded_with_its_spellings(as_administrator: Client, register: Register) -> None:
    as_administrator.post(f"{UNITS}add/", unit_form("云河市水利局", "市水利局", "department", "市水务局"))
    event = Event.objects.get(verb="unit_edited")
    assert (event.actor_name, event.unit_name, event.note) == ("宋长青", "市水利局", "云河市水利局")
    assert event.before == {}
    assert event.after["aliases"] == sorted(["云河市水利局", "市水利局", "市水务局"])


def test_only_what_changed_is_recorded(as_administrator: Client, register: Register) -> None:
    url = f"{UNITS}{register.energy.pk}/change/"
    data = unit_form("云河市能源局", "能源局") | inline("memberships")
    as_administrator.post(url, data)
    event = Event.objects.get(verb="unit_edited")
    assert event.before["short_name"] == "市能源局" and event.after["short_name"] == "能源局"
    assert set(event.after) == {"short_name", "aliases"}
    as_administrator.post(url, data)
    assert Event.objects.count() == 1
    assert not verify().problems


def test_a_form_with_a_mistake_records_nothing(as_administrator: Client, register: Register) -> None:
    assert as_administrator.post(f"{UNITS}add/", unit_form("市能源局")).status_code == 200
    assert not Event.objects.exists()


def test_members_and_people_are_recorded_by_name(as_administrator: Client, register: Register, people: People) -> None:
    rows = [{"member": str(register.office.pk)}]
    data = unit_form("市直有关部门", "", "group") | inline("member_links", *rows)
    as_administrator.post(f"{UNITS}{register.departments.pk}/change/", data)
    event = Event.objects.get(verb="unit_edited")
    assert ["云河市人民政府督查室", None, None] in event.after["members"]
    rows = [{"user": str(people.stranger.pk), "part": "head"}]
    data = unit_form("云河市财政局", "市财政局") | inline("memberships", *rows)
    as_administrator.post(f"{UNITS}{register.finance.pk}/change/", data)
    assert Event.objects.order_by("number").last().after == {"people": [["梁慧敏", "head"]]}


def test_no_unit_is_deleted(as_administrator: Client, register: Register) -> None:
    assert as_administrator.post(f"{UNITS}{register.energy.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_account_is_recorded_without_its_password(as_administrator: Client, register: Register) -> None:
    secrets = {"usable_password": "true", "password1": "yun he 2026 !", "password2": "yun he 2026 !"}
    as_administrator.post(f"{USERS}add/", person_form(**secrets))
    person = User.objects.get(username="xinren")
    made = Event.objects.get(verb="account_edited")
    assert made.after["password_set"] is True and made.after["role"] == "coordinator"
    assert "yun he" not in json.dumps(made.after) and "pbkdf2" not in json.dumps(made.after)
    rows = [{"unit": str(register.energy.pk), "part": "coordinator"}]
    as_administrator.post(f"{USERS}{person.pk}/change/", person_form(role="supervisor", **inline("memberships", *rows)))
    edited = Event.objects.filter(verb="account_edited").order_by("number").last()
    assert edited.before == {"role": "coordinator", "units": []}
    assert edited.after == {"role": "supervisor", "units": [["云河市能源局", "coordinator"]]}
    assert Membership.objects.filter(user=person).count() == 1


def test_a_password_that_was_set_anew_is_recorded(as_administrator: Client, people: People) -> None:
    data = {"usable_password": "true", "password1": "yun he 2027 !", "password2": "yun he 2027 !"}
    assert as_administrator.post(f"{USERS}{people.stranger.pk}/password/", data).status_code == 302
    assert Event.objects.get(verb="account_edited").after == {"password_set": True}
    as_administrator.post(f"{USERS}{people.stranger.pk}/password/", data | {"password2": "other"})
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_loading_a_register_is_recorded_once(tmp_path: Path) -> None:
    path = tmp_path / "名录.json"
    units = [
        {"name": "云河市能源局", "short": "市能源局", "aliases": ["市能源办"]},
        {"name": "市直部门", "kind": "group", "members": ["云河市能源局"]},
    ]
    path.write_text(json.dumps({"place": {"name": "云河市", "level": "市"}, "units": units}), encoding="utf-8")
    call_command("load_register", path)
    event = Event.objects.get(verb="register_loaded")
    assert (event.actor, event.note) == (None, "名录.json")
    assert event.after["units"] == ["云河市能源局", "市直部门"]
    assert "市能源办" in event.after["aliases"]["云河市能源局"]
    assert event.after["members"] == {"市直部门": ["云河市能源局"]}
    call_command("load_register", path)
    assert Event.objects.count() == 1
