"""One vote of an assembly: who has a voice in it, who speaks with it, and what the voices add up to. Pure and exact.

The seats of a vote are frozen as it opens, like the council of an action: one for each member of the roll who is present
or represented. Who arrives later votes from the next vote on; who leaves keeps the ballot cast.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from toutdoux.rules.assembly import Presence, Votes
from toutdoux.rules.facts import Choice
from toutdoux.rules.room import Room


class Way(StrEnum):
    """How a vote is taken.

    HANDS: totals that the desk types. NAMED: each one's ballot, seen by all after the close. CONFIDENTIAL: who took part is
    kept, what they chose is kept apart from it; the server is trusted.
    """

    HANDS = "hands"
    NAMED = "named"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One voice of a vote, as it opened. ``holder_id``: who represented the member then; None, they were there."""

    member_id: UUID
    holder_id: UUID | None = None


def seats_of(*, room: Room, item_id: UUID) -> tuple[Seat, ...]:
    """Return the seats of a vote on an item that opens with this room, by member."""
    there = [Seat(member_id=member_id) for member_id in room.present]
    represented = [
        Seat(member_id=giver_id, holder_id=given.holder_id) for giver_id, given in room.represented(item_id).items()
    ]
    return tuple(sorted([*there, *represented], key=lambda seat: str(seat.member_id)))


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A voice someone speaks with at an instant: their own, or that of the giver of a proxy.

    ``instruction``: what the giver bound its holder to; nothing binds one's own.
    """

    member_id: UUID
    instruction: Choice | None = None


def voices(*, room: Room, speaker_id: UUID, item_id: UUID, instructions: Mapping[UUID, Choice]) -> Mapping[UUID, Voice]:
    """Return by member the voices someone speaks with now, their own first. ``instructions``: by proxy, on this item.

    The seats are frozen and who speaks for them is not: a giver who arrives speaks for themselves, one who leaves is
    spoken for again, and a holder who leaves speaks for nobody.
    """
    if speaker_id not in room.present:
        return {}
    held = room.holders(item_id).get(speaker_id, ())
    return {speaker_id: Voice(member_id=speaker_id)} | {
        given.giver_id: Voice(member_id=given.giver_id, instruction=instructions.get(given.proxy_id)) for given in held
    }


def seats_data(seats: Iterable[Seat]) -> dict[str, str | None]:
    """Return the seats in the form that is digested: by member, who represented them."""
    return {str(seat.member_id): str(seat.holder_id) if seat.holder_id else None for seat in seats}


def presence_of(*, seats: Collection[Seat], roll: int) -> Presence:
    """Return who counts in a vote: what its quorum and its totals are judged on."""
    represented = sum(seat.holder_id is not None for seat in seats)
    return Presence(roll=roll, present=len(seats) - represented, represented=represented)


def tally(*, presence: Presence, choices: Iterable[Choice]) -> Votes:
    """Count ballots; the seats that cast none took no part. Order changes nothing.

    Raises ValueError for more ballots than seats, which no door lets happen.
    """
    counts = dict.fromkeys(Choice, 0)
    for choice in choices:
        counts[choice] += 1
    no_part = presence.votes - sum(counts.values())
    if no_part < 0:
        msg = "more ballots than seats"
        raise ValueError(msg)
    return Votes(for_=counts[Choice.FOR], against=counts[Choice.AGAINST], blank=counts[Choice.BLANK], no_part=no_part)


class Revealing(StrEnum):
    """How the figures of a confidential vote could tell what someone chose, though nothing links them.

    FEW: a small electorate, in which one knows the others' minds. ALONE: one ballot. UNANIMOUS: all chose alike. LONE: all
    but one did, and that one knows the rest, or all know that one.
    """

    FEW = "few"
    ALONE = "alone"
    UNANIMOUS = "unanimous"
    LONE = "lone"


#: Below as many voices a confidential vote warns, before anyone casts: everyone knows nearly everyone's mind.
SMALL = 10


def warned(*, presence: Presence) -> Revealing | None:
    """Say before a confidential vote what its size alone gives away."""
    if presence.votes <= 1:
        return Revealing.ALONE
    return Revealing.FEW if presence.votes < SMALL else None


def revealed(*, count: Votes) -> Revealing | None:
    """Say after a confidential vote what its figures give away by themselves."""
    figures = sorted(figure for figure in (count.for_, count.against, count.blank) if figure)
    cast = sum(figures)
    if cast == 1:
        return Revealing.ALONE
    if len(figures) == 1:
        return Revealing.UNANIMOUS
    return Revealing.LONE if figures and figures[-1] == cast - 1 else None
