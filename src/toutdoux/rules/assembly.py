"""What an assembly may decide: who counts, whether they are enough, and what a vote there decided. Pure and exact."""

from dataclasses import dataclass
from enum import StrEnum

from toutdoux.rules.rulebook import Base, Share


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Who counts at an instant. ``roll``: the members the quorum is taken of; one vote for each present or represented."""

    roll: int
    present: int
    represented: int

    @property
    def votes(self) -> int:
        """Return how many votes there are in the room."""
        return self.present + self.represented


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Whether there are enough, and the arithmetic of it. ``needed`` is None where no quorum is asked for."""

    reached: bool
    votes: int
    roll: int
    needed: int | None


def quorum(*, presence: Presence, share: Share | None) -> Quorum:
    """Return the quorum: ``share`` of the roll, counting who is present and who is represented. None: none is needed."""
    if share is None:
        return Quorum(reached=True, votes=presence.votes, roll=presence.roll, needed=None)
    needed = share.needed(of=presence.roll)
    return Quorum(
        reached=share.reached(count=presence.votes, of=presence.roll),
        votes=presence.votes,
        roll=presence.roll,
        needed=needed,
    )


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The count of one vote. ``for_ + against + blank + no_part`` is always the votes present and represented."""

    for_: int
    against: int
    blank: int
    no_part: int

    @property
    def expressed(self) -> int:
        """Return the votes for and against; Blank takes part, and expresses neither."""
        return self.for_ + self.against


def votes(*, for_: int, against: int, blank: int, presence: Presence) -> Votes | None:
    """Return the count with who took no part; None for figures that the room cannot have given."""
    no_part = presence.votes - for_ - against - blank
    if min(for_, against, blank, no_part) < 0:
        return None
    return Votes(for_=for_, against=against, blank=blank, no_part=no_part)


class Majority(StrEnum):
    """How a resolution stands. ``TIE``: as many for as against, which adopts nothing."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIE = "tie"
    NOBODY = "nobody"


class Unanimity(StrEnum):
    """How far those who adopted agree: everyone in the room, or everyone who expressed a vote."""

    PRESENT = "present"
    EXPRESSED = "expressed"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What a vote decided, and why: the count, what it was compared with."""

    majority: Majority
    unanimity: Unanimity
    votes: Votes
    base: Base
    of: int


def resolve(*, count: Votes, roll: int, base: Base = Base.EXPRESSED) -> Resolved:
    """Return what a resolution or a list election decided: more For than half of ``base``.

    Of the votes expressed, that is more For than Against, the default; of a larger base, more than half of it. Equal
    votes adopt nothing.
    """
    of = {
        Base.EXPRESSED: count.expressed,
        Base.CAST: count.expressed + count.blank,
        Base.PRESENT: count.expressed + count.blank + count.no_part,
        Base.COUNCIL: roll,
    }[base]
    if count.expressed == 0:
        majority = Majority.NOBODY
    elif 2 * count.for_ > of:
        majority = Majority.ADOPTED
    elif base is Base.EXPRESSED and count.for_ == count.against:
        majority = Majority.TIE
    else:
        majority = Majority.REJECTED
    unanimity = Unanimity.NONE
    if majority is Majority.ADOPTED and count.against == 0:
        everyone = count.blank == count.no_part == 0
        unanimity = Unanimity.PRESENT if everyone else Unanimity.EXPRESSED
    return Resolved(majority=majority, unanimity=unanimity, votes=count, base=base, of=of)
