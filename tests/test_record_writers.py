"""Many writers, one chain; an account that may only write; and events older than the chain."""

import os
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from obligations.models import Event, Task
from obligations.recording import record, recorded
from obligations.review import confirm, reopen
from obligations.verifying import verify
from tests.conftest import NOW, People, Suggested
from tests.test_record import CHAIN, EVENTS, postgres_only, run_sql


def in_threads(*calls: Callable[[], object]) -> list[BaseException]:
    errors: list[BaseException] = []

    def run(call: Callable[[], object]) -> None:
        try:
            call()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return errors


@pytest.mark.django_db(transaction=True)
class TestManyWriters:
    def test_one_chain_without_gaps_or_forks(self, suggested: Suggested) -> None:
        task = Task.objects.get(pk=suggested.fixed.pk)

        def write(name: str) -> None:
            for number in range(10):
                with recorded():
                    record(Event.Verb.URGED, task, None, note=f"{name}{number}a")
                    record(Event.Verb.URGED, task, None, note=f"{name}{number}b")

        assert not in_threads(*[lambda name=name: write(name) for name in "甲乙丙丁戊己"])
        assert (verify().count, verify().problems) == (120, [])
        notes = list(Event.objects.order_by("number").values_list("note", flat=True))
        # the events of one verb stand together
        assert all(first[:-1] == second[:-1] for first, second in zip(notes[::2], notes[1::2], strict=True))

    def test_the_chain_verifies_while_others_write(self, suggested: Suggested) -> None:
        task = Task.objects.get(pk=suggested.fixed.pk)
        found: list[str] = []

        def look() -> None:
            for _ in range(15):
                found.extend(verify().problems)

        def write() -> None:
            for number in range(40):
                record(Event.Verb.URGED, task, None, note=str(number))

        assert not in_threads(look, write, write)
        assert not found and verify().count == 80

    @postgres_only
    @pytest.mark.postgres
    def test_whoever_records_early_waits_for_nobody_crosswise(self, suggested: Suggested) -> None:
        """One records and then needs the other's row; the other has the row and then records."""
        task = Task.objects.get(pk=suggested.fixed.pk)
        gate = Barrier(2)

        def records_first() -> None:
            with recorded():
                record(Event.Verb.URGED, task, None)
                gate.wait(timeout=10)
                Task.objects.select_for_update().get(pk=task.pk)

        def locks_first() -> None:
            with recorded():
                Task.objects.select_for_update().get(pk=task.pk)
                gate.wait(timeout=10)
                record(Event.Verb.URGED, task, None)

        assert not in_threads(records_first, locks_first)
        assert (verify().count, verify().problems) == (2, [])

    @postgres_only
    @pytest.mark.postgres
    def test_an_account_that_owns_nothing_can_write_and_change_nothing(self, suggested: Suggested) -> None:
        """The two accounts of docs/record.md: not even the triggers are the application's to take away."""
        role = f"obligations_app_{os.getpid()}"
        refused = [f"UPDATE {EVENTS} SET note = 'x'", f"DELETE FROM {EVENTS}", f"TRUNCATE {EVENTS}"]
        refused += [f"ALTER TABLE {EVENTS} DISABLE TRIGGER ALL", f"DROP TRIGGER event_no_change ON {EVENTS}"]
        refused += [f"DELETE FROM {CHAIN}", f"TRUNCATE {CHAIN}", "SET session_replication_role = replica"]
        record(Event.Verb.URGED, suggested.fixed, None)
        run_sql(f"CREATE ROLE {role}")
        try:
            for statement in (
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
                "REVOKE UPDATE, DELETE ON obligations_event FROM {}",
                "REVOKE DELETE ON obligations_chain FROM {}",
            ):
                run_sql(statement.format(role))
            run_sql(f"SET ROLE {role}")
            record(Event.Verb.URGED, suggested.fixed, None)
            for statement in refused:
                with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
                    run_sql(statement)
            assert (verify().count, verify().problems) == (2, [])
        finally:
            run_sql("RESET ROLE")
            run_sql(f"DROP OWNED BY {role}")
            run_sql(f"DROP ROLE {role}")


@pytest.mark.django_db(transaction=True)
def test_events_from_before_the_chain_are_chained_by_the_migration(suggested: Suggested, people: People) -> None:
    confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    reopen(suggested.fixed.pk, people.supervisor, at=NOW)
    written = list(Event.objects.order_by("pk").values("pk", "verb", "actor_id", "before", "after", "at"))
    loader = MigrationExecutor(connection).loader
    chaining = next(node for key, node in loader.graph.node_map.items() if key[1].endswith("_event_chain"))
    before = [parent.key for parent in chaining.parents if parent.key[0] == "obligations"]
    latest = [key for key in loader.graph.leaf_nodes() if key[0] == "obligations"]
    try:
        MigrationExecutor(connection).migrate(before)
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert list(Event.objects.order_by("pk").values("pk", "verb", "actor_id", "before", "after", "at")) == written
    assert [event.actor_name for event in Event.objects.all()] == ["方立新", "方立新"]
    assert (verify().count, verify().problems) == (2, [])
    with pytest.raises(DatabaseError, match="append-only"):
        run_sql(f"DELETE FROM {EVENTS}")
