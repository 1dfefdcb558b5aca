"""The page that connects a Mattermost, in words: what the bot must be able to do, what each right is for, how to give it.

The arguments are the stored words of ``integrations.mattermost``, which stands above this package.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_NEEDS: Mapping[str, tuple[Promise, Promise]] = MappingProxyType(
    {
        "read": (
            gettext_lazy("Read the channel"),
            gettext_lazy("What is said in the thread of an action is shown on its page."),
        ),
        "write": (gettext_lazy("Write in the channel"), gettext_lazy("Each action is posted there, with its buttons.")),
        "edit": (
            gettext_lazy("Change its own posts"),
            gettext_lazy("Figures follow the votes; buttons go when they close."),
        ),
        "direct": (
            gettext_lazy("Write to one person"),
            gettext_lazy("What a vote recorded, links and reminders are said in private."),
        ),
        "members": (
            gettext_lazy("Let people into the channel, and take them out"),
            gettext_lazy(
                "The channel follows the council. Without it, the page of differences says what to do by hand."
            ),
        ),
        "command": (
            gettext_lazy("Make the command /toutdoux"),
            gettext_lazy(
                "So that one can type to it. Without it, someone who may makes the command by hand, as below."
            ),
        ),
    }
)


def need_words(need: str) -> str:
    """Say what the bot must be able to do."""
    return str(_NEEDS[need][0])


def need_reason(need: str) -> str:
    """Say what a right is for, and what happens without it."""
    return str(_NEEDS[need][1])
