"""Who asks to speak, and who speaks. It leaves no entry in the ledger: it is courtesy, not a decision."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from toutdoux.assemblies.models import Item
from toutdoux.assemblies.sitting.commands.page import Held, page_of, turn
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.models import Attendance, Hand, Sitting
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused


def raise_hand(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Ask to speak; asked already, nothing changes. Refuses whoever is not in the room."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_at_work()
        if not Attendance.objects.filter(assembly_id=assembly_id, member_id=actor.member_id, left_at=None).exists():
            raise Refused([Refusal(code=SittingRefusal.NOT_THERE)])
        if not _up(held).filter(member_id=actor.member_id).exists():
            item = Item.objects.filter(assembly_id=assembly_id, state=Item.State.CURRENT).first()
            Hand.objects.create(assembly_id=assembly_id, item=item, member_id=actor.member_id, raised_at=held.at)
            _beat(held)


def lower_hand(*, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    """Take one's hand down, or be done speaking."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_going()
        if _up(held).filter(member_id=actor.member_id).update(ended_at=held.at):
            _beat(held)


def give_floor(*, actor: Actor, assembly_id: UUID, hand_id: int, now: datetime) -> None:
    """Give the floor to someone who asked; whoever had it is done."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_at_work()
        hand = _up(held).filter(id=hand_id).first()
        if hand is None:
            raise Refused([Refusal(code=SittingRefusal.HAND_UNKNOWN)])
        if hand.called_at is None:
            _up(held).filter(called_at__isnull=False).update(ended_at=held.at)
            hand.called_at = held.at
            hand.save(update_fields=["called_at"])
            turn(assembly_id=assembly_id)
            _beat(held)


def end_speech(*, actor: Actor, assembly_id: UUID, hand_id: int, now: datetime) -> None:
    """Note that someone is done speaking, or takes their hand down; done already, nothing changes."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        if _up(held).filter(id=hand_id).update(ended_at=held.at):
            turn(assembly_id=assembly_id)
            _beat(held)


def let_first_timers_first(*, actor: Actor, assembly_id: UUID, first: bool, now: datetime) -> None:
    """Choose whether those who have not spoken at an item are called before those who have."""
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_going()
        Sitting.objects.filter(assembly_id=assembly_id).update(first_timers_first=first)
        _beat(held)


def _up(held: Held) -> QuerySet[Hand]:
    return Hand.objects.filter(assembly_id=held.meeting.id, ended_at=None)


def _beat(held: Held) -> None:
    Sitting.objects.filter(assembly_id=held.meeting.id).update(beat=F("beat") + 1)
