"""Who may do what to an action, and when. Each rule is a function of frozen facts; each list of rules is visible."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.rights import Right, Standing
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import STANDING, Choice, Execution, Status
from toutdoux.rules.rulebook import Kind, Rulebook

OVER = frozenset({Execution.DONE, Execution.ABANDONED})


@dataclass(frozen=True, kw_only=True)
class BallotFacts:
    """All that decides whether a ballot is taken. ``right`` is the voter's right now, to explain a missing seat."""

    choice: str
    version: int
    key: str
    current_version: int
    opened_at: datetime | None
    status: Status | None
    closes_at: datetime | None
    seated: bool
    voted: bool
    right: Right
    at: datetime


def ballot_refusals(*, facts: BallotFacts, rulebook: Rulebook) -> list[Refusal]:
    """Return every reason not to take a ballot, or nothing."""
    return [refusal for rule in _BALLOT_RULES if (refusal := rule(facts, rulebook)) is not None]


def _choice_is_known(facts: BallotFacts, _rulebook: Rulebook) -> Refusal | None:
    if facts.choice in set(Choice):
        return None
    return Refusal(code=DecisionRefusal.UNKNOWN_CHOICE, article=Article.BALLOTS, data={"choice": facts.choice})


def _key_is_given(facts: BallotFacts, _rulebook: Rulebook) -> Refusal | None:
    return None if 0 < len(facts.key) <= 64 else Refusal(code=DecisionRefusal.KEY_MISSING)


def _voter_is_still_a_member(facts: BallotFacts, _rulebook: Rulebook) -> Refusal | None:
    if facts.right.standing is Standing.LEFT:
        return Refusal(code=DecisionRefusal.HAS_LEFT, article=Article.COUNCIL)
    return None


def _voter_is_seated(facts: BallotFacts, _rulebook: Rulebook) -> Refusal | None:
    if facts.seated or facts.right.standing is Standing.LEFT:
        return None
    since = facts.right.since or facts.right.from_
    return Refusal(
        code=DecisionRefusal.NOT_IN_COUNCIL,
        article=Article.COUNCIL,
        data={
            "standing": facts.right.standing,
            "since": instant_text(since) if since else None,
            "opened_at": instant_text(facts.opened_at) if facts.opened_at else None,
        },
    )


def _ballots_are_open(facts: BallotFacts, _rulebook: Rulebook) -> Refusal | None:
    if facts.opened_at is None or facts.at < facts.opened_at:
        return Refusal(code=DecisionRefusal.NOT_YET_OPEN, article=Article.BALLOTS)
    if facts.closes_at is not None and facts.at >= facts.closes_at:
        return Refusal(
            code=DecisionRefusal.BALLOTS_CLOSED,
            article=Article.DELAY,
            data={"closed_at": instant_text(facts.closes_at), "status": facts.status},
        )
    return None


def _text_is_the_current_one(facts: BallotFacts, _rulebook: Rulebook) -> Refusal | None:
    if facts.version == facts.current_version:
        return None
    return Refusal(
        code=DecisionRefusal.OLD_VERSION,
        article=Article.AMENDMENT,
        data={"version": facts.version, "current": facts.current_version},
    )


def _change_is_allowed(facts: BallotFacts, rulebook: Rulebook) -> Refusal | None:
    if facts.voted and not rulebook.change_ballot:
        return Refusal(code=DecisionRefusal.BALLOT_UNCHANGEABLE, article=Article.BALLOTS)
    return None


_BALLOT_RULES: tuple[Callable[[BallotFacts, Rulebook], Refusal | None], ...] = (
    _choice_is_known,
    _key_is_given,
    _voter_is_still_a_member,
    _voter_is_seated,
    _ballots_are_open,
    _text_is_the_current_one,
    _change_is_allowed,
)


@dataclass(frozen=True, kw_only=True)
class ActFacts:
    """An action and who wants to act on it. ``status`` None: a draft. Status is the one at this instant."""

    kind: Kind
    status: Status | None
    execution: Execution
    urgent: bool
    actor_id: UUID
    lead_ids: frozenset[UUID]
    actor_right: Right
    opened_on: date | None = None
    historical: bool = False


def lead_refusals(*, facts: ActFacts) -> list[Refusal]:
    """Refuse who does not carry the action."""
    return [] if facts.actor_id in facts.lead_ids else [Refusal(code=DecisionRefusal.NOT_LEAD)]


