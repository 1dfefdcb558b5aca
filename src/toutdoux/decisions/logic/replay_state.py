"""What the ledger has told so far: people with their rights, actions with their texts, ballots and decisions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from toutdoux.decisions.logic.counting import BallotEvent, objections, steps, tally
from toutdoux.decisions.logic.references import Reference
from toutdoux.rules.facts import ActionFacts, Choice, CountStep, Execution, ObjectionFacts, Outcome, Status
from toutdoux.rules.outcome import moot_at, outcome
from toutdoux.rules.rulebook import Kind, Rulebook


@dataclass(kw_only=True)
class Objecting:
    """An objection as the ledger tells it."""

    member: UUID
    ballot: int
    raised_at: datetime
    kept_at: datetime | None = None
    lifted_at: datetime | None = None


@dataclass(kw_only=True)
class Text:
    """One published text, the council frozen for it, and what was cast on it."""

    number: int
    opened_at: datetime
    deadline: datetime | None
    seats: frozenset[UUID]
    effects_only: bool
    ballots: list[BallotEvent] = field(default_factory=list)
    counting: dict[UUID, BallotEvent] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Choice, 0))
    lifts: dict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    objections: list[Objecting] = field(default_factory=list)

    def cast(self, ballot: BallotEvent) -> None:
        """Take a ballot: it replaces the member's earlier one, and raises or lifts their objection."""
        before = self.counting.get(ballot.member_id)
        if before is not None:
            self.counts[before.choice] -= 1
        self.counts[ballot.choice] += 1
        self.counting[ballot.member_id] = ballot
        self.ballots.append(ballot)
        standing = self.standing(ballot.member_id)
        objects = ballot.choice is Choice.AGAINST and ballot.reasoned
        if standing is None and objects:
            self.objections.append(Objecting(member=ballot.member_id, ballot=ballot.seq, raised_at=ballot.at))
        elif standing is not None and objects:
            standing.ballot = ballot.seq
        elif standing is not None:
            standing.lifted_at = ballot.at

    def standing(self, member: UUID) -> Objecting | None:
        """Return the objection of a member that stands."""
        return next((o for o in self.objections if o.member == member and o.lifted_at is None), None)


@dataclass(kw_only=True)
class Playing:
    """One action as the ledger tells it. ``seq`` is the last entry that touched it."""

    id: UUID
    kind: Kind
    period_id: int
    number: int
    suffix: int | None
    target: "Playing | None"
    rulebook: Rulebook
    rulebook_id: int
    opened_at: datetime
    seq: int
    texts: list[Text] = field(default_factory=list)
    counters: list["Playing"] = field(default_factory=list)
    status: Status = Status.OPEN
    decided_at: datetime | None = None
    withdrawn_at: datetime | None = None
    execution: Execution = Execution.TO_DO
    ended_at: datetime | None = None
    carried_out_on: date | None = None
    urgent_at: datetime | None = None

    @property
    def text(self) -> Text:
        """Return the text people vote on."""
        return self.texts[-1]

    @property
    def open_until(self) -> datetime | None:
        """Return the deadline of an action that nothing has decided yet."""
        return self.text.deadline if self.status is Status.OPEN else None

    def reference(self, periods: Mapping[int, str]) -> str:
        """Return how people name the action."""
        kind = self.target.kind if self.target else self.kind
        code = periods.get(self.period_id)
        return str(Reference(period=code, kind=kind, number=self.number, suffix=self.suffix))

    def outcome(self, now: datetime) -> Outcome:
        """Decide from scratch, on all that was told until now."""
        return outcome(self.facts_at(now), self.rulebook, now)

    def outcome_by_count(self, now: datetime) -> Outcome:
        """Decide on the running count alone: what every ballot on an undecided action must be asked."""
        text = self.text
        step = CountStep(at=now, tally=tally(council=len(text.seats), counts=text.counts))
        standing = tuple(ObjectionFacts(raised_at=o.raised_at) for o in text.objections if o.lifted_at is None)
        return outcome(self._facts(count=(step,), objecting=standing), self.rulebook, now)

    def facts_at(self, now: datetime) -> ActionFacts:
        """Return all the facts, those of the counter-votes or of the target included."""
        facts = self.own_facts()
        if self.target is not None:
            gone_at = moot_at(self.target.facts_at(now), self.target.rulebook, now)
            return replace(facts, moot_at=gone_at)
        return replace(facts, counter_votes=tuple(counter.own_facts() for counter in self.counters))

    def own_facts(self) -> ActionFacts:
        """Return the facts of this vote alone."""
        text = self.text
        return self._facts(
            count=steps(council=len(text.seats), ballots=text.ballots),
            objecting=objections(ballots=text.ballots, lifted=text.lifts),
        )

    def _facts(self, *, count: tuple[CountStep, ...], objecting: tuple[ObjectionFacts, ...]) -> ActionFacts:
        return ActionFacts(
            kind=self.kind,
            council=len(self.text.seats),
            opened_at=self.text.opened_at,
            deadline=self.text.deadline,
            steps=count,
            objections=objecting,
            withdrawn_at=self.withdrawn_at,
            ended_at=self.ended_at,
        )
