"""Settings and their changes in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from toutdoux.associations.logic.events import AssociationEvent


def setting_word(setting: str) -> str:
    """Return what a setting is called."""
    return {
        "name": pgettext("a setting", "name"),
        "language": pgettext("a setting", "language"),
        "address_form": pgettext("a setting", "tu or vous"),
        "inclusive_form": pgettext("a setting", "gendered words"),
        "public_register": pgettext("a setting", "what people outside may read"),
        "webhooks": pgettext("a setting", "webhooks"),
    }.get(setting, setting)


def change_sentence(event: AssociationEvent, *, data: Mapping[str, Any], who: str) -> str:
    """Say what an entry of the ledger changed. ``who`` is empty when no member did it: at the founding."""
    match event:
        case AssociationEvent.FOUNDED:
            return gettext("The association was founded")
        case AssociationEvent.RULEBOOK_ADOPTED:
            return _by(gettext("Version %(number)s of the rulebook took effect") % {"number": data["rulebook"]}, who)
        case AssociationEvent.PERIOD_OPENED:
            return _by(gettext("The period %(period)s was opened") % {"period": data["period"]}, who)
        case AssociationEvent.PERIOD_CLOSED:
            return _by(gettext("The end of the period %(period)s was set") % {"period": data["period"]}, who)
        case AssociationEvent.SETTINGS_CHANGED:
            settings = ", ".join(setting_word(setting) for setting in data["settings"])
            return _by(gettext("Changed: %(settings)s") % {"settings": settings}, who)


def _by(what: str, who: str) -> str:
    return gettext("%(what)s, by %(who)s") % {"what": what, "who": who} if who else what
