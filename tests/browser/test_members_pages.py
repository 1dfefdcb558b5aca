"""The pages of the register in a real browser: on the narrowest phone and on a desk, in both languages, for axe."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage
from tests.support.people import World, world
from tests.support.visitors import account, browser, link
from toutdoux.kernel.people import Actor
from toutdoux.members import commands
from toutdoux.members.commands import NewPerson
from toutdoux.members.logic.profiles import Profile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """Someone away, someone who says who they are, an organisation for which Alice votes, someone who asks to join."""
    w = world()
    day = w.now.date()
    commands.take_leave(
        actor=w.eli, member_id=w.eli.member_id, first_day=day, last_day=day + timedelta(days=9), now=w.now
    )
    profile = Profile(name="Alice", aliases="ali", pronoun="elle", title="Docteure", contact="Au marché le samedi")
    commands.change_profile(actor=w.alice, member_id=w.alice.member_id, profile=profile, now=w.now)
    org = commands.add_member(actor=w.alice, person=NewPerson(name="Co-op", organisation=True), now=w.now)
    commands.name_representative(actor=w.alice, organisation_id=org, person_id=w.alice.member_id, now=w.now)
    w.people["org"] = Actor(association_id=w.association_id, member_id=org)
    w.vote(w.grant(to="org"), "for", "alice", "dana")
    w.open(title="Buy bees for the roof of the workshop", by="dana")
    commands.set_welcome(actor=w.alice, open_=True, words="Come on a **Saturday**.", admission="member", now=w.now)
    commands.ask_to_join(
        association_id=w.association_id,
        name="Robin",
        email="robin@example.org",
        words="I can solder.",
        account_id=None,
        source="x",
        now=w.now,
    )
    with time_machine.travel(w.later(hours=1), tick=True):
        yield w


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("fr", 1280)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    scene: World,
    browser_page: OpenPage,
    axe_violations: Callable[[Page], list[str]],
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    identity = account(name="alice.here", now=scene.now)
    link(scene, "alice", account_id=identity)
    page = browser_page(browser(identity), language=language, width=width)
    org, alice = scene.org.member_id, scene.alice.member_id
    table = tmp_path / "members.csv"
    table.write_text("Nom et prénom;Courriel\nZoé Lune;zoe@example.org\n", encoding="utf-8")
    for path in (
        "members/",
        "members/?q=nobody",
        f"members/{alice}/",
        f"members/{alice}/profile/",
        f"members/{alice}/leave/",
        f"members/{org}/",
        f"members/{org}/votes/",
        "members/requests/",
        "members/import/",
        "join/",
    ):
        page.goto(f"/a/{scene.slug}/{path}")
        assert axe_violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"/a/{scene.slug}/members/import/")
    page.set_input_files("input[type=file]", table)
    page.check("input[value=paheko]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("select")
    assert axe_violations(page) == []
    page.select_option("#id_email", "Courriel")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("table")
    assert axe_violations(page) == []
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/a/{scene.slug}/members/")
    assert page.locator("text=Zoé Lune").count() == 1
