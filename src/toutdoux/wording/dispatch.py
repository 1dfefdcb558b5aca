"""The proof that each member was told of an assembly, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.wording import dates
from toutdoux.wording.chat.places import chat_word
from toutdoux.wording.messages import channel_words, trouble_words


def dispatch_words(
    *,
    channel: str,
    state: str,
    reason: str,
    error: str,
    planned_at: datetime,
    sent_at: datetime | None,
    zone: ZoneInfo,
    now: datetime,
) -> str:
    """Say through what and when someone was told, or why they were not."""
    if sent_at is not None:
        way = channel_words(chat="" if channel == "mail" else chat_word(channel))
        on = dates.on_words(sent_at, zone=zone, now=now)
        return gettext("told %(way)s, %(on)s") % {"way": way, "on": on}
    trouble = trouble_words(state=state, reason=reason, error=error) if reason or error else ""
    if state in {"waiting", "claimed"} and not trouble:
        on = dates.on_words(planned_at, zone=zone, now=now)
        return gettext("the message leaves %(on)s") % {"on": on}
    return trouble or gettext("not told")
