"""The voting right of one person at one instant, and the reason for it.

A right comes from dated stretches (a founder's, after waiting, granted); dated spells take it away for a time: having
left, an exclusion, a right withdrawn, a leave. Both are facts with a beginning and, once, an end; nothing is rewritten.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from toutdoux.rules.rulebook import OnLeave


class Cause(StrEnum):
    """Where a stretch of voting right comes from."""

    FOUNDER = "founder"
    WAITING = "waiting"
    GRANT = "grant"


class SpellKind(StrEnum):
    """What a spell takes away: being a member (left, excluded), or the vote alone (council, withdrawn, leave)."""

    LEFT = "left"
    EXCLUDED = "excluded"
    COUNCIL = "council"
    WITHDRAWN = "withdrawn"
    LEAVE = "leave"


#: Spells of someone who is not a member meanwhile.
AWAY = frozenset({SpellKind.LEFT, SpellKind.EXCLUDED})


class Standing(StrEnum):
    """What can be said of a person's right at an instant."""

    VOTES = "votes"
    NOT_YET = "not-yet"
    NO_RIGHT = "no-right"
    ON_LEAVE = "on-leave"
    WITHDRAWN = "withdrawn"
    OUT_OF_COUNCIL = "out-of-council"
    NOT_JOINED = "not-joined"
    LEFT = "left"
    EXCLUDED = "excluded"


#: Standings of someone who is not a member, or not any more.
GONE = frozenset({Standing.LEFT, Standing.EXCLUDED})


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From when to when (excluded) a right holds, and why it began and ended. Actions are named by their id."""

    starts_at: datetime
    ends_at: datetime | None
    cause: Cause
    action_id: UUID | None = None
    ended_by_id: UUID | None = None
    #: Which row says so; nothing that is said depends on it.
    row: int | None = field(default=None, compare=False)

    def holds(self, at: datetime) -> bool:
        """Say whether the right holds at ``at``."""
        return self.starts_at <= at and not _over(self.ends_at, at)


@dataclass(frozen=True, kw_only=True)
class Spell:
    """From when to when (excluded) something is taken away, by which action, and which action put an end to it."""

    kind: SpellKind
    starts_at: datetime
    ends_at: datetime | None = None
    action_id: UUID | None = None
    ended_by_id: UUID | None = None
    row: int | None = field(default=None, compare=False)

    def covers(self, at: datetime) -> bool:
        """Say whether the spell is on at ``at``."""
        return self.starts_at <= at and not _over(self.ends_at, at)

    def stands(self, at: datetime) -> bool:
        """Say whether the spell is on at ``at`` or to come: what an act dated ``at`` meets."""
        return not _over(self.ends_at, at) and self.ends_at != self.starts_at


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """What decides a voting right. ``left_at`` follows from the spells: since when the person is not a member, if so."""

    joined_at: datetime
    stretches: tuple[Stretch, ...]
    spells: tuple[Spell, ...] = ()
    left_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Right:
    """A voting right explained: may vote because… since…, or not yet, from…, or not because…, until…

    ``resumed``: what was taken away before ``since``, and ended then. ``until``: when a leave ends, if that is known.
    """

    standing: Standing
    cause: Cause | None = None
    since: datetime | None = None
    from_: datetime | None = None
    until: datetime | None = None
    action_id: UUID | None = None
    resumed: SpellKind | None = None

    @property
    def votes(self) -> bool:
        """Say whether the person votes."""
        return self.standing is Standing.VOTES


#: What is said first, when several spells are on.
_SAID_FIRST = (
    (SpellKind.EXCLUDED, Standing.EXCLUDED),
    (SpellKind.LEFT, Standing.LEFT),
    (SpellKind.COUNCIL, Standing.OUT_OF_COUNCIL),
    (SpellKind.WITHDRAWN, Standing.WITHDRAWN),
)


def right_at(*, facts: MemberFacts, at: datetime, on_leave: OnLeave = OnLeave.SUSPENDED) -> Right:
    """Return the right of a member at ``at``: in the council or not, by which cause, since when or from when.

    ``on_leave``: what the rulebook in force at ``at`` says of leaves. When several stretches hold, the one that began
    first explains the right. A leave is named only to those whose vote it suspends.
    """
    on = {spell.kind: spell for spell in facts.spells if spell.covers(at)}
    for kind, standing in _SAID_FIRST:
        if kind in on and (kind in AWAY or at >= facts.joined_at):
            return Right(standing=standing, since=on[kind].starts_at, action_id=on[kind].action_id)
    if at < facts.joined_at:
        return Right(standing=Standing.NOT_JOINED, from_=facts.joined_at)
    in_order = sorted(facts.stretches, key=lambda stretch: stretch.starts_at)
    for stretch in in_order:
        if stretch.holds(at):
            if SpellKind.LEAVE in on and on_leave is OnLeave.SUSPENDED:
                leave = on[SpellKind.LEAVE]
                return Right(standing=Standing.ON_LEAVE, since=leave.starts_at, until=leave.ends_at)
            return _votes(facts, stretch, at, on_leave)
    for stretch in in_order:
        if stretch.starts_at > at and (stretch.ends_at is None or stretch.starts_at < stretch.ends_at):
            return Right(
                standing=Standing.NOT_YET, cause=stretch.cause, from_=stretch.starts_at, action_id=stretch.action_id
            )
    return Right(standing=Standing.NO_RIGHT)


def in_council(*, facts: MemberFacts, at: datetime, on_leave: OnLeave = OnLeave.SUSPENDED) -> bool:
    """Say whether a member votes at ``at``: the same as ``right_at``, without the reasons, for whole councils."""
    return (
        facts.joined_at <= at
        and any(stretch.holds(at) for stretch in facts.stretches)
        and not any(
            spell.covers(at) and (spell.kind is not SpellKind.LEAVE or on_leave is OnLeave.SUSPENDED)
            for spell in facts.spells
        )
    )


def left_after(facts: MemberFacts, *, at: datetime) -> datetime | None:
    """Return when a member first left, or was excluded from the association, at or after ``at``; None if they did not.

    What is entrusted to someone ends there, whether or not they come back later.
    """
    gone = [
        spell.starts_at
        for spell in facts.spells
        if spell.kind in AWAY and spell.starts_at >= at and spell.ends_at != spell.starts_at
    ]
    return min(gone, default=None)


def _votes(facts: MemberFacts, stretch: Stretch, at: datetime, on_leave: OnLeave) -> Right:
    """Explain a right that holds: since its stretch began, or since what had taken it away was over."""
    barred = [
        spell
        for spell in facts.spells
        if spell.ends_at is not None
        and spell.starts_at < spell.ends_at
        and stretch.starts_at < spell.ends_at <= at
        and (spell.kind is not SpellKind.LEAVE or on_leave is OnLeave.SUSPENDED)
    ]
    last = max(barred, key=lambda spell: spell.ends_at or at, default=None)
    if last is None:
        return Right(standing=Standing.VOTES, cause=stretch.cause, since=stretch.starts_at, action_id=stretch.action_id)
    return Right(
        standing=Standing.VOTES,
        cause=stretch.cause,
        since=last.ends_at,
        action_id=last.ended_by_id or stretch.action_id,
        resumed=last.kind,
    )


def _over(ends_at: datetime | None, at: datetime) -> bool:
    return ends_at is not None and ends_at <= at
