"""What the rules look at: frozen facts of one action, and the outcome they lead to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from toutdoux.rules.articles import Article
from toutdoux.rules.rulebook import Kind


class Choice(StrEnum):
    """One member's ballot."""

    FOR = "for"
    AGAINST = "against"
    BLANK = "blank"


class Status(StrEnum):
    """The decision part of an action: what was decided, never whether it was carried out."""

    ANNOUNCED = "announced"
    OPEN = "open"
    ACCEPTED = "accepted"
    TACIT = "tacit"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"


#: May be carried out, and may still be annulled.
STANDING = frozenset({Status.ANNOUNCED, Status.ACCEPTED, Status.TACIT})


class Execution(StrEnum):
    """What became of the action itself."""

    TO_DO = "to-do"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    ABANDONED = "abandoned"


class Branch(StrEnum):
    """Which rule fired. Each has its own sentence."""

    ANNOUNCED = "announced"
    AWAITING = "awaiting"
    SHARE_FOR = "share-for"
    SHARE_FOR_AT_DEADLINE = "share-for-at-deadline"
    SILENCE = "silence"
    SHARE_AGAINST = "share-against"
    OBJECTION_STANDS = "objection-stands"
    SHARE_NOT_REACHED = "share-not-reached"
    COUNTER_VOTE_LAPSED = "counter-vote-lapsed"
    TARGET_GONE = "target-gone"
    WITHDRAWN = "withdrawn"
    COUNTER_VOTE_PASSED = "counter-vote-passed"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counting ballots of one version of one text, against the council frozen when it was opened."""

    council: int
    for_: int = 0
    against: int = 0
    blank: int = 0

    @property
    def cast(self) -> int:
        """For, Against and Blank together."""
        return self.for_ + self.against + self.blank

    @property
    def expressed(self) -> int:
        """For and Against together."""
        return self.for_ + self.against

    @property
    def took_no_part(self) -> int:
        """Seats without a ballot."""
        return self.council - self.cast


@dataclass(frozen=True, kw_only=True)
class CountStep:
    """The tally as it stood from ``at`` on, after one ballot."""

    at: datetime
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts:
    """An Against with its reason, from when to when it stands (``lifted_at`` None: it still does)."""

    raised_at: datetime
    lifted_at: datetime | None = None

    def stands(self, *, at: datetime) -> bool:
        """Say whether the objection stands at the instant ``at``."""
        return self.raised_at <= at and (self.lifted_at is None or self.lifted_at > at)

    def stood_until(self, *, deadline: datetime) -> bool:
        """Say whether it stood when ``deadline`` struck. Like a ballot, raising and lifting count strictly before it."""
        return self.raised_at < deadline and (self.lifted_at is None or self.lifted_at >= deadline)


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """All that decides one action: its current version, frozen council, count in time order, and what closed it.

    ``deadline`` is None for announced kinds. ``steps`` may hold the whole history or, for an action known to be
    undecided before its last ballot, that last step alone. ``ended_at`` is the instant the execution ended (done or
    abandoned). ``moot_at`` is for counter-votes: when their target stopped being there to annul.
    Facts dated later than an instant, and ballots dated at the deadline or later, change nothing of the outcome at it.
    """

    kind: Kind
    council: int
    opened_at: datetime
    deadline: datetime | None
    steps: tuple[CountStep, ...] = ()
    objections: tuple[ObjectionFacts, ...] = ()
    withdrawn_at: datetime | None = None
    ended_at: datetime | None = None
    moot_at: datetime | None = None
    counter_votes: tuple["ActionFacts", ...] = ()


class Lever(StrEnum):
    """What could still change the outcome."""

    MORE_FOR = "more-for"
    MORE_AGAINST = "more-against"
    LIFT_OBJECTIONS = "lift-objections"
    RAISE_OBJECTION = "raise-objection"
    COUNTER_VOTE = "counter-vote"
    TIME = "time"


@dataclass(frozen=True, kw_only=True)
class Change:
    """``count`` more of ``lever`` (ballots, objections) makes the action ``becomes``, at ``at`` if time decides."""

    lever: Lever
    becomes: Status
    article: Article
    count: int = 0
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is decided at an instant, which rule said so, and what would change it.

    ``decided_at`` is None while open. ``tally`` is the count now, ``tally_then`` the one that decided. The marks are
    the numbers of seats that accept and block (None: no such threshold). ``expected`` is what happens, and when, if
    nobody does anything more.
    """

    status: Status
    branch: Branch
    article: Article
    decided_at: datetime | None
    tally: Tally
    tally_then: Tally
    ballots_open: bool
    ballots_close_at: datetime | None
    for_mark: int | None
    against_mark: int | None
    standing_objections: int
    expected: Change | None
    changes: tuple[Change, ...]
