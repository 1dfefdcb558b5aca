"""The articles of a rulebook, numbered once for all: ``(art. 6)`` means the same thing in every rulebook we ship."""

from enum import IntEnum


class Article(IntEnum):
    """What each article is about. The number is what people read; it never changes meaning between versions."""

    INTENT = 1
    COUNCIL = 2
    KINDS = 3
    ANNOUNCEMENT = 4
    DELAY = 5
    ACCEPTANCE = 6
    SILENCE = 7
    BLOCKING = 8
    BALLOTS = 9
    OBJECTION = 10
    AMENDMENT = 11
    COUNTER_VOTE = 12
    URGENCY = 13
    WITHDRAWAL = 14
    EXECUTION = 15
    EFFECTS = 16
    ASSEMBLY = 17
    INACTIVITY = 18
    MONEY = 19
