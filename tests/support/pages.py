"""Pages of an association as its people see them, at the scene's instant."""

import re
from html import unescape
from typing import Any

import time_machine
from django.test import Client

from tests.support.people import World
from tests.support.visitors import visitor


class Pages:
    """Browsers of the cast, opened when first needed; the clock of the pages is the scene's."""

    def __init__(self, scene: World, *, language: str = "en") -> None:
        self.scene = scene
        self.language = language
        self.browsers: dict[str, Client] = {}

    def browser(self, name: str) -> Client:
        if name not in self.browsers:
            self.browsers[name] = visitor(self.scene, name, language=self.language)
        return self.browsers[name]

    def get(self, name: str, address: str = "", **query: Any) -> Any:
        browser = self.browser(name)
        with time_machine.travel(self.scene.now, tick=False):
            return browser.get(f"/a/{self.scene.slug}/{address}", query)

    def post(self, name: str, address: str, data: dict[str, Any]) -> Any:
        browser = self.browser(name)
        with time_machine.travel(self.scene.now, tick=False):
            return browser.post(f"/a/{self.scene.slug}/{address}", data)

    def words(self, name: str, address: str = "", **query: Any) -> str:
        return words(self.get(name, address, **query))


def html(response: Any) -> str:
    """Return the page as it was sent; a page that is not one fails here."""
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def words(response: Any) -> str:
    """Return what a page says, without its tags and what was drawn, in single spaces."""
    kept = re.sub(r"(?s)<(script|svg|style)\b.*?</\1>", " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", kept)).split())


def section(text: str, *, after: str, before: str = "") -> str:
    """Return the part of a page's words between two others."""
    start = text.index(after) + len(after)
    return text[start : text.index(before, start)] if before else text[start:]
