"""Slowing down who guesses passwords, without ever locking anyone out of their account.

A source (an address on the network) may fail a number of times in a while, whatever the accounts it tries. While many
sources guess at one account, each of them, new ones too, may still fail a few times at it: so the person whose account
it is can always sign in from their own place. A mailed link is another door that stays open.

A code of six figures is too short for that: however many the sources, few may be tried on one account in a while, and in
a day. Only someone who has passed the first step can spend them; a code on paper and a passkey, which nobody guesses, are
doors that stay open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
#: Failures of one source, on any account; a whole house may share one address.
MOST_BY_SOURCE = 20
#: From this many failures of other sources on, an account is being guessed at.
GUESSED_AT = 30
#: Failures of one source on an account that is being guessed at.
MOST_ON_GUESSED_AT = 5
#: Codes of an application that may fail on one account, from anywhere: in ``WINDOW``, and in a day.
MOST_CODES = 10
MOST_CODES_IN_A_DAY = 30
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """An earlier attempt, seen from the one at hand: from the same source, for the same account, or both."""

    at: datetime
    same_source: bool
    same_account: bool


def again_at(*, attempts: Iterable[Attempt], now: datetime) -> datetime | None:
    """Return when the source may try again; None when it may try now. Older attempts than ``WINDOW`` count no more."""
    recent = [attempt for attempt in attempts if attempt.at > now - WINDOW]
    ends = [_room_again(times=[a.at for a in recent if a.same_source], most=MOST_BY_SOURCE)]
    others = sum(a.same_account and not a.same_source for a in recent)
    if others >= GUESSED_AT:
        own = [a.at for a in recent if a.same_account and a.same_source]
        ends.append(_room_again(times=own, most=MOST_ON_GUESSED_AT))
    return max((end for end in ends if end is not None), default=None)


def codes_again_at(*, times: Iterable[datetime], now: datetime) -> datetime | None:
    """Return when a code of an application may be tried again on an account; None when it may now.

    ``times`` are those of the codes that failed, from anywhere.
    """
    known = list(times)
    ends = [
        _room_again(times=[at for at in known if at > now - within], most=most, within=within)
        for most, within in ((MOST_CODES, WINDOW), (MOST_CODES_IN_A_DAY, DAY))
    ]
    return max((end for end in ends if end is not None), default=None)


def _room_again(*, times: list[datetime], most: int, within: timedelta = WINDOW) -> datetime | None:
    """Return when fewer than ``most`` of ``times`` will be in the last ``within``, if they are not already."""
    return sorted(times)[-most] + within if len(times) >= most else None
