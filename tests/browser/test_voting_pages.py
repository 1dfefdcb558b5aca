"""Votes of an assembly in a real browser: axe, the narrowest phone, no script; desk, phone, projector, and a vote in full."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.assemblies import item
from tests.support.pages import Pages
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.queries import ballots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to see the pages."""
    if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"votes-{name}.png", full_page=True)


def address(held: Chamber) -> str:
    return f"/a/{held.world.slug}/assemblies/{held.row.reference}/"


@pytest.fixture
def held() -> Chamber:
    return chamber("alice", "bob", "dana", proxies={"eli": "bob", "f5": "bob"}, instructions={"f5": "against"})


def test_three_voices_on_the_narrowest_phone_without_a_script(
    chromium: object, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], held: Chamber
) -> None:
    vote = held.open("named")
    with time_machine.travel(held.world.now + timedelta(minutes=1), tick=True):
        bob = Pages(held.world).browser("bob")
        page = browser_page(bob, language="fr", width=320, javascript=False)
        page.goto(f"{address(held)}here/")
        look(page, "here-320")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator(f'[name="voice-{held.world.eli.member_id}"][value="blank"]').check()
        page.locator(f'[name="voice-{held.world.bob.member_id}"][value="for"]').check()
        page.locator("#ballot > .buttons button").click()
        expect(page.locator(".vote__said").first).to_be_visible()
        said = {str(choice) for choice in ballots(vote_id=vote).values()}
        assert said == {"for", "blank", "against"}
        with_script = browser_page(bob, language="fr", width=360)
        with_script.goto(f"{address(held)}here/")
        look(with_script, "here-voted-360")
        assert axe_violations(with_script) == []


def test_the_desk_the_projector_and_votes_in_full(
    chromium: object, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], held: Chamber
) -> None:
    commands.propose_amendment(
        actor=held.world.bob,
        assembly_id=held.id,
        item_id=item(held.row, SAW),
        change="end",
        words="A used one, at most 300 €",
        now=held.world.now,
    )
    with time_machine.travel(held.world.now + timedelta(minutes=1), tick=True):
        alice = Pages(held.world).browser("alice")
        desk = browser_page(alice, language="fr", width=1280)

        def seen(place: str, name: str) -> None:
            desk.goto(f"{address(held)}{place}")
            look(desk, name)
            assert axe_violations(desk) == [], name

        seen("desk/", "desk-amendment")
        desk.locator('[name="way"][value="hands"]').check()
        desk.locator('form[action$="votes/open/"] button').click()
        expect(desk.locator('[name="against"]')).to_be_visible()
        look(desk, "desk-hands")
        desk.locator('[name="for"]').fill("9")
        desk.locator('form:has([name="for"]) button').click()
        expect(desk.locator("#trouble")).to_be_visible()
        look(desk, "desk-refused")
        desk.locator('[name="for"]').fill("4")
        desk.locator('[name="against"]').fill("1")
        desk.locator('form:has([name="for"]) button').click()
        expect(desk.locator('form[action$="votes/open/"]')).to_be_visible()
        seen("projector/", "projector-amendment")
        seen(f"items/{item(held.row, SAW)}/amend/", "amend")
        seen(f"items/{item(held.row, SAW)}/purchase/", "purchase")
        seen(f"items/{item(held.row, SAW)}/defer/", "defer")
        seen(f"items/{item(held.row, SAW)}/rules/", "rules")
    held.world.later(hours=1)
    vote = held.open("confidential")
    with time_machine.travel(held.world.now + timedelta(minutes=1), tick=True):
        phone = browser_page(alice, language="fr", width=360)
        phone.goto(f"{address(held)}here/")
        look(phone, "here-confidential-360")
        assert axe_violations(phone) == []
        phone.locator(".vote__choice--for").click()
        expect(phone.locator(".vote__said")).to_be_visible()
        seen("projector/", "projector-open")
    held.world.later(hours=1)
    held.cast(vote, "dana", dana="for")
    held.close(vote)
    with time_machine.travel(held.world.now + timedelta(minutes=1), tick=True):
        seen("projector/", "projector-closed")
        seen("votes/2/", "vote")
        seen("votes/", "votes")
