"""What people ask for on the page of preferences."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from toutdoux.integrations.logic.words import Moment, Way
from toutdoux.integrations.models import Preference
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.wording.refusals.integrations import IntegrationRefusal


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What someone asks for on the page of preferences, as typed. ``zone`` empty: that of the association."""

    way: str
    moment: str
    hour: int
    weekday: int
    quiet_from: int
    quiet_to: int
    reminders: bool
    zone: str = ""


def change_preferences(*, member_id: UUID, wanted: Wanted, now: datetime) -> None:
    """Record what a member wants. Refuses what is not one of the choices."""
    well = (
        wanted.way in set(Way)
        and wanted.moment in set(Moment)
        and all(0 <= hour <= 23 for hour in (wanted.hour, wanted.quiet_from, wanted.quiet_to))
        and 0 <= wanted.weekday <= 6
        and (not wanted.zone or wanted.zone in available_timezones())
    )
    if not well:
        raise Refused([Refusal(code=IntegrationRefusal.PREFERENCE_MALFORMED)])
    Preference.objects.update_or_create(
        member_id=member_id,
        defaults={
            "way": wanted.way,
            "moment": wanted.moment,
            "hour": wanted.hour,
            "weekday": wanted.weekday,
            "quiet_from": wanted.quiet_from,
            "quiet_to": wanted.quiet_to,
            "reminders": wanted.reminders,
            "zone": wanted.zone,
            "changed_at": now,
        },
    )


def want_nothing(*, member_id: UUID, now: datetime) -> None:
    """Stop writing to a member, leaving everything else they chose as it is."""
    Preference.objects.update_or_create(member_id=member_id, defaults={"way": Way.NONE, "changed_at": now})
