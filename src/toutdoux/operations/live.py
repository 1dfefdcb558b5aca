"""Telling pages, as it happens, that an assembly has changed: server-sent events that hold no thread.

What is told is a version, never the state: each page then asks for itself, by its own rights. One look at the database
every ``EVERY`` seconds serves everyone who follows one assembly in this process, on a thread of its own, so that neither
two thousand open pages nor a crowd that votes delays it. All else happens on the event loop: an open page costs memory
and nothing more.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

from django.db import close_old_connections

from toutdoux.assemblies.sitting.queries import Version, version

log = logging.getLogger(__name__)

#: Seconds between two looks at an assembly that someone follows.
EVERY = 0.4
#: Seconds after which a sign of life is sent, so that a page can tell silence from a line that is cut.
BEAT = 15.0
#: Seconds after which a page has to ask anew, and shows again who it is.
LASTS = 900.0
#: Milliseconds that each page more adds to the time over which all of them ask for the new state, and the most of it.
SPREAD_EACH, SPREAD_MOST = 4, 8_000
#: With more pages than this, those of participants follow what everyone must see, and no longer each arrival.
FEW = 200
#: Milliseconds after which a browser whose line was cut tries again.
RETRY = 1_500


@dataclass(kw_only=True)
class _Watch:
    """One assembly that is followed: its last version, who waits for the next, and the looking itself.

    ``changed``: something did. ``turned``: something that everyone must see did; a thousand pages that wait for that alone
    are not woken by each arrival.
    """

    seen: Version
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    turned: asyncio.Event = field(default_factory=asyncio.Event)
    pages: int = 0
    looking: asyncio.Task[None] | None = None

    def wake(self, *, everyone: bool) -> None:
        """Have those who wait look at ``seen``, and wait for the next; ``everyone``, or those who follow every change."""
        before, self.changed = self.changed, asyncio.Event()
        before.set()
        if everyone:
            before, self.turned = self.turned, asyncio.Event()
            before.set()


class Followers:
    """Everyone who follows assemblies in this process."""

    def __init__(self) -> None:
        self._watches: dict[UUID, _Watch] = {}
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")
        self._over = False

    async def follow(self, assembly_id: UUID, *, every_change: bool = True) -> AsyncGenerator[bytes]:
        """Yield the version of an assembly, at once and whenever it changes, and signs of life in between.

        Without ``every_change``, a page among more than ``FEW`` is told of what everyone must see, and of nothing else.
        """
        loop = asyncio.get_running_loop()
        until, quiet = loop.time() + LASTS, loop.time() + BEAT
        watch = await self._begin(assembly_id)
        try:
            yield f"retry: {RETRY}\n\n".encode()
            told: Version | None = None
            while not self._over and loop.time() < until:
                # Taken before the version is read: a change between the two is told by the next turn.
                every = every_change or watch.pages <= FEW
                changed, seen = watch.changed if every else watch.turned, watch.seen
                if told is None or seen.turn != told.turn or (every and seen != told):
                    told, quiet = seen, loop.time() + BEAT
                    yield event(told, pages=watch.pages)
                try:
                    await asyncio.wait_for(changed.wait(), timeout=max(quiet - loop.time(), 0.01))
                except TimeoutError:
                    quiet = loop.time() + BEAT
                    yield b"event: beat\ndata:\n\n"
        finally:
            self._end(assembly_id, watch)

    def close(self) -> None:
        """End every line: the process is asked to stop. Called on the event loop."""
        self._over = True
        for watch in self._watches.values():
            watch.wake(everyone=True)

    async def _begin(self, assembly_id: UUID) -> _Watch:
        found = self._watches.get(assembly_id)
        if found is None:
            seen = await self._look(assembly_id)
            # Somebody else may have begun meanwhile.
            found = self._watches.setdefault(assembly_id, _Watch(seen=seen))
        found.pages += 1
        if found.looking is None:
            found.looking = asyncio.get_running_loop().create_task(self._keep_looking(assembly_id, found))
        return found

    def _end(self, assembly_id: UUID, watch: _Watch) -> None:
        watch.pages -= 1
        if watch.pages == FEW:
            # Few enough again for every change, those of meanwhile included.
            watch.wake(everyone=True)
        if watch.pages == 0:
            if watch.looking is not None:
                watch.looking.cancel()
                watch.looking = None
            self._watches.pop(assembly_id, None)

    async def _keep_looking(self, assembly_id: UUID, watch: _Watch) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                seen = await self._look(assembly_id)
            except Exception:
                # A database that does not answer now may answer at the next look; the pages hear the signs of life.
                log.exception("assembly %s could not be looked at", assembly_id)
                continue
            if seen != watch.seen:
                turned, watch.seen = seen.turn != watch.seen.turn, seen
                watch.wake(everyone=turned)

    async def _look(self, assembly_id: UUID) -> Version:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _look, assembly_id)


def event(found: Version, *, pages: int) -> bytes:
    """Write a version as an event, with over how many milliseconds the pages that hear it spread their questions."""
    spread = min(pages * SPREAD_EACH, SPREAD_MOST)
    told = {"room": found.room, "turn": found.turn, "spread": spread, "few": pages <= FEW}
    return f"data: {json.dumps(told)}\n\n".encode()


def once(*, assembly_id: UUID) -> bytes:
    """Write all of a short answer, for servers that give each request a thread: the version, and to come back soon."""
    return f"retry: {RETRY}\n\n".encode() + event(version(assembly_id=assembly_id), pages=1)


def _look(assembly_id: UUID) -> Version:
    close_old_connections()
    try:
        return version(assembly_id=assembly_id)
    finally:
        close_old_connections()


followers = Followers()
