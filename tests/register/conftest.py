import pytest
from django.test import Client

from tests.conftest import People


@pytest.fixture
def as_administrator(client: Client, people: People) -> Client:
    client.force_login(people.administrator)
    return client


@pytest.fixture
def as_supervisor(people: People) -> Client:
    client = Client()
    client.force_login(people.supervisor)
    return client
