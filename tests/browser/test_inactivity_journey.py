"""The inactivity procedure in a real browser, from the list to a place given back, as the clock goes on.

Dana stays by the mailed link, Eli leaves by the page, F5 appeals while the council decides, F6 is silent and comes back.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.mailbox import Mailbox, mail_server, path
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.decisions.models import Action
from toutdoux.integrations.delivering import tell
from toutdoux.members.queries import member
from toutdoux.operations.verify import verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Journey:
    """The cast in their browsers, at the instant of the scene."""

    def __init__(self, scene: World, box: Mailbox, browser_page: OpenPage) -> None:
        self.scene, self.box = scene, box
        self._pages, self._open_page = Pages(scene), browser_page
        self._windows: dict[str, Page] = {}

    def see(self, name: str, address: str) -> Page:
        """Open an address of the association as somebody signed in, who keeps one window."""
        if name not in self._windows:
            self._windows[name] = self._open_page(self._pages.browser(name), width=360)
        self._windows[name].goto(f"/a/{self.scene.slug}/{address}")
        self.keep(self._windows[name], name)
        return self._windows[name]

    def press(self, page: Page, button: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()

    def keep(self, page: Page, name: str) -> None:
        """Keep a picture for whoever wants to see the pages."""
        if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
            number = len(list(Path(folder).glob("inactivity-*")))
            page.screenshot(path=Path(folder) / f"inactivity-{number}-{name}.png", full_page=True)

    def answer(self, name: str, words: str) -> None:
        """Say that one stays, from the mail alone, without a session."""
        [question] = [mail for mail in self.box.to(name) if "do you wish to stay?" in mail["Subject"]]
        page = self._open_page()
        page.goto(path(question, "staying"))
        page.get_by_role("textbox").fill(words)
        self.press(page, "I stay")
        expect(page.get_by_text("You have answered that you stay.")).to_be_visible()

    def vote(self, *names: str) -> None:
        """Vote For on the latest action, each from its page."""
        number = Action.objects.latest("opened_at").number
        for name in names:
            page = self.see(name, f"actions/P26-E{number}/")
            page.get_by_role("button", name="For", exact=True).click()
            expect(page.get_by_text("Your vote is recorded: For.")).to_be_visible()

    def standing(self, name: str) -> str:
        found = member(actor=self.scene.alice, member_id=self.scene.people[name].member_id, now=self.scene.now)
        return str(found.right.standing)


@pytest.fixture
def journey(chromium: Browser, transactional_db: None, browser_page: OpenPage) -> Iterator[Journey]:
    """Two votes in which Alice and Bob took part, and Dana, Eli, F5 and F6 in none."""
    scene = world(council=6)
    for number in range(2):
        action = scene.open(title=f"Matter {number}")
        scene.vote(action, "for", "alice", "bob")
        scene.later(days=11)
        scene.settle()
    with mail_server() as box:
        yield Journey(scene, box, browser_page)


def test_it_works(journey: Journey) -> None:
    scene = journey.scene
    with time_machine.travel(scene.now, tick=True):
        page = journey.see("alice", "taking-part/")
        journey.press(page, "Propose a list")
        expect(page.get_by_text("Nobody has been told anything.")).to_be_visible()
        run = page.url.partition(f"/a/{scene.slug}/")[2]
        journey.press(page, "Ask these 4 people, each privately")
    scene.later(minutes=5)
    tell(now=scene.now)
    with time_machine.travel(scene.later(days=1), tick=True):
        journey.answer("dana", "I was at sea")
        page = journey.see("eli", "")
        page.get_by_role("link", name="Answer", exact=True).click()
        journey.press(page, "I leave")
    scene.later(minutes=5)
    assert journey.standing("eli") == "left"
    with time_machine.travel(scene.later(days=10), tick=True):
        page = journey.see("alice", run)
        expect(page.get_by_text("I was at sea")).to_be_visible()
        journey.press(page, "Open one action for the 2 people who have not answered")
    scene.later(minutes=5)
    with time_machine.travel(scene.now, tick=True):
        journey.answer("f5", "My mail was full")
        journey.vote("alice", "bob", "dana")
    scene.later(minutes=5)
    assert {name: journey.standing(name) for name in ("dana", "f5", "f6")} == {
        "dana": "votes",
        "f5": "votes",
        "f6": "out-of-council",
    }
    with time_machine.travel(scene.now, tick=True):
        journey.press(journey.see("f6", "taking-part/"), "Ask for my place back")
        journey.vote("alice", "bob")
    scene.later(minutes=5)
    assert journey.standing("f6") == "votes"
    assert verify(association_id=scene.association_id, now=scene.now).sound
