"""What the ledger says of minutes and tasks, and why something about them is refused."""

from enum import StrEnum


class MinutesEvent(StrEnum):
    """Entries written by this sub-domain. Data: the assembly, ids, salted digests; never a word of what was said."""

    APPROVERS_NAMED = "minutes.approvers-named"
    APPROVED = "minutes.approved"
    FROZEN = "minutes.frozen"
    CORRECTED = "minutes.corrected"
    TASK_TAKEN = "task.taken"
    TASK_DONE = "task.done"


class MinutesRefusal(StrEnum):
    """Why something about minutes is refused."""

    UNKNOWN_NOTE = "unknown-note"
    UNKNOWN_TASK = "unknown-task"
    NOTE_TOO_LONG = "note-too-long"
    TOO_MANY_NOTES = "too-many-notes"
    NOT_OPENED_YET = "minutes-not-opened-yet"
    MINUTES_FROZEN = "minutes-frozen"
    ASSEMBLY_STILL_OPEN = "assembly-still-open"
    NOT_NAMED = "minutes-not-named"
    NOBODY_NAMED = "minutes-nobody-named"
    TEXT_CHANGED = "minutes-text-changed"
    NOT_FROZEN = "minutes-not-frozen"
    WORDS_MISSING = "minutes-words-missing"
    TASK_ALREADY_DONE = "task-already-done"
