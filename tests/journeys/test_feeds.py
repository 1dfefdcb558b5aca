"""What programs come and read: a feed of outcomes, a calendar of deadlines, at secret addresses that their owner ends."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest
import time_machine
from django.test import Client

from tests.support.assemblies import prepared
from tests.support.pages import html, words
from tests.support.people import World, world
from tests.support.visitors import visitor
from toutdoux.assemblies import commands as assemblies
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.integrations.feeds.models import FeedAddress
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def scene(settings: Any) -> World:
    settings.TOUTDOUX_URL = "https://votes.example.org"
    return world()


def ask(scene: World, browser: Client, method: str, address: str, *arguments: Any, **more: Any) -> Any:
    with time_machine.travel(scene.now, tick=False):
        return getattr(browser, method)(f"/a/{scene.slug}/{address}", *arguments, **more)


def make(scene: World, browser: Client, kind: str) -> str:
    """Make an address and return its path within the association."""
    page = html(ask(scene, browser, "post", "feeds/", {"kind": kind, "gesture": "make"}))
    [found] = re.findall(rf"https://votes\.example\.org/a/{scene.slug}/(feeds/\S+?)<", page)
    return str(found)


def entries(answer: Any) -> list[dict[str, str]]:
    """Read a feed as a strict reader does; every element that RFC 4287 requires is there."""
    feed = ET.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    for required in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{required}") is not None
    assert feed.find(f"{ATOM}link[@rel='self']") is not None
    found = []
    for entry in feed.iter(f"{ATOM}entry"):
        told = {name: entry.findtext(f"{ATOM}{name}") or "" for name in ("id", "title", "updated", "summary")}
        assert all(told.values())
        datetime.fromisoformat(told["updated"])
        found.append({**told, "link": entry.find(f"{ATOM}link").attrib["href"]})
    return found


def events(answer: Any) -> dict[str, icalendar.Event]:
    """Read a calendar as a strict program does: required properties once, instants in UTC, no line too long."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    found = icalendar.Calendar.from_ical(answer.content)
    assert (found["version"], str(found["prodid"])) == ("2.0", "-//Toutdoux//Deadlines//EN")
    assert found.errors == []
    shown = {}
    for event in found.walk("VEVENT"):
        assert isinstance(event, icalendar.Event)
        assert event.errors == []
        assert len({"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY"} & set(event)) == 6
        assert event.decoded("dtstart").tzinfo is not None
        assert str(event["uid"]) not in shown
        shown[str(event["uid"])] = event
    return shown


def test_it_works(scene: World) -> None:
    action = scene.open(title="Open a tool library")
    browser = visitor(scene, "bob")
    address = make(scene, browser, "deadlines")
    feed = make(scene, browser, "outcomes")
    [(uid, event)] = events(ask(scene, Client(), "get", address)).items()
    assert uid == f"{action.id}@votes.example.org"
    assert event.decoded("dtstart") == action.deadline
    assert str(event["summary"]) == "The vote on P26-E1 ends: Open a tool library"
    assert "Without another vote, the action passes on Friday 20 March 2026 at 10:30." in event["description"]
    assert "https://votes.example.org/a/" in event["description"]
    assert entries(ask(scene, Client(), "get", feed)) == []
    scene.vote(action, "for", "alice", "bob")
    [entry] = entries(ask(scene, Client(), "get", feed))
    assert entry["title"] == "P26-E1 accepted: Open a tool library"
    assert "2 of the 4 council members voted for, half is enough" in entry["summary"]
    assert entry["link"] == f"https://votes.example.org/a/{scene.slug}/actions/P26-E1/"


