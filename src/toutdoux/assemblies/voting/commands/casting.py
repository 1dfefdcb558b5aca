"""Casting ballots in an assembly: one's own and those of the people one represents, one by one or all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.voting.commands.box import put
from toutdoux.assemblies.voting.logic.acts import CastingFacts, casting_refusals
from toutdoux.assemblies.voting.logic.events import VoteEvent
from toutdoux.assemblies.voting.models import Ballot, Mark, Seat
from toutdoux.assemblies.voting.queries.pages import speaking_in
from toutdoux.assemblies.voting.queries.votes import VoteRow, access_vote
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_representation
from toutdoux.rules.seats import Way


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
        confidential = vote.way is Way.CONFIDENTIAL
        table = Mark if confidential else Ballot
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
            voices=speaking_in(vote, member_id=actor.member_id, at=log.at),
            seated=seats.keys(),
            cast={member_id for member_id, seat in seats.items() if seat.id in before},
        )
        refuse_if_any(casting_refusals(facts))
        entries = {
            member_id: _write(
                log,
                vote=vote,
                seat=seat,
                actor=actor,
                choice=None if confidential else choices[member_id],
                key=idempotency_key,
                again=seat.id in before,
            )
            for member_id, seat in seats.items()
        }
        if confidential:
            put(box_id=vote.id, contents=choices.values())
    return CastReceipt(vote_id=vote.id, entries=entries)


def _write(log: Log, *, vote: VoteRow, seat: Seat, actor: Actor, choice: str | None, key: str, again: bool) -> int:
    """Write that a seat took part, and in a named vote what it chose; ``again``: in place of what it chose before."""
    said = {} if choice is None else {"choice": choice}
    by = {"by": str(actor.by_id)} if actor.by_id else {}
    seq = log.append(
        kind=VoteEvent.MARKED if choice is None else VoteEvent.CAST,
        actor_id=actor.member_id,
        data={"vote": str(vote.id), "member": str(seat.member_id)} | said | by,
    )
    taken = {"seat": seat, "speaker_id": actor.member_id, "key": key, "seq": seq}
    if choice is None:
        Mark.objects.create(**taken)
    else:
        Ballot(**taken, choice=choice).save(force_insert=not again, force_update=again)
    return seq
