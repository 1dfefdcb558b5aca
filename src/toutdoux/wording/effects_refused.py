"""Why an effect had nothing to change, or could not be applied, when its action passed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext

from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.services.logic.events import ServiceRefusal
from toutdoux.writings.logic.events import WritingRefusal

_BECAUSE: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        MemberRefusal.ALREADY_VOTES: lambda: gettext(
            "Nothing to change %(on)s: %(name)s held the voting right already."
        ),
        MemberRefusal.HAS_LEFT: lambda: gettext("Nothing to change %(on)s: %(name)s had left the association."),
        MemberRefusal.UNKNOWN_MEMBER: lambda: gettext("Not applied %(on)s: nobody of that name is in the register."),
        MemberRefusal.ALREADY_EXCLUDED: lambda: gettext("Nothing to change %(on)s: %(name)s was excluded already."),
        MemberRefusal.EXCLUDED: lambda: gettext(
            "Not applied %(on)s: %(name)s is excluded, and has to be reinstated first."
        ),
        MemberRefusal.NOT_EXCLUDED: lambda: gettext(
            "Nothing to change %(on)s: %(name)s was neither excluded nor gone."
        ),
        MemberRefusal.NO_RIGHT_TO_WITHDRAW: lambda: gettext(
            "Nothing to change %(on)s: %(name)s held no voting right that could be withdrawn."
        ),
        MemberRefusal.NO_SUCH_REQUEST: lambda: gettext("Not applied %(on)s: this person no longer asks to join."),
        MemberRefusal.ALREADY_A_MEMBER: lambda: gettext("Nothing to change %(on)s: %(name)s was a member already."),
        AccessRefusal.CLOSED: lambda: gettext("Not applied %(on)s: %(subject)s exists no longer."),
        AccessRefusal.HAS_LEFT: lambda: gettext("Nothing to change %(on)s: %(name)s had left the association."),
        AccessRefusal.ALREADY_HOLDS: lambda: gettext(
            "Nothing to change %(on)s: %(name)s could enter %(subject)s already."
        ),
        AccessRefusal.DOES_NOT_HOLD: lambda: gettext(
            "Nothing to change %(on)s: %(name)s had no access to %(subject)s any more."
        ),
        AccessRefusal.ENDS_BEFORE_IT_BEGINS: lambda: gettext(
            "Not applied %(on)s: the day on which it was to end was over."
        ),
        AccessRefusal.LATER_ALREADY: lambda: gettext("Nothing to change %(on)s: the access lasted as long already."),
        MandateRefusal.HAS_LEFT: lambda: gettext("Nothing to change %(on)s: %(name)s had left the association."),
        MandateRefusal.ALREADY_HOLDS: lambda: gettext(
            "Nothing to change %(on)s: %(name)s was %(subject)s already, for at least as long."
        ),
        MandateRefusal.DOES_NOT_HOLD: lambda: gettext("Nothing to change %(on)s: %(name)s was no longer %(subject)s."),
        MandateRefusal.ENDS_BEFORE_IT_BEGINS: lambda: gettext(
            "Not applied %(on)s: the day on which it was to end was over."
        ),
        ServiceRefusal.UNKNOWN_SERVICE: lambda: gettext(
            "Not applied %(on)s: the service %(subject)s is no longer in the register."
        ),
        ServiceRefusal.STANDS_THERE: lambda: gettext(
            "Nothing to change %(on)s: the service %(subject)s was “%(state)s” already."
        ),
        WritingRefusal.ALREADY_ADOPTED: lambda: gettext(
            "Nothing to change %(on)s: an edition of that report was adopted already."
        ),
        EffectOutcome.RULES_CONFLICT: lambda: gettext(
            "Not applied %(on)s: since this was proposed, another decision changed the same rule. Propose it again on the "
            "rules of today."
        ),
        EffectOutcome.RULES_THE_SAME: lambda: gettext("Nothing to change %(on)s: the rules said so already."),
    }
)


def because_words(code: str) -> str:
    """Return the sentence for a stored reason, with the places of its names still open."""
    # Minutes that were brought in may give a reason of their own.
    return _BECAUSE[code]() if code in _BECAUSE else gettext("Nothing to change %(on)s.")
