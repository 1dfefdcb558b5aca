"""What changes about chat accounts, and what is written so that a gesture, a dialog, a word are done once."""

from toutdoux.integrations.chat.commands.linking import link_account, make_chat_link, unlink_account
from toutdoux.integrations.chat.commands.once import make_nonce, remember_answer, using_nonce
from toutdoux.integrations.chat.commands.placing import (
    ClaimedPlace,
    ask_place,
    claim_place,
    follow,
    place_failed,
    place_taken,
)
from toutdoux.integrations.chat.commands.whispering import (
    ClaimedWhisper,
    claim_whisper,
    whisper,
    whisper_failed,
    whisper_sent,
)

__all__ = [
    "ClaimedPlace",
    "ClaimedWhisper",
    "ask_place",
    "claim_place",
    "claim_whisper",
    "follow",
    "link_account",
    "make_chat_link",
    "make_nonce",
    "place_failed",
    "place_taken",
    "remember_answer",
    "unlink_account",
    "using_nonce",
    "whisper",
    "whisper_failed",
    "whisper_sent",
]
