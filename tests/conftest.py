"""How the suite runs: which database, how thorough, and what it may not touch.

`--db postgresql` (or TOUTDOUX_TEST_DB=postgresql) runs the tests that use a database on a PostgreSQL of their own; the
others need no second run and are left out. Each xdist worker has a database to itself, of the one server.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.support.coverage_gate import CoverageGate
from tests.support.flushing import flush_despite_triggers
from tests.support.postgresql import PostgresServer
from toutdoux.config import environment
from toutdoux.operations.creating import create_tables, is_new

POSTGRESQL_URL = "TOUTDOUX_TEST_POSTGRESQL_URL"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup", "live_server"}

# `make test` tries the same examples each time, so that it says yes or no about the change at hand; `make soak` explores.
hypothesis_settings.register_profile(
    "dev", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# What runs on PostgreSQL runs on SQLite too, where every example is tried; most of them differ in what is decided, not in
# what is asked of the database.
hypothesis_settings.register_profile("dev-postgresql", hypothesis_settings.get_profile("dev"), max_examples=15)
hypothesis_settings.register_profile(
    "soak", max_examples=5000, stateful_step_count=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

_server_key = pytest.StashKey[PostgresServer]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgresql"), default=os.environ.get("TOUTDOUX_TEST_DB", "sqlite"))
    parser.addoption("--coverage-gate", action="store_true", help="fail when less is covered than we promise")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    settings.TOUTDOUX_DATA.mkdir(mode=0o700, exist_ok=True)
    if config.getoption("--db") == "postgresql" and not config.option.collectonly:
        if not is_worker:
            server = PostgresServer()
            server.start()
            config.stash[_server_key] = server
            # Workers are started after this and inherit it.
            os.environ[POSTGRESQL_URL] = server.url()
        _use_postgresql(url=os.environ[POSTGRESQL_URL])
        if "HYPOTHESIS_PROFILE" not in os.environ:
            hypothesis_settings.load_profile("dev-postgresql")
        # The server goes with all its databases at the end: dropping one first would only trip over a thread that is late.
        config.option.reuse_db = True
    if config.getoption("--coverage-gate") and not is_worker:
        config.pluginmanager.register(CoverageGate(), "coverage-gate")


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_server_key, None)
    if server is not None:
        server.stop()
        del os.environ[POSTGRESQL_URL]
    shutil.rmtree(settings.TOUTDOUX_DATA, ignore_errors=True)


def _use_postgresql(*, url: str) -> None:
    """Replace the settings' database before anything has connected to it."""
    described = environment.database(url=url, data=settings.TOUTDOUX_DATA, pool_size=20)
    settings.DATABASES["default"].clear()
    settings.DATABASES["default"].update(described, TEST={"NAME": "test_toutdoux"})
    # Django completes the description with its defaults when first asked, and remembers the connection; ask anew.
    connections.settings = connections.configure_settings(None)
    connections["default"].close()
    del connections["default"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--db") == "sqlite":
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        uses_database = item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & fixtures)
        (kept if uses_database else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Make the tables of the tests' database at once, as an installation's are; test_creating.py holds them to the migrations."""
    plain = migrate.Command.handle

    def handle(self: migrate.Command, *arguments: Any, **options: Any) -> None:
        if is_new():
            create_tables()
        else:
            plain(self, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", handle)
        yield django_db_modify_db_settings


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Close what is kept open for the next caller, which Django does itself where it drops the database."""
    yield django_db_setup
    if connections["default"].vendor == "postgresql":
        # Of this vendor alone.
        connections["default"].close_pool()  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _flush_despite_triggers() -> None:
    flush_despite_triggers()


@pytest.fixture(autouse=True)
def _language_of_nobody() -> None:
    """Begin each test in the installation's own language and zone, whatever page was asked for just before in this thread."""
    translation.deactivate()
    timezone.deactivate()
