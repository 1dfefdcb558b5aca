"""A second reading of the tout-doux-cratie, to hold the first one against.

Written from the rules alone, and as naively as they read: time is a whole number of ticks, a clock strikes each of
them, deadlines due are settled before anybody does anything, everyone acts in turn and is refused what may not be done.
The state is explicit and changes where the rule says it changes; nothing is recomputed from a history. Whole numbers
only. It shares with the code under test the names of its facts, none of its functions.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from toutdoux.rules.facts import ActionFacts, CountStep, ObjectionFacts, Tally
from toutdoux.rules.rulebook import Kind, Rulebook, Share

OPENED = datetime(2024, 2, 26, 18, 7, 3, 25, tzinfo=UTC)
TICK = timedelta(hours=7)

STANDING = ("announced", "accepted", "tacit")
CHOICES = ("for", "against", "blank")


def when(tick: int) -> datetime:
    return OPENED + tick * TICK


@dataclass(frozen=True)
class Threshold:
    """``num``/``den`` of ``base``; ``strict``: exactly that much is not enough."""

    num: int
    den: int
    strict: bool
    base: str

    def met(self, count: int, *, council: int, cast: int, expressed: int) -> bool:
        whole = {"council": council, "present": cast, "cast": cast, "expressed": expressed}[self.base]
        if whole == 0:
            return False
        left, right = count * self.den, self.num * whole
        return left > right if self.strict else left >= right


@dataclass(frozen=True)
class Law:
    """The part of a rulebook that decides one kind of action, and its counter-votes."""

    counted: bool
    accept: Threshold | None
    block: Threshold | None
    early: bool
    silence: str
    veto: bool
    revote: bool
    counter_allowed: bool
    counter: Threshold

    @staticmethod
    def of(rulebook: Rulebook, kind: Kind) -> "Law":
        kinds = rulebook.kinds
        count = (kinds.ordinary if kind is Kind.ORDINARY else kinds.extraordinary).count

        def threshold(share: Share) -> Threshold:
            num, den = share.share.as_integer_ratio()
            return Threshold(num, den, not share.inclusive, share.base.value)

        return Law(
            counted=count is not None,
            accept=threshold(count.accept) if count else None,
            block=threshold(count.block) if count and count.block else None,
            early=bool(count and count.accept_early),
            silence=count.silence.value if count else "",
            veto=bool(count and count.objection.value == "veto"),
            revote=rulebook.change_ballot,
            counter_allowed=rulebook.counter_vote.allowed,
            counter=threshold(rulebook.counter_vote.accept),
        )


@dataclass
class Poll:
    """One text that a frozen council votes on, and all that happened to it."""

    council: int
    opened: int
    deadline: int | None
    hands: dict[int, str] = field(default_factory=dict)
    status: str = "open"
    branch: str = "awaiting"
    decided: int | None = None
    decided_on: tuple[int, int, int] | None = None
    closed: int | None = None
    withdrawn: int | None = None
    gone: int | None = None
    ended: int | None = None
    #: (tick, for, against, blank) after each ballot
    counts: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: [member, raised, lifted or None]
    objections: list[tuple[int, int, int | None]] = field(default_factory=list)

    def count(self) -> tuple[int, int, int]:
        hands = list(self.hands.values())
        return hands.count("for"), hands.count("against"), hands.count("blank")

    def fork(self) -> "Poll":
        other = copy(self)
        other.hands, other.counts, other.objections = dict(self.hands), list(self.counts), list(self.objections)
        return other

    def decide(self, status: str, branch: str, tick: int) -> None:
        self.status, self.branch, self.decided, self.decided_on = status, branch, tick, self.count()

    def ballots_open(self) -> bool:
        return self.closed is None

    def meets(self, threshold: Threshold | None, count: int) -> bool:
        for_, against, blank = self.count()
        return threshold is not None and threshold.met(
            count, council=self.council, cast=for_ + against + blank, expressed=for_ + against
        )


@dataclass
class World:
    """One action and its counter-votes, from its opening (tick 0) on. Every method answers: was it allowed?"""

    law: Law
    kind: Kind
    council: int
    days: int
    clock: int = 0
    target: Poll = field(init=False)
    counters: list[Poll] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.target = Poll(council=self.council, opened=0, deadline=self.days if self.law.counted else None)
        if not self.law.counted:
            self.target.decide("announced", "announced", 0)

    # --- time ---------------------------------------------------------------------------------------------------------

    def wait(self, ticks: int = 1) -> "World":
        for _ in range(ticks):
            self.clock += 1
            # Counter-votes and target may be due together: each is over, whatever the other became.
            for counter in self.counters:
                if counter.deadline == self.clock and counter.status == "open":
                    counter.decide("lapsed", "counter-vote-lapsed", self.clock)
                if counter.deadline == self.clock:
                    self._close(counter)
            if self.target.deadline == self.clock:
                if self.target.status == "open":
                    self._last_instant()
                self._close(self.target)
        return self

    def _last_instant(self) -> None:
        law, target = self.law, self.target
        if law.veto and any(lifted is None for _, _, lifted in target.objections):
            target.decide("blocked", "objection-stands", self.clock)
            self._target_gone()
        elif not law.early and target.meets(law.accept, target.count()[0]):
            target.decide("accepted", "share-for-at-deadline", self.clock)
        elif law.silence == "accepts":
            target.decide("tacit", "silence", self.clock)
        else:
            assert law.silence == "rejects"
            target.decide("rejected", "share-not-reached", self.clock)
            self._target_gone()

    def _close(self, poll: Poll) -> None:
        if poll.closed is None:
            poll.closed = self.clock

    def _target_gone(self) -> None:
        self._close(self.target)
        for counter in self.counters:
            if counter.status == "open":
                counter.decide("lapsed", "target-gone", self.clock)
                counter.gone = self.clock
                self._close(counter)

    # --- what people do -----------------------------------------------------------------------------------------------

    def cast(self, member: int, choice: str, *, reason: bool = False) -> bool:
        target, law = self.target, self.law
        if member >= target.council or not target.ballots_open() or (member in target.hands and not law.revote):
            return False
        target.hands[member] = choice
        # A new ballot takes the place of the old one, and of its objection.
        target.objections = [
            (who, raised, self.clock if who == member and lifted is None else lifted)
            for who, raised, lifted in target.objections
        ]
        if reason and choice == "against":
            target.objections.append((member, self.clock, None))
        target.counts.append((self.clock, *target.count()))
        if target.status == "open":
            for_, against, _ = target.count()
            if law.early and target.meets(law.accept, for_):
                target.decide("accepted", "share-for", self.clock)
            elif target.meets(law.block, against):
                target.decide("blocked", "share-against", self.clock)
                self._target_gone()
        return True

    def lift(self, index: int) -> bool:
        if index >= len(self.target.objections) or self.target.objections[index][2] is not None:
            return False
        who, raised, _ = self.target.objections[index]
        self.target.objections[index] = (who, raised, self.clock)
        return True

    def withdraw(self) -> bool:
        if self.target.status != "open":
            return False
        self.target.decide("withdrawn", "withdrawn", self.clock)
        self.target.withdrawn = self.clock
        self._target_gone()
        return True

    def end(self) -> bool:
        """Carried out or given up; an undecided one by urgency."""
        if self.target.ended is not None or self.target.status not in (*STANDING, "open"):
            return False
        self.target.ended = self.clock
        if self.target.deadline is None:
            self._close(self.target)
        return True

    def call_counter(self, council: int, days: int) -> bool:
        if (
            not self.law.counter_allowed
            or self.target.ended is not None
            or self.target.status not in (*STANDING, "open")
        ):
            return False
        self.counters.append(Poll(council=council, opened=self.clock, deadline=self.clock + days))
        return True

    def cast_counter(self, index: int, member: int, choice: str) -> bool:
        if index >= len(self.counters):
            return False
        counter = self.counters[index]
        if member >= counter.council or not counter.ballots_open() or (member in counter.hands and not self.law.revote):
            return False
        counter.hands[member] = choice
        counter.counts.append((self.clock, *counter.count()))
        if counter.status == "open" and counter.meets(self.law.counter, counter.count()[0]):
            counter.decide("accepted", "share-for", self.clock)
            assert self.target.status in (*STANDING, "open")
            self.target.decide("annulled", "counter-vote-passed", self.clock)
            self._target_gone()
        return True

    # --- for the comparison -------------------------------------------------------------------------------------------

    def fork(self) -> "World":
        """Return a world that goes its own way from now on."""
        other = copy(self)
        other.target, other.counters = self.target.fork(), [counter.fork() for counter in self.counters]
        return other

    def facts(self) -> ActionFacts:
        counters = tuple(self._facts(counter, Kind.COUNTER_VOTE) for counter in self.counters)
        return self._facts(self.target, self.kind, counters)

    def counter_facts(self, index: int) -> ActionFacts:
        return self._facts(self.counters[index], Kind.COUNTER_VOTE)

    @staticmethod
    def _facts(poll: Poll, kind: Kind, counters: tuple[ActionFacts, ...] = ()) -> ActionFacts:
        return ActionFacts(
            kind=kind,
            council=poll.council,
            opened_at=when(poll.opened),
            deadline=None if poll.deadline is None else when(poll.deadline),
            steps=tuple(
                CountStep(at=when(tick), tally=Tally(council=poll.council, for_=for_, against=against, blank=blank))
                for tick, for_, against, blank in poll.counts
            ),
            objections=tuple(
                ObjectionFacts(raised_at=when(raised), lifted_at=None if lifted is None else when(lifted))
                for _, raised, lifted in poll.objections
            ),
            withdrawn_at=None if poll.withdrawn is None else when(poll.withdrawn),
            ended_at=None if poll.ended is None else when(poll.ended),
            moot_at=None if poll.gone is None else when(poll.gone),
            counter_votes=counters,
        )
