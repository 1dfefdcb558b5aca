"""What journeys share."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.mailbox import Mailbox, mail_server


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the demo in it, loaded once for all workers: a test copies it, and changes its copy."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    data, loaded = folder / "demo", folder / "demo-is-loaded"
    with (folder / "demo-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not loaded.exists():
            answer = CommandLine(data)("demo", "--no-serve")
            assert answer.status == 0, answer.err
            loaded.touch()
    return data


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """Listen as a mail server, and keep what it takes."""
    with mail_server() as found:
        yield found
