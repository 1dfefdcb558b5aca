"""Keeping data no longer than was said: choosing for how long, and erasing on the day that was announced."""

from datetime import datetime
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.procedures.logic.events import ProcedureEvent, ProcedureRefusal
from toutdoux.procedures.logic.retention import LONGEST, OF_THE_INSTALLATION, SHORTEST, Kept, this_round
from toutdoux.procedures.models import Retention, RetentionRound
from toutdoux.procedures.queries.retention import of, periods_chosen, too_old
from toutdoux.rules.time import start_of_day


def change_retention(*, actor: Actor, kind: str, days: int, now: datetime) -> None:
    """Choose how long a kind of data is kept; applied two weeks later at the earliest. For members who vote."""
    refusals = []
    if kind not in set(Kept) - OF_THE_INSTALLATION:
        refusals.append(Refusal(code=ProcedureRefusal.RETENTION_UNKNOWN))
    if not SHORTEST <= days <= LONGEST:
        refusals.append(Refusal(code=ProcedureRefusal.RETENTION_OUT_OF_RANGE))
    refuse_if_any(refusals)
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        Retention.objects.update_or_create(
            association_id=actor.association_id, kind=kind, defaults={"days": days, "changed_at": log.at}
        )
        log.append(kind=ProcedureEvent.RETENTION_CHANGED, actor_id=actor.member_id, data={"kind": kind, "days": days})


def apply_retention(*, association_id: UUID, now: datetime) -> int:
    """Erase what had grown too old on this month's day of erasing, once; return how much. What the worker calls.

    The first month of all only begins the count: nothing is erased that nobody could read of before.
    """
    zone = association(association_id=association_id).zone
    day = this_round(now.astimezone(zone).date())
    if RetentionRound.objects.filter(association_id=association_id, on=day).exists():
        return 0
    with writing(association_id=association_id, now=now) as log:
        known = RetentionRound.objects.filter(association_id=association_id)
        if known.filter(on=day).exists():
            return 0
        counts = _erase(association_id=association_id, at=start_of_day(day=day, zone=zone)) if known.exists() else {}
        RetentionRound.objects.create(association_id=association_id, on=day, at=log.at, counts=counts)
        if any(counts.values()):
            log.append(
                kind=ProcedureEvent.RETENTION_APPLIED,
                actor_id=None,
                data={"on": day.isoformat(), "counts": counts},
            )
        return sum(counts.values())


def _erase(*, association_id: UUID, at: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in periods_chosen(association_id=association_id):
        if not one.applies(at=at):
            continue
        for rule in of(one.kind):
            rows = too_old(rule=rule, chosen=one, association_id=association_id, at=at)
            count = rows.count()
            if rule.blank:
                rows.update(**dict.fromkeys(rule.blank, ""))
            else:
                rows.delete()
            counts[one.kind] = counts.get(one.kind, 0) + count
    return counts
