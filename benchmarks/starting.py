"""`toutdoux serve`: from the start of its process to the first answer, and the memory it holds when nobody asks anything."""

import asyncio
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

from benchmarks.machine import resident_mib
from tests.soak.client import Line, Person
from tests.soak.place import Place, place


@dataclass(frozen=True, kw_only=True)
class Start:
    """Seconds to the first answer in an empty folder (the database is created) and in one in use; MiB at rest and after use."""

    first: float
    again: float
    at_rest: float
    after_use: float


def measured(*, database: str, runs: int) -> Start:
    """Return the medians of ``runs`` starts of each kind."""
    first, again, at_rest, after = [], [], [], []
    for _ in range(runs):
        with place(database=database, migrated=False) as found:
            first.append(_seconds_to_answer(found))
            found.stop()
            again.append(_seconds_to_answer(found))
            assert found.server is not None
            # The worker has looked once, and the first page has been given.
            time.sleep(1)
            at_rest.append(resident_mib(found.server.pid))
            asyncio.run(_ask(found, times=200))
            after.append(resident_mib(found.server.pid))
    return Start(first=median(first), again=median(again), at_rest=median(at_rest), after_use=median(after))


def _seconds_to_answer(found: Place) -> float:
    started = time.perf_counter()
    found.start_serving()
    while time.perf_counter() - started < 60:
        with suppress(OSError), socket.create_connection(("127.0.0.1", found.port), timeout=5):
            asyncio.run(_ask(found, times=1))
            return time.perf_counter() - started
        time.sleep(0.005)
    message = "the server does not answer"
    raise RuntimeError(message)


async def _ask(found: Place, *, times: int) -> None:
    line, visitor = Line(port=found.port), Person(session="")
    for _ in range(times):
        answer = await visitor.get(line, "/sign-in/")
        assert answer.status in {200, 302}, answer
    await line.close()
