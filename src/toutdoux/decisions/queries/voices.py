"""For whom someone may cast a ballot on an action: for themselves, and for each organisation that they represent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Action, Seat
from toutdoux.kernel.people import Actor
from toutdoux.members.queries import member, represented


@dataclass(frozen=True, kw_only=True)
class VoiceRow:
    """A seat in the council that decides on an action, and who would cast its ballot. ``own``: their own."""

    actor: Actor
    name: str
    own: bool


def voices(*, actor: Actor, action_id: UUID, now: datetime) -> tuple[VoiceRow, ...]:
    """Return the seats for which the actor may cast a ballot on the text of today: their own first, then by name."""
    organisations = represented(actor=actor, person_id=actor.member_id, at=now)
    ids = {actor.member_id, *(row.id for row in organisations)}
    text = Action.objects.filter(id=action_id, association_id=actor.association_id).values("current")
    seated = set(Seat.objects.filter(version__in=text, member_id__in=ids).values_list("member_id", flat=True))
    found = [
        VoiceRow(
            actor=Actor(association_id=actor.association_id, member_id=row.id, by_id=actor.member_id),
            name=row.name,
            own=False,
        )
        for row in organisations
        if row.id in seated
    ]
    if actor.member_id in seated:
        name = member(actor=actor, member_id=actor.member_id, now=now).name
        found.insert(0, VoiceRow(actor=actor, name=name, own=True))
    return tuple(found)
