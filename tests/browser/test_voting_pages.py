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

TEXT = "On achète **une scie** de 300 €.\n\nElle reste à l’atelier ; elle se prête deux jours par semaine."


def look(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to see the pages."""
    if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"votes-{name}.png", full_page=True)


def address(held: Chamber) -> str:
    return f"/a/{held.world.slug}/assemblies/{held.row.reference}/"


@pytest.fixture
def held() -> Chamber:
    return chamber(
        "alice", "bob", "dana", proxies={"eli": "bob", "f5": "bob"}, instructions={"f5": "against"}, text=TEXT
    )


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
    held.amend("bob", "replace", "300 €", "200 €, ou moins d’occasion")
    held.amend("dana", "delete", "de 300 €")
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
        expect(desk.locator("#desk-vote + ol .row__note.waits")).to_be_visible()
        look(desk, "desk-stale")
        seen("projector/", "projector-amendment")
        seen(f"items/{item(held.row, SAW)}/amend/?paragraph=1", "amend")
        stale = next(row.id for row in held.asked().waiting)
        seen(f"amendments/{stale}/", "reword")
        narrow = browser_page(alice, language="fr", width=360)
        narrow.goto(f"{address(held)}items/{item(held.row, SAW)}/amend/?paragraph=2")
        look(narrow, "amend-360")
        assert axe_violations(narrow) == []
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
        seen(f"items/{item(held.row, SAW)}/purchase/", "purchase")
        seen(f"items/{item(held.row, SAW)}/defer/", "defer")
        seen(f"items/{item(held.row, SAW)}/changes/", "changes")
    held.world.later(hours=1)
    commands.withdraw_amendment(actor=held.world.dana, amendment_id=stale, now=held.world.now)
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
