"""The lists in a real browser: with a keyboard alone, on the narrowest phone, without scripts, and for a screen reader."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.pages import Pages
from tests.support.people import World, world
from tests.support.tables import extraordinary, table
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.logic.tables import read_table
from toutdoux.decisions.models import Ballot
from toutdoux.rules.rulebook import Kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(chromium: Browser, transactional_db: None) -> Iterator[World]:
    """A council of eight, something in every list; the clock of the pages is the scene's, and goes on."""
    scene = world(council=8)
    first = scene.open(title="Rent the garden", text="For **two** years.")
    scene.vote(first, "for", "bob", "dana", "eli", "f5")
    commands.add_footnote(actor=scene.alice, action_id=first.id, text="A plot was lent instead.", now=scene.now)
    urgent = scene.open(title="Mend the boiler before the frost", by="dana")
    commands.declare_urgency(actor=scene.dana, action_id=urgent.id, reason="Frost", now=scene.now)
    commands.finish_action(actor=scene.dana, action_id=urgent.id, on=None, note="", now=scene.now)
    data = extraordinary(n20=("oui", "2020-04-08"))
    import_rows(
        association_id=scene.association_id,
        actor_id=None,
        period="A25",
        kind=Kind.EXTRAORDINARY,
        rows=read_table(data=data, kind=Kind.EXTRAORDINARY),
        now=scene.now,
    )
    scene.later(days=9)
    waiting = scene.open(title="Join the group of workshops of the neighbourhood, and pay its fee", co_lead_wanted=True)
    scene.vote(waiting, "for", "dana", "eli", "f5")
    scene.vote(waiting, "against", "f6")
    scene.open(title="Thank the library", kind="ordinary", lead_wanted=True)
    scene.open(title="Lend the saw", by="bob")
    scene.draft(by="bob", title="Tidy the shed")
    Association.objects.filter(id=scene.association_id).update(public_register="without-names")
    with time_machine.travel(scene.now + timedelta(minutes=1), tick=True):
        yield scene


class Seen:
    """Opens pages of a scene as its people."""

    def __init__(self, scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]) -> None:
        self.scene = scene
        self.people = Pages(scene)
        self.browser_page = browser_page
        self.axe_violations = axe_violations

    def page(self, path: str, *, name: str = "", **more: Any) -> Page:
        """Open a page of the association as ``name``, or as someone who is not signed in."""
        page = self.browser_page(self.people.browser(name) if name else None, **more)
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        answer = page.goto(f"/a/{self.scene.slug}/{path}")
        assert answer is not None
        assert answer.status == 200, path

    def check(self, page: Page) -> None:
        """Ask axe for every rule, and look for anything wider than the screen."""
        assert self.axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.fixture
def seen(scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]) -> Seen:
    return Seen(scene, browser_page, axe_violations)


def hand_over(page: Page, data: bytes) -> None:
    page.set_input_files("#id_table", {"name": "table.csv", "mimeType": "text/csv", "buffer": data})
    page.fill("#id_period", "P24")
    page.check("input[value=extraordinary]")
    page.click("main button[type=submit]")
    page.wait_for_load_state()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_every_list_is_for_everyone(seen: Seen, language: str, width: int, dark: bool) -> None:
    look: dict[str, Any] = {"language": language, "width": width, "dark": dark}
    page = seen.page("", name="bob", **look)
    seen.check(page)
    for path in (
        "register/",
        "register/?kind=extraordinary&period=P26&label=accepted&text=garden&sort=title",
        "register/?text=nothing-like-it",
        "import/",
    ):
        seen.go(page, path)
        seen.check(page)
    hand_over(page, extraordinary())
    seen.check(page)
    seen.go(page, "import/")
    hand_over(page, table("x"))
    seen.check(page)
    seen.check(seen.page("", name="charlie", **look))
    outside = seen.page(f"public/?language={language}", **look)
    seen.check(outside)
    for path in ("public/P26-E1/", "public/A25-E4/"):
        seen.go(outside, f"{path}?language={language}")
        seen.check(outside)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_first_week_is_for_everyone(
    browser_page: OpenPage, axe_violations: Callable[[Page], list[str]], width: int
) -> None:
    scene = world()
    with time_machine.travel(scene.now, tick=True):
        seen = Seen(scene, browser_page, axe_violations)
        page = seen.page("", name="alice", width=width)
        seen.check(page)
        seen.go(page, "register/")
        seen.check(page)


