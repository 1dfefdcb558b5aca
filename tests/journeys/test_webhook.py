"""Telling other programs: chosen by those who vote, signed, each address by itself, tried again, seen on a page."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.support.listener import Heard, Listener, listening
from tests.support.pages import html, words
from tests.support.people import World, world
from tests.support.visitors import visitor
from toutdoux.decisions import commands
from toutdoux.integrations import delivering
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.webhook.models import Hook

pytestmark = pytest.mark.django_db
EVENTS = ("action.opened", "action.decided")


@pytest.fixture
def scene(db: None) -> World:
    return world()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


def ask(scene: World, browser: Client, method: str, address: str, *arguments: Any) -> Any:
    with time_machine.travel(scene.now, tick=False):
        return getattr(browser, method)(f"/a/{scene.slug}/{address}", *arguments)


def make(scene: World, browser: Client, url: str, *kinds: str) -> str:
    """Make a webhook and return its secret, as the page shows it."""
    page = html(ask(scene, browser, "post", "webhooks/", {"url": url, "kinds": kinds or EVENTS}))
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    return str(secret)


def verified(heard: Heard, secret: str) -> dict[str, Any]:
    """Read a message as the documentation tells receivers to; refuse one whose signature is wrong."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join((heard.headers["webhook-id"].encode(), heard.headers["webhook-timestamp"].encode(), heard.body))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert f"v1,{expected}" in heard.headers["webhook-signature"].split()
    return json.loads(heard.body)


