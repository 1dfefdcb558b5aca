"""A rulebook: how an association decides, as frozen data.

Every value the sources leave open is optional here and ``None`` until the association chooses it; whoever needs it asks
(``missing``), nobody guesses. Reading and validating TOML is ``rules.reading``; what the values *do* is ``outcome``.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """The kinds of action that are counted in a register, and the counter-vote, which is not."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    COUNTER_VOTE = "counter-vote"


class Base(StrEnum):
    """Of what a share is taken."""

    COUNCIL = "council"
    PRESENT = "present"
    CAST = "cast"
    EXPRESSED = "expressed"


class DecidedBy(StrEnum):
    """Announced: effective at publication. Count: ballots against thresholds until a deadline."""

    ANNOUNCEMENT = "announcement"
    COUNT = "count"


class Silence(StrEnum):
    """What the deadline does to an action that no threshold has decided. Only counter-votes lapse."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    LAPSES = "lapses"


class ObjectionReading(StrEnum):
    """What opposing does: a share of the council blocks; only a counter-vote can; one unlifted objection blocks."""

    SHARE = "share"
    COUNTER_VOTE = "counter-vote"
    VETO = "veto"


class LastDay(StrEnum):
    """How the last day of a delay in civil days ends: at the time of day of publication, or when the day is over."""

    SAME_TIME = "same-time"
    MIDNIGHT = "midnight"


class OnLeave(StrEnum):
    """What a leave does to the voting right."""

    SUSPENDED = "suspended"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Share:
    """A threshold as an exact fraction. ``inclusive``: exactly the share is enough."""

    share: Fraction
    base: Base = Base.COUNCIL
    inclusive: bool = True

    def reached(self, *, count: int, of: int) -> bool:
        """Say whether ``count`` out of ``of`` reaches the threshold. Nobody out of nobody reaches nothing."""
        if of <= 0:
            return False
        return count >= self.share * of if self.inclusive else count > self.share * of

    def needed(self, *, of: int) -> int:
        """Return the smallest count that reaches the threshold out of ``of``: 12 of 24 at one half, 13 if strict.

        May exceed ``of`` (a strict threshold of 1/1): then nothing reaches it.
        """
        exact = self.share * of
        count = math.ceil(exact) if self.inclusive else math.floor(exact) + 1
        return max(count, 1)


@dataclass(frozen=True, kw_only=True)
class Delay:
    """A length of time: civil days (with how the last one ends), or exact hours. Exactly one of the two."""

    days: int | None = None
    hours: int | None = None
    ends: LastDay = LastDay.SAME_TIME


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A civil length without time of day: exactly one of days, weeks, months. Zero means at once."""

    days: int | None = None
    weeks: int | None = None
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class CountRules:
    """How ballots and time decide. ``block`` is None when Against alone never blocks (reading ``counter-vote``)."""

    accept: Share
    block: Share | None
    accept_early: bool
    silence: Silence
    objection: ObjectionReading
    delay: Delay


@dataclass(frozen=True, kw_only=True)
class KindRules:
    """The rules of one kind: announced (``count`` is None) or counted."""

    decided_by: DecidedBy
    count: CountRules | None = None


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """The two kinds of action an association has."""

    ordinary: KindRules
    extraordinary: KindRules


@dataclass(frozen=True, kw_only=True)
class CounterVoteRules:
    """A counter-vote succeeds at ``accept`` before ``delay`` is over; otherwise it lapses. It never passes tacitly."""

    allowed: bool
    accept: Share
    delay: Delay


@dataclass(frozen=True, kw_only=True)
class VotingRightRules:
    """How the voting right is acquired. ``waiting`` has no default: it is chosen at set-up."""

    waiting: Waiting | None = None
    on_leave: OnLeave = OnLeave.SUSPENDED


class Admission(StrEnum):
    """Who lets in a person who asks to join: any member who votes, or an extraordinary action."""

    MEMBER = "member"
    ACTION = "action"


