"""What the ledger says of associations. Stored words: never change their meaning."""

from enum import StrEnum


class AssociationEvent(StrEnum):
    """Entries written by this sub-domain."""

    FOUNDED = "association.founded"
    SETTINGS_CHANGED = "association.settings-changed"
    PERIOD_OPENED = "period.opened"
    PERIOD_CLOSED = "period.closed"
    RULEBOOK_ADOPTED = "rulebook.adopted"


class AssociationRefusal(StrEnum):
    """Why an association, a period or a setting is refused."""

    SLUG_TAKEN = "slug-taken"
    SLUG_MALFORMED = "slug-malformed"
    SLUG_RESERVED = "slug-reserved"
    NAME_MISSING = "name-missing"
    NAME_TOO_LONG = "name-too-long"
    UNKNOWN_ZONE = "unknown-zone"
    PERIOD_TAKEN = "period-taken"
    PERIOD_MALFORMED = "period-malformed"
    PERIOD_ENDS_BEFORE_IT_STARTS = "period-ends-before-it-starts"
    PERIOD_UNKNOWN = "period-unknown"
    SETTING_UNKNOWN = "setting-unknown"
    RULEBOOK_INCOMPLETE = "rulebook-incomplete"
    ALREADY_FOUNDED = "already-founded"
    UNKNOWN_ASSOCIATION = "unknown-association"
