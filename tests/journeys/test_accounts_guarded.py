"""The page of one’s account: its devices, its second step, its journal; and what an open session may not do."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from tests.support.guarded import FIREFOX, NOW, PHONE, code_of, enter, mailed_path, read, set_up_codes, signed_in
from tests.support.people import world
from tests.support.visitors import PASSWORD, account, browser, stranger
from toutdoux.accounts.commands import forget_old
from toutdoux.accounts.logic.notes import KEPT, What
from toutdoux.accounts.models import CodeApp, Note, Session, SignInAttempt
from toutdoux.cli.main import main
from toutdoux.web.accounts import seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_on(settings: Any) -> None:
    settings.TOUTDOUX_MAIL = True


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
