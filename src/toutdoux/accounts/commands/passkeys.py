"""Passkeys (WebAuthn): registering several, by name, and signing in with one. The cryptography is python-fido2's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, Passkey
from toutdoux.accounts.queries import doors
from toutdoux.kernel.refusal import Refusal, Refused

#: More than anyone has devices, and few enough to send with every registration.
MOST_PASSKEYS = 20
LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Site:
    """What passkeys are for: the host of the installation, and the only origin that may ask for them."""

    host: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """What a browser is asked, and what the session keeps meanwhile to judge the answer by. Both are plain JSON."""

    asked: Mapping[str, Any]
    kept: Mapping[str, str]


def begin_passkey(*, account_id: UUID, site: Site) -> Challenge:
    """Ask the browser for a new passkey, that is none of those the account has."""
    account = Account.objects.get(id=account_id)
    known = [_credential(row) for row in Passkey.objects.filter(account=account)]
    if len(known) >= MOST_PASSKEYS:
        raise Refused([Refusal(code=AccountRefusal.TOO_MANY_PASSKEYS, data={"most": MOST_PASSKEYS})])
    # The person is asked for no name when signing in, so the device keeps the key; and it asks who holds it, so that a
    # passkey is two steps in one.
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(
            id=account.id.bytes, name=account.email, display_name=account.name or account.email
        ),
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Challenge(asked=dict(options), kept=_kept(state))


def add_passkey(
    *,
    account_id: UUID,
    name: str,
    kept: Mapping[str, str],
    answer: Mapping[str, Any],
    site: Site,
    now: datetime,
    browser: str = "",
) -> UUID:
    """Keep the passkey that a browser answers with, under ``name`` (empty: the browser's), and return its id."""
    name = name.strip() or browser or "?"
    if len(name) > LONGEST_NAME:
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_NAME_TOO_LONG, data={"longest": LONGEST_NAME})])
    try:
        made = _server(site).register_complete(dict(kept), answer)
        credential = made.credential_data
        assert credential is not None
    except Exception as error:
        # Whatever is malformed in whatever way, the library says so in as many sorts of exceptions.
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_WRONG)]) from error
    with transaction.atomic():
        Account.objects.select_for_update().get(id=account_id)
        if Passkey.objects.filter(account_id=account_id).count() >= MOST_PASSKEYS:
            raise Refused([Refusal(code=AccountRefusal.TOO_MANY_PASSKEYS, data={"most": MOST_PASSKEYS})])
        try:
            with transaction.atomic():
                row = Passkey.objects.create(
                    account_id=account_id,
                    name=name,
                    credential_id=websafe_encode(credential.credential_id),
                    credential=bytes(credential),
                    sign_count=made.counter,
                    created_at=now,
                )
        except IntegrityError as error:
            raise Refused([Refusal(code=AccountRefusal.PASSKEY_KNOWN)]) from error
        note(account_id=account_id, what=What.PASSKEY_ADDED, way=Way.PASSKEY, browser=browser, now=now)
    return row.id


def begin_sign_in_by_passkey(*, site: Site) -> Challenge:
    """Ask the browser for any passkey of this site: which account it opens is the device's to say."""
    options, state = _server(site).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return Challenge(asked=dict(options), kept=_kept(state))


def sign_in_by_passkey(
    *, kept: Mapping[str, str], answer: Mapping[str, Any], site: Site, now: datetime, browser: str = ""
) -> UUID:
    """Return the id of the account that a passkey opens.

    Each use must count higher than the one before, on devices that count (WebAuthn §6.1.1): a passkey that does not is
    refused, and its person told, since one of two copies was used.
    """
    wrong = Refusal(code=AccountRefusal.PASSKEY_WRONG)
    try:
        credential_id = websafe_encode(AuthenticationResponse.from_dict(answer).raw_id)
        said: AuthenticatorData = AuthenticationResponse.from_dict(answer).response.authenticator_data
    except Exception as error:
        raise Refused([wrong]) from error
    row = Passkey.objects.filter(credential_id=credential_id, account__is_active=True).first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_UNKNOWN)])
    try:
        _server(site).authenticate_complete(dict(kept), [_credential(row)], answer)
    except Exception as error:
        note(account_id=row.account_id, what=What.REFUSED, way=Way.PASSKEY, browser=browser, now=now)
        raise Refused([wrong]) from error
    counts_on = Q(sign_count__lt=said.counter) if said.counter else Q(sign_count=0)
    if not Passkey.objects.filter(counts_on, id=row.id).update(sign_count=said.counter, used_at=now):
        note(account_id=row.account_id, what=What.PASSKEY_COPIED, way=Way.PASSKEY, browser=browser, now=now)
        raise Refused([Refusal(code=AccountRefusal.PASSKEY_COPIED, data={"name": row.name})])
    return row.account_id


def remove_passkey(*, account_id: UUID, passkey_id: UUID, mail: bool, now: datetime, browser: str = "") -> None:
    """Forget a passkey; refuses to take away the last door. ``mail``: whether links can be mailed."""
    with transaction.atomic():
        # Two last doors taken away at once would leave none: the account's row is their lock.
        Account.objects.select_for_update().get(id=account_id)
        row = Passkey.objects.filter(account_id=account_id, id=passkey_id).first()
        if row is None:
            raise Refused([Refusal(code=AccountRefusal.PASSKEY_UNKNOWN)])
        if doors(account_id=account_id, mail=mail).number <= 1:
            raise Refused([Refusal(code=AccountRefusal.LAST_DOOR)])
        row.delete()
        note(account_id=account_id, what=What.PASSKEY_REMOVED, way=Way.PASSKEY, browser=browser, now=now)


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.host, name="Toutdoux"), verify_origin=lambda origin: origin == site.origin
    )


def _credential(row: Passkey) -> AttestedCredentialData:
    credential = AttestedCredentialData(bytes(row.credential))
    assert websafe_decode(row.credential_id) == credential.credential_id
    return credential


def _kept(state: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: str(getattr(value, "value", value)) for name, value in state.items()}
