"""Being away for a while, and coming back. Leaves are dated ahead; what is past is never changed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands.profiles import require_hand_on
from toutdoux.members.commands.writing import facts_of, write
from toutdoux.members.logic import changes
from toutdoux.members.logic.changes import Changed
from toutdoux.members.logic.events import MemberEvent, MemberRefusal
from toutdoux.members.logic.rights import MemberFacts
from toutdoux.rules.time import start_of_day


def take_leave(*, actor: Actor, member_id: UUID, first_day: date, last_day: date | None, now: datetime) -> None:
    """Enter a leave, from ``first_day`` (today: from now) to the end of ``last_day`` (None: until one says so).

    One does it for oneself; for a member without account, anyone with the voting right does.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_hand_on(actor=actor, member_id=member_id, at=log.at)
        zone = association(association_id=actor.association_id).zone
        today = log.at.astimezone(zone).date()
        starts_at = log.at if first_day == today else start_of_day(day=first_day, zone=zone)
        ends_at = None if last_day is None else start_of_day(day=last_day + timedelta(days=1), zone=zone)
        facts = _known(log, member_id)
        changed = changes.take_leave(facts=facts, starts_at=starts_at, ends_at=ends_at, at=log.at)
        _enter(
            log,
            actor,
            member_id,
            facts,
            changed,
            kind=MemberEvent.LEAVE_BEGAN,
            data={"from": instant_text(starts_at), "to": instant_text(ends_at) if ends_at else None},
        )


def end_leave(*, actor: Actor, member_id: UUID, starts_at: datetime, now: datetime) -> None:
    """Come back from the leave that began at ``starts_at``, or give it up before it begins."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_hand_on(actor=actor, member_id=member_id, at=log.at)
        facts = _known(log, member_id)
        changed = changes.end_leave(facts=facts, starts_at=starts_at, at=log.at)
        _enter(
            log,
            actor,
            member_id,
            facts,
            changed,
            kind=MemberEvent.LEAVE_ENDED,
            data={"from": instant_text(starts_at)},
        )


def _known(log: Log, member_id: UUID) -> MemberFacts:
    facts = facts_of(log=log, member_id=member_id)
    assert facts is not None  # whoever may act on a member has found them
    return facts


def _enter(
    log: Log,
    actor: Actor,
    member_id: UUID,
    facts: MemberFacts,
    changed: Changed,
    *,
    kind: MemberEvent,
    data: dict[str, str | None],
) -> None:
    if isinstance(changed, MemberRefusal):
        raise Refused([Refusal(code=changed)])
    write(member_id=member_id, before=facts, after=changed)
    log.append(kind=kind, actor_id=actor.member_id, data={"member": str(member_id), **data})
