"""The pages of actions in a browser: by thumb, by keyboard, without JavaScript, in both languages, for every eye."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.support.people import World, world
from tests.support.visitors import visitor
from toutdoux.decisions import commands
from toutdoux.decisions.models import Action, Ballot, Objection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene() -> World:
    """The fixed cast with everything an action can be, told up to this very moment: the server's clock is the real one."""
    found = world(council=6)
    found.now = datetime.now(UTC) - timedelta(days=25)
    return found


@pytest.fixture
def bob(scene: World) -> Client:
    return visitor(scene, "bob")


def today(scene: World) -> None:
    scene.now = datetime.now(UTC)


def every_state(scene: World) -> dict[str, str]:
    """Play one action of every state; return their addresses by name."""
    address: dict[str, str] = {}

    def named(name: str, action: Action) -> Action:
        row = Action.objects.select_related("target").get(id=action.id)
        counted = row.target or row
        letter = "O" if counted.kind == "ordinary" else "E"
        address[name] = f"actions/P26-{letter}{row.number}{f'-C{row.suffix}' if row.suffix else ''}/"
        return action

    tacit = named("tacit", scene.open(title="Change banks", text="To a cooperative one."))
    scene.vote(tacit, "for", "bob")
    scene.later(days=11)
    passed = named("passed", scene.grant())
    scene.vote(passed, "for", "alice", "bob", "dana")
    blocked = named("blocked", scene.open(title="Close on Mondays"))
    scene.vote(blocked, "against", "bob", "dana", reason="It is the only day I can come")
    scene.vote(blocked, "against", "eli")
    withdrawn = named("withdrawn", scene.open(title="Rent the garden"))
    commands.withdraw_action(actor=scene.alice, action_id=withdrawn.id, reason="Lent to us instead", now=scene.now)
    annulled = named("annulled", scene.open(title="Lend the room"))
    scene.vote(annulled, "for", "alice", "bob", "dana")
    counter = named("counter-vote passed", scene.counter(annulled))
    scene.vote(counter, "for", "bob", "eli", "f5", "f6")
    scene.later(days=11)
    today(scene)
    announced = named("announced", scene.open(kind="ordinary", title="Hold a stall", lead_wanted=True))
    named("counter-vote", scene.counter(announced, by="dana"))
    urgent = named("urgent", scene.open(title="Mend the lock"))
    commands.declare_urgency(actor=scene.alice, action_id=urgent.id, reason="It does not close", now=scene.now)
    unvoted = named(
        "open", scene.open(title="Open on Tuesdays", text="# Why\n\n- one\n- two\n\n`code` https://example.org")
    )
    scene.vote(unvoted, "for", "dana")
    scene.vote(unvoted, "against", "eli", reason="Two people are too few")
    talk = Objection.objects.get(version__action=unvoted)
    commands.post_on_objection(actor=scene.alice, objection_id=talk.id, sort="answer", text="And three?", now=scene.now)
    commands.amend_action(
        actor=scene.alice, action_id=unvoted.id, title="Open on Tuesdays", text="With three people.", now=scene.now
    )
    scene.vote(unvoted, "against", "eli", reason="Still too few")
    voted = named("voted", scene.open(title="Paint the door"))
    scene.vote(voted, "against", "bob", reason="Which colour?")
    return address


def unfold(page: Page) -> None:
    """Open all that is folded away: what nobody has opened yet must be accessible too."""
    page.evaluate("document.querySelectorAll('main details').forEach(details => { details.open = true })")


