"""The code shown in the room: six digits that follow from a secret and the time, and change every two minutes. Pure."""

import hashlib
import hmac
from datetime import datetime, timedelta

#: How long a code is shown. The one before is taken too: whoever was typing is not sent back.
LASTS = timedelta(minutes=2)
#: Wrong codes of one member within ``MEANWHILE`` before the next is not looked at: one chance in 100,000 to guess.
TRIES = 5
MEANWHILE = timedelta(minutes=10)


def code(*, secret: str, at: datetime) -> str:
    """Return the six digits shown at ``at``."""
    return _code(secret, _window(at))


def fits(*, said: str, secret: str, at: datetime) -> bool:
    """Say whether what somebody typed (spaces do not matter) is the code shown at ``at`` or the one before."""
    digits = "".join(said.split())
    window = _window(at)
    # Both are compared, in the same time whatever was typed.
    now, before = (hmac.compare_digest(digits.encode(), _code(secret, w).encode()) for w in (window, window - 1))
    return now or before


def tried_until(*, guesses: list[datetime], at: datetime) -> datetime | None:
    """Return until when no further code is looked at, after these wrong ones; None: the next one is."""
    recent = sorted(guess for guess in guesses if guess > at - MEANWHILE)
    return recent[-TRIES] + MEANWHILE if len(recent) >= TRIES else None


def _window(at: datetime) -> int:
    return int(at.timestamp() // LASTS.total_seconds())


def _code(secret: str, window: int) -> str:
    digest = hmac.new(secret.encode(), str(window).encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"