def test_voting_from_home_by_keyboard_alone(seen: Seen) -> None:
    page = seen.page("", name="bob")
    expect(page.locator("h1")).to_have_text("Three actions are waiting for your view")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "against":
            break
    # The focus is seen, and one knows what is voted on.
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    about = page.evaluate("document.activeElement.closest('[role=group]').getAttribute('aria-label')")
    assert "Mend the boiler" in about
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Two actions are waiting for your view")
    expect(page.get_by_role("status").first).to_contain_text("Your vote is recorded: Against.")
    assert Ballot.objects.filter(seat__member_id=seen.scene.bob.member_id, choice="against", counting=True).count() == 1


def test_voting_from_home_without_scripts(seen: Seen) -> None:
    page = seen.page("", name="bob", javascript=False, width=360)
    page.get_by_role("button", name="For").first.click()
    expect(page.locator("h1")).to_have_text("Two actions are waiting for your view")


def test_the_thumb_reaches_every_gesture(seen: Seen) -> None:
    page = seen.page("", name="bob", width=360)
    for button in page.locator(".vote__choice").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_the_register_is_asked_without_scripts(seen: Seen) -> None:
    page = seen.page("register/", name="bob", javascript=False)
    page.select_option("#filter-label", "accepted")
    page.select_option("#filter-period", "P26")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Rent the garden")


def test_the_register_answers_as_it_is_asked(seen: Seen) -> None:
    page = seen.page("register/", name="bob")
    page.select_option("#filter-period", "P26")
    expect(page.locator("tbody tr")).to_have_count(5)
    expect(page.locator("#totals")).to_have_text("5 actions = 4 extraordinary + 1 ordinary")
    # What was chosen keeps the focus, and the address can be kept and shared.
    assert re.search(r"[?&]period=P26", page.url)
    page.fill("#filter-text", "sàw")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(5)


def test_a_footnote_and_back(seen: Seen) -> None:
    page = seen.page("register/?period=P26", name="bob")
    page.get_by_role("link", name="Note 2").click()
    assert page.url.endswith("#note-2")
    expect(page.locator("#note-2")).to_contain_text("A plot was lent instead.")
    page.locator("#note-2 a").click()
    assert page.url.endswith("#P26-E1")


def test_the_register_stays_a_table_for_a_screen_reader(seen: Seen) -> None:
    for width in (1280, 320):
        page = seen.page("register/?period=P26", name="bob", width=width)
        table_shown = page.get_by_role("table")
        expect(table_shown.get_by_role("columnheader")).to_have_count(8)
        expect(table_shown.get_by_role("rowheader")).to_have_count(5)
        expect(table_shown.get_by_role("rowheader", name="Rent the garden")).to_be_visible()


def test_the_register_is_printed_as_a_table(seen: Seen) -> None:
    page = seen.page("register/?period=P26", name="bob", width=640)
    page.emulate_media(media="print")
    for hidden in ("form.sentence", ".nav", ".buttons"):
        for part in page.locator(hidden).all():
            expect(part).to_be_hidden()
    expect(page.locator("thead")).to_be_visible()
    expect(page.locator("#totals")).to_be_visible()
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"


def test_a_table_is_brought_in_by_keyboard_and_without_scripts(seen: Seen) -> None:
    page = seen.page("import/", name="bob", javascript=False)
    hand_over(page, extraordinary())
    expect(page.locator("h1")).to_have_text("15 rows to enter")
    page.get_by_role("button", name="Enter these 15 rows in the register").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("15 rows were entered in the register.")
    expect(page.locator("tbody tr")).to_have_count(15)
