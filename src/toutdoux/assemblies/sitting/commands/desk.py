"""Holding an assembly: who chairs and takes notes, how people come in, the opening with its quorum, pauses, the closing."""

from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.commands import record_second
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.queries import MeetingRow, rulebook_of
from toutdoux.assemblies.sitting.commands.page import Held, page_of, turn
from toutdoux.assemblies.sitting.hindrances import hindrances
from toutdoux.assemblies.sitting.logic.events import SittingEvent, SittingRefusal
from toutdoux.assemblies.sitting.logic.opening import OpeningFacts, missing_refusals, opening_refusals, roll_digest
from toutdoux.assemblies.sitting.models import Hand, Seat, Sitting
from toutdoux.assemblies.sitting.queries import quorum_at, roll_at, room_at
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.members.queries import member
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Presence, Quorum


def set_check_in(*, actor: Actor, assembly_id: UUID, how: str, now: datetime) -> None:
    """Choose how people may say that they are there: by the desk alone, with the code of the room, or by themselves."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        chosen = Sitting.CheckIn(how)
        if held.row.check_in != chosen:
            held.row.check_in = chosen
            held.row.save(update_fields=["check_in"])
            held.append(SittingEvent.CHECK_IN, how=str(chosen))
            turn(assembly_id=assembly_id)


def take_chair(*, actor: Actor, assembly_id: UUID, instead: bool = False, now: datetime) -> None:
    """Take the chair: any member of the council may. ``instead``: of whoever chairs, which has to be said."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_going()
        chair = held.meeting.chair_id
        if chair == actor.member_id:
            return
        if chair is not None and not instead:
            raise Refused([Refusal(code=SittingRefusal.CHAIR_TAKEN)])
        _chair(held, actor.member_id)


def hand_over(*, actor: Actor, assembly_id: UUID, member_id: UUID, now: datetime) -> None:
    """Hand the chair over to someone of the council."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        if held.meeting.chair_id != member_id:
            _chair(held, member_id)


def name_secretary(*, actor: Actor, assembly_id: UUID, member_id: UUID, now: datetime) -> None:
    """Name who takes the notes: any member."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        named = member(actor=actor, member_id=member_id, now=held.at).id
        if held.meeting.secretary_id != named:
            Assembly.objects.filter(id=assembly_id).update(secretary_id=named)
            held.append(SittingEvent.SECRETARY, member=str(named))


def open_assembly(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Open the assembly: freeze the roll, and say who counts. Opened already, nothing changes.

    Refuses, all at once: before the time it was convened for, without anyone in the chair, without the quorum.
    """
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        if held.meeting.stage is Stage.OPEN:
            return
        found = _quorum(held)
        facts = OpeningFacts(convened_for=held.meeting.at, chaired=held.meeting.chair_id is not None, quorum=found)
        refuse_if_any(opening_refusals(facts=facts, at=held.at))
        roll = roll_at(assembly_id=assembly_id, at=held.at)
        Seat.objects.bulk_create(Seat(assembly_id=assembly_id, member_id=member_id) for member_id in roll)
        Assembly.objects.filter(id=assembly_id).update(opened_at=held.at)
        held.append(
            SittingEvent.OPENED, digest=roll_digest(assembly_id=assembly_id, roll=roll), **_figures(held, found)
        )
        turn(assembly_id=assembly_id)


def record_missing_quorum(*, actor: Actor, assembly_id: UUID, now: datetime) -> MeetingRow | None:
    """Record that the quorum is missing: the assembly ends as it begins, with its figures, and nothing was decided.

    Where the rules know a second convening, it is prepared in the same gesture and returned; a second one has no third.
    Refuses before the time it was convened for, without anyone in the chair, and while the quorum is there.
    """
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        if held.meeting.stage is Stage.OPEN:
            raise Refused([Refusal(code=SittingRefusal.ALREADY_OPEN)])
        found = _quorum(held)
        facts = _facts(held, found)
        refuse_if_any(missing_refusals(facts=facts, at=held.at))
        digest = _freeze(held)
        Assembly.objects.filter(id=assembly_id).update(opened_at=held.at, closed_at=held.at)
        held.row.missing_at = held.at
        held.row.save(update_fields=["missing_at"])
        held.append(SittingEvent.MISSING, digest=digest, **_figures(held, found))
        turn(assembly_id=assembly_id)
        if held.meeting.second_of is not None or rulebook_of(held.meeting).rulebook.assembly.second_convening is None:
            return None
        return record_second(log=held.log, assembly_id=assembly_id, actor=actor)


def suspend(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Suspend an open assembly; suspended already, nothing changes."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_open()
        if held.row.suspended_at is None:
            refuse_if_any(hindrances(assembly_id=assembly_id, item_id=None))
            held.row.suspended_at = held.at
            held.row.save(update_fields=["suspended_at"])
            held.append(SittingEvent.SUSPENDED)
            turn(assembly_id=assembly_id)


def resume(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Take up again an assembly that was suspended."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_open()
        if held.row.suspended_at is not None:
            held.row.suspended_at = None
            held.row.save(update_fields=["suspended_at"])
            held.append(SittingEvent.RESUMED)
            turn(assembly_id=assembly_id)


def close_assembly(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Close an open assembly; closed already, nothing changes. Refuses while something is still open in it."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        if held.meeting.stage is Stage.CLOSED:
            return
        held.require_open()
        refuse_if_any(hindrances(assembly_id=assembly_id, item_id=None))
        Hand.objects.filter(assembly_id=assembly_id, ended_at=None).update(ended_at=held.at)
        Assembly.objects.filter(id=assembly_id).update(closed_at=held.at)
        held.append(SittingEvent.CLOSED)
        turn(assembly_id=assembly_id)


def _chair(held: Held, member_id: UUID) -> None:
    named = member(actor=held.actor, member_id=member_id, now=held.at)
    if named.id not in roll_at(assembly_id=held.meeting.id, at=held.at):
        raise Refused([Refusal(code=SittingRefusal.NOT_IN_COUNCIL, article=Article.COUNCIL, data={"name": named.name})])
    Assembly.objects.filter(id=held.meeting.id).update(chair_id=named.id)
    held.append(SittingEvent.CHAIR, member=str(named.id))


def _quorum(held: Held) -> Quorum:
    """Return the quorum as it stands, and remember who counts."""
    presence: Presence = room_at(assembly_id=held.meeting.id, at=held.at).presence()
    held.row.seats, held.row.present, held.row.represented = presence.roll, presence.present, presence.represented
    held.row.save(update_fields=["seats", "present", "represented"])
    return quorum_at(meeting=held.meeting, presence=presence)


def _facts(held: Held, found: Quorum) -> OpeningFacts:
    chaired = held.meeting.chair_id is not None
    return OpeningFacts(convened_for=held.meeting.at, chaired=chaired, quorum=found)


def _freeze(held: Held) -> str:
    """Keep the roll of this instant for ever; return its digest."""
    roll = roll_at(assembly_id=held.meeting.id, at=held.at)
    Seat.objects.bulk_create(Seat(assembly_id=held.meeting.id, member_id=member_id) for member_id in roll)
    return roll_digest(assembly_id=held.meeting.id, roll=roll)


def _figures(held: Held, found: Quorum) -> dict[str, int | None]:
    return {
        "seats": found.roll,
        "present": held.row.present,
        "represented": held.row.represented,
        "needed": found.needed,
    }
