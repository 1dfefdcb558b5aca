"""What an item carries besides its text: a purchase in two steps, what its adoption changes, an action it was deferred to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.models import Item
from toutdoux.assemblies.voting.logic.acts import VOTED
from toutdoux.assemblies.voting.logic.buying import Line, PurchaseFacts
from toutdoux.assemblies.voting.models import Amendment, ItemEffect, Purchase, PurchaseLine, Vote, VoteEffect
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.decisions.queries.effects import EffectRow as NamedEffect
from toutdoux.decisions.queries.effects import effect_rows
from toutdoux.registers.logic.drafts import LONGEST_TITLE
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
class DecidedBy:
    """Which vote of which assembly decided something: its reference, its number, the title of the item."""

    assembly: str
    number: int
    title: str


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


def may_be_listed(*, item_id: UUID, association_id: UUID) -> bool:
    """Say whether an item can be put to the vote as far as a purchase goes: it lists none, or one that still waits for its list."""
    found = Purchase.objects.filter(item_id=item_id, begun_at_item__isnull=False)
    begun_at = found.values_list("begun_at_item_id", flat=True).first()
    return begun_at is None or begun_at in {row.item_id for row in begun(association_id=association_id)}


def written_effects(*, item_id: UUID) -> tuple[EffectDraft, ...]:
    """Return what is written of an item, without the step of its purchase."""
    rows = ItemEffect.objects.filter(item_id=item_id).order_by("position")
    return tuple(EffectDraft(kind=row.kind, params=row.params) for row in rows)


def written_of(item_id: UUID, kind: ItemKind) -> bool:
    """Say whether something is written of an item for its vote that has no place at one of ``kind``. Lists are for resolutions."""
    if kind is not ItemKind.RESOLUTION and Purchase.objects.filter(item_id=item_id).exists():
        return True
    if kind in VOTED:
        return False
    amended = Amendment.objects.filter(item_id=item_id, withdrawn_at=None)
    return amended.exists() or ItemEffect.objects.filter(item_id=item_id).exists()


def would_change(*, item_id: UUID, title: str) -> tuple[EffectDraft, ...]:
    """Return what the adoption of an item would change: its purchase, then what is written of it."""
    return would_change_each(titles={item_id: title})[item_id]


def would_change_each(*, titles: Mapping[UUID, str]) -> dict[UUID, tuple[EffectDraft, ...]]:
    """Return the same by item, in a number of queries that does not grow with them. ``titles``: of the items."""
    found = {
        item_id: _purchase_effects(item_id, titles[item_id], one) for item_id, one in purchases(item_ids=titles).items()
    }
    for row in ItemEffect.objects.filter(item_id__in=titles).order_by("item_id", "position"):
        found.setdefault(row.item_id, []).append(EffectDraft(kind=row.kind, params=row.params))
    return {item_id: tuple(found.get(item_id, ())) for item_id in titles}


def agenda_changes(*, association_id: UUID, titles: Mapping[UUID, str]) -> dict[UUID, tuple[NamedEffect, ...]]:
    """Return by item what its adoption would change, with the names of what it is about; items that change nothing left out."""
    drafts = [(item_id, one) for item_id, kept in would_change_each(titles=titles).items() for one in kept]
    named = effect_rows(association_id=association_id, effects=[one for _item, one in drafts]) if drafts else ()
    found: dict[UUID, list[NamedEffect]] = {}
    for (item_id, _draft), effect in zip(drafts, named, strict=True):
        found.setdefault(item_id, []).append(effect)
    return {item_id: tuple(effects) for item_id, effects in found.items()}


def carried_by(*, vote_id: UUID) -> tuple[EffectRow, ...]:
    """Return what was put to one vote with its text, and what became of it."""
    return carried_by_each(ids=[vote_id]).get(vote_id, ())


def carried_by_each(*, ids: Collection[UUID]) -> dict[UUID, tuple[EffectRow, ...]]:
    """Return by vote what was put to it with its text, and what became of it."""
    found: dict[UUID, list[EffectRow]] = {}
    for row in VoteEffect.objects.filter(vote_id__in=ids).order_by("vote", "position"):
        found.setdefault(row.vote_id, []).append(
            EffectRow(position=row.position, kind=row.kind, params=row.params, what=row.what, because=row.because)
        )
    return {vote_id: tuple(rows) for vote_id, rows in found.items()}


def _purchase_effects(item_id: UUID, title: str, found: PurchaseFacts) -> list[EffectDraft]:
    """Return what the step of a purchase does to the register of money: the amount it begins within, or what its list comes to."""
    purpose = " ".join(title.split())[:LONGEST_TITLE]
    if not found.lines:
        params = {"amount": found.within, "purpose": purpose, "heading": ""}
        return [EffectDraft(kind=EffectKind.COMMIT_AMOUNT, params=params)]
    begun_at = Purchase.objects.values_list("begun_at_item_id", flat=True).get(item_id=item_id)
    vote = Vote.objects.filter(item_id=begun_at, amendment=None, cancelled_at=None, majority=Majority.ADOPTED).first()
    # It was refused unless it was begun, and what was begun is not cancelled.
    assert vote is not None
    params = {"vote": str(vote.id), "amount": found.total, "purpose": purpose}
    return [EffectDraft(kind=EffectKind.REVISE_AMOUNT, params=params)]


def deferred_from(*, action_id: UUID) -> DeferredFrom | None:
    """Return the item of an assembly that was deferred to an action, if one was."""
    row = Item.objects.filter(deferred_action_id=action_id).select_related("assembly").first()
    return None if row is None else DeferredFrom(assembly=f"AG{row.assembly.number}", title=row.title)


def decided_by(*, association_id: UUID, ids: Collection[UUID]) -> dict[UUID, DecidedBy]:
    """Return the votes of assemblies among ``ids``: what rows name as their decision, when no action is."""
    rows = Vote.objects.filter(assembly__association_id=association_id, id__in=ids).select_related("assembly", "item")
    return {
        row.id: DecidedBy(assembly=f"AG{row.assembly.number}", number=row.number, title=row.item.title) for row in rows
    }
