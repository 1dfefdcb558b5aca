"""Presses are answered one after the other in a process, pages beside them; one that takes long lets the next begin."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from threading import Event
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse

from tests.support.loops import on_a_loop
from toutdoux.config import asgi
from toutdoux.config.asgi import ThreadedHandler


class Doors(ThreadedHandler):
    """The handler, in front of a view that ends when it is told to: what a path asks for is noted as it begins and ends."""

    def __init__(self) -> None:
        super().__init__()
        self.told: defaultdict[str, Event] = defaultdict(Event)
        self.begun: defaultdict[str, Event] = defaultdict(Event)
        self.noted: list[str] = []

    def get_response(self, request: HttpRequest) -> HttpResponse:
        name = request.path.strip("/")
        self.noted.append(f"{name} begins")
        self.begun[name].set()
        assert self.told[name].wait(timeout=60)
        self.noted.append(f"{name} ends")
        if name == "fails":
            raise RuntimeError(name)
        return HttpResponse(name)

    async def ask(self, method: str, name: str) -> None:
        """Ask for something, and wait for the answer."""
        scope = {"type": "http", "method": method, "path": f"/{name}/", "headers": [], "query_string": b""}

        async def receive() -> Any:
            return {"type": "http.request"}

        async def send(_message: Any) -> None:
            pass

        await self(scope, receive, send)

    def end(self, name: str) -> None:
        """Let the view of a path end."""
        self.told[name].set()

    async def answering(self, *names: str) -> None:
        """Wait until the views of these have begun."""
        for name in names:
            assert await asyncio.to_thread(self.begun[name].wait, 60)


@pytest.fixture
def doors() -> Iterator[Doors]:
    found = Doors()
    yield found
    for event in found.told.values():
        event.set()


def play(scene: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(scene(), timeout=60)

    on_a_loop(bounded())


def test_presses_are_answered_one_after_the_other_and_pages_beside_them(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asgi, "SLOW", 60)

    async def scene() -> None:
        presses = [asyncio.create_task(doors.ask("POST", name)) for name in ("first", "second", "third")]
        page = asyncio.create_task(doors.ask("GET", "page"))
        await doors.answering("first", "page")
        for name in ("page", "second", "third", "first"):
            doors.end(name)
        await asyncio.gather(page, *presses)

    play(scene)
    in_turn = [note for note in doors.noted if "page" not in note]
    assert in_turn == [f"{name} {what}" for name in ("first", "second", "third") for what in ("begins", "ends")]


def test_a_press_that_takes_long_lets_the_next_begin(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "SLOW", 0)

    async def scene() -> None:
        slow = asyncio.create_task(doors.ask("POST", "slow"))
        doors.end("next")
        await doors.answering("slow")
        await doors.ask("POST", "next")
        assert not slow.done()
        doors.end("slow")
        await slow

    play(scene)
    assert doors.noted == ["slow begins", "next begins", "next ends", "slow ends"]


def test_a_press_that_fails_hands_its_turn_on(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "SLOW", 60)

    async def scene() -> None:
        doors.end("fails")
        doors.end("next")
        fails, then = doors.ask("POST", "fails"), doors.ask("POST", "next")
        found = await asyncio.gather(fails, then, return_exceptions=True)
        assert [str(one) for one in found] == ["fails", "None"]

    play(scene)
    assert doors.noted[-1] == "next ends"
