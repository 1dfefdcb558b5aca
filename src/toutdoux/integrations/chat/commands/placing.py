"""Making the voting channel follow the council: from entries of the ledger to places wanted, and what became of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from toutdoux.integrations.chat.logic.membership import ASKING
from toutdoux.integrations.chat.logic.words import Wanted
from toutdoux.integrations.chat.models import Following, Placement
from toutdoux.integrations.logic.retrying import CLAIM_LASTS, FIRST_WAIT, LONGEST_WAIT
from toutdoux.kernel.people import Actor
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries, head
from toutdoux.members.commands import require_vote
from toutdoux.members.queries import names, rights_of

_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class ClaimedPlace:
    """A place in the channel to be given or taken now, held by one worker."""

    id: int
    association_id: UUID
    chat: str
    member_id: UUID
    wanted: Wanted
    attempt: int


def ask_place(*, actor: Actor, chat: str, member_ids: Collection[UUID], wanted: Wanted, now: datetime) -> None:
    """Ask, as someone who votes, that members be let into the voting channel, or taken out of it: the worker does it."""
    with transaction.atomic():
        require_vote(actor=actor, at=now)
        known = names(association_id=actor.association_id, ids=set(member_ids))
        for member_id in known:
            _ask(association_id=actor.association_id, chat=chat, member_id=member_id, wanted=wanted, due_at=now)


def follow(*, association_id: UUID, chat: str, now: datetime) -> int:
    """Turn new entries of the ledger into places wanted in the voting channel; return how many.

    Steps, under the row that says how far the ledger was followed, so that two workers take turns: read the entries
    after it · the last one about a member replaces what earlier ones asked · move on. The first time it begins at the
    end: what a channel lacks already when it is connected is shown on its page, and nothing is done unasked.
    """
    Following.objects.get_or_create(
        association_id=association_id,
        chat=chat,
        defaults={"seq": head(association_id=association_id).seq},
    )
    if Following.objects.get(association_id=association_id, chat=chat).seq >= head(association_id=association_id).seq:
        return 0
    asked = 0
    with transaction.atomic():
        row = Following.objects.select_for_update().get(association_id=association_id, chat=chat)
        for read, entry in enumerate(entries(association_id=association_id, after=row.seq), start=1):
            row.seq = entry.seq
            wanted = ASKING.get(entry.kind)
            if wanted is not None:
                member_id = UUID(read_data(entry.data)["member"])
                due_at = _due_at(association_id=association_id, member_id=member_id, wanted=wanted, now=now)
                _ask(association_id=association_id, chat=chat, member_id=member_id, wanted=wanted, due_at=due_at)
                asked += 1
            if read >= _BATCH:
                break
        row.save(update_fields=["seq"])
    return asked


def claim_place(*, association_id: UUID, chat: str, linked: frozenset[UUID], now: datetime) -> ClaimedPlace | None:
    """Claim a place that is due, of a member whose account is known; None when there is nothing to do."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = Placement.objects.filter(
        free, association_id=association_id, chat=chat, done_at=None, due_at__lte=now, next_try_at__lte=now
    )
    row = due.filter(member_id__in=linked).order_by("next_try_at", "id").first()
    if row is None:
        return None
    same = Placement.objects.filter(free, id=row.id, attempts=row.attempts, wanted=row.wanted, done_at=None)
    if not same.update(claimed_until=now + CLAIM_LASTS, attempts=F("attempts") + 1):
        return None
    return ClaimedPlace(
        id=row.id,
        association_id=row.association_id,
        chat=row.chat,
        member_id=row.member_id,
        wanted=Wanted(row.wanted),
        attempt=row.attempts + 1,
    )


def place_taken(*, claimed: ClaimedPlace, now: datetime) -> None:
    """Record that the member is where they should be."""
    _mine(claimed).update(claimed_until=None, done_at=now, error="")


def place_failed(*, claimed: ClaimedPlace, error: str, now: datetime) -> None:
    """Record that the channel could not be changed: tried again with growing pauses, and shown on its page meanwhile."""
    wait = FIRST_WAIT * 2 ** min(claimed.attempt - 1, 12)
    _mine(claimed).update(claimed_until=None, error=error[:200], next_try_at=now + min(wait, LONGEST_WAIT))


def _mine(claimed: ClaimedPlace) -> QuerySet[Placement]:
    return Placement.objects.filter(id=claimed.id, attempts=claimed.attempt, wanted=claimed.wanted, done_at=None)


def _due_at(*, association_id: UUID, member_id: UUID, wanted: Wanted, now: datetime) -> datetime:
    """A right that begins on a day to come gives its place on that day; all else is due at once."""
    if wanted is Wanted.OUTSIDE:
        return now
    actor = Actor(association_id=association_id, member_id=member_id)
    ahead = [s.starts_at for s in rights_of(actor=actor, member_id=member_id) if s.ends_at is None or s.ends_at > now]
    return max(now, min(ahead, default=now))


def _ask(*, association_id: UUID, chat: str, member_id: UUID, wanted: Wanted, due_at: datetime) -> None:
    Placement.objects.update_or_create(
        member_id=member_id,
        chat=chat,
        defaults={
            "association_id": association_id,
            "wanted": wanted,
            "due_at": due_at,
            "next_try_at": due_at,
            "done_at": None,
            "claimed_until": None,
            "error": "",
        },
    )
