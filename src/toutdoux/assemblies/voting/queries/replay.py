"""What the verifier compares the votes of assemblies with."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Count, QuerySet

from toutdoux.assemblies.voting.logic.digests import vote_digest
from toutdoux.assemblies.voting.logic.replay import AmendmentFacts, Cast, ItemFacts, Recounted, VoteFacts, recount
from toutdoux.assemblies.voting.models import Amendment, Ballot, CountedSlip, Mark, Seat, Vote, VoteEffect
from toutdoux.assemblies.voting.queries.carried import purchases
from toutdoux.assemblies.voting.queries.pages import edit_row
from toutdoux.decisions.logic.effects import EffectDraft
from toutdoux.decisions.logic.replay_facts import CarriedEffectFacts, CarriedFacts
from toutdoux.ledger.queries import entries
from toutdoux.rules.seats import Seat as SeatFacts


def recounted(*, association_id: UUID) -> Recounted:
    """Recount every vote of an association's assemblies. To be read at one instant: see ``operations.verify``."""
    return recount(
        entries=entries(association_id=association_id),
        tables=tables(association_id=association_id),
        items=_items(association_id),
        amended=_amended(association_id),
    )


def carried(*, association_id: UUID) -> dict[UUID, CarriedFacts]:
    """Return what assemblies decided that changes something by itself, by the vote that did: its effects as it froze them."""
    effects: dict[UUID, dict[int, CarriedEffectFacts]] = defaultdict(dict)
    for row in _effects(association_id):
        effects[row.vote_id][row.position] = CarriedEffectFacts(
            kind=row.kind, params=row.params, what=row.what, because=row.because
        )
    votes = Vote.objects.filter(id__in=effects).values_list("id", "assembly_id", "closed_at")
    return {
        vote_id: CarriedFacts(assembly=assembly_id, closed_at=closed_at, effects=effects[vote_id])
        for vote_id, assembly_id, closed_at in votes
    }


def _effects(association_id: UUID) -> QuerySet[VoteEffect]:
    return VoteEffect.objects.filter(vote__assembly__association_id=association_id).order_by("vote", "position")


def tables(*, association_id: UUID) -> dict[UUID, VoteFacts]:
    """Return the votes as the tables hold them, in a number of queries that does not grow with them."""
    seats: dict[UUID, list[SeatFacts]] = defaultdict(list)
    for vote_id, member_id, holder_id in Seat.objects.filter(vote__assembly__association_id=association_id).values_list(
        "vote_id", "member_id", "holder_id"
    ):
        seats[vote_id].append(SeatFacts(member_id=member_id, holder_id=holder_id))
    cast: dict[UUID, dict[UUID, Cast]] = defaultdict(dict)
    of = {"seat__vote__assembly__association_id": association_id}
    names = ("seat__vote_id", "seat__member_id", "seq")
    for vote_id, member_id, seq, choice in Ballot.objects.filter(**of).values_list(*names, "choice"):
        cast[vote_id][member_id] = Cast(seq=seq, choice=choice)
    for vote_id, member_id, seq in Mark.objects.filter(**of).values_list(*names):
        cast[vote_id][member_id] = Cast(seq=seq)
    rows = list(Vote.objects.filter(assembly__association_id=association_id))
    changes: dict[UUID, list[EffectDraft]] = defaultdict(list)
    for effect in _effects(association_id):
        changes[effect.vote_id].append(EffectDraft(kind=effect.kind, params=effect.params))
    slips: dict[UUID, dict[str, int]] = defaultdict(dict)
    counted = CountedSlip.objects.filter(box__in=[row.id for row in rows])
    for box, content, number in counted.values_list("box", "content").annotate(number=Count("id")):
        slips[box][content] = number
    return {
        row.id: VoteFacts(
            opening={
                "assembly": str(row.assembly_id),
                "item": str(row.item_id),
                "amendment": str(row.amendment_id) if row.amendment_id else None,
                "number": row.number,
                "way": row.way,
                "roll": row.roll,
                "present": row.present,
                "represented": row.represented,
                "quorum": row.quorum,
                "base": row.base,
            },
            opened_at=row.opened_at,
            text=vote_digest(salt=row.salt, text=row.text, effects=changes[row.id]),
            changes=bool(changes[row.id]),
            words=row.text,
            seats=tuple(seats[row.id]),
            cast=cast[row.id],
            slips=slips[row.id],
            closed_at=row.closed_at,
            figures=None
            if row.closed_at is None
            else (row.for_votes or 0, row.against_votes or 0, row.blank_votes or 0),
            majority=row.majority,
            cancelled_at=row.cancelled_at,
        )
        for row in rows
    }


def _items(association_id: UUID) -> dict[UUID, ItemFacts]:
    """Return the items that were voted, with what they buy."""
    voted = Vote.objects.filter(assembly__association_id=association_id)
    bought = purchases(item_ids=set(voted.values_list("item_id", flat=True)))
    rows = voted.values_list("item_id", "item__title", "item__text").distinct()
    return {
        item_id: ItemFacts(title=title, text=text, bought=bought[item_id].text if item_id in bought else "")
        for item_id, title, text in rows
    }


def _amended(association_id: UUID) -> dict[UUID, AmendmentFacts]:
    rows = Amendment.objects.filter(item__assembly__association_id=association_id)
    return {
        row.id: AmendmentFacts(
            item=row.item_id, number=row.number, edit=edit_row(row), salt=row.salt, withdrawn_at=row.withdrawn_at
        )
        for row in rows.order_by("position", "number")
    }
