"""Deferring an item: the assembly leaves it to an online action, which takes its text and what was said of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import ItemState
from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.models import Item
from toutdoux.assemblies.queries import ItemRow
from toutdoux.assemblies.sitting.commands.items import leave_current
from toutdoux.assemblies.sitting.commands.page import page_of, turn
from toutdoux.assemblies.voting.commands.resolving import item_of
from toutdoux.assemblies.voting.logic.deferring import action_text, deferring_refusals
from toutdoux.assemblies.voting.logic.events import VoteEvent
from toutdoux.assemblies.voting.queries.carried import would_change
from toutdoux.assemblies.voting.queries.pages import asked
from toutdoux.decisions.commands import publish_action, save_draft
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft, known_effects_refusals
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.queries.doors import known_things
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class Deferred:
    """Where an item went: an action's draft, and its reference once it is published. ``hindered``: why it could not be yet."""

    action_id: UUID
    reference: Reference | None
    hindered: tuple[Refusal, ...] = ()


def defer_item(
    *, actor: Actor, assembly_id: UUID, item_id: UUID, discussion: str = "", publish: bool, now: datetime
) -> Deferred:
    """Defer an item to an extraordinary action led by whoever defers it; ``publish``: and open it to ballots at once.

    Refuses an item that was voted, and one at which something is open. Publishing comes after the item is deferred: what
    keeps it from opening leaves a draft, and says why.
    """
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_open()
        item = item_of(meeting=held.meeting, item_id=item_id)
        found = asked(assembly_id=assembly_id, item_id=item.id)
        refuse_if_any(deferring_refusals(kind=item.kind, state=item.state, voted=found.text is not None))
        if item.state is ItemState.CURRENT:
            leave_current(held)
        text = action_text(text=found.body(item.text), discussion=discussion)
        action_id = save_draft(
            actor=actor,
            draft=ActionDraft(
                kind=Kind.EXTRAORDINARY,
                title=item.title,
                text=text,
                effects=_carried_over(item, association_id=actor.association_id),
            ),
            now=held.at,
        )
        Item.objects.filter(id=item.id).update(state=Item.State.DEFERRED, deferred_action_id=action_id)
        held.append(VoteEvent.ITEM_DEFERRED, item=str(item.id), action=str(action_id))
        if item.proposed_by is not None:
            # Who proposed it is told where it went.
            held.append(AssemblyEvent.AGENDA_CHANGED, item=str(item.id), what="deferred")
        turn(assembly_id=assembly_id)
    if not publish:
        return Deferred(action_id=action_id, reference=None)
    try:
        return Deferred(action_id=action_id, reference=publish_action(actor=actor, draft_id=action_id, now=now))
    except Refused as refused:
        return Deferred(action_id=action_id, reference=None, hindered=refused.refusals)


def _carried_over(item: ItemRow, *, association_id: UUID) -> tuple[EffectDraft, ...]:
    """Return what the adoption of the item would have changed, and an action can: only an assembly approves a list it let begin."""
    known = known_things(association_id=association_id)
    found = would_change(item_id=item.id, title=item.title)
    return tuple(one for one in found if not known_effects_refusals(effects=(one,), known=known))
