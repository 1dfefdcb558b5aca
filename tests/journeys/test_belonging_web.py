"""The first steps of a newcomer, what changed for who is back, and meetings with an organiser who changes."""

from datetime import timedelta

import pytest

from tests.support.pages import Pages, words
from tests.support.people import world
from toutdoux.procedures.models import MeetingTurn

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db: None) -> Pages:
    return Pages(world())


def meet(pages: Pages, **more: str) -> None:
    day = (pages.scene.now + timedelta(days=3)).date().isoformat()
    data = {"first_on": day, "begins": "18:30", "weeks": "2", "place": "The mill"} | more
    response = pages.post("alice", "meetings/", data)
    assert response.status_code == 302, words(response)


def test_it_works(pages: Pages) -> None:
    """Charlie joined yesterday: home leads to five cards from the rulebook, someone to ask, something to begin with."""
    pages.scene.open(title="Walk the dogs", lead_wanted=True)
    assert "You are new here" in pages.words("charlie")
    shown = pages.words("charlie", "first-steps/")
    assert all(title in shown for title in ("Two kinds of action", "What silence does", "When you disagree"))
    assert "Nobody has said yet that newcomers may ask them" in shown
    assert "Walk the dogs" in shown
    pages.post("bob", "first-steps/helping/", {"willing": "yes"})
    assert "Ask Bob" in pages.words("charlie", "first-steps/")
    pages.post("bob", "first-steps/helping/", {"willing": "no"})
    assert "Ask Bob" not in pages.words("charlie", "first-steps/")


def test_they_are_put_away_and_brought_back(pages: Pages) -> None:
    pages.post("charlie", "first-steps/", {"do": "away"})
    assert "You are new here" not in pages.words("charlie")
    pages.post("charlie", "first-steps/", {"do": "back"})
    assert "You are new here" in pages.words("charlie")


def test_the_founders_are_not_told_that_they_are_new(pages: Pages) -> None:
    assert "You are new here" not in pages.words("alice")


def test_the_cards_say_what_this_rulebook_says(pages: Pages) -> None:
    from tests.support.people import tout_doux

    other = Pages(world(rulebook=tout_doux("consent")))
    assert section_of(pages) != section_of(other)


def section_of(pages: Pages) -> str:
    text = pages.words("charlie", "first-steps/")
    return text[text.index("How things are decided here") : text.index("Try it, ask, begin")]


def test_meetings_are_proposed_to_volunteers_who_accept_themselves(pages: Pages) -> None:
    meet(pages)
    assert "Friday 13 March at 18:30, The mill" in pages.words("bob", "meetings/")
    assert "Nobody organises" in pages.words("bob", "meetings/")
    for name in ("bob", "dana"):
        pages.post(name, "first-steps/helping/", {"what": "meetings", "willing": "yes"})
        pages.scene.later(minutes=1)
    assert "It is proposed that you organise" in pages.words("bob", "meetings/")
    assert "proposed to Bob" in pages.words("dana", "meetings/")
    day = {"on": "2026-03-13"}
    assert pages.post("dana", "meetings/turn/", day | {"answer": "accept"}).status_code == 422
    pages.post("bob", "meetings/turn/", day | {"answer": "decline"})
    pages.post("dana", "meetings/turn/", day | {"answer": "accept"})
    assert "Dana organises the next one" in pages.words("bob", "meetings/")
    pages.post("dana", "meetings/turn/", day | {"answer": "decline"})
    assert "Nobody organises" in pages.words("bob", "meetings/")
    assert MeetingTurn.objects.filter(accepted=True).count() == 0


def test_the_next_meeting_is_proposed_to_the_next_volunteer(pages: Pages) -> None:
    meet(pages)
    for name in ("bob", "dana"):
        pages.post(name, "first-steps/helping/", {"what": "meetings", "willing": "yes"})
        pages.scene.later(minutes=1)
    pages.post("bob", "meetings/turn/", {"on": "2026-03-13", "answer": "accept"})
    pages.scene.later(days=5)
    shown = pages.words("dana", "meetings/")
    assert "27 March" in shown
    assert "It is proposed that you organise" in shown


def test_meetings_stop(pages: Pages) -> None:
    meet(pages)
    pages.post("alice", "meetings/stop/", {})
    assert "The next meeting will be here" in pages.words("bob", "meetings/")


def test_a_newcomer_arranges_no_meetings_and_is_told_why(pages: Pages) -> None:
    assert "Meetings are arranged by members who vote" in pages.words("charlie", "meetings/")
    day = pages.scene.now.date().isoformat()
    data = {"first_on": day, "begins": "18:30", "weeks": "2", "place": "The mill"}
    assert pages.post("charlie", "meetings/", data).status_code == 422
