"""What the pages of an assembly show of its votes: to the desk, to each person there, to the room."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from toutdoux.assemblies.logic.facts import Change
from toutdoux.assemblies.queries import MeetingRow
from toutdoux.assemblies.sitting.queries import runs_desk
from toutdoux.assemblies.voting.logic.amending import Edit, applied, merged
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.models import Amendment, Ballot, Mark, Seat, Vote
from toutdoux.assemblies.voting.queries.votes import VoteRow, ballots, own_voices_at, running, seats, votes_of
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Choice
from toutdoux.rules.seats import Seat as SeatFacts
from toutdoux.rules.seats import Voice, Way


@dataclass(frozen=True, kw_only=True)
class AmendmentRow:
    """An amendment, and the vote that settled it or is settling it.

    ``applies``: while it waits, whether its passage is in the text as the amendments adopted have made it.
    """

    id: UUID
    item_id: UUID
    number: int
    position: int
    edit: Edit
    proposed_by: UUID
    withdrawn_at: datetime | None
    vote: VoteRow | None
    applies: bool

    @property
    def waits(self) -> bool:
        """Say whether it is still to be voted, before the text it changes."""
        return self.withdrawn_at is None and (self.vote is None or not self.vote.stands)


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many have taken part in a vote that is open: all that may be known of it before its close."""

    cast: int
    of: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An item's votes: amendments in their order, the vote on the text that stands or runs, all those ever opened."""

    item_id: UUID
    amendments: tuple[AmendmentRow, ...]
    text: VoteRow | None
    votes: tuple[VoteRow, ...]

    @property
    def waiting(self) -> tuple[AmendmentRow, ...]:
        """Return the amendments still to be voted, in their order."""
        return tuple(row for row in self.amendments if row.waits)

    @property
    def next(self) -> AmendmentRow | None:
        """Return the amendment to vote now: one that applies no more is passed over, and keeps the text from being voted."""
        return next((row for row in self.waiting if row.applies), None)

    @property
    def adopted(self) -> tuple[AmendmentRow, ...]:
        """Return the amendments adopted, in the order in which they were voted: the text took them one after the other."""
        found = [(row.vote.number, row) for row in self.amendments if row.vote is not None and row.vote.adopted]
        return tuple(row for _number, row in sorted(found, key=itemgetter(0)))

    def body(self, text: str, *, before: VoteRow | None = None) -> str:
        """Return the text of the item, ``text`` as it was put in the agenda, with the amendments adopted, ``before`` a vote."""
        standing = (row for row in self.adopted if row.vote and (before is None or row.vote.number < before.number))
        return merged(text=text, edits=[row.edit for row in standing])


@dataclass(frozen=True, kw_only=True)
class VotesPage:
    """The votes of an assembly around one item: the one that is open with its turnout, those of the item."""

    running: VoteRow | None
    turnout: Turnout | None
    asked: Asked | None


@dataclass(frozen=True, kw_only=True)
class OwnVoice:
    """A voice someone speaks with in an open vote. ``own``: theirs; otherwise that of a person they represent.

    ``choice``: what was cast for it, None when nothing was or when the vote is confidential; ``cast`` says whether.
    ``receipt``: the entry of the ledger that proves it. ``seated`` False: it arrived after the vote opened.
    """

    member_id: UUID
    own: bool
    seated: bool
    instruction: Choice | None
    cast: bool
    choice: Choice | None
    receipt: int | None


def votes_page(*, assembly_id: UUID, item_id: UUID | None) -> VotesPage:
    """Return what stands around an item, None when none is taken."""
    open_ = running(assembly_id=assembly_id)
    return VotesPage(
        running=open_,
        turnout=None if open_ is None or open_.way is Way.HANDS else turnout(vote=open_),
        asked=None if item_id is None else asked(assembly_id=assembly_id, item_id=item_id),
    )


def asked(*, assembly_id: UUID, item_id: UUID) -> Asked:
    """Return the votes on one item."""
    found = votes_of(assembly_id=assembly_id, item_id=item_id)
    kept = [vote for vote in found if vote.cancelled_at is None]
    return Asked(
        item_id=item_id,
        amendments=amendments(item_id=item_id, votes=found),
        text=next((vote for vote in kept if vote.amendment_id is None), None),
        votes=found,
    )


def amendments(*, item_id: UUID, votes: tuple[VoteRow, ...]) -> tuple[AmendmentRow, ...]:
    """Return the amendments to an item in the order in which they are voted. ``votes``: those of the item."""
    settling = {vote.amendment_id: vote for vote in votes if vote.amendment_id and vote.cancelled_at is None}
    rows = list(Amendment.objects.filter(item_id=item_id).select_related("item").order_by("position", "number"))
    found = tuple(
        AmendmentRow(
            id=row.id,
            item_id=item_id,
            number=row.number,
            position=row.position,
            edit=edit_row(row),
            proposed_by=row.proposed_by_id,
            withdrawn_at=row.withdrawn_at,
            vote=settling.get(row.id),
            applies=True,
        )
        for row in rows
    )
    if not rows:
        return ()
    text = Asked(item_id=item_id, amendments=found, text=None, votes=votes).body(rows[0].item.text)
    return tuple(replace(row, applies=applied(text=text, edit=row.edit) is not None) for row in found)