def test_a_deadline_moves_with_the_text_and_is_cancelled_when_it_is_decided_early(scene: World) -> None:
    action = scene.open()
    address = make(scene, visitor(scene, "bob"), "deadlines")

    def read() -> icalendar.Event:
        [event] = events(ask(scene, Client(), "get", address)).values()
        return event

    first = read()
    scene.later(days=1)
    assert read() == first
    commands.amend_action(actor=scene.alice, action_id=action.id, title="A smaller one", text="", now=scene.now)
    moved = read()
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]
    assert moved.decoded("dtstart") == scene.row(action).deadline
    assert moved["status"] == "CONFIRMED"
    scene.vote(action, "for", "alice", "bob")
    decided = read()
    assert decided["sequence"] > moved["sequence"]
    assert (decided["status"], str(decided["summary"])) == ("CANCELLED", "P26-E1 is decided: A smaller one")
    scene.later(days=90)
    assert events(ask(scene, Client(), "get", address)) == {}


def test_an_assembly_is_in_the_calendar_from_its_convening_and_cancelled_when_it_is_given_up(scene: World) -> None:
    address = make(scene, visitor(scene, "bob"), "deadlines")
    found = prepared(scene)
    assert events(ask(scene, Client(), "get", address)) == {}
    assemblies.convene_assembly(actor=scene.alice, assembly_id=found.id, now=scene.now)
    [event] = events(ask(scene, Client(), "get", address)).values()
    assert (str(event["summary"]), str(event["location"])) == ("AG1: Spring assembly", "The workshop")
    assert event.decoded("dtstart") == found.at
    scene.later(minutes=1)
    assemblies.cancel_assembly(actor=scene.alice, assembly_id=found.id, now=scene.now)
    [after] = events(ask(scene, Client(), "get", address)).values()
    assert (after["uid"], after["status"]) == (event["uid"], "CANCELLED")
    assert after["sequence"] > event["sequence"]


def test_a_vote_that_silence_decided_took_place(scene: World) -> None:
    action = scene.open()
    address = make(scene, visitor(scene, "bob"), "deadlines")
    scene.now = action.deadline + timedelta(hours=1)
    # Whether or not the worker has written it down.
    [event] = events(ask(scene, Client(), "get", address)).values()
    scene.settle()
    assert [event] == list(events(ask(scene, Client(), "get", address)).values())
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 1)
    assert event.decoded("last-modified") == action.deadline.astimezone(UTC)


def test_an_outcome_that_another_replaced_stays_in_the_feed(scene: World) -> None:
    action = scene.open()
    feed = make(scene, visitor(scene, "bob"), "outcomes")
    scene.vote(action, "for", "alice", "bob")
    before = entries(ask(scene, Client(), "get", feed))
    scene.later(hours=1)
    scene.vote(scene.counter(action), "for", "bob", "dana")
    shown = entries(ask(scene, Client(), "get", feed))
    assert [entry["title"].split(":")[0] for entry in shown] == [
        "P26-E1 annulled",
        "P26-E1-C1 accepted",
        "P26-E1 accepted",
    ]
    assert before[0]["id"] == shown[2]["id"]
    assert len({entry["id"] for entry in shown}) == 3


def test_the_address_is_shown_once_and_its_secret_is_not_kept(scene: World) -> None:
    browser = visitor(scene, "bob")
    token = make(scene, browser, "outcomes").split("/")[1]
    assert len(token) >= 43
    assert token not in html(ask(scene, browser, "get", "feeds/"))
    assert not FeedAddress.objects.filter(token_digest=token).exists()
    assert "An address has been in use since" in words(ask(scene, browser, "get", "feeds/"))


def test_another_address_ends_the_first_and_ending_one_ends_it(scene: World) -> None:
    browser = visitor(scene, "bob")
    calendar = make(scene, browser, "deadlines")
    first, second = make(scene, browser, "outcomes"), make(scene, browser, "outcomes")
    assert [ask(scene, Client(), "get", one).status_code for one in (first, second, calendar)] == [404, 200, 200]
    ask(scene, browser, "post", "feeds/", {"kind": "outcomes", "gesture": "revoke"})
    assert [ask(scene, Client(), "get", one).status_code for one in (second, calendar)] == [404, 200]


