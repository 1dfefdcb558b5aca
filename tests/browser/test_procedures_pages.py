"""Taking part, the first steps, meetings and my data in a real browser: axe, the narrowest phone, a keyboard, no script."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The scene, and the addresses of its procedures in their states."""

    scene: World
    places: Mapping[str, procedures.Place]


@pytest.fixture
def stage(chromium: Browser, transactional_db: None) -> Iterator[Stage]:
    """A list that Alice looks at, a question to Bob, someone out of the council, an erasure announced, a meeting to come."""
    scene = world(council=5)
    places = procedures.places(here=scene, elsewhere=world())
    scene.later(minutes=1)
    with time_machine.travel(scene.now, tick=True):
        yield Stage(scene=scene, places=places)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    stage: Stage, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    scene = stage.scene
    people = Pages(scene)
    runs = [f"taking-part/{place['procedure_id']}/" for place in list(stage.places["procedures"].values())[:2]]
    for name, paths in (("alice", (*PATHS, *runs)), ("bob", PATHS[1:4])):
        page = browser_page(people.browser(name), width=width)
        for number, path in enumerate(paths):
            page.goto(f"/a/{scene.slug}/{path}")
            assert not axe_violations(page), path
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
            if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
                page.screenshot(path=Path(folder) / f"procedures-{name}-{width}-{number}.png", full_page=True)


def test_one_answers_by_the_mailed_link_by_keyboard_and_without_a_script(stage: Stage, browser_page: OpenPage) -> None:
    scene = stage.scene
    page = browser_page(Pages(scene).browser("charlie"), javascript=False)
    token = stage.places["mailed questions"]["open"]["token"]
    page.goto(f"/a/{scene.slug}/staying/{token}/")
    page.get_by_role("textbox").fill("I was at sea")
    page.get_by_role("button", name="I stay").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have answered that you stay.")).to_be_visible()
    assert ListedMember.objects.get(member_id=scene.bob.member_id).words == "I was at sea"
