"""How minutes stand, in sentences."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.minutes.queries import MinutesRow
from toutdoux.wording import dates


def standing_words(found: MinutesRow, *, zone: ZoneInfo) -> str:
    """Say whether minutes are a draft, or who approved them and when; nothing of an assembly that was brought in."""
    if found.meeting.stage is Stage.PAST:
        return ""
    if found.frozen_at is None:
        return gettext("Draft, not approved yet")
    data = {
        "names": ", ".join(found.approved_by),
        "day": dates.day_words(found.frozen_at.astimezone(zone).date()),
    }
    return gettext("Approved by %(names)s on %(day)s") % data
