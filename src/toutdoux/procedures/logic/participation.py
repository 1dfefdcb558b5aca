"""Who took part in how many of the votes they could have cast. For care, never for a ranking.

Rule: an extraordinary action, a counter-vote (and a resolution, where being represented is taking part) counts for a
member when it ran within the window, to its end, and they had a seat. A vote that ran while they were on leave, even for a day,
or that was withdrawn, is not counted against them; a vote they cast always counts for them. What was chosen is not known
here: a secret ballot gives its turnout and nothing else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Window:
    """The stretch of time that is looked at; ``ends_at`` is excluded."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class VoteFacts:
    """One vote that is over: who had a seat, and who took part (by themselves or represented), never how."""

    opened_at: datetime
    closed_at: datetime
    seated: frozenset[UUID]
    took_part: frozenset[UUID]
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A stretch during which a member was on leave; without an end yet where ``ends_at`` is None."""

    member_id: UUID
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Participation:
    """How many votes a member could have cast, and in how many they took part."""

    could: int
    took: int

    def below(self, share: Fraction) -> bool:
        """Say whether less than ``share`` was reached. Who could cast none is below nothing."""
        return self.took < share * self.could


def participation(
    *, votes: Iterable[VoteFacts], absences: Collection[Absence], members: Iterable[UUID], window: Window
) -> dict[UUID, Participation]:
    """Return the participation of each of ``members`` in the votes that were over within ``window``."""
    within = [one for one in votes if window.starts_at <= one.opened_at and one.closed_at <= window.ends_at]
    return {member_id: _one(member_id, within, absences) for member_id in members}


def listed(*, found: dict[UUID, Participation], share: Fraction) -> tuple[UUID, ...]:
    """Return who is below ``share``, in an order that says nothing of how far."""
    return tuple(sorted((member_id for member_id, one in found.items() if one.below(share)), key=str))


def _one(member_id: UUID, votes: list[VoteFacts], absences: Collection[Absence]) -> Participation:
    mine = [absence for absence in absences if absence.member_id == member_id]
    could = took = 0
    for vote in votes:
        if member_id in vote.took_part:
            could += 1
            took += 1
        elif member_id in vote.seated and not vote.withdrawn and not any(_overlaps(one, vote) for one in mine):
            could += 1
    return Participation(could=could, took=took)


def _overlaps(absence: Absence, vote: VoteFacts) -> bool:
    return absence.starts_at < vote.closed_at and (absence.ends_at is None or absence.ends_at > vote.opened_at)
