"""The podcast as a player reads it: its episodes, what each audio is and weighs, which its own server says and nobody types."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import feedparser
import pytest
from django.test import override_settings

from tests.journeys.test_web_registers import note
from tests.support.browsing import People
from tests.support.people import world
from tests.support.visitors import stranger
from toutdoux.integrations.feeds import weighing
from toutdoux.integrations.feeds.weighing import Weight, ask, weigh

pytestmark = pytest.mark.django_db

MP3 = {"Content-Type": "audio/mpeg", "Content-Length": "5242880"}


@dataclass
class Shelf:
    """A server of audio: what it answers to a method and a path, and what it was asked."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[tuple[str, str], tuple[int, dict[str, str]]] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def holds(self, path: str, method: str = "HEAD", status: int = 200, **headers: str) -> str:
        self.answers[method, path] = (status, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.url(path)


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    found = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.command, self.path))
            status, headers = found.answers.get((self.command, self.path), (404, {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if self.command == "GET":
                self.send_header("Content-Length", "1")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(b"x")

        do_HEAD = do_GET  # noqa: N815 -- the name that the library calls

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=(ip_network("127.0.0.0/8"),)):
        yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def people() -> People:
    return People(world())


def feed(people: People) -> Any:
    """Read the podcast as a player does, and refuse what it finds ill-formed."""
    response = stranger().get(f"/a/{people.scene.slug}/public/podcast.xml")
    assert response.status_code == 200
    read = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "rss20"
    return read


def enclosures(people: People) -> list[tuple[str, str, str]]:
    return [(one.href, one.length, one.type) for entry in feed(people).entries for one in entry.enclosures]


def test_it_works(people: People, shelf: Shelf) -> None:
    """An episode is listened to with what its server says of it; the same words again ask nothing."""
    audio = shelf.holds("/bees.mp3", **MP3)
    entry = note(people, "radio", title="Bees & honey", guests="Ada", day="2026-03-09", audio=audio, in_podcast="on")
    note(people, "radio", title="Not in it", audio=shelf.url("/other.mp3"))
    assert enclosures(people) == [(audio, "0", "audio/mpeg")]
    assert weigh(now=people.scene.now) == 1
    assert enclosures(people) == [(audio, "5242880", "audio/mpeg")]
    assert "Size of the audio 5.2 MB" in people.read("bob", f"registers/entry/{entry}/")
    [episode] = feed(people).entries
    assert (episode.title, episode.id, episode.summary) == ("Bees & honey", str(entry), "Ada")
    assert episode.published_parsed[:3] in {(2026, 3, 8), (2026, 3, 9)}
    changed = {"title": "Bees", "day": "2026-03-09", "audio": audio, "in_podcast": "on", "revision": "1"}
    people.post("bob", f"registers/entry/{entry}/edit/", changed)
    assert enclosures(people) == [(audio, "5242880", "audio/mpeg")]
    assert weigh(now=people.scene.later(days=40)) == 0
    assert shelf.asked == [("HEAD", "/bees.mp3")]


def test_another_address_is_asked_anew(people: People, shelf: Shelf) -> None:
    first, second = shelf.holds("/1.mp3", **MP3), shelf.holds("/2.ogg", Content_Type="audio/ogg", Content_Length="77")
    entry = note(people, "radio", title="Bees", day="2026-03-09", audio=first, in_podcast="on")
    weigh(now=people.scene.now)
    changed = {"title": "Bees", "day": "2026-03-09", "audio": second, "in_podcast": "on", "revision": "1"}
    people.post("bob", f"registers/entry/{entry}/edit/", changed)
    assert enclosures(people) == [(second, "0", "audio/ogg")]
    assert weigh(now=people.scene.now) == 1
    assert enclosures(people) == [(second, "77", "audio/ogg")]


def test_a_server_that_does_not_say_is_asked_again_and_not_for_ever(people: People, shelf: Shelf) -> None:
    audio = shelf.url("/later.mp3")
    entry = note(people, "radio", title="Bees", day="2026-03-09", audio=audio, in_podcast="on")
    assert [weigh(now=people.scene.now) for _ in range(2)] == [1, 0]
    assert "Size of the audio its server does not say" in people.read("bob", f"registers/entry/{entry}/")
    assert weigh(now=people.scene.later(minutes=59)) == 0
    assert weigh(now=people.scene.later(minutes=1)) == 1
    for _ in range(30):
        weigh(now=people.scene.later(days=2))
    assert len(shelf.asked) == 10
    assert enclosures(people) == [(audio, "0", "audio/mpeg")]


def test_what_comes_late_is_kept(people: People, shelf: Shelf) -> None:
    note(people, "radio", title="Bees", day="2026-03-09", audio=shelf.url("/late.mp3"), in_podcast="on")
    weigh(now=people.scene.now)
    shelf.holds("/late.mp3", **MP3)
    weigh(now=people.scene.later(hours=2))
    assert enclosures(people)[0][1] == "5242880"


def test_one_round_asks_few(people: People, shelf: Shelf) -> None:
    for number in range(5):
        audio = shelf.holds(f"/{number}.mp3", **MP3)
        note(people, "radio", title=f"Episode {number}", day="2026-03-09", audio=audio, in_podcast="on")
    assert [weigh(now=people.scene.now) for _ in range(3)] == [3, 2, 0]


def test_sent_elsewhere_it_follows_a_little(shelf: Shelf) -> None:
    shelf.holds("/there.mp3", **MP3)
    shelf.holds("/here.mp3", status=302, Location="/there.mp3")
    shelf.holds("/round.mp3", status=302, Location="/round.mp3")
    assert ask(address=shelf.url("/here.mp3")) == Weight(size=5242880, media_type="audio/mpeg")
    assert ask(address=shelf.url("/round.mp3")) == Weight()
    assert shelf.asked.count(("HEAD", "/round.mp3")) == weighing.MOST_REDIRECTS + 1


def test_a_server_that_knows_no_head_is_asked_for_one_byte(shelf: Shelf) -> None:
    shelf.holds("/one.mp3", status=405)
    shelf.holds("/one.mp3", "GET", 206, Content_Type="audio/mpeg", Content_Range="bytes 0-0/1234")
    assert ask(address=shelf.url("/one.mp3")) == Weight(size=1234, media_type="audio/mpeg")


@pytest.mark.parametrize(
    ("headers", "weight"),
    [
        ({"Content_Type": "text/html", "Content_Length": "12"}, Weight()),
        ({"Content_Type": "audio/mpeg", "Content_Length": "-1"}, Weight()),
        ({"Content_Type": "audio/mpeg", "Content_Length": "0"}, Weight(media_type="audio/mpeg")),
        ({"Content_Type": "application/octet-stream", "Content_Length": "9"}, Weight(size=9)),
        ({"Content_Type": "audio/mpeg; charset=x", "Content_Length": "9"}, Weight(size=9, media_type="audio/mpeg")),
    ],
)
def test_what_is_said_is_read_with_care(shelf: Shelf, headers: dict[str, str], weight: Weight) -> None:
    assert ask(address=shelf.holds("/any.mp3", **headers)) == weight


def test_neighbours_of_this_machine_are_not_called(shelf: Shelf) -> None:
    """Neither at the address that was typed nor at one that a server sends us to."""
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=()):
        assert ask(address=shelf.holds("/inside.mp3", **MP3)) == Weight()
    assert not shelf.asked
    moved = shelf.holds("/out.mp3", status=302, Location="http://10.0.0.1/inside.mp3")
    assert ask(address=moved) == Weight()
    assert shelf.asked == [("HEAD", "/out.mp3")]


def test_an_address_that_is_none_is_no_trouble() -> None:
    assert ask(address="http://[") == Weight()


def test_the_latest_episode_comes_first_and_dates_the_feed(people: People) -> None:
    for day, title in (("2026-03-09", "Second"), ("2026-02-01", "First")):
        note(people, "radio", title=title, day=day, audio=f"https://example.org/{title}.mp3", in_podcast="on")
    read = feed(people)
    assert [entry.title for entry in read.entries] == ["Second", "First"]
    assert read.feed.updated_parsed[:3] == (2026, 3, 9)
