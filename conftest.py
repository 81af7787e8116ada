"""What a test run needs and what it may skip.

Tests marked `browser`, `postgres`, `gold` or `office` are skipped, with a reason, where Chromium, PostgreSQL, the gold
gazettes or LibreOffice are missing. With REQUIRE_ALL=1 (CI) such a skip is a failure: there all must be there.
"""

import os
from collections.abc import Generator

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

NEEDED = ("browser", "postgres", "gold", "office")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _must_run(item):
        report.outcome = "failed"
        report.longrepr = f"skipped although REQUIRE_ALL is set: {report.longrepr}"
    return report


@pytest.fixture(autouse=True, scope="session")
def _the_record_may_be_emptied() -> Generator[None]:
    """Between tests that commit, the database is emptied; `flush` itself puts the guards of the record back."""
    from obligations.models.append_only import lift

    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(case: TransactionTestCase) -> None:
        lift(connection)
        empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_empty)
        yield


def _must_run(item: pytest.Item) -> bool:
    if os.environ.get("REQUIRE_ALL") != "1":
        return False
    needs = [name for name in NEEDED if item.get_closest_marker(name)]
    # the run on SQLite may leave PostgreSQL's tests to the other run
    on_sqlite = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    return bool(needs) and not (needs == ["postgres"] and on_sqlite)


# What rolled-back tests leave behind in PostgreSQL slows each query down where no autovacuum runs.
TESTS_A_SWEEP = 150
_finished = 0


def pytest_runtest_logfinish() -> None:
    global _finished
    _finished += 1
    name = str(connection.settings_dict["NAME"])
    if _finished % TESTS_A_SWEEP or connection.vendor != "postgresql" or not name.startswith("test_"):
        return
    parameters = connection.get_connection_params()
    kept = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    with psycopg.connect(dbname=name, autocommit=True, **kept) as sweeper:
        sweeper.execute("VACUUM ANALYZE")
