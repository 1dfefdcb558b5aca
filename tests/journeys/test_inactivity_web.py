"""The inactivity procedure by its pages and by mail: the list, the question, both answers, silence, the action, the return."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.test import Client

from tests.support.mailbox import Mailbox, mail_server, path, plain
from tests.support.pages import Pages, words
from tests.support.people import TEN_DAYS, World, world
from toutdoux.decisions.models import Action
from toutdoux.integrations.delivering import tell
from toutdoux.members.queries import member
from toutdoux.procedures.models import ListedMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db: None) -> World:
    """Four votes in which Alice and Bob took part, and Dana, Eli and F5 in none."""
    found = world(council=5)
    for number in range(4):
        action = found.open(title=f"Matter {number}")
        found.vote(action, "for", "alice", "bob")
        found.later(days=11)
        found.settle()
    return found


@pytest.fixture
def pages(scene: World) -> Pages:
    return Pages(scene)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def begin(pages: Pages, by: str = "alice") -> str:
    """Begin a procedure over everything so far; return the address of its page."""
    first, last = pages.scene.now - timedelta(days=60), pages.scene.now
    response = pages.post(by, "taking-part/", {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"})
    assert response.status_code == 302, words(response)
    return response["Location"].removeprefix(f"/a/{pages.scene.slug}/")


def row_of(scene: World, name: str) -> ListedMember:
    return ListedMember.objects.get(member_id=scene.people[name].member_id)


def step(pages: Pages, run: str, do: str, by: str = "alice") -> None:
    assert pages.post(by, run, {"do": do}).status_code == 302


def of_person(run: str, pages: Pages, name: str) -> str:
    return f"{run}{row_of(pages.scene, name).id}/"


def send(scene: World) -> None:
    tell(now=scene.now)
    # Sending takes time, and what is written of it bears the instant at which the server answered.
    scene.later(minutes=1)


def questions(box: Mailbox, name: str) -> list[EmailMessage]:
    """Return the questions whether they stay that were mailed to someone who has no account."""
    return [mail for mail in box.to(name) if "do you wish to stay?" in mail["Subject"]]


def standing(scene: World, name: str) -> str:
    actor = scene.people[name]
    return str(member(actor=scene.alice, member_id=actor.member_id, now=scene.now).right.standing)


def mailed(scene: World, link: str, data: dict[str, str] | None = None) -> str:
    """Open a mailed link as whoever holds it, without a session; press a button when ``data`` is given."""
    client = Client()
    client.cookies["toutdoux_language"] = "en"
    with time_machine.travel(scene.now, tick=False):
        response = client.post(link, data, follow=True) if data else client.get(link)
    assert response.status_code == 200
    return words(response)


def test_it_works(scene: World, pages: Pages, box: Mailbox) -> None:
    """From the list to the action and back: one stays by mail, one leaves by the page, one is silent and comes back."""
    run = begin(pages)
    shown = pages.words("alice", run)
    assert "Nobody has been told anything" in shown
    assert all(name in shown for name in ("Dana", "Eli", "F5"))
    assert "0 of 4 votes" in shown
    assert not ListedMember.objects.filter(member_id__in=[scene.alice.member_id, scene.bob.member_id]).exists()

    step(pages, run, "ask")
    send(scene)
    assert {mail["To"] for mail in box.mails if "do you wish to stay?" in mail["Subject"]} == {"dana@example.org", "eli@example.org", "f5@example.org"}
    [question] = questions(box, "dana")
    assert "You took part in 0 of the 4 votes you could have cast" in " ".join(plain(question).split())
    assert "Told by mail" in pages.words("alice", run)

    link = path(question, "staying")
    assert "I stay" in mailed(scene, link)
    assert row_of(scene, "dana").answer == ""
    assert "You have answered that you stay" in mailed(scene, link, {"answer": "stay", "words": "I was at sea"})
    assert "I was at sea" in pages.words("alice", run)

    left = pages.post("eli", "taking-part/answer/", {"answer": "leave", "words": ""})
    assert left["Location"] == "/", left["Location"]
    assert standing(scene, "eli") == "left"

    scene.later(days=9)
    refused = pages.post("alice", run, {"do": "open"})
    assert refused.status_code == 422
    assert "may still answer" in words(refused)

    scene.later(days=2)
    step(pages, run, "open")
    action = Action.objects.latest("opened_at")
    assert action.kind == "extraordinary"
    assert pages.get("alice", run).status_code == 200
    scene.vote(action, "for", "alice", "bob")
    scene.later(days=11)
    scene.settle()
    assert scene.status(action) == "accepted"
    assert standing(scene, "f5") == "out-of-council"
    assert standing(scene, "dana") == "votes"

    assert "Ask for my place back" in pages.words("f5", "taking-part/")
    pages.post("f5", f"taking-part/back/{scene.f5.member_id}/", {})
    back = Action.objects.latest("opened_at")
    scene.vote(back, "for", "alice", "bob")
    assert standing(scene, "f5") == "votes"
