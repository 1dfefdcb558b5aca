"""Why something about an access is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.kernel.refusal import Refusal

Data = Mapping[str, Any]

_SENTENCES: Mapping[AccessRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        AccessRefusal.UNKNOWN_RESOURCE: lambda _: gettext(
            "There is no such thing to enter here: look in the list of accesses."
        ),
        AccessRefusal.UNKNOWN_ACCESS: lambda _: gettext("There is no such access here: look in the list of accesses."),
        AccessRefusal.NAME_MISSING: lambda _: gettext("A name is needed: the one people use."),
        AccessRefusal.SORT_UNKNOWN: lambda _: gettext("Choose what it is among those offered."),
        AccessRefusal.LEVEL_UNKNOWN: lambda _: gettext("Choose how far it goes among those offered."),
        AccessRefusal.REVIEW_OUT_OF_RANGE: lambda data: (
            gettext("Choose between %(fewest)s and %(most)s months.") % data
        ),
        AccessRefusal.OWNER_UNKNOWN: lambda _: gettext("Choose a member of the association, or nobody in particular."),
        AccessRefusal.TOO_LONG: lambda data: gettext("This is too long: at most %(most)s characters fit.") % data,
        AccessRefusal.PURPOSE_MISSING: lambda _: gettext("Say what the access is for: a line is enough."),
        AccessRefusal.LOOKS_SECRET: lambda _: gettext(
            "This looks like a password, a key or a token. Nothing secret is kept here: write where it is kept, and who can "
            "give it."
        ),
        AccessRefusal.CLOSED: lambda _: gettext("This exists no longer: nobody can be given access to it."),
        AccessRefusal.HAS_LEFT: lambda _: gettext("This person has left the association: choose a member."),
        AccessRefusal.ALREADY_HOLDS: lambda _: gettext("This person has this access already: there is nothing to add."),
        AccessRefusal.DOES_NOT_HOLD: lambda _: gettext(
            "This access is over already: there is nothing to end or to keep."
        ),
        AccessRefusal.ENDS_BEFORE_IT_BEGINS: lambda _: gettext(
            "An access ends after it has begun: choose a later day."
        ),
        AccessRefusal.LATER_ALREADY: lambda _: gettext("The access lasts as long already: choose a later day."),
        AccessRefusal.NOT_YOURS: lambda _: gettext(
            "Only the person who has an access says whether they still need it."
        ),
        AccessRefusal.ALREADY_TICKED: lambda _: gettext(
            "Someone has ticked this already: there is nothing left to do."
        ),
        AccessRefusal.NOTHING_TO_TICK: lambda _: gettext(
            "There is nothing to do by hand about this access now: look at the list again."
        ),
        AccessRefusal.BY_DECISION: lambda _: gettext(
            "A decision gave this access: another one takes it back. Propose an action."
        ),
    }
)


def access_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``AccessRefusal``."""
    return _SENTENCES[AccessRefusal(refusal.code)](refusal.data)
