"""What an assembly is at an instant, its agenda and its proxies before it opens. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

# The kinds of items are those of a written assembly: named here for those who hold one.
from toutdoux.assemblies.logic.facts import ItemKind as ItemKind  # noqa: PLC0414


class Stage(StrEnum):
    """Where an assembly stands. ``PAST``: brought in from elsewhere, over from the start."""

    PREPARED = "prepared"
    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    PAST = "past"


class ItemState(StrEnum):
    """Proposed by a member and not in the agenda (yet, or any more); waiting in it; being taken; done; deferred."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"
    DEFERRED = "deferred"


#: States of an item that is in the agenda.
IN_AGENDA = frozenset({ItemState.WAITING, ItemState.CURRENT, ItemState.DONE, ItemState.DEFERRED})


class Instruction(StrEnum):
    """How the giver binds the holder at one item; without one, the holder judges."""

    FOR = "for"
    AGAINST = "against"
    BLANK = "blank"


class ProxyEnd(StrEnum):
    """Why a proxy ended: taken back, given to someone else, or declined by the holder."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Instants:
    """The instants an assembly has gone through. ``held_at``: one that was brought in."""

    held_at: datetime | None
    convened_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None


def stage(instants: Instants) -> Stage:
    """Return where an assembly stands."""
    if instants.held_at is not None:
        return Stage.PAST
    if instants.cancelled_at is not None:
        return Stage.CANCELLED
    if instants.closed_at is not None:
        return Stage.CLOSED
    if instants.opened_at is not None:
        return Stage.OPEN
    return Stage.PREPARED if instants.convened_at is None else Stage.CONVENED


@dataclass(frozen=True, kw_only=True)
class ProxyFacts:
    """A proxy, from when until when (excluded). ``items`` None: it is for every item.

    ``instructions``: by item, for those that bind the holder.
    """

    id: UUID
    giver_id: UUID
    holder_id: UUID
    given_at: datetime
    ended_at: datetime | None
    items: frozenset[UUID] | None
    instructions: dict[UUID, Instruction]

    def stands(self, at: datetime) -> bool:
        """Say whether it is given at ``at``: whether it counts there and then depends on who is in the room."""
        return self.given_at <= at and (self.ended_at is None or at < self.ended_at)

    def covers(self, item_id: UUID) -> bool:
        """Say whether the holder represents the giver at an item."""
        return self.items is None or item_id in self.items
