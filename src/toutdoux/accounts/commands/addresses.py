"""Proving that an address is one's own, changing it, and taking it back from whoever typed it.

Anyone can type anyone's address. So a letter to an address that is not proven opens nothing: its link proves the address
to the account that is signed in, or lets the reader of the mailbox take the address away from an account that is not theirs.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from toutdoux.accounts.commands.creating import email_refusals, plain_email
from toutdoux.accounts.commands.entering import MOST_LINKS
from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.logic.notes import What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, AddressProof, SignInLink
from toutdoux.accounts.queries import access_address_proof
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest

PROOF_LASTS = timedelta(days=3)
#: Where an address goes that its reader has disowned: a name that no mail ever reaches (RFC 2606).
NOWHERE = "address.invalid"


@dataclass(frozen=True, kw_only=True)
class MailedProof:
    """A new link that proves an address, to be sent to ``email``. The secret is kept nowhere else."""

    token: str
    email: str
    language: str


def make_address_proof(*, account_id: UUID, now: datetime, email: str = "") -> MailedProof | None:
    """Make a link that proves ``email`` (empty: the address the account has) to be the account's, within ``PROOF_LASTS``.

    Returns None when it is proven already, and when enough links are on their way.
    """
    row = Account.objects.get(id=account_id)
    email = plain_email(email) or row.email
    if email == row.email and row.email_proven_at is not None:
        return None
    recent = AddressProof.objects.filter(account=row, created_at__gt=now - timedelta(minutes=30))
    if recent.count() >= MOST_LINKS:
        return None
    token = secrets.token_urlsafe(32)
    AddressProof.objects.create(
        account=row, email=email, token_digest=token_digest(token), created_at=now, expires_at=now + PROOF_LASTS
    )
    return MailedProof(token=token, email=email, language=row.language)


def change_address(*, account_id: UUID, email: str, mail: bool, now: datetime, browser: str = "") -> MailedProof | None:
    """Begin to change the address of an account; return the link to send, by which the change is made.

    ``mail``: whether this installation sends any; without, the change is made at once, unproven, and None is returned, as
    it is when enough links are on their way. An address of another account is not told: its link says so to its reader.
    """
    email = plain_email(email)
    refuse_if_any(email_refusals(email))
    if mail:
        return make_address_proof(account_id=account_id, email=email, now=now)
    _take(account_id=account_id, email=email, proven_at=None)
    note(account_id=account_id, what=What.ADDRESS_CHANGED, browser=browser, now=now)
    return None


def prove_address(*, token: str, account_id: UUID, now: datetime, browser: str = "") -> None:
    """Use up a link and take its address as proven. Only for the account it was made for, which is signed in."""
    proof = access_address_proof(token=token, now=now)
    refusals = list(proof.refusals)
    if proof.account_id != account_id:
        refusals.append(Refusal(code=AccountRefusal.ADDRESS_OF_ANOTHER))
    refuse_if_any(refusals)
    with transaction.atomic():
        _use(token=token, now=now)
        _take(account_id=account_id, email=proof.email, proven_at=now)
        what = What.ADDRESS_CHANGED if proof.changes else What.ADDRESS_PROVEN
        note(account_id=account_id, what=what, browser=browser, now=now)


def disown_address(*, token: str, now: datetime) -> None:
    """Take the address of a link away from the account that typed it, since its reader says that it is not theirs.

    The account stays with whoever knows its password; it has no address until it gives one of its own. A proven address
    is not taken away: whoever proved it read its mail.
    """
    proof = access_address_proof(token=token, now=now)
    refuse_if_any(proof.refusals)
    with transaction.atomic():
        _use(token=token, now=now)
        SignInLink.objects.filter(account_id=proof.account_id, used_at=None).delete()
        mine = Account.objects.filter(id=proof.account_id, email=proof.email, email_proven_at=None)
        if mine.update(email=f"{proof.account_id.hex}@{NOWHERE}"):
            note(account_id=proof.account_id, what=What.ADDRESS_DISOWNED, now=now)


def _use(*, token: str, now: datetime) -> None:
    """Mark a proof as used, and all of its account with it. Of two uses at once, one is refused."""
    mine = AddressProof.objects.filter(token_digest=token_digest(token), used_at=None, expires_at__gt=now)
    if not mine.update(used_at=now):
        raise Refused([Refusal(code=AccountRefusal.LINK_USED)])
    account_id = AddressProof.objects.get(token_digest=token_digest(token)).account_id
    AddressProof.objects.filter(account_id=account_id, used_at=None).update(used_at=now)


def _take(*, account_id: UUID, email: str, proven_at: datetime | None) -> None:
    try:
        with transaction.atomic():
            Account.objects.filter(id=account_id).update(email=email, email_proven_at=proven_at)
    except IntegrityError as error:
        raise Refused([Refusal(code=AccountRefusal.EMAIL_TAKEN, data={"email": email})]) from error
