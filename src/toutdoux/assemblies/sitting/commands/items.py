"""Going through the agenda: one item at a time is at hand."""

from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.models import Item
from toutdoux.assemblies.sitting.commands.page import Held, page_of, turn
from toutdoux.assemblies.sitting.hindrances import hindrances
from toutdoux.assemblies.sitting.logic.events import SittingEvent, SittingRefusal
from toutdoux.assemblies.sitting.models import Hand
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any

#: Those of the agenda that can be taken; one done may be taken again, one deferred is no longer the assembly's.
_TAKEN_FROM = [Item.State.WAITING, Item.State.DONE]


def take_item(*, actor: Actor, assembly_id: UUID, item_id: UUID, now: datetime) -> None:
    """Take an item of the agenda; the one at hand is done. Taken already, nothing changes.

    Refuses while something is open at the item that would be left.
    """
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_at_work()
        agenda = Item.objects.filter(assembly_id=assembly_id)
        if agenda.filter(id=item_id, state=Item.State.CURRENT).exists():
            return
        if not agenda.filter(id=item_id, state__in=_TAKEN_FROM).exists():
            raise Refused([Refusal(code=SittingRefusal.ITEM_UNKNOWN)])
        leave_current(held)
        agenda.filter(id=item_id).update(state=Item.State.CURRENT)
        held.append(SittingEvent.ITEM, item=str(item_id))
        turn(assembly_id=assembly_id)


def leave_item(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Be done with the item at hand, without taking another; with none at hand, nothing changes."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_at_work()
        if leave_current(held):
            held.append(SittingEvent.ITEM, item=None)
            turn(assembly_id=assembly_id)


def leave_current(held: Held) -> bool:
    """Be done with the item at hand, on a page that is open; return whether there was one. Refuses while something is open there."""
    current = Item.objects.filter(assembly_id=held.meeting.id, state=Item.State.CURRENT).first()
    if current is not None:
        refuse_if_any(hindrances(assembly_id=held.meeting.id, item_id=current.id))
        current.state = Item.State.DONE
        current.save(update_fields=["state"])
    Hand.objects.filter(assembly_id=held.meeting.id, ended_at=None).update(ended_at=held.at)
    return current is not None
