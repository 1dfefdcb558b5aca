"""An assembly of twenty-five in Chromium, on the real server: desk, projector and three phones, the network cut in the middle."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.soak.place import SQLITE, Place, place

pytestmark = pytest.mark.browser

COUNCIL, PROXIES = 25, 2


class Hall:
    """The assembly and its open pages."""

    def __init__(self, chromium: Browser, found: Place) -> None:
        self.chromium = chromium
        self.place = found
        found.serve()
        self.stage: dict[str, Any] = found.call("gathered", council=COUNCIL, proxies=PROXIES)
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(self, person: int, page: str, *, width: int = 1280) -> Page:
        """Open a page as someone of the council."""
        url = f"http://127.0.0.1:{self.place.port}"
        context = self.chromium.new_context(base_url=url, viewport={"width": width, "height": 800})
        context.set_default_timeout(120_000)
        cookies = {"toutdoux": self.stage["sessions"][person], "toutdoux_language": "en"}
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        self.contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: self.complaints.append(str(error)))
        opened.goto(f"/a/{self.stage['slug']}/assemblies/{self.stage['reference']}/{page}/")
        return opened

    def come(self, *people: int) -> None:
        """Have the desk note that people came."""
        members = [self.stage["members"][person] for person in (0, *people)]
        self.place.call("come", assembly=self.stage["assembly"], members=members)


@pytest.fixture
def hall(chromium: Browser) -> Iterator[Hall]:
    with place(database=SQLITE) as found:
        opened = Hall(chromium, found)
        yield opened
        for context in opened.contexts:
            context.close()
        assert opened.complaints == []


def says(page: Page, words: str) -> None:
    """Wait until a page says something, by itself."""
    expect(page.locator("#live")).to_contain_text(words)


def test_an_assembly_is_followed_live_and_loses_nothing_when_the_network_is_cut(
    hall: Hall, axe_violations: Callable[[Page], list[str]]
) -> None:
    desk, projector = hall.open(0, "desk"), hall.open(0, "projector")
    holder, cut, plain = (hall.open(person, "here", width=360) for person in (1, 2, 3))
    for phone in (holder, cut, plain):
        phone.get_by_role("button", name="I am here").click()
        says(phone, "Here since")
    says(projector, "5 of 25: 3 present, 2 represented")
    hall.come(*range(4, 14))
    says(projector, "15 of 25: 13 present, 2 represented")
    says(desk, "The quorum is met: 15 of 25, and 13 are enough.")

    desk.get_by_role("button", name="Open the assembly").click()
    desk.get_by_role("button", name=re.compile("Take this item.*Buy a saw")).click()
    says(cut, "At hand: 2. Buy a saw")
    # What somebody types at the desk is not swept away by what happens meanwhile.
    desk.fill("#search", "Member 00")
    plain.get_by_role("button", name="Ask to speak").click()
    says(projector, "Buy a saw")
    assert desk.input_value("#search") == "Member 00"
    desk.get_by_role("button", name="Find", exact=True).click()
    desk.get_by_role("button", name=re.compile("Give the floor.*Member 0003")).click()
    says(plain, "You have the floor.")
    says(projector, "Member 0003 has the floor")

    desk.locator("input[name=way][value=named]").check()
    desk.get_by_role("button", name="Put the text to the vote").click()
    says(projector, "0 of 15 have voted.")
    holder.locator("#ballot button[name=all][value=for]").click()
    says(projector, "2 of 15 have voted.")

    cut.context.set_offline(True)
    expect(cut.locator("[data-line=cut]")).to_be_visible()
    cut.locator("#ballot button[name=all][value=against]").click()
    expect(cut.locator("[data-line=unsent]")).to_be_visible()
    plain.locator("#ballot button[value=for]").click()
    says(projector, "3 of 15 have voted.")
    cut.context.set_offline(False)
    says(projector, "5 of 15 have voted.")
    says(cut, "you voted Against")
    expect(cut.locator("[data-line=cut]")).to_be_hidden()
    expect(cut.locator("[data-line=unsent]")).to_be_hidden()

    # The giver of the first proxy comes after all: it is suspended, and its holder is told.
    hall.come(COUNCIL - PROXIES)
    says(holder, "is here and votes in person: the proxy you hold is suspended.")
    for page in (desk, projector, cut):
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    desk.get_by_role("button", name="Close the vote and count").click()
    says(projector, "Accepted: 3 for, 2 against.")
    says(plain, "3 for + 2 against + 0 blank + 10 took no part = 15 present or represented.")
    left = hall.place.call("left", assembly=hall.stage["assembly"])
    assert left["votes"] == [[3, 2, 0, 10]]
