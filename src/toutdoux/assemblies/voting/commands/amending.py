"""Amendments to what an assembly is about to vote on."""

from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.assemblies.queries import access_meeting_by_id
from toutdoux.assemblies.sitting.queries import runs_desk
from toutdoux.assemblies.voting.commands.resolving import item_of
from toutdoux.assemblies.voting.logic.acts import amendment_refusals
from toutdoux.assemblies.voting.logic.events import VoteEvent, VoteRefusal
from toutdoux.assemblies.voting.models import Amendment
from toutdoux.assemblies.voting.queries.pages import asked
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.rules.articles import Article


def propose_amendment(*, actor: Actor, assembly_id: UUID, item_id: UUID, text: str, now: datetime) -> int:
    """Propose a change to the text of an item, to be voted before it. Any member who votes may. Return its number."""
    with writing(association_id=actor.association_id, now=now) as log:
        meeting = access_meeting_by_id(actor=actor, assembly_id=assembly_id)
        item = item_of(meeting=meeting, item_id=item_id)
        require_vote(actor=actor, at=log.at)
        found = asked(assembly_id=assembly_id, item_id=item.id)
        refuse_if_any(
            amendment_refusals(
                text=text,
                kind=item.kind,
                stage=meeting.stage,
                state=item.state,
                settled=found.text is not None and found.text.stands,
                running=found.text is not None and found.text.open,
            )
        )
        row = Amendment.objects.create(
            id=uuid4(),
            item_id=item.id,
            number=len(found.amendments) + 1,
            text=text.strip(),
            proposed_by_id=actor.member_id,
            proposed_at=log.at,
        )
        log.append(
            kind=VoteEvent.AMENDMENT_PROPOSED,
            actor_id=actor.member_id,
            data={"assembly": str(assembly_id), "item": str(item.id), "amendment": str(row.id), "number": row.number},
        )
    return row.number


def withdraw_amendment(*, actor: Actor, amendment_id: UUID, now: datetime) -> UUID:
    """Withdraw an amendment that was not voted: whoever proposed it, or the desk in their name. Return its item's id."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = (
            Amendment.objects.filter(id=amendment_id, item__assembly__association_id=actor.association_id)
            .select_related("item")
            .first()
        )
        if row is None or row.withdrawn_at is not None:
            raise Refused([Refusal(code=VoteRefusal.UNKNOWN_AMENDMENT)])
        meeting = access_meeting_by_id(actor=actor, assembly_id=row.item.assembly_id)
        if row.proposed_by_id != actor.member_id and not runs_desk(actor=actor, meeting=meeting, at=log.at):
            raise Refused([Refusal(code=VoteRefusal.AMENDMENT_NOT_YOURS, article=Article.ASSEMBLY)])
        found = asked(assembly_id=row.item.assembly_id, item_id=row.item_id)
        if any(one.id == row.id and one.vote is not None for one in found.amendments):
            raise Refused([Refusal(code=VoteRefusal.AMENDMENT_VOTED, article=Article.ASSEMBLY)])
        Amendment.objects.filter(id=row.id).update(withdrawn_at=log.at)
        log.append(
            kind=VoteEvent.AMENDMENT_WITHDRAWN,
            actor_id=actor.member_id,
            data={"assembly": str(row.item.assembly_id), "item": str(row.item_id), "amendment": str(row.id)},
        )
    return row.item_id
