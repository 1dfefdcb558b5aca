"""Pages of a large association: how long the server takes for each, and how many questions it asks."""

import asyncio
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.machine import cpu_seconds
from tests.soak.client import Line, Person
from tests.soak.place import Place


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: milliseconds from request to answer on an idle server (median), processor milliseconds, queries, size."""

    name: str
    milliseconds: float
    slowest: float
    processor: float
    queries: int
    kib: float


def pages(*, stage: dict[str, Any]) -> dict[str, str]:
    """Return the pages that are measured, by what they are called in the results."""
    base, shown = f"/a/{stage['slug']}/", stage["shown"]
    return {
        "home": base,
        "register, first page": f"{base}register/",
        "register, last page": f"{base}register/?page=200",
        "register, extraordinary only": f"{base}register/?kind=extraordinary",
        "register, one word searched": f"{base}register/?text=bicycle",
        "register, two words searched": f"{base}register/?text=bicycle+9",
        "register, one label": f"{base}register/?label=accepted",
        "register, by title": f"{base}register/?sort=title",
        "an open action": f"{base}actions/{shown['open']}/",
        "an accepted action": f"{base}actions/{shown['accepted']}/",
        "an ordinary action": f"{base}actions/{shown['announced']}/",
    }


def measured(place: Place, *, stage: dict[str, Any], times: int) -> list[Page]:
    """Return what each page takes, asked for ``times`` times one after another over one connection."""
    found = pages(stage=stage)
    asked = place.call("questions", session=stage["session"], paths=list(found.values()))
    place.serve()
    read = asyncio.run(_read(place, stage, found, asked, times))
    place.stop()
    return read


async def _read(
    place: Place, stage: dict[str, Any], found: dict[str, str], asked: dict[str, int], times: int
) -> list[Page]:
    assert place.server is not None
    person, line, read = Person(session=stage["session"]), Line(port=place.port), []
    for name, path in found.items():
        for _ in range(5):
            answer = await person.get(line, path)
            assert answer.status == 200, answer
        cpu, seconds = cpu_seconds(place.server.pid), []
        for _ in range(times):
            started = time.perf_counter()
            answer = await person.get(line, path)
            seconds.append(time.perf_counter() - started)
        read.append(
            Page(
                name=name,
                milliseconds=median(seconds) * 1000,
                slowest=sorted(seconds)[int(times * 0.95)] * 1000,
                processor=(cpu_seconds(place.server.pid) - cpu) / times * 1000,
                queries=asked[path],
                kib=len(answer.body) / 1024,
            )
        )
    await line.close()
    return read
