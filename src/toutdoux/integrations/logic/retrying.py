"""When to try again, and when to give up."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
#: Tried for this long in vain, a message is given up: it is shown as such.
PATIENCE = timedelta(hours=24)
#: How long one worker may hold a message. Whoever stopped while holding it is taken to be gone after this.
CLAIM_LASTS = timedelta(minutes=10)


def next_try(*, attempts: int, since: datetime, now: datetime) -> datetime | None:
    """Return when to try again after ``attempts`` failures, the first try having been due at ``since``; None: give up."""
    if now - since >= PATIENCE:
        return None
    wait: timedelta = FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 12)
    return now + min(wait, LONGEST_WAIT)
