"""What the pages of an assembly show of its elections: to whoever stands, to the desk, to each person there, to the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.elections.logic.rounds import bound_to, next_question
from toutdoux.assemblies.elections.models import Ballot, Elected, Mark, Seat
from toutdoux.assemblies.elections.queries.elections import (
    CandidateRow,
    ElectionRow,
    OptionRow,
    RoundRow,
    elected_in,
    marks_of,
    options_of,
    results_of,
    rounds_of,
)
from toutdoux.assemblies.voting.queries import own_voices_at
from toutdoux.rules.elections import Marks, Question
from toutdoux.rules.seats import Voice, Way


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many have taken part in a round that is open: all that may be known of it before its close."""

    cast: int
    of: int


@dataclass(frozen=True, kw_only=True)
class StandingOption:
    """An option of a round with the name it is printed by."""

    id: str
    name: str
    people: tuple[CandidateRow, ...]


@dataclass(frozen=True, kw_only=True)
class ElectionPage:
    """An election with who stands, its rounds, and what would come next (None: nothing is left to vote on)."""

    election: ElectionRow
    options: tuple[OptionRow, ...]
    rounds: tuple[RoundRow, ...]
    next: Question | None
    elected: tuple[CandidateRow, ...]
    mandates: Mapping[UUID, UUID]

    @property
    def open(self) -> RoundRow | None:
        """Return the round that is being voted."""
        return next((row for row in self.rounds if row.open), None)

    @property
    def last(self) -> RoundRow | None:
        """Return the last round that stands."""
        return next((row for row in reversed(self.rounds) if row.stands), None)

    @property
    def voting(self) -> bool:
        """Say whether a round is open or stands: who stands is then settled."""
        return any(row.cancelled_at is None for row in self.rounds)


@dataclass(frozen=True, kw_only=True)
class OwnVoice:
    """A voice someone speaks with in an open round. ``own``: theirs; otherwise that of a person they represent.

    ``bound``: the ballot an instruction binds it to. ``marks``: what was cast, None when nothing was or when the round is
    confidential; ``receipt``: the entry of the ledger that proves that it took part.
    """

    member_id: UUID
    own: bool
    seated: bool
    bound: Marks | None
    marks: Marks | None
    receipt: int | None


def election_page(*, election: ElectionRow) -> ElectionPage:
    """Return an election as every page shows it."""
    options = options_of(election_id=election.id)
    rounds = rounds_of(election_id=election.id)
    standing = {str(option.id): len(option.standing) for option in options if option.standing}
    given = dict(Elected.objects.filter(election_id=election.id).values_list("member_id", "mandate_id"))
    return ElectionPage(
        election=election,
        options=options,
        rounds=rounds,
        next=next_question(
            method=election.method,
            tie=election.tie,
            seats=election.seats,
            lengths=standing,
            results=results_of(rounds),
        ),
        # Who had left when it was proclaimed has no mandate.
        elected=tuple(
            one
            for one in elected_in(options=options, rounds=rounds)
            if election.proclaimed_at is None or one.member_id in given
        ),
        mandates=given,
    )


def turnout(*, round_: RoundRow) -> Turnout:
    """Return how many have taken part."""
    rows = Mark.objects if round_.way is Way.CONFIDENTIAL else Ballot.objects
    return Turnout(cast=rows.filter(seat__round_id=round_.id).count(), of=round_.presence.votes)


def speaking(*, round_: RoundRow, member_id: UUID, now: datetime) -> Mapping[UUID, Voice]:
    """Return by member the voices someone speaks with now, at the item of a round, with what binds them."""
    return own_voices_at(assembly_id=round_.assembly_id, item_id=round_.item_id, member_id=member_id, at=now)


def own_voices(*, round_: RoundRow, member_id: UUID, now: datetime) -> tuple[OwnVoice, ...]:
    """Return the voices someone speaks with in an open round, their own first; none when they are not in the room."""
    found = speaking(round_=round_, member_id=member_id, now=now)
    rows = dict(Seat.objects.filter(round_id=round_.id, member_id__in=found).values_list("id", "member_id"))
    if round_.way is Way.CONFIDENTIAL:
        receipts = dict(Mark.objects.filter(seat_id__in=rows).values_list("seat__member_id", "seq"))
        marks: dict[UUID, Marks] = {}
    else:
        cast = list(Ballot.objects.filter(seat_id__in=rows).values_list("seat__member_id", "seq", "marks"))
        receipts = {one: seq for one, seq, _ in cast}
        marks = {one: marks_of(said) for one, _, said in cast}
    seated = set(rows.values())
    return tuple(
        OwnVoice(
            member_id=voice.member_id,
            own=voice.member_id == member_id,
            seated=voice.member_id in seated,
            bound=bound_to(round_.question, voice.instruction),
            marks=marks.get(voice.member_id),
            receipt=receipts.get(voice.member_id),
        )
        for voice in found.values()
    )
