"""The agenda: items that are put in, moved, taken out; items that members propose, and what becomes of them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import ProtectedError

from toutdoux.assemblies.commands.kinds import kind_kept
from toutdoux.assemblies.commands.preparing import held_here
from toutdoux.assemblies.logic.convening import IN_AGENDA, ItemState, Stage
from toutdoux.assemblies.logic.events import AssemblyEvent, AssemblyRefusal
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import (
    LONGEST_ANSWER,
    ItemDraft,
    agenda_open,
    item_refusals,
    moved,
    proposing_open,
)
from toutdoux.assemblies.models import Assembly, Document, Item, ProxyItem
from toutdoux.assemblies.queries.meetings import meeting_row
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.members.queries import member


def add_item(*, actor: Actor, assembly_id: UUID, draft: ItemDraft, now: datetime) -> UUID:
    """Put an item at the end of the agenda; return its id. Anyone with the voting right may, while the agenda is open."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = _editable(log, actor=actor, assembly_id=assembly_id)
        refuse_if_any(item_refusals(draft=draft, items=beside(row)))
        item = put_in(row, draft=draft)
        note_agenda(log, actor=actor, row=row, item=item, what="added")
        return item.id


def change_item(*, actor: Actor, item_id: UUID, draft: ItemDraft, now: datetime) -> None:
    """Rewrite an item of the agenda, while the agenda is open. Who proposed it stays known.

    Refuses another kind, once something is written of the item that only its own has a place for.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        row = _editable(log, actor=actor, assembly_id=item.assembly_id)
        _require_state(item, IN_AGENDA)
        refusals = item_refusals(draft=draft, items=0)
        if draft.kind != item.kind and (_bound(item, draft.kind) or kind_kept(item_id=item.id, kind=draft.kind)):
            refusals.append(Refusal(code=AssemblyRefusal.KIND_STANDS, data={"field": "kind"}))
        refuse_if_any(refusals)
        written = (draft.kind, draft.title.strip(), draft.text.strip())
        if (item.kind, item.title, item.text) == written:
            return
        item.kind, item.title, item.text = written
        item.save(update_fields=["kind", "title", "text"])
        note_agenda(log, actor=actor, row=row, item=item, what="changed")


def move_item(*, actor: Actor, item_id: UUID, by: int, now: datetime) -> None:
    """Move an item of the agenda ``by`` places, up when negative; no further than its ends."""
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        row = _editable(log, actor=actor, assembly_id=item.assembly_id)
        _require_state(item, IN_AGENDA)
        order = _agenda(row)
        after = moved(order, one=item.id, by=by)
        if after == order:
            return
        _number(after)
        note_agenda(log, actor=actor, row=row, item=item, what="moved")


def remove_item(*, actor: Actor, item_id: UUID, now: datetime) -> None:
    """Take an item out of the agenda. One that a member had proposed is theirs again: proposed, and not taken in."""
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        row = _editable(log, actor=actor, assembly_id=item.assembly_id)
        _require_state(item, IN_AGENDA)
        note_agenda(log, actor=actor, row=row, item=item, what="removed")
        if item.proposed_by_id is not None:
            take_out(item, state=ItemState.PROPOSED)
        else:
            take_out(item, state=ItemState.WITHDRAWN)
            # Where somebody stands or has proposed an amendment, what they wrote keeps the item it is about.
            with suppress(ProtectedError):
                item.delete()


def propose_item(*, actor: Actor, assembly_id: UUID, draft: ItemDraft, now: datetime) -> UUID:
    """Propose an item; return its id. Any member may, until the deadline; whoever prepares takes it into the agenda or not."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        found = meeting_row(row)
        if not proposing_open(stage=found.stage, items_until=found.items_until, now=log.at):
            raise Refused([Refusal(code=AssemblyRefusal.ITEMS_OVER)])
        # Someone who has left proposes nothing.
        who = member(actor=actor, member_id=actor.member_id, now=log.at)
        refuse_if_any(item_refusals(draft=draft, items=beside(row)))
        item = put_in(row, draft=draft, state=ItemState.PROPOSED, proposed_by_id=who.id, proposed_at=log.at)
        note_agenda(log, actor=actor, row=row, item=item, what="proposed")
        return item.id


def accept_item(*, actor: Actor, item_id: UUID, now: datetime) -> None:
    """Take a proposed item into the agenda, at its end. Doing so again changes nothing."""
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        row = _editable(log, actor=actor, assembly_id=item.assembly_id)
        if item.state in IN_AGENDA:
            return
        _require_state(item, {ItemState.PROPOSED, ItemState.DECLINED})
        item.state, item.position, item.answer = ItemState.WAITING, len(_agenda(row)) + 1, ""
        # Taken in after all: that it is at a later assembly as well is for that one to say.
        item.later = None
        item.save(update_fields=["state", "position", "answer", "later"])
        note_agenda(log, actor=actor, row=row, item=item, what="accepted")


