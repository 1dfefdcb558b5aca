"""Coming in with an identity that someone else vouches for.

An identity opens an account only after the person, signed in, has linked the two, or has created the account with it on an
invitation. An address that the other side tells, proven or not, links nothing: it may be anyone's.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, Identity
from toutdoux.accounts.queries import doors
from toutdoux.kernel.refusal import Refusal, Refused


def sign_in_from_outside(*, issuer: str, subject: str, now: datetime) -> UUID:
    """Return the id of the account that an identity opens; refuses one that nobody has linked."""
    row = Identity.objects.filter(issuer=issuer, subject=subject, account__is_active=True).first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.IDENTITY_UNLINKED)])
    Identity.objects.filter(id=row.id).update(used_at=now)
    return row.account_id


def link_identity(*, account_id: UUID, issuer: str, subject: str, label: str, now: datetime, browser: str = "") -> None:
    """Link an identity to an account, for a person who has just shown both.

    Linking again what is linked changes nothing; refuses an identity of another account, and a second one of one issuer.
    """
    mine = {"account_id": account_id, "issuer": issuer, "subject": subject}
    if Identity.objects.filter(**mine).exists():
        return
    taken = Refusal(code=AccountRefusal.IDENTITY_TAKEN)
    if Identity.objects.filter(issuer=issuer, subject=subject).exists():
        raise Refused([taken])
    if Identity.objects.filter(account_id=account_id, issuer=issuer).exists():
        raise Refused([Refusal(code=AccountRefusal.IDENTITY_ALREADY)])
    try:
        with transaction.atomic():
            Identity.objects.create(**mine, label=label[:120], linked_at=now)
            note(account_id=account_id, what=What.IDENTITY_LINKED, way=Way.OUTSIDE, browser=browser, now=now)
    except IntegrityError as error:
        # Someone linked it between the look and the insertion.
        raise Refused([taken]) from error


def unlink_identity(*, account_id: UUID, identity_id: int, mail: bool, now: datetime, browser: str = "") -> None:
    """Unlink an identity; refuses to take away the last door. ``mail``: whether links can be mailed."""
    with transaction.atomic():
        # Two last doors taken away at once would leave none: the account's row is their lock.
        Account.objects.select_for_update().get(id=account_id)
        row = Identity.objects.filter(account_id=account_id, id=identity_id).first()
        if row is None:
            raise Refused([Refusal(code=AccountRefusal.IDENTITY_UNKNOWN)])
        if doors(account_id=account_id, mail=mail).number <= 1:
            raise Refused([Refusal(code=AccountRefusal.LAST_DOOR)])
        row.delete()
        note(account_id=account_id, what=What.IDENTITY_UNLINKED, way=Way.OUTSIDE, browser=browser, now=now)
