"""How much one person may ask of us in a while, whatever the chat. A thumb is slower; a machine is told to wait."""

from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
#: Gestures of one person in a window: buttons, commands, dialogs together.
MOST_GESTURES = 30
#: How long a link that joins a chat account to a member can be followed, and how many one chat account may have at once.
LINK_LASTS = timedelta(hours=1)
MOST_LINKS = 5
#: How long a dialog may stay open before it is sent.
DIALOG_LASTS = timedelta(hours=2)
#: How long what was answered is kept: what comes again is answered the same for this long.
ANSWERS_LAST = timedelta(days=60)


def again_at(*, gestures: Iterable[datetime], now: datetime) -> datetime | None:
    """Return when a person who made ``gestures`` may make another; None when they may now."""
    recent = sorted(at for at in gestures if at > now - WINDOW)
    return recent[-MOST_GESTURES] + WINDOW if len(recent) >= MOST_GESTURES else None
