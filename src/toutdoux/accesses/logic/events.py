"""What the ledger says of accesses, and why something about them is refused. Stored words: never change their meaning."""

from enum import StrEnum


class AccessEvent(StrEnum):
    """Entries written by this sub-domain."""

    RESOURCE_DECLARED = "resource.declared"
    RESOURCE_CHANGED = "resource.changed"
    RESOURCE_CLOSED = "resource.closed"
    GRANTED = "access.granted"
    EXTENDED = "access.extended"
    ENDED = "access.ended"
    REVIEWED = "access.reviewed"
    TICKED = "access.ticked"


class AccessRefusal(StrEnum):
    """Why something about an access is refused, or had nothing to change."""

    UNKNOWN_RESOURCE = "unknown-resource"
    UNKNOWN_ACCESS = "unknown-access"
    NAME_MISSING = "resource-name-missing"
    SORT_UNKNOWN = "resource-sort-unknown"
    LEVEL_UNKNOWN = "resource-level-unknown"
    REVIEW_OUT_OF_RANGE = "resource-review-out-of-range"
    OWNER_UNKNOWN = "resource-owner-unknown"
    TOO_LONG = "access-too-long"
    PURPOSE_MISSING = "access-purpose-missing"
    LOOKS_SECRET = "looks-secret"  # noqa: S105 -- a code, no secret
    CLOSED = "resource-closed"
    HAS_LEFT = "access-has-left"
    ALREADY_HOLDS = "access-already-held"
    DOES_NOT_HOLD = "access-not-held"
    ENDS_BEFORE_IT_BEGINS = "access-ends-before-it-begins"
    LATER_ALREADY = "access-later-already"
    NOT_YOURS = "access-not-yours"
    ALREADY_TICKED = "access-already-ticked"
    NOTHING_TO_TICK = "access-nothing-to-tick"
    BY_DECISION = "access-by-decision"
