"""What people are reminded of about mandates and accesses: elections to prepare, accesses to look at again; each once.

Elections are for whoever's mandate ends and for those who hold the administrative mandate; where nobody does, for everyone
who votes. An access is looked at again by its holder alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

from toutdoux.accesses.queries import AccessRow, access, accesses
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import KindPage, MandateRow, holders, to_elect
from toutdoux.members.queries import council_at
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.models import ReminderRound

#: Well past the time in which one answers a letter; afterwards the page of one's accesses asks.
REVIEW_LINK_LASTS = timedelta(days=120)
_SALT = "toutdoux.procedures.reviews"


@dataclass(frozen=True, kw_only=True)
class Election:
    """An election that someone is reminded of. ``about``: the mandate that ends, or was the last one held."""

    about: UUID
    member_id: UUID


@dataclass(frozen=True, kw_only=True)
class Review:
    """An access that its holder is asked about, since ``due_at``."""

    access_id: UUID
    member_id: UUID
    due_at: datetime


def looked_at(*, association_id: UUID, now: datetime) -> bool:
    """Say whether this day's reminders were looked for already."""
    return ReminderRound.objects.filter(association_id=association_id, on__gte=now.date()).exists()


def elections_due(*, association_id: UUID, now: datetime) -> tuple[Election, ...]:
    """Return who is to be reminded of which election at ``now``."""
    pages = to_elect(association_id=association_id, at=now)
    if not pages:
        return ()
    prepare = holders(association_id=association_id, kind=BuiltIn.ADMINISTRATIVE, at=now)
    prepare = prepare or council_at(association_id=association_id, at=now)
    return tuple(
        Election(about=row.id, member_id=member_id)
        for page in pages
        for row in (about(page),)
        for member_id in dict.fromkeys((*(one.member_id for one in page.nearing), *prepare))
    )


def about(page: KindPage) -> MandateRow:
    """Return the mandate that an election is about: the one that ends or, for a vacancy, the last that was held."""
    return page.nearing[0] if page.nearing else page.past[0]


def election(*, association_id: UUID, mandate_id: UUID, now: datetime) -> KindPage | None:
    """Return the election that a reminder is about, as it stands at ``now``; None when nothing is to be prepared any more."""
    pages = to_elect(association_id=association_id, at=now)
    return next((page for page in pages if about(page).id == mandate_id), None)


def reviews_due(*, association_id: UUID, now: datetime) -> tuple[Review, ...]:
    """Return which accesses their holders are asked about at ``now``."""
    return tuple(
        Review(access_id=row.id, member_id=row.member_id, due_at=row.review_due_at)
        for row in accesses(association_id=association_id, at=now)
        if row.asked
    )


def review(*, association_id: UUID, access_id: UUID, member_id: UUID, now: datetime) -> AccessRow | None:
    """Return the access that a question is about; None when it is no longer asked."""
    actor = Actor(association_id=association_id, member_id=member_id)
    row = access(actor=actor, access_id=access_id, at=now)
    return row if row.asked else None


def review_link(*, access_id: UUID, member_id: UUID) -> str:
    """Return what a letter bears to answer about one access, and open nothing else. Signed: nothing is kept of it."""
    return signing.dumps([str(access_id), str(member_id)], salt=_SALT)


def access_review(*, association_id: UUID, token: str, now: datetime) -> AccessRow:
    """Return the access that a mailed link asks about; refuse a link that is not ours, of another association, or too old."""
    try:
        access_id, member_id = (UUID(one) for one in signing.loads(token, salt=_SALT, max_age=REVIEW_LINK_LASTS))
        row = access(actor=Actor(association_id=association_id, member_id=member_id), access_id=access_id, at=now)
    except (signing.BadSignature, ValueError, TypeError, Refused) as error:
        raise Refused([Refusal(code=ProcedureRefusal.ANSWER_LINK_UNKNOWN)]) from error
    return row
