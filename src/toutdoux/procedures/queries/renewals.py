"""Conventions to renew, and who minds them: those named on the partner's page, or who noted it.

Where none of them is there any more, it is for those who hold the administrative mandate; where nobody does, for everyone
who votes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from toutdoux.activities.queries import partners, to_renew
from toutdoux.associations.queries import association
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import holders
from toutdoux.members.queries import council_at, members
from toutdoux.registers.queries import EntryRow, access_entry


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """A convention that someone is reminded of. ``since``: from which day it is to be renewed."""

    entry_id: UUID
    member_id: UUID
    since: date


@dataclass(frozen=True, kw_only=True)
class ToRenew:
    """A convention as a reminder tells it: the partner, until when it runs (None: not said), since when to think of it."""

    entry_id: UUID
    name: str
    ends_on: date | None
    since: date


def renewals_due(*, association_id: UUID, now: datetime) -> tuple[Renewal, ...]:
    """Return who is to be reminded of which convention at ``now``."""
    day = _day(association_id, now)
    due = [(row, since) for row in partners(association_id=association_id) if (since := to_renew(row, day=day))]
    if not due:
        return ()
    there = {
        row.id for row in members(association_id=association_id, at=now) if row.left_at is None or row.left_at > now
    }
    others = holders(association_id=association_id, kind=BuiltIn.ADMINISTRATIVE, at=now)
    others = others or council_at(association_id=association_id, at=now)
    return tuple(
        Renewal(entry_id=row.id, member_id=member_id, since=since)
        for row, since in due
        for member_id in _minders(row, there) or others
    )


def renewal(*, association_id: UUID, entry_id: UUID, since: date, now: datetime) -> ToRenew | None:
    """Return the convention that a reminder is about; None when it was renewed, is over, or was withdrawn."""
    try:
        row = access_entry(association_id=association_id, entry_id=entry_id)
    except Refused:
        return None
    if row.withdrawn_at is not None or to_renew(row, day=_day(association_id, now)) != since:
        return None
    return ToRenew(entry_id=row.id, name=row.title, ends_on=row.last_day, since=since)


def _minders(row: EntryRow, there: set[UUID]) -> tuple[UUID, ...]:
    named = tuple(member_id for member_id, _name in row.people if member_id in there)
    noted = (row.created_by_id,) if row.created_by_id in there else ()
    return named or noted


def _day(association_id: UUID, now: datetime) -> date:
    return now.astimezone(association(association_id=association_id).zone).date()
