"""What the tables hold of elections, for the verifier."""

import json
from collections import defaultdict
from uuid import UUID

from toutdoux.assemblies.elections.logic.replay import ElectionFacts, Recounted, RoundFacts, Tables, recount
from toutdoux.assemblies.elections.models import Ballot, Elected, Election, Mark, Round, Seat
from toutdoux.assemblies.elections.queries.elections import marks_of
from toutdoux.assemblies.voting.commands.box import counted
from toutdoux.kernel.canonical import digest, instant_text
from toutdoux.ledger.queries import entries
from toutdoux.rules.elections import Marks
from toutdoux.rules.seats import Seat as SeatFacts
from toutdoux.rules.seats import Way


def recounted(*, association_id: UUID) -> Recounted:
    """Recount every election of an association from its ledger, and compare with the tables."""
    return recount(entries=entries(association_id=association_id), tables=tables(association_id=association_id))


def tables(*, association_id: UUID) -> Tables:
    """Return everything that is held of the elections of an association."""
    elected: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row in (
        Elected.objects.filter(election__assembly__association_id=association_id)
        .select_related("mandate")
        .order_by("position")
    ):
        elected[row.election_id].append((str(row.member_id), row.mandate.code))
    return Tables(
        elections={
            row.id: ElectionFacts(
                prepared={
                    "assembly": str(row.assembly_id),
                    "item": str(row.item_id),
                    "method": row.method,
                    "tie": row.tie or None,
                    "code": row.code or None,
                    "seats": row.seats,
                    "starts_at": instant_text(row.starts_at),
                    "ends_at": instant_text(row.ends_at),
                    "handing_over": row.handing_over,
                },
                elected=tuple(elected[row.id]),
                proclaimed_at=row.proclaimed_at,
            )
            for row in Election.objects.filter(assembly__association_id=association_id)
        },
        rounds=_rounds(association_id),
    )


def _rounds(association_id: UUID) -> dict[UUID, RoundFacts]:
    seats: dict[UUID, list[SeatFacts]] = defaultdict(list)
    cast: dict[UUID, dict[UUID, Marks | None]] = defaultdict(dict)
    of = {"round__assembly__association_id": association_id}
    for round_id, member_id, holder_id in Seat.objects.filter(**of).values_list("round_id", "member_id", "holder_id"):
        seats[round_id].append(SeatFacts(member_id=member_id, holder_id=holder_id))
    of = {"seat__round__assembly__association_id": association_id}
    for round_id, member_id in Mark.objects.filter(**of).values_list("seat__round_id", "seat__member_id"):
        cast[round_id][member_id] = None
    named = Ballot.objects.filter(**of).values_list("seat__round_id", "seat__member_id", "marks")
    for round_id, member_id, marks in named:
        cast[round_id][member_id] = marks_of(marks)
    return {
        row.id: RoundFacts(
            opened={
                "election": str(row.election_id),
                "assembly": str(row.assembly_id),
                "number": row.number,
                "way": row.way,
                # After a round that was cancelled, people may stand in another way.
                **({"method": row.election.method} if row.cancelled_at is None else {}),
                "options": row.lengths,
                "elects": row.seats,
                "last": row.last,
                "roll": row.roll,
                "present": row.present,
                "represented": row.represented,
                "quorum": row.quorum,
                "base": row.base,
            },
            opened_at=row.opened_at,
            seats=tuple(sorted(seats[row.id], key=lambda seat: str(seat.member_id))),
            cast=cast[row.id],
            slips={marks_of(json.loads(text)): number for text, number in counted(box_id=row.id).items()}
            if row.way == Way.CONFIDENTIAL
            else {},
            totals=None
            if row.for_votes is None or row.against_votes is None or row.blank_votes is None
            else (row.for_votes, row.against_votes, row.blank_votes),
            orders=tuple(tuple(order) for order in row.orders),
            result="" if row.result is None else digest(row.result),
            closed_at=row.closed_at,
            cancelled_at=row.cancelled_at,
        )
        for row in Round.objects.filter(assembly__association_id=association_id).select_related("election")
    }
