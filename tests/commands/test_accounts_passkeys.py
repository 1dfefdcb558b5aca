"""Passkeys: what a device signs is taken once, from here, by whom it says; a copy betrays itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.support.authenticator import Authenticator
from tests.support.visitors import account
from toutdoux.accounts.commands import (
    MOST_PASSKEYS,
    Site,
    add_passkey,
    begin_passkey,
    begin_sign_in_by_passkey,
    remove_passkey,
    sign_in_by_passkey,
)
from toutdoux.accounts.logic.notes import What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, Note, Passkey
from toutdoux.accounts.queries import ways_in
from toutdoux.kernel.refusal import Refused

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
SITE = Site(host="votes.example.org", origin="https://votes.example.org")
pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> UUID:
    return account(name="alice", now=NOW)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(origin=SITE.origin)


def register(alice: UUID, device: Authenticator, *, name: str = "My phone", site: Site = SITE, **client: Any) -> UUID:
    challenge = begin_passkey(account_id=alice, site=SITE)
    answer = device.create(challenge.asked, **client)
    return add_passkey(account_id=alice, name=name, kept=challenge.kept, answer=answer, site=site, now=NOW)


def enter(device: Authenticator, *, site: Site = SITE, **client: Any) -> UUID:
    challenge = begin_sign_in_by_passkey(site=SITE)
    return sign_in_by_passkey(
        kept=challenge.kept, answer=device.get(challenge.asked, **client), site=site, now=NOW, browser="Firefox"
    )


def refusal(gesture: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        gesture()
    (one,) = refused.value.refusals
    return one.code


def test_it_works(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    assert enter(device) == alice
    (row,) = ways_in(account_id=alice, now=NOW).passkeys
    assert (row.name, row.created_at, row.used_at) == ("My phone", NOW, NOW)


def test_an_account_may_have_several_and_each_opens_it(alice: UUID) -> None:
    devices = [Authenticator(origin=SITE.origin) for _ in range(3)]
    for number, one in enumerate(devices):
        register(alice, one, name=f"Key {number}")
    assert [enter(one) for one in devices] == [alice] * 3
    # Those it has are told to the browser, which makes no second one on the same device.
    known = begin_passkey(account_id=alice, site=SITE).asked["publicKey"]["excludeCredentials"]
    assert len(known) == 3


def test_there_is_an_end_to_how_many(alice: UUID) -> None:
    for _ in range(MOST_PASSKEYS):
        register(alice, Authenticator(origin=SITE.origin))
    assert refusal(lambda: begin_passkey(account_id=alice, site=SITE)) == AccountRefusal.TOO_MANY_PASSKEYS


def test_a_passkey_asks_who_holds_it_so_it_is_two_steps_in_one(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    assert begin_sign_in_by_passkey(site=SITE).asked["publicKey"]["userVerification"] == "required"
    device.verifies = False
    assert refusal(lambda: enter(device)) == AccountRefusal.PASSKEY_WRONG
    assert refusal(lambda: register(alice, Authenticator(origin=SITE.origin, verifies=False))) == (
        AccountRefusal.PASSKEY_WRONG
    )


def test_a_passkey_of_another_place_opens_nothing_here(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    for origin in ("https://evil.example", "https://votes.example.org.evil.example", "http://votes.example.org"):
        assert refusal(lambda origin=origin: enter(device, origin=origin)) == AccountRefusal.PASSKEY_WRONG
        assert (
            refusal(lambda origin=origin: register(alice, Authenticator(origin=origin))) == AccountRefusal.PASSKEY_WRONG
        )
    elsewhere = Site(host="elsewhere.example", origin=SITE.origin)
    assert refusal(lambda: enter(device, site=elsewhere)) == AccountRefusal.PASSKEY_WRONG


def test_an_answer_to_another_question_is_refused(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    asked, other = begin_sign_in_by_passkey(site=SITE), begin_sign_in_by_passkey(site=SITE)
    answer = device.get(asked.asked)
    assert refusal(lambda: sign_in_by_passkey(kept=other.kept, answer=answer, site=SITE, now=NOW)) == (
        AccountRefusal.PASSKEY_WRONG
    )
    # Nor does what made a passkey open the account, nor what opened it make one.
    assert refusal(lambda: enter(device, type="webauthn.create")) == AccountRefusal.PASSKEY_WRONG
    assert refusal(lambda: register(alice, Authenticator(origin=SITE.origin), type="webauthn.get")) == (
        AccountRefusal.PASSKEY_WRONG
    )


def test_a_signature_of_another_key_is_refused_and_noted(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    forged = Authenticator(origin=SITE.origin, id=device.id, user=device.user)
    assert refusal(lambda: enter(forged)) == AccountRefusal.PASSKEY_WRONG
    assert Note.objects.filter(account_id=alice, what=What.REFUSED).exists()


def test_a_passkey_nobody_registered_opens_nothing(alice: UUID, device: Authenticator) -> None:
    assert refusal(lambda: enter(device)) == AccountRefusal.PASSKEY_UNKNOWN
    register(alice, device)
    Account.objects.filter(id=alice).update(is_active=False)
    assert refusal(lambda: enter(device)) == AccountRefusal.PASSKEY_UNKNOWN


def test_a_copy_betrays_itself_by_its_counter(alice: UUID) -> None:
    device = Authenticator(origin=SITE.origin, counts=True)
    register(alice, device)
    copy = Authenticator(
        origin=SITE.origin, counts=True, counter=device.counter, key=device.key, id=device.id, user=device.user
    )
    assert enter(device) == alice
    assert enter(device) == alice
    assert refusal(lambda: enter(copy)) == AccountRefusal.PASSKEY_COPIED
    assert Note.objects.filter(account_id=alice, what=What.PASSKEY_COPIED).count() == 1
    # One that says it never counts, where it did before, is a copy too.
    copy.counts, copy.counter = False, 0
    assert refusal(lambda: enter(copy)) == AccountRefusal.PASSKEY_COPIED
    assert enter(device) == alice


def test_a_passkey_that_never_counts_opens_as_often_as_it_likes(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    assert [enter(device) for _ in range(3)] == [alice] * 3


def test_a_passkey_is_registered_once(alice: UUID, device: Authenticator) -> None:
    register(alice, device)
    assert refusal(lambda: register(alice, device)) == AccountRefusal.PASSKEY_KNOWN
    bob = account(name="bob", now=NOW)
    assert refusal(lambda: register(bob, device)) == AccountRefusal.PASSKEY_KNOWN
    assert enter(device) == alice


@pytest.mark.parametrize(
    "answer",
    [{}, {"id": 1}, {"rawId": "é"}, {"response": None}, {"id": "AA", "rawId": "AA", "response": {}, "type": "x"}],
    ids=str,
)
def test_a_malformed_answer_is_refused_in_words(alice: UUID, answer: dict[str, Any]) -> None:
    new, old = begin_passkey(account_id=alice, site=SITE), begin_sign_in_by_passkey(site=SITE)
    assert refusal(lambda: sign_in_by_passkey(kept=old.kept, answer=answer, site=SITE, now=NOW)) == (
        AccountRefusal.PASSKEY_WRONG
    )
    assert refusal(
        lambda: add_passkey(account_id=alice, name="", kept=new.kept, answer=answer, site=SITE, now=NOW)
    ) == (AccountRefusal.PASSKEY_WRONG)


def test_a_name_has_room_for_sixty_characters(alice: UUID, device: Authenticator) -> None:
    assert refusal(lambda: register(alice, device, name="x" * 61)) == AccountRefusal.PASSKEY_NAME_TOO_LONG
    register(alice, device, name=" " + "x" * 60)
    assert Passkey.objects.get().name == "x" * 60


def test_a_passkey_removed_opens_nothing_and_the_last_door_stays(alice: UUID, device: Authenticator) -> None:
    made = register(alice, device)
    bob = account(name="bob", now=NOW)
    for who, which in ((bob, made), (alice, uuid4())):
        assert refusal(lambda w=who, k=which: remove_passkey(account_id=w, passkey_id=k, mail=False, now=NOW)) == (
            AccountRefusal.PASSKEY_UNKNOWN
        )
    row = Account.objects.get(id=alice)
    row.set_unusable_password()
    row.save()
    assert refusal(lambda: remove_passkey(account_id=alice, passkey_id=made, mail=False, now=NOW)) == (
        AccountRefusal.LAST_DOOR
    )
    # A mailed link is a door as well, where mail leaves and the address is proven.
    remove_passkey(account_id=alice, passkey_id=made, mail=True, now=NOW)
    assert refusal(lambda: enter(device)) == AccountRefusal.PASSKEY_UNKNOWN
