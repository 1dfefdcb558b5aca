"""Writers of one process take turns: in the order of asking, one at a time, and whoever gives up is not waited for."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db import OperationalError

from toutdoux.config.sqlite.base import DatabaseWrapper
from toutdoux.config.sqlite.turns import Turns


def test_it_works() -> None:
    turns = Turns()
    assert turns.take(timeout=0)
    assert not turns.take(timeout=0.01)
    turns.hand_on()
    assert turns.take(timeout=0)


def test_nobody_is_overtaken() -> None:
    turns, served = Turns(), []
    assert turns.take(timeout=0)
    threads = []
    for number in range(20):
        before = len(turns._waiting)

        def work(number: int = number) -> None:
            assert turns.take(timeout=30)
            served.append(number)
            turns.hand_on()

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        while len(turns._waiting) == before:
            threading.Event().wait(0.001)
    turns.hand_on()
    for thread in threads:
        thread.join()
    assert served == list(range(20))
    assert turns.take(timeout=0), "the last one left it free"


def test_whoever_stopped_waiting_is_passed_over() -> None:
    turns = Turns()
    assert turns.take(timeout=0)
    assert not turns.take(timeout=0.01)
    turns.hand_on()
    assert turns.take(timeout=0)


@pytest.fixture
def _own_database(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    # The test's database is a file of its own, not the suite's.
    with django_db_blocker.unblock():
        yield


def _connection(path: Path, *, timeout: float) -> DatabaseWrapper:
    settings = {
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True,
        "TIME_ZONE": None,
        "TEST": {"NAME": None},
    }
    return DatabaseWrapper(settings, "scratch")


@pytest.mark.usefixtures("_own_database")
def test_a_connection_gives_its_turn_back_however_its_transaction_ends(tmp_path: Path) -> None:
    first, second = (_connection(tmp_path / "scratch.sqlite3", timeout=0.05) for _ in range(2))
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE notes (text TEXT)")
    for end in ("commit", "rollback", "close"):
        first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with pytest.raises(OperationalError, match="locked"):
            second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with pytest.raises(OperationalError, match="locked"), second.cursor() as cursor:
            cursor.execute("INSERT INTO notes VALUES ('too early')")
        getattr(first, end)()
        if end != "close":
            first.set_autocommit(True)
        with second.cursor() as cursor:
            cursor.execute("INSERT INTO notes VALUES (%s)", [end])
    with second.cursor() as cursor:
        cursor.execute("SELECT text FROM notes")
        assert cursor.fetchall() == [("commit",), ("rollback",), ("close",)]
    second.close()
