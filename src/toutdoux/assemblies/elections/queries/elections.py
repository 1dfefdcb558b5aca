"""One election as frozen facts: what it asks, who stands, its rounds."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.logic.rounds import gathered
from toutdoux.assemblies.elections.models import Ballot, Candidate, Election, Option, Round, Seat
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.voting.commands.box import counted
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Presence
from toutdoux.rules.elections import Marks, Question, Result, result_from_data
from toutdoux.rules.rulebook import Base, ElectionMethod, TieRule
from toutdoux.rules.seats import Seat as SeatFacts
from toutdoux.rules.seats import Way


@dataclass(frozen=True, kw_only=True)
class ElectionRow:
    """An election. ``code`` is empty for a single list, where each person has their own mandate."""

    id: UUID
    assembly_id: UUID
    item_id: UUID
    method: ElectionMethod
    tie: TieRule | None
    code: str
    seats: int
    starts_at: datetime
    ends_at: datetime
    handing_over: bool
    prepared_by: UUID
    proclaimed_at: datetime | None

    @property
    def one_list(self) -> bool:
        """Say whether a single list stands, for or against."""
        return self.method is ElectionMethod.LIST

    @property
    def by_list(self) -> bool:
        """Say whether options are lists of people."""
        return self.method in {ElectionMethod.LIST, ElectionMethod.PROPORTIONAL}


@dataclass(frozen=True, kw_only=True)
class CandidateRow:
    """Somebody who stands, or who is asked whether they do (``accepted_at`` None)."""

    id: UUID
    option_id: UUID
    member_id: UUID
    name: str
    code: str
    position: int
    words: str
    proposed_by: UUID
    accepted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OptionRow:
    """What a ballot speaks of, with who stands in it, in order; those who withdrew are left out."""

    id: UUID
    title: str
    made_by: UUID
    candidates: tuple[CandidateRow, ...]

    @property
    def standing(self) -> tuple[CandidateRow, ...]:
        """Return those who have accepted."""
        return tuple(one for one in self.candidates if one.accepted_at is not None)

    @property
    def name(self) -> str:
        """Return what it is called: the title of a list, the name of a person; empty for the only list."""
        return self.title or (self.candidates[0].name if len(self.candidates) == 1 else "")


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One round. ``result`` stands once it is closed, and not before."""

    id: UUID
    election_id: UUID
    assembly_id: UUID
    item_id: UUID
    number: int
    way: Way
    question: Question
    opened_at: datetime
    presence: Presence
    needed: int | None
    base: Base
    closed_at: datetime | None
    totals: tuple[int, int, int] | None
    orders: tuple[tuple[str, ...], ...]
    result: Result | None
    cancelled_at: datetime | None
    cancelled_because: str

    @property
    def open(self) -> bool:
        """Say whether it is being voted."""
        return self.closed_at is None and self.cancelled_at is None

    @property
    def stands(self) -> bool:
        """Say whether it counts: it was closed, and never cancelled."""
        return self.closed_at is not None and self.cancelled_at is None


def access_election(*, actor: Actor, election_id: UUID) -> ElectionRow:
    """Return an election of the actor's association, or refuse."""
    row = Election.objects.filter(id=election_id, assembly__association_id=actor.association_id).first()
    if row is None:
        raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_ELECTION)])
    return _election(row)


def election_at(*, item_id: UUID) -> ElectionRow | None:
    """Return the election that is prepared at an item, if one is."""
    row = Election.objects.filter(item_id=item_id).first()
    return None if row is None else _election(row)


def elections_of(*, assembly_id: UUID) -> tuple[ElectionRow, ...]:
    """Return the elections of an assembly in the order of its agenda."""
    rows = Election.objects.filter(assembly_id=assembly_id).order_by("item__position", "prepared_at")
    return tuple(_election(row) for row in rows)


def options_of(*, election_id: UUID) -> tuple[OptionRow, ...]:
    """Return who stands or is asked to, option by option. A list nobody is on is there; a person who withdrew is not."""
    found: dict[UUID, list[CandidateRow]] = defaultdict(list)
    rows = Candidate.objects.filter(election_id=election_id, withdrawn_at=None).select_related("member")
    for row in rows.order_by("position"):
        found[row.option_id].append(
            CandidateRow(
                id=row.id,
                option_id=row.option_id,
                member_id=row.member_id,
                name=row.member.name,
                code=row.code,
                position=row.position,
                words=row.words,
                proposed_by=row.proposed_by_id,
                accepted_at=row.accepted_at,
            )
        )
    return tuple(
        OptionRow(id=row.id, title=row.title, made_by=row.made_by_id, candidates=tuple(found[row.id]))
        for row in Option.objects.filter(election_id=election_id).order_by("position")
        if row.title or found[row.id]
    )


def access_round(*, actor: Actor, round_id: UUID) -> RoundRow:
    """Return a round of the actor's association, or refuse."""
    rows = Round.objects.select_related("election")
    row = rows.filter(id=round_id, assembly__association_id=actor.association_id).first()
    if row is None:
        raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_ROUND)])
    return _round(row)