def test_an_address_opens_one_thing_of_one_association_until_its_owner_leaves(scene: World) -> None:
    other = world()
    outcomes = make(scene, visitor(scene, "bob"), "outcomes")
    token = outcomes.split("/")[1]
    assert ask(scene, Client(), "get", f"feeds/{token}/deadlines.ics").status_code == 404
    assert ask(other, Client(), "get", outcomes).status_code == 404
    browser = Client()
    assert ask(scene, browser, "get", outcomes).status_code == 200
    assert not browser.cookies
    assert ask(scene, browser, "get", "").status_code == 302
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    assert ask(scene, Client(), "get", outcomes).status_code == 422


def test_what_has_not_changed_is_not_sent_again(scene: World) -> None:
    action = scene.open()
    browser = visitor(scene, "bob")
    for kind in ("outcomes", "deadlines"):
        address = make(scene, browser, kind)
        first = ask(scene, Client(), "get", address)
        assert first["Cache-Control"] == "private, no-cache"
        scene.later(minutes=5)
        again = {"If-None-Match": first["ETag"]}
        assert ask(scene, Client(), "get", address, headers=again).status_code == 304
        scene.vote(action, "for", "alice" if kind == "outcomes" else "bob")
    scene.vote(action, "for", "bob", "alice")


def test_the_public_feed_is_there_when_the_register_is_public_and_names_nobody_unless_chosen(scene: World) -> None:
    action = scene.open(title="Let Dana hold the keys")
    scene.vote(action, "for", "alice", "bob")
    assert ask(scene, Client(), "get", "public/outcomes.atom").status_code == 404
    shown = {}
    for mode in ("without-names", "with-names"):
        Association.objects.filter(id=scene.association_id).update(public_register=mode)
        [entry] = entries(ask(scene, Client(), "get", "public/outcomes.atom"))
        shown[mode] = entry["title"]
        assert entry["link"] == f"https://votes.example.org/a/{scene.slug}/public/P26-E1/"
    assert shown == {
        "without-names": "P26-E1 accepted: Let a member hold the keys",
        "with-names": "P26-E1 accepted: Let Dana hold the keys",
    }
    page = html(ask(scene, Client(), "get", "public/"))
    assert 'type="application/atom+xml"' in page
    assert f'href="/a/{scene.slug}/public/outcomes.atom"' in page


def test_they_speak_the_language_of_their_owner(scene: World) -> None:
    Association.objects.filter(id=scene.association_id).update(language="fr")
    action = scene.open()
    browser = visitor(scene, "bob")
    calendar, feed = make(scene, browser, "deadlines"), make(scene, browser, "outcomes")
    [event] = events(ask(scene, Client(), "get", calendar)).values()
    assert "Sans autre vote" in event["description"]
    scene.vote(action, "for", "alice", "bob")
    [entry] = entries(ask(scene, Client(), "get", feed))
    assert "membres du conseil" in entry["summary"]


def test_a_title_cannot_break_what_programs_read(scene: World) -> None:
    title = 'A <b>"title"</b> & ]]> ;,\\ BEGIN:VEVENT'
    action = scene.open(title=f"{title}\r\nSUMMARY:Forged")
    browser = visitor(scene, "bob")
    [event] = events(ask(scene, Client(), "get", make(scene, browser, "deadlines"))).values()
    assert str(event["summary"]) == f"The vote on P26-E1 ends: {title} SUMMARY:Forged"
    scene.vote(action, "for", "alice", "bob")
    [entry] = entries(ask(scene, Client(), "get", make(scene, browser, "outcomes")))
    assert entry["title"] == f"P26-E1 accepted: {title} SUMMARY:Forged"


def test_what_is_no_kind_of_feed_is_refused(scene: World) -> None:
    assert ask(scene, visitor(scene, "bob"), "post", "feeds/", {"kind": "votes"}).status_code == 422
    assert not FeedAddress.objects.exists()
