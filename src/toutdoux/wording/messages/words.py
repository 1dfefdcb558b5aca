"""What a message is about, why it was sent, and what became of it, in words.

The arguments are the stored words of the outbox, which stands above this package.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext, pgettext_lazy

_ABOUT: Mapping[str, Promise] = MappingProxyType(
    {
        "invitation": pgettext_lazy("about", "Invitation"),
        "opened": pgettext_lazy("about", "A vote opens"),
        "amended": pgettext_lazy("about", "A new text"),
        "announced": pgettext_lazy("about", "An announcement"),
        "reminder": pgettext_lazy("about", "Reminder"),
        "objection": pgettext_lazy("about", "An objection"),
        "outcome": pgettext_lazy("about", "An outcome"),
        "done": pgettext_lazy("about", "Carried out"),
        "stay": pgettext_lazy("about", "A question to you alone"),
        "convening": pgettext_lazy("about", "An assembly"),
        "minutes": pgettext_lazy("about", "Minutes"),
        "proxy": pgettext_lazy("about", "A proxy"),
        "item": pgettext_lazy("about", "An item you proposed"),
        "election": pgettext_lazy("about", "An election to prepare"),
        "review": pgettext_lazy("about", "An access to look at again"),
        "renewal": pgettext_lazy("about", "A convention to renew"),
        "digest": pgettext_lazy("about", "Digest"),
        "post": pgettext_lazy("about", "Posted for everyone"),
        "test": pgettext_lazy("about", "A test"),
    }
)
_WHY: Mapping[str, Promise] = MappingProxyType(
    {
        "invitation": gettext_lazy("Sent because a member asked for it."),
        "opened": gettext_lazy("Sent to every seat of the council that decides on this action."),
        "amended": gettext_lazy("Sent to every seat of the council that decides on this action: its text has changed."),
        "announced": gettext_lazy("Sent to the council: an ordinary action has been announced."),
        "reminder": gettext_lazy("Sent once, to the seats that have not voted and can still change the outcome."),
        "objection": gettext_lazy("Sent to those who lead this action."),
        "outcome": gettext_lazy("Sent to those who lead this action."),
        "done": gettext_lazy("Sent to the council: an action has been carried out."),
        "stay": gettext_lazy("Sent to you alone: whether you wish to stay."),
        "convening": gettext_lazy("Sent to every member who counts at this assembly."),
        "minutes": gettext_lazy("Sent to every member who counts at this assembly."),
        "item": gettext_lazy("Sent to you alone: you proposed this item."),
        "proxy": gettext_lazy("Sent to you alone: a proxy that you give or hold."),
        "election": gettext_lazy(
            "Sent once, to whoever’s mandate ends and to those who hold the administrative one or, where nobody does, to "
            "those who vote."
        ),
        "review": gettext_lazy("Sent to you alone, each time an access of yours is to be looked at again."),
        "renewal": gettext_lazy(
            "Sent once, to those who mind this partner or, where nobody does, to those who hold the administrative mandate."
        ),
        "digest": gettext_lazy("Sent as a digest: what could wait, gathered."),
        "post": gettext_lazy("Posted for everyone who reads the channel."),
        "test": gettext_lazy("Sent because a member asked for a test."),
    }
)
#: Why each thing that a digest gathers is in it.
_GATHERED: Mapping[str, Promise] = MappingProxyType(
    {
        "opened": gettext_lazy("A vote opened, and you have a seat in its council."),
        "amended": gettext_lazy("A text changed, and you have a seat in the council that decides on it."),
        "announced": gettext_lazy("An ordinary action was announced to the council."),
        "outcome": gettext_lazy("An action was decided, and you vote here or had a seat."),
        "done": gettext_lazy("An action was carried out, and you vote here or had a seat."),
    }
)
_SKIPPED: Mapping[str, Promise] = MappingProxyType(
    {
        "no-address": gettext_lazy("No address is known."),
        "no-channel": gettext_lazy("No channel reaches this person."),
        "left": gettext_lazy("No longer a member."),
        "not-wanted": gettext_lazy("No longer wanted."),
        "voted": gettext_lazy("The vote had been cast already."),
        "decided": gettext_lazy("The action was decided already."),
        "amended": gettext_lazy("The text had changed again."),
        "nothing-left": gettext_lazy("There was nothing left to say."),
    }
)
_STATES: Mapping[str, Promise] = MappingProxyType(
    {
        "waiting": pgettext_lazy("messages", "Waiting"),
        "claimed": pgettext_lazy("messages", "Leaving"),
        "sent": pgettext_lazy("messages", "Sent"),
        "failed": pgettext_lazy("messages", "Refused"),
        "given-up": pgettext_lazy("messages", "Given up"),
        "skipped": pgettext_lazy("messages", "Not needed any more"),
    }
)


def about_word(about: str) -> str:
    """Say in a word or three what a message is about."""
    return str(_ABOUT[about])


def why_sentence(about: str) -> str:
    """Say why a message was sent to whoever got it."""
    return str(_WHY[about])


def gathered_sentence(about: str) -> str:
    """Say why something is in a digest."""
    return str(_GATHERED[about])


def channel_words(*, chat: str) -> str:
    """Say by which way a message left; ``chat`` is empty for a mail."""
    return gettext("by a private message on %(chat)s") % {"chat": chat} if chat else gettext("by mail")


def state_word(state: str) -> str:
    """Say where a message is."""
    return str(_STATES[state])


def trouble_words(*, state: str, reason: str, error: str) -> str:
    """Say why a message did not arrive, and what happens next."""
    if state == "skipped":
        return str(_SKIPPED[reason])
    if error.startswith("smtp-"):
        said = gettext("The mail server answered %(code)s.") % {"code": error.removeprefix("smtp-")}
    elif error.startswith("http-"):
        said = gettext("The server answered %(code)s.") % {"code": error.removeprefix("http-")}
    elif error.startswith("bounce-"):
        said = gettext("The mail came back (%(code)s).") % {"code": error.removeprefix("bounce-")}
    elif error == "unreachable":
        said = gettext("The server does not answer.")
    else:
        said = gettext("It could not be sent (%(error)s).") % {"error": error}
    if state == "failed":
        return gettext("%(said)s Trying again would not help: is the address right?") % {"said": said}
    if state == "given-up":
        return gettext("%(said)s It was tried for a day, then given up.") % {"said": said}
    return gettext("%(said)s It will be tried again.") % {"said": said}


def hour_words(hour: int) -> str:
    """Write a whole hour of the day: "18:00", « 18 h »."""
    return pgettext("a whole hour", "%(hour)s:00") % {"hour": hour}


def day_names() -> tuple[str, ...]:
    """Return the days of the week, Monday first."""
    return tuple(str(WEEKDAYS[day]) for day in range(7))
