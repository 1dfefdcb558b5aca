"""The page that connects Matrix, in a browser: axe, 320 px, both languages, without JavaScript, on the real server."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Page, expect

from tests.support.matrix import Room, connected_room
from tests.support.visitors import visitor
from toutdoux.integrations.matrix.commands import disconnect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(live_server: Any) -> Iterator[Room]:
    with connected_room() as found, time_machine.travel(found.scene.now + timedelta(minutes=1), tick=True):
        yield found


@pytest.fixture
def alice(room: Room) -> Client:
    return visitor(room.scene, "alice")


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("fr", 320), ("fr", 1280)])
def test_it_works(
    room: Room,
    alice: Client,
    browser_page: Callable[..., Page],
    axe_violations: Callable[[Page], list[str]],
    language: str,
    width: int,
) -> None:
    """Connected; looked at, with something missing; not connected; refused: nothing is lost on a phone or to a reader."""
    page = browser_page(alice, language=language, width=width)

    def look(name: str) -> None:
        assert axe_violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    page.goto(f"/a/{room.scene.slug}/chat/matrix/")
    look("connected")
    room.keeper.set_state(room.room_id, "m.room.power_levels", {"kick": 90, "users": {room.bot.user_id: 50}})
    page.locator("button[value=look]").click()
    look("something is missing")
    disconnect(actor=room.scene.alice, now=room.scene.now)
    page.goto(f"/a/{room.scene.slug}/chat/matrix/")
    look("not connected")
    page.locator("button[value=connect]").click()
    look("nothing was filled in")


def test_a_room_is_connected_with_a_keyboard_and_no_javascript(
    room: Room, alice: Client, browser_page: Callable[..., Page]
) -> None:
    disconnect(actor=room.scene.alice, now=room.scene.now)
    page = browser_page(alice, javascript=False, width=320)
    page.goto(f"/a/{room.scene.slug}/chat/matrix/")
    page.get_by_label("Address of the bot’s server").fill(room.synapse.url)
    page.get_by_label("Access token of the bot").fill(room.bot.token)
    page.get_by_label("Room of the council").fill(room.room_id)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Matrix is connected")
    expect(page.get_by_role("heading", name="What the room lets the bot do")).to_be_visible()
