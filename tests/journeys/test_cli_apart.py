"""Web and worker as two processes on one database: what one opens, the other settles, and people see it on the pages."""

import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.conftest import POSTGRESQL_URL
from tests.support.command_line import CommandLine


@pytest.fixture
def toutdoux(transactional_db: None, tmp_path: Path) -> Iterator[CommandLine]:
    """Return the command on a database of its own: on PostgreSQL when the suite runs on it."""
    if connection.vendor != "postgresql":
        yield CommandLine(tmp_path / "data")
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE apart")
    try:
        yield CommandLine(tmp_path / "data", os.environ[POSTGRESQL_URL].replace("/postgres?", "/apart?"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE apart WITH (FORCE)")


def test_it_works(toutdoux: CommandLine) -> None:
    assert toutdoux("demo", "--no-serve").status == 0
    with toutdoux.running("worker") as worker, toutdoux.running("web", "--port", "0") as web:
        worker.until("at work")
        address = web.until(r"http://127\.0\.0\.1:\d+")[0]
        with urllib.request.urlopen(f"{address}/sign-in/") as response:
            assert response.status == 200
        voted = toutdoux("vote", "E18", "for", "--as", "malo@example.org")
        assert voted.status == 0, voted.err
        assert web.stop()[0] == 0
        status, rest = worker.stop()
    assert (status, "has stopped" in rest) == (0, True)
    assert (toutdoux.data / "worker-at-work").exists()
    assert toutdoux("worker", "--once").out == "Deadlines applied: 0.\n"
    assert toutdoux("verify").status == 0
