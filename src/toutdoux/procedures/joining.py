"""Joining by an invitation: with the account that is signed in, or with one created on the spot."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.accounts.commands import create_account
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
