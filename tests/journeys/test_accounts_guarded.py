"""The page of one's account: devices, second step, passkeys, address, journal; and what an open session may not do."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import settings
from django.core import mail
from django.db import DatabaseError
from django.test import Client

from tests.support.authenticator import App, Authenticator
from tests.support.browsing import words
from tests.support.people import START, world
from tests.support.visitors import PASSWORD, account, browser, stranger
from toutdoux.accounts.commands import create_account, forget_old
from toutdoux.accounts.logic.notes import KEPT, What
from toutdoux.accounts.models import Account, AddressProof, CodeApp, Note, Passkey, Session, SignInAttempt
from toutdoux.cli.main import main
from toutdoux.members.commands import invite
from toutdoux.web.accounts import seen

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_on(settings: Any) -> None:
    settings.TOUTDOUX_MAIL = True


@pytest.fixture
def named(settings: Any) -> None:
    """Give the installation an address that browsers make passkeys for."""
    settings.TOUTDOUX_URL = "https://testserver"


def enter(client: Client, *, name: str = "alice", **more: Any) -> Any:
    return client.post("/sign-in/", {"email": f"{name}@example.org", "password": PASSWORD}, **more)


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def read(client: Client, path: str = "/account/") -> str:
    return words(client.get(path))


def mailed_path(position: int = -1) -> str:
    found = re.search(r"http\S+", mail.outbox[position].body)
    assert found is not None
    return urlsplit(found[0]).path


def set_up_codes(client: Client) -> tuple[str, list[str]]:
    """Set up a second step through the pages; return its secret and the codes on paper."""
    asked = client.post("/account/codes/")
    secret = re.search(r'code-words">([A-Z2-7 ]+)<', asked.content.decode())
    assert secret is not None
    plain = secret[1].replace(" ", "")
    shown = client.post("/account/codes/", {"code": App(plain).shows(datetime.now(UTC))})
    return plain, re.findall(r"<li>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</li>", shown.content.decode())


def code_of(secret: str) -> str:
    return App(secret).shows(datetime.now(UTC))


# --- devices ----------------------------------------------------------------------------------------------------------


def test_it_works() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client, HTTP_USER_AGENT=FIREFOX)
    said = read(client)
    assert "Firefox · Linux (this one)" in said
    assert "Signed in by password on 10 March at 9:30." in said


def test_a_session_ended_is_out_at_its_next_request(clock: Any) -> None:
    account(name="alice", now=NOW)
    here, there = stranger(), stranger()
    enter(here, HTTP_USER_AGENT=FIREFOX)
    enter(there, HTTP_USER_AGENT=PHONE)
    assert "Safari · iPhone" in read(here)
    (device,) = re.findall(r"/account/devices/([0-9a-f-]{36})/end/", here.get("/account/").content.decode())
    assert here.post(f"/account/devices/{device}/end/").status_code == 302
    assert not signed_in(there)
    assert signed_in(here)
    assert "A device signed out from here." in read(here)


def test_another_persons_session_is_not_ended() -> None:
    account(name="alice", now=NOW)
    alice = stranger()
    enter(alice)
    bob = browser(account(name="bob", now=NOW))
    device = Session.objects.get(account__email="alice@example.org").device
    assert bob.post(f"/account/devices/{device}/end/").status_code == 422
    assert signed_in(alice)


def test_every_other_device_is_signed_out_at_once() -> None:
    account(name="alice", now=NOW)
    devices = [stranger() for _ in range(3)]
    for client in devices:
        enter(client)
    devices[0].post("/account/devices/end-others/")
    assert [signed_in(client) for client in devices] == [True, False, False]


def test_a_changed_password_ends_the_others_and_their_rows() -> None:
    account(name="alice", now=NOW)
    here, there = stranger(), stranger()
    enter(here)
    enter(there)
    new = {"change": "password", "password-current": PASSWORD, "password-new": "seven red boats at dawn"}
    here.post("/account/", new)
    assert signed_in(here)
    assert not signed_in(there)
    assert Session.objects.filter(account__isnull=False).count() == 1


def test_the_database_tells_no_session_key_and_no_address_on_the_network() -> None:
    account(name="alice", now=NOW)
    client = Client(REMOTE_ADDR="192.0.2.77")
    enter(client, HTTP_USER_AGENT=FIREFOX)
    kept = f"{list(Session.objects.values_list())}{list(Note.objects.values_list())}"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value not in kept
    assert "192.0.2" not in kept
    # What is kept of the key opens nothing.
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    assert not signed_in(thief)


def test_a_device_is_seen_to_the_hour_and_reading_writes_no_more_often(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    clock.shift(timedelta(minutes=59))
    client.get("/account/journal/")
    assert Session.objects.get().seen_at == NOW
    clock.shift(timedelta(minutes=2))
    client.get("/account/journal/")
    assert Session.objects.get().seen_at == NOW + timedelta(minutes=61)
    assert "last seen on 10 March at 10:31" in read(client)

    def cannot_write(**_: object) -> None:
        raise DatabaseError("a database that cannot be written")

    # A page that can be read is shown also by a database that cannot be written.
    monkeypatch.setattr(seen, "see_session", cannot_write)
    clock.shift(timedelta(hours=2))
    assert client.get("/account/journal/").status_code == 200


# --- the second step --------------------------------------------------------------------------------------------------


def test_a_second_step_is_set_up_and_asked(clock: Any) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    secret, codes = set_up_codes(client)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/").content.decode()
    client.post("/sign-out/")
    clock.shift(timedelta(minutes=5))
    answer = enter(client)
    assert answer["Location"] == "/sign-in/second-step/"
    assert not signed_in(client)
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "This is not the code." in wrong.content.decode()
    code = code_of(secret)
    assert client.post("/sign-in/second-step/", {"code": code})["Location"] == "/"
    assert signed_in(client)
    # The same code, from elsewhere, a moment later.
    thief = stranger()
    enter(thief)
    assert "used already" in thief.post("/sign-in/second-step/", {"code": code}).content.decode()
    assert not signed_in(thief)


def test_a_recovery_code_opens_once() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    _, codes = set_up_codes(client)
    for expected in (302, 422):
        other = stranger()
        enter(other)
        assert other.post("/sign-in/second-step/", {"code": codes[0]}).status_code == expected
    assert "9 recovery codes are left." in read(client)


@pytest.mark.usefixtures("mail_on")
def test_a_mailed_link_asks_for_the_second_step_too() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    _, codes = set_up_codes(client)
    other = stranger()
    other.post("/sign-in/link/", {"email": "alice@example.org"})
    assert other.post(mailed_path(), {"next": "/account/journal/"})["Location"] == (
        "/sign-in/second-step/?next=%2Faccount%2Fjournal%2F"
    )
    assert not signed_in(other)
    done = other.post("/sign-in/second-step/", {"code": codes[0], "next": "/account/journal/"})
    assert done["Location"] == "/account/journal/"


def test_the_second_step_waits_ten_minutes_and_for_those_who_passed_the_first(clock: Any) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    _, codes = set_up_codes(client)
    assert stranger().post("/sign-in/second-step/", {"code": codes[0]})["Location"] == "/sign-in/"
    late = stranger()
    enter(late)
    clock.shift(timedelta(minutes=10))
    assert late.post("/sign-in/second-step/", {"code": codes[0]})["Location"] == "/sign-in/"
    assert not signed_in(late)
    nowhere = stranger()
    enter(nowhere)
    led = nowhere.post("/sign-in/second-step/", {"code": codes[0], "next": "//elsewhere.example/"})
    assert led["Location"] == "/"


def test_the_first_step_alone_gives_nothing_of_the_account() -> None:
    scene = world()
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    set_up_codes(client)
    half = stranger()
    enter(half)
    for path in ("/account/", f"/a/{scene.slug}/", "/account/codes/", "/account/journal/"):
        assert half.get(path)["Location"].startswith("/sign-in/")


def test_a_second_step_is_ended() -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    set_up_codes(client)
    assert "It is set up already." in read(client, "/account/codes/")
    fresh = re.findall(r"<li>([a-z2-7-]{19})</li>", client.post("/account/codes/recovery/").content.decode())
    assert len(fresh) == 10
    client.post("/account/codes/end/")
    assert enter(stranger())["Location"] == "/"


# --- what an open session may not do ----------------------------------------------------------------------------------


def test_a_session_left_open_changes_no_way_in(clock: Any) -> None:
    identity = account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    clock.shift(timedelta(minutes=30))
    for method, path in (("get", "/account/codes/"), ("post", "/account/codes/"), ("get", "/account/address/")):
        led = getattr(client, method)(path)["Location"]
        assert led.startswith("/account/confirm/?next=%2Faccount%2F"), led
    assert client.post("/account/codes/end/")["Location"] == "/account/confirm/?next=%2Faccount%2F"
    assert not CodeApp.objects.filter(account_id=identity).exists()
    wrong = client.post("/account/confirm/", {"password": "guess"})
    assert "This is not the current password." in wrong.content.decode()
    back = client.post("/account/confirm/", {"password": PASSWORD, "next": "/account/codes/"})
    assert back["Location"] == "/account/codes/"
    assert client.get("/account/codes/").status_code == 200
    assert client.post("/account/confirm/", {"password": PASSWORD, "next": "//evil.example"})["Location"] == "/account/"


# --- passkeys ---------------------------------------------------------------------------------------------------------


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


# --- the address ------------------------------------------------------------------------------------------------------


@pytest.fixture
def typed() -> Any:
    """Make an account whose address someone typed, and nobody has proven."""
    return account(name="alice", now=NOW, proven=False)


@pytest.mark.usefixtures("mail_on")
def test_a_letter_to_an_address_someone_typed_opens_nothing(typed: Any) -> None:
    reader = stranger()
    reader.post("/sign-in/link/", {"email": "alice@example.org"})
    (letter,) = mail.outbox
    assert letter.subject == "Is this address yours?"
    path = mailed_path()
    assert path.startswith("/address/")
    assert "Having the letter is not enough" in read(reader, path)
    assert reader.post(path, {"answer": "mine"}).status_code == 422
    assert not signed_in(reader)
    assert Account.objects.get().email_proven_at is None
    # Nor does it prove the address to another account.
    other = browser(account(name="bob", now=NOW))
    assert other.post(path, {"answer": "mine"}).status_code == 422
    assert Account.objects.get(id=typed).email_proven_at is None


@pytest.mark.usefixtures("mail_on")
def test_an_address_is_proven_by_its_reader_who_is_signed_in(typed: Any) -> None:
    client = stranger()
    enter(client)
    assert "This address is not proven yet" in read(client)
    client.post("/account/address/", {"prove": "1"})
    path = mailed_path()
    client.get(path)
    assert Account.objects.get().email_proven_at is None
    assert client.post(path, {"answer": "mine"})["Location"] == "/account/"
    assert Account.objects.get().email_proven_at == NOW
    assert "This address is not proven yet" not in read(client)
    assert "Address proven." in read(client)
    # From now on a mailed link signs in.
    stranger().post("/sign-in/link/", {"email": "alice@example.org"})
    assert mailed_path().startswith("/sign-in/link/")
    assert client.get(path).status_code == 410


@pytest.mark.usefixtures("mail_on")
def test_whoever_reads_its_mail_takes_an_address_back(typed: Any, clock: Any) -> None:
    squatter = stranger()
    enter(squatter)
    stranger().post("/sign-in/link/", {"email": "alice@example.org"})
    path = mailed_path()
    reader = stranger()
    assert "No account here has alice@example.org any more." in words(reader.post(path, {"answer": "not-mine"}))
    # The account stays with whoever made it, without that address, which is free for its owner.
    assert signed_in(squatter)
    assert "Your account has no address" in read(squatter)
    create_account(email="alice@example.org", password=PASSWORD, now=NOW)
    assert "Address taken back" in read(squatter)


@pytest.mark.usefixtures("mail_on")
def test_a_proven_address_is_not_taken_away() -> None:
    identity = account(name="alice", now=NOW, proven=False)
    client = browser(identity)
    client.post("/account/address/", {"prove": "1"})
    client.post("/account/address/", {"prove": "1"})
    first, second = mailed_path(0), mailed_path(1)
    client.post(first, {"answer": "mine"})
    assert stranger().post(second, {"answer": "not-mine"}).status_code == 410
    assert Account.objects.get().email == "alice@example.org"


@pytest.mark.usefixtures("mail_on")
def test_an_address_changes_when_the_new_one_is_proven(clock: Any) -> None:
    client = browser(account(name="alice", now=NOW))
    client.post("/account/address/", {"email": "Alice@Elsewhere.example"})
    assert mail.outbox[0].to == ["alice@elsewhere.example"]
    assert Account.objects.get().email == "alice@example.org"
    client.post(mailed_path(), {"answer": "mine"})
    assert Account.objects.get().email == "alice@elsewhere.example"
    assert "Address changed." in read(client)
    assert client.post("/account/address/", {"email": "nowhere"}).status_code == 422
    # Too late is too late.
    client.post("/account/address/", {"email": "third@example.org"})
    clock.shift(timedelta(days=3))
    late = client.get(mailed_path())
    assert late.status_code == 410
    assert "each one works for three days" in late.content.decode()


@pytest.mark.usefixtures("mail_on")
def test_an_address_of_another_account_is_not_told_and_not_taken() -> None:
    account(name="bob", now=NOW)
    client = browser(account(name="alice", now=NOW))
    assert client.post("/account/address/", {"email": "bob@example.org"}).status_code == 302
    assert client.post(mailed_path(), {"answer": "mine"}).status_code == 422
    assert sorted(Account.objects.values_list("email", flat=True)) == ["alice@example.org", "bob@example.org"]


def test_without_mail_an_address_changes_at_once_and_is_not_proven() -> None:
    client = browser(account(name="alice", now=NOW))
    client.post("/account/address/", {"email": "third@example.org"})
    row = Account.objects.get()
    assert (row.email, row.email_proven_at) == ("third@example.org", None)
    account(name="bob", now=NOW)
    taken = client.post("/account/address/", {"email": "bob@example.org"})
    assert "There is already an account with this address" in taken.content.decode()


@pytest.mark.usefixtures("mail_on")
def test_nobody_fills_a_mailbox_with_proofs(typed: Any) -> None:
    for _ in range(6):
        stranger().post("/sign-in/link/", {"email": "alice@example.org"})
    assert len(mail.outbox) == 3
    assert AddressProof.objects.count() == 3


@pytest.mark.usefixtures("mail_on")
def test_an_account_made_by_an_invitation_has_an_address_to_prove() -> None:
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    client = stranger()
    client.post(f"/join/{token}/", {"email": "bob@example.org", "password": PASSWORD, "name": "Bob"})
    assert Account.objects.get().email_proven_at is None
    client.post(mailed_path(), {"answer": "mine"})
    assert Account.objects.get().email_proven_at is not None


# --- the journal ------------------------------------------------------------------------------------------------------


def test_the_journal_tells_who_came_in_and_who_did_not(clock: Any) -> None:
    account(name="alice", now=NOW)
    for _ in range(3):
        stranger().post("/sign-in/", {"email": "alice@example.org", "password": "guess"}, HTTP_USER_AGENT=PHONE)
    client = stranger()
    enter(client, HTTP_USER_AGENT=FIREFOX)
    said = read(client, "/account/journal/")
    assert "Refused by password, 3 times within the hour." in said
    assert "Safari · iPhone" in said
    assert "Signed in by password." in said
    # It is each person's own.
    assert "Refused" not in read(browser(account(name="bob", now=NOW)), "/account/journal/")


def test_the_journal_is_kept_for_six_months_and_old_things_are_forgotten(clock: Any) -> None:
    account(name="alice", now=NOW)
    enter(stranger())
    stranger().post("/sign-in/", {"email": "nobody@example.org", "password": "guess"})
    forget_old(now=NOW + timedelta(days=29))
    assert Session.objects.count() == 1
    assert Note.objects.filter(what=What.SIGNED_IN).exists()
    assert not SignInAttempt.objects.exists()
    forget_old(now=NOW + KEPT)
    assert not Note.objects.exists()
    assert not Session.objects.exists()


def test_a_second_step_nobody_can_take_is_ended_by_the_installation(clock: Any) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    enter(client)
    set_up_codes(client)
    for arguments, asked in (((), True), (("--end-second-step",), False)):
        words_ = ["--lang", "en", "password", "alice@example.org", *arguments]
        said = CliRunner().invoke(main, words_, input="seven red boats at dawn\n", catch_exceptions=False)
        assert said.exit_code == 0, said.output
        answer = stranger().post("/sign-in/", {"email": "alice@example.org", "password": "seven red boats at dawn"})
        assert (answer["Location"] == "/sign-in/second-step/") == asked
    assert "Codes are asked for no more." in said.output
