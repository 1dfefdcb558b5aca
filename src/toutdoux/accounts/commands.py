"""Creating an account, signing in by password or by mailed link, and changing what one's account says."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.logic.throttle import WINDOW, Attempt, again_at
from toutdoux.accounts.models import Account, SignInAttempt, SignInLink
from toutdoux.accounts.queries import access_sign_in_link
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest

LINK_LASTS = timedelta(minutes=30)
#: Links one account may be sent while none of them has grown too old: nobody's mailbox is filled by a stranger.
MOST_LINKS = 3
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


@dataclass(frozen=True, kw_only=True)
class MailedLink:
    """A new link that signs in, to be sent to ``email``. The secret is kept nowhere else."""

    token: str
    email: str
    language: str


def create_account(*, email: str, password: str, name: str = "", language: str = "", now: datetime) -> UUID:
    """Create an account and return its id. Refuses, with every reason, an address or a password that cannot be."""
    email = _plain(email)
    row = Account(id=uuid4(), email=email, name=name.strip(), language=language, created_at=now)
    refusals = [*_email_refusals(email), *_profile_refusals(name=name, language=language)]
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
        Account(id=uuid4(), email=_plain(email), name=name, language=language, password=encoded, created_at=now)
        for email, name in people.items()
    ]
    Account.objects.bulk_create(rows)
    return {row.email: row.id for row in rows}


def sign_in(*, email: str, password: str, source: str, now: datetime) -> UUID:
    """Return the id of the account that ``email`` and ``password`` open.

    ``source`` is where the request comes from on the network (up to 64 characters). Refuses the same way, and after
    the same work, an address that is not known and a password that is wrong; refuses to look at all, saying until
    when, after too many failures.
    """
    email = _plain(email)
    attempt = _begin_attempt(email=email, source=source, now=now)
    row = Account.objects.filter(email=email, is_active=True).first()
    if row is None:
        make_password(password)
    if row is None or not row.check_password(password):
        raise Refused([Refusal(code=AccountRefusal.SIGN_IN_WRONG)])
    attempt.delete()
    return row.id


def make_sign_in_link(*, email: str, now: datetime) -> MailedLink | None:
    """Make a link that signs in once, within ``LINK_LASTS``.

    Returns None for an address that no account has, and when enough links are on their way already: whoever asks
    learns neither.
    """
    row = Account.objects.filter(email=_plain(email), is_active=True).first()
    if row is None:
        return None
    SignInLink.objects.filter(expires_at__lte=now - LINK_LASTS).delete()
    if SignInLink.objects.filter(account=row, created_at__gt=now - LINK_LASTS).count() >= MOST_LINKS:
        return None
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        account=row, token_digest=token_digest(token), created_at=now, expires_at=now + LINK_LASTS
    )
    return MailedLink(token=token, email=row.email, language=row.language)


def use_sign_in_link(*, token: str, now: datetime) -> UUID:
    """Use up a mailed link and return the id of the account it opens. Of two uses at once, one is refused."""
    link = access_sign_in_link(token=token, now=now)
    refuse_if_any(link.refusals)
    digest = token_digest(token)
    if not SignInLink.objects.filter(token_digest=digest, used_at=None, expires_at__gt=now).update(used_at=now):
        raise Refused([Refusal(code=AccountRefusal.LINK_USED)])
    # The others sent meanwhile open nothing any more.
    SignInLink.objects.filter(account_id=link.account.id, used_at=None).update(used_at=now)
    return link.account.id


def change_profile(*, account_id: UUID, name: str, language: str) -> None:
    """Change the name an account suggests and the language it prefers (empty: that of the association)."""
    refuse_if_any(_profile_refusals(name=name, language=language))
    Account.objects.filter(id=account_id).update(name=name.strip(), language=language)


def change_password(*, account_id: UUID, new: str, current: str | None, source: str, now: datetime) -> None:
    """Change a password; links that were sent stop working.

    ``current`` is None only for someone who has just come in by a mailed link, or has no password yet. Wrong ones
    count as failed attempts, so that a session left open is no place to guess from either.
    """
    row = Account.objects.get(id=account_id)
    if current is not None:
        attempt = _begin_attempt(email=row.email, source=source, now=now)
        if not row.check_password(current):
            raise Refused([Refusal(code=AccountRefusal.PASSWORD_WRONG)])
        attempt.delete()
    refuse_if_any(_password_refusals(password=new, account=row))
    row.set_password(new)
    row.save(update_fields=["password"])
    SignInLink.objects.filter(account=row, used_at=None).delete()


def _begin_attempt(*, email: str, source: str, now: datetime) -> SignInAttempt:
    """Note an attempt as failed before it is judged; whoever succeeds takes the note away.

    The note is written first and the others are counted after: of any number of attempts made at once, each sees all
    those noted before it, so no more than the limit get through, on either database and without a lock.
    """
    SignInAttempt.objects.filter(at__lte=now - WINDOW).delete()
    digest = salted_hmac("toutdoux.accounts.attempt", email, algorithm="sha256").hexdigest()
    row = SignInAttempt.objects.create(source=source, email_digest=digest, at=now)
    others = SignInAttempt.objects.filter(Q(source=source) | Q(email_digest=digest)).exclude(id=row.id)
    attempts = [
        Attempt(at=other.at, same_source=other.source == source, same_account=other.email_digest == digest)
        for other in others
    ]
    until = again_at(attempts=attempts, now=now)
    if until is not None:
        # What is not even looked at does not count: the wait does not grow while one waits.
        row.delete()
        data = {"again_at": instant_text(until), "minutes": -((now - until) // timedelta(minutes=1))}
        raise Refused([Refusal(code=AccountRefusal.TOO_MANY_ATTEMPTS, data=data)])
    return row


def _plain(email: str) -> str:
    return email.strip().lower()


def _email_refusals(email: str) -> list[Refusal]:
    try:
        validate_email(email)
    except ValidationError:
        return [Refusal(code=AccountRefusal.EMAIL_MALFORMED, data={"email": email})]
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
