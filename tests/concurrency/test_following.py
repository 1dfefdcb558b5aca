"""Who is told of what by a line that follows an assembly: everything, or in a crowd what everyone must see."""

import asyncio
import json
from collections.abc import AsyncIterator
from queue import SimpleQueue
from uuid import uuid4

import pytest

from tests.support.loops import on_a_loop
from toutdoux.assemblies.sitting.queries import Version
from toutdoux.operations import live

HALL = uuid4()


class Hall:
    """An assembly of which only the version is seen, and how often it was looked at."""

    def __init__(self) -> None:
        self.now = Version(room="1.0", turn=0)
        self.looks = SimpleQueue[Version]()

    def version(self, *, assembly_id: object) -> Version:
        assert assembly_id == HALL
        self.looks.put(self.now)
        return self.now

    async def looked_at(self) -> None:
        """Wait until the version as it is now was seen, and who waits for it was woken."""
        # A look that began before is followed by one that did not; those who wait were woken before a third begins.
        for seen in (self.now, self.now, self.now):
            while await asyncio.to_thread(self.looks.get, timeout=60) != seen:
                pass


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    found = Hall()
    monkeypatch.setattr(live, "version", found.version)
    monkeypatch.setattr(live, "EVERY", 0.001)
    monkeypatch.setattr(live, "FEW", 1)
    # What only a sign of life would bring is not brought.
    monkeypatch.setattr(live, "BEAT", 3600.0)
    return found


async def told(line: AsyncIterator[bytes]) -> tuple[str, int]:
    """Return the next version that a line tells, whatever signs of life come before it."""
    async for said in line:
        if said.startswith(b"data: {"):
            found = json.loads(said[6:])
            return found["room"], found["turn"]
    raise AssertionError("the line ended")


def test_a_crowd_hears_what_everyone_must_see_and_few_hear_everything(hall: Hall) -> None:
    async def scene() -> None:
        followers = live.Followers()
        desk = followers.follow(HALL)
        phone, leaver = (followers.follow(HALL, every_change=False) for _ in range(2))
        assert [await told(one) for one in (desk, phone, leaver)] == [("1.0", 0)] * 3

        hall.now = Version(room="2.0", turn=0)
        waiting = asyncio.create_task(told(phone))
        assert await told(desk) == ("2.0", 0)
        await hall.looked_at()
        assert not waiting.done(), "an arrival was told to a phone in a crowd"

        hall.now = Version(room="3.0", turn=1)
        assert await waiting == ("3.0", 1)
        assert await told(leaver) == ("3.0", 1)

        hall.now = Version(room="4.0", turn=1)
        waiting = asyncio.create_task(told(phone))
        assert [await told(desk) for _ in range(2)] == [("3.0", 1), ("4.0", 1)]
        await hall.looked_at()
        assert not waiting.done()
        await leaver.aclose()
        await desk.aclose()
        assert await waiting == ("4.0", 1), "few enough to hear everything, and of meanwhile"

        ending = asyncio.create_task(told(phone))
        await asyncio.sleep(0)
        followers.close()
        with pytest.raises(AssertionError, match="the line ended"):
            await ending

    on_a_loop(asyncio.wait_for(scene(), timeout=60))
