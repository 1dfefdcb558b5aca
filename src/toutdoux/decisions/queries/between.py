"""What was decided between two instants: for whoever was away."""

from datetime import datetime

from toutdoux.decisions.models import Action
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.kernel.people import Actor
from toutdoux.rules.facts import Status

_MOST = 30


def decided_between(*, actor: Actor, starts_at: datetime, ends_at: datetime, now: datetime) -> tuple[ActionRow, ...]:
    """Return the actions decided from ``starts_at`` on and before ``ends_at``, the latest first, thirty at most."""
    rows = Action.objects.filter(
        association_id=actor.association_id, decided_at__gte=starts_at, decided_at__lt=ends_at, historical=False
    ).exclude(status=Status.ANNOUNCED)
    found = list(rows.select_related(*NEEDED).order_by("-decided_at", "id")[:_MOST])
    return tuple(action_rows(actions=found, actor=actor, now=now))
