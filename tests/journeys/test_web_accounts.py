"""Signing in and out by the pages: by password, by mailed link; what strangers can and cannot do."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.support.people import world
from tests.support.visitors import PASSWORD, account, browser, stranger, visitor
from toutdoux.accounts.commands import make_sign_in_link
from toutdoux.accounts.logic.throttle import MOST_BY_SOURCE, WINDOW
from toutdoux.accounts.models import Account, SignInLink

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_on(settings: Any) -> None:
    settings.TOUTDOUX_MAIL = True


def sign_in(client: Client, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/", {"email": "alice@example.org", "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def mailed_path() -> str:
    (letter,) = mail.outbox
    found = re.search(r"http\S+", letter.body)
    assert found is not None
    assert found[0].startswith(settings.TOUTDOUX_URL)
    parts = urlsplit(found[0])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_it_works() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    assert client.get("/sign-in/").status_code == 200
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client)
    assert client.get("/sign-in/")["Location"] == "/"


def test_a_wrong_password_is_said_and_the_address_stays() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    answer = sign_in(client, "not this one")
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "The address and the password do not go together." in body
    assert 'value="alice@example.org"' in body
    assert "not this one" not in body
    assert not signed_in(client)
    assert "Your password is needed." in sign_in(client, "").content.decode()


def test_the_session_gets_a_new_key_when_someone_signs_in() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    other = stranger()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not signed_in(other)


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/a/fireflies/members/?on=2026-03-01", "/a/fireflies/members/?on=2026-03-01"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("///elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("elsewhere", "/"),
        ("http:///elsewhere.example", "/"),
    ],
)
def test_signing_in_leads_nowhere_but_here(asked: str, led: str) -> None:
    account(name="alice", now=NOW)
    assert sign_in(stranger(), next=asked)["Location"] == led


def test_too_many_failures_are_told_with_the_time_to_try_again(clock: Any) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    for _ in range(MOST_BY_SOURCE):
        assert sign_in(client, "guess").status_code == 422
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "You can try again in 15 minutes; your account is not locked." in answer.content.decode()
    clock.shift(timedelta(minutes=14, seconds=30))
    assert "You can try again in 1 minute;" in sign_in(client).content.decode()
    clock.shift(-timedelta(minutes=14, seconds=30))
    elsewhere = Client(REMOTE_ADDR="192.0.2.77")
    assert sign_in(elsewhere).status_code == 302
    clock.shift(WINDOW)
    assert sign_in(client).status_code == 302


def test_neighbours_on_an_ipv6_network_are_one_source() -> None:
    account(name="alice", now=NOW)
    for n in range(MOST_BY_SOURCE):
        sign_in(Client(REMOTE_ADDR=f"2001:db8::{n + 1:x}"), "guess")
    assert sign_in(Client(REMOTE_ADDR="2001:db8::ffff")).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="2001:db8:0:1::1")).status_code == 302


def test_signing_out_takes_a_button() -> None:
    client = browser(account(name="alice", now=NOW))
    client.get("/sign-out/")
    assert signed_in(client)
    answer = client.post("/sign-out/")
    assert answer["Location"] == "/sign-in/"
    assert not signed_in(client)


def test_a_form_without_its_token_changes_nothing() -> None:
    account(name="alice", now=NOW)
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403


@pytest.mark.usefixtures("mail_on")
def test_a_mailed_link_signs_in_once_and_only_by_its_button() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    assert client.get("/sign-in/link/").status_code == 200
    answer = client.post("/sign-in/link/", {"email": "Alice@example.org", "next": "/account/"})
    assert "is on its way" in client.get(answer["Location"]).content.decode()
    path = mailed_path()
    # A program that opens the links of a mailbox signs nobody in, and uses nothing up.
    shown = Client().get(path)
    assert "alice@example.org" in shown.content.decode()
    assert SignInLink.objects.get().used_at is None
    answer = client.post(urlsplit(path).path, {"next": "/account/"})
    assert answer["Location"] == "/account/"
    assert signed_in(client)
    for again in (Client().get(path), Client().post(path)):
        assert again.status_code == 410


@pytest.mark.usefixtures("mail_on")
def test_asking_for_a_link_says_the_same_whether_the_address_is_known() -> None:
    account(name="alice", now=NOW)
    answers = [
        stranger().post("/sign-in/link/", {"email": email}) for email in ("alice@example.org", "nobody@example.org")
    ]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert stranger().post("/sign-in/link/", {"email": "nowhere"}).status_code == 422


@pytest.mark.usefixtures("mail_on")
def test_a_link_too_old_or_cut_says_so(clock: Any) -> None:
    account(name="alice", now=NOW)
    stranger().post("/sign-in/link/", {"email": "alice@example.org"})
    path = mailed_path()
    cut = Client().get(path[:-4] + "/")
    assert cut.status_code == 410
    clock.shift(timedelta(minutes=30))
    late = stranger().get(path)
    assert late.status_code == 410
    assert "This link is too old" in late.content.decode()


@pytest.mark.usefixtures("mail_on")
def test_a_link_leads_nowhere_but_here() -> None:
    account(name="alice", now=NOW)
    stranger().post("/sign-in/link/", {"email": "alice@example.org", "next": "//elsewhere.example/"})
    path = mailed_path()
    assert "elsewhere" not in path
    assert stranger().post(path, {"next": "//elsewhere.example/"})["Location"] == "/"


def test_without_mail_there_is_no_link_to_ask_for() -> None:
    assert stranger().get("/sign-in/link/").status_code == 404
    assert "Receive a link" not in stranger().get("/sign-in/").content.decode()


def test_a_link_from_the_installer_works_without_mail() -> None:
    account(name="alice", now=NOW)
    made = make_sign_in_link(email="alice@example.org", now=NOW)
    assert made is not None
    client = stranger()
    client.post(f"/sign-in/link/{made.token}/")
    assert signed_in(client)


def test_an_account_is_for_who_is_signed_in() -> None:
    answer = stranger().get("/account/")
    assert answer["Location"] == "/sign-in/?next=/account/"


def test_the_name_and_the_language_are_changed() -> None:
    identity = account(name="alice", now=NOW)
    client = browser(identity)
    answer = client.post("/account/", {"change": "profile", "profile-name": "Alice B.", "profile-language": "fr"})
    assert answer.status_code == 302
    row = Account.objects.get(id=identity)
    assert (row.name, row.language) == ("Alice B.", "fr")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    client.post("/account/", {"change": "profile", "profile-name": "Alice B.", "profile-language": ""})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == ""
    wrong = client.post("/account/", {"change": "profile", "profile-name": "A" * 121, "profile-language": "fr"})
    assert wrong.status_code == 422
    assert "A" * 121 in wrong.content.decode()


def test_signing_in_brings_the_language_of_the_account() -> None:
    account(name="alice", now=NOW)
    Account.objects.update(language="fr")
    client = Client()
    sign_in(client)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"


def test_a_new_password_signs_other_devices_out_and_this_one_not() -> None:
    identity = account(name="alice", now=NOW)
    here, there = browser(identity), browser(identity)
    new = "seven red boats at dawn"
    wrong = here.post("/account/", {"change": "password", "password-current": "guess", "password-new": new})
    assert wrong.status_code == 422
    assert "This is not the current password." in wrong.content.decode()
    short = here.post("/account/", {"change": "password", "password-current": PASSWORD, "password-new": "dusk"})
    assert "at least 10 characters are needed" in short.content.decode()
    done = here.post("/account/", {"change": "password", "password-current": PASSWORD, "password-new": new})
    assert done.status_code == 302
    assert signed_in(here)
    assert not signed_in(there)
    assert sign_in(stranger(), new).status_code == 302


def test_whoever_came_by_a_link_may_choose_a_password_once_without_the_old_one() -> None:
    account(name="alice", now=NOW)
    made = make_sign_in_link(email="alice@example.org", now=NOW)
    assert made is not None
    client = stranger()
    client.post(f"/sign-in/link/{made.token}/")
    new = "seven red boats at dawn"
    assert "password-current" not in client.get("/account/").content.decode()
    assert client.post("/account/", {"change": "password", "password-new": new}).status_code == 302
    assert "password-current" in client.get("/account/").content.decode()
    assert client.post("/account/", {"change": "password", "password-new": PASSWORD}).status_code == 422
    # Someone who came by password never may.
    other = stranger()
    sign_in(other, new)
    assert other.post("/account/", {"change": "password", "password-new": PASSWORD}).status_code == 422


def test_the_language_is_chosen_at_the_foot_of_any_page() -> None:
    client = Client()
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert '<html lang="en">' in client.get("/sign-in/").content.decode()
    assert client.post("/language/", {"language": "en", "next": "//elsewhere.example/"})["Location"] == "/"


def test_pages_with_secrets_are_kept_by_no_cache() -> None:
    client = browser(account(name="alice", now=NOW))
    for answer in (stranger().get("/sign-in/"), client.get("/account/"), client.get("/new/")):
        assert "no-store" in answer["Cache-Control"]


def test_a_member_signs_in_and_lands_in_their_association() -> None:
    scene = world()
    client = visitor(scene)
    assert client.get("/")["Location"] == f"/a/{scene.slug}/"
