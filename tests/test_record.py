"""The record (操作记录): who did what when, append-only, chained by hash, and a command that verifies it."""

from collections.abc import Callable
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from obligations.errors import Conflict
from obligations.models import Chain, Commitment, Event
from obligations.models.append_only import lifted
from obligations.models.chain import BEGINNING, hash_of
from obligations.recording import plain_values, record, recorded
from obligations.review import confirm
from obligations.verifying import verify
from obligations.workflow import ask_extension, close, hand_in, report_progress, return_, sign
from tests.conftest import NOW, TODAY, People, Suggested

postgres_only = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
EVENTS, CHAIN = "obligations_event", "obligations_chain"


def run_sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def story(commitment: Commitment, people: People) -> Commitment:
    """Six events on one commitment, made by the verbs."""
    sign(commitment.pk, people.coordinator)
    report_progress(commitment.pk, people.coordinator, percent=40, done_so_far="已开工")
    ask_extension(commitment.pk, people.coordinator, TODAY.replace(month=12), "流标")
    hand_in(commitment.pk, people.coordinator, done_so_far="完工")
    return_(commitment.pk, people.supervisor, "缺验收单")
    close(commitment.pk, people.supervisor, "现场核实")
    return commitment


@pytest.mark.usefixtures("today")
class TestTheChain:
    def test_verbs_leave_a_chain_that_verifies(self, story: Commitment) -> None:
        events = list(Event.objects.order_by("number"))
        assert [event.number for event in events] == list(range(1, len(events) + 1))
        assert events[0].hash == hash_of(BEGINNING, events[0])
        assert [one.hash for one in events[1:]] == [hash_of(before.hash, one) for before, one in pairwise(events)]
        verdict = verify()
        assert not verdict.problems
        assert (verdict.count, str(verdict.end)) == (len(events), str(Chain.objects.get()))

    def test_every_event_says_who_and_for_which_unit_in_words_of_that_day(
        self, story: Commitment, people: People
    ) -> None:
        story.unit.short_name = "市能源和数据局"
        story.unit.save()
        event = Event.objects.get(verb="signed")
        assert (event.actor_name, event.unit_name, str(event.unit)) == ("郭一鸣", "市能源局", "市能源和数据局")
        assert not verify().problems

    @pytest.mark.parametrize(
        "values",
        [
            {"note": "另一个说法"},
            {"actor_name": "别人"},
            {"unit_name": "别的单位"},
            {"verb": "urged"},
            {"after": '{"signed_at": "2020-01-01"}'},
            {"before": "{}", "after": "{}"},
            {"at": "2020-01-01 00:00:00+00:00"},
            {"actor_id": None},
            {"commitment_id": None},
        ],
        ids=lambda values: next(iter(values)),
    )
    def test_a_change_of_any_field_shows(self, story: Commitment, values: dict[str, Any]) -> None:
        number = Event.objects.get(verb="signed").number
        with lifted(connection):
            assignments = ", ".join(f"{name} = %s" for name in values)
            run_sql(f"UPDATE {EVENTS} SET {assignments} WHERE number = %s", *values.values(), number)
        [problem] = verify().problems
        assert f"第{number}条与校验值不符" in problem

    def test_a_change_with_a_fitting_hash_breaks_the_next_link(self, story: Commitment) -> None:
        event = Event.objects.get(number=2)
        event.note = "另一个说法"
        with lifted(connection):
            fitting = hash_of(Event.objects.get(number=1).hash, event)
            run_sql(f"UPDATE {EVENTS} SET note = %s, hash = %s WHERE number = 2", event.note, fitting)
        [problem] = verify().problems
        assert "第3条与校验值不符" in problem

    @pytest.mark.parametrize(
        ("numbers", "said"), [((3,), "第3条缺失"), ((2, 3), "第2条至第3条缺失"), ((1,), "第1条缺失")]
    )
    def test_what_was_taken_out_shows(self, story: Commitment, numbers: tuple[int, ...], said: str) -> None:
        with lifted(connection):
            for number in numbers:
                run_sql(f"DELETE FROM {EVENTS} WHERE number = %s", number)
        assert any(said in problem for problem in verify().problems)

    def test_taking_the_last_ones_away_shows(self, story: Commitment) -> None:
        last = Chain.objects.get().length
        with lifted(connection):
            run_sql(f"DELETE FROM {EVENTS} WHERE number >= %s", last - 1)
        assert verify().problems == [f"末尾缺失2条（第{last - 1}条至第{last}条）。"]

    def test_an_event_written_past_the_verbs_shows(self, story: Commitment, people: People) -> None:
        stray = Event(number=99, hash="0" * 64, at=NOW, verb="closed", actor=people.supervisor)
        Event.objects.bulk_create([stray])
        assert any("来历不明" in problem for problem in verify().problems)

    def test_a_chain_that_was_written_anew_shows_against_what_was_noted_down(self, story: Commitment) -> None:
        noted = verify().end
        with lifted(connection):
            last = BEGINNING
            for event in Event.objects.order_by("number"):
                event.note = "改过"
                last = hash_of(last, event)
                run_sql(f"UPDATE {EVENTS} SET note = '改过', hash = %s WHERE number = %s", last, event.number)
            run_sql(f"UPDATE {CHAIN} SET hash = %s", last)
        assert not verify().problems
        [problem] = verify([noted]).problems
        assert f"第{noted.number}条与抄录的校验值不符" in problem

    def test_the_command_says_it_and_tells_by_its_exit_status(self, story: Commitment) -> None:
        out = StringIO()
        call_command("verify_events", stdout=out)
        end = str(Chain.objects.get())
        assert "逐条核对无误" in out.getvalue() and f"链尾 {end}" in out.getvalue()
        call_command("verify_events", "--known", end, stdout=out)
        with lifted(connection):
            run_sql(f"UPDATE {EVENTS} SET note = '改过' WHERE number = 2")
        with pytest.raises(CommandError, match="发现1处问题") as stopped:
            call_command("verify_events", stdout=out)
        assert stopped.value.returncode == 1
        assert "第2条与校验值不符" in out.getvalue() and "郭一鸣 市能源局 报进展" in out.getvalue()

    def test_an_empty_record_is_in_order(self, db: None) -> None:
        assert (verify().problems, verify().count) == ([], 0)


