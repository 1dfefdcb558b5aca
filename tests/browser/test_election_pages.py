"""Elections in a real browser: axe, the narrowest phone, no script; the ballots of every sort, and full counts."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.support.assemblies import item
from tests.support.elections import ELECT, Booth, booth
from tests.support.pages import Pages
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.queries import ballots, rounds_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to see the pages."""
    if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"elections-{name}.png", full_page=True)


def address(held: Booth) -> str:
    return f"/a/{held.world.slug}/assemblies/{held.row.reference}/"


@pytest.mark.parametrize(
    ("method", "sort"), [("majority-judgment", "grades"), ("transferable-vote", "ranks"), ("plurality", "names")]
)
def test_a_ballot_on_the_narrowest_phone_without_a_script(
    chromium: object,
    browser_page: OpenPage,
    axe_violations: Callable[[Page], list[str]],
    method: str,
    sort: str,
) -> None:
    held = booth("alice", "bob", "dana", method=method, tie="lot", proxies={"eli": "bob"})
    row = held.begin()
    bob = str(held.world.bob.member_id)
    with time_machine.travel(held.world.now + timedelta(minutes=1), tick=True):
        client = Pages(held.world).browser("bob")
        page = browser_page(client, language="fr", width=320, javascript=False)
        page.goto(f"{address(held)}here/")
        look(page, f"here-{sort}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        option = held.option("dana")
        if sort == "names":
            page.locator(f'[name="pick-{bob}"][value="{option}"]').check()
        elif sort == "ranks":
            page.locator(f'[name="mark-{bob}-{option}"]').select_option("1")
        else:
            page.locator(f'[name="mark-{bob}-{option}"][value="5"]').check()
        page.locator('[name="same"]').check()
        page.locator("form:has([name=idempotency_key]) button[type=submit]").click()
        expect(page.locator(".vote__said").first).to_be_visible()
        assert len(ballots(round_id=row)) == 2
        held.world.later(minutes=10)
        held.end(row)
        page = browser_page(client, language="fr", width=320)
        page.goto(f"{address(held)}items/{item(held.row, ELECT)}/election/")
        look(page, f"result-{sort}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert axe_violations(page) == []


def test_the_desk_and_the_pages_around_it(
    chromium: object, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]
) -> None:
    held = booth("alice", "bob", "dana", method="schulze", tie="age")
    with time_machine.travel(held.world.now + timedelta(minutes=1), tick=True):
        client = Pages(held.world).browser("alice")
        page = browser_page(client, language="fr")
        page.goto(f"{address(held)}desk/")
        look(page, "desk")
        page.locator("[name=do][value=open]").click()
        expect(page.locator("[name=do][value=close]")).to_be_visible()
        held.world.later(minutes=10)
        row = rounds_of(election_id=held.election)[0]
        for by in ("alice", "bob"):
            held.say(row.id, by, **{by: held.marks(**{by: 1})})
        commands.close_round(actor=held.world.alice, round_id=row.id, now=held.world.now)
        for name, place in (
            ("tied", "desk/"),
            ("projector", "projector/"),
            ("election", f"items/{item(held.row, ELECT)}/election/"),
            ("prepare", f"items/{item(held.row, ELECT)}/election/prepare/"),
        ):
            page.goto(f"{address(held)}{place}")
            look(page, name)
            assert axe_violations(page) == []
        phone = browser_page(client, language="fr", width=360)
        phone.goto(f"{address(held)}items/{item(held.row, ELECT)}/election/")
        look(phone, "election-phone")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
