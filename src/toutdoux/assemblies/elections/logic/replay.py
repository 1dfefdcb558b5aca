"""Recount every election of the assemblies from the ledger, and compare it with the tables. Pure; stops at the first difference.

Nothing that was derived is trusted: a round by names is counted from the ballots of its entries, a confidential one from the
shuffled slips, whose number is that of those who took part; hands are counted by people, and must add up. What settles ties is
what the entry says was drawn or said; who is elected follows. While a box is closed nobody looks into it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.elections.logic.events import ElectionEvent
from toutdoux.assemblies.elections.logic.rounds import gathered
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.decisions.logic.replay_fold import Fold, Handler, first_difference
from toutdoux.kernel.canonical import digest
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.members.logic.events import MemberEvent
from toutdoux.rules.assembly import Presence
from toutdoux.rules.elections import Marks, Question, Result, ballot_fault, count, normal, result_to_data
from toutdoux.rules.elections.ties import Orders
from toutdoux.rules.rulebook import Base, ElectionMethod
from toutdoux.rules.seats import Seat, Way, presence_of, seats_data


@dataclass(frozen=True, kw_only=True)
class ElectionFacts:
    """An election as the tables hold it: what its last preparing entry says, who was elected by mandate code, in order."""

    prepared: Mapping[str, Any]
    elected: tuple[tuple[str, str], ...]
    proclaimed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RoundFacts:
    """A round as the tables hold it. ``cast``: by member, what they said; None where they only took part."""

    opened: Mapping[str, Any]
    opened_at: datetime
    seats: tuple[Seat, ...]
    cast: Mapping[UUID, Marks | None]
    slips: Mapping[Marks, int]
    totals: tuple[int, int, int] | None
    orders: Orders
    result: str
    closed_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Everything that is held of elections."""

    elections: Mapping[UUID, ElectionFacts]
    rounds: Mapping[UUID, RoundFacts]


@dataclass(frozen=True, kw_only=True)
class Recounted:
    """How many rounds were recounted, and the first difference, if any."""

    rounds: int
    difference: Difference | None


@dataclass(kw_only=True)
class _Round:
    """A round as the ledger has told it so far."""

    seq: int
    facts: RoundFacts
    way: Way
    question: Question
    room: Presence
    base: Base
    election_id: UUID
    #: Who stood as it opened, by option, in the order of each list.
    candidates: Mapping[str, Sequence[str]]
    cast: dict[UUID, Marks | None] = field(default_factory=dict)
    counted: Result | None = None
    orders: Orders = ()
    result: str = ""
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.closed_at is None and self.cancelled_at is None


@dataclass(kw_only=True)
class _Election:
    seq: int
    prepared: Mapping[str, Any]
    elected: tuple[tuple[str, str], ...] = ()
    proclaimed_at: datetime | None = None


@dataclass(kw_only=True)
class _Story(Fold):
    fact: Fact = Fact.ELECTION
    tables: Tables
    elections: dict[UUID, _Election] = field(default_factory=dict)
    rounds: dict[UUID, _Round] = field(default_factory=dict)
    #: Members who have left: what they are elected to is nobody's.
    gone: set[str] = field(default_factory=set)

    def told(self, entry: EntryFacts, data: Mapping[str, Any], *, open_: bool | None) -> _Round:
        """Return the round an entry is about; refuse one that the ledger never opened, or that is (not) over."""
        found = self.rounds.get(UUID(data["round"]))
        if found is None or found.cancelled_at is not None or (open_ is not None and found.open is not open_):
            self.differ(Sort.NOT_ALLOWED, entry.seq, found=data["round"])
        return found


def recount(*, entries: Iterable[EntryFacts], tables: Tables) -> Recounted:
    """Recount the elections that ``entries`` (whose chain holds) tell of, against ``tables``."""
    story = _Story(tables=tables)
    difference = first_difference(story, entries=entries, handlers=_HANDLERS, compare=_compare)
    return Recounted(rounds=len(story.rounds), difference=difference)


def _prepared(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    election_id = UUID(data["election"])
    if election_id not in story.tables.elections:
        story.differ(Sort.ABSENT, entry.seq, stated=election_id)
    # Prepared anew, an election is what was said last.
    story.elections[election_id] = _Election(seq=entry.seq, prepared=dict(data))


def _opened(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    round_id = UUID(data["round"])
    facts = story.tables.rounds.get(round_id)
    if facts is None:
        story.differ(Sort.ABSENT, entry.seq, stated=round_id)
    if UUID(data["election"]) not in story.elections:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["election"])
    for name, kept in facts.opened.items():
        story.same(Sort.KEPT, entry.seq, stated=data[name], found=kept)
    story.same(Sort.KEPT, entry.seq, stated=entry.at, found=facts.opened_at)
    story.same(Sort.KEPT, entry.seq, stated=data["seats"], found=digest(seats_data(facts.seats)))
    room = presence_of(seats=facts.seats, roll=int(data["roll"]))
    stated = (data["present"], data["represented"])
    story.same(Sort.RECOMPUTED, entry.seq, stated=stated, found=(room.present, room.represented))
    lengths = tuple((str(option), int(length)) for option, length in data["options"])
    story.rounds[round_id] = _Round(
        seq=entry.seq,
        facts=facts,
        way=Way(data["way"]),
        question=Question(
            method=ElectionMethod(data["method"]),
            options=tuple(option for option, _ in lengths),
            seats=data["elects"],
            last=data["last"],
            lengths=lengths,
        ),
        room=room,
        base=Base(data["base"]),
        election_id=UUID(data["election"]),
        candidates={str(option): [str(member) for member in people] for option, people in data["candidates"]},
    )


def _cast(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told, member = story.told(entry, data, open_=True), UUID(data["member"])
    named = "marks" in data
    seated = any(seat.member_id == member for seat in told.facts.seats)
    fits = told.way is (Way.NAMED if named else Way.CONFIDENTIAL)
    if not (seated and fits) or (not named and member in told.cast):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=member)
    marks = normal({str(option): int(mark) for option, mark in data["marks"]}) if named else None
    if marks is not None and ballot_fault(told.question, marks) is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=member)
    told.cast[member] = marks


