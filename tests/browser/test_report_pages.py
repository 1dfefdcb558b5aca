"""Reports in a real browser: axe, the narrowest phone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from playwright.sync_api import Browser, Page

from tests.browser.conftest import OpenPage
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.associations.queries import association, period
from toutdoux.procedures.adopting import adopt_edition
from toutdoux.procedures.registering import record_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.reports.editions import freeze, publish
from toutdoux.writings.commands import write_section
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.queries import access_edition, editions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """A period with actions, an expense, a text written before a figure changed, and an edition."""
    scene = world()
    scene.vote(scene.open(title="Buy an oven, and find a place for it in the workshop"), "for", "alice", "bob")
    record_entry(
        actor=scene.alice,
        kind="expense",
        draft=EntryDraft(title="The oven", day=date(2026, 3, 10), amount=5428, period="P26"),
        now=scene.now,
    )
    row = period(association_id=scene.association_id, code="P26")
    write_section(
        actor=scene.bob,
        period_id=row.id,
        which=Which.ACTIVITY,
        code="decisions",
        text="# Quiet\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        version=0,
        figures={},
        now=scene.now,
    )
    found = association(association_id=scene.association_id)
    edition = freeze(
        actor=scene.alice, association=found, period=row, which=Which.ACTIVITY, language="en", now=scene.now
    )
    adopt_edition(actor=scene.alice, edition_id=edition, reference="E1", now=scene.now)
    frozen = access_edition(association_id=scene.association_id, edition_id=edition)
    publish(actor=scene.alice, edition=frozen, now=scene.now)
    with time_machine.travel(scene.now + timedelta(minutes=1), tick=True):
        yield scene


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_accessible_and_fit(
    scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    row = period(association_id=scene.association_id, code="P26")
    [edition] = editions(period_id=row.id, which=Which.ACTIVITY)
    page = browser_page(Pages(scene).browser("bob"), width=width)
    for path in (
        "periods/",
        "periods/P26/",
        "periods/P26/activity/",
        "periods/P26/activity/decisions/",
        "periods/P26/financial/",
        f"editions/{edition.id}/",
        "texts/internal-rules/",
        "texts/statutes/write/",
        "letterhead/",
        "public/reports/",
        "public/reports/P26/activity/",
    ):
        page.goto(f"/a/{scene.slug}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert not axe_violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
