"""What an account remembers of its own use, for its person to read. Stored words; they never change their meaning."""

from datetime import timedelta
from enum import StrEnum

#: How long notes are kept.
KEPT = timedelta(days=180)
#: The same thing again within this counts on the note there is: whoever guesses fills no table.
MERGED_WITHIN = timedelta(hours=1)


class Way(StrEnum):
    """How one came in, or tried to."""

    PASSWORD = "password"  # noqa: S105 -- a way in
    LINK = "link"
    PASSKEY = "passkey"
    OUTSIDE = "outside"
    CODE = "code"
    RECOVERY = "recovery"


class What(StrEnum):
    """What happened to an account."""

    SIGNED_IN = "signed-in"
    REFUSED = "refused"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 -- what happened
    ADDRESS_PROVEN = "address-proven"
    ADDRESS_CHANGED = "address-changed"
    ADDRESS_DISOWNED = "address-disowned"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    PASSKEY_COPIED = "passkey-copied"
    CODES_ON = "codes-on"
    CODES_OFF = "codes-off"
    RECOVERY_MADE = "recovery-made"
    IDENTITY_LINKED = "identity-linked"
    IDENTITY_UNLINKED = "identity-unlinked"
    SESSIONS_ENDED = "sessions-ended"


#: What merges with the same of the last hour; the rest is told one by one.
MERGED = frozenset({What.REFUSED})
