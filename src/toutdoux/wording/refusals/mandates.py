"""Why something about a mandate is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.mandates.logic.events import MandateRefusal

Data = Mapping[str, Any]

_SENTENCES: Mapping[MandateRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        MandateRefusal.UNKNOWN_MANDATE: lambda _: gettext(
            "There is no such mandate here: look in the list of mandates."
        ),
        MandateRefusal.UNKNOWN_KIND: lambda _: gettext(
            "The association has no such mandate: choose one of the list, or add it there first."
        ),
        MandateRefusal.KIND_TAKEN: lambda data: (
            gettext("There is a mandate called “%(name)s” already: choose another name.") % data
        ),
        MandateRefusal.NAME_MISSING: lambda _: gettext("Words are needed here: a few are enough."),
        MandateRefusal.TOO_LONG: lambda data: gettext("This is too long: at most %(most)s characters fit.") % data,
        MandateRefusal.HAS_LEFT: lambda _: gettext(
            "This person has left the association: choose a member for the mandate."
        ),
        MandateRefusal.ENDS_BEFORE_IT_BEGINS: lambda _: gettext(
            "A mandate ends after it has begun: choose a later last day."
        ),
        MandateRefusal.ALREADY_HOLDS: lambda _: gettext(
            "This person holds that mandate already on some of these days: choose days after it."
        ),
        MandateRefusal.DOES_NOT_HOLD: lambda _: gettext("This mandate is over: there is nothing left to lay down."),
        MandateRefusal.NOT_YOURS: lambda _: gettext(
            "Only its holder lays a mandate down. To end someone else’s, propose an action."
        ),
        MandateRefusal.CHECKLIST_TOO_LONG: lambda data: (
            gettext("A checklist has at most %(most)s lines: join some of them.") % data
        ),
        MandateRefusal.LINE_UNKNOWN: lambda _: gettext(
            "There is no such line in this file: open the file again, it may have changed."
        ),
        MandateRefusal.LINE_TICKED: lambda _: gettext(
            "This line is ticked already, and stays as it is. Add another line if there is more to say."
        ),
        MandateRefusal.LOOKS_SECRET: lambda _: gettext(
            "This looks like a password, a key or a token. Nothing secret is kept here: write where it is kept, and who can "
            "give it."
        ),
    }
)


def mandate_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``MandateRefusal``."""
    return _SENTENCES[MandateRefusal(refusal.code)](refusal.data)
