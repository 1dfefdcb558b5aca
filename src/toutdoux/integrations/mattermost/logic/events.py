"""What the ledger says of chats. Stored words: never change their meaning."""

from enum import StrEnum


class ChatEvent(StrEnum):
    """Entries written when an association is connected to a channel, or no longer is."""

    CONNECTED = "chat.connected"
    DISCONNECTED = "chat.disconnected"
