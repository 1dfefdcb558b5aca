"""Which entries of the ledger are milestones of an action, each told once in its thread: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.rules.facts import Choice, Execution, Outcome, Status

#: The kinds of entries after which the channel is looked at again: all that changes what a post shows.
POSTED = frozenset(
    {
        DecisionEvent.OPENED,
        DecisionEvent.AMENDED,
        DecisionEvent.BALLOT_CAST,
        DecisionEvent.OBJECTION_LIFTED,
        DecisionEvent.DECIDED,
        DecisionEvent.URGENCY_DECLARED,
        DecisionEvent.EXECUTION_CHANGED,
        DecisionEvent.LEAD_CHANGED,
    }
)
#: A delay shorter than this has no halfway worth a message.
LONG_ENOUGH = timedelta(days=2)


class Sort(StrEnum):
    """What sort of thing has happened."""

    AMENDMENT = "amendment"
    HALFWAY = "halfway"
    OBJECTION = "objection"
    DECIDED = "decided"
    ENDED = "ended"
    URGENCY = "urgency"


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One thing to tell in a thread. ``key`` names it: what has one key is told once.

    ``what``: the status decided, or how carrying out ended. ``member_id``: whose objection it is.
    """

    sort: Sort
    key: str
    what: str = ""
    member_id: UUID | None = None


def milestone_of(*, kind: str, actor_id: UUID | None, data: Mapping[str, Any]) -> Milestone | None:
    """Return the milestone that an entry of the ledger is; None for one that only changes what the root post shows.

    An objection is one for each person and text, however often it is reworded. What began with urgency is told once.
    """
    match kind:
        case DecisionEvent.AMENDED:
            return Milestone(sort=Sort.AMENDMENT, key=f"{Sort.AMENDMENT}:{data['version']}")
        case DecisionEvent.BALLOT_CAST if data["choice"] == Choice.AGAINST and data["reasoned"] and actor_id:
            key = f"{Sort.OBJECTION}:{data['version']}:{actor_id}"
            return Milestone(sort=Sort.OBJECTION, key=key, member_id=actor_id)
        case DecisionEvent.DECIDED:
            return Milestone(sort=Sort.DECIDED, key=f"{Sort.DECIDED}:{data['status']}", what=data["status"])
        case DecisionEvent.URGENCY_DECLARED:
            return Milestone(sort=Sort.URGENCY, key=str(Sort.URGENCY))
        case DecisionEvent.EXECUTION_CHANGED if data["execution"] in {Execution.DONE, Execution.ABANDONED}:
            return Milestone(sort=Sort.ENDED, key=f"{Sort.ENDED}:{data['execution']}", what=data["execution"])
    return None


def halfway_at(*, outcome: Outcome, opened_at: datetime | None, deadline: datetime | None) -> datetime | None:
    """Return when half of the delay has passed; None for what has no delay worth it, or is decided."""
    if outcome.status is not Status.OPEN or opened_at is None or deadline is None:
        return None
    delay = deadline - opened_at
    return opened_at + delay / 2 if delay >= LONG_ENOUGH else None


def halfway(*, version: int, due_at: datetime | None, deadline: datetime | None, now: datetime) -> Milestone | None:
    """Return the milestone of half the delay, if it is there to tell at ``now``."""
    if due_at is None or deadline is None or not due_at <= now < deadline:
        return None
    return Milestone(sort=Sort.HALFWAY, key=f"{Sort.HALFWAY}:{version}")
