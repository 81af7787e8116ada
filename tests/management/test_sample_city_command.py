"""The sample city loads on any day and shows work in every state."""

from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from obligations.management.sample_story import load_sample_city
from obligations.models import Commitment, Event, Light, Listing, Notice, Part, SourceFile, Task, User
from tests.conftest import SHANGHAI

DAYS = [date(2026, 9, 16), date(2027, 2, 28)]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(params=DAYS, ids=str)
def day(request: pytest.FixtureRequest) -> Iterator[date]:
    with time_machine.travel(datetime(request.param.year, request.param.month, request.param.day, 9, tzinfo=SHANGHAI)):
        yield request.param


def mine_listed(person: User) -> int:
    return Listing.objects.filter(ended_on=None, commitment__in=Commitment.objects.visible_to(person)).count()


def test_every_light_and_every_state_is_shown_and_a_second_load_changes_nothing(db: None, day: date) -> None:
    loaded = load_sample_city(day)
    assert loaded.sources >= 8
    lights = Commitment.objects.light_counts(day)
    assert all(lights[light] >= (1 if light is Light.SUSPENDED else 10) for light in Light), lights
    states = set(Commitment.objects.values_list("state", flat=True))
    assert states >= {"open", "handed_in", "returned", "suspended", "done"}
    tasks = Task.objects.state_counts()
    assert tasks["suggested"] >= 30
    assert tasks["in_force"] >= 50

    demo = User.objects.get(username="zhujian")
    mine = Commitment.objects.visible_to(demo).light_counts(day)
    assert sum(1 for count in mine.values() if count) >= 4, mine
    assert mine_listed(demo) == 1
    assert {part.percent > 0 for part in Part.objects.visible_to(demo).live()} == {True, False}
    assert not Event.objects.filter(at__gt=datetime.now(SHANGHAI)).exists()

    assert not Notice.objects.waiting().exists()

    before = (Commitment.objects.count(), Event.objects.count(), User.objects.count())
    again = load_sample_city(date(2027, 6, 1))
    assert (again.sources, again.confirmed) == (0, 0)
    assert (Commitment.objects.count(), Event.objects.count(), User.objects.count()) == before


def test_a_load_that_breaks_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("obligations.management.sample_story.Story.play", broken)
    one_file = [("通知.txt", "市能源局:请于10月底前报送。".encode())]
    monkeypatch.setattr("obligations.management.sample_story.sample_files", lambda _day: one_file)
    with pytest.raises(RuntimeError):
        load_sample_city(DAYS[0])
    assert not SourceFile.objects.exists()
    assert not User.objects.exists()


def test_a_file_that_can_not_be_read_stops_the_load(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("obligations.intake.current_register", broken)
    with pytest.raises(CommandError, match="没有改动"):
        call_command("load_sample_city", "--force", stdout=StringIO())
    assert not SourceFile.objects.exists()


def test_a_real_server_gets_no_public_passwords_by_accident(db: None) -> None:
    with pytest.raises(CommandError, match="--force"):
        call_command("load_sample_city", stdout=StringIO())
    assert not User.objects.exists()
