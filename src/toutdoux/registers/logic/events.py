"""What the ledger says of the registers, and why something about an entry is refused. Stored words: never change their meaning."""

from enum import StrEnum


class RegisterEvent(StrEnum):
    """Entries of the ledger written by this sub-domain."""

    RECORDED = "entry.recorded"
    CHANGED = "entry.changed"
    MOVED = "entry.moved"
    WITHDRAWN = "entry.withdrawn"
    FILE_ADDED = "entry.file-added"
    FILE_REMOVED = "entry.file-removed"
    SETTINGS_CHANGED = "entry.settings-changed"


class RegisterRefusal(StrEnum):
    """Why something about an entry of a register is refused."""

    UNKNOWN_ENTRY = "unknown-entry"
    UNKNOWN_KIND = "unknown-entry-kind"
    UNKNOWN_FILE = "unknown-entry-file"
    TITLE_MISSING = "entry-title-missing"
    DAY_MISSING = "entry-day-missing"
    DAY_OUT_OF_RANGE = "entry-day-out-of-range"
    LAST_DAY_FIRST = "entry-last-day-first"
    END_FIRST = "entry-end-first"
    BEGINNING_MISSING = "entry-beginning-missing"
    AMOUNT_MISSING = "entry-amount-missing"
    ABOUT_MISSING = "entry-about-missing"
    ABOUT_UNKNOWN = "entry-about-unknown"
    FIELD_UNKNOWN = "entry-field-unknown"
    FIELD_MISSING = "entry-field-missing"
    TOO_LONG = "entry-too-long"
    CONTROL_CHARACTER = "entry-control-character"
    NUMBER_OUT_OF_RANGE = "entry-number-out-of-range"
    CHOICE_UNKNOWN = "entry-choice-unknown"
    LINK_MALFORMED = "entry-link-malformed"
    LOOKS_SECRET = "entry-looks-secret"  # noqa: S105 -- a code, no secret
    MORE_THAN = "entry-more-than"
    PERSON_UNKNOWN = "entry-person-unknown"
    PERSON_UNCLEAR = "entry-person-unclear"
    STATE_UNKNOWN = "entry-state-unknown"
    STATE_THE_SAME = "entry-state-the-same"
    STATE_EARLIER = "entry-state-earlier"
    STATE_BY_DECISION = "entry-state-by-decision"
    PERIOD_UNKNOWN = "entry-period-unknown"
    REASON_MISSING = "entry-reason-missing"
    WITHDRAWN = "entry-withdrawn"
    CHANGED_MEANWHILE = "entry-changed-meanwhile"
    FILE_EMPTY = "entry-file-empty"
    FILE_TOO_BIG = "entry-file-too-big"
    FILE_UNKNOWN_SORT = "entry-file-unknown-sort"
    FILE_TOO_MANY = "entry-file-too-many"
