"""An assembly of many: everyone follows it live, comes in and votes, some pressing twice; two servers on PostgreSQL."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import cpu_seconds
from tests.soak.hall_crowd import Hall, faults
from tests.soak.place import POSTGRESQL, Place

PEOPLE, PROXIES, AT_ONCE = 2_000, 50, 48


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What an assembly took. Processor times in milliseconds for each press; ``memory`` in MiB, of both servers."""

    database: str
    people: int
    servers: int
    seconds: float
    per_second: float
    middle: float
    slowest: float
    late: float
    ours: float
    theirs: float
    memory: float
    faults: int


def measured(place: Place, *, people: int = PEOPLE) -> Gathered:
    """Play one assembly, and say what it took."""
    place.serve()
    if place.database == POSTGRESQL:
        place.serve_beside()
    stage = place.call("gathered", council=people + PROXIES, proxies=PROXIES)
    ours, theirs = _ours(place), _theirs(place)
    found = asyncio.run(Hall(place=place, stage=stage).play(at_once=AT_ONCE, absent=PROXIES))
    presses = len(found.answers)
    return Gathered(
        database=place.database,
        people=people,
        servers=len(place.ports),
        seconds=found.seconds,
        per_second=presses / found.seconds,
        middle=found.slowest(0.5) * 1000,
        slowest=found.slowest(0.99) * 1000,
        late=max(found.late, default=0.0),
        ours=(_ours(place) - ours) / presses * 1000,
        theirs=(_theirs(place) - theirs) / presses * 1000,
        memory=sum(_most_memory(pid) for pid in _pids(place)),
        faults=len(faults(place, stage, found, came=people, represented=PROXIES)),
    )


def _pids(place: Place) -> list[int]:
    return [one.server.pid for one in (place, *place.beside) if one.server is not None]


def _ours(place: Place) -> float:
    return sum(cpu_seconds(pid) for pid in _pids(place))


def _theirs(place: Place) -> float:
    return cpu_seconds(place.postgres, children=True) if place.postgres else 0.0


def _most_memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
