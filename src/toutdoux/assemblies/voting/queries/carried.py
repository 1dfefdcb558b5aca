"""What an item carries besides its text: a purchase in two steps, what its adoption changes, an action it was deferred to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from toutdoux.assemblies.models import Item
from toutdoux.assemblies.voting.logic.buying import Line, PurchaseFacts
from toutdoux.assemblies.voting.models import ItemEffect, Purchase, PurchaseLine, Vote
from toutdoux.rules.assembly import Majority


@dataclass(frozen=True, kw_only=True)
class BegunRow:
    """A purchase that an assembly allowed to begin, and whose list no assembly has approved yet."""

    item_id: UUID
    title: str
    assembly: str
    within: int


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """What the adoption of an item changes. ``what``: empty until it was voted, then applied or without object."""

    position: int
    kind: str
    params: Mapping[str, Any]
    what: str
    because: str


@dataclass(frozen=True, kw_only=True)
class DeferredFrom:
    """Where an online action comes from: the item of an assembly that was deferred to it."""

    assembly: str
    title: str


def purchase(*, item_id: UUID) -> PurchaseFacts | None:
    """Return the purchase an item is about, if it is about one."""
    return purchases(item_ids={item_id}).get(item_id)


def purchases(*, item_ids: Collection[UUID]) -> Mapping[UUID, PurchaseFacts]:
    """Return by item the purchases these items are about, of those that are about one."""
    rows = list(Purchase.objects.filter(item_id__in=item_ids))
    if not rows:
        return {}
    begun_at = {row.begun_at_item_id for row in rows if row.begun_at_item_id is not None}
    allowed = dict(Purchase.objects.filter(item_id__in=begun_at).values_list("item_id", "within"))
    lines: dict[UUID, list[Line]] = {}
    for line in PurchaseLine.objects.filter(purchase_id__in=item_ids).order_by("purchase_id", "position"):
        lines.setdefault(line.purchase_id, []).append(Line(label=line.label, cents=line.cents))
    return {
        row.item_id: PurchaseFacts(
            within=(row.within if row.begun_at_item_id is None else allowed[row.begun_at_item_id]) or 0,
            lines=tuple(lines.get(row.item_id, ())),
        )
        for row in rows
    }


def begun(*, association_id: UUID) -> tuple[BegunRow, ...]:
    """Return the purchases that may have their list approved, the latest first."""
    adopted = Vote.objects.filter(amendment=None, majority=Majority.ADOPTED, cancelled_at=None)
    listed = Purchase.objects.filter(begun_at_item__isnull=False, item_id__in=adopted.values("item_id")).values(
        "begun_at_item_id"
    )
    rows = (
        Purchase.objects.filter(
            within__isnull=False,
            item__assembly__association_id=association_id,
            item_id__in=adopted.values("item_id"),
        )
        .exclude(item_id__in=listed)
        .select_related("item__assembly")
        .order_by("-item__assembly__number", "item__position")
    )
    return tuple(
        BegunRow(
            item_id=row.item_id,
            title=row.item.title,
            assembly=f"AG{row.item.assembly.number}",
            within=row.within or 0,
        )
        for row in rows
    )


def effects_of(*, item_id: UUID) -> tuple[EffectRow, ...]:
    """Return what the adoption of an item changes, in order."""
    return tuple(
        EffectRow(position=row.position, kind=row.kind, params=row.params, what=row.what, because=row.because)
        for row in ItemEffect.objects.filter(item_id=item_id).order_by("position")
    )


def deferred_from(*, action_id: UUID) -> DeferredFrom | None:
    """Return the item of an assembly that was deferred to an action, if one was."""
    row = Item.objects.filter(deferred_action_id=action_id).select_related("assembly").first()
    return None if row is None else DeferredFrom(assembly=f"AG{row.assembly.number}", title=row.title)
