"""Minutes in a real browser: they save themselves, through a cut and a page that closes; axe, the narrowest phone, no script."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.visitors import visitor
from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.minutes.queries import notes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held(chromium: Browser, transactional_db: None) -> Iterator[Chamber]:
    found = chamber("alice", "bob", "dana", council=4)
    with time_machine.travel(found.world.now, tick=True):
        yield found


def written(held: Chamber) -> list[str]:
    return [row.text for row in notes(assembly_id=held.id)]


def first(page: Page) -> Locator:
    """Return the first paragraph to write in: a new one, before the agenda."""
    return page.locator("article.note").first


def test_it_works(held: Chamber, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]) -> None:
    """What is typed is saved; what is typed while the network is cut is saved when it is back, or on the next visit."""
    address = f"/a/{held.world.slug}/assemblies/{held.row.reference}/minutes/"
    page = browser_page(visitor(held.world, "alice"))
    page.goto(address)
    assert axe_violations(page) == []
    note = first(page)
    note.locator("summary").click()
    note.get_by_label("Who says it").fill("Bob")
    note.get_by_label("A new paragraph").fill("One that cuts straight.")
    expect(note.get_by_role("status")).to_contain_text("Saved at")
    assert written(held) == ["One that cuts straight."]

    page.context.set_offline(True)
    note.get_by_label("A new paragraph").fill("One that cuts straight, and sings.")
    expect(note.get_by_role("status")).to_contain_text("kept on this device")
    page.context.set_offline(False)
    expect(note.get_by_role("status")).to_contain_text("Saved at")
    assert written(held) == ["One that cuts straight, and sings."]

    page.context.set_offline(True)
    second = page.locator("article.note").nth(1)
    second.locator("summary").click()
    second.get_by_label("A new paragraph").fill("Typed on a laptop that dies.")
    expect(second.get_by_role("status")).to_contain_text("kept on this device")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.locator(".note .prose", has_text="Typed on a laptop that dies.")).to_be_visible()
    assert sorted(written(held)) == ["One that cuts straight, and sings.", "Typed on a laptop that dies."]


def test_the_narrowest_phone_and_no_script(held: Chamber, browser_page: OpenPage) -> None:
    client = visitor(held.world, "alice")
    address = f"/a/{held.world.slug}/assemblies/{held.row.reference}/minutes/"
    page = browser_page(client, width=320, javascript=False)
    page.goto(address)
    note = first(page)
    note.locator("summary").click()
    note.get_by_label("A new paragraph").fill("Without a script.")
    note.get_by_role("button", name="Save the paragraph").click()
    assert written(held) == ["Without a script."]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
