"""Changing what an association has set for itself: its members who vote may, the others may read why not."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from toutdoux.associations import commands as associations
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.kernel.people import Actor
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote


def change_settings(*, actor: Actor, values: Mapping[str, str], now: datetime) -> None:
    """Change settings of the actor's association; refuses someone who does not vote, and values that cannot be."""
    # The lock is taken before the right is looked at: it cannot end between the look and the change.
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        associations.change_settings(actor=actor, values=values, now=log.at)


def open_period(*, actor: Actor, period: PeriodFacts, now: datetime) -> None:
    """Open a period of the actor's association; refuses someone who does not vote, and a period that cannot be."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        associations.record_period(log=log, period=period, actor_id=actor.member_id)


def close_period(*, actor: Actor, code: str, last_day: date, now: datetime) -> None:
    """Say which is the last day of a period; refuses someone who does not vote, and a day before it begins."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        ends_on = last_day + timedelta(days=1)
        associations.record_closing(log=log, code=code, ends_on=ends_on, actor_id=actor.member_id)
