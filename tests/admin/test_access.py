"""Who may open which page of the admin."""

import re
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from obligations.models import Commitment, User
from tests.conftest import People

OURS = [model for model in admin.site._registry if model._meta.app_label == "obligations"]
REVIEW = {"Task", "Directive", "SourceFile", "Commitment", "Event", "Unit"}
ADMINISTRATORS_ONLY = {"User", "Notice", "JobRun"}


def test_every_noun_with_a_list_of_its_own_is_there() -> None:
    assert {model.__name__ for model in OURS} == REVIEW | ADMINISTRATORS_ONLY


def lists(of: set[str]) -> list[str]:
    return sorted(
        reverse(f"admin:obligations_{model._meta.model_name}_changelist") for model in OURS if model.__name__ in of
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", [*lists(REVIEW | ADMINISTRATORS_ONLY), "/admin/", "/admin/obligations/unit/unknown-names/"]
)
def test_a_stranger_is_sent_to_the_login_page_and_back(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")
    answer = client.get(answer.url)
    assert answer.url == f"/login/?next={quote(url, safe='')}"


@pytest.mark.parametrize(
    "url", [*lists(REVIEW | ADMINISTRATORS_ONLY), "/admin/", "/admin/obligations/unit/unknown-names/"]
)
def test_a_coordinator_stays_outside(client: Client, people: People, url: str) -> None:
    client.force_login(people.coordinator)
    assert client.get(url, follow=True).status_code == 403


@pytest.mark.parametrize("url", lists(REVIEW))
def test_a_supervisor_reviews_and_looks(as_supervisor: Client, commitment: Commitment, url: str) -> None:
    assert as_supervisor.get(url, follow=True).status_code == 200


@pytest.mark.parametrize("url", [*lists(ADMINISTRATORS_ONLY), "/admin/obligations/unit/unknown-names/"])
def test_people_and_machinery_are_the_administrators(as_supervisor: Client, url: str) -> None:
    assert as_supervisor.get(url).status_code == 403


@pytest.mark.parametrize("url", [*lists(REVIEW | ADMINISTRATORS_ONLY), "/admin/"])
def test_an_administrator_opens_all(as_administrator: Client, commitment: Commitment, url: str) -> None:
    assert as_administrator.get(url, follow=True).status_code == 200


@pytest.mark.parametrize("model", [model for model in OURS if model.__name__ not in ("Unit", "User")])
def test_nobody_adds_or_deletes_what_verbs_write(as_administrator: Client, model: type) -> None:
    for page in ("add", "1/delete"):
        assert as_administrator.get(f"/admin/obligations/{model._meta.model_name}/{page}/").status_code in (302, 403)
    assert as_administrator.post(f"/admin/obligations/{model._meta.model_name}/add/", {}).status_code == 403


def test_who_was_switched_off_is_outside(client: Client, people: People) -> None:
    client.force_login(people.administrator)
    User.objects.filter(pk=people.administrator.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_the_table_of_contents_begins_with_review(as_administrator: Client, as_supervisor: Client) -> None:
    html = as_administrator.get("/admin/").content.decode()
    assert html.index("/obligations/task/") < html.index("/obligations/unit/") < html.index("unknown-names")
    assert "unknown-names" not in as_supervisor.get("/admin/").content.decode()


ROW = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ONCE = {AccessAttempt: {"failures_since_start": 1}}


def headings(client: Client, url: str) -> list[str]:
    return [text for cell in ROW.findall(client.get(url).content.decode()) if (text := TAG.sub("", cell).strip())]


@pytest.mark.parametrize("role", ["administrator", "supervisor"])
def test_every_name_in_the_table_of_contents_is_chinese(people: People, client: Client, role: str) -> None:
    client.force_login(getattr(people, role))
    apps = client.get("/admin/").context["app_list"]
    names = [name for app in apps for name in (app["name"], *(str(model["name"]) for model in app["models"]))]
    assert names and not [name for name in names if name.isascii()]


def test_the_lists_of_logins_are_in_chinese(people: People, client: Client) -> None:
    people.administrator.is_superuser = True
    people.administrator.save()
    client.force_login(people.administrator)
    for model in (AccessAttempt, AccessLog):
        model.objects.create(username="nengyuan", ip_address="10.0.0.8", path_info="/login/", **ONCE.get(model, {}))
        found = headings(client, reverse(f"admin:axes_{model._meta.model_name}_changelist"))
        assert "用户名" in found and not [heading for heading in found if heading.isascii()]
