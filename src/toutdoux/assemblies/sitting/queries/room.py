"""Frozen facts of an assembly under way, and the room at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import MeetingRow, ProxyRow, access_meeting, meeting, proxies, roll, rulebook_of
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.logic.quorum import quorum_of
from toutdoux.assemblies.sitting.logic.speaking import HandFacts
from toutdoux.assemblies.sitting.models import Attendance, Hand, Seat, Sitting
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.queries import head
from toutdoux.mandates.logic.holding import holds
from toutdoux.mandates.queries import mandates
from toutdoux.rules.assembly import Presence, Quorum
from toutdoux.rules.room import Given, Room, Stay, room


@dataclass(frozen=True, kw_only=True)
class SittingRow:
    """How an assembly is being held. ``opened``: who counted when it was opened, or when the quorum was found missing."""

    check_in: str = Sitting.CheckIn.DESK
    secret: str = ""
    suspended_at: datetime | None = None
    first_timers_first: bool = False
    missing_at: datetime | None = None
    opened: Presence | None = None


@dataclass(frozen=True, kw_only=True)
class StayRow:
    """A stay in the room. ``how``: by themselves, with the code, or ticked by the desk."""

    member_id: UUID
    arrived_at: datetime
    left_at: datetime | None
    how: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """What pages compare to know that something changed: anything at all, or what everyone must see at once."""

    room: str
    turn: int


def access_live(*, actor: Actor, reference: str) -> MeetingRow:
    """Return an assembly that is convened, under way or over here; refuse one still in preparation or of old times."""
    found = access_meeting(actor=actor, reference=reference)
    if found.convened_at is None:
        raise Refused([Refusal(code=SittingRefusal.NOT_CONVENED, data={"reference": found.reference})])
    return found


def sitting(*, assembly_id: UUID) -> SittingRow:
    """Return how an assembly is being held; as it begins when nothing was done yet."""
    row = Sitting.objects.filter(assembly_id=assembly_id).first()
    if row is None:
        return SittingRow()
    opened = None
    if row.seats is not None and row.present is not None and row.represented is not None:
        opened = Presence(roll=row.seats, present=row.present, represented=row.represented)
    return SittingRow(
        check_in=row.check_in,
        secret=row.secret,
        suspended_at=row.suspended_at,
        first_timers_first=row.first_timers_first,
        missing_at=row.missing_at,
        opened=opened,
    )


def roll_at(*, assembly_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return the roll: that frozen at the opening, else whom it would be at ``at``."""
    frozen = tuple(
        Seat.objects.filter(assembly_id=assembly_id).order_by("member_id").values_list("member_id", flat=True)
    )
    return frozen or roll(assembly_id=assembly_id, at=at)


def attendance(*, assembly_id: UUID, member_id: UUID | None = None) -> tuple[StayRow, ...]:
    """Return who was in the room and when, by arrival; of one member when asked for."""
    rows = Attendance.objects.filter(assembly_id=assembly_id)
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return tuple(
        StayRow(member_id=row.member_id, arrived_at=row.arrived_at, left_at=row.left_at, how=row.how)
        for row in rows.order_by("arrived_at", "id")
    )


def room_at(*, assembly_id: UUID, at: datetime) -> Room:
    """Return the room at an instant."""
    given, stays = movements(assembly_id=assembly_id)
    return room(roll=roll_at(assembly_id=assembly_id, at=at), proxies=given, attendance=stays, at=at)


def movements(*, assembly_id: UUID) -> tuple[tuple[Given, ...], tuple[Stay, ...]]:
    """Return every proxy given and every stay in the room, over or not: all that rooms follow from, at any instant."""
    return (
        tuple(_given(row) for row in proxies(assembly_id=assembly_id)),
        tuple(_stay(row) for row in attendance(assembly_id=assembly_id)),
    )


def own_room(*, assembly_id: UUID, member_id: UUID, at: datetime, own: Sequence[ProxyRow] | None = None) -> Room:
    """Return as much of the room as says with how many votes one member votes: theirs, and of whom they represent.

    For the page of each of two thousand people: their weight in it is their weight in ``room_at``; its presence is not.
    ``own``: the proxies they gave or hold, where the caller has read them.
    """
    own = proxies(assembly_id=assembly_id, of=member_id) if own is None else own
    held = [row for row in own if row.facts.ended_at is None]
    people = {member_id} | {row.giver_id for row in held} | {row.holder_id for row in held}
    seats = Seat.objects.filter(assembly_id=assembly_id)
    counted = set(seats.filter(member_id__in=people).values_list("member_id", flat=True))
    if not counted and not seats.exists():
        counted = people & set(roll(assembly_id=assembly_id, at=at))
    stays = Attendance.objects.filter(assembly_id=assembly_id, member_id__in=people)
    return room(
        roll=counted,
        proxies=[_given(row) for row in held],
        attendance=[Stay(member_id=row.member_id, arrived_at=row.arrived_at, left_at=row.left_at) for row in stays],
        at=at,
    )


def quorum_at(*, meeting: MeetingRow, presence: Presence) -> Quorum:
    """Return whether an assembly has its quorum under the rules it was convened by, with the arithmetic."""
    rules = rulebook_of(meeting).rulebook.assembly
    return quorum_of(presence=presence, rules=rules, second=meeting.second_of is not None)


def hands(*, assembly_id: UUID, item_id: UUID | None) -> tuple[HandFacts, ...]:
    """Return the hands of an item, up and down; with None, those raised when no item was at hand."""
    rows = Hand.objects.filter(assembly_id=assembly_id)
    rows = rows.filter(item=None) if item_id is None else rows.filter(item_id=item_id)
    return tuple(
        HandFacts(
            id=row.id,
            member_id=row.member_id,
            raised_at=row.raised_at,
            called_at=row.called_at,
            ended_at=row.ended_at,
        )
        for row in rows.order_by("raised_at", "id")
    )


def runs_desk(*, actor: Actor, meeting: MeetingRow, at: datetime) -> bool:
    """Say whether someone may run the desk: who chairs, who takes notes, who prepared it, and who holds a mandate."""
    if actor.member_id in {meeting.chair_id, meeting.secretary_id, meeting.prepared_by}:
        return True
    held = mandates(association_id=actor.association_id, member_id=actor.member_id)
    return any(holds(row.facts, at=at) for row in held)


def version(*, assembly_id: UUID) -> Version:
    """Return what tells pages that something changed. Two rows are read, by their keys, however large the assembly."""
    row = (
        Sitting.objects.filter(assembly_id=assembly_id).values_list("beat", "turn", "assembly__association_id").first()
    )
    if row is None:
        return Version(room=f"{head(association_id=meeting(assembly_id=assembly_id).association_id).seq}.0", turn=0)
    beat, turn, association_id = row
    return Version(room=f"{head(association_id=association_id).seq}.{beat}", turn=turn)


def over(meeting: MeetingRow) -> bool:
    """Say whether nothing more can happen at an assembly."""
    return meeting.stage in {Stage.CLOSED, Stage.CANCELLED, Stage.PAST}


def _given(row: ProxyRow) -> Given:
    facts = row.facts
    return Given(
        proxy_id=facts.id,
        giver_id=facts.giver_id,
        holder_id=facts.holder_id,
        given_at=facts.given_at,
        ended_at=facts.ended_at,
        items=facts.items,
    )


def _stay(row: StayRow) -> Stay:
    return Stay(member_id=row.member_id, arrived_at=row.arrived_at, left_at=row.left_at)
