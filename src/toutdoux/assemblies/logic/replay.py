"""Rebuild from the ledger alone which assemblies were prepared, convened and given up, and who represented whom. Pure.

Stops at the first difference with the tables: a date of convening that was changed, a proxy that was added, moved or ended.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.decisions.logic.replay_fold import Fold, Handler, first_difference
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts


@dataclass(frozen=True, kw_only=True)
class ConvenedFacts:
    """An assembly as the tables hold it. ``rulebook``: the number of the version it was convened under."""

    number: int
    prepared_at: datetime
    second_of: UUID | None = None
    convened_at: datetime | None = None
    starts_at: datetime | None = None
    rulebook: int | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class GivenFacts:
    """A proxy as the tables hold it. ``items`` None: for the whole assembly."""

    assembly_id: UUID
    giver_id: UUID
    holder_id: UUID
    given_at: datetime
    items: frozenset[UUID] | None
    ended_at: datetime | None = None
    reason: str = ""

    def meets(self, other: "GivenFacts") -> bool:
        """Say whether the same giver would be represented twice at something, if both stood, or twice by one person."""
        if (self.assembly_id, self.giver_id) != (other.assembly_id, other.giver_id):
            return False
        if self.holder_id == other.holder_id or self.items is None or other.items is None:
            return True
        return bool(self.items & other.items)


@dataclass(frozen=True, kw_only=True)
class AssemblyTables:
    """What is compared. ``starts_at`` of an assembly that is not convened is nobody's business yet."""

    assemblies: Mapping[UUID, ConvenedFacts]
    proxies: Mapping[UUID, GivenFacts]


@dataclass(kw_only=True)
class _Story(Fold):
    fact: Fact = Fact.ASSEMBLY
    tables: AssemblyTables
    assemblies: dict[UUID, ConvenedFacts] = field(default_factory=dict)
    proxies: dict[UUID, GivenFacts] = field(default_factory=dict)
    #: Items taken out of an agenda: what a proxy said of them went with them.
    removed: set[UUID] = field(default_factory=set)


def convened(*, entries: Iterable[EntryFacts], tables: AssemblyTables) -> Difference | None:
    """Return the first difference between what ``entries`` (whose chain holds) tell and ``tables``; None where they agree."""
    return first_difference(_Story(tables=tables), entries=entries, handlers=_HANDLERS, compare=_compare)


def _prepared(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    second_of = UUID(data["second_of"]) if "second_of" in data else None
    if second_of is not None:
        # A second convening that was given up has left its place to this one.
        for key, one in story.assemblies.items():
            if one.second_of == second_of:
                story.assemblies[key] = replace(one, second_of=None)
    story.assemblies[UUID(data["assembly"])] = ConvenedFacts(
        number=data["number"], prepared_at=entry.at, second_of=second_of
    )


def _convened(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key = UUID(data["assembly"])
    story.assemblies[key] = replace(
        story.assemblies[key],
        convened_at=entry.at,
        starts_at=instant_from_text(data["starts"]),
        rulebook=data["rulebook"],
    )


def _cancelled(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key = UUID(data["assembly"])
    story.assemblies[key] = replace(story.assemblies[key], cancelled_at=entry.at)


def _agenda(story: _Story, _entry: EntryFacts, data: Mapping[str, Any]) -> None:
    item = UUID(data["item"])
    if data["what"] in {"removed", "postponed"}:
        story.removed.add(item)
    if data["what"] == "postponed":
        # Taken in again, it may have another holder than the one it had.
        for key, one in story.proxies.items():
            story.proxies[key] = _without(one, {item})


def _given(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key = UUID(data["proxy"])
    if data["giver"] == data["holder"] or UUID(data["assembly"]) not in story.assemblies:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=key, fact=Fact.PROXY)
    given = GivenFacts(
        assembly_id=UUID(data["assembly"]),
        giver_id=UUID(data["giver"]),
        holder_id=UUID(data["holder"]),
        given_at=entry.at,
        items=None if data["items"] is None else frozenset(UUID(item) for item in data["items"]),
    )
    if any(given.meets(one) for one in story.proxies.values() if one.ended_at is None):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=key, fact=Fact.PROXY)
    story.proxies[key] = given


def _ended(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key = UUID(data["proxy"])
    if story.proxies[key].ended_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=key, fact=Fact.PROXY)
    story.proxies[key] = replace(story.proxies[key], ended_at=entry.at, reason=data["reason"])


def _without(one: GivenFacts, removed: set[UUID]) -> GivenFacts:
    return one if one.items is None else replace(one, items=one.items - removed)


def _compare(story: _Story) -> None:
    story.all_kept(told=story.assemblies, kept=story.tables.assemblies)
    story.all_kept(
        told={key: _without(one, story.removed) for key, one in story.proxies.items()},
        kept={key: _without(one, story.removed) for key, one in story.tables.proxies.items()},
        fact=Fact.PROXY,
    )


_HANDLERS: Mapping[str, Handler[_Story]] = {
    AssemblyEvent.PREPARED: _prepared,
    AssemblyEvent.CONVENED: _convened,
    AssemblyEvent.CANCELLED: _cancelled,
    AssemblyEvent.AGENDA_CHANGED: _agenda,
    AssemblyEvent.PROXY_GIVEN: _given,
    AssemblyEvent.PROXY_ENDED: _ended,
}