@dataclass(frozen=True, kw_only=True)
class MembershipRules:
    """How people come in. ``admission`` has no default: it is asked when the association first opens its door."""

    admission: Admission | None = None


class ElectionMethod(StrEnum):
    """How an election is voted and counted. Stored words; each is explained with an example in docs/elections.md."""

    LIST = "list"
    PLURALITY = "plurality"
    TWO_ROUNDS = "two-rounds"
    APPROVAL = "approval"
    MAJORITY_JUDGMENT = "majority-judgment"
    SCHULZE = "schulze"
    TRANSFERABLE = "transferable-vote"
    PROPORTIONAL = "proportional-list"


class TieRule(StrEnum):
    """What settles a tie: a lot that is drawn and kept, being a member for longer, age, or voting again."""

    LOT = "lot"
    SENIORITY = "seniority"
    AGE = "age"
    AGAIN = "again"


@dataclass(frozen=True, kw_only=True)
class ElectionRules:
    """How people are elected one by one, and what settles a tie. Neither has a default: asked at the first such election.

    A single list, for or against, is always possible, and is adopted as a resolution is.
    """

    method: ElectionMethod | None = None
    tie: TieRule | None = None


class QuorumMissing(StrEnum):
    """What a vote does while the quorum of an assembly is missing: it does not open, or is taken and says so."""

    REFUSED = "refused"
    RECORDED = "recorded"


@dataclass(frozen=True, kw_only=True)
class MoneyRules:
    """What may be paid. ``payment_limit``, in whole units of the currency, has no default: asked at the first payment.

    A payment above it needs a decision that allows it; at 0, every payment does.
    """

    payment_limit: int | None = None


@dataclass(frozen=True, kw_only=True)
class SecondConvening:
    """When the quorum is missing: a new convening after ``notice``, with ``quorum`` (None: no quorum needed)."""

    notice: Delay
    quorum: Share | None = None


@dataclass(frozen=True, kw_only=True)
class AssemblyRules:
    """Assemblies. Quorum, proxy cap and notice have no default: asked when the first assembly is prepared."""

    majority_base: Base = Base.EXPRESSED
    leave_counts: bool | None = None
    quorum: Share | None = None
    quorum_missing: QuorumMissing = QuorumMissing.REFUSED
    proxies_per_holder: int | None = None
    notice: Delay | None = None
    second_convening: SecondConvening | None = None


@dataclass(frozen=True, kw_only=True)
class InactivityRules:
    """Below which share of the votes one could have cast a member is asked whether they stay, and how long to answer."""

    share: Fraction
    answer_within: Delay


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text of the rulebook in both languages."""

    fr: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A line of the list that helps tell which kind an action is."""

    kind: Kind
    text: Words


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """One version of the rules of an association. Immutable: an action keeps the one it was opened under."""

    name: str
    title: Words
    intent: Words
    kinds: Kinds
    counter_vote: CounterVoteRules
    urgency: bool
    amendments: bool
    change_ballot: bool
    voting_right: VotingRightRules
    assembly: AssemblyRules
    inactivity: InactivityRules
    membership: MembershipRules = MembershipRules()
    money: MoneyRules = MoneyRules()
    elections: ElectionRules = ElectionRules()
    examples: tuple[Example, ...] = ()

    def count_rules(self, kind: Kind) -> CountRules | None:
        """Return how ballots decide for ``kind``; None when announcing is enough."""
        if kind is Kind.COUNTER_VOTE:
            return CountRules(
                accept=self.counter_vote.accept,
                block=None,
                accept_early=True,
                silence=Silence.LAPSES,
                objection=ObjectionReading.SHARE,
                delay=self.counter_vote.delay,
            )
        rules = self.kinds.ordinary if kind is Kind.ORDINARY else self.kinds.extraordinary
        return rules.count
