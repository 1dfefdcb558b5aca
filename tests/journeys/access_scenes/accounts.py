"""The ways into one person's account: Bob's. Nobody else has anything to do with them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.support.people import START, World
from toutdoux.accounts.commands import make_address_proof
from toutdoux.accounts.models import Account, Identity, Passkey, Session
from toutdoux.kernel.tokens import token_digest

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/accounts.py`` are played at."""
    bob = Account.objects.get(email="bob.here@example.org")
    return {
        "providers": {"known": {"name": "there"}, "unknown": {"name": "nowhere"}},
        "proofs": _proofs(bob),
        "passkeys": {"theirs": {"passkey_id": _passkey(bob)}, "unknown": {"passkey_id": uuid4()}},
        "identities": {"theirs": {"identity_id": _identity(bob)}, "unknown": {"identity_id": 999_999}},
        "devices": {"theirs": {"device": _device(bob)}, "unknown": {"device": uuid4()}},
    }


def _proofs(bob: Account) -> Place:
    """Links that prove another address of Bob's."""
    tokens = {"unknown": "nobody-made-this-one"}
    for state, at in (("expired", START - timedelta(days=4)), ("valid", START)):
        proof = make_address_proof(account_id=bob.id, email=f"bob.{state}@example.org", now=at)
        assert proof is not None
        tokens[state] = proof.token
    return {state: {"token": token} for state, token in tokens.items()}


def _passkey(bob: Account) -> Any:
    # Any bytes will do: nobody signs in with it.
    return Passkey.objects.create(
        account=bob, name="The key on my ring", credential_id="AAAA", credential=b"", created_at=START
    ).id


def _identity(bob: Account) -> int:
    return Identity.objects.create(
        account=bob, issuer="https://accounts.example.org", subject="1", label="@bob", linked_at=START
    ).id


def _device(bob: Account) -> Any:
    """A second device of Bob's: the first is the browser that knocks."""
    device = uuid4()
    Session.objects.create(
        session_key=token_digest("another key"),
        session_data="",
        expire_date=START + timedelta(days=9),
        account=bob,
        device=device,
        browser="Safari · iPhone",
        began_at=START,
        seen_at=START,
    )
    return device
