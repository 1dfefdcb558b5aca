"""Assemblies before they begin, in a real browser: axe, the narrowest phone, a proxy given by keyboard and without a script."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.assemblies import convened, give, item, prepared, ruled
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """An assembly convened with a link, a document and a proposed item; Dana shares hers out, Eli has given his proxy to Alice."""
    scene = world(rulebook=ruled(), council=6)
    found = convened(
        scene,
        link="https://meet.example.org/a-long-room-name-that-has-to-break",
        items_until=scene.now + timedelta(days=9),
    )
    prepared(scene, title="Assembly of the summer and of the autumn", starts_at=scene.now + timedelta(days=90))
    proposed = ItemDraft(kind=ItemKind.DISCUSSION, title="A bicycle shed", text="Where the **old oven** stood?")
    commands.propose_item(actor=scene.charlie, assembly_id=found.id, draft=proposed, now=scene.now)
    commands.add_document(
        actor=scene.alice, assembly_id=found.id, title="A map", name="map.txt", data=b"Left", now=scene.now
    )
    saw, news, report = (item(found, title) for title in ("Buy a saw", "News of the workshop", "Activity report"))
    give(scene, found, "dana", "bob", items=frozenset({saw, news}), instructions={saw: "for"})
    give(scene, found, "dana", "f6", items=frozenset({report}))
    give(scene, found, "eli", "alice")
    with time_machine.travel(scene.now + timedelta(minutes=1), tick=True):
        yield scene


PATHS = ("", "new/", "AG1/", "AG1/agenda/", "AG1/propose/", "AG1/documents/", "AG1/proxy/", "AG1/told/", "AG1/cancel/")


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    page = browser_page(Pages(scene).browser("alice"), width=width)
    for path in PATHS:
        page.goto(f"/a/{scene.slug}/assemblies/{path}")
        assert not axe_violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    for name in ("f5", "dana"):
        page = browser_page(Pages(scene).browser(name), width=width)
        page.goto(f"/a/{scene.slug}/assemblies/AG1/proxy/?q=bo")
        assert not axe_violations(page), name
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


def test_a_proxy_is_given_by_keyboard_and_without_a_script(scene: World, browser_page: OpenPage) -> None:
    page = browser_page(Pages(scene).browser("f5"), javascript=False)
    page.goto(f"/a/{scene.slug}/assemblies/AG1/proxy/")
    page.get_by_role("searchbox", name="Look for someone").fill("bo")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Bob").press("Space")
    page.get_by_role("button", name="Give my proxy").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your proxy is given")
    expect(page.get_by_role("heading", name="Bob votes for you")).to_be_visible()
