"""Why a webhook is refused, in sentences. The codes live here: their users stand above."""

from enum import StrEnum

from django.utils.translation import gettext, ngettext

from toutdoux.kernel.refusal import Refusal


class WebhookRefusal(StrEnum):
    """Why something about a webhook is refused."""

    UNKNOWN_HOOK = "unknown-hook"
    ADDRESS_FORBIDDEN = "address-forbidden"
    ADDRESS_TOO_LONG = "address-too-long"
    NO_EVENT = "no-event"
    ALREADY_THERE = "hook-already-there"
    TOO_MANY = "too-many-hooks"


def webhook_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``WebhookRefusal``."""
    match WebhookRefusal(refusal.code):
        case WebhookRefusal.UNKNOWN_HOOK:
            return gettext("There is no such webhook, or it has ended.")
        case WebhookRefusal.ADDRESS_FORBIDDEN:
            return address_sentence(str(refusal.data["why"]))
        case WebhookRefusal.ADDRESS_TOO_LONG:
            most = int(refusal.data["most"])
            return ngettext(
                "The address is too long: %(most)s character fits.",
                "The address is too long: %(most)s characters fit.",
                most,
            ) % {"most": most}
        case WebhookRefusal.NO_EVENT:
            return gettext("Choose at least one event of the list.")
        case WebhookRefusal.ALREADY_THERE:
            return gettext(
                "This address has a webhook already. End it first, to choose other events or have another secret."
            )
        case WebhookRefusal.TOO_MANY:
            most = int(refusal.data["most"])
            return ngettext(
                "An association has at most %(most)s webhook. End one first.",
                "An association has at most %(most)s webhooks. End one first.",
                most,
            ) % {"most": most}


def address_sentence(why: str) -> str:
    """Say why this installation does not call an address: one of the codes of the guard of outgoing calls."""
    return {
        "scheme": gettext("The address must begin with https://."),
        "unknown-name": gettext("No machine of this name is found: is the address right?"),
        "private": gettext(
            "This address is on a private network, which this installation does not call. "
            "Whoever looks after it can allow it (TOUTDOUX_PRIVATE_NETWORKS)."
        ),
        "unencrypted": gettext("The address must begin with https://: what is sent must not be read on the way."),
    }.get(why, gettext("This is not the address of a web page: copy it whole, with https://."))
