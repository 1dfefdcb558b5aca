"""What the pages of an assembly under way show: the desk's, that of each participant, and that of the whole room."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.queries import ItemRow, MeetingRow, items
from toutdoux.assemblies.sitting.logic import codes
from toutdoux.assemblies.sitting.logic.speaking import HandFacts, line, spoken
from toutdoux.assemblies.sitting.models import Attendance, Seat, Sitting
from toutdoux.assemblies.sitting.queries.room import (
    SittingRow,
    StayRow,
    Version,
    access_live,
    attendance,
    hands,
    own_room,
    quorum_at,
    room_at,
    runs_desk,
    sitting,
    version,
)
from toutdoux.kernel.people import Actor
from toutdoux.kernel.search import searchable
from toutdoux.members.queries import names, votes_at
from toutdoux.rules.assembly import Quorum
from toutdoux.rules.room import Room

#: How many people the desk's list shows at once; a search finds the others.
SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Someone who asks to speak, or speaks. ``first``: they have not had the floor at this item."""

    hand: HandFacts
    name: str
    first: bool


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone at the door, as the desk sees them. ``stay``: the last time they came.

    ``represented_by``: who votes for them while they are away, ``partly_by``: at some items; ``holds``: for how many others they vote.
    """

    id: UUID
    name: str
    on_roll: bool
    here: bool
    stay: StayRow | None
    represented_by: str
    partly_by: str
    holds: int


@dataclass(frozen=True, kw_only=True)
class Common:
    """What the three pages share. ``quorum`` and ``room`` are those of this instant, or of the close."""

    meeting: MeetingRow
    sitting: SittingRow
    version: Version
    agenda: tuple[ItemRow, ...]
    current: ItemRow | None
    chair: str
    secretary: str
    speakers: tuple[Speaker, ...]
    speaking: Speaker | None

    @property
    def open(self) -> bool:
        """Say whether the assembly is open."""
        return self.meeting.stage is Stage.OPEN

    @property
    def going(self) -> bool:
        """Say whether people may come: it is convened or open, and not over."""
        return self.meeting.stage in {Stage.CONVENED, Stage.OPEN}

    @property
    def next(self) -> ItemRow | None:
        """Return the first item that waits after the one at hand, or before it when none is left after."""
        waiting = [item for item in self.agenda if item.state is ItemState.WAITING]
        place = self.current.position if self.current else 0
        after = [item for item in waiting if (item.position or 0) > (place or 0)]
        return next(iter(after or waiting), None)


@dataclass(frozen=True, kw_only=True)
class RoomPage(Common):
    """What the whole room sees. ``code``: what to type, when people may come in with it."""

    room: Room
    quorum: Quorum
    code: str


@dataclass(frozen=True, kw_only=True)
class DeskPage(RoomPage):
    """What who runs the desk sees. ``people``: those of the list, ``found`` how many there are of them in all."""

    runs: bool
    people: tuple[Person, ...]
    found: int


@dataclass(frozen=True, kw_only=True)
class HerePage(Common):
    """What a participant sees. ``room`` is their own part of it. ``waits_behind``: how many are called before them."""

    me: UUID
    runs: bool
    on_roll: bool
    stay: StayRow | None
    room: Room
    names: Mapping[UUID, str]
    present: int
    hand: HandFacts | None
    waits_behind: int

    @property
    def here(self) -> bool:
        """Say whether they are in the room."""
        return self.stay is not None and self.stay.left_at is None

    @property
    def weight(self) -> int:
        """Return with how many votes they vote at the item at hand."""
        return self.room.weight(self.me, self.current.id if self.current else None)


def room_page(*, actor: Actor, reference: str, now: datetime) -> RoomPage:
    """Return what the projector shows."""
    found = access_live(actor=actor, reference=reference)
    return RoomPage(**_common(found), **_room(found, now))


def desk_page(*, actor: Actor, reference: str, search: str = "", now: datetime) -> DeskPage:
    """Return what the desk shows; ``search`` is part of a name. Whoever may not run it sees it, and changes nothing."""
    found = access_live(actor=actor, reference=reference)
    shared = _room(found, now)
    people = _people(found, shared["room"], search=search)
    return DeskPage(
        **_common(found),
        **shared,
        runs=runs_desk(actor=actor, meeting=found, at=now),
        people=tuple(people[:SHOWN]),
        found=len(people),
    )


def here_page(*, actor: Actor, reference: str, now: datetime) -> HerePage:
    """Return what a participant sees on their phone: nothing in it grows with the number of people in the room."""
    found = access_live(actor=actor, reference=reference)
    common = _common(found)
    own = own_room(assembly_id=found.id, member_id=actor.member_id, at=_until(found, now))
    stays = attendance(assembly_id=found.id, member_id=actor.member_id)
    seats = Seat.objects.filter(assembly_id=found.id)
    speakers: Sequence[Speaker] = common["speakers"]
    own_place = next((n for n, speaker in enumerate(speakers) if speaker.hand.member_id == actor.member_id), None)
    speaking: Speaker | None = common["speaking"]
    hand = speakers[own_place].hand if own_place is not None else None
    if speaking is not None and speaking.hand.member_id == actor.member_id:
        hand = speaking.hand
    concerned = {given.giver_id for given in own.standing} | {given.holder_id for given in own.standing}
    return HerePage(
        **common,
        me=actor.member_id,
        runs=runs_desk(actor=actor, meeting=found, at=now),
        on_roll=seats.filter(member_id=actor.member_id).exists()
        if found.opened_at is not None
        else votes_at(actor=actor, at=now).votes,
        stay=stays[-1] if stays else None,
        room=own,
        names=names(association_id=actor.association_id, ids=concerned) if concerned else {},
        present=Attendance.objects.filter(assembly_id=found.id, left_at=None).count(),
        hand=hand,
        waits_behind=own_place or 0,
    )


def _common(found: MeetingRow) -> dict[str, Any]:
    held = sitting(assembly_id=found.id)
    agenda = items(assembly_id=found.id)
    current = next((item for item in agenda if item.state is ItemState.CURRENT), None)
    raised = hands(assembly_id=found.id, item_id=current.id if current else None)
    up = [hand for hand in raised if hand.ended_at is None]
    wanted = {hand.member_id for hand in up} | {one for one in (found.chair_id, found.secretary_id) if one}
    called = names(association_id=found.association_id, ids=wanted) if wanted else {}
    before = spoken([hand for hand in raised if hand.ended_at is not None])

    def speaker(hand: HandFacts) -> Speaker:
        return Speaker(hand=hand, name=called[hand.member_id], first=hand.member_id not in before)

    return {
        "meeting": found,
        "sitting": held,
        "version": version(assembly_id=found.id),
        "agenda": agenda,
        "current": current,
        "chair": called.get(found.chair_id, "") if found.chair_id else "",
        "secretary": called.get(found.secretary_id, "") if found.secretary_id else "",
        "speakers": tuple(speaker(hand) for hand in line(raised, first_timers_first=held.first_timers_first)),
        "speaking": next((speaker(hand) for hand in up if hand.speaks), None),
    }


def _room(found: MeetingRow, now: datetime) -> dict[str, Any]:
    at = _until(found, now)
    here = room_at(assembly_id=found.id, at=at)
    held = sitting(assembly_id=found.id)
    shown = held.check_in != Sitting.CheckIn.DESK and found.stage in {Stage.CONVENED, Stage.OPEN}
    return {
        "room": here,
        "quorum": quorum_at(meeting=found, presence=here.presence()),
        "code": codes.code(secret=held.secret, at=now) if shown else "",
    }


def _until(found: MeetingRow, now: datetime) -> datetime:
    """Return the instant the room is shown at: now, or that of the end once it is over."""
    end = found.closed_at or found.cancelled_at
    return min(now, end) if end is not None else now


def _people(found: MeetingRow, here: Room, *, search: str) -> list[Person]:
    """Return who can be ticked: those of the roll and whoever came, by name; those a search finds, when there is one."""
    last: dict[UUID, StayRow] = {stay.member_id: stay for stay in attendance(assembly_id=found.id)}
    called = names(association_id=found.association_id, ids=set(here.roll) | set(last))
    wanted = searchable(search)
    represented, holders = here.represented(), here.holders()
    partly: dict[UUID, list[UUID]] = defaultdict(list)
    for given in here.counting:
        if given.items is not None:
            partly[given.giver_id].append(given.holder_id)
    rows = [
        Person(
            id=member_id,
            name=name,
            on_roll=member_id in here.roll,
            here=member_id in last and last[member_id].left_at is None,
            stay=last.get(member_id),
            represented_by=called[represented[member_id].holder_id] if member_id in represented else "",
            partly_by=", ".join(called[one] for one in partly.get(member_id, ())),
            holds=len(holders.get(member_id, ())),
        )
        for member_id, name in called.items()
        if wanted in searchable(name)
    ]
    return sorted(rows, key=lambda row: (row.here, row.name.casefold(), str(row.id)))
