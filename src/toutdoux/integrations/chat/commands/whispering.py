"""What is to be said to one person in private: written down with what caused it, said until it is heard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from toutdoux.integrations.chat.logic.words import Whispered
from toutdoux.integrations.chat.models import Whisper
from toutdoux.integrations.logic.retrying import CLAIM_LASTS, next_try


@dataclass(frozen=True, kw_only=True)
class ClaimedWhisper:
    """Something held by one worker, or one request, to be said now."""

    id: int
    association_id: UUID
    chat: str
    user_id: str
    user_name: str
    sort: Whispered
    text: str
    member_id: UUID | None
    asked_by_id: UUID | None
    created_at: datetime
    attempt: int


def whisper(
    *,
    association_id: UUID,
    chat: str,
    user_id: str,
    user_name: str = "",
    sort: Whispered = Whispered.TEXT,
    text: str = "",
    member_id: UUID | None = None,
    asked_by_id: UUID | None = None,
    now: datetime,
) -> int:
    """Write down what is to be said to a chat account; return its id. It leaves once this is committed."""
    return Whisper.objects.create(
        association_id=association_id,
        chat=chat,
        user_id=user_id,
        user_name=user_name,
        sort=sort,
        text=text,
        member_id=member_id,
        asked_by_id=asked_by_id,
        created_at=now,
        next_try_at=now,
    ).id


def claim_whisper(*, association_id: UUID, chat: str, only: int | None = None, now: datetime) -> ClaimedWhisper | None:
    """Claim what has waited longest to be said, or ``only`` one; None when there is nothing, or another holds it."""
    due = Q(state="waiting", next_try_at__lte=now) | Q(state="claimed", claimed_until__lte=now)
    rows = Whisper.objects.filter(due, association_id=association_id, chat=chat)
    if only is not None:
        rows = rows.filter(id=only)
    row = rows.order_by("next_try_at", "id").first()
    if row is None:
        return None
    same = Whisper.objects.filter(due, id=row.id, attempts=row.attempts)
    if not same.update(state="claimed", claimed_until=now + CLAIM_LASTS, attempts=F("attempts") + 1):
        return None
    return ClaimedWhisper(
        id=row.id,
        association_id=row.association_id,
        chat=row.chat,
        user_id=row.user_id,
        user_name=row.user_name,
        sort=Whispered(row.sort),
        text=row.text,
        member_id=row.member_id,
        asked_by_id=row.asked_by_id,
        created_at=row.created_at,
        attempt=row.attempts + 1,
    )


def whisper_sent(*, claimed: ClaimedWhisper, now: datetime) -> None:
    """Record that it was said; its words are not kept."""
    _end(claimed, state="sent", sent_at=now, error="", text="")


def whisper_failed(*, claimed: ClaimedWhisper, error: str, for_good: bool, now: datetime) -> None:
    """Record that it could not be said: again with growing pauses for a day, then given up; or at once, for good."""
    again = None if for_good else next_try(attempts=claimed.attempt, since=claimed.created_at, now=now)
    if again is None:
        _end(claimed, state="failed" if for_good else "given-up", error=error[:200])
    else:
        _end(claimed, state="waiting", error=error[:200], next_try_at=again)


def _end(claimed: ClaimedWhisper, **changes: object) -> None:
    mine = Whisper.objects.filter(id=claimed.id, state="claimed", attempts=claimed.attempt)
    mine.update(claimed_until=None, **changes)
