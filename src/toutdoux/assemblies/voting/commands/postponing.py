"""Putting an item off to a later assembly: from an agenda that still changes, or what an assembly that is over did not reach."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.commands.agenda import access_item, beside, note_agenda, put_in, take_out
from toutdoux.assemblies.commands.documents import carry_all_documents, carry_documents
from toutdoux.assemblies.commands.preparing import held_here
from toutdoux.assemblies.logic.convening import ItemKind, ItemState, Stage
from toutdoux.assemblies.logic.documents import number_refusals
from toutdoux.assemblies.logic.preparing import (
    ItemDraft,
    PostponingFacts,
    agenda_open,
    item_refusals,
    postponing_refusals,
)
from toutdoux.assemblies.models import Assembly, Document, Item
from toutdoux.assemblies.queries.meetings import meeting_row
from toutdoux.assemblies.voting.commands.preparing import write_effects, write_purchase
from toutdoux.assemblies.voting.models import Purchase
from toutdoux.assemblies.voting.queries.carried import purchase, written_effects
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote


def postpone_item(*, actor: Actor, item_id: UUID, to_id: UUID, now: datetime) -> UUID:
    """Put an item off to a later assembly, at the end of its agenda; return its id there. Done before: the same id.

    Whoever proposed it stays known, and is told. What its adoption would change, its purchase and its documents go with it;
    amendments and who stands are proposed anew, about the text and for the mandate that are asked then. From an agenda that
    still changes the item goes; in that of an assembly that is over or given up it stays, deferred: it was there, and was not
    reached. So does what was proposed for that one, and that nobody answered.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        if item.later_id is not None:
            return item.later_id
        here, there = item.assembly, held_here(log, assembly_id=to_id)
        require_vote(actor=actor, at=log.at)
        facts = _facts(log, item=item, there=there)
        draft = ItemDraft(kind=ItemKind(item.kind), title=item.title, text=item.text)
        refuse_if_any(
            [
                *postponing_refusals(facts),
                *item_refusals(draft=draft, items=beside(there)),
                *number_refusals(
                    documents=Document.objects.filter(assembly=there).count(),
                    more=Document.objects.filter(item=item).count(),
                ),
            ]
        )
        later = put_in(there, draft=draft, proposed_by_id=item.proposed_by_id, proposed_at=item.proposed_at)
        _carry(log, actor=actor, item_id=item.id, later=later)
        carry_documents(log, actor=actor, item=item, later=later, leaving=not facts.over)
        if facts.unreached:
            item.state = ItemState.DEFERRED
        else:
            take_out(item, state=ItemState.DECLINED)
        item.later, item.answer = later, ""
        item.save(update_fields=["state", "answer", "later"])
        note_agenda(log, actor=actor, row=here, item=item, what="postponed")
        note_agenda(log, actor=actor, row=there, item=later, what="added")
        return later.id


def _facts(log: Log, *, item: Item, there: Assembly) -> PostponingFacts:
    found, after = meeting_row(item.assembly), meeting_row(there)
    return PostponingFacts(
        at=found.at,
        later_at=after.at,
        open=agenda_open(stage=found.stage, items_until=found.items_until, now=log.at),
        later_open=agenda_open(stage=after.stage, items_until=after.items_until, now=log.at),
        over=found.stage in {Stage.CLOSED, Stage.CANCELLED},
        state=ItemState(item.state),
    )


def carry_to_second(log: Log, actor: Actor, second: Assembly, items: Mapping[UUID, Item]) -> None:
    """Say of a second convening and of its items what was said of the first, on the page of the ledger that is open."""
    assert second.second_of_id is not None  # record_second makes no other
    for item_id, later in items.items():
        _carry(log, actor=actor, item_id=item_id, later=later)
    carry_all_documents(log, actor=actor, first_id=second.second_of_id, to=second, items=items)


def _carry(log: Log, *, actor: Actor, item_id: UUID, later: Item) -> None:
    if effects := written_effects(item_id=item_id):
        write_effects(log, actor=actor, item=later, effects=effects)
    row, found = Purchase.objects.filter(item_id=item_id).first(), purchase(item_id=item_id)
    if row is not None and found is not None:
        write_purchase(
            log, actor=actor, item=later, within=row.within, begun_at=row.begun_at_item_id, lines=found.lines
        )
