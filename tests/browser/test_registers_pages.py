"""The registers in a real browser: axe, the narrowest phone, and an entry noted by keyboard, without a script."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.finance.commands import change_money_settings
from toutdoux.procedures.registering import add_file, change_entry, record_entry, tie_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = date(2026, 3, 10)


def note(scene: World, kind: str, title: str, **facts: object) -> UUID:
    draft = EntryDraft(**{"title": title, "day": DAY, **facts})
    return record_entry(actor=scene.alice, kind=kind, draft=draft, now=scene.now)


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """A training that was changed, with a file; money with a budget and what a decision allows; a service that broke."""
    scene = world()
    change_money_settings(
        actor=scene.alice,
        accounts="Paheko, kept by Dana",
        siren="732829320",
        levels=("Gold",),
        chart="",
        limit="50",
        now=scene.now,
    )
    values = {"took_part": 10, "passed": 6, "level": "level II", "at_level": 5, "page": "https://example.org/course"}
    course = note(scene, "training", "Free licences, for whoever writes", people=("Bob", "Dana"), values=values)
    changed = EntryDraft(title="Free licences, for whoever writes", day=DAY, note="Six **weeks**", values=values)
    change_entry(actor=scene.bob, entry_id=course, revision=1, draft=changed, now=scene.now)
    add_file(actor=scene.bob, entry_id=course, name="programme of the course.pdf", data=b"%PDF-1.7", now=scene.now)
    service = note(scene, "service", "Pads", state="open", people=("Bob",))
    note(scene, "terms", "Kept a year", about_id=service, values={"sort": "retention", "version": "2"})
    machine = note(scene, "machine", "Thyme", people=("Bob",), values={"place": "In the cellar"})
    note(scene, "machine", "Rosemary")
    tie_entry(actor=scene.alice, entry_id=service, other_id=machine, day=DAY, now=scene.now)
    note(scene, "support", "The laboratory", amount=5_000, state="received", values={"organisation": "The laboratory"})
    note(scene, "loan", "Two screens", values={"direction": "to-us", "other_side": "The school"})
    at = datetime(2026, 3, 12, 6, tzinfo=UTC)
    note(scene, "incident", "Disk full", about_id=service, starts_at=at, values={"effect": "down"})
    note(scene, "budget", "Kitchen", amount=60_000, values={"heading": "Kitchen and garden", "side": "spending"})
    spend = {"amount": 24_000, "purpose": "Two insulated boxes", "heading": "Kitchen and garden"}
    action = scene.open(effects=(EffectDraft(kind="commit-amount", params=spend),))
    scene.vote(action, "for", "alice", "bob")
    expense = Entry.objects.get(kind="expense").id
    values = {"payee": "A wholesaler", "heading": "Kitchen and garden"}
    note(scene, "payment", "The first box", amount=11_890, about_id=expense, values=values)
    scene.later(days=30)
    with time_machine.travel(scene.now + timedelta(minutes=1), tick=True):
        yield scene


PATHS = (
    "registers/",
    "registers/?q=the",
    "registers/activity/",
    "registers/new/training/",
    "registers/money/",
    "registers/money/balance/",
    "registers/money/settings/",
    "registers/money/allowed/",
    "registers/service/availability/",
    "actions/new/",
)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    entries = [f"registers/entry/{Entry.objects.get(kind=kind).id}/" for kind in ("training", "expense", "service")]
    entries.append(f"members/{scene.bob.member_id}/")
    page = browser_page(Pages(scene).browser("bob"), width=width)
    for number, path in enumerate((*PATHS, *entries, f"{entries[0]}edit/", f"{entries[0]}withdraw/")):
        page.goto(f"/a/{scene.slug}/{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
        if folder := os.environ.get("TOUTDOUX_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"registers-{width}-{number}.png", full_page=True)
        assert not axe_violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


def test_something_is_noted_by_keyboard_and_without_a_script(scene: World, browser_page: OpenPage) -> None:
    page = browser_page(Pages(scene).browser("charlie"), javascript=False)
    page.goto(f"/a/{scene.slug}/registers/new/meeting/")
    page.get_by_label("In a few words").focus()
    page.keyboard.type("Fortnightly meeting")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fortnightly meeting")
