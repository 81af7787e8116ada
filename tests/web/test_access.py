"""Who may open which page, and with which method."""

from collections.abc import Callable
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from obligations import review, workflow
from obligations.models import Commitment, Directive
from tests.conftest import PASSWORD, People, Suggested
from tests.web.conftest import own

FOR_ALL = ["todo", "commitments", "directives", "inbox", "password"]
FOR_SUPERVISORS = ["dashboard", "review", "export_progress"]
OF_UNIT = ["report", "hand_in", "ask_extension"]
OF_SUPERVISOR = ["close", "return", "resume", "urge", "set_due_date"]
AT_ONCE = ["sign", "recall"]
ON_TASK = ["review_confirm", "review_reject", "review_reopen"]


@pytest.mark.parametrize("name", FOR_ALL + FOR_SUPERVISORS)
def test_strangers_to_the_system_are_sent_to_the_login(client: Client, db: None, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", FOR_ALL + FOR_SUPERVISORS)
@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_supervisors_open_every_page(as_: Callable[[str], Client], name: str, who: str) -> None:
    assert as_(who).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", FOR_ALL)
def test_coordinators_open_their_pages(coordinator: Client, name: str) -> None:
    assert coordinator.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", FOR_SUPERVISORS)
def test_coordinators_are_refused_the_supervisors_pages(coordinator: Client, name: str) -> None:
    assert coordinator.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["todo", "directives", "review", "dashboard", "inbox", "export_progress"])
def test_pages_that_show_take_no_post(supervisor: Client, name: str) -> None:
    assert supervisor.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", AT_ONCE)
def test_verbs_take_no_get(coordinator: Client, commitment: Commitment, name: str) -> None:
    assert coordinator.get(reverse(name, args=[commitment.pk])).status_code == 405


@pytest.mark.parametrize("name", ON_TASK)
def test_review_verbs_take_no_get(supervisor: Client, suggested: Suggested, name: str) -> None:
    assert supervisor.get(reverse(name, args=[suggested.fixed.pk])).status_code == 405


@pytest.mark.parametrize("name", ["upload", "read_all"])
def test_other_verbs_take_no_get(supervisor: Client, name: str) -> None:
    assert supervisor.get(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", [*OF_UNIT, *AT_ONCE, "commitment"])
def test_another_units_commitment_is_not_there(stranger: Client, commitment: Commitment, name: str) -> None:
    url = reverse(name, args=[commitment.pk])
    answer = stranger.post(url) if name in AT_ONCE else stranger.get(url)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", OF_SUPERVISOR)
def test_coordinators_are_refused_the_supervisors_verbs(coordinator: Client, commitment: Commitment, name: str) -> None:
    url = reverse(name, args=[commitment.pk])
    assert coordinator.get(url).status_code == 403
    assert coordinator.post(url, {"note": "可以", "reason": "可以"}).status_code == 403
    commitment.refresh_from_db()
    assert commitment.state == Commitment.State.OPEN


@pytest.mark.parametrize("name", [*ON_TASK, "review_edit"])
def test_coordinators_do_not_review(coordinator: Client, suggested: Suggested, name: str) -> None:
    assert coordinator.post(reverse(name, args=[suggested.fixed.pk])).status_code == 403
    suggested.fixed.refresh_from_db()
    assert suggested.fixed.state == "suggested"


@pytest.mark.parametrize("name", ["review_directive", "review_bulk"])
def test_coordinators_do_not_see_suggestions(coordinator: Client, directive: Directive, name: str) -> None:
    assert coordinator.get(reverse(name, args=[directive.pk])).status_code == 403


def test_what_was_withdrawn_is_the_reviewers_again(
    coordinator: Client, suggested: Suggested, directive: Directive, people: People
) -> None:
    review.confirm(suggested.fixed.pk, people.supervisor)
    workflow.sign(own(people.coordinator).pk, people.coordinator)
    pages = [reverse("task", args=[suggested.fixed.pk]), reverse("directive", args=[directive.pk])]
    assert [coordinator.get(page).status_code for page in pages] == [200, 200]
    review.reopen(suggested.fixed.pk, people.supervisor)
    assert [coordinator.get(page).status_code for page in pages] == [404, 404]


def test_coordinators_do_not_upload(coordinator: Client) -> None:
    assert coordinator.post(reverse("upload")).status_code == 403


def test_home_leads_each_to_their_own(coordinator: Client, supervisor: Client) -> None:
    assert coordinator.get("/")["Location"] == reverse("todo")
    assert supervisor.get("/")["Location"] == reverse("dashboard")


def test_a_form_without_its_token_is_refused(people: People, commitment: Commitment) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.coordinator)
    response = client.post(reverse("sign", args=[commitment.pk]))
    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
    commitment.refresh_from_db()
    assert commitment.signed_at is None


