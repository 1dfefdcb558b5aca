"""What the ledger says of procedures, and why something about them is refused. Stored words: never change their meaning."""

from enum import StrEnum


class ProcedureEvent(StrEnum):
    """Entries written by this sub-domain. Those of a person who is asked name a row, never the person."""

    INACTIVITY_BEGUN = "inactivity.begun"
    TAKEN_OFF = "inactivity.taken-off"
    ASKED = "inactivity.asked"
    TOLD = "inactivity.told"
    ANSWERED = "inactivity.answered"
    ACTION_OPENED = "inactivity.action-opened"
    INACTIVITY_CLOSED = "inactivity.closed"
    ERASURE_ANNOUNCED = "erasure.announced"
    ERASURE_CANCELLED = "erasure.cancelled"
    ERASED = "member.erased"
    RETENTION_CHANGED = "retention.changed"
    RETENTION_APPLIED = "retention.applied"


class ProcedureRefusal(StrEnum):
    """Why something about a procedure is refused."""

    UNKNOWN_PROCEDURE = "unknown-procedure"
    NOT_YOURS_TO_RUN = "not-yours-to-run"
    PROCEDURE_RUNNING = "procedure-running"
    WINDOW_MALFORMED = "window-malformed"
    NOBODY_LISTED = "nobody-listed"
    NOT_AT_THIS_STEP = "not-at-this-step"
    ALREADY_OFF = "already-off"
    ALREADY_TOLD = "already-told"
    NOT_TOLD_YET = "not-told-yet"
    STILL_TIME_TO_ANSWER = "still-time-to-answer"
    NOBODY_SILENT = "nobody-silent"
    ANSWER_UNKNOWN = "answer-unknown"
    ALREADY_ANSWERED = "already-answered"
    NO_LONGER_ASKED = "no-longer-asked"
    ANSWER_LINK_UNKNOWN = "answer-link-unknown"
    WORDS_TOO_LONG = "words-too-long"
    NOTHING_TO_RETURN_FROM = "nothing-to-return-from"
    MEETINGS_MALFORMED = "meetings-malformed"
    NOT_YOUR_TURN = "not-your-turn"
    ERASURE_NOT_YOURS = "erasure-not-yours"
    ERASURE_ASKED = "erasure-asked"
    ERASURE_UNKNOWN = "erasure-unknown"
    ALREADY_ERASED = "already-erased"
    STILL_A_MEMBER = "still-a-member"
    RETENTION_UNKNOWN = "retention-unknown"
    RETENTION_OUT_OF_RANGE = "retention-out-of-range"