def decline_item(*, actor: Actor, item_id: UUID, answer: str, now: datetime) -> None:
    """Leave a proposed item out of the agenda, and say why to whoever proposed it, if one likes."""
    if len(answer) > LONGEST_ANSWER:
        data = {"field": "answer", "most": LONGEST_ANSWER}
        raise Refused([Refusal(code=AssemblyRefusal.TOO_LONG, data=data)])
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        row = _editable(log, actor=actor, assembly_id=item.assembly_id)
        _require_state(item, {ItemState.PROPOSED, ItemState.DECLINED})
        item.state, item.answer = ItemState.DECLINED, answer.strip()
        item.save(update_fields=["state", "answer"])
        note_agenda(log, actor=actor, row=row, item=item, what="declined")


def withdraw_item(*, actor: Actor, item_id: UUID, now: datetime) -> None:
    """Take back an item that one has proposed oneself and that is not in the agenda."""
    with writing(association_id=actor.association_id, now=now) as log:
        item = access_item(log, item_id=item_id)
        if item.proposed_by_id != actor.member_id:
            raise Refused([Refusal(code=AssemblyRefusal.NOT_YOUR_ITEM)])
        _require_state(item, {ItemState.PROPOSED, ItemState.DECLINED})
        take_out(item, state=ItemState.WITHDRAWN)
        note_agenda(log, actor=actor, row=item.assembly, item=item, what="withdrawn")


def access_item(log: Log, *, item_id: UUID) -> Item:
    """Return the row of an item of the association's, or refuse."""
    rows = Item.objects.filter(id=item_id, assembly__association_id=log.association_id)
    row = rows.select_related("assembly").first()
    if row is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ITEM)])
    return row


def require_editable(log: Log, *, actor: Actor, row: Assembly) -> None:
    """Refuse someone who does not vote, and an agenda that stands."""
    require_vote(actor=actor, at=log.at)
    found = meeting_row(row)
    if not agenda_open(stage=found.stage, items_until=found.items_until, now=log.at):
        raise Refused([Refusal(code=AssemblyRefusal.AGENDA_CLOSED)])


def note_change(log: Log, *, row: Assembly) -> None:
    """Remember that those who were convened do not know of a change yet."""
    if meeting_row(row).stage is Stage.CONVENED:
        Assembly.objects.filter(id=row.id).update(changed_at=log.at)


def beside(row: Assembly) -> int:
    """Return how many items an assembly has, proposed ones included. What someone has taken back takes nobody's place."""
    return Item.objects.filter(assembly=row).exclude(state=ItemState.WITHDRAWN).count()


def put_in(row: Assembly, *, draft: ItemDraft, state: ItemState = ItemState.WAITING, **proposed: Any) -> Item:
    """Write an item of an assembly, at the end of its agenda if it waits there. ``proposed``: by whom and when."""
    return Item.objects.create(
        id=uuid4(),
        assembly=row,
        position=len(_agenda(row)) + 1 if state in IN_AGENDA else None,
        kind=draft.kind,
        title=draft.title.strip(),
        text=draft.text.strip(),
        state=state,
        **proposed,
    )


def take_out(item: Item, *, state: ItemState) -> None:
    """Take an item out of its agenda, and close the gap. Unless it may come back, what proxies and documents say of it goes."""
    item.state, item.position = state, None
    item.save(update_fields=["state", "position"])
    if state is ItemState.WITHDRAWN and item.later_id is None:
        # What had been put off to it is nowhere else: it waits again where it was not reached.
        Item.objects.filter(later=item, state=ItemState.DEFERRED).update(state=ItemState.WAITING)
        Item.objects.filter(later=item).update(later=None)
    if state is not ItemState.PROPOSED:
        ProxyItem.objects.filter(item=item).delete()
        Document.objects.filter(item=item).update(item=None)
    _number(_agenda(item.assembly))


def note_agenda(log: Log, *, actor: Actor, row: Assembly, item: Item, what: str) -> None:
    """Say in the ledger what became of an item, and remember that those who were convened do not know of it yet."""
    if what not in {"proposed", "declined", "withdrawn"}:
        note_change(log, row=row)
    data = {"assembly": str(row.id), "item": str(item.id), "what": what}
    log.append(kind=AssemblyEvent.AGENDA_CHANGED, actor_id=actor.member_id, data=data)


def _editable(log: Log, *, actor: Actor, assembly_id: UUID) -> Assembly:
    row = held_here(log, assembly_id=assembly_id)
    require_editable(log, actor=actor, row=row)
    return row


def _bound(item: Item, kind: ItemKind) -> bool:
    """Say whether a giver binds their holder at an item, in words that mean nothing at one of ``kind``."""
    said = ProxyItem.objects.filter(item=item, represented__isnull=False).exclude(instruction="")
    return not {ItemKind(item.kind), kind} <= {ItemKind.RESOLUTION, ItemKind.REPORT} and said.exists()


def _require_state(item: Item, states: set[ItemState] | frozenset[ItemState]) -> None:
    if item.state not in states:
        code = AssemblyRefusal.NOT_IN_AGENDA if states == IN_AGENDA else AssemblyRefusal.NOT_PROPOSED
        raise Refused([Refusal(code=code)])


def _agenda(row: Assembly) -> tuple[UUID, ...]:
    rows = Item.objects.filter(assembly=row, state__in=IN_AGENDA).order_by("position", "id")
    return tuple(rows.values_list("id", flat=True))


def _number(order: Sequence[UUID]) -> None:
    for position, item_id in enumerate(order, start=1):
        Item.objects.filter(id=item_id).exclude(position=position).update(position=position)
