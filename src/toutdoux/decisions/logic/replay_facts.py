"""What the verifier compares: the rows of the tables as plain facts, and the first difference it may find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.members.logic.rights import MemberFacts
from toutdoux.rules.rulebook import Rulebook
from toutdoux.writings.logic.digests import WritingFacts


class Fact(StrEnum):
    """What a difference is about."""

    ENTRY = "entry"
    RULEBOOK = "rulebook"
    PERIOD = "period"
    MEMBER = "member"
    RIGHT = "right"
    ACTION = "action"
    NUMBER = "number"
    TEXT = "text"
    COUNCIL = "council"
    DEADLINE = "deadline"
    BALLOT = "ballot"
    OBJECTION = "objection"
    OUTCOME = "outcome"
    EFFECT = "effect"
    EXECUTION = "execution"
    NOTE = "note"
    LEAD = "lead"
    LINK = "link"
    REMARK = "remark"
    HISTORY = "history"
    MANDATE = "mandate"
    ACCESS = "access"
    REGISTER = "register"
    VOTE = "vote"
    ATTENDANCE = "attendance"
    ASSEMBLY = "assembly"
    PROXY = "proxy"
    WRITING = "writing"
    ELECTION = "election"
    MINUTES = "minutes"
    TASK = "task"


class Sort(StrEnum):
    """How two things differ.

    RECOMPUTED: the rules give something else than the entry says. KEPT: a table holds something else. ABSENT: the row
    that the entry speaks of is not there. UNKNOWN: a row that no entry speaks of. OWED: what must follow the entry is
    not there. NOT_ALLOWED: the rules do not allow what the entry says. UNREADABLE: the entry lacks what it must say.
    """

    RECOMPUTED = "recomputed"
    KEPT = "kept"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    OWED = "owed"
    NOT_ALLOWED = "not-allowed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """The first thing that does not agree. ``seq`` None: a row that no entry speaks of. ``action``: its reference."""

    sort: Sort
    fact: Fact
    seq: int | None
    action: str = ""
    stated: str = ""
    found: str = ""


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """How much was recomputed, and the first difference, if any."""

    entries: int
    actions: int
    ballots: int
    decisions: int
    historical: int
    difference: Difference | None


@dataclass(frozen=True, kw_only=True)
class RulebookFacts:
    """A version of the rules. ``recomputed`` is the digest of the text that is stored, read only when they agree."""

    id: int
    digest: str
    recomputed: str
    adopted_at: datetime
    rulebook: Rulebook | None


@dataclass(frozen=True, kw_only=True)
class ActionRowFacts:
    """A published action as its row has it, words as stored. ``same_title``: that of its current text."""

    kind: str
    period_id: int | None
    number: int | None
    target: UUID | None
    suffix: int | None
    rulebook_id: int | None
    version: int | None
    same_title: bool
    opened_at: datetime | None
    opened_on: date | None
    deadline: datetime | None
    status: str
    decided_at: datetime | None
    withdrawn_at: datetime | None
    execution: str
    ended_at: datetime | None
    carried_out_on: date | None
    urgent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EffectFacts:
    """An effect as voted on: its kind and what it was told."""

    kind: str
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class VersionFacts:
    """A published text. ``text_digest`` is recomputed from the salt, the words and the effects that are stored."""

    opened_at: datetime | None
    deadline: datetime | None
    council: int | None
    council_digest: str
    text_digest: str
    stored_digest: str
    effects_only: bool
    seats: frozenset[UUID]
    effects: Mapping[int, EffectFacts]


@dataclass(frozen=True, kw_only=True)
class BallotRowFacts:
    """A ballot. ``reason_digest`` is recomputed; None without a reason."""

    action: UUID
    version: int
    member: UUID
    choice: str
    at: datetime
    door: str
    reason_digest: str | None
    counting: bool


@dataclass(frozen=True, kw_only=True)
class OutcomeRowFacts:
    """A decision as recorded."""

    branch: str
    article: int
    at: datetime
    council: int
    for_: int
    against: int
    blank: int


@dataclass(frozen=True, kw_only=True)
class EffectRowFacts:
    """What became of an effect, as recorded."""

    id: int
    at: datetime
    because: str
    ticked_at: datetime | None
    ticked_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class CarriedEffectFacts:
    """An effect of an item that an assembly adopted: as it was voted on, and what became of it."""

    kind: str
    params: Mapping[str, Any]
    what: str
    because: str


@dataclass(frozen=True, kw_only=True)
class CarriedFacts:
    """A vote of an assembly whose adoption changed something by itself, as its rows have it."""

    assembly: UUID
    closed_at: datetime | None
    effects: Mapping[int, CarriedEffectFacts]


@dataclass(frozen=True, kw_only=True)
class ObjectionRowFacts:
    """An objection as its row has it; ``ballot`` is the number of the entry of its ballot."""

    action: UUID
    version: int
    member: UUID
    ballot: int
    raised_at: datetime
    kept_at: datetime | None
    lifted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """A note, without its words."""

    action: UUID
    about: str
    member: UUID | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RemarkFacts:
    """A remark of the discussion, without its words."""

    action: UUID
    member: UUID
    source: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkFacts:
    """A link between two actions."""

    source: UUID
    target: UUID
    sort: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HistoryFacts:
    """An imported row: where it stands, and its digest recomputed from what is stored."""

    kind: str
    period_id: int
    number: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What an association's tables hold, by the keys that the ledger uses."""

    association_id: UUID
    zone: ZoneInfo
    periods: Mapping[int, str] = field(default_factory=dict)
    rulebooks: Mapping[int, RulebookFacts] = field(default_factory=dict)
    members: Mapping[UUID, MemberFacts] = field(default_factory=dict)
    actions: Mapping[UUID, ActionRowFacts] = field(default_factory=dict)
    versions: Mapping[tuple[UUID, int], VersionFacts] = field(default_factory=dict)
    ballots: Mapping[int, BallotRowFacts] = field(default_factory=dict)
    outcomes: Mapping[tuple[UUID, str], OutcomeRowFacts] = field(default_factory=dict)
    effects: Mapping[tuple[UUID, int, int, str], EffectRowFacts] = field(default_factory=dict)
    objections: Mapping[int, ObjectionRowFacts] = field(default_factory=dict)
    posts: frozenset[tuple[int, UUID, str, datetime]] = frozenset()
    notes: Mapping[int, NoteFacts] = field(default_factory=dict)
    remarks: Mapping[UUID, RemarkFacts] = field(default_factory=dict)
    leads: frozenset[tuple[UUID, UUID, datetime]] = frozenset()
    links: frozenset[LinkFacts] = frozenset()
    history: Mapping[UUID, HistoryFacts] = field(default_factory=dict)
    mandates: Mapping[UUID, tuple[object, ...]] = field(default_factory=dict)
    accesses: Mapping[UUID, tuple[object, ...]] = field(default_factory=dict)
    registers: Mapping[UUID, tuple[object, ...]] = field(default_factory=dict)
    writings: Mapping[UUID | int, WritingFacts] = field(default_factory=dict)
    carried: Mapping[UUID, CarriedFacts] = field(default_factory=dict)
