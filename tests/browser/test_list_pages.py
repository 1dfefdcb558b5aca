"""The lists in a real browser: with a keyboard alone, on the narrowest phone, without scripts, and for a screen reader."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

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
LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as driver:
        # Playwright keeps an event loop in this thread, which Django takes for one of its own requests.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


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
    """Opens pages of a scene as its people, in one browser."""

    def __init__(self, chromium: Browser, scene: World, address: str) -> None:
        self.chromium = chromium
        self.scene = scene
        self.address = address
        self.people = Pages(scene)
        self.contexts: list[Any] = []

    def page(self, path: str, *, name: str = "", language: str = "en", width: int = 1280, **more: Any) -> Page:
        context = self.chromium.new_context(viewport={"width": width, "height": 800}, **more)
        self.contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if name:
            cookies[settings.SESSION_COOKIE_NAME] = self.people.browser(name).cookies["toutdoux"].value
        context.add_cookies([{"name": key, "value": value, "url": self.address} for key, value in cookies.items()])
        page = context.new_page()
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        answer = page.goto(f"{self.address}/a/{self.scene.slug}/{path}")
        assert answer is not None
        assert answer.status == 200, path


@pytest.fixture
def seen(chromium: Browser, scene: World, live_server: Any) -> Iterator[Seen]:
    found = Seen(chromium, scene, live_server.url)
    yield found
    for context in found.contexts:
        context.close()


def check(page: Page) -> None:
    """Ask axe for every rule, and look for anything wider than the screen."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def hand_over(page: Page, data: bytes) -> None:
    page.set_input_files("#id_table", {"name": "table.csv", "mimeType": "text/csv", "buffer": data})
    page.fill("#id_period", "P24")
    page.check("input[value=extraordinary]")
    page.click("main button[type=submit]")
    page.wait_for_load_state()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_list_is_for_everyone(seen: Seen, language: str, width: int, scheme: str) -> None:
    page = seen.page("", name="bob", language=language, width=width, color_scheme=scheme)
    check(page)
    for path in (
        "register/",
        "register/?kind=extraordinary&period=P26&label=accepted&text=garden&sort=title",
        "register/?text=nothing-like-it",
        "import/",
    ):
        seen.go(page, path)
        check(page)
    hand_over(page, extraordinary())
    check(page)
    seen.go(page, "import/")
    hand_over(page, table("x"))
    check(page)
    check(seen.page("", name="charlie", language=language, width=width, color_scheme=scheme))
    outside = seen.page(f"public/?language={language}", width=width, color_scheme=scheme)
    check(outside)
    for path in ("public/P26-E1/", "public/A25-E4/"):
        seen.go(outside, f"{path}?language={language}")
        check(outside)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_first_week_is_for_everyone(
    chromium: Browser, transactional_db: None, live_server: Any, width: int
) -> None:
    scene = world()
    with time_machine.travel(scene.now, tick=True):
        seen = Seen(chromium, scene, live_server.url)
        page = seen.page("", name="alice", width=width)
        check(page)
        seen.go(page, "register/")
        check(page)
        page.context.close()


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
    page = seen.page("", name="bob", java_script_enabled=False, width=360)
    page.get_by_role("button", name="For").first.click()
    expect(page.locator("h1")).to_have_text("Two actions are waiting for your view")


def test_the_thumb_reaches_every_gesture(seen: Seen) -> None:
    page = seen.page("", name="bob", width=360, has_touch=True)
    for button in page.locator(".vote__choice").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_the_register_is_asked_without_scripts(seen: Seen) -> None:
    page = seen.page("register/", name="bob", java_script_enabled=False)
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
    page = seen.page("import/", name="bob", java_script_enabled=False)
    hand_over(page, extraordinary())
    expect(page.locator("h1")).to_have_text("15 rows to enter")
    page.get_by_role("button", name="Enter these 15 rows in the register").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("15 rows were entered in the register.")
    expect(page.locator("tbody tr")).to_have_count(15)
