"""Who is in the room, and for whom each one votes: recomputed from arrivals, departures and proxies at any instant. Pure.

Half-open intervals throughout: who arrives at an instant is there at it, who leaves at it is not.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.rules.assembly import Presence


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Someone in the room from ``arrived_at`` until ``left_at``; None: they are still there."""

    member_id: UUID
    arrived_at: datetime
    left_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Say whether they are there at ``at``."""
        return self.arrived_at <= at and (self.left_at is None or at < self.left_at)


@dataclass(frozen=True, kw_only=True)
class Given:
    """A proxy as it was given. ``items``: the items of the agenda it is for; None: the whole assembly.

    ``ended_at``: withdrawn, refused or replaced. Arrivals and departures never end a proxy: they say whether it counts.
    """

    proxy_id: UUID
    giver_id: UUID
    holder_id: UUID
    given_at: datetime
    ended_at: datetime | None = None
    items: frozenset[UUID] | None = None

    def stands(self, at: datetime) -> bool:
        """Say whether it has been given and not ended at ``at``."""
        return self.given_at <= at and (self.ended_at is None or at < self.ended_at)

    def about(self, item_id: UUID | None) -> bool:
        """Say whether it is for this item; with None, for the assembly as a whole."""
        return self.items is None or (item_id is not None and item_id in self.items)


@dataclass(frozen=True, kw_only=True)
class Room:
    """The room at an instant. Only members of the roll count; anyone else is a guest.

    ``standing``: the proxies given and not ended, whoever is there. Three ways a proxy of it can be:

    * *suspended*: its giver is in the room and votes in person; their departure revives it;
    * *idle*: its holder is not in the room, so the giver is not represented;
    * otherwise it counts, for its items.
    """

    at: datetime
    roll: frozenset[UUID]
    present: frozenset[UUID]
    standing: tuple[Given, ...]

    @property
    def suspended(self) -> tuple[Given, ...]:
        """Return the proxies whose giver is here."""
        return tuple(given for given in self.standing if given.giver_id in self.present)

    @property
    def idle(self) -> tuple[Given, ...]:
        """Return the proxies whose giver and holder are both away."""
        return tuple(
            given
            for given in self.standing
            if given.giver_id not in self.present and given.holder_id not in self.present
        )

    @property
    def counting(self) -> tuple[Given, ...]:
        """Return the proxies whose giver is away and whose holder is here."""
        return tuple(
            given for given in self.standing if given.giver_id not in self.present and given.holder_id in self.present
        )

    def represented(self, item_id: UUID | None = None) -> Mapping[UUID, Given]:
        """Return by giver the proxy that counts for an item; None: for the assembly as a whole.

        One for each giver. A proxy for this very item goes before one for everything; between two alike, the later.
        """
        found: dict[UUID, Given] = {}
        for given in sorted(self.standing, key=_precedence):
            if given.giver_id not in self.present and given.about(item_id):
                found[given.giver_id] = given
        # Chosen first, then looked for: a holder who is away leaves the giver without a voice, and not with another's.
        return {giver: given for giver, given in found.items() if given.holder_id in self.present}

    def holders(self, item_id: UUID | None = None) -> Mapping[UUID, tuple[Given, ...]]:
        """Return by holder the proxies they vote with for an item, those given first before."""
        found: dict[UUID, list[Given]] = {}
        for given in self.represented(item_id).values():
            found.setdefault(given.holder_id, []).append(given)
        return {holder: tuple(sorted(held, key=_age)) for holder, held in found.items()}

    def weight(self, member_id: UUID, item_id: UUID | None = None) -> int:
        """Return how many votes someone holds: their own if they are here, and those of their proxies."""
        if member_id not in self.present:
            return 0
        return 1 + len(self.holders(item_id).get(member_id, ()))

    def presence(self, item_id: UUID | None = None) -> Presence:
        """Return who counts for the quorum, at an item's vote or, with None, for the assembly as a whole."""
        return Presence(roll=len(self.roll), present=len(self.present), represented=len(self.represented(item_id)))


def room(*, roll: Collection[UUID], proxies: Iterable[Given], attendance: Iterable[Stay], at: datetime) -> Room:
    """Return the room at ``at``: a pure function of the roll, and of what was given and entered, in any order.

    Who left the roll or never was on it is not counted, and neither gives nor holds a voice.
    """
    seats = frozenset(roll)
    return Room(
        at=at,
        roll=seats,
        present=frozenset(stay.member_id for stay in attendance if stay.member_id in seats and stay.covers(at)),
        standing=tuple(
            sorted(
                (
                    given
                    for given in proxies
                    if given.stands(at)
                    and given.giver_id in seats
                    and given.holder_id in seats
                    and given.giver_id != given.holder_id
                ),
                key=_age,
            )
        ),
    )


def _age(given: Given) -> tuple[datetime, str]:
    return given.given_at, str(given.proxy_id)


def _precedence(given: Given) -> tuple[bool, datetime, str]:
    """Order so that the last is the one that speaks for its giver."""
    return given.items is not None, *_age(given)
