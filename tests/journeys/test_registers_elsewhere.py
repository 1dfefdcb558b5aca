"""The registers from elsewhere: noted in a chat, in a line or by a form; listened to as a podcast; remembered by home."""

from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest

from tests.journeys.test_web_registers import note
from tests.support.browsing import People
from tests.support.chatting import Talk, talking
from tests.support.matrix import Room, connected_room
from tests.support.people import world
from tests.support.visitors import stranger
from toutdoux.procedures.registering import record_entry
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


@pytest.fixture
def room() -> Iterator[Room]:
    with connected_room() as found:
        yield found


def test_it_works(talk: Talk) -> None:
    said = talk.typed("bob", "note activité Fête du quartier")
    entry = Entry.objects.get()
    assert "Noted: event, “Fête du quartier”" in said
    assert f"/registers/entry/{entry.id}/" in said
    assert entry.created_by_id == talk.here.bob.member_id
    assert "Noted: request" in talk.typed("bob", "note demande hier La chorale : une salle")
    assert Entry.objects.get(kind="request").values == '{"from_whom":"La chorale"}'


def test_figures_are_noted_in_the_same_line_and_said_again(talk: Talk) -> None:
    said = talk.typed("bob", "note formation Licences libres inscrits=10 reçus=6 niveau=II au-niveau=5 avec=Dana")
    entry = Entry.objects.get()
    assert entry.values == '{"at_level":5,"level":"II","passed":6,"took_part":10}'
    for words in ("How many took part: 10", "how many passed: 6", "II", "Dana"):
        assert words in said
    assert "This figure is larger" in talk.typed("bob", "note training Free licences participants=5 passed=6")
    unread = talk.typed("bob", "note training Free licences passed=six")
    assert "Nothing is noted, because this could not be read: passed=six" in unread
    assert Entry.objects.count() == 1


def test_an_incident_is_noted_where_it_is_noticed(talk: Talk) -> None:
    """About the one service that is called so, by who votes: the others are told who keeps that register."""
    scene = talk.here
    names = {"service": ("Pads", "Pads of the school"), "machine": ("Thyme",)}
    day = date(2026, 3, 1)
    for kind, titles in names.items():
        for title in titles:
            draft = EntryDraft(title=title, day=day)
            record_entry(actor=scene.alice, kind=kind, draft=draft, now=scene.now)
    said = talk.typed("bob", "note incident 2026-03-09 Pads: disk full start=23:00 end=1h cause=Logs with=Bob")
    entry = Entry.objects.get(kind="incident")
    assert entry.about is not None
    assert (entry.title, entry.about.title) == ("disk full", "Pads")
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    assert entry.ends_at - entry.starts_at == timedelta(hours=2)
    assert entry.values == '{"cause":"Logs","effect":"down"}'
    assert "It cannot be used" in said
    assert "Nothing it can be about is called “Mint”" in talk.typed("bob", "note incident Mint: gone")
    assert "Nothing it can be about" in talk.typed("bob", "note outage Pad: several are called so")
    talk.typed("bob", "note panne thy : no answer")
    now = Entry.objects.get(title="no answer")
    assert now.about is not None
    assert (now.about.title, now.ends_at) == ("Thyme", None)
    assert Entry.objects.filter(kind="incident").count() == 2


def test_what_is_missing_is_asked_by_a_form(talk: Talk) -> None:
    talk.typed("bob", "note demande Une salle")
    dialog = talk.dialog("bob")
    kind, title, *_rest = dialog["elements"]
    assert (kind["default"], title["default"]) == ("request", "Une salle")
    fields = {"kind": "request", "title": "Une salle", "day": "someday", "who": "", "text": "Sunday"}
    assert set(talk.send("bob", fields).json()["errors"]) == {"day"}
    fields["day"] = "2026-03-01"
    assert set(talk.send("bob", fields).json()["errors"]) == {"who"}
    assert not Entry.objects.exists()
    assert talk.send("bob", {**fields, "who": "La chorale"}).json() == {}
    entry = Entry.objects.get()
    assert (entry.day.isoformat(), entry.note) == ("2026-03-01", "Sunday")
    assert "Say more of it on its page" in talk.chat.direct("bob")[-1]


def test_a_form_takes_the_same_words_and_says_what_it_cannot_read(talk: Talk) -> None:
    talk.typed("bob", "note radio")
    assert talk.dialog("bob")["elements"][0]["default"] == "radio"
    fields = {"kind": "training", "title": "Free licences passed=six", "day": "", "who": "", "text": ""}
    assert set(talk.send("bob", fields).json()["errors"]) == {"title"}
    assert talk.send("bob", {**fields, "title": "Free licences participants=10 passed=6"}).json() == {}
    assert Entry.objects.get().values == '{"passed":6,"took_part":10}'


def test_it_is_the_same_in_matrix(room: Room) -> None:
    bob = room.enter("bob")
    bob.say(room.room_id, "!toutdoux note request A room")
    room.listen()
    assert "Say from whom, a colon" in room.told("bob")[-1]
    bob.say(room.room_id, "!toutdoux note training Free licences participants=10 passed=6")
    room.listen()
    assert "how many passed: 6" in room.told("bob")[-1]
    bob.say(room.room_id, "!toutdoux note incident hier Pads: gone")
    room.listen()
    assert "note incident yesterday Pads: disk full start=6:00 end=11:30" in room.told("bob")[-1]
    bob.say(room.room_id, "!toutdoux note intervention At school for=The school length=2h30 amount=500-800")
    room.listen()
    first, second = Entry.objects.order_by("created_at")
    assert (first.kind, first.title) == ("training", "Free licences")
    assert second.values == '{"for_whom":"The school","least":50000,"length":150,"most":80000}'
    assert second.created_by_id == room.scene.bob.member_id


def test_a_podcast_holds_what_was_put_in_it_and_nothing_else() -> None:
    people = People(world())
    address = f"/a/{people.scene.slug}/public/podcast.xml"
    assert stranger().get(address).status_code == 404
    audio = {"audio": "https://example.org/bees.ogg", "in_podcast": "on"}
    note(people, "radio", title="Bees & honey", guests="Ada", day="2026-03-09", **audio)
    note(people, "radio", title="Not yet", audio="https://example.org/2.mp3")
    response = stranger().get(address)
    assert response["Content-Type"].startswith("application/rss+xml")
    (item,) = ET.fromstring(response.content).iter("item")
    enclosure = item.find("enclosure")
    assert item.findtext("title") == "Bees & honey"
    assert enclosure is not None
    assert enclosure.attrib == {"url": "https://example.org/bees.ogg", "length": "0", "type": "audio/ogg"}
    assert not response.cookies


def test_home_remembers_conventions_to_renew_and_thanks_owed() -> None:
    people = People(world())
    partner = note(people, "partner", title="The library", renew_on="2026-03-11", state="signed")
    note(people, "acknowledgement", title="For the chairs", about=str(partner))
    assert "The library" not in people.read("bob", "")
    people.scene.later(days=1)
    page = people.read("bob", "")
    assert "The convention with The library is to be renewed" in page
    assert "Thanks are owed to 1 partner." in page
    people.post("bob", f"registers/entry/{partner}/move/", {"state": "over", "day": "2026-03-11"})
    assert "The convention with" not in people.read("bob", "")
