"""Mandates, accesses and the choosing of effects in a real browser: axe, the narrowest phone, a keyboard, no script."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.accesses.commands import declare_access, declare_resource, end_declared_access
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.mandates.commands import open_hand_over, record_election
from toutdoux.mandates.models import HandOver
from toutdoux.rules.reading import rulebook_to_toml

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """Mandates near their end, a file half handed over, a question to Bob, doors to open and to shut, new rules to vote on."""
    scene = world()
    for code, name in (("technical", "dana"), ("financial", "bob")):
        mandate_id = record_election(
            actor=scene.alice,
            member_id=scene.people[name].member_id,
            code=code,
            starts_at=scene.now,
            ends_at=scene.now + timedelta(days=90),
            now=scene.now,
        )
        open_hand_over(actor=scene.alice, mandate_id=mandate_id, now=scene.now)
    things = [
        declare_resource(
            actor=scene.alice,
            sort=sort,
            level=level,
            name=name,
            note="Upgrades on the **first** Sunday.",
            owner_id=scene.dana.member_id,
            review_months=2,
            now=scene.now,
        )
        for name, sort, level in (
            ("The server of the workshop, in the cellar", "root", "critical"),
            ("contact@fireflies.example", "mailbox", "sensitive"),
        )
    ]
    for thing in things:
        for name in ("bob", "eli"):
            access_id = declare_access(
                actor=scene.alice,
                resource_id=thing,
                member_id=scene.people[name].member_id,
                purpose="Upgrades and backups",
                now=scene.now,
            )
        end_declared_access(actor=scene.alice, access_id=access_id, now=scene.now)
    scene.later(days=65)
    current = current_rulebook(association_id=scene.association_id)
    toml = rulebook_to_toml(current.rulebook).replace("urgency = true", "urgency = false")
    charlie = str(scene.charlie.member_id)
    granted = {"member": charlie, "resource": str(things[0]), "purpose": "Backups", "until": "2026-12-31"}
    scene.open(
        effects=(
            EffectDraft(kind="grant-voting-right", params={"member": charlie}),
            EffectDraft(kind="grant-access", params=granted),
            EffectDraft(kind="give-mandate", params={"member": charlie, "mandate": "technical", "until": "2026-12-31"}),
            EffectDraft(kind="adopt-rulebook", params={"toml": toml, "base": current.number}),
        )
    )
    with time_machine.travel(scene.now + timedelta(minutes=1), tick=True):
        yield scene


PATHS = ("", "mandates/", "accesses/", "accesses/mine/", "accesses/by-hand/", "actions/P26-E1/", "actions/new/")


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    file = HandOver.objects.order_by("opened_at")[0].mandate_id
    people = Pages(scene)
    page = browser_page(people.browser("bob"), width=width)
    for number, path in enumerate((*PATHS, f"mandates/{file}/", "accesses/things/new/", "mandates/kinds/technical/")):
        page.goto(f"/a/{scene.slug}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert not axe_violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"entrusted-{width}-{number}.png", full_page=True)


def test_a_question_is_answered_by_keyboard_and_without_a_script(scene: World, browser_page: OpenPage) -> None:
    page = browser_page(Pages(scene).browser("bob"), javascript=False)
    page.goto(f"/a/{scene.slug}/accesses/mine/")
    page.get_by_role("button", name="I no longer need contact@fireflies.example").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Thank you for giving it back.")
