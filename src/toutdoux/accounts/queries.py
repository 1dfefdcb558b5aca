"""Frozen rows of accounts, and the doors that mailed links open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.accounts.logic.doors import Doors
from toutdoux.accounts.logic.notes import KEPT, Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import (
    Account,
    AddressProof,
    CodeApp,
    Identity,
    Note,
    Passkey,
    RecoveryCode,
    Session,
    SignInLink,
)
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account as pages need it. ``email`` is empty where its reader has disowned it."""

    id: UUID
    email: str
    name: str
    language: str
    has_password: bool
    proven: bool


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link that signs in, and why it no longer does, if so."""

    account: AccountRow
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True)
class ProofRow:
    """A link that proves an address, and why it no longer does, if so. ``changes``: the account has another one for now."""

    account_id: UUID
    email: str
    changes: bool
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True)
class PasskeyRow:
    """A passkey by its name."""

    id: UUID
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class IdentityRow:
    """Who an account is elsewhere."""

    id: int
    issuer: str
    label: str
    linked_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """A browser that is signed in. ``way`` is None where it is not known."""

    device: UUID
    browser: str
    way: Way | None
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """Something that happened to an account, ``times`` times within an hour from ``at``."""

    what: What
    way: Way | None
    browser: str
    at: datetime
    times: int


@dataclass(frozen=True, kw_only=True)
class WaysIn:
    """Everything that opens an account or guards it."""

    passkeys: tuple[PasskeyRow, ...]
    identities: tuple[IdentityRow, ...]
    codes: bool
    recovery_codes: int
    sessions: tuple[SessionRow, ...]


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


def asks_second_step(*, account_id: UUID) -> bool:
    """Return whether an account asks for a code after the first step."""
    return CodeApp.objects.filter(account_id=account_id, confirmed_at__isnull=False).exists()


def codes_begun(*, account_id: UUID) -> bool:
    """Return whether an account has been shown a secret of which no code was given yet."""
    return CodeApp.objects.filter(account_id=account_id, confirmed_at=None).exists()


def ways_in(*, account_id: UUID, now: datetime) -> WaysIn:
    """Return what opens an account, and the sessions that are open, the latest seen first."""
    passkeys = Passkey.objects.filter(account_id=account_id).order_by("created_at", "id")
    identities = Identity.objects.filter(account_id=account_id).order_by("linked_at", "id")
    sessions = Session.objects.filter(account_id=account_id, expire_date__gt=now, device__isnull=False)
    return WaysIn(
        passkeys=tuple(
            PasskeyRow(id=row.id, name=row.name, created_at=row.created_at, used_at=row.used_at) for row in passkeys
        ),
        identities=tuple(
            IdentityRow(id=row.id, issuer=row.issuer, label=row.label, linked_at=row.linked_at, used_at=row.used_at)
            for row in identities
        ),
        codes=asks_second_step(account_id=account_id),
        recovery_codes=RecoveryCode.objects.filter(account_id=account_id, used_at=None).count(),
        sessions=tuple(_session_row(row, now=now) for row in sessions.order_by("-seen_at", "-began_at", "device")),
    )


def doors(*, account_id: UUID, mail: bool) -> Doors:
    """Count what opens an account by itself. ``mail``: whether this installation can mail links."""
    row = Account.objects.get(id=account_id)
    return Doors(
        password=row.has_usable_password(),
        mail=mail and row.email_proven_at is not None,
        passkeys=Passkey.objects.filter(account_id=account_id).count(),
        identities=Identity.objects.filter(account_id=account_id).count(),
    )


def notes(*, account_id: UUID, now: datetime, most: int) -> tuple[NoteRow, ...]:
    """Return what happened to an account of late, the latest first."""
    rows = Note.objects.filter(account_id=account_id, at__gt=now - KEPT).order_by("-at", "-id")[:most]
    return tuple(
        NoteRow(
            what=What(row.what),
            way=Way(row.way) if row.way else None,
            browser=row.browser,
            at=row.at,
            times=row.times,
        )
        for row in rows
    )


def access_sign_in_link(*, token: str, now: datetime) -> LinkRow:
    """Return the account a mailed link opens, with the reasons it can no longer be used; refuse an unknown one."""
    rows = SignInLink.objects.filter(token_digest=token_digest(token), account__is_active=True)
    row = rows.select_related("account").first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.LINK_UNKNOWN)])
    return LinkRow(account=_row(row.account), refusals=_link_refusals(row, now=now))


def access_address_proof(*, token: str, now: datetime) -> ProofRow:
    """Return the address a mailed link proves, with the reasons it can no longer be used; refuse an unknown one."""
    rows = AddressProof.objects.filter(token_digest=token_digest(token), account__is_active=True)
    row = rows.select_related("account").first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.LINK_UNKNOWN)])
    return ProofRow(
        account_id=row.account_id,
        email=row.email,
        changes=row.email != row.account.email,
        refusals=_link_refusals(row, now=now, too_old=AccountRefusal.PROOF_EXPIRED),
    )


def _link_refusals(
    row: SignInLink | AddressProof, *, now: datetime, too_old: AccountRefusal = AccountRefusal.LINK_EXPIRED
) -> tuple[Refusal, ...]:
    reasons = (
        (row.used_at is not None, AccountRefusal.LINK_USED),
        (row.used_at is None and row.expires_at <= now, too_old),
    )
    return tuple(Refusal(code=code) for holds, code in reasons if holds)


def _session_row(row: Session, *, now: datetime) -> SessionRow:
    assert row.device is not None
    return SessionRow(
        device=row.device,
        browser=row.browser,
        way=Way(row.way) if row.way else None,
        began_at=row.began_at or now,
        seen_at=row.seen_at or row.began_at or now,
    )


def _row(row: Account) -> AccountRow:
    return AccountRow(
        id=row.id,
        email="" if row.email.endswith("@address.invalid") else row.email,
        name=row.name,
        language=row.language,
        has_password=row.has_usable_password(),
        proven=row.email_proven_at is not None,
    )
