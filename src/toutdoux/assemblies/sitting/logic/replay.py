"""Rebuild from the ledger alone who was at each assembly and when, and whom its quorum was taken of. Pure.

Stops at the first difference with the tables: an arrival that was changed, a seat that was added, figures that do not follow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.sitting.logic.events import SittingEvent
from toutdoux.assemblies.sitting.logic.opening import roll_digest
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.decisions.logic.replay_fold import Fold, Handler, first_difference
from toutdoux.ledger.logic.chain import EntryFacts

#: A stay as a table holds it: who, from when, until when, how they came.
Stayed = tuple[UUID, datetime, datetime | None, str]


@dataclass(frozen=True, kw_only=True)
class HeldFacts:
    """An assembly as the tables hold it. ``figures``: seats, present and represented as it opened."""

    stays: frozenset[Stayed] = frozenset()
    roll: frozenset[UUID] = frozenset()
    figures: tuple[int | None, int | None, int | None] = (None, None, None)
    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(kw_only=True)
class _Told:
    """An assembly as the ledger has told it so far."""

    here: dict[UUID, tuple[datetime, str]] = field(default_factory=dict)
    gone: set[Stayed] = field(default_factory=set)
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def stays(self) -> frozenset[Stayed]:
        return frozenset(self.gone | {(who, at, None, how) for who, (at, how) in self.here.items()})


@dataclass(kw_only=True)
class _Story(Fold):
    fact: Fact = Fact.ATTENDANCE
    tables: Mapping[UUID, HeldFacts]
    assemblies: dict[UUID, _Told] = field(default_factory=dict)

    def told(self, data: Mapping[str, Any]) -> _Told:
        """Return the assembly an entry is about."""
        return self.assemblies.setdefault(UUID(data["assembly"]), _Told())


def attended(*, entries: Iterable[EntryFacts], tables: Mapping[UUID, HeldFacts]) -> Difference | None:
    """Return the first difference between what ``entries`` (whose chain holds) tell and ``tables``; None where they agree."""
    return first_difference(_Story(tables=tables), entries=entries, handlers=_HANDLERS, compare=_compare)


def _arrived(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told, who = story.told(data), UUID(data["member"])
    if who in told.here or told.closed_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=who)
    told.here[who] = (entry.at, data["how"])


def _left(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told, who = story.told(data), UUID(data["member"])
    if who not in told.here or told.closed_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=who)
    at, how = told.here.pop(who)
    told.gone.add((who, at, entry.at, how))


def _opened(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told = story.told(data)
    if told.opened_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["assembly"])
    assembly_id = UUID(data["assembly"])
    facts = story.tables.get(assembly_id)
    if facts is None:
        story.differ(Sort.ABSENT, entry.seq, stated=assembly_id)
    story.same(Sort.KEPT, entry.seq, stated=data["digest"], found=roll_digest(assembly_id=assembly_id, roll=facts.roll))
    stated = (data["seats"], data["present"], data["represented"])
    story.same(Sort.KEPT, entry.seq, stated=stated, found=facts.figures)
    # Whoever was there and sits on the roll: worked out anew from arrivals and departures.
    present = len(facts.roll & told.here.keys())
    story.same(Sort.RECOMPUTED, entry.seq, stated=stated[:2], found=(len(facts.roll), present))
    told.opened_at = entry.at


def _missing(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    _opened(story, entry, data)
    if data["needed"] is None or data["present"] + data["represented"] >= data["needed"]:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["needed"])
    story.told(data).closed_at = entry.at


def _closed(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    told = story.told(data)
    if told.opened_at is None or told.closed_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["assembly"])
    told.closed_at = entry.at


def _compare(story: _Story) -> None:
    """Compare each assembly with its rows, once everything is told; and find rows that nothing tells of."""
    for assembly_id, facts in story.tables.items():
        told = story.assemblies.get(assembly_id, _Told())
        if facts.stays - told.stays:
            story.differ(Sort.UNKNOWN, None, found=assembly_id)
        story.same(Sort.KEPT, None, stated=len(told.stays), found=len(facts.stays))
        instants = (told.opened_at, told.closed_at)
        story.same(Sort.KEPT, None, stated=instants, found=(facts.opened_at, facts.closed_at))


_HANDLERS: Mapping[str, Handler[_Story]] = {
    SittingEvent.ARRIVED: _arrived,
    SittingEvent.LEFT: _left,
    SittingEvent.OPENED: _opened,
    SittingEvent.MISSING: _missing,
    SittingEvent.CLOSED: _closed,
}
