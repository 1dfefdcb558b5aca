"""Who speaks next: by the order of hands, or those who have not spoken at the item first. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class HandFacts:
    """A hand that is or was up. ``called_at``: since when they have had the floor; ``ended_at``: done, or taken down."""

    id: int
    member_id: UUID
    raised_at: datetime
    called_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Say whether the hand is up and its turn has not come."""
        return self.called_at is None and self.ended_at is None

    @property
    def speaks(self) -> bool:
        """Say whether they have the floor."""
        return self.called_at is not None and self.ended_at is None


def spoken(hands: Collection[HandFacts]) -> frozenset[UUID]:
    """Return who has had the floor, at the item the hands are of."""
    return frozenset(hand.member_id for hand in hands if hand.called_at is not None)


def line(hands: Collection[HandFacts], *, first_timers_first: bool) -> Sequence[HandFacts]:
    """Return the hands that wait, in the order in which they will be called."""
    before = spoken(hands) if first_timers_first else frozenset()
    return sorted(
        (hand for hand in hands if hand.waits), key=lambda hand: (hand.member_id in before, hand.raised_at, hand.id)
    )
