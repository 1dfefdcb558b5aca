"""Arrivals and departures, by oneself, with the code of the room, or ticked by the desk. Said twice, they are one."""

from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.sitting.commands.page import Held, page_of
from toutdoux.assemblies.sitting.logic import codes
from toutdoux.assemblies.sitting.logic.events import SittingEvent, SittingRefusal
from toutdoux.assemblies.sitting.models import Attendance, Guess, Hand, Sitting
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import member


def arrive(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Say by oneself that one is there; refused unless the desk opened that to everyone."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_going()
        if held.row.check_in != Sitting.CheckIn.OPEN:
            raise Refused([Refusal(code=SittingRefusal.CHECK_IN_CLOSED, data={"check_in": held.row.check_in})])
        _arrive(held, actor.member_id, Attendance.How.SELF)


def arrive_with_code(*, actor: Actor, assembly_id: UUID, code: str, now: datetime) -> None:
    """Say with the code shown in the room that one is there.

    A code that does not fit is noted before it is refused, so that many tried at once pass no limit together.
    """
    wrong: Refusal | None = None
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_going()
        if held.row.check_in == Sitting.CheckIn.DESK:
            raise Refused([Refusal(code=SittingRefusal.CHECK_IN_CLOSED, data={"check_in": held.row.check_in})])
        guesses = Guess.objects.filter(assembly_id=assembly_id, member_id=actor.member_id)
        guesses.filter(at__lte=held.at - codes.MEANWHILE).delete()
        until = codes.tried_until(guesses=list(guesses.values_list("at", flat=True)), at=held.at)
        if until is not None:
            raise Refused([Refusal(code=SittingRefusal.CODES_TRIED, data={"until": instant_text(until)})])
        if codes.fits(said=code, secret=held.row.secret, at=held.at):
            _arrive(held, actor.member_id, Attendance.How.CODE)
        else:
            Guess.objects.create(assembly_id=assembly_id, member_id=actor.member_id, at=held.at)
            wrong = Refusal(code=SittingRefusal.CODE_WRONG)
    if wrong is not None:
        raise Refused([wrong])


def leave(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Say by oneself that one leaves."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_going()
        _leave(held, actor.member_id)


def tick_arrival(*, actor: Actor, assembly_id: UUID, member_id: UUID, now: datetime) -> None:
    """Enter that somebody is there, as the desk sees it."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        _arrive(held, member(actor=actor, member_id=member_id, now=held.at).id, Attendance.How.DESK)


def tick_departure(*, actor: Actor, assembly_id: UUID, member_id: UUID, now: datetime) -> None:
    """Enter that somebody left, as the desk sees it."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        _leave(held, member(actor=actor, member_id=member_id, now=held.at).id)


def _arrive(held: Held, member_id: UUID, how: str) -> None:
    stays = Attendance.objects.filter(assembly_id=held.meeting.id, member_id=member_id)
    if stays.filter(left_at=None).exists():
        return
    Attendance.objects.create(assembly_id=held.meeting.id, member_id=member_id, arrived_at=held.at, how=how)
    held.append(SittingEvent.ARRIVED, member=str(member_id), how=str(how))


def _leave(held: Held, member_id: UUID) -> None:
    stays = Attendance.objects.filter(assembly_id=held.meeting.id, member_id=member_id, left_at=None)
    if stays.update(left_at=held.at):
        held.append(SittingEvent.LEFT, member=str(member_id))
        # Nobody is called who is not there.
        Hand.objects.filter(assembly_id=held.meeting.id, member_id=member_id, ended_at=None).update(ended_at=held.at)
