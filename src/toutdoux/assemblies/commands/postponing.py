"""Putting an item off to a later assembly: from an agenda that still changes, or what an assembly that is over did not reach."""

from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.assemblies.commands.agenda import access_item, note_change, require_editable
from toutdoux.assemblies.commands.preparing import held_here
from toutdoux.assemblies.logic.convening import IN_AGENDA, ItemKind, ItemState, Stage
from toutdoux.assemblies.logic.events import AssemblyEvent, AssemblyRefusal
from toutdoux.assemblies.logic.preparing import ItemDraft, item_refusals
from toutdoux.assemblies.models import Assembly, Document, Item, ProxyItem
from toutdoux.assemblies.queries.meetings import meeting_row
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import writing


def postpone_item(*, actor: Actor, item_id: UUID, to_id: UUID, now: datetime) -> UUID:
    """Put an item off to a later assembly, at the end of its agenda; return its id there. Done before: the same id.

    Whoever proposed it stays known, and is told. From an agenda that still changes the item goes; in that of an assembly
    that is over it stays, deferred: it was on the agenda, and was not reached.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        if item.later_id is not None:
            return item.later_id
        there, here = held_here(log, assembly_id=to_id), item.assembly
        require_editable(log, actor=actor, row=there)
        if meeting_row(there).at <= meeting_row(here).at:
            raise Refused([Refusal(code=AssemblyRefusal.NOT_LATER)])
        over = meeting_row(here).stage is Stage.CLOSED and item.state == ItemState.WAITING
        if not over:
            require_editable(log, actor=actor, row=here)
        if item.state not in {ItemState.PROPOSED, ItemState.DECLINED, ItemState.WAITING}:
            raise Refused([Refusal(code=AssemblyRefusal.NOT_PROPOSED)])
        draft = ItemDraft(kind=ItemKind(item.kind), title=item.title, text=item.text)
        refuse_if_any(item_refusals(draft=draft, items=Item.objects.filter(assembly=there).count()))
        later = Item.objects.create(
            id=uuid4(),
            assembly=there,
            position=Item.objects.filter(assembly=there, state__in=IN_AGENDA).count() + 1,
            kind=item.kind,
            title=item.title,
            text=item.text,
            proposed_by_id=item.proposed_by_id,
            proposed_at=item.proposed_at,
        )
        item.later = later
        if over:
            item.state = ItemState.DEFERRED
        else:
            _leave(item, here=here)
            note_change(log, row=here)
        item.save(update_fields=["state", "position", "answer", "later"])
        note_change(log, row=there)
        for row, one, what in ((here, item, "postponed"), (there, later, "added")):
            data = {"assembly": str(row.id), "item": str(one.id), "what": what}
            log.append(kind=AssemblyEvent.AGENDA_CHANGED, actor_id=actor.member_id, data=data)
        return later.id


def _leave(item: Item, *, here: Assembly) -> None:
    """Take an item out of an agenda, with what proxies and documents say of it, and close the gap."""
    item.state, item.position, item.answer = ItemState.DECLINED, None, ""
    ProxyItem.objects.filter(item=item).delete()
    Document.objects.filter(item=item).update(item=None)
    rows = Item.objects.filter(assembly=here, state__in=IN_AGENDA).exclude(id=item.id).order_by("position", "id")
    for position, one in enumerate(rows, start=1):
        Item.objects.filter(id=one.id).exclude(position=position).update(position=position)