def rounds_of(*, election_id: UUID) -> tuple[RoundRow, ...]:
    """Return the rounds of an election in order, those that were cancelled too."""
    rows = Round.objects.filter(election_id=election_id).select_related("election").order_by("number")
    return tuple(_round(row) for row in rows)


def running(*, assembly_id: UUID) -> RoundRow | None:
    """Return the round that is open, if one is."""
    rows = Round.objects.filter(assembly_id=assembly_id, closed_at=None, cancelled_at=None)
    row = rows.select_related("election").first()
    return None if row is None else _round(row)


def results_of(rounds: tuple[RoundRow, ...]) -> tuple[Result, ...]:
    """Return the results of the rounds that stand."""
    return tuple(row.result for row in rounds if row.stands and row.result is not None)


def elected_in(*, options: tuple[OptionRow, ...], rounds: tuple[RoundRow, ...]) -> tuple[CandidateRow, ...]:
    """Return who is elected by the rounds that stand, in order: of a list, as many as its seats, from the first."""
    by_id = {str(option.id): option for option in options}
    return tuple(
        candidate
        for option, number in gathered(results_of(rounds)).items()
        for candidate in by_id[option].standing[:number]
    )


def seats(*, round_id: UUID) -> tuple[SeatFacts, ...]:
    """Return the seats of a round as it opened, by member."""
    rows = Seat.objects.filter(round_id=round_id).values_list("member_id", "holder_id")
    found = [SeatFacts(member_id=member_id, holder_id=holder_id) for member_id, holder_id in rows]
    return tuple(sorted(found, key=lambda seat: str(seat.member_id)))


def ballots(*, round_id: UUID) -> Mapping[UUID, Marks]:
    """Return the ballots of a round by names, by member. For counting, and for its page once it is closed."""
    rows = Ballot.objects.filter(seat__round_id=round_id).values_list("seat__member_id", "marks")
    return {member_id: marks_of(marks) for member_id, marks in rows}


def ballots_cast(round_: RoundRow) -> Counter[Marks]:
    """Return the ballots of a round that was closed, and how often each was cast: by whom, nothing here says."""
    if round_.totals is not None:
        (option,) = round_.question.options
        for_, against, blank = round_.totals
        figures: dict[Marks, int] = {((option, 1),): for_, ((option, 0),): against, (): blank}
        return Counter(figures)
    if round_.way is not Way.CONFIDENTIAL:
        return Counter(ballots(round_id=round_.id).values())
    return Counter({marks_of(json.loads(content)): number for content, number in counted(box_id=round_.id).items()})


def marks_of(data: list[list[object]]) -> Marks:
    """Return a ballot from its stored form."""
    return tuple((str(option), int(str(mark))) for option, mark in data)


def open_election_hinders(assembly_id: UUID, item_id: UUID | None) -> list[Refusal]:
    """Refuse to go on while a round is open, or while what was voted has not been proclaimed."""
    if running(assembly_id=assembly_id) is not None:
        return [Refusal(code=ElectionRefusal.ROUND_OPEN, article=Article.ASSEMBLY)]
    voted = Round.objects.filter(assembly_id=assembly_id, cancelled_at=None, election__proclaimed_at=None)
    if item_id is not None:
        voted = voted.filter(election__item_id=item_id)
    return [Refusal(code=ElectionRefusal.NOT_PROCLAIMED, article=Article.ASSEMBLY)] if voted.exists() else []


def stood_for(item_id: UUID, kind: ItemKind) -> bool:
    """Say whether somebody stands, or is asked to, at an item that would elect nobody any more."""
    stands = Candidate.objects.filter(election__item_id=item_id, withdrawn_at=None)
    return kind is not ItemKind.ELECTION and stands.exists()


def _election(row: Election) -> ElectionRow:
    return ElectionRow(
        id=row.id,
        assembly_id=row.assembly_id,
        item_id=row.item_id,
        method=ElectionMethod(row.method),
        tie=TieRule(row.tie) if row.tie else None,
        code=row.code,
        seats=row.seats,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        handing_over=row.handing_over,
        prepared_by=row.prepared_by_id,
        proclaimed_at=row.proclaimed_at,
    )


def _round(row: Round) -> RoundRow:
    totals = None
    if row.for_votes is not None and row.against_votes is not None and row.blank_votes is not None:
        totals = (row.for_votes, row.against_votes, row.blank_votes)
    return RoundRow(
        id=row.id,
        election_id=row.election_id,
        assembly_id=row.assembly_id,
        item_id=row.election.item_id,
        number=row.number,
        way=Way(row.way),
        question=Question(
            method=ElectionMethod(row.election.method),
            options=tuple(row.options),
            seats=row.seats,
            last=row.last,
            lengths=tuple((option, length) for option, length in row.lengths),
        ),
        opened_at=row.opened_at,
        presence=Presence(roll=row.roll, present=row.present, represented=row.represented),
        needed=row.quorum,
        base=Base(row.base),
        closed_at=row.closed_at,
        totals=totals,
        orders=tuple(tuple(order) for order in row.orders),
        result=None if row.result is None else result_from_data(row.result),
        cancelled_at=row.cancelled_at,
        cancelled_because=row.cancelled_because,
    )
