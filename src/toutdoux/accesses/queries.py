"""Doors and frozen rows of accesses: what can be entered, by whom at any instant, what is asked, what is to be done by hand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.accesses.logic.ledger import (
    AccessFacts,
    Cause,
    EndCause,
    Ending,
    Level,
    Sort,
    State,
    Tick,
    asked,
    ending,
    review_due_at,
    state_at,
    to_open,
)
from toutdoux.accesses.models import Access, HandTick, Resource, Review
from toutdoux.associations.queries import association
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.mandates.queries import holds_now
from toutdoux.members.logic.rights import left_after
from toutdoux.members.queries import facts_of_all, names, votes_at


@dataclass(frozen=True, kw_only=True)
class ResourceRow:
    """Something that can be entered. ``owner_name`` empty: the association as a whole looks after it."""

    id: UUID
    sort: Sort
    level: Level
    name: str
    note: str
    owner_id: UUID | None
    owner_name: str
    review_months: int
    declared_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AccessRow:
    """An access, with where it stands at the instant asked for."""

    id: UUID
    resource: ResourceRow
    member_id: UUID
    member_name: str
    purpose: str
    cause: Cause
    action_id: UUID | None
    ended_by_id: UUID | None
    declared_by: str
    facts: AccessFacts
    opened_by: str
    undone_by: str
    state: State
    ending: Ending | None
    to_open: bool
    asked: bool
    review_due_at: datetime


@dataclass(frozen=True, kw_only=True)
class AccessesPage:
    """The ledger at an instant: what can be entered, with who could, then what is to be done by hand."""

    resources: tuple[tuple[ResourceRow, tuple[AccessRow, ...]], ...]
    to_open: tuple[AccessRow, ...]
    to_undo: tuple[AccessRow, ...]
    mine: tuple[AccessRow, ...]
    may_tick: bool


def access_resource(*, association_id: UUID, resource_id: UUID) -> ResourceRow:
    """Return a resource of an association, or refuse."""
    row = Resource.objects.filter(id=resource_id, association_id=association_id).select_related("owner").first()
    if row is None:
        raise Refused([Refusal(code=AccessRefusal.UNKNOWN_RESOURCE)])
    return _resource(row)


def resources(*, association_id: UUID, closed: bool = False) -> tuple[ResourceRow, ...]:
    """Return what can be entered, by sort and name; what was closed as well if asked."""
    rows = Resource.objects.filter(association_id=association_id).select_related("owner")
    if not closed:
        rows = rows.filter(closed_at=None)
    order = list(Sort)
    found = [_resource(row) for row in rows]
    return tuple(sorted(found, key=lambda row: (order.index(row.sort), row.name.casefold(), str(row.id))))


def accesses(
    *, association_id: UUID, at: datetime, resource_id: UUID | None = None, member_id: UUID | None = None
) -> tuple[AccessRow, ...]:
    """Return accesses, past ones too, as they stand at ``at``: the latest first."""
    rows = Access.objects.filter(resource__association_id=association_id)
    if resource_id is not None:
        rows = rows.filter(resource_id=resource_id)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    found = rows.select_related("member", "resource__owner", "declared_by").order_by("-starts_at", "id")
    return _rows(found, zone=association(association_id=association_id).zone, at=at)


def access(*, actor: Actor, access_id: UUID, at: datetime) -> AccessRow:
    """Return an access of the actor's association, or refuse."""
    rows = Access.objects.filter(id=access_id, resource__association_id=actor.association_id)
    found = rows.select_related("member", "resource__owner", "declared_by")
    for row in _rows(found, zone=association(association_id=actor.association_id).zone, at=at):
        return row
    raise Refused([Refusal(code=AccessRefusal.UNKNOWN_ACCESS)])


def accesses_page(*, actor: Actor, at: datetime) -> AccessesPage:
    """Return who could enter what at ``at``, what is to be done by hand then, and the reader's own accesses.

    Someone whose access has ended could still enter until someone has said that the door was shut: they are shown as such.
    """
    rows = accesses(association_id=actor.association_id, at=at)
    by_resource: dict[UUID, list[AccessRow]] = defaultdict(list)
    for row in rows:
        if row.state in {State.HELD, State.TO_UNDO}:
            by_resource[row.resource.id].append(row)
    there = [
        resource
        for resource in resources(association_id=actor.association_id, closed=True)
        if (resource.declared_at <= at or by_resource[resource.id])
        and (resource.closed_at is None or resource.closed_at > at or by_resource[resource.id])
    ]
    return AccessesPage(
        resources=tuple((resource, _by_name(by_resource[resource.id])) for resource in there),
        to_open=_by_name(row for row in rows if row.to_open),
        to_undo=_by_name(row for row in rows if row.state is State.TO_UNDO),
        mine=tuple(row for row in rows if row.member_id == actor.member_id),
        may_tick=may_tick(actor=actor, at=at),
    )


