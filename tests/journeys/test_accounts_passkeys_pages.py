"""Passkeys, on the page of one’s account: made, used, refused in words, removed."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.support.authenticator import Authenticator
from tests.support.guarded import NOW, enter, read, set_up_codes, signed_in
from tests.support.visitors import account, stranger
from toutdoux.accounts.models import Passkey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def named(settings: Any) -> None:
    """Give the installation an address that browsers make passkeys for."""
    settings.TOUTDOUX_URL = "https://testserver"


@pytest.mark.usefixtures("named")
def test_a_passkey_is_made_and_opens_without_a_second_step() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    set_up_codes(client)
    device = Authenticator(origin="https://testserver")
    asked = client.post("/account/passkeys/options/").json()
    made = client.post("/account/passkeys/", {"name": "My phone", "answer": json.dumps(device.create(asked))})
    assert made["Location"] == "/account/"
    assert "My phone" in read(client)
    other = stranger()
    question = other.post("/sign-in/passkey/options/").json()
    answer = json.dumps(device.get(question))
    opened = other.post("/sign-in/passkey/", {"answer": answer, "next": "/account/journal/"})
    assert opened["Location"] == "/account/journal/"
    assert "Signed in by passkey." in read(other, "/account/journal/")
    # Each question is answered once, and by the browser that was asked.
    for thief in (other, stranger()):
        thief.post("/sign-out/")
        assert thief.post("/sign-in/passkey/", {"answer": answer}).status_code == 422
        assert not signed_in(thief)


@pytest.mark.usefixtures("named")
def test_what_no_passkey_answers_is_refused_in_words(clock: Any) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    for answer in ("", "nonsense", "[]", "{}", "[" * 10_000):
        client.post("/account/passkeys/options/")
        assert client.post("/account/passkeys/", {"answer": answer}).status_code == 422
        stranger_ = stranger()
        stranger_.post("/sign-in/passkey/options/")
        said = stranger_.post("/sign-in/passkey/", {"answer": answer})
        assert said.status_code == 422
        assert "This passkey did not work" in said.content.decode()
    # A question is forgotten after ten minutes, and one to sign in makes no passkey.
    device = Authenticator(origin="https://testserver")
    asked = client.post("/account/passkeys/options/").json()
    clock.shift(timedelta(minutes=10))
    assert client.post("/account/passkeys/", {"answer": json.dumps(device.create(asked))}).status_code == 422
    assert not Passkey.objects.exists()


@pytest.mark.usefixtures("named")
def test_a_passkey_is_removed() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    device = Authenticator(origin="https://testserver")
    asked = client.post("/account/passkeys/options/").json()
    client.post("/account/passkeys/", {"answer": json.dumps(device.create(asked))})
    client.post(f"/account/passkeys/{Passkey.objects.get().id}/remove/")
    assert not Passkey.objects.exists()
    assert "Passkey removed." in read(client)


@pytest.mark.parametrize(
    ("url", "possible"),
    [
        ("https://votes.example.org", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("http://votes.example.org", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(settings: Any, url: str, possible: bool) -> None:
    settings.TOUTDOUX_URL = url
    assert ("Sign in with a passkey" in stranger().get("/sign-in/").content.decode()) == possible
