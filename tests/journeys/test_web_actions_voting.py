"""Voting on the web, and talking: what is recorded, what is refused and how kindly, with and without JavaScript."""

from dataclasses import replace

import pytest

from tests.support.browsing import People, html, words
from tests.support.people import World, tout_doux, world
from tests.support.visitors import visitor
from toutdoux.decisions.models import Ballot, Objection, ObjectionPost
from toutdoux.members.commands import record_departure
from toutdoux.rules.rulebook import Rulebook

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "gestures"}


@pytest.fixture
def scene() -> World:
    return world(council=8)


@pytest.fixture
def people(scene: World) -> People:
    return People(scene)


def ballots(choice: str | None = None) -> int:
    found = Ballot.objects.all()
    return (found.filter(choice=choice) if choice else found).count()


def test_it_works(people: People) -> None:
    reference = people.publish("alice")
    answer = people.vote("bob", reference, "for")
    assert (answer.status_code, answer["Location"]) == (302, f"/a/{people.scene.slug}/actions/{reference}/")
    said = people.read("bob", f"actions/{reference}/")
    assert "Your vote is recorded: For." in said
    assert "You voted For on 10 March at 10:30. You can change your mind until Friday 20 March at 10:30." in said
    assert 'aria-pressed="true"' in html(people.get("bob", f"actions/{reference}/"))


def test_the_same_ballot_sent_twice_is_one_ballot_and_one_answer(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "for", idempotency_key="one-form")
    people.scene.later(minutes=1)
    people.vote("bob", reference, "for", idempotency_key="one-form")
    assert ballots() == 1
    said = people.read("bob", f"actions/{reference}/")
    assert "This vote was recorded already, on 10 March at 10:30: For. It counts once." in said


def test_a_second_thought_on_a_page_kept_by_the_browser_is_a_ballot_of_its_own(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "for", idempotency_key="one-form")
    people.vote("bob", reference, "against", idempotency_key="one-form")
    people.vote("bob", reference, "against", idempotency_key="one-form", reason="Too dear")
    assert [(b.choice, b.reason, b.counting) for b in Ballot.objects.order_by("seq")] == [
        ("for", "", False),
        ("against", "", False),
        ("against", "Too dear", True),
    ]


def test_changing_ones_mind_keeps_the_history(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "for")
    people.scene.later(hours=2)
    people.vote("bob", reference, "blank")
    said = people.read("bob", f"actions/{reference}/")
    assert "Your vote is changed: it was For, it is now Blank." in said
    assert "0 for · 0 against · 1 blank" in said
    assert "For (changed since)" in said


def test_a_reason_does_not_change_sides_by_itself(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "against", reason="Too dear")
    before = {"choice_before": "against", "reason_before": "Too dear"}
    people.vote("bob", reference, "for", reason="Too dear", **before)
    assert Ballot.objects.get(counting=True).reason == ""
    people.vote("bob", reference, "against", reason="Too dear", choice_before="for", reason_before="")
    assert Ballot.objects.get(counting=True).reason == "Too dear"
    people.vote("bob", reference, "against", reason="Too dear", **before)
    assert Ballot.objects.get(counting=True).reason == "Too dear", "said again, an Against keeps its reason"


def test_an_old_text_is_not_voted_on_and_the_new_one_is_shown(people: People) -> None:
    reference = people.publish("alice", text="On Thursdays")
    changed = {"title": "Open a tool library", "text": "On Tuesdays"}
    people.post("alice", f"actions/{reference}/amend/", changed)
    answer = people.vote("bob", reference, "against", reason="I work on Thursdays")
    said = words(answer)
    assert answer.status_code == 409
    assert "The text has changed: your vote was about version 1, and version 2 is decided now ( art. 11 )" in said
    assert "Your vote was not counted. Read the new text, then vote." in said
    assert "On Tuesdays" in said
    assert ">I work on Thursdays</textarea>" in html(answer)
    assert 'name="version" value="2"' in html(answer)
    assert ballots() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"choice": "maybe"}, "“maybe” is not a vote"),
        ({"choice": ""}, "is not a vote"),
        ({"idempotency_key": ""}, "without the mark that keeps it from counting twice"),
        ({"version": "one"}, "The text has changed"),
        ({"version": "9" * 40}, "The text has changed"),
        ({"reason": "x" * 6000}, "The reason is too long: 5000 characters fit"),
    ],
)
def test_a_ballot_that_cannot_be_taken_says_why(people: People, typed: dict[str, str], sentence: str) -> None:
    reference = people.publish("alice")
    answer = people.vote("bob", reference, **{"choice": "for"} | typed)
    assert answer.status_code in {409, 422}
    assert "Your vote was not taken." in words(answer)
    assert sentence in words(answer)
    assert ballots() == 0


