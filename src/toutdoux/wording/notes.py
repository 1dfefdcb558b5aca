"""What an account remembers of its own use, in sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.queries import NoteRow, PasskeyRow, SessionRow
from toutdoux.wording import dates

_WAYS: Mapping[Way, Callable[[], str]] = MappingProxyType(
    {
        Way.PASSWORD: lambda: gettext("by password"),
        Way.LINK: lambda: gettext("by a mailed link"),
        Way.PASSKEY: lambda: gettext("by passkey"),
        Way.OUTSIDE: lambda: gettext("through another service"),
        Way.CODE: lambda: gettext("with a code of the application"),
        Way.RECOVERY: lambda: gettext("with a recovery code"),
    }
)

_EVENTS: Mapping[What, Callable[[], str]] = MappingProxyType(
    {
        What.PASSWORD_CHANGED: lambda: gettext("Password changed; other devices were signed out."),
        What.ADDRESS_PROVEN: lambda: gettext("Address proven."),
        What.ADDRESS_CHANGED: lambda: gettext("Address changed."),
        What.ADDRESS_DISOWNED: lambda: gettext("Address taken back by the person who reads its mail."),
        What.PASSKEY_ADDED: lambda: gettext("Passkey added."),
        What.PASSKEY_REMOVED: lambda: gettext("Passkey removed."),
        What.PASSKEY_COPIED: lambda: gettext("A passkey was used as if there were a copy of it: it was not let in."),
        What.CODES_ON: lambda: gettext("Second step set up."),
        What.CODES_OFF: lambda: gettext("Second step ended."),
        What.RECOVERY_MADE: lambda: gettext("New recovery codes made."),
        What.IDENTITY_LINKED: lambda: gettext("Identity of another service linked."),
        What.IDENTITY_UNLINKED: lambda: gettext("Identity of another service unlinked."),
        What.SESSIONS_ENDED: lambda: gettext("A device signed out from here."),
    }
)


def passkey_words(row: PasskeyRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say since when a passkey is kept, and when it was last used."""
    data = {"made": dates.on_words(row.created_at, zone=zone, now=now)}
    if row.used_at is None:
        return gettext("Made %(made)s, not used yet.") % data
    return gettext("Made %(made)s, last used %(used)s.") % (
        data | {"used": dates.on_words(row.used_at, zone=zone, now=now)}
    )


def session_words(row: SessionRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say how and when a device came in, and when it was last seen, to the hour."""
    data = {
        "way": _way(row.way),
        "began": dates.on_words(row.began_at, zone=zone, now=now),
        "seen": dates.on_words(row.seen_at, zone=zone, now=now),
    }
    if row.seen_at <= row.began_at:
        return gettext("Signed in %(way)s %(began)s.") % data
    return gettext("Signed in %(way)s %(began)s; last seen %(seen)s.") % data


def _way(way: Way | None) -> str:
    return _WAYS[way]() if way else ""


def note_sentence(row: NoteRow) -> str:
    """Say what happened."""
    data = {"way": _way(row.way), "times": row.times}
    if row.what is What.SIGNED_IN:
        return gettext("Signed in %(way)s.") % data
    if row.what is What.REFUSED:
        return (
            ngettext(
                "Refused %(way)s, %(times)s time within the hour.",
                "Refused %(way)s, %(times)s times within the hour.",
                row.times,
            )
            % data
        )
    return _EVENTS[row.what]()
