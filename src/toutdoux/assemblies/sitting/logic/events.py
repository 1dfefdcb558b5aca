"""What the ledger says of an assembly while it is held, and why something is refused there."""

from enum import StrEnum


class SittingEvent(StrEnum):
    """Entries written by this sub-domain. Data: the assembly, the member it is about, counts."""

    CHECK_IN = "assembly.check-in"
    ARRIVED = "attendance.arrived"
    LEFT = "attendance.left"
    CHAIR = "assembly.chair-named"
    SECRETARY = "assembly.secretary-named"
    OPENED = "assembly.opened"
    MISSING = "assembly.quorum-missing"
    ITEM = "assembly.item-taken"
    SUSPENDED = "assembly.suspended"
    RESUMED = "assembly.resumed"
    CLOSED = "assembly.closed"


class SittingRefusal(StrEnum):
    """Why something is refused while an assembly is held."""

    NOT_THE_DESK = "not-the-desk"
    NOT_CONVENED = "not-convened"
    NOT_OPEN = "assembly-not-open"
    ALREADY_OPEN = "assembly-already-open"
    OVER = "assembly-over"
    TOO_EARLY = "assembly-too-early"
    NO_CHAIR = "no-chair"
    CHAIR_TAKEN = "chair-taken"
    NOT_IN_COUNCIL = "chair-not-in-council"
    QUORUM_MISSING = "quorum-missing"
    QUORUM_THERE = "quorum-there"
    CHECK_IN_CLOSED = "check-in-closed"
    CODE_WRONG = "code-wrong"
    CODES_TRIED = "codes-tried"
    NOT_THERE = "not-there"
    SUSPENDED = "assembly-suspended"
    ITEM_UNKNOWN = "item-unknown"
    HAND_UNKNOWN = "hand-unknown"
