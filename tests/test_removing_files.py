"""A file from which nothing could be read: the record says so, and a supervisor takes it off the list."""

import pytest
from django.test import Client

from obligations import intake
from obligations.errors import Conflict
from obligations.models import Event, SourceFile
from obligations.verifying import verify
from tests.conftest import NOW, People


@pytest.fixture
def broken(db: None, settings: object, tmp_path: object, people: People) -> SourceFile:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    received = intake.receive("通知.txt", "云河市人民政府办公室通知".encode(), people.supervisor, NOW)

    def breaks(*_args: object) -> list[object]:
        raise RuntimeError("broken")

    return intake.read_source(received.source.pk, breaks)  # type: ignore[arg-type]


def test_a_reading_that_failed_is_in_the_record(broken: SourceFile) -> None:
    event = Event.objects.get(verb="read")
    assert (event.actor, event.after["state"]) == (None, "failed")
    assert event.note == f"通知.txt：{broken.message}"
    assert not verify().problems


def test_it_is_removed_with_its_file_and_can_be_sent_again(
    broken: SourceFile, people: People, django_capture_on_commit_callbacks: object
) -> None:
    storage, path = broken.file.storage, broken.file.name
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert intake.remove_source(broken.pk, people.supervisor) == "通知.txt"
    assert not storage.exists(path)
    event = Event.objects.get(verb="source_removed")
    assert (event.note, event.before["sha256"]) == ("通知.txt", broken.sha256)
    with pytest.raises(Conflict, match="已移除"):
        intake.remove_source(broken.pk, people.supervisor)
    assert intake.receive("通知.txt", "云河市人民政府办公室通知".encode(), people.supervisor).is_new


@pytest.mark.parametrize("state", ["waiting", "reading", "done"])
def test_what_is_or_can_still_be_read_stays(broken: SourceFile, people: People, state: str) -> None:
    SourceFile.objects.filter(pk=broken.pk).update(state=state)
    with pytest.raises(Conflict, match="只能移除"):
        intake.remove_source(broken.pk, people.supervisor)
    assert SourceFile.objects.filter(pk=broken.pk).exists()


def test_from_the_page(client: Client, broken: SourceFile, people: People) -> None:
    client.force_login(people.supervisor)
    assert f"/sources/{broken.pk}/remove/" in client.get(f"/sources/{broken.pk}/").content.decode()
    answer = client.post(f"/sources/{broken.pk}/remove/", follow=True)
    assert "已移除：通知.txt" in answer.content.decode()
    assert not SourceFile.objects.exists()
