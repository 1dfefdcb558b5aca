"""From ballots to a count: pure, independent of who asks and of the order rows come in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.rules.facts import Choice, CountStep, ObjectionFacts, Tally


@dataclass(frozen=True, kw_only=True)
class BallotEvent:
    """One ballot as cast: who, what, when, and whether a reason came with it. ``seq`` orders ballots of one instant."""

    member_id: UUID
    choice: Choice
    at: datetime
    seq: int
    reasoned: bool = False


def tally(*, council: int, counts: Mapping[str, int]) -> Tally:
    """Return the tally of ``counts`` (number of counting ballots by choice) in a council of ``council`` seats."""
    return Tally(
        council=council,
        for_=counts.get(Choice.FOR, 0),
        against=counts.get(Choice.AGAINST, 0),
        blank=counts.get(Choice.BLANK, 0),
    )


def steps(*, council: int, ballots: Iterable[BallotEvent]) -> tuple[CountStep, ...]:
    """Return the count after each ballot, in time order. A member's later ballot replaces the earlier one."""
    choices: dict[UUID, Choice] = {}
    counts: dict[str, int] = dict.fromkeys(Choice, 0)
    found = []
    for ballot in sorted(ballots, key=lambda b: b.seq):
        before = choices.get(ballot.member_id)
        if before is not None:
            counts[before] -= 1
        choices[ballot.member_id] = ballot.choice
        counts[ballot.choice] += 1
        found.append(CountStep(at=ballot.at, tally=tally(council=council, counts=counts)))
    return tuple(found)


def objections(
    *, ballots: Iterable[BallotEvent], lifted: Mapping[UUID, Iterable[datetime]]
) -> tuple[ObjectionFacts, ...]:
    """Return the objections that ballots raise: an Against with a reason stands until its author lifts it or votes again.

    ``lifted`` gives, by member, the instants at which they lifted an objection of theirs. A new Against with a reason
    goes on with the objection that stands.
    """
    found: list[ObjectionFacts] = []
    by_member: dict[UUID, list[BallotEvent]] = {}
    for ballot in sorted(ballots, key=lambda b: b.seq):
        by_member.setdefault(ballot.member_id, []).append(ballot)
    for member_id, own in by_member.items():
        lifts = sorted(lifted.get(member_id, ()))
        raised: datetime | None = None
        for ballot in own:
            raised, ended = _lifted_between(raised, ballot.at, lifts)
            if ended is not None:
                found.append(ended)
            objects = ballot.choice is Choice.AGAINST and ballot.reasoned
            if objects and raised is None:
                raised = ballot.at
            elif not objects and raised is not None:
                found.append(ObjectionFacts(raised_at=raised, lifted_at=ballot.at))
                raised = None
        raised, ended = _lifted_between(raised, None, lifts)
        if ended is not None:
            found.append(ended)
        if raised is not None:
            found.append(ObjectionFacts(raised_at=raised))
    return tuple(sorted(found, key=lambda objection: objection.raised_at))


def _lifted_between(
    raised: datetime | None, until: datetime | None, lifts: list[datetime]
) -> tuple[datetime | None, ObjectionFacts | None]:
    """End the objection standing since ``raised`` if its author lifted it at or before ``until``."""
    if raised is None:
        return None, None
    for at in lifts:
        if at >= raised and (until is None or at <= until):
            return None, ObjectionFacts(raised_at=raised, lifted_at=at)
    return raised, None
