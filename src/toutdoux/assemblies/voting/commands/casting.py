"""Casting ballots in an assembly: one's own and those of the people one represents, one by one or all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.sitting.queries import own_room
from toutdoux.assemblies.voting.commands.box import put
from toutdoux.assemblies.voting.logic.acts import CastingFacts, casting_refusals
from toutdoux.assemblies.voting.logic.events import VoteEvent
from toutdoux.assemblies.voting.models import Ballot, Mark, Seat
from toutdoux.assemblies.voting.queries.pages import bound
from toutdoux.assemblies.voting.queries.votes import VoteRow, access_vote
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_representation
from toutdoux.rules.seats import Way, voices


@dataclass(frozen=True, kw_only=True)
class CastReceipt:
    """What was taken: by member, the entry of the ledger that says they took part. In a confidential vote it says no more."""

    vote_id: UUID
    entries: Mapping[UUID, int]


def cast_ballots(
    *, actor: Actor, vote_id: UUID, choices: Mapping[UUID, str], idempotency_key: str, now: datetime
) -> CastReceipt:
    """Cast ballots, by member whose voice it is: all of them, or none. The same key again gives the same receipt.

    Steps: lock the association · check every rule for every voice · named: write each ballot in place of its earlier one, and
    an entry with the choice; confidential: mark who took part, an entry without the choice, and a slip in the box.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_representation(actor=actor, at=log.at)
        vote = access_vote(actor=actor, vote_id=vote_id)
        seats = {row.member_id: row for row in Seat.objects.filter(vote_id=vote.id, member_id__in=choices)}
        table = Mark if vote.way is Way.CONFIDENTIAL else Ballot
        before = {row.seat_id: row for row in table.objects.filter(seat__in=seats.values())}
        if before and all(
            seat.id in before
            and before[seat.id].key == idempotency_key
            and before[seat.id].speaker_id == actor.member_id
            for seat in seats.values()
        ):
            return CastReceipt(vote_id=vote.id, entries={m: before[s.id].seq for m, s in seats.items()})
        facts = CastingFacts(
            way=vote.way,
            over=not vote.open,
            speaker_id=actor.member_id,
            choices=choices,
            key=idempotency_key,
            voices=voices(
                room=own_room(assembly_id=vote.assembly_id, member_id=actor.member_id, at=log.at),
                speaker_id=actor.member_id,
                item_id=vote.item_id,
                instructions=bound(vote, actor.member_id),
            ),
            seated=seats.keys(),
            cast={member_id for member_id, seat in seats.items() if seat.id in before},
        )
        refuse_if_any(casting_refusals(facts))
        write = _mark if vote.way is Way.CONFIDENTIAL else _cast
        entries = {
            member_id: write(log=log, vote=vote, seat=seat, actor=actor, choice=choices[member_id], key=idempotency_key)
            for member_id, seat in seats.items()
        }
        if vote.way is Way.CONFIDENTIAL:
            put(box_id=vote.id, contents=choices.values())
    return CastReceipt(vote_id=vote.id, entries=entries)


def _cast(*, log: Log, vote: VoteRow, seat: Seat, actor: Actor, choice: str, key: str) -> int:
    seq = log.append(
        kind=VoteEvent.CAST,
        actor_id=actor.member_id,
        data={
            "vote": str(vote.id),
            "member": str(seat.member_id),
            "choice": choice,
            **({"by": str(actor.by_id)} if actor.by_id else {}),
        },
    )
    Ballot.objects.update_or_create(
        seat=seat, defaults={"choice": choice, "speaker_id": actor.member_id, "key": key, "seq": seq}
    )
    return seq


def _mark(*, log: Log, vote: VoteRow, seat: Seat, actor: Actor, choice: str, key: str) -> int:  # noqa: ARG001 -- what was chosen goes nowhere but the box
    seq = log.append(
        kind=VoteEvent.MARKED,
        actor_id=actor.member_id,
        data={
            "vote": str(vote.id),
            "member": str(seat.member_id),
            **({"by": str(actor.by_id)} if actor.by_id else {}),
        },
    )
    Mark.objects.create(seat=seat, speaker_id=actor.member_id, key=key, seq=seq)
    return seq
