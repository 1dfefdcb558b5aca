"""A scratch installation with processes of its own: what an administrator has, in a folder that is thrown away.

Nothing of the application runs in the test's process. Programs of ``inside`` run in the installation as subprocesses,
the server is the real one on a loopback port, and the database is the installation's own, SQLite or PostgreSQL.
"""

import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.support.postgresql import PostgresServer

ROOT = Path(__file__).parent.parent.parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)


class Place:
    """One installation: a data folder, an environment, and the address of its server once it serves."""

    #: Where the programs are that `call` runs in it.
    programs = "tests.soak.inside"

    def __init__(self, *, folder: Path, database: str, url: str = "") -> None:
        """`url` is the PostgreSQL to use; empty: SQLite in the data folder."""
        self.folder = folder
        self.database = database
        self.data = folder / "data"
        self.port = 0
        #: The process of the PostgreSQL server; 0 for SQLite.
        self.postgres = 0
        self.server: subprocess.Popen[bytes] | None = None
        #: Further servers of the same installation.
        self.beside: list[Place] = []
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOUTDOUX_", "PG"))}
        kept.pop("EMAIL_URL", None)
        self.environment = kept | {
            "TOUTDOUX_DATA": str(self.data),
            "TOUTDOUX_SECRET_KEY": "scratch, and the same for all processes",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "toutdoux.config.settings",
            # What is tested is what lies beside the tests, wherever else a copy is installed.
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    def call(self, program: str, /, **arguments: object) -> Any:
        """Run a function of ``inside`` in the installation; return what it returned. Fails with all it printed."""
        return self.finish(self.start(program, **arguments))

    def start(self, program: str, /, **arguments: object) -> subprocess.Popen[str]:
        """Start a function of ``inside`` without waiting for it."""
        command = [sys.executable, "-m", self.programs, program, json.dumps(arguments)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def finish(self, process: subprocess.Popen[str]) -> Any:
        """Wait for a function that was started; return what it returned."""
        try:
            out, errors = process.communicate(timeout=3600)
        except BaseException:
            # Whoever stops waiting, a test whose time is over included, leaves no process behind for the next test to meet.
            process.kill()
            process.communicate()
            raise
        if process.returncode:
            message = f"{process.args!r}\n{out}\n{errors}"
            raise RuntimeError(message)
        return json.loads(out.rpartition("\n@@")[2])

    @property
    def log(self) -> Path:
        """Return the file that keeps what the server printed."""
        return self.folder / "server.log"

    def serve(self, *, wrapper: Sequence[str] = ()) -> None:
        """Start `toutdoux serve` afresh and wait until it answers. `wrapper` is a command that starts it in turn."""
        self.start_serving(wrapper=wrapper)
        self._wait_until_served()

    def start_serving(self, *, wrapper: Sequence[str] = (), program: str = "serve") -> None:
        """Start `toutdoux serve` (or `web`) afresh without waiting for it."""
        self.kill()
        self.port = self.port or _free_port()
        command = [*wrapper, sys.executable, "-c", "from toutdoux.cli.main import main; main()", program]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def serve_beside(self) -> None:
        """Start `toutdoux web` beside the server that runs, on the same database, and wait until it answers."""
        beside = Place(folder=self.folder, database=self.database)
        beside.environment = self.environment
        beside.start_serving(program="web")
        beside._wait_until_served()
        self.beside.append(beside)

    @property
    def ports(self) -> list[int]:
        """Return the ports of every server that runs."""
        return [self.port, *(place.port for place in self.beside)]

    def bound_files(self, *, size: int | None) -> None:
        """Let no file of the running server grow beyond `size` bytes (None: as large as it likes)."""
        assert self.server is not None
        # Python ignores the signal that would come first: what is written beyond the limit is an error, as on a full disk.
        unlimited = resource.RLIM_INFINITY
        resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE, (unlimited if size is None else size, unlimited))

    def _wait_until_served(self) -> None:
        """Return once the server accepts connections."""
        assert self.server is not None
        deadline = time.monotonic() + 300
        while self.server.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
                return
            time.sleep(0.01)
        message = f"the server did not start:\n{self.log.read_text(encoding='utf-8')}"
        raise RuntimeError(message)

    def kill(self) -> None:
        """End the server without a word, as a crash would (signal 9)."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end, and wait for it."""
        self._end(signal.SIGTERM)

    def _end(self, how: int) -> None:
        for place in self.beside:
            place._end(how)
        self.beside.clear()
        if self.server is not None:
            self.server.send_signal(how)
            try:
                self.server.wait(timeout=300)
            finally:
                if self.server.poll() is None:
                    self.server.kill()
                    self.server.wait()
                self.server = None


@contextlib.contextmanager
def place(
    *,
    database: str,
    durable: bool = False,
    migrated: bool = True,
    prepare: Callable[[Path], None] = lambda _: None,
    clean: Callable[[Path], None] = lambda _: None,
) -> Iterator[Place]:
    """Make an installation on `database`; stop its processes and delete it afterwards.

    `migrated`: its tables exist already. `prepare` and `clean` are done to its data folder, first and last. `durable` is PostgreSQL's fsync.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="toutdoux-soak-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = stack.enter_context(PostgresServer(durable=durable)) if database == POSTGRESQL else None
        found = Place(folder=folder, database=database, url=server.url() if server else "")
        found.postgres = server.pid if server else 0
        found.data.mkdir(mode=0o700)
        stack.callback(clean, found.data)
        prepare(found.data)
        stack.callback(found.kill)
        if migrated:
            found.call("migrate")
        yield found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
