"""What there is to tell about an assembly when a message about it leaves: read at that instant, not when it was planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import ItemState, ProxyEnd, Stage
from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.logic.preparing import Terms
from toutdoux.assemblies.models import Assembly, Item, Proxy
from toutdoux.assemblies.queries.meetings import ItemRow, MeetingRow, items, meeting_row, proxies
from toutdoux.assemblies.queries.pages import DocumentRow, documents
from toutdoux.assemblies.queries.representing import standing_at, terms_of
from toutdoux.members.queries import names

#: Entries of the ledger that everyone on the roll is told of.
TO_EVERYONE = frozenset(
    {AssemblyEvent.CONVENED, AssemblyEvent.TOLD_AGAIN, AssemblyEvent.CANCELLED, AssemblyEvent.MINUTES_APPROVED}
)
#: In which stages there is still something to tell, where it is not before the end.
_WHILE = {
    AssemblyEvent.AGENDA_CHANGED: frozenset(
        {Stage.PREPARED, Stage.CONVENED, Stage.OPEN, Stage.CLOSED, Stage.CANCELLED}
    ),
    AssemblyEvent.CANCELLED: frozenset({Stage.CANCELLED}),
    AssemblyEvent.MINUTES_APPROVED: frozenset({Stage.CLOSED}),
}
#: Entries that whoever proposed the item is told of, where they say what became of it.
TO_PROPOSER = frozenset({AssemblyEvent.AGENDA_CHANGED})
#: In which state an item still is what an entry says became of it: what has changed again since is not told.
_BECAME: Mapping[str, frozenset[ItemState]] = {
    "accepted": frozenset({ItemState.WAITING, ItemState.CURRENT, ItemState.DONE}),
    "declined": frozenset({ItemState.DECLINED}),
    "removed": frozenset({ItemState.PROPOSED}),
    "deferred": frozenset({ItemState.DEFERRED}),
    "postponed": frozenset({ItemState.DECLINED, ItemState.DEFERRED}),
}
#: Entries that one person is told of: who holds a proxy, or gave it.
TO_ONE = frozenset({AssemblyEvent.PROXY_GIVEN, AssemblyEvent.PROXY_ENDED})


@dataclass(frozen=True, kw_only=True)
class ProxyNews:
    """A proxy to be told of. ``titles``: the items it is for, none for the whole assembly; ``bound``: at how many it says how to vote."""

    id: UUID
    giver_id: UUID
    giver: str
    holder_id: UUID
    holder: str
    titles: tuple[str, ...]
    whole: bool
    bound: int
    reason: str
    suggested: str


@dataclass(frozen=True, kw_only=True)
class ItemNews:
    """What became of an item that the reader proposed: ``what`` is that of the entry. ``answer``: why, where it was said.

    ``later``: the reference and title of the assembly it was put off to.
    """

    title: str
    what: str
    answer: str
    later: str


@dataclass(frozen=True, kw_only=True)
class AssemblyNews:
    """What is told: ``kind`` is that of the entry of the ledger. ``given``: the reader has given a proxy already."""

    kind: AssemblyEvent
    meeting: MeetingRow
    agenda: tuple[ItemRow, ...]
    documents: tuple[DocumentRow, ...]
    terms: Terms
    seats: int
    given: bool
    proxy: ProxyNews | None
    item: ItemNews | None


def told_by(*, association_id: UUID, kind: str, data: dict[str, object]) -> UUID | None:
    """Return the one person whom an entry about a proxy or an item is told to.

    None for who needs no telling: they did it, another entry tells them, nobody proposed the item, or nothing became of it.
    """
    if kind in TO_PROPOSER:
        return _proposer(association_id=association_id, data=data)
    row = Proxy.objects.filter(id=str(data["proxy"]), assembly__association_id=association_id).first()
    if row is None:
        return None
    if kind == AssemblyEvent.PROXY_GIVEN:
        return row.holder_id
    if data["reason"] == ProxyEnd.DECLINED:
        return row.giver_id
    if data["reason"] == ProxyEnd.REPLACED and row.ended_at is not None:
        # Someone who holds the new one too is told of that one.
        again = Proxy.objects.filter(assembly_id=row.assembly_id, giver_id=row.giver_id, given_at=row.ended_at)
        if again.filter(holder_id=row.holder_id).exclude(id=row.id).exists():
            return None
    return row.holder_id


def assembly_news(
    *, association_id: UUID, kind: str, data: dict[str, object], member_id: UUID, now: datetime
) -> AssemblyNews | None:
    """Return what a member is to be told of an entry of the ledger, as things stand; None when it has lost its object."""
    row = Assembly.objects.filter(id=str(data["assembly"]), association_id=association_id).first()
    if row is None:
        return None
    found, event = meeting_row(row), AssemblyEvent(kind)
    if found.stage not in _WHILE.get(event, frozenset({Stage.CONVENED, Stage.OPEN})):
        return None
    proxy = _proxy(found, proxy_id=UUID(str(data["proxy"]))) if event in TO_ONE else None
    if event in TO_ONE and proxy is None:
        return None
    if event is AssemblyEvent.PROXY_GIVEN and proxy and (proxy.reason or not (proxy.whole or proxy.titles)):
        # It is over, or what it is for is out of the agenda.
        return None
    item = _item(found, data=data) if event in TO_PROPOSER else None
    if event in TO_PROPOSER and item is None:
        return None
    known = names(association_id=association_id)
    stands = standing_at(meeting=found, at=now)
    return AssemblyNews(
        kind=event,
        meeting=found,
        agenda=items(assembly_id=found.id),
        documents=documents(assembly_id=found.id, names=known),
        terms=terms_of(found),
        seats=len(stands.roll),
        given=bool(stands.given_by(member_id)),
        proxy=proxy,
        item=item,
    )


def _proposer(*, association_id: UUID, data: Mapping[str, object]) -> UUID | None:
    if data["what"] not in _BECAME:
        return None
    rows = Item.objects.filter(id=str(data["item"]), assembly__association_id=association_id)
    return rows.values_list("proposed_by_id", flat=True).first()


def _item(meeting: MeetingRow, *, data: Mapping[str, object]) -> ItemNews | None:
    rows = Item.objects.filter(id=str(data["item"]), assembly_id=meeting.id).select_related("later__assembly")
    row, what = rows.first(), str(data["what"])
    if meeting.stage is Stage.CANCELLED and what != "postponed":
        return None
    if row is None or ItemState(row.state) not in _BECAME[what] or (what == "postponed") is not (row.later is not None):
        return None
    later = f"{meeting_row(row.later.assembly).reference} · {row.later.assembly.title}" if row.later else ""
    return ItemNews(title=row.title, what=what, answer=row.answer, later=later)


def _proxy(meeting: MeetingRow, *, proxy_id: UUID) -> ProxyNews | None:
    row = next((one for one in proxies(assembly_id=meeting.id) if one.facts.id == proxy_id), None)
    if row is None:
        return None
    facts = row.facts
    known = names(association_id=meeting.association_id)
    agenda = items(assembly_id=meeting.id)
    return ProxyNews(
        id=facts.id,
        giver_id=facts.giver_id,
        giver=known[facts.giver_id],
        holder_id=facts.holder_id,
        holder=known[facts.holder_id],
        titles=tuple(item.title for item in agenda if facts.items is not None and item.id in facts.items),
        whole=facts.items is None,
        bound=len(facts.instructions),
        reason=str(row.end_reason or ""),
        suggested=known[row.suggested_id] if row.suggested_id else "",
    )
