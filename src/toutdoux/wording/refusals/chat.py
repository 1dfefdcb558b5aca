"""Why something that came from a chat is refused, in sentences. The codes live here: their users stand above."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from toutdoux.kernel.refusal import Refusal


class ChatRefusal(StrEnum):
    """Why a gesture in a chat, or the link of a chat account, is refused."""

    LINK_UNKNOWN = "chat-link-unknown"
    LINK_USED = "chat-link-used"
    LINK_EXPIRED = "chat-link-expired"
    LINKS_ENOUGH = "chat-links-enough"
    ACCOUNT_TAKEN = "chat-account-taken"
    ALREADY_LINKED = "chat-already-linked"
    NOTHING_LINKED = "chat-nothing-linked"
    NOT_LINKED = "chat-not-linked"
    NOT_IN_CHANNEL = "chat-not-in-channel"
    TOO_FAST = "chat-too-fast"
    DIALOG_UNKNOWN = "chat-dialog-unknown"
    DIALOG_SENT = "chat-dialog-sent"
    DIALOG_EXPIRED = "chat-dialog-expired"
    CHAT_UNKNOWN = "chat-unknown"
    SERVER_SILENT = "chat-server-silent"
    WHICH_VOICE = "chat-which-voice"
    NO_SUCH_VOICE = "chat-no-such-voice"
    ACCOUNT_UNKNOWN = "chat-account-unknown"


_SENTENCES: Mapping[ChatRefusal, Promise] = MappingProxyType(
    {
        ChatRefusal.LINK_UNKNOWN: gettext_lazy("This link opens nothing here: ask for a new one in the chat."),
        ChatRefusal.LINK_USED: gettext_lazy(
            "This link has been used. If it was not by you, say so to the association."
        ),
        ChatRefusal.LINK_EXPIRED: gettext_lazy("This link is too old: ask for a new one in the chat."),
        ChatRefusal.LINKS_ENOUGH: gettext_lazy(
            "Nothing was recorded: this chat account is not linked to a member yet. The link is in the private messages "
            "that were sent to it; each works for an hour."
        ),
        ChatRefusal.ACCOUNT_TAKEN: gettext_lazy("This chat account is linked to another member of the association."),
        ChatRefusal.ALREADY_LINKED: gettext_lazy(
            "Another account of this chat is linked to you: unlink it first, on the page of your chat accounts."
        ),
        ChatRefusal.NOTHING_LINKED: gettext_lazy("No account of this chat is linked to you."),
        ChatRefusal.NOT_LINKED: gettext_lazy(
            "Nothing was recorded: this chat account is not linked to a member yet. A private message brings the link."
        ),
        ChatRefusal.NOT_IN_CHANNEL: gettext_lazy(
            "Nothing was recorded: one votes here from inside the voting channel. The page of the action works as well."
        ),
        ChatRefusal.TOO_FAST: gettext_lazy("That is a lot at once: nothing was recorded. Try again in a minute."),
        ChatRefusal.DIALOG_UNKNOWN: gettext_lazy(
            "Nothing was recorded: this dialog is not one of ours. Open it again."
        ),
        ChatRefusal.DIALOG_SENT: gettext_lazy("This dialog has been sent already, and counts once."),
        ChatRefusal.DIALOG_EXPIRED: gettext_lazy(
            "Nothing was recorded: this dialog stayed open too long. Open it again."
        ),
        ChatRefusal.WHICH_VOICE: gettext_lazy(
            "Nothing was recorded: you may vote here for several organisations. Type “voice”, the reference, the vote and "
            "the name, as in “voice E12 for The Bees”."
        ),
        ChatRefusal.NO_SUCH_VOICE: gettext_lazy(
            "Nothing was recorded: you represent no organisation that has a seat in this vote."
        ),
        ChatRefusal.ACCOUNT_UNKNOWN: gettext_lazy(
            "This account is linked to no member. Type “proxy” and the person’s name, or choose them on the page of your proxy."
        ),
        ChatRefusal.CHAT_UNKNOWN: gettext_lazy("There is no such chat here."),
        ChatRefusal.SERVER_SILENT: gettext_lazy(
            "Nothing was recorded: the chat does not answer just now. Try again, or vote on the page of the action."
        ),
    }
)


def chat_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``ChatRefusal``."""
    return str(_SENTENCES[ChatRefusal(refusal.code)])