def _closed(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told = story.told(entry, data, open_=True)
    told.orders = _orders(data["orders"])
    _count(story, entry, data, told)
    told.closed_at = entry.at


def _settled(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told = story.told(entry, data, open_=False)
    told.orders = (*told.orders, *_orders([data["order"]]))
    _count(story, entry, data, told)


def _orders(data: Iterable[Iterable[object]]) -> Orders:
    return tuple(tuple(str(option) for option in order) for order in data)


def _count(story: _Story, entry: EntryFacts, data: Mapping[str, Any], told: _Round) -> None:
    """Count what there is to count, and compare who is elected and the digest of the whole count."""
    if told.way is Way.NAMED:
        ballots = Counter(marks for marks in told.cast.values() if marks is not None)
    elif told.way is Way.CONFIDENTIAL:
        ballots = Counter(dict(told.facts.slips))
        # As many slips as people who took part, or ballots were added or taken away.
        story.same(Sort.RECOMPUTED, entry.seq, stated=len(told.cast), found=ballots.total())
    else:
        (option,) = told.question.options
        for_, against, blank = told.facts.totals or (0, 0, 0)
        ballots = Counter({((option, 1),): for_, ((option, 0),): against, (): blank})
    told.counted = count(question=told.question, ballots=ballots, orders=told.orders, room=told.room, base=told.base)
    found = result_to_data(told.counted)
    told.result = digest(found)
    story.same(Sort.RECOMPUTED, entry.seq, stated=data["elected"], found=found["elected"])
    story.same(Sort.RECOMPUTED, entry.seq, stated=data["result"], found=told.result)


def _cancelled(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.told(entry, data, open_=None).cancelled_at = entry.at


def _proclaimed(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    election = story.elections.get(UUID(data["election"]))
    if election is None or election.proclaimed_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["election"])
    election.elected = tuple((str(member), str(code)) for member, code in data["elected"])
    # Of each option as many as its seats, from the first: in the order in which they stood when it was voted.
    rounds = [one for one in story.rounds.values() if one.election_id == UUID(data["election"]) and one.closed_at]
    standing = {option: people for one in rounds for option, people in one.candidates.items()}
    seats = gathered([one.counted for one in rounds if one.cancelled_at is None and one.counted is not None])
    due = {member for option, number in seats.items() for member in standing[option][:number]}
    stated = {member for member, _ in election.elected}
    story.same(Sort.RECOMPUTED, entry.seq, stated=stated, found=due - (story.gone - stated))
    election.proclaimed_at = entry.at


def _left(story: _Story, _entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.gone.add(str(data["member"]))


def _returned(story: _Story, _entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.gone.discard(str(data["member"]))


def _compare(story: _Story) -> None:
    """Compare each row with what was told of it, once everything is; and find rows that nothing tells of."""
    story.none_untold(told=story.elections, kept=story.tables.elections)
    story.none_untold(told=story.rounds, kept=story.tables.rounds)
    for election_id, election in story.elections.items():
        kept = story.tables.elections[election_id]
        for name, value in kept.prepared.items():
            story.same(Sort.KEPT, election.seq, stated=election.prepared[name], found=value)
        story.same(Sort.KEPT, election.seq, stated=election.elected, found=kept.elected)
        story.same(Sort.KEPT, election.seq, stated=election.proclaimed_at, found=kept.proclaimed_at)
    for told in story.rounds.values():
        for stated, found in (
            (told.cast, dict(told.facts.cast)),
            (told.orders, told.facts.orders),
            (told.result, told.facts.result),
            (told.closed_at, told.facts.closed_at),
            (told.cancelled_at, told.facts.cancelled_at),
        ):
            story.same(Sort.KEPT, told.seq, stated=stated, found=found)


_HANDLERS: Mapping[str, Handler[_Story]] = {
    ElectionEvent.PREPARED: _prepared,
    ElectionEvent.OPENED: _opened,
    ElectionEvent.CAST: _cast,
    ElectionEvent.MARKED: _cast,
    ElectionEvent.CLOSED: _closed,
    ElectionEvent.SETTLED: _settled,
    ElectionEvent.CANCELLED: _cancelled,
    ElectionEvent.PROCLAIMED: _proclaimed,
    MemberEvent.LEFT: _left,
    MemberEvent.EXCLUDED: _left,
    MemberEvent.ADMISSION_ENDED: _left,
    MemberEvent.REINSTATEMENT_ENDED: _left,
    MemberEvent.RETURNED: _returned,
    MemberEvent.REINSTATED: _returned,
    MemberEvent.EXCLUSION_ENDED: _returned,
}
