"""Being welcomed, and meeting: who is new, who is there to ask, whose turn it is. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

#: A newcomer reads for three or four months before feeling entitled to act: the first steps stay for six.
NEW_FOR = timedelta(days=182)
#: Whoever is back is told what changed for two months.
BACK_FOR = timedelta(days=60)
#: A shorter absence hides nothing that the home page does not tell.
AWAY_FOR = timedelta(days=7)
PLACE_MAX = 200


def is_new(*, joined_at: datetime, founded_at: datetime, now: datetime) -> bool:
    """Say whether someone is new: they joined less than half a year ago, and not with the founding."""
    return joined_at > founded_at + timedelta(days=1) and now < joined_at + NEW_FOR


def to_ask(*, member_id: UUID, welcomers: Iterable[UUID]) -> UUID | None:
    """Return whom a newcomer may ask: always the same person for one newcomer, and not the same for all of them."""
    others = sorted((one for one in welcomers if one != member_id), key=str)
    return others[member_id.int % len(others)] if others else None


def absence(*, spells: Iterable[tuple[datetime, datetime | None]], now: datetime) -> tuple[datetime, datetime] | None:
    """Return the last absence that someone is just back from: of a week at least, over for two months at most."""
    over = [
        (starts, ends)
        for starts, ends in spells
        if ends is not None and ends <= now < ends + BACK_FOR and ends - starts >= AWAY_FOR
    ]
    return max(over, key=lambda one: one[1], default=None)


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    """Someone willing to organise meetings: since when, and which they have accepted."""

    member_id: UUID
    since: datetime
    accepted: tuple[date, ...] = ()


def next_meeting(*, first_on: date, weeks: int, today: date) -> date:
    """Return the day of the next meeting, today included."""
    if today <= first_on:
        return first_on
    length = weeks * 7
    past = -(-(today - first_on).days // length)
    return first_on + timedelta(days=past * length)


def proposed(*, volunteers: Sequence[Volunteer], declined: frozenset[UUID]) -> UUID | None:
    """Return to whom a meeting is proposed: who has organised none, then who has not for longest; never who declined it.

    Nobody is appointed: it is proposed, and they accept or decline.
    """
    willing = [one for one in volunteers if one.member_id not in declined]
    ordered = sorted(willing, key=lambda one: (max(one.accepted, default=date.min), one.since, str(one.member_id)))
    return ordered[0].member_id if ordered else None
