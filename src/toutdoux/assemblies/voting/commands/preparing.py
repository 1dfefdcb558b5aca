"""What is said of an item before it is voted: that it begins a purchase, lists one, or changes something by itself."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.commands.agenda import note_change
from toutdoux.assemblies.logic.convening import ItemKind, ItemState, Stage
from toutdoux.assemblies.models import Assembly, Item
from toutdoux.assemblies.queries import ItemRow
from toutdoux.assemblies.sitting.commands.page import Held, page_of
from toutdoux.assemblies.voting.commands.resolving import item_of
from toutdoux.assemblies.voting.logic.acts import VOTED
from toutdoux.assemblies.voting.logic.buying import Line, amount, lines_of
from toutdoux.assemblies.voting.logic.events import VoteEvent, VoteRefusal
from toutdoux.assemblies.voting.models import ItemEffect, Purchase, PurchaseLine
from toutdoux.assemblies.voting.queries.carried import begun
from toutdoux.assemblies.voting.queries.pages import asked
from toutdoux.associations.queries import association
from toutdoux.decisions.logic.drafts import EffectDraft, known_effects_refusals
from toutdoux.decisions.logic.effects import past_days_refusals
from toutdoux.decisions.queries.doors import known_things
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.ledger.commands import Log
from toutdoux.rules.articles import Article


def begin_purchase(*, actor: Actor, assembly_id: UUID, item_id: UUID, within: str, now: datetime) -> int:
    """Make an item the first step of a purchase: to begin it within an amount. Return the amount in cents."""
    cents = amount(within)
    with _unvoted(actor=actor, assembly_id=assembly_id, item_id=item_id, now=now) as (held, item):
        write_purchase(held.log, actor=actor, item=item, within=cents)
    return cents


def list_purchase(*, actor: Actor, assembly_id: UUID, item_id: UUID, begun_at: UUID, lines: str, now: datetime) -> None:
    """Make an item the second step of a purchase: to approve its list. Refuses one that no assembly allowed to begin."""
    found = lines_of(lines)
    with _unvoted(actor=actor, assembly_id=assembly_id, item_id=item_id, now=now) as (held, item):
        if begun_at not in {row.item_id for row in begun(association_id=actor.association_id)}:
            refuse_if_any([Refusal(code=VoteRefusal.NOT_BEGUN, article=Article.ASSEMBLY)])
        write_purchase(held.log, actor=actor, item=item, begun_at=begun_at, lines=found)


def set_effects(
    *, actor: Actor, assembly_id: UUID, item_id: UUID, effects: tuple[EffectDraft, ...], now: datetime
) -> None:
    """Say what the adoption of an item changes by itself, in place of what was said before; none: nothing."""
    association_id = actor.association_id
    with _unvoted(actor=actor, assembly_id=assembly_id, item_id=item_id, kinds=VOTED, now=now) as (held, item):
        today = held.at.astimezone(association(association_id=association_id).zone).date()
        refuse_if_any(
            [
                *known_effects_refusals(effects=effects, known=known_things(association_id=association_id)),
                *past_days_refusals(effects=effects, today=today),
            ]
        )
        write_effects(held.log, actor=actor, item=item, effects=effects)


def write_purchase(
    log: Log,
    *,
    actor: Actor,
    item: Item | ItemRow,
    within: int | None = None,
    begun_at: UUID | None = None,
    lines: Sequence[Line] = (),
) -> None:
    """Write the step of a purchase that an item is, in place of another: an amount to begin within, or a list to approve."""
    Purchase.objects.filter(item_id=item.id).delete()
    row = Purchase.objects.create(item_id=item.id, within=within, begun_at_item_id=begun_at)
    PurchaseLine.objects.bulk_create(
        [
            PurchaseLine(purchase=row, position=position, label=line.label, cents=line.cents)
            for position, line in enumerate(lines, start=1)
        ]
    )
    told: dict[str, Any] = {"assembly": str(item.assembly_id), "item": str(item.id)}
    if begun_at is None:
        told |= {"within": within}
    else:
        told |= {"begun_at": str(begun_at), "lines": len(lines), "total": sum(line.cents for line in lines)}
    log.append(kind=VoteEvent.PURCHASE_WRITTEN, actor_id=actor.member_id, data=told)


def write_effects(log: Log, *, actor: Actor, item: Item | ItemRow, effects: Sequence[EffectDraft]) -> None:
    """Write what the adoption of an item changes, in place of what was written."""
    ItemEffect.objects.filter(item_id=item.id).delete()
    ItemEffect.objects.bulk_create(
        [
            ItemEffect(item_id=item.id, position=position, kind=effect.kind, params=dict(effect.params))
            for position, effect in enumerate(effects, start=1)
        ]
    )
    told = {"assembly": str(item.assembly_id), "item": str(item.id), "kinds": [effect.kind for effect in effects]}
    log.append(kind=VoteEvent.EFFECTS_WRITTEN, actor_id=actor.member_id, data=told)


@contextmanager
def _unvoted(
    *,
    actor: Actor,
    assembly_id: UUID,
    item_id: UUID,
    kinds: Collection[ItemKind] = frozenset({ItemKind.RESOLUTION}),
    now: datetime,
) -> Iterator[tuple[Held, ItemRow]]:
    """Open the page for the desk at a resolution, or an item of ``kinds``, that nobody has voted on yet."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        item = item_of(meeting=held.meeting, item_id=item_id)
        refusals = []
        if item.kind not in kinds:
            refusals.append(
                Refusal(code=VoteRefusal.NOT_TO_VOTE_ON, article=Article.ASSEMBLY, data={"kind": item.kind})
            )
        if held.meeting.stage not in {Stage.PREPARED, Stage.CONVENED, Stage.OPEN} or item.state not in {
            ItemState.WAITING,
            ItemState.CURRENT,
        }:
            refusals.append(Refusal(code=VoteRefusal.ITEM_OVER, article=Article.ASSEMBLY))
        if asked(assembly_id=assembly_id, item_id=item.id).text is not None:
            refusals.append(Refusal(code=VoteRefusal.VOTED_ALREADY, article=Article.ASSEMBLY))
        refuse_if_any(refusals)
        yield held, item
        # Those who were convened knew the item without this.
        note_change(held.log, row=Assembly.objects.get(id=assembly_id))
