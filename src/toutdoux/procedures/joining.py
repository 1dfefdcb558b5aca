"""Joining by an invitation: with the account that is signed in, or with one created on the spot."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.accounts.commands import create_account, link_identity
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.members.commands import accept_invitation
from toutdoux.members.queries import access_invitation


def join_with_new_account(*, token: str, email: str, password: str, name: str, now: datetime) -> UUID:
    """Create an account, link it to the member whom the invitation names, and return its id; both, or neither."""
    # Looked at first: whoever holds a link that opens nothing learns nothing about addresses.
    refuse_if_any(access_invitation(token=token, now=now).refusals)
    with transaction.atomic():
        account_id = create_account(email=email, password=password, name=name, now=now)
        accept_invitation(token=token, account_id=account_id, now=now)
    return account_id


def join_with_identity(
    *, token: str, email: str, name: str, issuer: str, subject: str, label: str, now: datetime
) -> UUID:
    """Create an account without a password, that an identity of elsewhere opens, and link it in the same way.

    ``email`` is taken as typed: whatever the other side says of it, it is not proven. Refuses an identity that opens an
    account already: its person signs in, then joins.
    """
    refuse_if_any(access_invitation(token=token, now=now).refusals)
    with transaction.atomic():
        account_id = create_account(email=email, password=None, name=name, now=now)
        link_identity(account_id=account_id, issuer=issuer, subject=subject, label=label, now=now)
        accept_invitation(token=token, account_id=account_id, now=now)
    return account_id