@pytest.mark.usefixtures("today")
class TestOnlyAppended:
    @pytest.mark.parametrize(
        "statement",
        [
            f"UPDATE {EVENTS} SET note = 'x'",
            f"UPDATE {EVENTS} SET number = number + 100",
            f"DELETE FROM {EVENTS}",
            f"DELETE FROM {EVENTS} WHERE number = 1",
            f"UPDATE {CHAIN} SET length = length - 1",
            f"UPDATE {CHAIN} SET hash = 'x'",
            f"DELETE FROM {CHAIN}",
        ],
    )
    def test_sql_is_refused_by_the_database(self, story: Commitment, statement: str) -> None:
        before = list(Event.objects.order_by("pk").values())
        with pytest.raises(DatabaseError, match=r"append-only|only grows"):
            run_sql(statement)
        assert list(Event.objects.order_by("pk").values()) == before
        assert not verify().problems

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")
    @pytest.mark.parametrize("key", ["id", "number"])
    def test_replacing_a_row_is_refused(self, story: Commitment, key: str) -> None:
        columns = [field.column for field in Event._meta.concrete_fields]
        chosen = ", ".join(
            "'x'" if name == "note" else ("-7" if name not in (key,) and name in ("id", "number") else name)
            for name in columns
        )
        with pytest.raises(DatabaseError, match="append-only"):
            run_sql(f"INSERT OR REPLACE INTO {EVENTS} ({', '.join(columns)}) SELECT {chosen} FROM {EVENTS} LIMIT 1")
        with pytest.raises(DatabaseError, match="only grows"):
            run_sql(f"INSERT OR REPLACE INTO {CHAIN} (id, length, hash) VALUES (1, 0, '')")

    @postgres_only
    @pytest.mark.postgres
    @pytest.mark.parametrize("statement", [f"TRUNCATE {EVENTS}", f"TRUNCATE {CHAIN}", f"TRUNCATE {EVENTS} CASCADE"])
    def test_truncating_is_refused(self, story: Commitment, statement: str) -> None:
        # what waits for the end of the transaction would be in the way of TRUNCATE, before the trigger is asked
        run_sql("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match=r"append-only|only grows"):
            run_sql(statement)

    def test_python_refuses_too(self, story: Commitment) -> None:
        event = Event.objects.get(number=1)
        for change in (
            event.save,
            event.delete,
            lambda: Event.objects.update(note="x"),
            lambda: Event.objects.all().delete(),
            lambda: Event.objects.bulk_update([event], ["note"]),
        ):
            with pytest.raises(TypeError, match="append-only"):
                change()

    @pytest.mark.parametrize("what", ["commitment", "task", "unit", "actor"])
    def test_what_an_event_points_at_stays(self, story: Commitment, people: People, what: str) -> None:
        target = {"commitment": story, "task": story.task, "unit": story.unit, "actor": people.coordinator}[what]
        with pytest.raises(DatabaseError):
            target.delete()

    def test_every_migrate_puts_the_guards_back(self, story: Commitment) -> None:
        from obligations.models.append_only import lift

        lift(connection)
        call_command("migrate", verbosity=0)
        with pytest.raises(DatabaseError, match="append-only"):
            run_sql(f"DELETE FROM {EVENTS}")


@pytest.mark.usefixtures("today")
class TestTheTransactionOfAVerb:
    def test_a_refused_verb_records_nothing(self, story: Commitment, people: People) -> None:
        before = Chain.objects.get().length
        with pytest.raises(Conflict):
            sign(story.pk, people.coordinator)
        assert Chain.objects.get().length == before == Event.objects.count()

    def test_a_verb_inside_a_verb_takes_its_events_along_when_it_is_taken_back(
        self, suggested: Suggested, people: People
    ) -> None:
        with recorded():
            record(Event.Verb.URGED, suggested.fixed, None, note="甲")
            with pytest.raises(RuntimeError), recorded():
                record(Event.Verb.URGED, suggested.fixed, None, note="乙")
                raise RuntimeError
            with pytest.raises(RuntimeError), transaction.atomic():
                record(Event.Verb.URGED, suggested.fixed, None, note="丙")
                raise RuntimeError
            with recorded():
                record(Event.Verb.URGED, suggested.fixed, None, note="丁")
        assert list(Event.objects.order_by("number").values_list("note", flat=True)) == ["甲", "丁"]
        assert not verify().problems

    def test_a_verb_that_fails_leaves_nothing_behind_for_the_next(self, suggested: Suggested, people: People) -> None:
        with pytest.raises(RuntimeError), recorded():
            record(Event.Verb.URGED, suggested.fixed, None, note="甲")
            raise RuntimeError
        confirm(suggested.fixed.pk, people.supervisor)
        assert [event.verb for event in Event.objects.all()] == ["confirmed"]

    def test_thousands_at_once_cost_a_few_statements(
        self, suggested: Suggested, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        with django_assert_max_num_queries(120), recorded():
            for number in range(3000):
                record(Event.Verb.URGED, suggested.fixed, None, note=str(number))
        assert (verify().count, verify().problems) == (3000, [])

    def test_values_come_back_as_they_were_hashed(self, suggested: Suggested) -> None:
        odd = {"a": 0.1, "b": 1e22, "c": [None, True, "𠮷\n  ", {"z": 1, "y": NOW}], "d": "e\u0301"}
        record(Event.Verb.CORRECTED, suggested.fixed, None, before=odd, after={"k": 10**15, "": ""}, note="“ ”\t\r\n")
        assert not verify().problems
        assert Event.objects.get().before == plain_values(odd)
