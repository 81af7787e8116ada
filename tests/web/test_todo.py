"""待办: what the list shows, to whom, in which order, and where its numbers lead."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obligations.models import Commitment, Membership, Slice, Unit
from tests.conftest import NOW, TODAY, People, Register, Suggested, TaskMaker, make_unit
from tests.web.conftest import put_in_force, text_of

URL = "/todo/"


def test_a_coordinator_sees_the_own_units_rows_with_their_sentence(coordinator: Client, commitment: Commitment) -> None:
    page = text_of(coordinator.get(URL))
    assert page.count('id="c-') == 1
    assert "剩45天" in page and "10月31日" in page and "云政办发〔2026〕12号" in page
    assert 'class="w-deadline"' not in page  # the fixture's deadline has no place in the text
    assert "10月31日前完成老旧供热管网改造任务。" in page
    assert "清源区" not in page.split("</summary>")[0]


def test_a_supervisor_sees_all_units_and_narrows_to_one(
    supervisor: Client, commitment: Commitment, register: Register
) -> None:
    assert text_of(supervisor.get(URL)).count('id="c-') == 4
    page = text_of(supervisor.get(URL, {"unit": register.counties[0].pk}))
    assert page.count('id="c-') == 1
    assert "单位：清源区人民政府" in page


def test_rows_of_a_unit_below_say_whose_they_are(
    coordinator: Client, commitment: Commitment, register: Register
) -> None:
    named = 'class="unit-name"'
    assert named not in text_of(coordinator.get(URL))
    below = make_unit("云河市能源局热力科", short="热力科", kind="office")
    Unit.objects.filter(pk=below.pk).update(parent=register.energy)
    Commitment.objects.filter(pk=commitment.pk).update(unit=below)
    assert f"{named}>热力科<" in text_of(coordinator.get(URL))


def test_another_coordinator_sees_nothing_of_it(stranger: Client, commitment: Commitment) -> None:
    page = text_of(stranger.get(URL))
    assert 'id="c-' not in page
    assert "没有在办事项" in page
    assert 'id="c-' not in text_of(stranger.get(URL, {"unit": commitment.unit_id, "slice": "all"}))


def test_somebody_with_several_units_chooses(
    coordinator: Client, people: People, commitment: Commitment, register: Register
) -> None:
    Membership.objects.create(user=people.coordinator, unit=register.counties[0])
    assert text_of(coordinator.get(URL)).count('id="c-') == 2
    page = text_of(coordinator.get(URL, {"unit": register.counties[0].pk}))
    assert page.count('id="c-') == 1
    assert "<select" in page


@pytest.fixture
def rows(commitment: Commitment, suggested: Suggested) -> dict[str, Commitment]:
    """One commitment of 市能源局 at each light."""
    put_in_force(suggested.dateless)
    rows = {"waiting": Commitment.objects.get(task=suggested.dateless), "on_time": commitment}
    for name, due, values in [
        ("overdue", -3, {}),
        ("near", 2, {}),
        ("today", 0, {}),
        ("returned", 20, {"state": "returned", "return_reason": "缺少验收单"}),
        ("handed_in", 1, {"state": "handed_in", "handed_in_on": TODAY}),
        ("done", -9, {"state": "done", "done_on": TODAY - timedelta(days=9), "percent": 100}),
    ]:
        day = TODAY + timedelta(days=due)
        rows[name] = Commitment.objects.create(
            task=suggested.fixed, unit=commitment.unit, role="lead", occurrence=name, due_on=day, first_due_on=day,
            **{"signed_at": NOW, **values},
        )  # fmt: skip
    return rows


def ids(page: str) -> list[int]:
    return [int(part.split('"')[0]) for part in page.split('id="c-')[1:]]


def test_late_comes_first(coordinator: Client, rows: dict[str, Commitment]) -> None:
    order = [rows[name].pk for name in ("overdue", "today", "near", "handed_in", "returned", "on_time", "waiting")]
    assert ids(text_of(coordinator.get(URL))) == order


@pytest.mark.parametrize(
    ("slice_", "expected"),
    [
        ("overdue", ["overdue"]),
        ("week", ["today", "near"]),
        ("returned", ["returned"]),
        ("unsigned", ["on_time", "waiting"]),
        ("handed_in", ["handed_in"]),
        ("done", ["done"]),
        ("extension", []),
    ],
)
def test_slices(coordinator: Client, rows: dict[str, Commitment], slice_: str, expected: list[str]) -> None:
    assert ids(text_of(coordinator.get(URL, {"slice": slice_}))) == [rows[name].pk for name in expected]


@pytest.mark.parametrize("slice_", list(Slice))
def test_every_number_opens_the_rows_that_it_counts(
    supervisor: Client, rows: dict[str, Commitment], slice_: Slice
) -> None:
    tabs = supervisor.get(URL).context["tabs"]
    tab = next((tab for tab in tabs if tab.slice is slice_), None)
    counted = Commitment.objects.in_slice(slice_, TODAY).count()
    assert len(ids(text_of(supervisor.get(URL, {"slice": slice_.value})))) == counted
    if tab is not None:
        assert tab.count == counted
        assert len(ids(text_of(supervisor.get(f"{URL}?{tab.query}")))) == counted


@pytest.mark.parametrize(
    ("light", "expected"),
    [("overdue", 1), ("near", 2), ("on_time", 6), ("waiting", 1), ("done", 1), ("purple", 10)],
)
def test_lights_of_the_dashboard(supervisor: Client, rows: dict[str, Commitment], light: str, expected: int) -> None:
    """An unknown light is left out: what remains is the usual list, of what is live."""
    assert len(ids(text_of(supervisor.get(reverse("commitments"), {"light": light})))) == expected


def test_words_of_the_lights(coordinator: Client, rows: dict[str, Commitment]) -> None:
    page = text_of(coordinator.get(URL, {"slice": "all"}))
    for words in ("逾期3天", "今天到期", "剩2天", "剩20天", "按时报结", "待定", "办结", "退回理由：缺少验收单"):
        assert words in page


def test_search_looks_into_sentence_title_and_number(coordinator: Client, rows: dict[str, Commitment]) -> None:
    assert len(ids(text_of(coordinator.get(URL, {"q": "老旧供热管网 12号"})))) == 6
    assert ids(text_of(coordinator.get(URL, {"q": "宣传引导"}))) == [rows["waiting"].pk]
    assert "没有含“防汛”的事项" in text_of(coordinator.get(URL, {"q": "防汛"}))


def test_search_shows_what_was_typed_as_text(coordinator: Client, commitment: Commitment) -> None:
    page = text_of(coordinator.get(URL, {"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "query",
    ["unit=x&task=-1&due_from=2026-13-40&slice=nonsense&page=zz", "unit=99999999999999999999", "q=%00", "page=9999"],
)
def test_an_address_that_makes_no_sense_still_opens_the_list(
    coordinator: Client, commitment: Commitment, query: str
) -> None:
    assert coordinator.get(f"{URL}?{query}").status_code == 200


def test_an_empty_list_says_what_comes_next(coordinator: Client, commitment: Commitment) -> None:
    page = text_of(coordinator.get(URL, {"slice": "overdue"}))
    assert "没有逾期事项。" in page and "下一项：10月31日" in page


def test_dates_of_another_year_have_their_year(coordinator: Client, commitment: Commitment) -> None:
    Commitment.objects.filter(pk=commitment.pk).update(due_on=TODAY.replace(year=2027))
    assert "2027年9月16日" in text_of(coordinator.get(URL))


def test_withdrawn_commitments_are_gone(coordinator: Client, commitment: Commitment) -> None:
    Commitment.objects.filter(pk=commitment.pk).update(state="withdrawn")
    assert 'id="c-' not in text_of(coordinator.get(URL, {"slice": "all"}))


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_grow(
    coordinator: Client, register: Register, make_task: TaskMaker, django_assert_max_num_queries, count: int
) -> None:
    for number in range(count):
        put_in_force(make_task(f"任务{number}", lead=register.energy, support=(register.finance,)))
    with django_assert_max_num_queries(20):
        page = text_of(coordinator.get(URL))
    assert page.count('id="c-') == count


def test_a_long_list_has_pages(coordinator: Client, commitment: Commitment) -> None:
    Commitment.objects.bulk_create(
        Commitment(task=commitment.task, unit=commitment.unit, role="lead", occurrence=str(n)) for n in range(60)
    )
    first = text_of(coordinator.get(URL))
    assert len(ids(first)) == 50 and "共61项" in first
    assert len(ids(text_of(coordinator.get(URL, {"page": 2})))) == 11


def test_today_is_the_day_in_shanghai(coordinator: Client, commitment: Commitment, clock) -> None:
    Commitment.objects.filter(pk=commitment.pk).update(due_on=TODAY)
    clock.move_to("2026-09-16T17:30:00+00:00")
    assert timezone.localdate() == TODAY + timedelta(days=1)
    assert "逾期1天" in text_of(coordinator.get(URL))
