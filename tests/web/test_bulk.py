"""批量处理: told before, done one by one, each told its result; a second click does nothing twice."""

import pytest
from django.test import Client

from obligations import workflow
from obligations.models import Commitment, Event, Notice, Suspension
from obligations.web.bulk_deeds import DEEDS
from tests.conftest import TODAY, People, Register
from tests.web.conftest import text_of

URL = "/commitments/bulk/"


@pytest.fixture
def rows(commitment: Commitment) -> list[Commitment]:
    """市能源局 and three counties owe the same."""
    return list(Commitment.objects.filter(task=commitment.task_id).order_by("pk"))


def ids(rows: list[Commitment]) -> str:
    return ",".join(f"{row.pk}:{row.state}" for row in rows)


def test_what_can_and_what_cannot_is_said_before(
    supervisor: Client, rows: list[Commitment], people: People, commitment: Commitment
) -> None:
    workflow.suspend(rows[1].pk, people.supervisor, "区划调整")
    answer = supervisor.post(URL, {"verb": "urge", "c": [row.pk for row in rows]})
    page = text_of(answer)
    assert "已选 4 项：可以处理 1 项，不能处理 3 项" in page
    assert "该事项已中止，请先解除中止。" in page and "还没有联络员。" in page
    assert "催办 1 项" in page
    assert not Notice.objects.filter(kind="urge").exists()


def test_one_bad_row_does_not_stop_the_rest_and_each_is_told(
    supervisor: Client, rows: list[Commitment], people: People
) -> None:
    data = {"verb": "suspend", "ids": ids(rows), "reason": "区划调整", "sure": "1"}
    workflow.close(rows[2].pk, people.second_supervisor, "核实")
    page = text_of(supervisor.post(URL, data))
    assert "已处理 3 项，未处理 1 项" in page and "现为“已办结”，没有处理" in page
    assert Suspension.objects.count() == Event.objects.filter(verb="suspended").count() == 3
    again = text_of(supervisor.post(URL, data))
    assert "已处理 0 项，未处理 4 项" in again
    assert Event.objects.filter(verb="suspended").count() == 3


def test_all_that_match_the_filter(supervisor: Client, rows: list[Commitment], register: Register) -> None:
    query = f"unit={register.energy.pk}"
    assert "已选 1 项" in text_of(supervisor.post(URL, {"verb": "list", "all": "1", "query": query}))
    assert "已选 4 项" in text_of(supervisor.post(URL, {"verb": "list", "all": "1", "query": ""}))


def test_a_mistake_in_the_form_does_nothing(supervisor: Client, rows: list[Commitment]) -> None:
    answer = supervisor.post(URL, {"verb": "suspend", "ids": ids(rows), "reason": "", "sure": "1"})
    assert answer.status_code == 422 and "请填写中止原因" in text_of(answer)
    assert not Suspension.objects.exists()


def test_nothing_chosen_or_too_much_is_told(
    supervisor: Client, rows: list[Commitment], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "请先在列表中选择" in text_of(supervisor.post(URL, {"verb": "urge"}, follow=True))
    monkeypatch.setattr("obligations.web.bulk.MOST", 3)
    page = supervisor.post(URL, {"verb": "urge", "all": "1", "query": ""}, follow=True)
    assert "一次最多处理3项" in text_of(page)
    assert supervisor.post(URL, {"verb": "delete"}).status_code == 404


def test_only_supervisors(coordinator: Client, stranger: Client, rows: list[Commitment]) -> None:
    data = {"verb": "close", "ids": ids(rows), "note": "核实", "sure": "1"}
    for client in (coordinator, stranger):
        assert client.post(URL, data).status_code == 403
    assert Client().post(URL, data).status_code == 302
    assert not Commitment.objects.filter(state="done").exists()


def test_whoever_handed_it_in_cannot_close_it_among_many(
    supervisor: Client, rows: list[Commitment], people: People
) -> None:
    workflow.hand_in(rows[0].pk, people.supervisor, done_so_far="完工")
    page = text_of(supervisor.post(URL, {"verb": "close", "c": [rows[0].pk]}))
    assert "由您申请办结，须由他人审核。" in page
    sure = {"verb": "close", "ids": f"{rows[0].pk}:handed_in", "note": "核实", "sure": "1"}
    assert "未处理 1 项" in text_of(supervisor.post(URL, sure))


def test_withdrawing_says_what_goes_along(supervisor: Client, rows: list[Commitment]) -> None:
    page = text_of(supervisor.post(URL, {"verb": "withdraw", "c": [rows[0].pk, rows[1].pk]}))
    assert "将撤销1项任务，共4个未办结事项，其中2个没有选中。" in page
    data = {"verb": "withdraw", "ids": ids(rows[:1]), "reason": "文件废止", "sure": "1"}
    assert "已处理 1 项" in text_of(supervisor.post(URL, data))
    assert set(Commitment.objects.values_list("state", flat=True)) == {"withdrawn"}


DATA = {
    "urge": {}, "close": {"note": "核实"}, "return": {"reason": "缺材料"}, "grant": {}, "refuse": {"reply": "不符"},
    "list": {"reason": "久拖", "level": "city"}, "delist": {"reason": "已解决"}, "suspend": {"reason": "调整"},
    "restart": {"dating": "moved"}, "withdraw": {"reason": "废止"},
}  # fmt: skip


@pytest.mark.parametrize("verb", [verb for verb in DEEDS if verb != "reassign"])
def test_every_verb_does_what_it_does_alone(
    supervisor: Client, commitment: Commitment, people: People, verb: str
) -> None:
    pk = commitment.pk
    if verb == "return":
        workflow.hand_in(pk, people.coordinator, done_so_far="完工")
    if verb in ("grant", "refuse"):
        workflow.ask_extension(pk, people.coordinator, TODAY.replace(month=12), "流标")
    if verb == "delist":
        workflow.list_(pk, people.second_supervisor, "久拖")
    if verb == "restart":
        workflow.suspend(pk, people.second_supervisor, "调整")
    shown = supervisor.post(URL, {"verb": verb, "c": [pk]})
    assert shown.context["cannot"] == []
    page = text_of(supervisor.post(URL, {"verb": verb, "ids": shown.context["ids"], "sure": "1", **DATA[verb]}))
    assert "已处理 1 项" in page and "未处理" not in page
    event = Event.objects.filter(verb=DEEDS[verb].verb).get()
    assert event.actor == people.supervisor


def test_reassigning_many(supervisor: Client, rows: list[Commitment], register: Register) -> None:
    data = {"verb": "reassign", "ids": ids(rows[:1]), "unit": register.finance.pk, "reason": "职责调整", "sure": "1"}
    assert "已处理 1 项" in text_of(supervisor.post(URL, data))
    assert Commitment.objects.exclude(state="withdrawn").filter(unit=register.finance).exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_queries_does_not_grow(
    supervisor: Client, rows: list[Commitment], django_assert_max_num_queries, count: int
) -> None:
    for verb in ("urge", "close", "list", "grant"):
        with django_assert_max_num_queries(14):
            supervisor.post(URL, {"verb": verb, "c": [row.pk for row in rows[:count]]})
