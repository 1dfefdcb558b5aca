"""Serving: the web in this process, with or without the worker beside it, until someone asks it to stop."""

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from toutdoux.operations import live
from toutdoux.operations.creating import create_tables, is_new
from toutdoux.operations.worker import work

APPLICATION = "toutdoux.config.asgi:application"
#: How long people's requests may take to end once the process is asked to stop.
GRACE_SECONDS = 10
#: How many files and connections the process may have open, where the system allows that many.
LINES = 65_536


class AlreadyServed(Exception):  # noqa: N818 -- what happened; the caller says it to a person
    """Another process serves this data folder."""


def migrate() -> None:
    """Create the database, or bring it up to date; does nothing, and quickly, when it is."""
    # Where the signing key comes from the environment, nothing has made the folder yet.
    settings.TOUTDOUX_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_new():
        create_tables()
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)


def serve(*, listening: socket.socket, worker: bool, ready: Callable[[], None]) -> None:
    """Answer requests on ``listening`` until SIGTERM or SIGINT; then let those begun end, and the worker too.

    ``ready`` is called once answers are given. Must run in the main thread, which is the one that hears signals.
    """
    allow_many_lines()
    stop = Event()
    beside = Thread(target=work, kwargs={"stop": stop}, name="worker", daemon=True) if worker else None
    config = uvicorn.Config(
        APPLICATION,
        lifespan="off",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with stopping_calmly(stop):
        if beside is not None:
            beside.start()
        try:
            _Server(config, ready=ready).run(sockets=[listening])
        finally:
            stop.set()
            if beside is not None:
                beside.join(timeout=GRACE_SECONDS)


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, *, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets=sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Hang up on the pages that follow an assembly, which would else be waited for, and let the others end."""
        live.followers.close()
        await super().shutdown(sockets=sockets)


def allow_many_lines() -> None:
    """Ask for as many open connections as this system lets us have: by default only some thousand, fewer than one crowd."""
    if sys.platform == "win32":
        return
    import resource

    low, high = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = LINES if high == resource.RLIM_INFINITY else min(LINES, high)
    if low != resource.RLIM_INFINITY and low < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, high))


@contextmanager
def stopping_calmly(stop: Event) -> Iterator[None]:
    """Within the block SIGTERM and SIGINT set ``stop`` and do not end the process.

    uvicorn stops by itself on both and hands them on to us once it has stopped: that is no error to end with.
    """

    def asked(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def alone_on(folder: Path) -> Iterator[None]:
    """Hold the data folder for this process; raises ``AlreadyServed`` when another one serves it.

    The lock goes with the process that holds it, however it ends: there is no file to delete after a crash.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "serving.lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServed from error
        yield
