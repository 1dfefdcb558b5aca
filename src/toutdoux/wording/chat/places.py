"""Chats and their voting channels beside the council, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext, pgettext

_CHATS: Mapping[str, str] = MappingProxyType({"mattermost": "Mattermost", "matrix": "Matrix"})


def chat_word(chat: str) -> str:
    """Return the name of a chat."""
    return _CHATS[chat]


def trouble_words(code: str) -> str:
    """Say why the chat did not do something, from the code of its answer."""
    if code in {"unreachable", "timed-out", "not-mattermost", "not-matrix"}:
        return gettext("The chat does not answer.")
    if code.endswith(("-401", "-403")):
        return gettext("The chat does not let our account do this: its settings page says what is missing.")
    if code.endswith("-404"):
        return gettext("The chat does not know this account any more, or it is not in the team.")
    return gettext("The chat refused (%(code)s).") % {"code": code}


def unsaid_word(sort: str) -> str:
    """Say in a word or two what could not be said in private."""
    return {
        "text": pgettext("in private", "An answer"),
        "link": pgettext("in private", "A link"),
        "invitation": pgettext("in private", "An invitation"),
    }[sort]
