"""Units, their spellings and members, and the names that nobody bears."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations import review
from obligations.models import Assignment, Commitment, Event, GroupMember, Membership, Unit, UnitAlias, User
from tests.conftest import NOW, People, Register, Suggested, make_unit

UNITS = "/admin/obligations/unit/"
NAMES = f"{UNITS}unknown-names/"
MATCH = f"{NAMES}match/?name=市老区建设促进会"


def inline(prefix: str, *rows: dict[str, str], initial: int = 0) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def unit_form(name: str, short_name: str = "", kind: str = "department", *spellings: str) -> dict[str, str]:
    rows = [{"spelling": spelling} for spelling in spellings]
    return {
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "parent": "",
        "position": "1000",
        "is_active": "on",
        **inline("aliases", *rows),
    }


def test_a_new_unit_is_known_by_all_its_names(as_administrator: Client, register: Register) -> None:
    data = unit_form("云河市水利局", "市水利局", "department", "市水务局")
    assert as_administrator.post(f"{UNITS}add/", data).status_code == 302
    unit = Unit.objects.get(name="云河市水利局")
    assert set(unit.aliases.values_list("spelling", flat=True)) == {"云河市水利局", "市水利局", "市水务局"}


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (unit_form("市 能源局"), "“市 能源局”已是市能源局的写法。"),
        (unit_form("云河市水利局", "市能源局"), "“市能源局”已是市能源局的写法。"),
        (unit_form("云河市水利局", "", "department", "市能源局"), "“市能源局”已是市能源局的写法。"),
        (unit_form("云河市水利局", "", "department", "市水务局", "市 水务局"), "“市 水务局”写了两次。"),
        (unit_form("云河市水利局", "", "department", "（）"), "请填写名称。"),
    ],
)
def test_a_spelling_belongs_to_one_unit(
    as_administrator: Client, register: Register, data: dict[str, str], complaint: str
) -> None:
    answer = as_administrator.post(f"{UNITS}add/", data)
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not Unit.objects.filter(name="云河市水利局").exists()


def test_a_renamed_unit_keeps_the_old_spelling_and_learns_the_new(as_administrator: Client, register: Register) -> None:
    data = unit_form("云河市能源和水利局", "市能源局") | inline("memberships")
    assert as_administrator.post(f"{UNITS}{register.energy.pk}/change/", data).status_code == 302
    found = Unit.objects.by_names(["云河市能源局", "云河市能源和水利局"])
    assert set(found.values()) == {register.energy}


def test_a_group_shows_its_members_and_takes_new_ones(as_administrator: Client, register: Register) -> None:
    url = f"{UNITS}{register.departments.pk}/change/"
    assert "member_links-0-member" in as_administrator.get(url).content.decode()
    data = unit_form("市直有关部门", "", "group")
    rows = [{"member": str(register.office.pk)}]
    assert as_administrator.post(url, data | inline("member_links", *rows)).status_code == 302
    assert GroupMember.objects.filter(group=register.departments, member=register.office).exists()


def test_more_units_cost_no_more_queries(as_administrator: Client, register: Register) -> None:
    with CaptureQueriesContext(connection) as few:
        as_administrator.get(UNITS)
    for number in range(15):
        make_unit(f"云河市第{number}局", f"市{number}局")
    with CaptureQueriesContext(connection) as many:
        as_administrator.get(UNITS)
    assert len(many) == len(few)


def test_who_reviews_finds_a_unit_by_any_spelling(as_supervisor: Client, register: Register) -> None:
    query = {"app_label": "obligations", "model_name": "assignment", "field_name": "unit", "term": "市住建局"}
    results = as_supervisor.get("/admin/autocomplete/", query).json()["results"]
    assert [result["text"] for result in results] == ["市住房城乡建设局"]


def test_unknown_names_are_listed_with_their_number(as_administrator: Client, suggested: Suggested) -> None:
    html = as_administrator.get(NAMES).content.decode()
    assert "市老区建设促进会" in html
    assert "共 1 个" in html


def test_without_unknown_names_the_page_says_so(as_administrator: Client, register: Register) -> None:
    assert "没有待匹配的名称" in as_administrator.get(NAMES).content.decode()


def test_the_page_of_a_name_shows_its_tasks_and_what_is_like_it(as_administrator: Client, suggested: Suggested) -> None:
    make_unit("云河市老区建设促进中心", "市老区建设促进中心")
    html = as_administrator.get(MATCH).content.decode()
    assert "规范补贴发放" in html
    assert "就是 云河市老区建设促进中心" in html


def test_a_match_settles_every_place_and_makes_what_was_missing(
    as_administrator: Client, suggested: Suggested, register: Register, people: People
) -> None:
    review.confirm(suggested.relative.pk, people.supervisor, NOW)
    assert Commitment.objects.count() == 1
    answer = as_administrator.post(MATCH, {"unit": register.housing.pk})
    assert answer.url == NAMES
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "“市老区建设促进会”已匹配为市住房城乡建设局，更新 1 处责任分工，补发 1 个承办事项。"
    ]
    assert not Assignment.objects.unknown().exists()
    assert set(Commitment.objects.values_list("unit", flat=True)) == {register.energy.pk, register.housing.pk}
    assert Event.objects.get(verb="name_matched").actor == people.administrator


def test_a_new_unit_is_added_and_matched_in_one_step(as_administrator: Client, suggested: Suggested) -> None:
    data = {"add": "", "name": "云河市老区建设促进会", "short_name": "", "kind": "office", "parent": ""}
    assert as_administrator.post(MATCH, data).url == NAMES
    unit = Unit.objects.get(name="云河市老区建设促进会")
    assert Assignment.objects.get(name="市老区建设促进会").unit == unit
    assert set(unit.aliases.values_list("spelling", flat=True)) == {"云河市老区建设促进会", "市老区建设促进会"}


@pytest.mark.parametrize("data", [{}, {"unit": "999999"}, {"add": "", "name": "市能源局", "kind": "office"}])
def test_a_wrong_answer_changes_nothing(as_administrator: Client, suggested: Suggested, data: dict[str, str]) -> None:
    before = Unit.objects.count(), UnitAlias.objects.count()
    assert as_administrator.post(MATCH, data).status_code == 200
    assert (Unit.objects.count(), UnitAlias.objects.count()) == before


def test_a_name_that_was_settled_meanwhile_is_said(as_administrator: Client, register: Register) -> None:
    answer = as_administrator.post(f"{NAMES}match/?name=市能源局", {"unit": register.energy.pk})
    assert answer.url == NAMES


def test_a_supervisor_looks_at_the_register_and_changes_nothing(as_supervisor: Client, register: Register) -> None:
    url = f"{UNITS}{register.energy.pk}/change/"
    assert "市能源局" in as_supervisor.get(url).content.decode()
    assert as_supervisor.post(url, unit_form("云河市能源局", "能源")).status_code == 403
    assert as_supervisor.post(f"{UNITS}add/", unit_form("云河市水利局")).status_code == 403


def test_only_administrators_match(as_supervisor: Client, suggested: Suggested, register: Register) -> None:
    assert as_supervisor.get(MATCH).status_code == 403
    assert as_supervisor.post(MATCH, {"unit": register.housing.pk}).status_code == 403
    assert Assignment.objects.unknown().exists()


def person_form(**values: str) -> dict[str, str]:
    return {
        "username": "xinren",
        "display_name": "何静",
        "role": "coordinator",
        "email": "",
        "phone": "",
        "is_active": "on",
        **inline("memberships"),
        **values,
    }


def test_a_person_gets_role_and_units(as_administrator: Client, register: Register) -> None:
    secrets = {"usable_password": "true", "password1": "yun he 2026 !", "password2": "yun he 2026 !"}
    assert as_administrator.post("/admin/obligations/user/add/", person_form(**secrets)).status_code == 302
    person = User.objects.get(username="xinren")
    rows = [{"unit": str(register.energy.pk), "part": "coordinator"}]
    data = person_form(**inline("memberships", *rows))
    assert as_administrator.post(f"/admin/obligations/user/{person.pk}/change/", data).status_code == 302
    assert Membership.objects.get(user=person).unit == register.energy
    assert not User.objects.get(pk=person.pk).is_superuser


def test_an_administrator_can_not_touch_a_superuser(as_administrator: Client, people: People) -> None:
    root = User.objects.create_superuser("root", password="root root 2026")
    assert as_administrator.post(f"/admin/obligations/user/{root.pk}/change/", person_form()).status_code == 403
    assert as_administrator.get(f"/admin/obligations/user/{root.pk}/password/").status_code == 403
    assert as_administrator.get(f"/admin/obligations/user/{people.stranger.pk}/password/").status_code == 200


def test_nobody_makes_themselves_a_superuser(as_administrator: Client, people: People) -> None:
    data = person_form(username="admin", role="administrator", is_superuser="on", is_staff="on")
    as_administrator.post(f"/admin/obligations/user/{people.administrator.pk}/change/", data)
    assert not User.objects.get(pk=people.administrator.pk).is_superuser
