"""What makes the database itself refuse to change the record: triggers on the events and on the end of their chain.

They are put in place by a migration and looked after by every `migrate`: SQLite drops a table's triggers when a later
migration builds the table anew. A migration that must change events lifts them (`lifted`) and chains them again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS = "obligations_event"
CHAIN = "obligations_chain"
FIXED = "events are append-only"
FORWARD = "the chain of events only grows"

# INSERT OR REPLACE of SQLite deletes without asking the triggers for DELETE.
IS_THERE = f"EXISTS (SELECT 1 FROM {EVENTS} WHERE id = NEW.id OR number = NEW.number)"  # noqa: S608 - our own names
HAS_END = f"EXISTS (SELECT 1 FROM {CHAIN})"  # noqa: S608 - our own names

# Name → when, on which table, and what happens; PostgreSQL has one function a table for that.
SQLITE = {
    "event_no_update": f"BEFORE UPDATE ON {EVENTS} BEGIN SELECT RAISE(ABORT, '{FIXED}'); END",
    "event_no_delete": f"BEFORE DELETE ON {EVENTS} BEGIN SELECT RAISE(ABORT, '{FIXED}'); END",
    "event_no_replace": f"BEFORE INSERT ON {EVENTS} WHEN {IS_THERE} BEGIN SELECT RAISE(ABORT, '{FIXED}'); END",
    "chain_grows": (
        f"BEFORE UPDATE ON {CHAIN} WHEN NEW.length <= OLD.length OR NEW.id <> OLD.id "
        f"BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END"
    ),
    "chain_stays": f"BEFORE DELETE ON {CHAIN} BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END",
    "chain_no_replace": f"BEFORE INSERT ON {CHAIN} WHEN {HAS_END} BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END",
}
POSTGRES = {
    "event_no_change": f"BEFORE UPDATE OR DELETE ON {EVENTS} FOR EACH ROW EXECUTE FUNCTION {EVENTS}_is_fixed()",
    "event_no_truncate": f"BEFORE TRUNCATE ON {EVENTS} FOR EACH STATEMENT EXECUTE FUNCTION {EVENTS}_is_fixed()",
    "chain_grows": (
        f"BEFORE UPDATE ON {CHAIN} FOR EACH ROW WHEN (NEW.length <= OLD.length OR NEW.id <> OLD.id) "
        f"EXECUTE FUNCTION {CHAIN}_only_grows()"
    ),
    "chain_stays": f"BEFORE DELETE ON {CHAIN} FOR EACH ROW EXECUTE FUNCTION {CHAIN}_only_grows()",
    "chain_no_truncate": f"BEFORE TRUNCATE ON {CHAIN} FOR EACH STATEMENT EXECUTE FUNCTION {CHAIN}_only_grows()",
}
FUNCTIONS = {f"{EVENTS}_is_fixed": FIXED, f"{CHAIN}_only_grows": FORWARD}


def protect(connection: BaseDatabaseWrapper) -> None:
    """Puts the triggers in place where they are missing. Run again it changes nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, message in FUNCTIONS.items():
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$"
                )
            for name, body in POSTGRES.items():
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {body}")
        elif connection.vendor == "sqlite":
            for name, body in SQLITE.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")


def lift(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away: for migrations, and for tests that empty the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in POSTGRES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {CHAIN if name.startswith('chain') else EVENTS}")
        elif connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    lift(connection)
    yield
    protect(connection)
