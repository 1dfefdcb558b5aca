"""Signing in with Mattermost, against the server that ships with the code, judged by Mattermost's own description."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client, override_settings

from tests.journeys.test_sign_in_outside import leave, left, signed_in
from tests.support.mattermost.server import FakeMattermost, mattermost
from tests.support.people import START
from tests.support.visitors import account, browser, stranger
from toutdoux.accounts.models import Identity
from toutdoux.integrations.mattermost.fake.shapes import OAuthApp

pytestmark = pytest.mark.django_db

CLIENT, SECRET = "c" * 26, "s" * 26


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        back = "http://testserver/sign-in/with/there/back/"
        found.chat.apps[CLIENT] = OAuthApp(client_id=CLIENT, client_secret=SECRET, callback_urls=(back,))
        there = {
            "name": "there",
            "sort": "mattermost",
            "label": "Our chat",
            "issuer": found.url,
            "id": CLIENT,
            "secret": SECRET,
        }
        with override_settings(TOUTDOUX_URL="http://testserver", TOUTDOUX_IDENTITY_PROVIDERS=(there,)):
            yield found


def agreed(url: str, who: str) -> str:
    """Agree as somebody on Mattermost's page; return the path one is led back to."""
    answer = httpx.get(f"{url}&as={who}")
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def joined(client: Client, who: str) -> Any:
    return client.get(agreed(left(client.post("/account/identities/there/link/")), who))


def test_it_works(chat: FakeMattermost) -> None:
    user = chat.person("alice")
    assert joined(browser(account(name="alice", now=START)), "alice").status_code == 302
    assert Identity.objects.get().subject == user["id"]
    client = stranger()
    assert "Sign in with Our chat" in client.get("/sign-in/").content.decode()
    assert client.get(agreed(leave(client), "alice")).status_code == 302
    assert signed_in(client)
    assert chat.calls("/api/v4/users/me")


def test_a_name_that_somebody_else_took_over_opens_nothing(chat: FakeMattermost) -> None:
    user = chat.person("alice")
    joined(browser(account(name="alice", now=START)), "alice")
    # Usernames and addresses change hands there; the number does not.
    chat.chat.users[user["id"]] |= {"username": "alice-who-left", "email": "gone@example.org"}
    other = chat.person("newcomer")
    chat.chat.users[other["id"]]["username"] = "alice"
    client = stranger()
    assert client.get(agreed(leave(client), "alice")).status_code == 422
    assert not signed_in(client)
    known = stranger()
    known.get(agreed(leave(known), "alice-who-left"))
    assert signed_in(known)


def test_a_code_works_once_and_for_nobody_else(chat: FakeMattermost) -> None:
    chat.person("alice")
    joined(browser(account(name="alice", now=START)), "alice")
    client = stranger()
    back = agreed(leave(client), "alice")
    thief = stranger()
    assert thief.get(back).status_code == 422
    assert not signed_in(thief)
    assert client.get(back).status_code == 302
    again = stranger()
    leave(again)
    assert again.get(back).status_code == 422
    assert not signed_in(again)
