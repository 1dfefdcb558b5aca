"""Welcoming and meeting: saying what one is willing to do, arranging meetings, accepting a turn. Nobody is appointed."""

from datetime import date, datetime, time

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.procedures.logic.belonging import PLACE_MAX
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.models import FirstSteps, Meetings, MeetingTurn, Organiser, Welcomer
from toutdoux.procedures.queries.belonging import meeting


def put_first_steps_away(*, actor: Actor, away: bool, now: datetime) -> None:
    """Put the first steps away, or bring them back."""
    if away:
        FirstSteps.objects.get_or_create(member_id=actor.member_id, defaults={"put_away_at": now})
    else:
        FirstSteps.objects.filter(member_id=actor.member_id).delete()


def help_newcomers(*, actor: Actor, willing: bool, now: datetime) -> None:
    """Say whether newcomers may ask one."""
    if willing:
        Welcomer.objects.get_or_create(member_id=actor.member_id, defaults={"since": now})
    else:
        Welcomer.objects.filter(member_id=actor.member_id).delete()


def help_with_meetings(*, actor: Actor, willing: bool, now: datetime) -> None:
    """Say whether one is willing to organise a meeting when it is one's turn."""
    if willing:
        Organiser.objects.get_or_create(member_id=actor.member_id, defaults={"since": now})
    else:
        Organiser.objects.filter(member_id=actor.member_id).delete()


def arrange_meetings(*, actor: Actor, weeks: int, first_on: date, begins: time, place: str, now: datetime) -> None:
    """Arrange regular meetings, or change how they are arranged. For members who vote."""
    if not 1 <= weeks <= 12 or not 1 <= len(place.strip()) <= PLACE_MAX:
        raise Refused([Refusal(code=ProcedureRefusal.MEETINGS_MALFORMED)])
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        Meetings.objects.update_or_create(
            association_id=actor.association_id,
            defaults={
                "weeks": weeks,
                "first_on": first_on,
                "begins": begins,
                "place": place.strip(),
                "arranged_by_id": actor.member_id,
                "arranged_at": log.at,
            },
        )


def stop_meetings(*, actor: Actor, now: datetime) -> None:
    """Stop meeting regularly. For members who vote."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        Meetings.objects.filter(association_id=actor.association_id).delete()


def answer_turn(*, actor: Actor, on: date, accepted: bool, now: datetime) -> None:
    """Accept the next meeting that is proposed to one, or decline it: it is then proposed to the next volunteer."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = meeting(association_id=actor.association_id, now=log.at)
        asked = row.proposed.member_id if row and row.proposed and row.on == on else None
        # Who has accepted may still step back: better said than forgotten.
        mine = row is not None and row.organiser is not None and row.on == on and not accepted
        if asked != actor.member_id and not (
            mine and row and row.organiser and row.organiser.member_id == actor.member_id
        ):
            raise Refused([Refusal(code=ProcedureRefusal.NOT_YOUR_TURN)])
        MeetingTurn.objects.update_or_create(
            member_id=actor.member_id,
            on=on,
            defaults={"association_id": actor.association_id, "accepted": accepted, "at": log.at},
        )
