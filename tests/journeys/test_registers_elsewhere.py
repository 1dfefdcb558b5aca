"""The registers from elsewhere: noted in a chat, in a line or by a form; listened to as a podcast; remembered by home."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from tests.journeys.test_web_registers import note
from tests.support.browsing import People
from tests.support.chatting import Talk, talking
from tests.support.people import world
from tests.support.visitors import stranger
from toutdoux.registers.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


def test_it_works(talk: Talk) -> None:
    said = talk.typed("bob", "note activité Fête du quartier")
    entry = Entry.objects.get()
    assert "Noted: event, “Fête du quartier”" in said
    assert f"/registers/entry/{entry.id}/" in said
    assert entry.created_by_id == talk.here.bob.member_id
    assert "Noted: request" in talk.typed("bob", "note demande hier La chorale : une salle")
    assert Entry.objects.get(kind="request").values == '{"from_whom":"La chorale"}'


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
