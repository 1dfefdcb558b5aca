"""Counting attempts that fail, before they are judged."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.crypto import salted_hmac

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.logic.throttle import DAY, WINDOW, Attempt, again_at, codes_again_at
from toutdoux.accounts.models import SignInAttempt
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal, Refused


def begin_attempt(*, about: str, source: str, now: datetime) -> SignInAttempt:
    """Note an attempt at ``about`` (an address, say) as failed before it is judged; whoever succeeds takes the note away.

    The note is written first and the others are counted after: of any number of attempts made at once, each sees all
    those noted before it, so no more than the limit get through, on either database and without a lock.
    """
    SignInAttempt.objects.filter(at__lte=now - WINDOW, at_code=False).delete()
    digest = _digest(about)
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
        raise Refused([_wait(AccountRefusal.TOO_MANY_ATTEMPTS, until=until, now=now)])
    return row


def begin_code(*, account_id: UUID, source: str, now: datetime) -> SignInAttempt:
    """Note an attempt at the code of an account's application in the same way; it counts wherever it comes from."""
    SignInAttempt.objects.filter(at__lte=now - DAY, at_code=True).delete()
    digest = _digest(f"code {account_id}")
    row = SignInAttempt.objects.create(source=source, email_digest=digest, at_code=True, at=now)
    others = SignInAttempt.objects.filter(email_digest=digest, at_code=True).exclude(id=row.id)
    until = codes_again_at(times=[other.at for other in others], now=now)
    if until is not None:
        row.delete()
        raise Refused([_wait(AccountRefusal.TOO_MANY_CODES, until=until, now=now)])
    return row


def _digest(about: str) -> str:
    return salted_hmac("toutdoux.accounts.attempt", about, algorithm="sha256").hexdigest()


def _wait(code: AccountRefusal, *, until: datetime, now: datetime) -> Refusal:
    return Refusal(
        code=code, data={"again_at": instant_text(until), "minutes": -((now - until) // timedelta(minutes=1))}
    )
