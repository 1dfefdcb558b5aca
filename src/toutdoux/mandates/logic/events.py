"""What the ledger says of mandates, and why something about them is refused. Stored words: never change their meaning."""

from enum import StrEnum


class MandateEvent(StrEnum):
    """Entries written by this sub-domain."""

    BEGAN = "mandate.began"
    ENDED = "mandate.ended"
    KIND_CHANGED = "mandate.kind-changed"
    HAND_OVER_OPENED = "handover.opened"
    HAND_OVER_CHANGED = "handover.changed"


class MandateRefusal(StrEnum):
    """Why something about a mandate is refused, or had nothing to change."""

    UNKNOWN_MANDATE = "unknown-mandate"
    UNKNOWN_KIND = "unknown-mandate-kind"
    KIND_TAKEN = "mandate-kind-taken"
    NAME_MISSING = "mandate-name-missing"
    TOO_LONG = "mandate-too-long"
    HAS_LEFT = "mandate-has-left"
    ENDS_BEFORE_IT_BEGINS = "mandate-ends-before-it-begins"
    ALREADY_HOLDS = "mandate-already-held"
    DOES_NOT_HOLD = "mandate-not-held"
    NOT_YOURS = "mandate-not-yours"
    CHECKLIST_TOO_LONG = "checklist-too-long"
    LINE_UNKNOWN = "checklist-line-unknown"
    LINE_TICKED = "checklist-line-ticked"
    LOOKS_SECRET = "mandate-looks-secret"  # noqa: S105 -- a code, no secret
