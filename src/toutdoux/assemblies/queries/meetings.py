"""Doors and frozen rows of assemblies, of old times and of here: what they are, their agenda, who counts, who represents whom."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from toutdoux.assemblies.logic.convening import (
    IN_AGENDA,
    Instants,
    Instruction,
    ItemState,
    ProxyEnd,
    ProxyFacts,
    Stage,
    stage,
)
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.models import Assembly, Item, Proxy, ProxyItem
from toutdoux.associations.queries import RulebookRow, current_rulebook, rulebook_row
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import council_at
from toutdoux.rules.rulebook import OnLeave


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """An assembly, brought in (``stage`` is ``PAST``, ``at`` is when it was held) or of here (``at``: when it begins).

    ``rulebook_id``: the version it was convened under, None until it is. ``second_of``: the one whose quorum was missing.
    """

    id: UUID
    association_id: UUID
    number: int
    title: str
    at: datetime
    stage: Stage
    place: str
    link: str
    introduction: str
    items_until: datetime | None
    second_of: UUID | None
    rulebook_id: int | None
    prepared_by: UUID | None
    convened_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    changed_at: datetime | None
    told_at: datetime | None
    chair_id: UUID | None
    secretary_id: UUID | None

    @property
    def reference(self) -> str:
        """Return what it is called: ``AG3``."""
        return f"AG{self.number}"


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """One item of the agenda, or one that a member proposes (``position`` None). Positions begin at 1, without holes."""

    id: UUID
    assembly_id: UUID
    position: int | None
    kind: ItemKind
    title: str
    text: str
    state: ItemState
    proposed_by: UUID | None
    proposed_at: datetime | None
    answer: str
    deferred_action_id: UUID | None
    later_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ProxyRow:
    """A proxy, standing or over, with what the rules of the room need in ``facts``."""

    facts: ProxyFacts
    end_reason: ProxyEnd | None
    suggested_id: UUID | None

    @property
    def giver_id(self) -> UUID:
        """Return who is represented."""
        return self.facts.giver_id

    @property
    def holder_id(self) -> UUID:
        """Return who represents."""
        return self.facts.holder_id


def meeting(*, assembly_id: UUID) -> MeetingRow:
    """Return an assembly that is known to exist."""
    return meeting_row(Assembly.objects.get(id=assembly_id))


def access_meeting(*, actor: Actor, reference: str) -> MeetingRow:
    """Return the assembly ``AG3`` or ``3`` of the actor's association, of old times or of here; or refuse."""
    return meeting_row(find(association_id=actor.association_id, reference=reference))


def meeting_named(*, association_id: UUID, reference: str) -> MeetingRow:
    """Return the assembly ``AG3`` or ``3`` of an association, for who needs no membership; or refuse."""
    return meeting_row(find(association_id=association_id, reference=reference))


def access_meeting_by_id(*, actor: Actor, assembly_id: UUID) -> MeetingRow:
    """Return an assembly of the actor's association by its id, or refuse."""
    row = Assembly.objects.filter(id=assembly_id, association_id=actor.association_id).first()
    if row is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ASSEMBLY, data={"reference": ""})])
    return meeting_row(row)


def assemblies_of(*, items: Collection[UUID]) -> dict[UUID, str]:
    """Return the reference and title of the assembly of each item."""
    rows = Item.objects.filter(id__in=items).select_related("assembly")
    return {row.id: f"AG{row.assembly.number} · {row.assembly.title}" for row in rows}


def meetings(*, association_id: UUID) -> tuple[MeetingRow, ...]:
    """Return every assembly, the latest first."""
    rows = [meeting_row(row) for row in Assembly.objects.filter(association_id=association_id).defer("source")]
    return tuple(sorted(rows, key=lambda row: (row.at, row.number), reverse=True))


def rulebook_of(meeting: MeetingRow) -> RulebookRow:
    """Return the rules an assembly goes by: those it was convened under, or those in force while it is prepared."""
    if meeting.rulebook_id is not None:
        return rulebook_row(rulebook_id=meeting.rulebook_id)
    return current_rulebook(association_id=meeting.association_id)