def test_what_no_text_can_hold_is_left_out(people: People) -> None:
    reference = people.publish("alice")
    assert people.vote("bob", reference, "against", reason="Too\0 dear\r\nfor us").status_code == 302
    assert Ballot.objects.get().reason == "Too dear\nfor us"


def test_who_has_no_seat_is_told_why_and_can_still_talk(people: People) -> None:
    reference = people.publish("alice")
    said = people.read("charlie", f"actions/{reference}/")
    assert "The council of this vote was frozen on 10 March 2026 at 10:30, and your voting right begins" in said
    assert "( art. 2 )" in said
    assert 'name="choice"' not in html(people.get("charlie", f"actions/{reference}/"))
    answer = people.vote("charlie", reference, "for", reason="I would love this")
    assert answer.status_code == 422
    assert ">I would love this</textarea>" in html(answer), "what was typed can be copied"
    assert ballots() == 0


def test_who_has_left_is_shown_the_door(people: People) -> None:
    reference = people.publish("alice")
    people.get("bob", "actions/P26-E1/")
    record_departure(actor=people.scene.bob, member_id=people.scene.bob.member_id, now=people.scene.later(hours=1))
    assert people.vote("bob", reference, "for").status_code == 404
    assert ballots() == 0


def test_nothing_is_cast_by_opening_an_address(people: People) -> None:
    reference = people.publish("alice")
    answer = people.get("bob", f"actions/{reference}/vote/?choice=for&version=1&idempotency_key=k")
    assert (answer.status_code, answer["Location"]) == (302, f"/a/{people.scene.slug}/actions/{reference}/")
    assert people.get("bob", f"actions/{reference}/objections/1/").status_code == 302
    assert ballots() == 0


def test_a_ballot_without_the_token_of_its_page_is_refused(people: People) -> None:
    reference = people.publish("alice")
    people.of("bob").handler.enforce_csrf_checks = True
    assert people.vote("bob", reference, "for").status_code == 403
    assert ballots() == 0


def test_it_goes_back_where_the_vote_came_from_and_nowhere_else(people: People) -> None:
    reference = people.publish("alice")
    home = f"/a/{people.scene.slug}/"
    assert people.vote("bob", reference, "for", next=home)["Location"] == home
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = people.vote("bob", reference, "blank", next=elsewhere)
        assert answer["Location"] == f"/a/{people.scene.slug}/actions/{reference}/", elsewhere


def test_htmx_gets_the_parts_that_changed_and_where_to_look(people: People) -> None:
    reference = people.publish("alice")
    key = {"choice": "for", "version": 1, "idempotency_key": "k", "reason": ""}
    answer = people.post("bob", f"actions/{reference}/vote/", key, **HTMX)
    page = html(answer)
    assert answer.status_code == 200
    assert "<html" not in page
    assert page.count('hx-swap-oob="true"') == 3
    assert 'id="gestures"' in page
    assert "Your vote is recorded: For." in words(answer)
    assert "1 for · 0 against" in words(answer)
    assert answer["HX-Reswap"].startswith("outerHTML")
    refused = people.post("bob", f"actions/{reference}/vote/", key | {"choice": "maybe"}, **HTMX)
    assert refused.status_code == 422
    assert "Your vote was not taken." in words(refused)
    # A list asks by htmx too: it is shown anew.
    listed = key | {"choice": "blank", "next": f"/a/{people.scene.slug}/"}
    answer = people.post("bob", f"actions/{reference}/vote/", listed, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="vote-1")
    assert answer["HX-Redirect"] == f"/a/{people.scene.slug}/"


def test_a_vote_may_be_final_and_the_page_says_so(people: People) -> None:
    scene = world(rulebook=_final())
    people = People(scene)
    reference = people.publish("alice", kind="extraordinary")
    people.vote("bob", reference, "for")
    said = people.read("bob", f"actions/{reference}/")
    assert "Under these rules a vote that is cast is not changed ( art. 9 )" in said or "(art. 9)" in said
    assert 'name="choice"' not in html(people.get("bob", f"actions/{reference}/"))
    assert people.vote("bob", reference, "against").status_code == 422


