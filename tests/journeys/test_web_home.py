"""Home: what waits for the reader stands first, and can be answered right there."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.support.pages import Pages, html, section, words
from tests.support.people import World, world
from tests.support.visitors import stranger
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.decisions.models import Ballot
from toutdoux.web.decisions.home_views import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> World:
    return world()


@pytest.fixture
def pages(scene: World) -> Pages:
    return Pages(scene)


def titles(page: str) -> list[str]:
    """Return the titles of what waits, in the order of the page."""
    return re.findall(r'<h2 class="row__title"><a href="[^"]+">([^<]+)</a>', page)


def test_it_works(scene: World, pages: Pages) -> None:
    for title in ("Open a tool library", "Lend the saw", "Rent the garden"):
        scene.open(title=title)
        scene.later(hours=1)
    page = html(pages.get("bob"))
    assert "<h1>Three actions are waiting for your view</h1>" in page
    assert titles(page) == ["Open a tool library", "Lend the saw", "Rent the garden"]
    assert "Without another vote, the action passes on Friday 20 March at 10:30." in page
    assert "0 for · 0 against · half: 2 of 4" in page
    assert f'action="/a/{scene.slug}/actions/P26-E1/vote/"' in page


def test_the_vote_is_cast_from_home_and_leads_back_to_it(scene: World, pages: Pages) -> None:
    scene.open()
    page = html(pages.get("bob"))
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert form["next"] == f"/a/{scene.slug}/"
    sent = pages.post("bob", "actions/P26-E1/vote/", {**form, "choice": "blank"})
    assert (sent.status_code, sent["Location"]) == (302, f"/a/{scene.slug}/")
    assert Ballot.objects.get().choice == "blank"
    after = pages.words("bob")
    assert "Nothing is waiting for your view" in after
    assert "Your vote is recorded: Blank." in after


def test_each_form_has_a_key_of_its_own(scene: World, pages: Pages) -> None:
    scene.open()
    scene.open(title="Lend the saw")
    page = html(pages.get("bob"))
    keys = re.findall(r'name="idempotency_key" value="([^"]+)"', page)
    assert len(keys) == len(set(keys)) == 2
    assert set(keys).isdisjoint(re.findall(r'name="idempotency_key" value="([^"]+)"', html(pages.get("bob"))))


def test_the_nearest_deadline_comes_first_and_only_a_near_one_is_marked(scene: World, pages: Pages) -> None:
    scene.open(title="Later")
    scene.later(days=3)
    scene.open(title="Last")
    page = html(pages.get("bob"))
    assert titles(page) == ["Later", "Last"]
    assert "Deadline" not in words(pages.get("bob"))
    scene.later(days=5)
    text = pages.words("bob")
    assert text.count("Deadline in 2 days") == 1
    assert text.index("Deadline in 2 days") < text.index("Last")


def test_an_amended_text_waits_again(scene: World, pages: Pages) -> None:
    action = scene.open()
    scene.vote(action, "for", "bob")
    assert "Nothing is waiting" in pages.words("bob")
    commands.amend_action(actor=scene.alice, action_id=action.id, title="Open a tool shed", text="", now=scene.now)
    page = html(pages.get("bob"))
    assert titles(page) == ["Open a tool shed"]
    assert '<input type="hidden" name="version" value="2">' in page


def test_a_counter_vote_is_never_taken_for_what_it_would_annul(scene: World, pages: Pages) -> None:
    action = scene.open(title="Rent the garden")
    scene.vote(action, "for", "alice", "dana")
    scene.counter(action, by="bob")
    page = html(pages.get("eli"))
    assert titles(page) == ["Counter-vote: Rent the garden"]
    text = words(pages.get("eli"))
    assert "P26-E1-C1 · called by Bob" in text
    assert "To vote for is to annul P26-E1." in text
    assert 'aria-label="Your vote on Counter-vote: Rent the garden"' in page


def test_a_deadline_that_is_over_waits_for_nobody_even_before_it_is_settled(scene: World, pages: Pages) -> None:
    scene.open()
    scene.later(days=10)
    text = pages.words("bob")
    assert "Nothing is waiting" in text
    assert "You may carry it out" in section(pages.words("alice"), after="What you lead")


def test_a_newcomer_reads_from_when_they_vote_and_what_they_can_do_already(scene: World, pages: Pages) -> None:
    scene.open()
    page = html(pages.get("charlie"))
    text = words(pages.get("charlie"))
    assert "<h1>You may already act</h1>" in page
    # Joined on 9 March; the waiting period of this association is three months.
    assert "You will vote from Tuesday 9 June on ( art. 2 )." in text
    assert "Propose an action" in text
    assert "Practise" in text
    assert "vote__choice" not in page


def test_the_first_week_is_shown_what_to_begin_with(scene: World, pages: Pages) -> None:
    text = pages.words("alice")
    for gesture in ("Propose a first action", "Practise", "Invite people"):
        assert gesture in text
    scene.open()
    assert "Propose a first action" not in pages.words("alice")


def test_what_was_decided_since_the_last_visit(scene: World, pages: Pages) -> None:
    first = scene.open(title="Rent the garden")
    text = pages.words("bob")
    assert "Decided" not in text
    scene.later(minutes=30)
    scene.vote(first, "for", "alice", "dana")
    scene.later(hours=3)
    text = section(pages.words("bob"), after="Decided since your last visit")
    assert "Rent the garden Accepted P26-E1 · Accepted on 10 March" in text
    assert "half is enough (art. 6)" in text
    # Within the same visit it stays; at the next one it has been read.
    scene.later(minutes=30)
    assert "Decided since your last visit" in pages.words("bob")
    scene.later(hours=2)
    assert "Decided since" not in pages.words("bob")


def test_what_was_announced_and_what_looks_for_someone(scene: World, pages: Pages) -> None:
    scene.open(kind="ordinary", title="Thank the library", lead_wanted=True)
    scene.open(title="Lend the saw", co_lead_wanted=True)
    text = pages.words("bob")
    assert "Thank the library Announced P26-O1 · ordinary · led by Alice" in section(text, after="Announced lately")
    wanted = section(text, after="Actions looking for you")
    assert "Thank the library P26-O1 · Looking for someone to lead it" in wanted
    assert "Lend the saw P26-E1 · Looking for someone to help lead it" in wanted
    assert "Actions looking for you" not in pages.words("alice")


def test_who_leads_is_told_what_comes_next(scene: World, pages: Pages) -> None:
    action = scene.open(title="Rent the garden")
    told = section(pages.words("alice"), after="What you lead")
    assert "Rent the garden Open P26-E1 · Without another vote, the action passes" in told
    commands.declare_urgency(actor=scene.alice, action_id=action.id, reason="Frost", now=scene.now)
    assert "you may carry it out now, and the vote goes on" in section(pages.words("alice"), after="What you lead")
    scene.vote(action, "for", "bob", "dana")
    assert "Accepted P26-E1 · You may carry it out" in section(pages.words("alice"), after="What you lead")
    commands.start_action(actor=scene.alice, action_id=action.id, now=scene.now)
    assert "In progress P26-E1 · You have begun" in section(pages.words("alice"), after="What you lead")
    commands.finish_action(actor=scene.alice, action_id=action.id, on=None, note="", now=scene.now)
    assert "The actions you lead will be here." in section(pages.words("alice"), after="What you lead")


def test_drafts_are_their_authors_own(scene: World, pages: Pages) -> None:
    draft_id = scene.draft(title="Tidy the shed")
    page = html(pages.get("alice"))
    assert f"/drafts/{draft_id}/" in page
    assert "Tidy the shed" not in words(pages.get("bob"))


@pytest.mark.parametrize("value", ["", "x", "..", "{me}.9.", "{me}..99999999999", "{me}.-1.1", "{me}.²." + "9" * 400])
def test_a_cookie_that_makes_no_sense_is_no_visit(scene: World, pages: Pages, value: str) -> None:
    pages.browser("bob").cookies[COOKIE] = value.format(me=scene.bob.member_id.hex)
    assert "Nothing is waiting" in pages.words("bob")


def test_another_member_on_the_same_browser_starts_anew(scene: World, pages: Pages) -> None:
    action = scene.open()
    scene.vote(action, "for", "alice", "dana")
    scene.later(hours=2)
    assert "Decided lately" in pages.words("bob")
    scene.later(hours=2)
    assert "Decided" not in pages.words("bob")
    pages.browser("eli").cookies[COOKIE] = pages.browser("bob").cookies[COOKIE].value
    assert "Decided lately" in pages.words("eli")


def test_reading_writes_nothing(scene: World, pages: Pages) -> None:
    scene.open()
    pages.get("bob")
    scene.later(days=11)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        pages.get("bob")
    assert asked.captured_queries
    assert all(query["sql"].lstrip("(").startswith("SELECT") for query in asked.captured_queries)


def test_another_association_is_not_there(scene: World, pages: Pages) -> None:
    other = world()
    theirs = pages.browser("alice").get(f"/a/{other.slug}/")
    nothing = pages.browser("alice").get(f"/a/w{uuid4().hex[:10]}/")
    assert theirs.status_code == nothing.status_code == 404
    assert stranger().get(f"/a/{scene.slug}/")["Location"].startswith("/sign-in/")


def test_a_title_is_text(scene: World, pages: Pages) -> None:
    scene.open(title="<script>alert(1)</script> & co")
    page = html(pages.get("bob"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


def test_as_many_questions_whatever_the_number_of_actions(scene: World, pages: Pages) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert pages.get("bob").status_code == 200
        return len(queries)

    def some(number: int) -> None:
        for n in range(number):
            scene.vote(scene.open(title=f"Idea {n}"), "for", "dana")
            scene.vote(scene.open(title=f"Passed {n}"), "for", "dana", "eli")
            scene.open(kind="ordinary", title=f"Small idea {n}", by="bob")
            scene.open(kind="ordinary", title=f"Big idea {n}", lead_wanted=True)

    pages.browser("bob")
    some(2)
    few = asked()
    some(10)
    assert asked() == few <= 26


@pytest.mark.parametrize(
    ("form", "title", "led"),
    [
        ("vous", "Trois actions attendent votre avis", "Ce que vous menez"),
        ("tu", "Trois actions attendent ton avis", "Ce que tu mènes"),
    ],
)
def test_in_french_as_the_association_speaks(scene: World, form: str, title: str, led: str) -> None:
    Association.objects.filter(id=scene.association_id).update(address_form=form)
    for _ in range(3):
        scene.open()
    page = words(Pages(scene, language="fr").get("bob"))
    assert title in page
    assert led in page
    assert "Sans autre vote, l’action passe vendredi 20 mars à 10 h 30." in page
    assert "menée par Alice" in page
