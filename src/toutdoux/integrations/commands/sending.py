"""Claiming messages that are due, and saying what became of each. Nothing here calls a server."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from toutdoux.integrations.logic.leaving import Left, without_secrets
from toutdoux.integrations.logic.retrying import CLAIM_LASTS, next_try
from toutdoux.integrations.logic.words import About, Skip, State
from toutdoux.integrations.models import Delivery, DigestItem, VoteLink
from toutdoux.integrations.sent.models import SentWords
from toutdoux.kernel.tokens import token_digest


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A message held by one worker until ``CLAIM_LASTS`` later. ``attempt`` tells this claim from earlier ones."""

    id: int
    association_id: UUID
    member_id: UUID | None
    channel: str
    about: About
    action_id: UUID | None
    version: int
    entry_seq: int | None
    key: str
    not_before: datetime
    attempt: int
    items: tuple[tuple[About, UUID, int], ...]
    address: str = ""


def claim_due(*, now: datetime, limit: int = 1) -> tuple[Claimed, ...]:
    """Claim up to ``limit`` messages that are due, those waiting longest first, for ``CLAIM_LASTS``.

    Each claim is a conditional update of one row: of two workers that saw the same row, one changes it.
    """
    waiting = Q(state=State.WAITING, next_try_at__lte=now)
    abandoned = Q(state=State.CLAIMED, claimed_until__lte=now)
    claimed = []
    for row in Delivery.objects.filter(waiting | abandoned).order_by("next_try_at", "id")[:limit]:
        same = Delivery.objects.filter(id=row.id, attempts=row.attempts).filter(waiting | abandoned)
        if same.update(state=State.CLAIMED, claimed_until=now + CLAIM_LASTS, attempts=F("attempts") + 1):
            claimed.append(_claimed(row))
    return tuple(claimed)


def sent(*, claimed: Claimed, left: Left | None = None, now: datetime) -> bool:
    """Record that a server took the message, and its words; False when the claim had expired and was taken by another."""
    with transaction.atomic():
        if not _end(claimed, state=State.SENT, sent_at=now, error=""):
            return False
        if left is not None:
            kept = without_secrets(left=left, url=settings.TOUTDOUX_URL)
            SentWords.objects.update_or_create(
                delivery_id=claimed.id, defaults={"subject": kept.subject[:200], "text": kept.text}
            )
    return True


def skipped(*, claimed: Claimed, reason: Skip) -> bool:
    """Record that the message has lost its reason."""
    return _end(claimed, state=State.SKIPPED, reason=reason)


def postponed(*, claimed: Claimed, until: datetime) -> bool:
    """Put a message back until an hour that is decent: it was held up, and would come in a quiet one."""
    return _end(claimed, state=State.WAITING, next_try_at=until)


def failed(*, claimed: Claimed, error: str, for_good: bool, now: datetime) -> bool:
    """Record a failure: tried again with growing pauses for a day, then given up; or at once when it is for good."""
    if for_good:
        return _end(claimed, state=State.FAILED, error=error[:200])
    again = next_try(attempts=claimed.attempt, since=claimed.not_before, now=now)
    if again is None:
        return _end(claimed, state=State.GIVEN_UP, error=error[:200])
    return _end(claimed, state=State.WAITING, error=error[:200], next_try_at=again)


def vote_link(*, member_id: UUID, action_id: UUID, version: int, expires_at: datetime, now: datetime) -> str:
    """Make a link to the three buttons and return its secret, once. Links of an earlier try go on working."""
    token = secrets.token_urlsafe(32)
    VoteLink.objects.create(
        token_digest=token_digest(token),
        member_id=member_id,
        action_id=action_id,
        version=version,
        created_at=now,
        expires_at=expires_at,
    )
    return token


def bounced(*, delivery_id: int, status: str) -> bool:
    """Record that a mail which a server had taken came back for good; False when that is known already."""
    rows = Delivery.objects.filter(id=delivery_id, state=State.SENT)
    return bool(rows.update(state=State.FAILED, sent_at=None, error=f"bounce-{status}"[:200]))


def order_test(*, association_id: UUID, channel: str, address: str, now: datetime) -> None:
    """Order a message that says nothing but that messages arrive."""
    Delivery.objects.create(
        association_id=association_id,
        channel=channel,
        address=address,
        about=About.TEST,
        key=f"test:{channel}:{address}:{secrets.token_hex(8)}",
        not_before=now,
        next_try_at=now,
        created_at=now,
    )


def _claimed(row: Delivery) -> Claimed:
    items = DigestItem.objects.filter(delivery_id=row.id).order_by("entry_seq", "id")
    return Claimed(
        id=row.id,
        association_id=row.association_id,
        member_id=row.member_id,
        channel=row.channel,
        about=About(row.about),
        action_id=row.action_id,
        version=row.version,
        entry_seq=row.entry_seq,
        key=row.key,
        not_before=row.not_before,
        attempt=row.attempts + 1,
        items=tuple((About(item.about), item.action_id, item.version) for item in items),
        address=row.address,
    )


def _end(claimed: Claimed, **changes: object) -> bool:
    mine = Delivery.objects.filter(id=claimed.id, state=State.CLAIMED, attempts=claimed.attempt)
    return bool(mine.update(claimed_until=None, **changes))
