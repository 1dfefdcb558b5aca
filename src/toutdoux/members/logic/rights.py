"""The voting right of one person at one instant, and the reason for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Cause(StrEnum):
    """Where a stretch of voting right comes from."""

    FOUNDER = "founder"
    WAITING = "waiting"
    GRANT = "grant"


class Standing(StrEnum):
    """What can be said of a person's right at an instant."""

    VOTES = "votes"
    NOT_YET = "not-yet"
    NO_RIGHT = "no-right"
    NOT_JOINED = "not-joined"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From when to when (excluded) a right holds, and why it began and ended. Actions are named by their id."""

    starts_at: datetime
    ends_at: datetime | None
    cause: Cause
    action_id: UUID | None = None
    ended_by_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """What decides a voting right."""

    joined_at: datetime
    left_at: datetime | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, kw_only=True)
class Right:
    """A voting right explained: may vote because… since…, or not yet, from…, or not because…"""

    standing: Standing
    cause: Cause | None = None
    since: datetime | None = None
    from_: datetime | None = None
    action_id: UUID | None = None

    @property
    def votes(self) -> bool:
        """Say whether the person votes."""
        return self.standing is Standing.VOTES


def right_at(*, facts: MemberFacts, at: datetime) -> Right:
    """Return the right of a member at ``at``: in the council or not, by which cause, since when or from when.

    When several stretches hold, the one that began first explains the right.
    """
    if facts.left_at is not None and facts.left_at <= at:
        return Right(standing=Standing.LEFT, since=facts.left_at)
    if at < facts.joined_at:
        return Right(standing=Standing.NOT_JOINED, from_=facts.joined_at)
    in_order = sorted(facts.stretches, key=lambda stretch: stretch.starts_at)
    for stretch in in_order:
        if stretch.starts_at <= at and (stretch.ends_at is None or at < stretch.ends_at):
            return Right(
                standing=Standing.VOTES, cause=stretch.cause, since=stretch.starts_at, action_id=stretch.action_id
            )
    for stretch in in_order:
        if stretch.starts_at > at and (stretch.ends_at is None or stretch.starts_at < stretch.ends_at):
            return Right(
                standing=Standing.NOT_YET, cause=stretch.cause, from_=stretch.starts_at, action_id=stretch.action_id
            )
    return Right(standing=Standing.NO_RIGHT)