def without_overflow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_it_works(scene: World, bob: Client, browser_page: OpenPage) -> None:
    today(scene)
    scene.open(title="Open a tool library")
    page = browser_page(bob)
    page.goto(f"/a/{scene.slug}/actions/P26-E1/")
    page.get_by_role("button", name="For", exact=True).click()
    page.get_by_text("Your vote is recorded: For.").wait_for()
    assert page.get_by_role("button", name="For", exact=True).get_attribute("aria-pressed") == "true"
    assert page.get_by_text("1 for · 0 against").first.is_visible()
    assert page.evaluate("document.activeElement.id") == "vote-for", "the focus stays where the hand is"
    assert page.url.endswith("/actions/P26-E1/")
    page.get_by_role("button", name="Blank").click()
    page.get_by_text("it was For, it is now Blank").wait_for()
    assert [b.choice for b in Ballot.objects.order_by("seq")] == ["for", "blank"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_state_is_accessible_and_fits_a_small_phone(
    scene: World,
    bob: Client,
    browser_page: OpenPage,
    axe_violations: Callable[[Page], list[str]],
    language: str,
) -> None:
    states = every_state(scene)
    page = browser_page(bob, language=language, width=320, height=640, dark=language == "fr")
    found = {}
    for name, address in states.items():
        page.goto(f"/a/{scene.slug}/{address}")
        unfold(page)
        found[name] = axe_violations(page) + ([] if without_overflow(page) else ["too wide"])
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_forms_and_small_pages_are_accessible_and_fit(
    scene: World,
    browser_page: OpenPage,
    axe_violations: Callable[[Page], list[str]],
    language: str,
) -> None:
    alice = visitor(scene, "alice")
    today(scene)
    scene.open(title="Open on Tuesdays", text="One.")
    commands.amend_action(
        actor=scene.alice,
        action_id=Action.objects.get().id,
        title="Open on Tuesdays",
        text="Two, with " + "averylongword" * 9,
        now=scene.now,
    )
    draft = scene.draft(title="A draft", text="Its text.")
    pages = [
        f"actions/P26-E1/{page}/" for page in ("amend", "withdraw", "urgency", "lead", "counter-vote", "link", "done")
    ]
    pages += ["actions/P26-E1/versions/", "actions/P26-E1/footnote/", "actions/new/", f"drafts/{draft}/"]
    pages += [f"drafts/{draft}/edit/", f"drafts/{draft}/delete/", "practice/", "practice/?moves=foop"]
    page = browser_page(alice, language=language, width=320, height=640, dark=language == "en")
    found = {}
    for address in pages:
        page.goto(f"/a/{scene.slug}/{address}")
        unfold(page)
        found[address] = axe_violations(page) + ([] if without_overflow(page) else ["too wide"])
    # What is refused is shown on the same pages.
    for address in ("actions/new/", "actions/P26-E1/withdraw/", "actions/P26-E1/link/"):
        page.goto(f"/a/{scene.slug}/{address}")
        page.locator("main form button[type=submit]:visible").first.click()
        page.get_by_role("alert").wait_for()
        found[address + " refused"] = axe_violations(page) + ([] if without_overflow(page) else ["too wide"])
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_it_is_written_published_and_voted_on_by_keyboard_alone(scene: World, browser_page: OpenPage) -> None:
    alice = visitor(scene, "alice")
    today(scene)
    page = browser_page(alice)
    page.goto(f"/a/{scene.slug}/actions/new/")
    reach(page, "#id_title")
    page.keyboard.type("Open a tool library")
    reach(page, "#kind-ordinary")
    page.keyboard.press("ArrowDown")
    assert page.locator("#kind-extraordinary").is_checked()
    reach(page, "main form .buttons button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Publish it?").wait_for()
    reach(page, "main form .buttons button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Open a tool library").wait_for()
    reach(page, ".vote__reason > summary")
    page.keyboard.press("Enter")
    reach(page, "#vote-reason")
    page.keyboard.type("Where would it stand?")
    reach(page, "#vote-against", back=True)
    page.keyboard.press("Space")
    page.get_by_text("Your vote is recorded: Against.").wait_for()
    page.locator(".objection").get_by_text("Where would it stand?").wait_for()
    assert Ballot.objects.get().reason == "Where would it stand?"


def reach(page: Page, selector: str, *, back: bool = False) -> None:
    """Press Tab until ``selector`` has the focus, and check that the focus can be seen."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"nobody sees that {selector} has the focus"
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_javascript_everything_essential_works(
    scene: World, bob: Client, browser_page: OpenPage, language: str
) -> None:
    today(scene)
    scene.open(title="Open a tool library", text="One.")
    page = browser_page(bob, language=language, javascript=False, width=360, height=740)
    page.goto(f"/a/{scene.slug}/actions/P26-E1/")
    page.locator(".vote__reason > summary").click()
    page.fill("#vote-reason", "Too dear")
    page.click("#vote-against")
    page.wait_for_url("**/actions/P26-E1/")
    assert page.locator("main [role=status] .notice").is_visible()
    assert page.locator("#vote-against").get_attribute("aria-pressed") == "true"
    page.click("#vote-for")
    page.wait_for_url("**/actions/P26-E1/")
    assert [(b.choice, b.reason) for b in Ballot.objects.order_by("seq")] == [("against", "Too dear"), ("for", "")]
    page.locator("#action-rest details > summary").first.click()
    # The text changes while the page is open: the vote is refused, kindly, and what was typed is there.
    commands.amend_action(
        actor=scene.alice, action_id=Action.objects.get().id, title="Open", text="Two.", now=datetime.now(UTC)
    )
    page.locator(".vote__reason > summary").click()
    page.fill("#vote-reason", "Kept words")
    page.click("#vote-blank")
    page.get_by_role("alert").wait_for()
    assert page.locator("#vote-reason").input_value() == "Kept words"
    assert page.get_by_text("Two.").is_visible()
    page.click("#vote-blank")
    page.wait_for_url("**/actions/P26-E1/")
    assert Ballot.objects.filter(counting=True, reason="Kept words", choice="blank").count() == 1


def test_on_a_phone_the_gestures_stay_under_the_thumb(scene: World, bob: Client, browser_page: OpenPage) -> None:
    today(scene)
    scene.open(title="Open a tool library", text="A long story.\n\n" * 60)
    page = browser_page(bob, width=360, height=740)
    page.goto(f"/a/{scene.slug}/actions/P26-E1/")
    for where in (0, 800, 100_000):
        page.evaluate("where => window.scrollTo(0, where)", where)
        box = page.locator("#vote-for").bounding_box()
        assert box is not None
        assert 740 - 160 < box["y"] < 740 - 44, where
        assert min(box["width"], box["height"]) >= 44
    # Nothing of the page is hidden for good behind them.
    footer = page.locator("footer").bounding_box()
    assert footer is not None
    page.click("#vote-for")
    page.get_by_text("Your vote is recorded: For.").wait_for()
    box = page.locator("#action-state").bounding_box()
    assert box is not None
    assert box["y"] < 740, "the bar is brought into sight, with the reader's own seat in it"


def test_an_old_page_is_answered_with_the_new_text(scene: World, bob: Client, browser_page: OpenPage) -> None:
    today(scene)
    scene.open(title="Open a tool library", text="On Thursdays.")
    page = browser_page(bob)
    page.goto(f"/a/{scene.slug}/actions/P26-E1/")
    commands.amend_action(
        actor=scene.alice, action_id=Action.objects.get().id, title="Open", text="On Tuesdays.", now=datetime.now(UTC)
    )
    page.click("#vote-for")
    page.get_by_text("Your vote was not taken.").wait_for()
    assert page.get_by_text("On Tuesdays.").is_visible()
    assert not Ballot.objects.exists()
    page.click("#vote-for")
    page.get_by_text("Your vote is recorded: For.").wait_for()


def test_two_hands_at_once_cast_one_ballot(scene: World, bob: Client, browser_page: OpenPage) -> None:
    today(scene)
    scene.open(title="Open a tool library")
    page = browser_page(bob)
    page.goto(f"/a/{scene.slug}/actions/P26-E1/")
    page.dblclick("#vote-for")
    page.get_by_text("You voted For").wait_for()
    assert Ballot.objects.filter(counting=True).count() == 1
