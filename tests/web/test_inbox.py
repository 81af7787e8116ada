"""提醒: one's own, newest first; opened, read one by one, read all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from obligations.models import Commitment, Notice, User
from tests.conftest import People
from tests.web.conftest import HTMX, text_of


def tell(person: User, title: str, commitment: Commitment | None = None, **values: object) -> Notice:
    count = Notice.objects.count()
    made = {"created_at": timezone.now() + timedelta(minutes=count), "channel": "inbox", "kind": "news"} | values
    return Notice.objects.create(recipient=person, title=title, commitment=commitment, stage=f"s{count}", **made)


def test_the_own_notices_newest_first(coordinator: Client, people: People) -> None:
    tell(people.coordinator, "先来的")
    tell(people.coordinator, "后来的")
    tell(people.stranger, "别人的")
    tell(people.coordinator, "邮件里的", channel="email")
    page = text_of(coordinator.get("/inbox/"))
    assert page.index("后来的") < page.index("先来的")
    assert "别人的" not in page and "邮件里的" not in page
    assert 'class="count is-new">2<' in page


def test_opening_marks_read_and_leads_to_the_commitment(
    coordinator: Client, people: People, commitment: Commitment
) -> None:
    notice = tell(people.coordinator, "催办", commitment)
    answer = coordinator.post(f"/inbox/{notice.pk}/open/")
    assert answer["Location"] == f"/commitments/{commitment.pk}/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert coordinator.get(f"/inbox/{notice.pk}/open/").status_code == 405


def test_a_notice_leads_only_inside_the_site(coordinator: Client, people: People) -> None:
    inside = tell(people.coordinator, "通报", link="/commitments/?light=overdue")
    outside = tell(people.coordinator, "外链", link="https://example.com/")
    assert coordinator.post(f"/inbox/{inside.pk}/open/")["Location"] == "/commitments/?light=overdue"
    assert coordinator.post(f"/inbox/{outside.pk}/open/")["Location"] == "/inbox/"


def test_a_notice_that_outlived_the_right_to_see_says_so(
    coordinator: Client, people: People, commitment: Commitment
) -> None:
    notice = tell(people.coordinator, "催办", commitment)
    people.coordinator.memberships.all().delete()
    answer = coordinator.post(f"/inbox/{notice.pk}/open/", follow=True)
    assert "已不在您的单位名下" in text_of(answer)


def test_marking_one_read_answers_with_it_and_the_count(coordinator: Client, people: People) -> None:
    notice = tell(people.coordinator, "第一条")
    tell(people.coordinator, "第二条")
    page = text_of(coordinator.post(f"/inbox/{notice.pk}/read/", **HTMX))
    assert "is-new" not in page.split("</article>")[0] and 'id="unread" hx-swap-oob="true"' in page and ">1<" in page
    before = Notice.objects.get(pk=notice.pk).read_at
    coordinator.post(f"/inbox/{notice.pk}/read/")
    assert Notice.objects.get(pk=notice.pk).read_at == before


@pytest.mark.parametrize("verb", ["open", "read"])
def test_another_persons_notice_is_not_there(stranger: Client, people: People, verb: str) -> None:
    notice = tell(people.coordinator, "催办")
    assert stranger.post(f"/inbox/{notice.pk}/{verb}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_all_read_leaves_the_others_alone(coordinator: Client, people: People) -> None:
    for n in range(3):
        tell(people.coordinator, f"第{n}条")
    other = tell(people.stranger, "别人的")
    assert "3条提醒已标为已读" in text_of(coordinator.post("/inbox/read/", follow=True))
    assert not Notice.objects.inbox_of(people.coordinator).unread().exists()
    other.refresh_from_db()
    assert other.read_at is None


def test_unread_alone(coordinator: Client, people: People) -> None:
    tell(people.coordinator, "读过的", read_at=timezone.now())
    assert "没有未读提醒" in text_of(coordinator.get("/inbox/?unread"))


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(
    coordinator: Client, people: People, django_assert_max_num_queries, count: int
) -> None:
    for n in range(count):
        tell(people.coordinator, f"第{n}条")
    with django_assert_max_num_queries(8):
        coordinator.get("/inbox/")
