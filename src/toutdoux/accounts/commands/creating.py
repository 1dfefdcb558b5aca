"""Creating an account, and changing what one's account says."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from toutdoux.accounts.commands.attempts import begin_attempt
from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, AddressProof, Session, SignInLink
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any

LANGUAGES = ("fr", "en")
LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_PASSWORD = 1000

#: What Django's validators call their refusals.
_PASSWORD_CODES = {
    "password_too_short": AccountRefusal.PASSWORD_TOO_SHORT,
    "password_too_common": AccountRefusal.PASSWORD_TOO_COMMON,
    "password_too_similar": AccountRefusal.PASSWORD_TOO_SIMILAR,
}


def create_account(
    *, email: str, password: str | None, name: str = "", language: str = "", proven: bool = False, now: datetime
) -> UUID:
    """Create an account and return its id. Refuses, with every reason, an address or a password that cannot be.

    ``password`` is None only for whoever comes in from outside (``outside``). ``proven`` says that whoever creates the
    account is known to read the mail of its address; otherwise nothing mailed there opens it.
    """
    email = plain_email(email)
    row = Account(id=uuid4(), email=email, name=name.strip(), language=language, created_at=now)
    row.email_proven_at = now if proven else None
    refusals = [*email_refusals(email), *_profile_refusals(name=name, language=language)]
    if password is not None:
        refusals += _password_refusals(password=password, account=row)
    if Account.objects.filter(email=email).exists():
        refusals.append(Refusal(code=AccountRefusal.EMAIL_TAKEN, data={"email": email}))
    refuse_if_any(refusals)
    row.set_password(password)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        # Someone took the address between the look and the insertion.
        raise Refused([Refusal(code=AccountRefusal.EMAIL_TAKEN, data={"email": email})]) from error
    return row.id


def create_accounts(*, people: Mapping[str, str], password: str, language: str, now: datetime) -> dict[str, UUID]:
    """Create an account for each address of ``people`` (address → name), all with one password; return their ids.

    The password is hashed once: for the demo, whose password everyone is told.
    """
    encoded = make_password(password)
    rows = [
        Account(
            id=uuid4(),
            email=plain_email(email),
            email_proven_at=now,
            name=name,
            language=language,
            password=encoded,
            created_at=now,
        )
        for email, name in people.items()
    ]
    Account.objects.bulk_create(rows)
    return {row.email: row.id for row in rows}


def change_profile(*, account_id: UUID, name: str, language: str) -> None:
    """Change the name an account suggests and the language it prefers (empty: that of the association)."""
    refuse_if_any(_profile_refusals(name=name, language=language))
    Account.objects.filter(id=account_id).update(name=name.strip(), language=language)


def change_password(
    *,
    account_id: UUID,
    new: str,
    current: str | None,
    source: str,
    now: datetime,
    browser: str = "",
    device: UUID | None = None,
) -> None:
    """Change a password; links that were sent stop working, and every session ends but that of ``device``.

    ``current`` is None only for someone who has just come in by a mailed link, or has no password yet. Wrong ones
    count as failed attempts, so that a session left open is no place to guess from either.
    """
    if current is not None:
        confirm_password(account_id=account_id, password=current, source=source, browser=browser, now=now)
    row = Account.objects.get(id=account_id)
    refuse_if_any(_password_refusals(password=new, account=row))
    row.set_password(new)
    with transaction.atomic():
        row.save(update_fields=["password"])
        SignInLink.objects.filter(account=row, used_at=None).delete()
        AddressProof.objects.filter(account=row, used_at=None).delete()
        Session.objects.filter(account=row).exclude(device=device, device__isnull=False).delete()
        note(account_id=account_id, what=What.PASSWORD_CHANGED, browser=browser, now=now)


def confirm_password(*, account_id: UUID, password: str, source: str, now: datetime, browser: str = "") -> None:
    """Refuse a password that is not that of an account; a wrong one counts as any attempt to sign in."""
    row = Account.objects.get(id=account_id)
    attempt = begin_attempt(about=row.email, source=source, now=now)
    if not row.check_password(password):
        note(account_id=account_id, what=What.REFUSED, way=Way.PASSWORD, browser=browser, now=now)
        raise Refused([Refusal(code=AccountRefusal.PASSWORD_WRONG)])
    attempt.delete()


def plain_email(email: str) -> str:
    """Return an address as it is kept: in small letters, nothing around it."""
    return email.strip().lower()


def email_refusals(email: str) -> list[Refusal]:
    """Return why a plain address cannot be one."""
    try:
        validate_email(email)
    except ValidationError:
        return [Refusal(code=AccountRefusal.EMAIL_MALFORMED, data={"email": email[:LONGEST_EMAIL]})]
    if len(email) > LONGEST_EMAIL:
        return [Refusal(code=AccountRefusal.EMAIL_MALFORMED, data={"email": email[:LONGEST_EMAIL]})]
    return []


def _profile_refusals(*, name: str, language: str) -> list[Refusal]:
    refusals = []
    if len(name.strip()) > LONGEST_NAME:
        refusals.append(Refusal(code=AccountRefusal.NAME_TOO_LONG, data={"longest": LONGEST_NAME}))
    if language and language not in LANGUAGES:
        refusals.append(Refusal(code=AccountRefusal.LANGUAGE_UNKNOWN, data={"language": language}))
    return refusals


def _password_refusals(*, password: str, account: Account) -> list[Refusal]:
    if not password:
        return [Refusal(code=AccountRefusal.PASSWORD_MISSING)]
    if len(password) > LONGEST_PASSWORD:
        return [Refusal(code=AccountRefusal.PASSWORD_TOO_LONG, data={"longest": LONGEST_PASSWORD})]
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        return [
            Refusal(
                code=_PASSWORD_CODES.get(one.code or "", AccountRefusal.PASSWORD_WEAK),
                data={"least": (one.params or {}).get("min_length", 0)},
            )
            for one in error.error_list
        ]
    return []
