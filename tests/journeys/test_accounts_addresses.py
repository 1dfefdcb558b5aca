"""The address of one’s account: what opens by it only once it is proven, and how it changes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from tests.support.browsing import words
from tests.support.guarded import NOW, enter, mailed_path, read, signed_in
from tests.support.people import START, world
from tests.support.visitors import PASSWORD, account, browser, stranger
from toutdoux.accounts.commands import create_account
from toutdoux.accounts.models import Account, AddressProof
from toutdoux.members.commands import invite

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_on(settings: Any) -> None:
    settings.TOUTDOUX_MAIL = True


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
