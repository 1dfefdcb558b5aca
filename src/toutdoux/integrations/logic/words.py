"""The words of the outbox. Stored words: never change their meaning."""

from enum import StrEnum


class About(StrEnum):
    """What a message is about. ``DIGEST`` gathers several of the others."""

    INVITATION = "invitation"
    OPENED = "opened"
    AMENDED = "amended"
    ANNOUNCED = "announced"
    REMINDER = "reminder"
    OBJECTION = "objection"
    OUTCOME = "outcome"
    DONE = "done"
    STAY = "stay"
    CONVENING = "convening"
    PROXY = "proxy"
    MINUTES = "minutes"
    ITEM = "item"
    ELECTION = "election"
    REVIEW = "review"
    RENEWAL = "renewal"
    DIGEST = "digest"
    POST = "post"
    TEST = "test"


class State(StrEnum):
    """Where a delivery is. ``FAILED``: refused for good; ``GIVEN_UP``: tried for a day in vain."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given-up"
    SKIPPED = "skipped"


class Skip(StrEnum):
    """Why something that was planned was not sent after all."""

    NO_ADDRESS = "no-address"
    LEFT = "left"
    NOT_WANTED = "not-wanted"
    VOTED = "voted"
    DECIDED = "decided"
    AMENDED = "amended"
    NOTHING_LEFT = "nothing-left"
    NO_CHANNEL = "no-channel"


class Moment(StrEnum):
    """When a person wants to be told."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Way(StrEnum):
    """Through what a person wants to be told."""

    MAIL = "mail"
    CHAT = "chat"
    NONE = "none"


class Gesture(StrEnum):
    """What a mailed link lets one person do, once: each link is for one of them and nothing else."""

    PROPOSE = "propose"
    ANSWER = "answer"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    FINISH = "finish"
