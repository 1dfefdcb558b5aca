"""Frozen rows of accounts, and the door a mailed link opens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, SignInLink
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account as pages need it."""

    id: UUID
    email: str
    name: str
    language: str
    has_password: bool


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link that signs in, and why it no longer does, if so."""

    account: AccountRow
    refusals: tuple[Refusal, ...]


def account(*, account_id: UUID) -> AccountRow:
    """Return an account that is known to exist."""
    return _row(Account.objects.get(id=account_id))


def accounts(*, ids: set[UUID]) -> dict[UUID, AccountRow]:
    """Return those of ``ids`` that may be written to, by id."""
    return {row.id: _row(row) for row in Account.objects.filter(id__in=ids, is_active=True)}


def account_of(*, email: str) -> AccountRow | None:
    """Return the account of an address, whatever its case: for who looks after the installation, never for a page."""
    row = Account.objects.filter(email=email.strip().lower()).first()
    return _row(row) if row else None


def access_sign_in_link(*, token: str, now: datetime) -> LinkRow:
    """Return the account a mailed link opens, with the reasons it can no longer be used; refuse an unknown one."""
    rows = SignInLink.objects.filter(token_digest=token_digest(token), account__is_active=True)
    row = rows.select_related("account").first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.LINK_UNKNOWN)])
    reasons = (
        (row.used_at is not None, AccountRefusal.LINK_USED),
        (row.used_at is None and row.expires_at <= now, AccountRefusal.LINK_EXPIRED),
    )
    return LinkRow(account=_row(row.account), refusals=tuple(Refusal(code=code) for holds, code in reasons if holds))


def _row(row: Account) -> AccountRow:
    return AccountRow(
        id=row.id, email=row.email, name=row.name, language=row.language, has_password=row.has_usable_password()
    )
