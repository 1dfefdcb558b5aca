"""What the ledger says of the votes of an assembly, and why something about one is refused."""

from enum import StrEnum


class VoteEvent(StrEnum):
    """Entries written by this sub-domain. Stored words; they never change their meaning."""

    OPENED = "vote.opened"
    CAST = "vote.cast"
    MARKED = "vote.marked"
    CLOSED = "vote.closed"
    CANCELLED = "vote.cancelled"
    AMENDMENT_PROPOSED = "vote.amendment-proposed"
    AMENDMENT_WITHDRAWN = "vote.amendment-withdrawn"
    PURCHASE_WRITTEN = "vote.purchase-written"
    ITEM_DEFERRED = "vote.item-deferred"
    EFFECT = "vote.effect-recorded"


class VoteRefusal(StrEnum):
    """Why something about a vote of an assembly is refused."""

    UNKNOWN_VOTE = "unknown-vote"
    UNKNOWN_AMENDMENT = "unknown-amendment"
    NOT_TO_VOTE_ON = "not-to-vote-on"
    VOTE_RUNNING = "vote-running"
    VOTED_ALREADY = "voted-already"
    AMENDMENTS_WAIT = "amendments-wait"
    NOBODY_THERE = "nobody-there"
    QUORUM_MISSING = "quorum-missing-vote"
    UNKNOWN_WAY = "unknown-way"
    NOT_BY_HANDS = "not-by-hands"
    BY_HANDS = "by-hands"
    TOTALS_TOO_LARGE = "totals-too-large"
    TOTALS_NEGATIVE = "totals-negative"
    VOTE_OVER = "vote-over"
    NOTHING_CHOSEN = "nothing-chosen"
    UNKNOWN_CHOICE = "unknown-vote-choice"
    KEY_MISSING = "vote-key-missing"
    NOT_SEATED = "not-seated"
    NOT_THEIR_VOICE = "not-their-voice"
    INSTRUCTED = "instructed"
    CAST_FOR_GOOD = "cast-for-good"
    BOX_INCOMPLETE = "box-incomplete"
    REASON_MISSING = "vote-reason-missing"
    REASON_TOO_LONG = "vote-reason-too-long"
    EFFECTS_APPLIED = "vote-effects-applied"
    AMENDMENT_EMPTY = "amendment-empty"
    AMENDMENT_TOO_LONG = "amendment-too-long"
    AMENDMENT_VOTED = "amendment-voted"
    AMENDMENT_NOT_YOURS = "amendment-not-yours"
    NOT_IN_THE_ROOM = "not-in-the-room"
    ITEM_OVER = "item-over"
