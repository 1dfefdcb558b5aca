"""Votes over HTTP, and beside them, in the same run and on the same database, the same rows by the bare driver."""

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.machine import cpu_seconds
from tests.soak.client import Line
from tests.soak.crowd import Crowd, Vote
from tests.soak.place import ROOT, Place

PEOPLE, ACTIONS, AT_ONCE = 50, 10, 8


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How fast ballots were taken, and how much processor time each took (milliseconds), by whom."""

    per_second: float
    ours: float
    database: float
    middle: float = 0
    slowest: float = 0


def measured(place: Place, *, runs: int) -> tuple[Rate, Rate]:
    """Return the rate over HTTP and that of the bare driver: medians of ``runs``, taken in turns.

    Each run opens an association of its own and takes one ballot of each person on each action, then a second one that
    replaces it. Nothing is decided by them, so that every transaction is of one kind.
    """
    place.serve()
    web, bare = [], []
    for run in range(runs + 1):
        one = asyncio.run(_over_http(place, place.call("found", council=PEOPLE, extraordinary=ACTIONS)))
        other = _by_driver(place, place.call("found", council=PEOPLE, extraordinary=ACTIONS))
        # The first run warms up: caches, prepared statements, pools.
        if run:
            web.append(one)
            bare.append(other)
    place.stop()
    return _median(web), _median(bare)


def _median(rates: list[Rate]) -> Rate:
    return Rate(
        per_second=median(r.per_second for r in rates),
        ours=median(r.ours for r in rates),
        database=median(r.database for r in rates),
        middle=median(r.middle for r in rates),
        slowest=median(r.slowest for r in rates),
    )


async def _over_http(place: Place, stage: dict[str, Any]) -> Rate:
    crowd = await Crowd.gathered(place=place, stage=stage)
    waiting = iter(
        Vote(person=p, action=a, choice=("for", "blank", "blank")[p % 3], key=f"{turn}-{p}-{a}")
        for turn in range(2)
        for a in range(ACTIONS)
        for p in range(PEOPLE)
    )
    seconds: list[float] = []

    async def door() -> None:
        line = Line(port=place.port)
        for vote in waiting:
            sent = time.perf_counter()
            answer = await crowd.vote(line, vote)
            seconds.append(time.perf_counter() - sent)
            assert answer.recorded, answer
        await line.close()

    assert place.server is not None
    server, database = cpu_seconds(place.server.pid), _database(place)
    started = time.perf_counter()
    await asyncio.gather(*(door() for _ in range(AT_ONCE)))
    elapsed, votes = time.perf_counter() - started, len(seconds)
    seconds.sort()
    return Rate(
        per_second=votes / elapsed,
        ours=(cpu_seconds(place.server.pid) - server) / votes * 1000,
        database=(_database(place) - database) / votes * 1000,
        middle=median(seconds) * 1000,
        slowest=seconds[int(votes * 0.99)] * 1000,
    )


def _by_driver(place: Place, stage: dict[str, Any]) -> Rate:
    pairs = [(member, action["id"]) for _turn in range(2) for action in stage["actions"] for member in stage["members"]]
    database = _database(place)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bare", stage["association"]],
        cwd=ROOT,
        env=place.environment,
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
    )
    elapsed, cpu = json.loads(done.stdout)
    return Rate(
        per_second=len(pairs) / elapsed,
        ours=cpu / len(pairs) * 1000,
        database=(_database(place) - database) / len(pairs) * 1000,
        middle=elapsed / len(pairs) * 1000,
    )


def _database(place: Place) -> float:
    """Return the processor seconds of the PostgreSQL server and all its processes; SQLite works in ours."""
    return cpu_seconds(place.postgres, children=True) if place.postgres else 0.0
