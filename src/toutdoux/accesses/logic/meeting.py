"""What a decision about an access meets: why there is nothing to begin, to put off or to end, if so.

Commands ask before they write, and the verifier asks again on what the ledger tells.
"""

from datetime import datetime

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.accesses.logic.ledger import AccessFacts


def beginning_refusal(
    *, closed: bool, gone: bool, held: bool, until: datetime | None = None, at: datetime
) -> AccessRefusal | None:
    """Say why no access begins at ``at``: what it opens exists no longer, its holder has left or holds one, or its end is past."""
    if closed:
        return AccessRefusal.CLOSED
    if gone:
        return AccessRefusal.HAS_LEFT
    if held:
        return AccessRefusal.ALREADY_HOLDS
    if until is not None and until <= at:
        return AccessRefusal.ENDS_BEFORE_IT_BEGINS
    return None


def putting_off_refusal(*, held: AccessFacts | None, until: datetime | None) -> AccessRefusal | None:
    """Say why the end of an access is not put off until ``until`` (None: for good)."""
    if held is None:
        return AccessRefusal.DOES_NOT_HOLD
    if held.until is None or (until is not None and until <= held.until):
        return AccessRefusal.LATER_ALREADY
    return None


def ending_refusal(*, held: bool) -> AccessRefusal | None:
    """Say why no access ends."""
    return None if held else AccessRefusal.DOES_NOT_HOLD
