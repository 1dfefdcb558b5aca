"""An assembly of many over HTTP: everyone follows it live, comes in, and votes; the projector is held against the clock."""

import asyncio
import json
import re
import resource
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any

from tests.soak.client import GONE, Line, Person
from tests.soak.place import Place

#: What the projector shows of the room: "1,203 of 2,000" and the like, without what separates thousands.
_COUNTED = re.compile(r"(\d+) of (\d+): (\d+) present, (\d+) represented")
CHOICES = ("for", "for", "for", "against", "blank")


@dataclass(kw_only=True)
class Evening:
    """What came of it. ``late``: how long after the last arrival the projector had it, in seconds."""

    seconds: float = 0
    answers: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    cast: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)
    events: int = 0
    lines: int = 0

    def slowest(self, share: float) -> float:
        """Return the time within which ``share`` of the answers came, in seconds."""
        return sorted(self.answers)[min(int(len(self.answers) * share), len(self.answers) - 1)]


class Hall:
    """One assembly, seen from outside."""

    def __init__(self, *, place: Place, stage: dict[str, Any], seed: int = 1) -> None:
        self.place, self.stage, self.random = place, stage, Random(seed)
        self.base = f"/a/{stage['slug']}/assemblies/{stage['reference']}"
        self.people = [Person(session=session) for session in stage["sessions"]]
        self.chair = self.people[0]
        self.found = Evening()
        self._doors = cycle(place.ports)
        self.heard, self.joined = asyncio.Event(), asyncio.Condition()

    def port(self) -> int:
        """Return the port of one server after the other, as a proxy in front of them would."""
        return next(self._doors)

    async def play(self, *, at_once: int, absent: int = 0, twice: float = 0.25) -> Evening:
        """Let everyone but the last ``absent`` come and vote, some pressing twice; return what came of it."""
        allow_lines(4 * len(self.people) + 1000)
        coming = list(range(len(self.people) - absent))
        line = Line(port=self.port())
        page = await self.people[0].get(line, f"{self.base}/here/")
        await line.close()
        assert page.status == 200, page
        # The token of one page serves everyone of this crowd: opening two thousand pages is not what is measured.
        for person in self.people:
            person._csrf = self.people[0]._csrf
        following = [asyncio.create_task(self.follow(self.people[number])) for number in coming]
        async with self.joined:
            await self.joined.wait_for(lambda: self.found.lines == len(coming))
        started = time.perf_counter()
        await self.press_all(coming, "/here/arrive/", lambda _number: {}, at_once=at_once, twice=twice)
        await self.shown_by_projector(len(coming), time.perf_counter())
        await self.desk("open/")
        await self.desk("item/", item=self.stage["resolution"])
        await self.desk("../votes/open/", item=self.stage["resolution"], way="named")
        chosen = {number: self.random.choice(CHOICES) for number in coming}
        await self.press_all(
            coming,
            "/votes/1/",
            lambda number: {
                "do": "cast",
                "idempotency_key": f"page-{number}",
                f"voice-{self.stage['members'][number]}": chosen[number],
            },
            at_once=at_once,
            twice=twice,
        )
        self.found.seconds = time.perf_counter() - started
        self.found.cast = Counter(chosen.values())
        await self.desk("../votes/1/", do="close")
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        return self.found

    async def press_all(self, coming: list[int], path: str, fields: Any, *, at_once: int, twice: float) -> None:
        """Have everyone press a button, in any order, some of them twice through another door."""
        presses = coming + self.random.sample(coming, int(len(coming) * twice))
        self.random.shuffle(presses)
        waiting = iter(presses)

        async def door() -> None:
            line = Line(port=self.port())
            for number in waiting:
                sent = time.perf_counter()
                answer = await self.people[number].post(line, self.base + path, fields(number))
                self.found.answers.append(time.perf_counter() - sent)
                self.found.statuses[answer.status] += 1
                assert answer.status == 302, (answer.status, answer.body[-3000:].decode())
            await line.close()

        await asyncio.gather(*(door() for _ in range(at_once)))

    async def desk(self, path: str, **fields: str) -> None:
        """Do something at the desk."""
        line = Line(port=self.port())
        answer = await self.chair.post(line, f"{self.base}/desk/{path}".replace("/desk/../", "/"), fields)
        await line.close()
        assert answer.status == 302, (answer.status, answer.body[-3000:].decode())

    async def shown_by_projector(self, present: int, since: float) -> None:
        """Wait until a projector that does as its script does shows everyone, and note how long that took."""
        line = Line(port=self.port())
        deadline = since + 300
        while time.perf_counter() < deadline:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.heard.wait(), timeout=0.2)
            self.heard.clear()
            answer = await self.chair.get(line, f"{self.base}/projector/")
            seen = _COUNTED.search(answer.body.decode())
            if seen and int(seen[3]) == present:
                self.found.late.append(time.perf_counter() - since)
                break
        await line.close()

    async def follow(self, person: Person) -> None:
        """Follow the assembly as an open page does."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port())
        try:
            writer.write(person.request("GET", f"{self.base}/live/?every={'room' if person is self.chair else 'turn'}"))
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n", 1)[0] + b" ", head
            async with self.joined:
                self.found.lines += 1
                self.joined.notify_all()
            while text := await reader.readline():
                if text.startswith(b"data: {"):
                    assert set(json.loads(text[6:])) == {"room", "turn", "spread", "few"}
                    self.found.events += 1
                    self.heard.set()
        except GONE:
            pass
        finally:
            writer.close()


def allow_lines(wanted: int) -> None:
    """Let this process have that many connections open, as far as the system lets it."""
    low, high = resource.getrlimit(resource.RLIMIT_NOFILE)
    if low < wanted:
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (wanted if high == resource.RLIM_INFINITY else min(wanted, high), high)
        )


def faults(place: Place, stage: dict[str, Any], found: Evening, *, came: int, represented: int) -> list[str]:
    """Hold what people were told against what is written down: nobody lost, nobody doubled."""
    left = place.call("left", assembly=stage["assembly"])
    wrong = []
    if Counter(left["came"]) != Counter(stage["members"][:came]):
        wrong.append(f"{len(left['came'])} arrivals of {came}")
    if (left["present"], left["represented"]) != (came, represented):
        wrong.append(f"{left['present']} present and {left['represented']} represented")
    counted = [found.cast["for"], found.cast["against"], found.cast["blank"], represented]
    if left["votes"] != [counted]:
        wrong.append(f"{left['votes']} counted, and {counted} cast")
    return wrong
