"""The real `toutdoux` command, as a person runs it: another process, a data folder of its own, what it prints."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import POSTGRESQL_URL

PROGRAM = Path(sys.executable).parent / "toutdoux"


@dataclass(frozen=True)
class Answer:
    """What a run printed, and how it ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """A data folder, and the command run on it, speaking English."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TOUTDOUX_") and name not in {"DATABASE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE"}
        }
        return {**kept, "TOUTDOUX_DATA": str(self.data), "DATABASE_URL": self.database, "PYTHONUNBUFFERED": "1"}

    def __call__(self, *arguments: str | Path, given: str | None = None, **environment: str) -> Answer:
        """Run a command to its end."""
        done = subprocess.run(
            [PROGRAM, "--lang", "en", *map(str, arguments)],
            env={**self.environment, **environment},
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=500,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *arguments: str) -> Iterator["Running"]:
        """Start a command that goes on until it is told to stop; killed at the end if it still runs."""
        process = subprocess.Popen(
            [PROGRAM, "--lang", "en", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        try:
            yield Running(process)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


@dataclass(frozen=True)
class Running:
    """A command that is at work."""

    process: subprocess.Popen[str]

    def until(self, pattern: str) -> re.Match[str]:
        """Read what it prints until a line shows ``pattern``."""
        assert self.process.stdout is not None
        read = []
        for line in self.process.stdout:
            read.append(line)
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"ended without {pattern!r}:\n{''.join(read)}")

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to stop; return its exit status and what it printed meanwhile."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=500)
        return self.process.returncode, rest


def on_postgresql() -> bool:
    return POSTGRESQL_URL in os.environ
