"""Proxies as they stand: what the rules need, and who could represent someone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import ProxyFacts
from toutdoux.assemblies.logic.preparing import Terms, terms
from toutdoux.assemblies.logic.proxies import Standing, giver_refusals, holder_refusals, standing
from toutdoux.assemblies.queries.meetings import MeetingRow, items, proxies, roll, rulebook_of
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.search import searchable
from toutdoux.members.queries import names

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
class ProxyPage:
    """The reader's proxy for one assembly. ``refusals``: why they can give none. ``found``: whom a search found."""

    given: ProxyFacts | None
    given_to: str
    held: tuple[tuple[ProxyFacts, str], ...]
    declined: tuple[str, UUID | None, str] | None
    cap: int
    refusals: tuple[Refusal, ...]
    found: tuple[HolderRow, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class RollRow:
    """Someone on the roll, with who represents them, if anybody."""

    id: UUID
    name: str
    represented_by: str


def terms_of(meeting: MeetingRow) -> Terms:
    """Return the notice, quorum and proxies that an assembly goes by."""
    rules = rulebook_of(meeting).rulebook.assembly
    return terms(rules=rules, second=meeting.second_of is not None)


def standing_at(*, meeting: MeetingRow, at: datetime) -> Standing:
    """Return the proxies that stand at ``at``, with the roll, the cap and the kinds of the items."""
    return standing(
        stage=meeting.stage,
        cap=terms_of(meeting).proxies_per_holder or 0,
        roll=frozenset(roll(assembly_id=meeting.id, at=at)),
        proxies=tuple(row.facts for row in proxies(assembly_id=meeting.id)),
        kinds={item.id: item.kind for item in items(assembly_id=meeting.id)},
        at=at,
    )


def proxy_page(*, actor: Actor, meeting: MeetingRow, search: str = "", at: datetime) -> ProxyPage:
    """Return the reader's proxy, those they hold, and whom ``search`` (part of a name) finds to represent them."""
    stands = standing_at(meeting=meeting, at=at)
    known = names(association_id=actor.association_id)
    wanted = searchable(search)
    people = sorted(
        (one for one in stands.roll if one != actor.member_id and wanted in searchable(known[one])),
        key=lambda one: (known[one].casefold(), str(one)),
    )
    given = stands.given_by(actor.member_id)
    last = next((row for row in reversed(proxies(assembly_id=meeting.id)) if row.giver_id == actor.member_id), None)
    declined = None
    if given is None and last is not None and last.end_reason == "declined":
        suggested = last.suggested_id
        declined = (known[last.holder_id], suggested, known[suggested] if suggested else "")
    return ProxyPage(
        given=given,
        given_to=known[given.holder_id] if given else "",
        held=tuple((proxy, known[proxy.giver_id]) for proxy in stands.held_by(actor.member_id)),
        declined=declined,
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


def roll_page(*, meeting: MeetingRow, at: datetime) -> tuple[RollRow, ...]:
    """Return who is on the roll at ``at``, by name, with who represents them."""
    stands = standing_at(meeting=meeting, at=at)
    known = names(association_id=meeting.association_id)
    by = {proxy.giver_id: known[proxy.holder_id] for proxy in stands.proxies}
    rows = (RollRow(id=one, name=known[one], represented_by=by.get(one, "")) for one in stands.roll)
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), str(row.id))))