def test_a_part_of_a_page_leaves_the_page_when_the_session_is_over(client: Client, commitment: Commitment) -> None:
    response = client.get(
        reverse("report", args=[commitment.pk]),
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/todo/?slice=week"},
    )
    assert response["HX-Redirect"] == "/login/?next=/todo/%3Fslice%3Dweek"


def test_an_account_that_was_closed_sees_nothing(coordinator: Client, people: People) -> None:
    people.coordinator.is_active = False
    people.coordinator.save()
    assert coordinator.get(reverse("todo")).status_code == 302


def test_login_and_logout(client: Client, people: People) -> None:
    assert "用户名" in client.get(reverse("login")).content.decode()
    wrong = client.post(reverse("login"), {"username": "nengyuan", "password": "wrong"})
    assert "is-error" in wrong.content.decode()
    right = client.post(reverse("login"), {"username": "nengyuan", "password": PASSWORD})
    assert right["Location"] == reverse("home")
    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout"))["Location"] == reverse("login")


def test_login_goes_back_only_inside_the_site(client: Client, people: People) -> None:
    data = {"username": "nengyuan", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(reverse("login"), data)["Location"] == reverse("home")


def test_changing_the_password(coordinator: Client, people: People) -> None:
    data = {"old_password": PASSWORD, "new_password1": "yunhe-river-88", "new_password2": "yunhe-river-88"}
    assert coordinator.post(reverse("password"), data).status_code == 302
    people.coordinator.refresh_from_db()
    assert people.coordinator.check_password("yunhe-river-88")


def test_too_many_wrong_passwords_lock_the_account(client: Client, people: People, settings) -> None:
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(reverse("login"), {"username": "nengyuan", "password": "wrong"})
    assert answer.status_code == 429
    assert "暂时不能" in answer.content.decode()
    right = client.post(reverse("login"), {"username": "nengyuan", "password": PASSWORD})
    assert right.status_code == 429


@pytest.mark.parametrize("path", ["/login/", "/todo/", "/nowhere/"])
def test_every_page_has_a_security_policy(coordinator: Client, path: str) -> None:
    policy = coordinator.get(path, follow=False)["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy


def test_pages_that_are_not_there_say_so(coordinator: Client, client: Client) -> None:
    assert "没有这一页" in coordinator.get("/nowhere/").content.decode()
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/tasks/99999999999999999999999/", "/commitments/0/", "/evidence/1/", "/sources/1/file/"]
)
def test_numbers_of_nothing_are_not_there(supervisor: Client, path: str) -> None:
    assert supervisor.get(path).status_code == 404


@pytest.mark.parametrize("value", ["²", "9" * 5000, "-1", "1e3", "", "\x00"])
def test_numbers_that_are_none_are_left_out(supervisor: Client, commitment: Commitment, value: str) -> None:
    for path, name in [(f"/tasks/{commitment.task_id}/", "commitment"), ("/review/", "source"), ("/todo/", "unit")]:
        assert supervisor.get(path, {name: value}).status_code == 200
    bulk = f"/review/{commitment.task.directive_id}/bulk/"
    assert "没有选中建议" in supervisor.get(bulk, {"task": value}).content.decode()


def test_an_error_has_a_page_that_tells_what_was_lost(coordinator: Client, commitment: Commitment) -> None:
    coordinator.raise_request_exception = False
    with mock.patch("obligations.web.todo.tabs", side_effect=RuntimeError("broken")):
        answer = coordinator.get("/todo/")
    assert answer.status_code == 500
    assert "原有内容没有丢失" in answer.content.decode() and "broken" not in answer.content.decode()
