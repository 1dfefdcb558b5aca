"""What it was measured on, and what processes used of it."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def described() -> list[str]:
    """Return the machine, the day and the versions, a line each."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    names = ("Django", "uvicorn", "psycopg")
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit.stdout.strip() or 'unknown'}",
        f"{os.cpu_count()} cores ({model}), {memory} GiB of memory, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        + ", ".join(f"{name} {version(name)}" for name in names),
        f"Load average before the first measure: {os.getloadavg()[0]:.1f} (of others; more than 0.5 makes times longer)",
    ]


def cpu_seconds(pid: int, *, children: bool = False) -> float:
    """Return the processor time a process has used; with ``children``, with all its children, ended or not."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    total = (int(fields[11]) + int(fields[12])) / TICKS
    if children:
        total += (int(fields[13]) + int(fields[14])) / TICKS
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        total += sum(cpu_seconds(int(child)) for child in listed)
    return total


def resident_mib(pid: int) -> float:
    """Return the memory a process holds, shared pages included."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    message = f"process {pid} holds nothing"
    raise RuntimeError(message)
