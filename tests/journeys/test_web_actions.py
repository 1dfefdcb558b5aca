"""An action on the web, from the first word of its draft to what it changed, in the hands of several people."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests.support.people import World, world
from tests.support.visitors import visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Iterator[World]:
    """The fixed cast, each in front of a browser; the clock of the pages is the scene's."""
    yield world()


class People:
    """Browsers of the cast, at the scene's instant."""

    def __init__(self, scene: World) -> None:
        self.scene = scene
        self.browsers: dict[str, Client] = {}

    def of(self, name: str) -> Client:
        if name not in self.browsers:
            self.browsers[name] = visitor(self.scene, name)
        return self.browsers[name]

    def get(self, name: str, address: str, **more: Any) -> Any:
        with time_machine.travel(self.scene.now, tick=False):
            return self.of(name).get(f"/a/{self.scene.slug}/{address}", **more)

    def post(self, name: str, address: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        with time_machine.travel(self.scene.now, tick=False):
            return self.of(name).post(f"/a/{self.scene.slug}/{address}", data or {}, **more)

    def words(self, name: str, address: str) -> str:
        return text(self.get(name, address))

    def vote(self, name: str, reference: str, choice: str, *, version: int = 1, **more: Any) -> Any:
        data = {"choice": choice, "version": version, "idempotency_key": str(uuid4()), "reason": ""} | more
        return self.post(name, f"actions/{reference}/vote/", data)


def text(response: Any) -> str:
    """Return what a page says, without its tags, in single spaces."""
    words = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|svg|style).*?</\1>", " ", response.content.decode()))
    return " ".join(words.split())


@pytest.fixture
def people(scene: World) -> People:
    return People(scene)


def test_it_works(scene: World, people: People) -> None:
    written = people.post("alice", "actions/new/", {"title": "Open a tool library", "kind": "extraordinary"})
    assert written.status_code == 302, text(written)
    preview = written["Location"].removeprefix(f"/a/{scene.slug}/")
    assert "P26-E1" in people.words("alice", preview)
    published = people.post("alice", preview + "publish/")
    assert published["Location"] == f"/a/{scene.slug}/actions/P26-E1/"
    assert "Nobody has voted yet" in people.words("bob", "actions/P26-E1/")
    assert people.vote("bob", "P26-E1", "for").status_code == 302
    assert "Your vote is recorded: For." in people.words("bob", "actions/P26-E1/")
