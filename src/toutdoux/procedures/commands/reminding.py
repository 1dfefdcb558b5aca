"""Looking, once a day, for the reminders that time alone calls for."""

from datetime import datetime
from uuid import UUID

from toutdoux.procedures.models import ReminderRound


def look_today(*, association_id: UUID, now: datetime) -> bool:
    """Begin this day's round; False when it was begun already. Two workers take turns on the row."""
    row, created = ReminderRound.objects.get_or_create(association_id=association_id, defaults={"on": now.date()})
    return created or bool(ReminderRound.objects.filter(id=row.id, on__lt=now.date()).update(on=now.date()))
