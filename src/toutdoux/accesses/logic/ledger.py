"""Who may enter what at an instant, who still could, what is to be done by hand, and when an access is looked at again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from toutdoux.rules.rulebook import Waiting
from toutdoux.rules.time import after_waiting, start_of_day


class Sort(StrEnum):
    """What can be entered."""

    MACHINE = "machine"
    ROOT = "root"
    SERVICE = "service"
    ACCOUNT = "account"
    MAILBOX = "mailbox"
    KEY = "key"
    PUBLIC_CHANNEL = "public-channel"
    PRIVATE_CHANNEL = "private-channel"


class Level(StrEnum):
    """How far whoever enters can go."""

    EVERYDAY = "everyday"
    SENSITIVE = "sensitive"
    CRITICAL = "critical"


class Cause(StrEnum):
    """Where an access comes from: a decision, or it was there before the register and was declared."""

    ACTION = "action"
    DECLARED = "declared"


class EndCause(StrEnum):
    """Why an access ended."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    GIVEN_UP = "given-up"
    LEFT = "left"
    EXCLUDED = "excluded"
    ANNULLED = "annulled"
    CLOSED = "closed"


class State(StrEnum):
    """Where an access stands. TO_UNDO: it has ended, and nobody has said yet that the door was really shut."""

    NOT_YET = "not-yet"
    HELD = "held"
    TO_UNDO = "to-undo"
    OVER = "over"


class Tick(StrEnum):
    """What someone has done by hand."""

    OPENED = "opened"
    UNDONE = "undone"


@dataclass(frozen=True, kw_only=True)
class AccessFacts:
    """An access as recorded.

    ``until`` (excluded): when it expires by itself. ``ended_at`` and ``ended_cause``: ended before. ``left_at``: when its
    holder left the association. ``closed_at``: when what it opens was closed. ``kept_at``: the last "still needed".
    """

    starts_at: datetime
    until: datetime | None = None
    ended_at: datetime | None = None
    ended_cause: EndCause | None = None
    left_at: datetime | None = None
    closed_at: datetime | None = None
    kept_at: datetime | None = None
    opened_at: datetime | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Ending:
    """When an access ends (excluded), and why."""

    at: datetime
    cause: EndCause


def ending(facts: AccessFacts) -> Ending | None:
    """Return when and why an access ends, as far as is known: the earliest reason; None for one without end."""
    reasons = (
        (facts.ended_at, facts.ended_cause or EndCause.REVOKED),
        (facts.left_at, EndCause.LEFT),
        (facts.closed_at, EndCause.CLOSED),
        (facts.until, EndCause.EXPIRED),
    )
    known = [Ending(at=max(at, facts.starts_at), cause=cause) for at, cause in reasons if at is not None]
    return min(known, key=lambda end: end.at, default=None)


def state_at(facts: AccessFacts, *, at: datetime) -> State:
    """Return where an access stands at ``at``, by what had been done by hand until then."""
    if at < facts.starts_at:
        return State.NOT_YET
    end = ending(facts)
    if end is None or at < end.at:
        return State.HELD
    return State.OVER if facts.undone_at is not None and facts.undone_at <= at else State.TO_UNDO


def could_enter(facts: AccessFacts, *, at: datetime) -> bool:
    """Say whether its holder could enter at ``at``: while it is held, and after that until someone has shut the door."""
    return state_at(facts, at=at) in {State.HELD, State.TO_UNDO}


def to_open(facts: AccessFacts, *, at: datetime) -> bool:
    """Say whether someone still has to open the door by hand."""
    return facts.opened_at is None and state_at(facts, at=at) is State.HELD


def review_due_at(facts: AccessFacts, *, months: int, zone: ZoneInfo) -> datetime:
    """Return when the holder is asked whether the access is still needed: so many months after it began, or was kept."""
    last = max(at for at in (facts.starts_at, facts.kept_at) if at is not None)
    day = after_waiting(day=last.astimezone(zone).date(), waiting=Waiting(months=months))
    return start_of_day(day=day, zone=zone)


def asked(facts: AccessFacts, *, months: int, zone: ZoneInfo, at: datetime) -> bool:
    """Say whether the holder is asked at ``at`` if the access is still needed."""
    return state_at(facts, at=at) is State.HELD and review_due_at(facts, months=months, zone=zone) <= at
