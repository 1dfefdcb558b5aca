"""The votes that a reader casts for organisations, on the page of an action and behind a mailed link alike."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.decisions.queries.voices import VoiceRow, voices
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import MemberRow, represented
from toutdoux.web.decisions.presenting_action import Typed, action_context, vote_gestures
from toutdoux.web.door import Visit
from toutdoux.wording.ballots import seat_sentence


@dataclass(frozen=True, kw_only=True)
class SeatShown:
    """An organisation's one vote as its representative finds it. ``said``: what it has said, or nothing."""

    id: UUID
    name: str
    url: str
    key: str
    version: int
    about: str
    choice: str
    said: str
    reason: str
    open: bool
    why_not: tuple[str, ...]


def whole_context(*, page: ActionPage, visit: Visit, typed: Typed | None = None) -> dict[str, Any]:
    """Return all that the template of an action shows, with the votes that the reader casts for organisations."""
    address = reverse("action", args=[visit.association.slug, str(page.row.reference)])
    seats = seats_shown(found=page, visit=visit)
    return action_context(page=page, visit=visit, typed=typed) | {"seats": seats, "next_page": address}


def seats_shown(*, found: ActionPage, visit: Visit, mailed: str = "") -> tuple[SeatShown, ...]:
    """Return the votes that the reader casts for organisations on an action. ``mailed``: the address that takes them."""
    if not represented(actor=visit.actor, person_id=visit.member.id, at=visit.now):
        # Nearly everyone: one short query says so.
        return ()
    rows = [row for row in voices(actor=visit.actor, action_id=found.row.id, now=visit.now) if not row.own]
    return tuple(_shown(row, found, visit, mailed) for row in rows)


def actor_for(*, member: MemberRow, chosen: str) -> Actor:
    """Return who acts: the member or, for the organisation that ``chosen`` (an id, as sent) names, the member in its name.

    The command says whether they represent it.
    """
    if not chosen:
        return member.actor
    try:
        organisation_id = UUID(chosen)
    except ValueError as error:
        raise Refused([Refusal(code=MemberRefusal.NOT_A_REPRESENTATIVE)]) from error
    return Actor(association_id=member.association_id, member_id=organisation_id, by_id=member.id)


def _shown(row: VoiceRow, found: ActionPage, visit: Visit, mailed: str) -> SeatShown:
    reference, zone = str(found.row.reference), visit.association.zone
    theirs = action_page(actor=row.actor, reference=reference, now=visit.now)
    assert isinstance(theirs, ActionPage), "whoever has a seat has it on a live action"
    gestures = vote_gestures(page=theirs, visit=visit, typed=Typed())
    mine = theirs.mine
    address = reverse("organisation_vote", args=[visit.association.slug, row.actor.member_id, reference])
    return SeatShown(
        id=row.actor.member_id,
        name=row.name,
        url=f"{mailed}?for={row.actor.member_id}" if mailed else address,
        key=str(uuid4()),
        version=found.version.number,
        about=f"{reference}, {row.name}",
        choice=mine.choice if mine else "",
        said=seat_sentence(name=row.name, choice=mine.choice, at=mine.at, zone=zone, now=visit.now) if mine else "",
        reason=mine.reason if mine else "",
        open=gestures.open,
        why_not=gestures.why_not,
    )