def questions(*, actor: Actor, at: datetime) -> tuple[AccessRow, ...]:
    """Return the actor's accesses about which they are asked at ``at`` whether they are still needed."""
    if not Access.objects.filter(member_id=actor.member_id, ended_at=None).exists():
        return ()
    rows = accesses(association_id=actor.association_id, member_id=actor.member_id, at=at)
    return tuple(row for row in rows if row.asked)


def to_do_by_hand(*, actor: Actor, at: datetime) -> int:
    """Return how many doors wait to be opened or shut by hand, for whoever answers for the technical side; 0 for others."""
    if not holds_now(actor=actor, kind=BuiltIn.TECHNICAL, at=at):
        return 0
    rows = accesses(association_id=actor.association_id, at=at)
    return sum(row.to_open or row.state is State.TO_UNDO for row in rows)


def may_tick(*, actor: Actor, at: datetime) -> bool:
    """Say whether the actor may tick what was done by hand: who answers for the technical side, and whoever votes."""
    return holds_now(actor=actor, kind=BuiltIn.TECHNICAL, at=at) or votes_at(actor=actor, at=at).votes


def access_facts(*, association_id: UUID) -> dict[UUID, tuple[object, ...]]:
    """Return what is stored of every access, for the verifier: what, who, why, and its instants."""
    return {
        row.id: (
            row.resource_id,
            row.member_id,
            row.cause,
            row.action_id,
            row.starts_at,
            row.until,
            row.ended_at,
            row.ended_cause,
        )
        for row in Access.objects.filter(resource__association_id=association_id)
    }


def _by_name(rows: Iterable[AccessRow]) -> tuple[AccessRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.member_name.casefold(), row.resource.name.casefold(), str(row.id))))


def _resource(row: Resource) -> ResourceRow:
    return ResourceRow(
        id=row.id,
        sort=Sort(row.sort),
        level=Level(row.level),
        name=row.name,
        note=row.note,
        owner_id=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        review_months=row.review_months,
        declared_at=row.declared_at,
        closed_at=row.closed_at,
    )


def _rows(found: Iterable[Access], *, zone: ZoneInfo, at: datetime) -> tuple[AccessRow, ...]:
    rows = list(found)
    if not rows:
        return ()
    ids = [row.id for row in rows]
    kept: dict[UUID, datetime] = {}
    for review in Review.objects.filter(access_id__in=ids, kept=True, at__lte=at).order_by("at"):
        kept[review.access_id] = review.at
    gone = facts_of_all([row.member for row in rows])
    ticks = {(tick.access_id, tick.what): tick for tick in HandTick.objects.filter(access_id__in=ids)}
    people = names(association_id=rows[0].resource.association_id) if ticks else {}
    resources_by_id = {row.resource_id: _resource(row.resource) for row in rows}

    def row_of(row: Access) -> AccessRow:
        opened, undone = ticks.get((row.id, Tick.OPENED)), ticks.get((row.id, Tick.UNDONE))
        resource = resources_by_id[row.resource_id]
        facts = AccessFacts(
            starts_at=row.starts_at,
            until=row.until,
            ended_at=row.ended_at,
            ended_cause=EndCause(row.ended_cause) if row.ended_cause else None,
            left_at=left_after(gone[row.member_id], at=row.starts_at),
            closed_at=resource.closed_at,
            kept_at=kept.get(row.id),
            opened_at=opened.at if opened else None,
            undone_at=undone.at if undone else None,
        )
        return AccessRow(
            id=row.id,
            resource=resource,
            member_id=row.member_id,
            member_name=row.member.name,
            purpose=row.purpose,
            cause=Cause(row.cause),
            action_id=row.action_id,
            ended_by_id=row.ended_by_id,
            declared_by=row.declared_by.name if row.declared_by else "",
            facts=facts,
            opened_by=people.get(opened.by_id, "") if opened else "",
            undone_by=people.get(undone.by_id, "") if undone else "",
            state=state_at(facts, at=at),
            ending=ending(facts),
            to_open=to_open(facts, at=at),
            asked=asked(facts, months=resource.review_months, zone=zone, at=at),
            review_due_at=review_due_at(facts, months=resource.review_months, zone=zone),
        )

    return tuple(row_of(row) for row in rows)
