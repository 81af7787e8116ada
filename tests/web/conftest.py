"""Signed-in clients, the clock standing still, and helpers that the tests of pages share."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from obligations.models import Commitment, Task, User
from obligations.schedule import make_commitments
from tests.conftest import NOW, TODAY, People

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def as_(people: People) -> Callable[[str], Client]:
    """A client in which one of the people is signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(people, name))
        return client

    return signed_in


@pytest.fixture
def coordinator(as_: Callable[[str], Client]) -> Client:
    return as_("coordinator")


@pytest.fixture
def supervisor(as_: Callable[[str], Client]) -> Client:
    return as_("supervisor")


@pytest.fixture
def stranger(as_: Callable[[str], Client]) -> Client:
    """A coordinator of another unit."""
    return as_("stranger")


def put_in_force(task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(state=Task.State.IN_FORCE)
    make_commitments(Task.objects.with_details().select_related("directive__source").get(pk=task.pk), TODAY)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def own(user: User) -> Commitment:
    return Commitment.objects.visible_to(user).select_related("task").order_by("pk")[0]