def test_it_works(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    secret = make(scene, browser, listener.url())
    action = scene.open(title="Open a tool library")
    scene.vote(action, "for", "alice", "bob")
    told = delivering.tell(now=scene.now)
    assert (told.sent, told.failed) == (2, 0)
    opened, decided = (verified(heard, secret) for heard in listener.heard)
    assert (opened["type"], opened["version"], opened["data"]) == ("action.opened", 1, {"version": 1})
    assert decided["type"] == "action.decided"
    assert decided["data"]["status"] == "accepted"
    assert decided["action"]["reference"] == "P26-E1"
    assert decided["action"]["tally"] == {"council": 4, "for": 2, "against": 0, "blank": 0}
    assert decided["sequence"] > opened["sequence"]
    [hook] = Hook.objects.all()
    page = words(ask(scene, browser, "get", f"webhooks/{hook.id}/"))
    assert "Sent · Posted for everyone P26-E1" in page


def test_a_payload_has_the_fields_that_are_promised_and_names_nobody(scene: World, listener: Listener) -> None:
    secret = make(scene, visitor(scene, "bob"), listener.url(), "action.opened", "remark.posted", "lead.changed")
    action = scene.open(title="Open a tool library")
    scene.vote(action, "against", "dana", reason="A private reason")
    commands.record_remark(
        actor=scene.dana, action_id=action.id, text="Private words", source="web", now=scene.later(minutes=1)
    )
    commands.want_leads(actor=scene.alice, action_id=action.id, lead=True, co_lead=False, now=scene.now)
    delivering.tell(now=scene.now)
    bodies = [verified(heard, secret) for heard in listener.heard]
    assert [body["type"] for body in bodies] == ["action.opened", "remark.posted", "lead.changed"]
    for body in bodies:
        assert set(body) == {"type", "version", "timestamp", "sequence", "association", "data", "action"}
        assert set(body["association"]) == {"id", "slug", "name", "url"}
        assert set(body["action"]) == {
            *(
                "id",
                "reference",
                "kind",
                "title",
                "version",
                "status",
                "decided_at",
                "execution",
                "opened_at",
                "deadline",
            ),
            *("tally", "lead_wanted", "co_lead_wanted", "url"),
        }
    everything = b"".join(heard.body for heard in listener.heard).decode()
    for private in ("Alice", "Bob", "Dana", "private", "Private", *(str(a.member_id) for a in scene.people.values())):
        assert private not in everything
    assert set(bodies[1]["data"]) == {"remark", "source"}
    assert bodies[2]["data"] == {"change": "wanted", "lead_wanted": True}


def test_only_what_was_asked_for_is_sent_and_only_from_then_on(scene: World, listener: Listener) -> None:
    scene.open(title="Before")
    delivering.tell(now=scene.now)
    make(scene, visitor(scene, "bob"), listener.url(), "action.decided")
    action = scene.open(title="After")
    scene.vote(action, "for", "alice", "bob")
    delivering.tell(now=scene.now)
    assert [json.loads(heard.body)["type"] for heard in listener.heard] == ["action.decided"]


def test_a_program_that_fails_is_tried_again_with_the_same_id_and_holds_up_no_other(
    scene: World, listener: Listener
) -> None:
    browser = visitor(scene, "bob")
    first = make(scene, browser, listener.url("/broken"))
    second = make(scene, browser, listener.url("/well"))
    listener.answers["/broken"] = 500
    scene.open()
    told = delivering.tell(now=scene.now)
    assert (told.sent, told.failed) == (1, 1)
    listener.answers["/broken"] = 200
    assert delivering.tell(now=scene.later(seconds=30)).sent == 0
    assert delivering.tell(now=scene.later(minutes=1)).sent == 1
    broken = [heard for heard in listener.heard if _signed_by(heard, first)]
    well = [heard for heard in listener.heard if _signed_by(heard, second)]
    assert (len(broken), len(well)) == (2, 1)
    assert broken[0].headers["webhook-id"] == broken[1].headers["webhook-id"] != well[0].headers["webhook-id"]
    assert broken[0].headers["webhook-timestamp"] != broken[1].headers["webhook-timestamp"]


def test_what_is_given_up_is_shown(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    make(scene, browser, listener.url())
    listener.answers["/hook"] = 503
    scene.open()
    for _ in range(30):
        delivering.tell(now=scene.now)
        scene.later(hours=1)
    [hook] = Hook.objects.all()
    page = words(ask(scene, browser, "get", f"webhooks/{hook.id}/"))
    assert "Given up" in page
    assert "The server answered 503." in page


def test_gone_is_for_good_and_a_redirect_is_no_answer(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    make(scene, browser, listener.url("/gone"))
    make(scene, browser, listener.url("/moved"))
    listener.answers |= {"/gone": 410, "/moved": 301}
    scene.open()
    delivering.tell(now=scene.now)
    assert dict(Delivery.objects.values_list("error", "state")) == {"http-410": "failed", "http-301": "waiting"}
    assert len(listener.heard) == 2


def test_a_test_is_sent_through_the_outbox_and_an_ended_webhook_is_told_nothing(
    scene: World, listener: Listener
) -> None:
    browser = visitor(scene, "bob")
    secret = make(scene, browser, listener.url())
    [hook] = Hook.objects.all()
    assert ask(scene, browser, "post", f"webhooks/{hook.id}/", {"gesture": "test"}).status_code == 302
    assert not listener.heard
    delivering.tell(now=scene.now)
    [heard] = listener.heard
    body = verified(heard, secret)
    assert (body["type"], body["action"], body["data"]) == ("webhook.test", None, {})
    scene.open()
    ask(scene, browser, "post", f"webhooks/{hook.id}/", {"gesture": "end"})
    delivering.tell(now=scene.now)
    assert len(listener.heard) == 1
    hook.refresh_from_db()
    assert hook.sealed_secret == ""
    assert ask(scene, browser, "get", f"webhooks/{hook.id}/").status_code == 404


def test_the_secret_is_shown_once_and_sealed(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    secret = make(scene, browser, listener.url())
    [hook] = Hook.objects.all()
    assert secret.removeprefix("whsec_") not in hook.sealed_secret
    for address in ("webhooks/", f"webhooks/{hook.id}/"):
        assert "whsec_" not in html(ask(scene, browser, "get", address))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://127.0.0.1/hook", "This address is on a private network"),
        ("https://169.254.169.254/latest/meta-data/", "This address is on a private network"),
        ("https://localhost/", "This address is on a private network"),
        ("ftp://example.org/", "must begin with https://"),
        ("javascript:alert(1)", "This is not the address of a web page"),
        ("https://9.9.9.9/" + "x" * 500, "The address is too long: 500 characters fit."),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_in_a_sentence(scene: World, url: str, sentence: str) -> None:
    answer = ask(scene, visitor(scene, "bob"), "post", "webhooks/", {"url": url, "kinds": EVENTS})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Hook.objects.exists()


def test_an_address_that_becomes_private_later_is_not_called(scene: World, listener: Listener, settings: Any) -> None:
    make(scene, visitor(scene, "bob"), listener.url())
    settings.TOUTDOUX_PRIVATE_NETWORKS = ()
    scene.open()
    assert delivering.tell(now=scene.now).failed == 1
    assert not listener.heard
    assert Delivery.objects.get().error == "address-private"


def test_a_button_pressed_twice_makes_one(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    make(scene, browser, listener.url())
    again = ask(scene, browser, "post", "webhooks/", {"url": listener.url(), "kinds": EVENTS})
    assert again.status_code == 422
    assert "has a webhook already" in words(again)
    assert Hook.objects.count() == 1


def test_an_association_has_ten_at_most(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    for number in range(10):
        make(scene, browser, listener.url(f"/{number}"))
    answer = ask(scene, browser, "post", "webhooks/", {"url": listener.url("/more"), "kinds": EVENTS})
    assert "at most 10 webhooks" in words(answer)


def test_what_is_chosen_is_in_the_ledger_and_said_in_the_settings(scene: World, listener: Listener) -> None:
    browser = visitor(scene, "bob")
    make(scene, browser, listener.url())
    assert "Changed: webhooks" in words(ask(scene, browser, "get", "settings/"))


def test_a_dead_program_slows_nothing_but_itself(scene: World, listener: Listener) -> None:
    """Nobody listens: the next message to it waits without trying, the vote was taken long before."""
    make(scene, visitor(scene, "bob"), "http://127.0.0.1:9/hook")
    action = scene.open()
    scene.vote(action, "for", "alice", "bob")
    told = delivering.tell(now=scene.now)
    assert (told.sent, told.failed) == (0, 2)
    assert set(Delivery.objects.values_list("error", flat=True)) == {"unreachable"}
    assert all(row.next_try_at > scene.now for row in Delivery.objects.all())


def _signed_by(heard: Heard, secret: str) -> bool:
    try:
        verified(heard, secret)
    except AssertionError:
        return False
    return True