def _final() -> Rulebook:
    return replace(tout_doux(), change_ballot=False)


def test_an_against_with_its_reason_opens_a_conversation(people: People) -> None:
    reference = people.publish("alice")
    answer = people.vote("bob", reference, "against", reason="Too dear <for> us")
    assert answer.status_code == 302
    assert "what would make it acceptable to you?" in people.read("bob", f"actions/{reference}/")
    said = people.read("alice", f"actions/{reference}/")
    assert "Someone disagrees, and says why: it is worth talking." in said
    assert "Too dear <for> us" in said
    objection = Objection.objects.get()
    talk = f"actions/{reference}/objections/{objection.id}/"
    posted = people.post("alice", talk, {"gesture": "post", "sort": "answer", "text": "And a cheaper one?"})
    assert posted["Location"].endswith(f"#objection-{objection.id}")
    people.post("charlie", talk, {"gesture": "post", "sort": "remark", "text": "I know a shop"})
    said = people.read("bob", f"actions/{reference}/")
    assert "answers for those who lead" in said
    assert "I know a shop" in said, "who does not vote may talk"
    empty = people.post("alice", talk, {"gesture": "post", "sort": "answer", "text": " "})
    assert (empty.status_code, "Write a few words." in words(empty)) == (422, True)
    odd = people.post("alice", talk, {"gesture": "post", "sort": "shout", "text": "Kept words"})
    assert "Kept words</textarea>" in html(odd)
    assert ObjectionPost.objects.count() == 2


def test_only_its_author_lifts_or_keeps_an_objection(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "against", reason="Too dear")
    objection = Objection.objects.get()
    talk = f"actions/{reference}/objections/{objection.id}/"
    assert "Only the person who raised an objection" in words(people.post("alice", talk, {"gesture": "lift"}))
    people.post("bob", talk, {"gesture": "keep"})
    assert "Kept after talking:" in people.read("alice", f"actions/{reference}/")
    people.post("bob", talk, {"gesture": "lift"})
    said = people.read("alice", f"actions/{reference}/")
    assert "Bob lifted the objection." in said
    assert "1 against" in said, "the ballot stays until its author changes it"
    assert "no longer open" in words(people.post("bob", talk, {"gesture": "lift"}))
    assert people.post("bob", f"actions/{reference}/objections/{10**12}/", {"gesture": "lift"}).status_code == 422


def test_a_veto_says_that_it_blocks(people: People) -> None:
    people = People(world(rulebook=tout_doux("consent")))
    reference = people.publish("alice")
    assert "unless it is lifted before the end, it blocks the action" in people.read("bob", f"actions/{reference}/")
    people.vote("bob", reference, "against", reason="It is not safe")
    said = people.read("alice", f"actions/{reference}/")
    assert "If the objection is lifted, the action passes" in said
    assert "An objection that is not lifted before the end blocks the action." in said


def test_those_who_did_not_vote_are_counted_and_never_named(people: People) -> None:
    reference = people.publish("alice")
    people.vote("bob", reference, "for")
    page = html(people.get("bob", f"actions/{reference}/"))
    assert "7 members of the council have not voted yet." in words(people.get("bob", f"actions/{reference}/"))
    for silent in ("Dana", "Eli", "F5"):
        assert silent not in page


def test_it_says_the_same_in_french(people: People) -> None:
    reference = people.publish("alice")
    people.browsers["bob"] = visitor(people.scene, "bob", language="fr")
    assert "Encore 4 voix pour et elle passe aussitôt ( art. 6 )." in people.read("bob", f"actions/{reference}/")
    people.vote("bob", reference, "against", reason="Trop cher")
    said = people.read("bob", f"actions/{reference}/")
    assert "Vous avez voté Contre le 10 mars à 10 h 30." in said
    for word in ("Qui a dit quoi", "Objections et échanges", "Au fil du temps", "Histoire", "Lancer un contre-vote"):
        assert word in said
    late = people.vote("bob", reference, "peut-être")
    assert "Votre vote n’a pas été pris en compte." in words(late)
    assert "Que voulez-vous faire ?" in people.read("bob", "actions/new/")
