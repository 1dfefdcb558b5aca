"""Voting for an organisation, answering about an access, what a person is entrusted with: axe, the narrowest phone, pictures."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.accesses.commands import declare_access, declare_resource
from toutdoux.integrations.commands import vote_link
from toutdoux.kernel.people import Actor
from toutdoux.mandates.commands import record_election
from toutdoux.members.commands import NewPerson, add_member, name_representative
from toutdoux.procedures.queries.entrusted import review_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paths(chromium: Browser, transactional_db: None) -> Iterator[tuple[World, list[str]]]:
    """Bob votes for the Bees, looks after the server, and is asked whether he still needs it."""
    scene = world()
    bob, now = scene.bob.member_id, scene.now
    thing = declare_resource(
        actor=scene.alice, sort="machine", level="critical", name="The server", review_months=6, now=now
    )
    access_id = declare_access(actor=scene.alice, resource_id=thing, member_id=bob, purpose="Upgrades", now=now)
    record_election(
        actor=scene.alice,
        member_id=bob,
        code="technical",
        starts_at=now,
        ends_at=now + timedelta(days=300),
        now=now,
    )
    bees = add_member(actor=scene.alice, person=NewPerson(name="The Bees", organisation=True), now=now)
    scene.people["bees"] = Actor(association_id=scene.association_id, member_id=bees)
    name_representative(actor=scene.alice, organisation_id=bees, person_id=bob, now=now)
    scene.vote(scene.grant(to="bees"), "for", "alice", "bob", "dana")
    scene.later(days=200)
    action = scene.open(title="Lend the workshop")
    token = vote_link(
        member_id=bob, action_id=action.id, version=1, expires_at=scene.now + timedelta(days=9), now=scene.now
    )
    with time_machine.travel(scene.now, tick=True):
        yield (
            scene,
            [
                "actions/P26-E2/",
                f"mail-vote/{token}/",
                f"members/{bob}/",
                f"access-review/{review_link(access_id=access_id, member_id=bob)}/",
            ],
        )


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    paths: tuple[World, list[str]], browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    scene, addresses = paths
    page = browser_page(Pages(scene).browser("bob"), width=width)
    for number, path in enumerate(addresses):
        page.goto(f"/a/{scene.slug}/{path}")
        assert not axe_violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"represented-{width}-{number}.png", full_page=True)
