"""What a calendar shows of an action's deadline: pure, so that programs which compare two readings always agree.

RFC 5545: an event keeps its UID for ever, and its SEQUENCE only grows, each time something about its date changes. A text
amended, which moves the deadline, counts two; a decision, which ends the wait, counts one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from toutdoux.rules.facts import Status


class Standing(StrEnum):
    """What becomes of the date: the words of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class DeadlineFacts:
    """An action with a deadline. ``opened_at``: when its current text, of number ``version``, was published."""

    action_id: UUID
    version: int
    opened_at: datetime
    deadline: datetime
    status: Status
    decided_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """The event of an action's deadline."""

    uid: str
    sequence: int
    at: datetime
    changed_at: datetime
    standing: Standing


def event_of(*, facts: DeadlineFacts, host: str) -> EventFacts:
    """Return the event. Decided before its deadline, the date is cancelled; decided by it, it took place."""
    decided_at = facts.decided_at if facts.status is not Status.OPEN else None
    early = decided_at is not None and decided_at < facts.deadline
    return EventFacts(
        uid=f"{facts.action_id}@{host}",
        sequence=2 * (facts.version - 1) + (decided_at is not None),
        at=facts.deadline,
        changed_at=max(facts.opened_at, decided_at) if decided_at else facts.opened_at,
        standing=Standing.CANCELLED if early else Standing.CONFIRMED,
    )