def amendment_to_reword(*, actor: Actor, meeting: MeetingRow, amendment_id: UUID, now: datetime) -> AmendmentRow:
    """Return an amendment that waits, to whoever proposed it or runs the desk; refuse otherwise."""
    item_ids = Amendment.objects.filter(id=amendment_id, item__assembly_id=meeting.id).values_list("item_id", flat=True)
    found = [row for item_id in item_ids for row in asked(assembly_id=meeting.id, item_id=item_id).amendments]
    row = next((one for one in found if one.id == amendment_id and one.withdrawn_at is None), None)
    if row is None:
        raise Refused([Refusal(code=VoteRefusal.UNKNOWN_AMENDMENT)])
    if row.proposed_by != actor.member_id and not runs_desk(actor=actor, meeting=meeting, at=now):
        raise Refused([Refusal(code=VoteRefusal.AMENDMENT_NOT_YOURS, article=Article.ASSEMBLY)])
    if row.vote is not None:
        raise Refused([Refusal(code=VoteRefusal.AMENDMENT_VOTED, article=Article.ASSEMBLY)])
    return row


def edits_of(*, assembly_id: UUID) -> Mapping[UUID, Edit]:
    """Return what each amendment of an assembly changes."""
    return {row.id: edit_row(row) for row in Amendment.objects.filter(item__assembly_id=assembly_id)}


def edit_row(row: Amendment) -> Edit:
    """Return what an amendment changes."""
    return Edit(change=Change(row.change), passage=row.passage, words=row.text)


def turnout(*, vote: VoteRow) -> Turnout:
    """Return how many have taken part."""
    rows = Mark.objects if vote.way is Way.CONFIDENTIAL else Ballot.objects
    return Turnout(cast=rows.filter(seat__vote_id=vote.id).count(), of=vote.presence.votes)


def own_voices(*, vote: VoteRow, member_id: UUID, now: datetime) -> tuple[OwnVoice, ...]:
    """Return the voices someone speaks with in an open vote, their own first; none when they are not in the room."""
    speaking = speaking_in(vote, member_id=member_id, at=now)
    rows = dict(Seat.objects.filter(vote_id=vote.id, member_id__in=speaking).values_list("member_id", "id"))
    choices, receipts = _cast(vote, rows)
    return tuple(
        OwnVoice(
            member_id=voice.member_id,
            own=voice.member_id == member_id,
            seated=voice.member_id in rows,
            instruction=voice.instruction,
            cast=voice.member_id in receipts,
            choice=choices.get(voice.member_id),
            receipt=receipts.get(voice.member_id),
        )
        for voice in speaking.values()
    )


def speaking_in(vote: VoteRow, *, member_id: UUID, at: datetime) -> Mapping[UUID, Voice]:
    """Return by member the voices someone speaks with in a vote at ``at``, with what binds them."""
    return own_voices_at(
        assembly_id=vote.assembly_id,
        item_id=vote.item_id,
        member_id=member_id,
        at=at,
        binding=vote.amendment_id is None,
    )


def _cast(vote: VoteRow, rows: Mapping[UUID, int]) -> tuple[Mapping[UUID, Choice], Mapping[UUID, int]]:
    member = {seat_id: member_id for member_id, seat_id in rows.items()}
    if vote.way is Way.CONFIDENTIAL:
        marks = Mark.objects.filter(seat_id__in=member).values_list("seat_id", "seq")
        return {}, {member[seat_id]: seq for seat_id, seq in marks}
    found = list(Ballot.objects.filter(seat_id__in=member).values_list("seat_id", "choice", "seq"))
    return (
        {member[seat_id]: Choice(choice) for seat_id, choice, _seq in found},
        {member[seat_id]: seq for seat_id, _choice, seq in found},
    )


@dataclass(frozen=True, kw_only=True)
class RollCall:
    """Who was asked in a vote that is over. ``choice``: in a named one. ``took_part``: whoever cast."""

    seat: SeatFacts
    took_part: bool
    choice: Choice | None


def roll_call(*, vote: VoteRow) -> tuple[RollCall, ...]:
    """Return who took part in a vote that stands, and what they said if it was named. Hands name nobody."""
    if vote.open or vote.way is Way.HANDS:
        return ()
    choices = ballots(vote_id=vote.id)
    took_part = set(choices) | set(Mark.objects.filter(seat__vote_id=vote.id).values_list("seat__member_id", flat=True))
    return tuple(
        RollCall(seat=seat, took_part=seat.member_id in took_part, choice=choices.get(seat.member_id))
        for seat in seats(vote_id=vote.id)
    )


def next_number(*, assembly_id: UUID) -> int:
    """Return the number of the next vote of an assembly. To be asked under its association's lock."""
    return Vote.objects.filter(assembly_id=assembly_id).count() + 1
