"""Amendments to what an assembly is about to vote on: proposed, reworded, put in order, withdrawn."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.assemblies.queries import ItemRow, MeetingRow, access_meeting_by_id
from toutdoux.assemblies.sitting.commands.page import turn
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.queries import runs_desk
from toutdoux.assemblies.voting.commands.resolving import item_of
from toutdoux.assemblies.voting.logic.amending import (
    AmendingFacts,
    Edit,
    amendment_refusals,
    edit_data,
    edit_of,
    reordered,
)
from toutdoux.assemblies.voting.logic.events import VoteEvent, VoteRefusal
from toutdoux.assemblies.voting.models import Amendment
from toutdoux.assemblies.voting.queries.pages import Asked, asked, edit_row
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.rules.articles import Article


def propose_amendment(
    *, actor: Actor, assembly_id: UUID, item_id: UUID, change: str, passage: str = "", words: str = "", now: datetime
) -> int:
    """Propose a change to the text of an item, to be voted before it. Any member who votes may. Return its number.

    ``change``: a ``Change``; ``passage``: what it is about, in the words of the text as it stands, where it must be once.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        meeting = access_meeting_by_id(actor=actor, assembly_id=assembly_id)
        item = item_of(meeting=meeting, item_id=item_id)
        require_vote(actor=actor, at=log.at)
        found = asked(assembly_id=assembly_id, item_id=item.id)
        edit = _taken(meeting=meeting, item=item, found=found, change=change, passage=passage, words=words)
        row = Amendment(
            id=uuid4(),
            item_id=item.id,
            number=len(found.amendments) + 1,
            position=max((one.position for one in found.amendments), default=0) + 1,
            proposed_by_id=actor.member_id,
            proposed_at=log.at,
        )
        told = _written(row, edit)
        row.save(force_insert=True)
        _append(log, actor=actor, kind=VoteEvent.AMENDMENT_PROPOSED, row=row, item=item, number=row.number, text=told)
    return row.number


def reword_amendment(
    *, actor: Actor, amendment_id: UUID, change: str, passage: str = "", words: str = "", now: datetime
) -> UUID:
    """Write an amendment anew before it is voted: whoever proposed it, or the desk. Its place stays. Return its item's id."""
    with writing(association_id=actor.association_id, now=now) as log:
        row, meeting = _access(log, actor=actor, amendment_id=amendment_id)
        item = item_of(meeting=meeting, item_id=row.item_id)
        found = _unvoted(row)
        edit = _taken(meeting=meeting, item=item, found=found, change=change, passage=passage, words=words)
        if edit == edit_row(row):
            return row.item_id
        told = _written(row, edit)
        row.save(update_fields=["change", "passage", "text", "salt"])
        _append(log, actor=actor, kind=VoteEvent.AMENDMENT_REWORDED, row=row, item=item, text=told)
    return row.item_id


def move_amendment(*, actor: Actor, amendment_id: UUID, by: int, now: datetime) -> UUID:
    """Have an amendment voted ``by`` places later, or earlier when negative, among those that wait: for the desk. Return its item's id."""
    with writing(association_id=actor.association_id, now=now) as log:
        row, meeting = _access(log, actor=actor, amendment_id=amendment_id)
        if not runs_desk(actor=actor, meeting=meeting, at=log.at):
            raise Refused([Refusal(code=SittingRefusal.NOT_THE_DESK)])
        item = item_of(meeting=meeting, item_id=row.item_id)
        found = _unvoted(row)
        before = [one.id for one in found.amendments]
        after = reordered(order=before, waiting=[one.id for one in found.waiting], one=row.id, by=by)
        if list(after) == before:
            return row.item_id
        for position, one in enumerate(after, start=1):
            Amendment.objects.filter(id=one).update(position=position)
        order = [str(one) for one in after]
        log.append(
            kind=VoteEvent.AMENDMENTS_ORDERED,
            actor_id=actor.member_id,
            data={"assembly": str(meeting.id), "item": str(item.id), "order": order},
        )
        turn(assembly_id=meeting.id)
    return row.item_id


def withdraw_amendment(*, actor: Actor, amendment_id: UUID, now: datetime) -> UUID:
    """Withdraw an amendment that was not voted: whoever proposed it, or the desk in their name. Return its item's id."""
    with writing(association_id=actor.association_id, now=now) as log:
        row, meeting = _access(log, actor=actor, amendment_id=amendment_id)
        _unvoted(row)
        Amendment.objects.filter(id=row.id).update(withdrawn_at=log.at)
        item = item_of(meeting=meeting, item_id=row.item_id)
        _append(log, actor=actor, kind=VoteEvent.AMENDMENT_WITHDRAWN, row=row, item=item)
    return row.item_id


def _access(log: Log, *, actor: Actor, amendment_id: UUID) -> tuple[Amendment, MeetingRow]:
    """Return an amendment that stands and its assembly; refuse whoever neither proposed it nor runs the desk."""
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
    return row, meeting


def _unvoted(row: Amendment) -> Asked:
    """Return the votes around an amendment; refuse one that was voted or is being voted."""
    found = asked(assembly_id=row.item.assembly_id, item_id=row.item_id)
    if any(one.id == row.id and one.vote is not None for one in found.amendments):
        raise Refused([Refusal(code=VoteRefusal.AMENDMENT_VOTED, article=Article.ASSEMBLY)])
    return found


def _taken(*, meeting: MeetingRow, item: ItemRow, found: Asked, change: str, passage: str, words: str) -> Edit:
    """Return the change that was typed, or refuse it: its passage is looked for in the text as it stands now."""
    facts = AmendingFacts(
        change=change,
        passage=passage,
        words=words,
        text=found.body(item.text),
        kind=item.kind,
        stage=meeting.stage,
        state=item.state,
        settled=found.text is not None and found.text.stands,
        running=found.text is not None and found.text.open,
    )
    refuse_if_any(amendment_refusals(facts))
    return edit_of(facts)


def _written(row: Amendment, edit: Edit) -> str:
    """Write a change into its row; return the digest that the ledger keeps of it."""
    row.change, row.passage, row.text = edit.change, edit.passage, edit.words
    row.salt = secrets.token_hex(16)
    return digest({"salt": row.salt} | edit_data(edit))


def _append(log: Log, *, actor: Actor, kind: VoteEvent, row: Amendment, item: ItemRow, **data: object) -> None:
    about = {"assembly": str(item.assembly_id), "item": str(item.id), "amendment": str(row.id)}
    log.append(kind=kind, actor_id=actor.member_id, data=about | data)
    # Whoever is in the room sees it at once.
    turn(assembly_id=item.assembly_id)
