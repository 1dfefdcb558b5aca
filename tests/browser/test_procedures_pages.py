"""Taking part, the first steps, meetings and my data in a real browser: axe, the narrowest phone, a keyboard, no script."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.journeys.access_scenes import procedures
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.procedures.models import ListedMember

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = ("", "taking-part/", "first-steps/", "meetings/", "my-data/", "my-data/erasure/", "kept/")


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """A list that Alice looks at, a question to Bob, someone out of the council, an erasure announced, a meeting to come."""
    scene = world(council=5)
    scene.places = procedures.places(here=scene, elsewhere=world())  # type: ignore[attr-defined]
    scene.later(minutes=1)
    with time_machine.travel(scene.now, tick=True):
        yield scene


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    people = Pages(scene)
    runs = [f"taking-part/{place['procedure_id']}/" for place in list(scene.places["procedures"].values())[:2]]  # type: ignore[attr-defined]
    for name, paths in (("alice", (*PATHS, *runs)), ("bob", PATHS[1:4])):
        page = browser_page(people.browser(name), width=width)
        for number, path in enumerate(paths):
            page.goto(f"/a/{scene.slug}/{path}")
            assert not axe_violations(page), path
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
            if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
                page.screenshot(path=Path(folder) / f"procedures-{name}-{width}-{number}.png", full_page=True)


def test_one_answers_by_the_mailed_link_by_keyboard_and_without_a_script(scene: World, browser_page: OpenPage) -> None:
    page = browser_page(Pages(scene).browser("charlie"), javascript=False)
    token = scene.places["mailed questions"]["open"]["token"]  # type: ignore[attr-defined]
    page.goto(f"/a/{scene.slug}/staying/{token}/")
    page.get_by_role("textbox").fill("I was at sea")
    page.get_by_role("button", name="I stay").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have answered that you stay.")).to_be_visible()
    assert ListedMember.objects.get(member_id=scene.bob.member_id).words == "I was at sea"
