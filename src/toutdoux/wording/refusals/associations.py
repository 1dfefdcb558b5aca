"""Why an association, a period or a setting is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.kernel.refusal import Refusal

Data = Mapping[str, Any]


def _incomplete(data: Data) -> str:
    if data["key"] == "voting_right.waiting":
        return gettext("Choose how long a new member waits before voting; zero days means at once.")
    return gettext("The rulebook leaves “%(key)s” open: it has to be chosen first.") % data


def _setting_unknown(data: Data) -> str:
    return gettext("“%(value)s” is not a choice for the setting “%(setting)s”.") % data


_SENTENCES: Mapping[AssociationRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        AssociationRefusal.SLUG_TAKEN: lambda data: (
            gettext("The address “%(slug)s” is taken by another association here: choose another one.") % data
        ),
        AssociationRefusal.SLUG_MALFORMED: lambda _: gettext(
            "An address has up to 40 small letters without accents, figures and hyphens, and begins and ends with a "
            "letter or a figure: les-lucioles."
        ),
        AssociationRefusal.SLUG_RESERVED: lambda data: (
            gettext("The address “%(slug)s” is needed by Toutdoux itself: choose another one.") % data
        ),
        AssociationRefusal.NAME_MISSING: lambda _: gettext("The association needs a name."),
        AssociationRefusal.NAME_TOO_LONG: lambda data: (
            gettext("This name is too long: at most %(longest)s characters fit.") % data
        ),
        AssociationRefusal.UNKNOWN_ZONE: lambda data: (
            gettext("“%(zone)s” is not a time zone, such as Europe/Paris.") % data
        ),
        AssociationRefusal.PERIOD_TAKEN: lambda data: gettext("There is already a period “%(period)s”.") % data,
        AssociationRefusal.PERIOD_MALFORMED: lambda _: gettext(
            "The code of a period has up to 12 letters and figures, without spaces: P26."
        ),
        AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS: lambda _: gettext(
            "This period would end before it begins: its last day comes after its first, or is the same."
        ),
        AssociationRefusal.PERIOD_UNKNOWN: lambda data: gettext("There is no period “%(period)s” here.") % data,
        AssociationRefusal.SETTING_UNKNOWN: _setting_unknown,
        AssociationRefusal.RULEBOOK_INCOMPLETE: _incomplete,
        AssociationRefusal.ALREADY_FOUNDED: lambda _: gettext(
            "Someone has just founded an association on this installation: an account of theirs is needed to found another."
        ),
        AssociationRefusal.UNKNOWN_ASSOCIATION: lambda _: gettext(
            "No association has this address, or it shows nothing to those who are not in it."
        ),
    }
)


def association_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``AssociationRefusal``."""
    return _SENTENCES[AssociationRefusal(refusal.code)](refusal.data)
