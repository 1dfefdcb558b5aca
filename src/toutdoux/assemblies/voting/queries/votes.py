"""One vote as frozen facts: what was asked of whom, and once it is closed what they answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from toutdoux.assemblies.queries import proxies
from toutdoux.assemblies.sitting.queries import own_room
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.models import Ballot, Seat, Vote
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Majority, Presence, Quorum, Resolved, Votes, resolve
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import Base
from toutdoux.rules.seats import Seat as SeatFacts
from toutdoux.rules.seats import Voice, Way, voices


@dataclass(frozen=True, kw_only=True)
class VoteRow:
    """A vote. ``amendment``: the number of the amendment it is about, None for the item itself.

    ``text``: that of the item as it stands if this is adopted; the ledger keeps its salted ``digest``.
    ``count`` stands once it is closed, and not before. ``forgotten_at``: since when nothing of a confidential vote's box is left.
    """

    id: UUID
    assembly_id: UUID
    item_id: UUID
    amendment_id: UUID | None
    amendment: int | None
    number: int
    way: Way
    text: str
    digest: str
    opened_at: datetime
    presence: Presence
    needed: int | None
    base: Base
    closed_at: datetime | None
    count: Votes | None
    cancelled_at: datetime | None
    cancelled_because: str
    forgotten_at: datetime | None

    @property
    def open(self) -> bool:
        """Say whether it is being voted."""
        return self.closed_at is None and self.cancelled_at is None

    @property
    def stands(self) -> bool:
        """Say whether it decided something: it was closed, and never cancelled."""
        return self.closed_at is not None and self.cancelled_at is None

    @property
    def quorum(self) -> Quorum:
        """Return the quorum of the instant at which it opened."""
        votes = self.presence.votes
        reached = self.needed is None or votes >= self.needed
        return Quorum(reached=reached, votes=votes, roll=self.presence.roll, needed=self.needed)

    @property
    def resolved(self) -> Resolved | None:
        """Return what it decided, worked out anew from its figures; None while it is open."""
        return None if self.count is None else resolve(count=self.count, roll=self.presence.roll, base=self.base)

    @property
    def adopted(self) -> bool:
        """Say whether what was asked is adopted."""
        found = self.resolved
        return self.stands and found is not None and found.majority is Majority.ADOPTED


def access_vote(*, actor: Actor, vote_id: UUID) -> VoteRow:
    """Return a vote of the actor's association, or refuse."""
    row = _rows(Vote.objects.filter(id=vote_id, assembly__association_id=actor.association_id)).first()
    if row is None:
        raise Refused([Refusal(code=VoteRefusal.UNKNOWN_VOTE)])
    return vote_row(row)


def access_vote_numbered(*, assembly_id: UUID, number: int) -> VoteRow:
    """Return a vote of an assembly that the caller may read, by its number there; or refuse."""
    row = _rows(Vote.objects.filter(assembly_id=assembly_id, number=number)).first()
    if row is None:
        raise Refused([Refusal(code=VoteRefusal.UNKNOWN_VOTE)])
    return vote_row(row)


def votes_of(*, assembly_id: UUID, item_id: UUID | None = None) -> tuple[VoteRow, ...]:
    """Return the votes of an assembly, or of one item, in the order in which they were opened."""
    rows = Vote.objects.filter(assembly_id=assembly_id)
    if item_id is not None:
        rows = rows.filter(item_id=item_id)
    return tuple(vote_row(row) for row in _rows(rows).order_by("number"))


def running(*, assembly_id: UUID) -> VoteRow | None:
    """Return the vote that is open, if one is."""
    row = _rows(Vote.objects.filter(assembly_id=assembly_id, closed_at=None, cancelled_at=None)).first()
    return None if row is None else vote_row(row)


def open_vote_hinders(assembly_id: UUID, _item_id: UUID | None) -> list[Refusal]:
    """Refuse to go on to something else while a vote is open."""
    found = running(assembly_id=assembly_id)
    return [] if found is None else [Refusal(code=VoteRefusal.VOTE_RUNNING, article=Article.ASSEMBLY)]


def latest(*, assembly_id: UUID) -> VoteRow | None:
    """Return the vote that is open, else the last one that stands."""
    row = _rows(Vote.objects.filter(assembly_id=assembly_id, cancelled_at=None)).order_by("-number").first()
    return None if row is None else vote_row(row)


def seats(*, vote_id: UUID) -> tuple[SeatFacts, ...]:
    """Return the seats of a vote as it opened, by member."""
    rows = Seat.objects.filter(vote_id=vote_id).values_list("member_id", "holder_id")
    found = [SeatFacts(member_id=member_id, holder_id=holder_id) for member_id, holder_id in rows]
    return tuple(sorted(found, key=lambda seat: str(seat.member_id)))


def ballots(*, vote_id: UUID) -> Mapping[UUID, Choice]:
    """Return the ballots of a named vote by member. For counting, and for its page once it is closed."""
    rows = Ballot.objects.filter(seat__vote_id=vote_id).values_list("seat__member_id", "choice")
    return {member_id: Choice(choice) for member_id, choice in rows}


def own_voices_at(
    *, assembly_id: UUID, item_id: UUID, member_id: UUID, at: datetime, binding: bool = True
) -> Mapping[UUID, Voice]:
    """Return by member the voices someone speaks with about an item at ``at``, and what binds them; none if they are away.

    Without ``binding`` no instruction does: they are about the item, and an amendment to it came after them.
    """
    own = proxies(assembly_id=assembly_id, of=member_id)
    return voices(
        room=own_room(assembly_id=assembly_id, member_id=member_id, at=at, own=own),
        speaker_id=member_id,
        item_id=item_id,
        instructions={
            row.facts.id: Choice(told)
            for row in own
            if binding and row.facts.ended_at is None and (told := row.facts.instructions.get(item_id)) is not None
        },
    )


def vote_row(row: Vote) -> VoteRow:
    """Return the frozen facts of a vote; ``amendment`` has been joined."""
    presence = Presence(roll=row.roll, present=row.present, represented=row.represented)
    count = None
    if row.closed_at is not None:
        for_, against, blank = row.for_votes or 0, row.against_votes or 0, row.blank_votes or 0
        count = Votes(for_=for_, against=against, blank=blank, no_part=presence.votes - for_ - against - blank)
    return VoteRow(
        id=row.id,
        assembly_id=row.assembly_id,
        item_id=row.item_id,
        amendment_id=row.amendment_id,
        amendment=row.amendment.number if row.amendment else None,
        number=row.number,
        way=Way(row.way),
        text=row.text,
        digest=row.digest,
        opened_at=row.opened_at,
        presence=presence,
        needed=row.quorum,
        base=Base(row.base),
        closed_at=row.closed_at,
        count=count,
        cancelled_at=row.cancelled_at,
        cancelled_because=row.cancelled_because,
        forgotten_at=row.forgotten_at,
    )


def _rows(rows: QuerySet[Vote]) -> QuerySet[Vote]:
    return rows.select_related("amendment")
