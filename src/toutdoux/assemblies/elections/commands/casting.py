"""Casting ballots in an election: one's own and those of the people one represents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.elections.logic.events import ElectionEvent
from toutdoux.assemblies.elections.logic.rounds import CastingFacts, casting_refusals
from toutdoux.assemblies.elections.models import Ballot, Mark, Seat
from toutdoux.assemblies.elections.queries import RoundRow, access_round
from toutdoux.assemblies.elections.queries.pages import speaking
from toutdoux.assemblies.voting.commands.box import put
from toutdoux.kernel.canonical import canonical_json
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_representation
from toutdoux.rules.elections import Marks
from toutdoux.rules.seats import Way


@dataclass(frozen=True, kw_only=True)
class CastReceipt:
    """What was taken: by member, the entry of the ledger that says they took part. In a confidential round it says no more."""

    round_id: UUID
    entries: Mapping[UUID, int]


def cast_ballots(
    *, actor: Actor, round_id: UUID, ballots: Mapping[UUID, Marks], idempotency_key: str, now: datetime
) -> CastReceipt:
    """Cast ballots, by member whose voice it is: all of them, or none. The same key again gives the same receipt.

    Steps: lock the association · check every rule for every voice · by names: write each ballot in place of its earlier
    one, and an entry with what it says; confidential: mark who took part, an entry without it, and a slip in the box.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_representation(actor=actor, at=log.at)
        round_ = access_round(actor=actor, round_id=round_id)
        confidential = round_.way is Way.CONFIDENTIAL
        seats = {row.member_id: row for row in Seat.objects.filter(round_id=round_.id, member_id__in=ballots)}
        table = Mark if confidential else Ballot
        before = {row.seat_id: row for row in table.objects.filter(seat__in=seats.values())}
        if before and all(
            seat.id in before
            and before[seat.id].key == idempotency_key
            and before[seat.id].speaker_id == actor.member_id
            for seat in seats.values()
        ):
            return CastReceipt(round_id=round_.id, entries={m: before[s.id].seq for m, s in seats.items()})
        refuse_if_any(
            casting_refusals(
                CastingFacts(
                    way=round_.way,
                    over=not round_.open,
                    question=round_.question,
                    speaker_id=actor.member_id,
                    ballots=ballots,
                    key=idempotency_key,
                    voices=speaking(round_=round_, member_id=actor.member_id, now=log.at),
                    seated=seats.keys(),
                    cast={member_id for member_id, seat in seats.items() if seat.id in before},
                )
            )
        )
        entries = {
            member_id: _write(
                log,
                round_=round_,
                seat=seat,
                actor=actor,
                marks=None if confidential else ballots[member_id],
                key=idempotency_key,
                again=seat.id in before,
            )
            for member_id, seat in seats.items()
        }
        if confidential:
            put(box_id=round_.id, contents=[canonical_json(ballots[member_id]).decode() for member_id in seats])
    return CastReceipt(round_id=round_.id, entries=entries)


def _write(log: Log, *, round_: RoundRow, seat: Seat, actor: Actor, marks: Marks | None, key: str, again: bool) -> int:
    """Write that a seat took part, and in a round by names what it says; ``again``: in place of what it said before."""
    said = {} if marks is None else {"marks": [list(mark) for mark in marks]}
    by = {"by": str(actor.by_id)} if actor.by_id else {}
    seq = log.append(
        kind=ElectionEvent.MARKED if marks is None else ElectionEvent.CAST,
        actor_id=actor.member_id,
        data={"round": str(round_.id), "member": str(seat.member_id)} | said | by,
    )
    taken = {"seat": seat, "speaker_id": actor.member_id, "key": key, "seq": seq}
    if marks is None:
        Mark.objects.create(**taken)
    else:
        Ballot(**taken, marks=said["marks"]).save(force_insert=not again, force_update=again)
    return seq