def items(*, assembly_id: UUID, proposed: bool = False) -> tuple[ItemRow, ...]:
    """Return the agenda in its order. ``proposed``: the items that members propose and are not in it, instead."""
    rows = [
        _item(row) for row in Item.objects.filter(assembly_id=assembly_id).order_by("position", "proposed_at", "id")
    ]
    return tuple(row for row in rows if (row.state in IN_AGENDA) is not proposed)


def proxies(*, assembly_id: UUID, of: UUID | None = None) -> tuple[ProxyRow, ...]:
    """Return every proxy of an assembly, standing or over, in the order in which they were given.

    ``of``: those alone that this member gave or holds.
    """
    rows = Proxy.objects.filter(assembly_id=assembly_id).order_by(
        # Of two given at one instant, the one that was replaced came first.
        "given_at",
        F("ended_at").asc(nulls_last=True),
        "id",
    )
    if of is not None:
        rows = rows.filter(Q(giver_id=of) | Q(holder_id=of))
    given = list(rows)
    if not given:
        return ()
    told = ProxyItem.objects.filter(proxy__assembly_id=assembly_id)
    if of is not None:
        told = told.filter(proxy__in=given)
    scopes: dict[UUID, list[ProxyItem]] = defaultdict(list)
    for scope in told:
        scopes[scope.proxy_id].append(scope)
    return tuple(
        ProxyRow(
            facts=ProxyFacts(
                id=row.id,
                giver_id=row.giver_id,
                holder_id=row.holder_id,
                given_at=row.given_at,
                ended_at=row.ended_at,
                items=None if row.whole else frozenset(scope.item_id for scope in scopes[row.id]),
                instructions={
                    scope.item_id: Instruction(scope.instruction) for scope in scopes[row.id] if scope.instruction
                },
            ),
            end_reason=ProxyEnd(row.end_reason) if row.end_reason else None,
            suggested_id=row.suggested_id,
        )
        for row in given
    )


def roll(*, assembly_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return the ids of the members who count at an assembly at ``at``, sorted: whom the quorum is taken of.

    The council at that instant, minus those on leave unless the rulebook counts them. Source: the rules of the
    tout-doux-cratie, assemblies, "Exactly": from its opening on an assembly has the roll of that instant.
    """
    found = meeting(assembly_id=assembly_id)
    counts = rulebook_of(found).rulebook.assembly.leave_counts
    at = found.opened_at or at
    leave = OnLeave.KEPT if counts else OnLeave.SUSPENDED
    return council_at(association_id=found.association_id, at=at, leave=leave)


def find(*, association_id: UUID, reference: str) -> Assembly:
    """Return the row named ``AG3`` or ``3``, or refuse."""
    number = reference.strip().upper().removeprefix("AG")
    row = (
        Assembly.objects.filter(association_id=association_id, number=int(number)).first()
        if number.isdecimal() and len(number) < 10
        else None
    )
    if row is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ASSEMBLY, data={"reference": reference[:40]})])
    return row


def meeting_row(row: Assembly) -> MeetingRow:
    """Return a row frozen."""
    at = row.held_at or row.starts_at
    assert at is not None  # the constraint assemblies_brought_in_or_held_here
    return MeetingRow(
        id=row.id,
        association_id=row.association_id,
        number=row.number,
        title=row.title,
        at=at,
        stage=stage(
            Instants(
                held_at=row.held_at,
                convened_at=row.convened_at,
                opened_at=row.opened_at,
                closed_at=row.closed_at,
                cancelled_at=row.cancelled_at,
            )
        ),
        place=row.place,
        link=row.link,
        introduction=row.introduction,
        items_until=row.items_until,
        second_of=row.second_of_id,
        rulebook_id=row.rulebook_id,
        prepared_by=row.prepared_by_id,
        convened_at=row.convened_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        cancelled_at=row.cancelled_at,
        changed_at=row.changed_at,
        told_at=row.told_at,
        chair_id=row.chair_id,
        secretary_id=row.secretary_id,
    )


def _item(row: Item) -> ItemRow:
    return ItemRow(
        id=row.id,
        assembly_id=row.assembly_id,
        position=row.position,
        kind=ItemKind(row.kind),
        title=row.title,
        text=row.text,
        state=ItemState(row.state),
        proposed_by=row.proposed_by_id,
        proposed_at=row.proposed_at,
        answer=row.answer,
        deferred_action_id=row.deferred_action_id,
        later_id=row.later_id,
    )
