"""The cast in front of the pages of actions: each with a browser of their own, all at the scene's instant."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import time_machine
from django.test import Client

from tests.support.people import World
from tests.support.visitors import visitor
from toutdoux.decisions.models import Action


class People:
    """Browsers of the cast. Addresses are those inside the association: ``actions/P26-E1/``."""

    def __init__(self, scene: World) -> None:
        self.scene = scene
        self.browsers: dict[str, Client] = {}

    def of(self, name: str) -> Client:
        if name not in self.browsers:
            # Accounts are older than the scene, so that a link never comes after what the scene has already seen.
            self.browsers[name] = visitor(self.scene, name)
        return self.browsers[name]

    def get(self, name: str, address: str, **more: Any) -> Any:
        browser = self.of(name)
        with time_machine.travel(self.scene.now, tick=False):
            return browser.get(f"/a/{self.scene.slug}/{address}", **more)

    def post(self, name: str, address: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        browser = self.of(name)
        with time_machine.travel(self.scene.now, tick=False):
            return browser.post(f"/a/{self.scene.slug}/{address}", data or {}, **more)

    def read(self, name: str, address: str, *, status: int = 200) -> str:
        """Return what a page says to ``name``."""
        response = self.get(name, address)
        assert response.status_code == status, (response.status_code, words(response))
        return words(response)

    def vote(self, name: str, reference: str, choice: str, *, version: int = 1, **more: Any) -> Any:
        data = {"choice": choice, "version": version, "idempotency_key": str(uuid4()), "reason": ""} | more
        return self.post(name, f"actions/{reference}/vote/", data)

    def write(self, name: str, **draft: Any) -> str:
        """Write a draft through the form, and return the address of its preview."""
        response = self.post(name, "actions/new/", {"kind": "extraordinary", "title": "Open a tool library"} | draft)
        assert response.status_code == 302, words(response)
        return str(response["Location"]).removeprefix(f"/a/{self.scene.slug}/")

    def publish(self, name: str, **draft: Any) -> str:
        """Write and publish an action through the pages; return its reference."""
        response = self.post(name, self.write(name, **draft) + "publish/")
        assert response.status_code == 302, words(response)
        return str(response["Location"]).rstrip("/").rpartition("/")[2]

    def action(self, reference: str) -> Action:
        """Return the row of an action of the scene's only period."""
        kind = {"E": "extraordinary", "O": "ordinary"}[reference.split("-")[1][0]]
        number = int(reference.split("-")[1][1:])
        rows = Action.objects.filter(association_id=self.scene.association_id, number=number)
        if reference.count("-") == 2:
            return rows.get(target__kind=kind, suffix=int(reference.rpartition("C")[2]))
        return rows.get(kind=kind, target=None)


def words(response: Any) -> str:
    """Return what a page says, without tags, in single spaces; what is typed in fields is not said."""
    html = response.content.decode()
    html = re.sub(r"(?s)<(script|svg|style|textarea)\b.*?</\1>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def html(response: Any) -> str:
    return str(response.content.decode())
