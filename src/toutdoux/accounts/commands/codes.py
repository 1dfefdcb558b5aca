"""The second step: codes of an application (RFC 6238), and codes on paper for the day it is lost."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from toutdoux.accounts.commands.attempts import begin_attempt, begin_code
from toutdoux.accounts.commands.noting import note
from toutdoux.accounts.commands.sealing import seal, unseal
from toutdoux.accounts.logic.codes import (
    DIGITS,
    RECOVERY_BYTES,
    RECOVERY_CODES,
    STEP,
    is_app_code,
    plain_code,
    recovery_code,
    step_at,
    steps_taken,
)
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.models import Account, CodeApp, RecoveryCode
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest

#: RFC 4226 asks for 128 bits at least and recommends 160.
SECRET_BYTES = 20


@dataclass(frozen=True, kw_only=True)
class CodesBegun:
    """A secret to enter in an application: ``uri`` in a picture, ``secret`` to type (base 32)."""

    secret: str
    uri: str


def begin_codes(*, account_id: UUID, issuer: str, now: datetime) -> CodesBegun:
    """Return the secret to enter in an application; no code is asked for before ``confirm_codes``.

    The same one is returned until it is confirmed, for a day: looking twice at the page spoils nothing. ``issuer`` is the
    name under which applications show it.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(id=account_id)
        row = CodeApp.objects.filter(account=account).first()
        if row is not None and row.confirmed_at is not None:
            raise Refused([Refusal(code=AccountRefusal.CODES_ALREADY)])
        if row is None or row.began_at.date() != now.date():
            sealed = seal(secrets.token_bytes(SECRET_BYTES))
            row, _ = CodeApp.objects.update_or_create(
                account=account, defaults={"sealed_secret": sealed, "began_at": now, "last_step": 0}
            )
    secret = unseal(row.sealed_secret)
    uri = _totp(secret).get_provisioning_uri(account_name=account.email, issuer=issuer)
    return CodesBegun(secret=base64.b32encode(secret).decode(), uri=uri)


def confirm_codes(*, account_id: UUID, code: str, source: str, now: datetime, browser: str = "") -> tuple[str, ...]:
    """Ask for codes from now on, given a first one; return the codes on paper, once."""
    row = CodeApp.objects.filter(account_id=account_id, confirmed_at=None).first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.CODES_NOT_ASKED)])
    attempt = begin_code(account_id=account_id, source=source, now=now)
    _take_code(row=row, plain=plain_code(code), now=now)
    attempt.delete()
    with transaction.atomic():
        if not CodeApp.objects.filter(account_id=account_id, confirmed_at=None).update(confirmed_at=now):
            raise Refused([Refusal(code=AccountRefusal.CODES_ALREADY)])
        note(account_id=account_id, what=What.CODES_ON, browser=browser, now=now)
        return _new_recovery_codes(account_id)


def end_codes(*, account_id: UUID, now: datetime, browser: str = "") -> None:
    """Ask for codes no more; those on paper go with them."""
    with transaction.atomic():
        if not CodeApp.objects.filter(account_id=account_id).delete()[0]:
            raise Refused([Refusal(code=AccountRefusal.CODES_NOT_ASKED)])
        RecoveryCode.objects.filter(account_id=account_id).delete()
        note(account_id=account_id, what=What.CODES_OFF, browser=browser, now=now)


def make_recovery_codes(*, account_id: UUID, now: datetime, browser: str = "") -> tuple[str, ...]:
    """Replace the codes on paper and return the new ones, once; refuses when no code is asked for."""
    with transaction.atomic():
        # Of two requests at once, the codes of the later stay, and none of the earlier.
        Account.objects.select_for_update().get(id=account_id)
        if not CodeApp.objects.filter(account_id=account_id, confirmed_at__isnull=False).exists():
            raise Refused([Refusal(code=AccountRefusal.CODES_NOT_ASKED)])
        note(account_id=account_id, what=What.RECOVERY_MADE, browser=browser, now=now)
        return _new_recovery_codes(account_id)


def pass_second_step(*, account_id: UUID, code: str, source: str, now: datetime, browser: str = "") -> Way:
    """Judge the code that someone gives who has passed the first step; return of which sort it was.

    A code of the application is taken once, one on paper too. Both are throttled, apart: codes on paper are too long to
    guess, so someone who spends all attempts at the other sort closes nothing.
    """
    plain = plain_code(code)
    row = CodeApp.objects.filter(account_id=account_id, confirmed_at__isnull=False).first()
    if row is None:
        raise Refused([Refusal(code=AccountRefusal.SECOND_STEP_OVER)])
    way = Way.CODE if is_app_code(plain) else Way.RECOVERY
    if way is Way.CODE:
        attempt = begin_code(account_id=account_id, source=source, now=now)
    else:
        attempt = begin_attempt(about=f"recovery {account_id}", source=source, now=now)
    try:
        if way is Way.CODE:
            _take_code(row=row, plain=plain, now=now)
        else:
            _take_recovery_code(account_id=account_id, plain=plain, now=now)
    except Refused:
        note(account_id=account_id, what=What.REFUSED, way=way, browser=browser, now=now)
        raise
    attempt.delete()
    return way


def _take_code(*, row: CodeApp, plain: str, now: datetime) -> None:
    """Use a code up: of two uses of one code, at once or later, one is refused (RFC 6238 §5.2)."""
    totp = _totp(unseal(row.sealed_secret))
    step = next((step for step in steps_taken(now=now) if _shows(totp, plain, step=step)), None)
    if step is None:
        raise Refused([Refusal(code=AccountRefusal.CODE_WRONG)])
    # A code is taken only after the latest one taken; later codes first would close those before them, which is as it should.
    if not CodeApp.objects.filter(account_id=row.account_id, last_step__lt=step).update(last_step=step):
        raise Refused([Refusal(code=AccountRefusal.CODE_USED, data={"early": step < step_at(now)})])


def _take_recovery_code(*, account_id: UUID, plain: str, now: datetime) -> None:
    unused = RecoveryCode.objects.filter(account_id=account_id, code_digest=token_digest(plain), used_at=None)
    if not unused.update(used_at=now):
        raise Refused([Refusal(code=AccountRefusal.CODE_WRONG)])


def _new_recovery_codes(account_id: UUID) -> tuple[str, ...]:
    RecoveryCode.objects.filter(account_id=account_id).delete()
    codes = tuple(recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, code_digest=token_digest(plain_code(code))) for code in codes
    )
    return codes


def _totp(secret: bytes) -> TOTP:
    # SHA-1 is what applications know (RFC 6238); its weakness against collisions is none of a code's business.
    return TOTP(secret, DIGITS, SHA1(), int(STEP.total_seconds()))  # noqa: S303


def _shows(totp: TOTP, plain: str, *, step: int) -> bool:
    try:
        totp.verify(plain.encode(), step * int(STEP.total_seconds()))
    except InvalidToken:
        return False
    return True
