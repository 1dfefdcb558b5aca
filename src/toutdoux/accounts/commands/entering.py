"""Signing in by password or by mailed link. Whoever passes here may be asked for a second step: see ``codes``."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from toutdoux.accounts.commands.attempts import begin_attempt
from toutdoux.accounts.commands.creating import plain_email
from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, SignInLink
from toutdoux.accounts.queries import access_sign_in_link
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest

LINK_LASTS = timedelta(minutes=30)
#: Links one account may be sent while none of them has grown too old: nobody's mailbox is filled by a stranger.
MOST_LINKS = 3


@dataclass(frozen=True, kw_only=True)
class MailedLink:
    """A new link that signs in, to be sent to ``email``. The secret is kept nowhere else."""

    token: str
    email: str
    language: str


def sign_in(*, email: str, password: str, source: str, now: datetime, browser: str = "") -> UUID:
    """Return the id of the account that ``email`` and ``password`` open.

    ``source`` is where the request comes from on the network (up to 64 characters). Refuses the same way, and after
    the same work, an address that is not known and a password that is wrong; refuses to look at all, saying until
    when, after too many failures.
    """
    email = plain_email(email)
    attempt = begin_attempt(about=email, source=source, now=now)
    row = Account.objects.filter(email=email, is_active=True).first()
    if row is None or not row.has_usable_password():
        make_password(password)
    if row is None or not row.check_password(password):
        # Noted whether the address is known or not: the time it takes tells neither.
        note(account_id=row.id if row else None, what=What.REFUSED, way=Way.PASSWORD, browser=browser, now=now)
        raise Refused([Refusal(code=AccountRefusal.SIGN_IN_WRONG)])
    attempt.delete()
    return row.id


def make_sign_in_link(*, email: str, now: datetime) -> MailedLink | None:
    """Make a link that signs in once, within ``LINK_LASTS``, to be handed or mailed to the person it is for.

    Whoever mails it does so to a proven address only (``queries.address_of``): one that somebody merely typed may be
    anyone's. Returns None for an address that no account has, and when enough links are on their way already: whoever
    asks learns neither.
    """
    row = Account.objects.filter(email=plain_email(email), is_active=True).first()
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
