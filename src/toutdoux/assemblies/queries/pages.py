"""Rows for the pages of an assembly before it opens: the list, its own page, its documents, mailed links."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import ItemState, ProxyFacts, Stage
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.preparing import Terms, agenda_open, first_instant, proposing_open
from toutdoux.assemblies.models import Document, ProxyLink
from toutdoux.assemblies.queries.meetings import (
    ItemRow,
    MeetingRow,
    access_meeting,
    assemblies_of,
    items,
    meeting,
    meetings,
)
from toutdoux.assemblies.queries.representing import standing_at, terms_of
from toutdoux.associations.queries import association, current_rulebook
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.queries import MemberRow, member, names
from toutdoux.rules.reading import NeededFor, missing


@dataclass(frozen=True, kw_only=True)
class DocumentRow:
    """A file to read, without its bytes. ``item_id`` None: it is for the whole assembly."""

    id: UUID
    item_id: UUID | None
    title: str
    name: str
    media_type: str
    size: int
    added_by: str


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    """An assembly as its page shows it before it opens, for one reader. ``seats``: how many are on its roll today.

    ``earliest``: the first instant it could be convened for, now; None while the notice is not chosen. ``later``: the
    assemblies after it whose agenda still changes; ``put_off``: by item of theirs, the name of where an item was put off to.
    """

    meeting: MeetingRow
    terms: Terms
    agenda: tuple[ItemRow, ...]
    proposed: tuple[ItemRow, ...]
    documents: tuple[DocumentRow, ...]
    names: dict[UUID, str]
    seats: int
    on_roll: bool
    proxies: int
    given: tuple[ProxyFacts, ...]
    held: tuple[ProxyFacts, ...]
    agenda_open: bool
    proposing_open: bool
    earliest: datetime | None
    first: MeetingRow | None
    second: MeetingRow | None
    later: tuple[MeetingRow, ...]
    put_off: dict[UUID, str]


@dataclass(frozen=True, kw_only=True)
class ProxyLinkRow:
    """What a mailed link opens, for its one person. ``proxy_id``: the one to decline; None: to give one."""

    id: int
    member: MemberRow
    meeting: MeetingRow
    proxy_id: UUID | None


def meeting_page(*, actor: Actor, reference: str, at: datetime) -> MeetingPage:
    """Return the page of an assembly, or refuse."""
    found = access_meeting(actor=actor, reference=reference)
    terms = terms_of(found)
    stands = standing_at(meeting=found, at=at)
    agenda, proposed = items(assembly_id=found.id), items(assembly_id=found.id, proposed=True)
    known = names(association_id=actor.association_id)
    others = meetings(association_id=actor.association_id)
    zone = association(association_id=actor.association_id).zone
    return MeetingPage(
        meeting=found,
        terms=terms,
        agenda=agenda,
        # What someone has taken back is theirs alone to remember.
        proposed=tuple(row for row in proposed if row.state is not ItemState.WITHDRAWN),
        documents=documents(assembly_id=found.id, names=known),
        names=known,
        seats=len(stands.roll),
        on_roll=actor.member_id in stands.roll,
        proxies=len(stands.proxies),
        given=stands.given_by(actor.member_id),
        held=stands.held_by(actor.member_id),
        agenda_open=agenda_open(stage=found.stage, items_until=found.items_until, now=at),
        proposing_open=proposing_open(stage=found.stage, items_until=found.items_until, now=at),
        earliest=first_instant(notice=terms.notice, zone=zone, now=at) if terms.notice else None,
        first=next((row for row in others if row.id == found.second_of), None),
        put_off=assemblies_of(items=[row.later_id for row in (*agenda, *proposed) if row.later_id is not None]),
        second=next((row for row in others if row.second_of == found.id and row.stage is not Stage.CANCELLED), None),
        later=tuple(
            row
            for row in reversed(others)
            # A second convening has its agenda already.
            if row.at > found.at
            and row.second_of != found.id
            and agenda_open(stage=row.stage, items_until=row.items_until, now=at)
        ),
    )


def next_meeting(*, association_id: UUID, at: datetime) -> MeetingRow | None:
    """Return the assembly that is open, or else the next one that is convened, if there is one."""
    rows = meetings(association_id=association_id)
    coming = [row for row in rows if row.stage is Stage.OPEN or (row.stage is Stage.CONVENED and not _stale(row, at))]
    return min(coming, key=lambda row: (row.stage is not Stage.OPEN, row.at), default=None)


def _stale(row: MeetingRow, at: datetime) -> bool:
    """Say whether a day has passed since it was to begin, and nobody has opened it."""
    return (at - row.at).days >= 1


def questions_left(*, association_id: UUID) -> frozenset[str]:
    """Return the dotted keys of what the rulebook leaves open until the first assembly is prepared."""
    rulebook = current_rulebook(association_id=association_id).rulebook
    return frozenset(value.key for value in missing(rulebook) if value.needed_for is NeededFor.FIRST_ASSEMBLY)


def documents(*, assembly_id: UUID, names: dict[UUID, str]) -> tuple[DocumentRow, ...]:
    """Return the documents of an assembly, in the order in which they came."""
    rows = Document.objects.filter(assembly_id=assembly_id).defer("content").order_by("added_at", "id")
    return tuple(
        DocumentRow(
            id=row.id,
            item_id=row.item_id,
            title=row.title,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            added_by=names.get(row.added_by_id, ""),
        )
        for row in rows
    )


def document_content(*, actor: Actor, reference: str, document_id: UUID) -> tuple[DocumentRow, bytes]:
    """Return a document of an assembly of the actor's with its bytes, or refuse."""
    found = access_meeting(actor=actor, reference=reference)
    row = Document.objects.filter(id=document_id, assembly_id=found.id).first()
    if row is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_DOCUMENT)])
    [shown] = [one for one in documents(assembly_id=found.id, names={}) if one.id == document_id]
    return shown, bytes(row.content)


def access_proxy_link(*, association_id: UUID, token: str, now: datetime) -> ProxyLinkRow:
    """Return what a mailed link opens. Refuses unknown ones, of another association, of who left, used, too late."""
    rows = ProxyLink.objects.filter(token_digest=token_digest(token), assembly__association_id=association_id)
    row = rows.first()
    if row is None:
        raise Refused([Refusal(code=AssemblyRefusal.PROXY_LINK_UNKNOWN)])
    actor = Actor(association_id=association_id, member_id=row.member_id)
    who = member(actor=actor, member_id=row.member_id, now=now)
    found = meeting(assembly_id=row.assembly_id)
    if (who.left_at is not None and who.left_at <= now) or found.stage is Stage.CANCELLED:
        raise Refused([Refusal(code=AssemblyRefusal.PROXY_LINK_UNKNOWN)])
    if row.used_at is not None:
        raise Refused([Refusal(code=AssemblyRefusal.PROXY_LINK_USED)])
    if row.expires_at <= now or found.stage is Stage.CLOSED:
        raise Refused([Refusal(code=AssemblyRefusal.PROXY_LINK_OVER)])
    return ProxyLinkRow(id=row.id, member=who, meeting=found, proxy_id=row.proxy_id)
