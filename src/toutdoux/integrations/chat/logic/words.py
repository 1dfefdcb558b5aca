"""The words of the chats. Stored words: never change their meaning."""

from enum import StrEnum


class Chat(StrEnum):
    """The chats there are: the name of the folder beside this one."""

    MATTERMOST = "mattermost"
    MATRIX = "matrix"


class ChatEvent(StrEnum):
    """Entries of the ledger: a channel that is connected, or no longer; an account that is linked, and votes for its member."""

    CONNECTED = "chat.connected"
    DISCONNECTED = "chat.disconnected"
    LINKED = "chat.linked"
    UNLINKED = "chat.unlinked"


class Whispered(StrEnum):
    """What is said to one person in private. Links are made when it is said: no secret waits in the database."""

    TEXT = "text"
    LINK = "link"
    INVITATION = "invitation"


class Wanted(StrEnum):
    """Where a member should be seen from the voting channel, since the last entry of the ledger about it."""

    INSIDE = "inside"
    OUTSIDE = "outside"