def amendment_refusals(*, facts: ActFacts, rulebook: Rulebook) -> list[Refusal]:
    """Only leads amend, and only while nothing is decided."""
    refusals = lead_refusals(facts=facts)
    if not rulebook.amendments:
        refusals.append(Refusal(code=DecisionRefusal.AMENDMENTS_NOT_ALLOWED, article=Article.AMENDMENT))
    if facts.status is not Status.OPEN:
        refusals.append(
            Refusal(code=DecisionRefusal.ALREADY_DECIDED, article=Article.AMENDMENT, data={"status": facts.status})
        )
    return refusals


def withdrawal_refusals(*, facts: ActFacts) -> list[Refusal]:
    """Only leads withdraw, and only while nothing is decided: afterwards an action is abandoned."""
    refusals = lead_refusals(facts=facts)
    if facts.status is not Status.OPEN:
        refusals.append(
            Refusal(code=DecisionRefusal.ALREADY_DECIDED, article=Article.WITHDRAWAL, data={"status": facts.status})
        )
    return refusals


def counter_vote_refusals(*, facts: ActFacts, rulebook: Rulebook, running: bool) -> list[Refusal]:
    """Any council member may call a counter-vote, from publication until the target is over; one at a time."""
    refusals = []
    if not rulebook.counter_vote.allowed:
        refusals.append(Refusal(code=DecisionRefusal.COUNTER_VOTES_NOT_ALLOWED, article=Article.COUNTER_VOTE))
    if facts.kind is Kind.COUNTER_VOTE:
        refusals.append(Refusal(code=DecisionRefusal.COUNTER_VOTE_OF_COUNTER_VOTE, article=Article.COUNTER_VOTE))
    if not facts.actor_right.votes:
        refusals.append(Refusal(code=DecisionRefusal.NOT_A_VOTER, article=Article.COUNCIL))
    gone = facts.status is not Status.OPEN and facts.status not in STANDING
    if gone or facts.execution in OVER:
        refusals.append(
            Refusal(
                code=DecisionRefusal.TARGET_OVER,
                article=Article.COUNTER_VOTE,
                data={"status": facts.status, "execution": facts.execution},
            )
        )
    if running:
        refusals.append(Refusal(code=DecisionRefusal.COUNTER_VOTE_RUNNING, article=Article.COUNTER_VOTE))
    return refusals


def urgency_refusals(*, facts: ActFacts, rulebook: Rulebook) -> list[Refusal]:
    """The lead of an undecided action may declare urgency, once, when the rulebook allows it."""
    refusals = lead_refusals(facts=facts)
    if not rulebook.urgency:
        refusals.append(Refusal(code=DecisionRefusal.URGENCY_NOT_ALLOWED, article=Article.URGENCY))
    if facts.status is not Status.OPEN or facts.kind is Kind.COUNTER_VOTE:
        refusals.append(
            Refusal(code=DecisionRefusal.ALREADY_DECIDED, article=Article.URGENCY, data={"status": facts.status})
        )
    if facts.urgent:
        refusals.append(Refusal(code=DecisionRefusal.ALREADY_URGENT, article=Article.URGENCY))
    return refusals


def execution_refusals(*, facts: ActFacts, becomes: Execution) -> list[Refusal]:
    """Carrying out needs a standing decision, or urgency while undecided; what is over stays over."""
    refusals = lead_refusals(facts=facts)
    if facts.execution in OVER:
        refusals.append(
            Refusal(
                code=DecisionRefusal.EXECUTION_OVER,
                article=Article.EXECUTION,
                data={"execution": facts.execution},
            )
        )
    if becomes is Execution.IN_PROGRESS and facts.execution is Execution.IN_PROGRESS:
        refusals.append(Refusal(code=DecisionRefusal.ALREADY_IN_PROGRESS, article=Article.EXECUTION))
    if facts.kind is Kind.COUNTER_VOTE or (facts.status is not Status.OPEN and facts.status not in STANDING):
        refusals.append(
            Refusal(code=DecisionRefusal.NOT_STANDING, article=Article.EXECUTION, data={"status": facts.status})
        )
    elif facts.status is Status.OPEN and not facts.urgent:
        refusals.append(Refusal(code=DecisionRefusal.NOT_YET_PERMITTED, article=Article.URGENCY))
    return refusals


def day_refusals(*, day: date, today: date, opened_on: date | None) -> list[Refusal]:
    """Return what is wrong with the day on which an action is said to have been carried out."""
    if day > today:
        return [Refusal(code=DecisionRefusal.DAY_IN_THE_FUTURE, data={"day": day.isoformat()})]
    if opened_on is not None and day < opened_on:
        return [Refusal(code=DecisionRefusal.DAY_BEFORE_PUBLICATION, data={"day": day.isoformat()})]
    return []
