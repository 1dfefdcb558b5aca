"""Proxies as they stand: what the rules need, and who could represent someone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import ProxyEnd, ProxyFacts
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.preparing import Terms, terms
from toutdoux.assemblies.logic.proxies import Standing, giver_refusals, holder_refusals, standing
from toutdoux.assemblies.models import Proxy
from toutdoux.assemblies.queries.meetings import MeetingRow, ProxyRow, items, meeting_row, proxies, roll, rulebook_of
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.search import searchable
from toutdoux.members.queries import members, names

#: How many people one search shows.
MOST_FOUND = 20


@dataclass(frozen=True, kw_only=True)
class HolderRow:
    """Someone who could represent the reader. ``refusals``: why they cannot, empty when they can. ``held``: how many they hold."""

    id: UUID
    name: str
    held: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True)
class Declined:
    """A proxy that its holder declined, and that no other has followed. ``suggested``: whom they named, if they did."""

    holder: str
    suggested_id: UUID | None
    suggested: str


@dataclass(frozen=True, kw_only=True)
class ProxyPage:
    """The proxies the reader has given for one assembly and those they hold, each with the name of the other person.

    ``refusals``: why they can give none. ``found``: whom a search found.
    """

    given: tuple[tuple[ProxyFacts, str], ...]
    held: tuple[tuple[ProxyFacts, str], ...]
    declined: tuple[Declined, ...]
    cap: int
    refusals: tuple[Refusal, ...]
    found: tuple[HolderRow, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """A proxy that the reader holds: for which assembly, and the name of who gave it."""

    meeting: MeetingRow
    giver: str


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """Someone on the roll, with who represents them, if anybody, and at which items by their numbers (none: at all)."""

    id: UUID
    name: str
    represented_by: tuple[tuple[str, tuple[int, ...]], ...]


def terms_of(meeting: MeetingRow) -> Terms:
    """Return the notice, quorum and proxies that an assembly goes by."""
    rules = rulebook_of(meeting).rulebook.assembly
    return terms(rules=rules, second=meeting.second_of is not None)


def standing_at(*, meeting: MeetingRow, at: datetime) -> Standing:
    """Return the proxies that stand at ``at``, with the roll, the cap and the kinds of the items."""
    voting = frozenset(roll(assembly_id=meeting.id, at=at))
    given = tuple(row.facts for row in proxies(assembly_id=meeting.id))
    return standing(
        stage=meeting.stage,
        cap=terms_of(meeting).proxies_per_holder or 0,
        roll=voting,
        away=_away(meeting, at=at)
        if any(not {one.giver_id, one.holder_id} <= voting for one in given)
        else frozenset(),
        proxies=given,
        kinds={item.id: item.kind for item in items(assembly_id=meeting.id)},
        at=at,
    )


def _away(meeting: MeetingRow, *, at: datetime) -> frozenset[UUID]:
    """Return the members who may come back to the roll: everyone until it is frozen, but who has left the association."""
    if meeting.opened_at is not None:
        return frozenset()
    rows = members(association_id=meeting.association_id, at=at)
    return frozenset(row.id for row in rows if row.left_at is None or row.left_at > at)


def proxy_page(*, actor: Actor, meeting: MeetingRow, search: str = "", at: datetime) -> ProxyPage:
    """Return the reader's proxies, those they hold, and whom ``search`` (part of a name) finds to represent them."""
    stands = standing_at(meeting=meeting, at=at)
    known = names(association_id=actor.association_id)
    wanted = searchable(search)
    people = sorted(
        (one for one in stands.roll if one != actor.member_id and wanted in searchable(known[one])),
        key=lambda one: (known[one].casefold(), str(one)),
    )
    order = [row.id for row in items(assembly_id=meeting.id)]
    given, rows = stands.given_by(actor.member_id), proxies(assembly_id=meeting.id, of=actor.member_id)
    # As the agenda goes: who votes at its first items first.
    given = tuple(sorted(given, key=lambda one: [place for place, item in enumerate(order) if one.covers(item)]))
    return ProxyPage(
        given=tuple((proxy, known[proxy.holder_id]) for proxy in given),
        held=tuple((proxy, known[proxy.giver_id]) for proxy in stands.held_by(actor.member_id)),
        declined=tuple(
            Declined(
                holder=known[row.holder_id],
                suggested_id=row.suggested_id,
                suggested=known[row.suggested_id] if row.suggested_id else "",
            )
            for row in _declined(given=given, rows=[row for row in rows if row.giver_id == actor.member_id])
        ),
        cap=stands.cap,
        refusals=tuple(giver_refusals(found=stands, giver_id=actor.member_id)),
        found=tuple(
            HolderRow(
                id=one,
                name=known[one],
                held=len(stands.held_by(one)),
                refusals=tuple(holder_refusals(found=stands, giver_id=actor.member_id, holder_id=one)),
            )
            for one in people[:MOST_FOUND]
        ),
        more=len(people) > MOST_FOUND,
    )


def access_held_proxy(*, actor: Actor, proxy_id: UUID, at: datetime) -> HeldRow:
    """Return a proxy that the actor holds at ``at``, or refuse."""
    rows = Proxy.objects.filter(id=proxy_id, assembly__association_id=actor.association_id, holder_id=actor.member_id)
    row = rows.select_related("assembly", "giver").first()
    if row is None or not any(
        proxy.id == row.id for proxy in standing_at(meeting=meeting_row(row.assembly), at=at).held_by(actor.member_id)
    ):
        raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
    return HeldRow(meeting=meeting_row(row.assembly), giver=row.giver.name)


def roll_page(*, meeting: MeetingRow, at: datetime) -> tuple[RollRow, ...]:
    """Return who is on the roll at ``at``, by name, with who represents them."""
    stands = standing_at(meeting=meeting, at=at)
    known = names(association_id=meeting.association_id)
    agenda = items(assembly_id=meeting.id)
    by: dict[UUID, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for proxy in stands.proxies:
        scope = proxy.items
        numbers = () if scope is None else tuple(item.position or 0 for item in agenda if item.id in scope)
        if scope is None or numbers:
            by[proxy.giver_id].append((known[proxy.holder_id], numbers))
    rows = (RollRow(id=one, name=known[one], represented_by=tuple(by.get(one, ()))) for one in stands.roll)
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), str(row.id))))


def _declined(*, given: tuple[ProxyFacts, ...], rows: Sequence[ProxyRow]) -> Iterator[ProxyRow]:
    """Yield the proxies that were declined, and in whose place their giver has given no other."""
    for row in rows:
        facts = row.facts
        if row.end_reason is not ProxyEnd.DECLINED or facts.ended_at is None:
            continue
        later = any(one.facts.given_at > facts.ended_at for one in rows)
        if not later and not any(one.items is None or facts.items is None or one.items & facts.items for one in given):
            yield row
