"""Which deadlines are over and wait to be applied, and when the next one falls, over all associations."""

from datetime import datetime
from uuid import UUID

from django.db.models import Min

from toutdoux.decisions.models import Action
from toutdoux.rules.facts import Status


def associations_due(*, now: datetime) -> tuple[UUID, ...]:
    """Return the associations in which a deadline is over, the longest over first."""
    rows = Action.objects.filter(status=Status.OPEN, deadline__lte=now)
    first = rows.values("association_id").annotate(first=Min("deadline")).order_by("first", "association_id")
    return tuple(row["association_id"] for row in first)


def next_deadline(*, now: datetime) -> datetime | None:
    """Return when the next deadline falls, after ``now``; None when nothing is open."""
    rows = Action.objects.filter(status=Status.OPEN, deadline__gt=now)
    found: datetime | None = rows.aggregate(first=Min("deadline"))["first"]
    return found
